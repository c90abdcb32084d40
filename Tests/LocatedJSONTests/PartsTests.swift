import LocatedJSON
import Testing

/// A long text is read in parts at the same time; what comes out must be what one pass gives.
@Suite struct PartsTests {
    /// Everything that a document tells of its values: kinds, places, counts and texts, in the order of the text.
    private static func contents(_ document: JSONDocument) -> [String] {
        var lines: [String] = []
        var open = [document.root]
        while let value = open.popLast() {
            lines.append("\(value.kind) \(value.byteRange) \(value.count) \(value.string ?? value.number ?? "")")
            for member in value.members { lines.append("\(member.keyRange) \(member.key)") }
            open += (value.members.map(\.value) + Array(value.elements)).reversed()
        }
        let strings = document.strings(in: 0..<document.bytes.count)
        return lines + strings.map { "\($0.byteRange) \($0.isKey) \($0.key ?? "-") \($0.text)" }
    }

    private static func outcome(_ bytes: [UInt8], parts: Int) -> [String] {
        do throws(JSONError) {
            return contents(try JSONDocument(parsing: bytes, parts: parts))
        } catch {
            return [
                "\(error.message) at \(error.byteOffset), \(error.position), \(error.related.map { "\($0)" } ?? "-")"
            ]
        }
    }

    /// A config with what could be taken for the beginning of an element: objects in inner lists, and in texts.
    private static func config(_ random: inout SeededGenerator) -> String {
        func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
        let space = pick(["", " ", "\n", "\r\n    ", "\t"])
        let count = Int.random(in: 0...40, using: &random)
        let elements = (0..<count).map { number in
            let inner = pick([
                "[]", "[{},{}]", #"[{"a": 1}, {"b": [2]}, {"c": {}}]"#, #""}, {""#, #""\"},{\"""#, "[[1, 2], [3]]",
                "-1.5e3",
                "null", #"{"name": "n"}"#, #""é😀 \u00e9""#,
            ])
            let object =
                #"{"name": "shop-\#(number)",\#(space)"x": \#(inner),\#(space)"y": "\#(pick(["a", "{", "}]"]))"}"#
            return pick([object, object, object, object, "[{}, {}]", "7", #""text""#])
        }
        let list = "[\(space)\(elements.joined(separator: space + "," + space))\(space)]"
        let before = pick(["", #""version": 1, "#, #""defaults": {"a": [{}, {}]}, "#, #""list": [{}, {}], "#])
        let after = pick(["", #", "defaults": {"type": "x"}"#, #", "version": 1, "more": [{"z": 1}, {"z": 2}]"#])
        return pick(["", "\u{FEFF}"]) + pick([#"{\#(before)"destinations": \#(list)\#(after)}"#, list, "[\(list)]"])
    }

    @Test("a text read in parts is what one pass makes of it", arguments: 0..<40)
    func partsAreTheWhole(seed: Int) {
        var random = SeededGenerator(state: UInt64(seed))
        for _ in 0..<20 {
            let bytes = Array(Self.config(&random).utf8)
            let whole = Self.outcome(bytes, parts: 1)
            for parts in 2...5 {
                #expect(
                    Self.outcome(bytes, parts: parts) == whole,
                    "\(parts) parts of \(String(decoding: bytes, as: UTF8.self))"
                )
            }
        }
    }

    @Test("what is wrong with a text is told the same whether it is read in parts or not", arguments: 0..<40)
    func errorsAreTheSame(seed: Int) {
        var random = SeededGenerator(state: UInt64(seed) + 1_000)
        for _ in 0..<20 {
            var bytes = Array(Self.config(&random).utf8)
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let others: [UInt8] = [0x2C, 0x7B, 0x7D, 0x5B, 0x5D, 0x22, 0x5C, 0x20, 0xFF, 0x00]
                bytes[place] = others.randomElement(using: &random) ?? 0
            }
            let whole = Self.outcome(bytes, parts: 1)
            for parts in 2...4 {
                #expect(
                    Self.outcome(bytes, parts: parts) == whole,
                    "\(parts) parts of \(String(decoding: bytes, as: UTF8.self))"
                )
            }
        }
    }

    @Test("a key that is given twice is found though it stands in different parts")
    func duplicatesAcrossParts() {
        let elements = (0..<400).map { #"{"name": "shop-\#($0)"}"# }.joined(separator: ", ")
        let text = #"{"destinations": [\#(elements)], "version": 1, "destinations": []}"#
        let outcome = Self.outcome(Array(text.utf8), parts: 3)
        #expect(outcome == Self.outcome(Array(text.utf8), parts: 1))
        #expect(outcome.count == 1)
    }

    @Test("values may be nested as deep in the last part as in the first")
    func depthAcrossParts() {
        let deep = String(repeating: "[", count: 30) + String(repeating: "]", count: 30)
        let elements = Array(repeating: #"{"name": \#(deep)}"#, count: 100).joined(separator: ", ")
        let bytes = Array(#"{"destinations": [\#(elements)]}"#.utf8)
        for depth in 31...34 {
            let limits = JSONLimits(maximumDepth: depth)
            #expect(
                (try? JSONDocument(parsing: bytes, limits: limits, parts: 3)) == nil
                    ? depth < 33 : depth >= 33
            )
        }
    }
}
