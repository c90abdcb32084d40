import LocatedJSON
import Testing

@Suite("Writing")
struct WriterTests {
    private func fill(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.string("a\"b")
        writer.key("empty")
        writer.beginArray()
        writer.endArray()
        writer.key("none")
        writer.beginObject()
        writer.endObject()
        writer.key("list")
        writer.beginArray()
        writer.integer(-7)
        writer.integer(UInt64.max)
        writer.number(literal: "1.50e400")
        writer.boolean(true)
        writer.boolean(false)
        writer.null()
        writer.beginObject()
        writer.key("x")
        writer.null()
        writer.endObject()
        writer.endArray()
        writer.endObject()
    }

    @Test("compact JSON has no white space")
    func compact() {
        var writer = JSONWriter(pretty: false)
        fill(&writer)
        let expected =
            #"{"name":"a\"b","empty":[],"none":{},"list":[-7,18446744073709551615,1.50e400,true,false,null,{"x":null}]}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("pretty JSON is indented by two spaces")
    func pretty() {
        var writer = JSONWriter(pretty: true)
        fill(&writer)
        let expected = #"""
            {
              "name": "a\"b",
              "empty": [],
              "none": {},
              "list": [
                -7,
                18446744073709551615,
                1.50e400,
                true,
                false,
                null,
                {
                  "x": null
                }
              ]
            }
            """#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test(
        "what a terminal would interpret or hide is escaped",
        arguments: [
            ("\"\\/", #"\"\\/"#), ("\u{8}\u{C}\n\r\t", #"\b\f\n\r\t"#), ("\0\u{1B}[31m", #"\u0000\u001b[31m"#),
            ("\u{7F}", #"\u007f"#),
            ("\u{80}\u{9B}\u{9F}", #"\u0080\u009b\u009f"#), ("\u{A0}é日😀", "\u{A0}é日😀"),
            ("\u{2028}\u{2029}", #"\u2028\u2029"#),
            ("\u{61C}\u{200E}\u{200F}", #"\u061c\u200e\u200f"#), ("\u{202A}\u{202E}", #"\u202a\u202e"#),
            ("\u{2066}\u{2069}", #"\u2066\u2069"#), ("\u{200B}\u{200D}\u{2060}\u{FEFF}", #"\u200b\u200d\u2060\ufeff"#),
            ("\u{E0000}\u{E007F}", #"\udb40\udc00\udb40\udc7f"#),
            ("\u{AD}\u{180E}", #"\u00ad\u180e"#), ("\u{FFF9}\u{FFFB}\u{FFFC}", "\\ufff9\\ufffb\u{FFFC}"),
            ("a\u{301}\r\n\u{301}", "a\u{301}\\r\\n\u{301}"), ("", ""),
            ("x\u{200B}", #"x\u200b"#), ("\u{200B}x", #"\u200bx"#),
        ]
    )
    func escapes(_ text: String, _ expected: String) throws {
        var writer = JSONWriter(pretty: false)
        writer.string(text)
        #expect(writer.bytes == Array("\"\(expected)\"".utf8))
        let read = try #require(try JSONDocument(parsing: writer.bytes).root.string)
        #expect(Array(read.utf8) == Array(text.utf8))
    }

    @Test("noncharacters are escaped")
    func noncharacters() {
        var writer = JSONWriter(pretty: false)
        let values: [UInt32] = [0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]
        writer.string(String(String.UnicodeScalarView(values.compactMap(Unicode.Scalar.init))))
        let expected = "\"\u{FDCF}\\ufdd0\\ufdef\u{FDF0}\u{FFFD}\\ufffe\\uffff\\ud83f\\udffe\\udbff\\udfff\""
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("every scalar of the basic plane and the edges of the others come back as they were")
    func allScalars() throws {
        let values = Array(0...0xFFFF as ClosedRange<UInt32>) + (1...16).flatMap { [$0 << 16, $0 << 16 | 0xFFFF] }
        let text = String(String.UnicodeScalarView(values.compactMap(Unicode.Scalar.init)))
        var writer = JSONWriter(pretty: false)
        writer.string(text)
        let read = try #require(try JSONDocument(parsing: writer.bytes).root.string)
        #expect(read.utf8.elementsEqual(text.utf8))
    }

    @Test(
        "a literal that is no number becomes a string",
        arguments: ["", "-", "01", "1 ", "NaN", "1,2", "\"", "0x1", "x", "é"]
    )
    func badNumber(_ literal: String) throws {
        var writer = JSONWriter(pretty: false)
        writer.number(literal: literal)
        #expect(try JSONDocument(parsing: writer.bytes).root.string == literal)
    }

    @Test("calls out of order do not crash")
    func misuse() {
        var writer = JSONWriter(pretty: true)
        writer.endObject()
        writer.key("a")
        writer.endArray()
        writer.key("b")
        writer.key("c")
        writer.beginArray()
        writer.endObject()
        #expect(!writer.bytes.isEmpty)
    }
}
