import LocatedJSON
import TestSupport
import Testing

@Suite("Positions and lines")
struct PositionTests {
    @Test(
        "columns are UTF-16 code units, lines end with LF or CRLF, a byte order mark counts as none",
        .tags(.F2, .F26)
    )
    func columns() throws {
        let document = try parse("\u{FEFF}[\"é\",\r\n\t\"😀\", 1,\r2\n]\n")
        let expected: [(offset: Int, line: Int, column: Int)] = [
            (-1, 1, 1), (0, 1, 1), (2, 1, 1), (3, 1, 1), (4, 1, 2), (5, 1, 3), (6, 1, 3), (7, 1, 4), (8, 1, 5),
            (9, 1, 6),
            (10, 1, 7), (11, 2, 1), (12, 2, 2), (13, 2, 3), (15, 2, 3), (16, 2, 3), (17, 2, 5), (18, 2, 6), (20, 2, 8),
            (22, 2, 10), (23, 2, 11), (24, 2, 12), (25, 3, 1), (26, 3, 2), (27, 4, 1), (28, 4, 1), (1000, 4, 1),
        ]
        for (offset, line, column) in expected {
            #expect(document.position(at: offset) == SourcePosition(line: line, column: column), "offset \(offset)")
        }
    }

    @Test("line ranges leave out the line break and the byte order mark")
    func lines() throws {
        let document = try parse("\u{FEFF}[1,\r\n\n 2,\r3\n]")
        for (offset, range) in [
            (-5, 3..<6), (0, 3..<6), (3, 3..<6), (6, 3..<6), (7, 3..<6), (8, 8..<8), (9, 9..<14), (12, 9..<14),
            (14, 9..<14),
            (15, 15..<16), (16, 15..<16), (99, 15..<16),
        ] {
            #expect(document.lineRange(at: offset) == range, "offset \(offset)")
        }
        let ended = try parse("1\n")
        #expect(ended.lineRange(at: 1) == 0..<1)
        #expect(ended.lineRange(at: 2) == 2..<2)
    }

    @Test("a value is found by where it begins, and nothing where a key begins or a value ends")
    func valueByOffset() throws {
        let text = #"{"a": [1, "two"], "b": {"c": null}}"#
        let document = try parse(text)
        var found: [Int: String] = [:]
        for offset in -1...text.utf8.count {
            if let value = document.value(startingAt: offset) { found[offset] = value.typeName }
        }
        #expect(
            found == [0: "an object", 6: "an array", 7: "a number", 10: "a string", 23: "an object", 29: "null"]
        )
    }

    @Test("every offset of long and short lines agrees with a plain count", arguments: [1 as UInt64, 2, 3, 4])
    func agreesWithPlainCount(_ seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        var text = seed % 2 == 0 ? "\u{FEFF}[" : "["
        let pieces = ["\"é\",", "\"😀😀\",", "1,", "\n", "\r\n", "\"\u{20AC}\",", String(repeating: " ", count: 700)]
        for _ in 0..<200 { text += pieces.randomElement(using: &generator) ?? "" }
        text += "0]"
        let bytes = Array(text.utf8)
        let document = try JSONDocument(parsing: bytes)

        var line = 1
        var column = 1
        var lineStart = seed % 2 == 0 ? 3 : 0
        var offset = lineStart
        for scalar in text.unicodeScalars.dropFirst(seed % 2 == 0 ? 1 : 0) {
            try #require(document.position(at: offset) == SourcePosition(line: line, column: column))
            try #require(document.lineRange(at: offset).lowerBound == lineStart)
            if scalar == "\n" {
                let isPair = offset > lineStart && bytes[offset - 1] == 0x0D
                try #require(document.lineRange(at: lineStart) == lineStart..<(isPair ? offset - 1 : offset))
                line += 1
                column = 1
                lineStart = offset + 1
            } else {
                column += UTF16.width(scalar)
            }
            offset += UTF8.width(scalar)
        }
        #expect(document.position(at: bytes.count) == SourcePosition(line: line, column: column))
        #expect(document.lineRange(at: bytes.count) == lineStart..<bytes.count)
    }

    @Test("values and keys know their bytes")
    func ranges() throws {
        let document = try parse(" {\"a\" : [1.50 ,true],\"b\":\"x\"} ")
        #expect(document.root.byteRange == 1..<29)
        #expect(document.root["a"]?.byteRange == 8..<20)
        #expect(document.root["a"]?.elements.map(\.byteRange) == [9..<13, 15..<19])
        #expect(document.root.members.map(\.keyRange) == [2..<5, 21..<24])
        #expect(document.root["b"]?.byteRange == 25..<28)
    }

    @Test("positions sort as they follow each other")
    func order() {
        #expect(SourcePosition(line: 1, column: 9) < SourcePosition(line: 2, column: 1))
        #expect(SourcePosition(line: 2, column: 1) < SourcePosition(line: 2, column: 2))
    }
}
