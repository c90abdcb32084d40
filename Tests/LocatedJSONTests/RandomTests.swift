import Foundation
import LocatedJSON
import Testing

/// Makes random values and the JSON for them.
private struct RandomJSON {
    indirect enum Value: Equatable {
        case object([(key: String, value: Value)])
        case array([Value])
        case string(String)
        case number(String)
        case boolean(Bool)
        case null

        static func == (left: Value, right: Value) -> Bool {
            switch (left, right) {
            case (.object(let left), .object(let right)):
                left.elementsEqual(right) { $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value }
            case (.array(let left), .array(let right)): left == right
            case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
            case (.number(let left), .number(let right)): left == right
            case (.boolean(let left), .boolean(let right)): left == right
            case (.null, .null): true
            default: false
            }
        }
    }

    var generator: SeededGenerator

    mutating func text() -> String {
        let pool: [Unicode.Scalar] = [
            "a", "b", "Z", "0", " ", "\"", "\\", "/", "\n", "\r", "\t", "\0", "\u{1B}", "\u{7F}", "é", "e", "\u{301}",
            "ß", "日",
            "😀", "\u{202E}", "\u{200D}", "\u{FEFF}", "\u{E0041}", "\u{10FFFF}", "\u{2028}", "{", "[", ",", ":", "'",
            "#",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            text.append(pool.randomElement(using: &generator) ?? "a")
        }
        return String(text)
    }

    mutating func number() -> String {
        let digits = String(Int.random(in: -1_000_000...1_000_000, using: &generator))
        let fraction = Bool.random(using: &generator) ? "" : ".\(Int.random(in: 0...999, using: &generator))"
        let exponents = ["", "", "e5", "E+07", "e-3"]
        return digits + fraction + (exponents.randomElement(using: &generator) ?? "")
    }

    mutating func value(depth: Int) -> Value {
        switch Int.random(in: 0...(depth > 0 ? 9 : 5), using: &generator) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &generator))
        case 2, 3: return .number(number())
        case 4, 5: return .string(text())
        case 6, 7: return .array((0..<Int.random(in: 0...6, using: &generator)).map { _ in value(depth: depth - 1) })
        default:
            var seen: Set<String> = []
            let count = Int.random(in: 0...(Int.random(in: 0...9, using: &generator) == 0 ? 40 : 6), using: &generator)
            var members: [(key: String, value: Value)] = []
            for _ in 0..<count {
                let key = text()
                if seen.insert(key).inserted { members.append((key, value(depth: depth - 1))) }
            }
            return .object(members)
        }
    }

    static func write(_ value: Value, to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .boolean(let boolean): writer.boolean(boolean)
        case .number(let literal): writer.number(literal: literal)
        case .string(let string): writer.string(string)
        case .array(let elements):
            writer.beginArray()
            for element in elements { write(element, to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.key)
                write(member.value, to: &writer)
            }
            writer.endObject()
        }
    }

    static func read(_ value: JSONValue) -> Value {
        switch value.kind {
        case .null: .null
        case .boolean: .boolean(value.boolean ?? false)
        case .number: .number(value.number ?? "")
        case .string: .string(value.string ?? "")
        case .array: .array(value.elements.map(read))
        case .object: .object(value.members.map { ($0.key, read($0.value)) })
        }
    }
}

@Suite("Random texts")
struct RandomTests {
    @Test("what is written is read back, and Foundation accepts it", arguments: 1...4 as ClosedRange<UInt64>)
    func roundTrip(_ seed: UInt64) throws {
        var random = RandomJSON(generator: SeededGenerator(state: seed))
        for round in 0..<150 {
            let value = random.value(depth: 5)
            var writer = JSONWriter(pretty: round % 2 == 0)
            RandomJSON.write(value, to: &writer)
            let document = try JSONDocument(parsing: writer.bytes)
            try #require(RandomJSON.read(document.root) == value, "round \(round)")
            try #require(rewrite(document.root, pretty: round % 2 == 0) == writer.bytes)
            let reference = try? JSONSerialization.jsonObject(with: Data(writer.bytes), options: .fragmentsAllowed)
            try #require(reference != nil, "round \(round)")
        }
    }

    @Test(
        "damaged texts never crash, and accepted ones mean the same when written again",
        arguments: 1...4 as ClosedRange<UInt64>
    )
    func mutations(_ seed: UInt64) throws {
        var random = RandomJSON(generator: SeededGenerator(state: seed &* 1_000))
        let interesting =
            Array("{}[]\",:\\u0eE+-.tfn/'# \n\r\t".utf8) + [
                0, 0x1F, 0x7F, 0x80, 0xA0, 0xC0, 0xC3, 0xED, 0xEF, 0xF4, 0xFF,
            ]
        for _ in 0..<60 {
            var writer = JSONWriter(pretty: Bool.random(using: &random.generator))
            RandomJSON.write(random.value(depth: 4), to: &writer)
            for _ in 0..<25 {
                var bytes = writer.bytes
                for _ in 0..<Int.random(in: 1...3, using: &random.generator) where !bytes.isEmpty {
                    let index = Int.random(in: 0..<bytes.count, using: &random.generator)
                    let byte = interesting.randomElement(using: &random.generator) ?? 0
                    switch Int.random(in: 0...3, using: &random.generator) {
                    case 0: bytes[index] = byte
                    case 1: bytes.insert(byte, at: index)
                    case 2: bytes.remove(at: index)
                    default: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &random.generator)
                    }
                }
                try check(bytes, at: Int.random(in: 0...bytes.count, using: &random.generator))
            }
        }
    }

    private func check(_ bytes: [UInt8], at offset: Int) throws {
        do throws(JSONError) {
            let document = try JSONDocument(parsing: bytes)
            let written = rewrite(document.root)
            let again = try JSONDocument(parsing: written)
            #expect(RandomJSON.read(again.root) == RandomJSON.read(document.root))
            #expect(document.lineRange(at: offset).upperBound <= bytes.count)
            #expect(document.position(at: offset).line >= 1)
            for token in document.strings(in: offset..<bytes.count) {
                #expect(token.byteRange.upperBound > offset)
                #expect(token.isKey == false || token.key == nil)
            }
        } catch {
            #expect((0...bytes.count).contains(error.byteOffset))
            #expect(error.position.line >= 1 && error.position.column >= 1)
            #expect(!error.message.isEmpty)
        }
    }
}
