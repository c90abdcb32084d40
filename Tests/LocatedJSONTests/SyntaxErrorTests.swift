import LocatedJSON
import TestSupport
import Testing

/// A text, where it must be refused (byte offset, line, column) and part of the message.
struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let column: Int
    let message: String
    let related: SourcePosition?

    init(_ text: String, _ line: Int, _ column: Int, _ message: String, related: (Int, Int)? = nil) {
        self.text = text
        self.line = line
        self.column = column
        self.message = message
        self.related = related.map { SourcePosition(line: $0.0, column: $0.1) }
    }

    var testDescription: String { text.debugDescription }
}

@Suite("Where and why a text is refused")
struct SyntaxErrorTests {
    static let structureCases = [
        Refusal("", 1, 1, "the file is empty"),
        Refusal("\u{FEFF}", 1, 1, "the file is empty"),
        Refusal(" \n\t ", 1, 1, "nothing but white space"),
        Refusal("[\n  1,\n  2,\n]", 3, 4, "a comma is not allowed before ']'"),
        Refusal("{\"a\": 1 , \n}", 1, 9, "a comma is not allowed before '}'"),
        Refusal("[,]", 1, 2, "before the first value"),
        Refusal("[1,,2]", 1, 4, "two commas"),
        Refusal("{\"a\":1,,}", 1, 8, "two commas"),
        Refusal("[1\n 2]", 2, 2, "a comma is missing before this value"),
        Refusal("{\"a\": 1\n \"b\": 2}", 2, 2, "a comma is missing before this key"),
        Refusal("[\"a\"b]", 1, 5, "a double quote inside of a string is written as \\\""),
        Refusal("{\"a\" 1}", 1, 6, "a colon is missing"),
        Refusal("{\"a\"}", 1, 5, "a colon and a value are missing"),
        Refusal("{\"a\",\"b\":1}", 1, 5, "a colon and a value are missing"),
        Refusal("{\"a\"=1}", 1, 5, "not an equals sign"),
        Refusal("{\"a\"::1}", 1, 6, "two colons"),
        Refusal("{\"a\":}", 1, 6, "a value is missing"),
        Refusal("{\"a\":,\"b\":1}", 1, 6, "a value is missing after the colon"),
        Refusal("[\"a\":1]", 1, 5, "in an object only"),
        Refusal("{:1}", 1, 2, "a key in double quotes is missing before this colon"),
        Refusal("{\"a\":1;}", 1, 7, "a semicolon (U+003B)"),
        Refusal("[1;2]", 1, 3, "a semicolon (U+003B)"),
        Refusal("{\n \"a\": [1, 2\n}", 3, 1, "'}' cannot close the array opened with '[' at line 2", related: (2, 7)),
        Refusal("[\n {\"a\": 1\n]", 3, 1, "']' cannot close the object opened with '{' at line 2", related: (2, 2)),
        Refusal("]", 1, 1, "never opened"),
        Refusal("[]\n]", 2, 1, "never opened"),
        Refusal("{}\n{}", 2, 1, "only one value"),
        Refusal("1,", 1, 2, "after the last value"),
        Refusal("[1,\n [2,", 2, 5, "inside an array opened at line 2; close it with ']'", related: (2, 2)),
        Refusal("{\n\"a\":1\n", 3, 1, "inside an object opened at line 1; close it with '}'", related: (1, 1)),
        Refusal("{\n\"a\"", 2, 4, "inside an object opened at line 1", related: (1, 1)),
        Refusal("[1,\n\"abc", 2, 5, "inside a string opened at line 2", related: (2, 1)),
        Refusal("{1:2}", 1, 2, "a key must be a string in double quotes"),
        Refusal("{key:2}", 1, 2, "a key must be a string in double quotes"),
        Refusal("{\"a\":1, key:2}", 1, 9, "a key must be a string in double quotes"),
    ]

    static let wordCases = [
        Refusal("['a']", 1, 2, "not in single quotes"),
        Refusal("{'a':1}", 1, 2, "not in single quotes"),
        Refusal("[`a`]", 1, 2, "not in backticks"),
        Refusal("[\u{201C}a\u{201D}]", 1, 2, "U+201C is a typographic quote"),
        Refusal("{\u{201E}a\": 1}", 1, 2, "U+201E is a typographic quote"),
        Refusal("[\n// a\n]", 2, 1, "no comments"),
        Refusal("[1 /* a */]", 1, 4, "no comments"),
        Refusal("# a\n[]", 1, 1, "no comments"),
        Refusal("[] // a", 1, 4, "no comments"),
        Refusal("[NaN]", 1, 2, "NaN and Infinity are not JSON"),
        Refusal("[Infinity]", 1, 2, "NaN and Infinity are not JSON"),
        Refusal("[-Infinity]", 1, 3, "NaN and Infinity are not JSON"),
        Refusal("[undefined]", 1, 2, "is written as null"),
        Refusal("[None]", 1, 2, "is written as null"),
        Refusal("[True]", 1, 2, "lower case"),
        Refusal("[nope]", 1, 2, "text must be in double quotes"),
        Refusal("[truex]", 1, 2, "text must be in double quotes"),
        Refusal("{\"a\": Ωmega}", 1, 7, "text must be in double quotes"),
        Refusal("[\u{A0}1]", 1, 2, "a no-break space (U+00A0) is not white space in JSON"),
        Refusal("[1,\u{2003}2]", 1, 4, "U+2003 is not white space"),
        Refusal("[1\u{2028}]", 1, 3, "a line separator (U+2028)"),
        Refusal("[\u{C}]", 1, 2, "a form feed (U+000C)"),
        Refusal("[\u{200B}]", 1, 2, "a zero width space (U+200B) is an invisible character"),
        Refusal("[\u{0}]", 1, 2, "a NUL byte (U+0000)"),
        Refusal("[\u{FEFF}]", 1, 2, "at the start of the file only"),
        Refusal("[😀]", 1, 2, "U+1F600"),
    ]

    static let scalarCases = [
        Refusal("[01]", 1, 2, "extra zeros"),
        Refusal("[-01]", 1, 2, "extra zeros"),
        Refusal("[0x1F]", 1, 2, "decimal"),
        Refusal("[+1]", 1, 2, "plus sign"),
        Refusal("[.5]", 1, 2, "as in 0.5"),
        Refusal("[-.5]", 1, 3, "as in 0.5"),
        Refusal("[5.]", 1, 4, "a digit must follow the decimal point"),
        Refusal("[1e]", 1, 4, "exponent"),
        Refusal("[1e+]", 1, 5, "exponent"),
        Refusal("[-]", 1, 3, "a digit must follow the minus sign"),
        Refusal("[1_000]", 1, 3, "the number ends before this character"),
        Refusal("[1.2.3]", 1, 5, "the number ends before this character"),
        Refusal("[\"a\tb\"]", 1, 4, "a tab (U+0009) is not allowed in a string as it is; write it as \\t"),
        Refusal("[\"\u{1}\"]", 1, 3, "U+0001 is not allowed in a string as it is; write it as \\u0001"),
        Refusal("[\"a\nb\"]", 1, 4, "line break; write it as \\n", related: (1, 2)),
        Refusal("[\"a\r\nb\"]", 1, 4, "line break; write it as \\r\\n", related: (1, 2)),
        Refusal("[\"a\rb\"]", 1, 4, "line break; write it as \\r,", related: (1, 2)),
        Refusal("[\"ab\\q\"]", 1, 5, "not an escape in JSON"),
        Refusal("[\"\\'\"]", 1, 3, "no backslash before it"),
        Refusal("[\"\\x41\"]", 1, 3, "no \\x escape"),
        Refusal("[\"\\u12G4\"]", 1, 3, "four hexadecimal digits"),
        Refusal("[\"a\\uD83Dx\"]", 1, 4, "half of a surrogate pair"),
        Refusal("[\"\\uDE00\"]", 1, 3, "half of a surrogate pair"),
        Refusal("[\"\\uD83D\\u0041\"]", 1, 3, "half of a surrogate pair"),
    ]

    @Test(
        "misplaced brackets, commas and colons are reported where they are",
        .tags(.F1, .T13),
        arguments: structureCases
    )
    func structure(_ refused: Refusal) { check(refused) }

    @Test("characters and words that JSON does not know are named", .tags(.F8, .T13), arguments: wordCases)
    func words(_ refused: Refusal) { check(refused) }

    @Test("malformed numbers and strings are reported where they break", .tags(.F4, .F8), arguments: scalarCases)
    func scalars(_ refused: Refusal) { check(refused) }

    private func check(_ refused: Refusal) {
        let error = refusal(refused.text)
        #expect(error?.position == SourcePosition(line: refused.line, column: refused.column))
        #expect(error?.message.contains(refused.message) == true, "\(error?.message ?? "accepted")")
        #expect(error?.related == refused.related)
        #expect(error?.message.hasSuffix(".") == false)
    }

    @Test(
        "the place of an error counts CRLF, astral characters and a byte order mark as editors do",
        .tags(.F2, .F26)
    )
    func editorColumns() {
        let error = refusal("\u{FEFF}{\r\n\t\"😀é\": x}")
        #expect(error?.position == SourcePosition(line: 2, column: 9))
        #expect(error?.byteOffset == 17)
    }

    @Test(
        "bytes that are not UTF-8 are refused where they begin",
        .tags(.F4),
        arguments: [
            ([0x80], "not valid UTF-8"), ([0xFE], "not valid UTF-8"), ([0xFF], "not valid UTF-8"), ([0xC3], "cut off"),
            ([0xC3, 0x22], "cut off"), ([0xE2, 0x82], "cut off"), ([0xF0, 0x9F, 0x98], "cut off"),
            ([0xC0, 0x80], "more bytes"),
            ([0xC1, 0xBF], "more bytes"), ([0xE0, 0x80, 0x80], "more bytes"), ([0xE0, 0x9F, 0xBF], "more bytes"),
            ([0xF0, 0x8F, 0xBF, 0xBF], "more bytes"), ([0xED, 0xA0, 0x80], "surrogate"),
            ([0xED, 0xBF, 0xBF], "surrogate"),
            ([0xF4, 0x90, 0x80, 0x80], "U+10FFFF"), ([0xF5, 0x80, 0x80, 0x80], "U+10FFFF"),
        ] as [([UInt8], String)]
    )
    func invalidUTF8(_ bad: [UInt8], _ message: String) {
        // The second crosses the boundary of a block of the index, the third is in the last bytes of the file.
        for padding in [0, 1017, 3000] {
            let spaces = String(repeating: " ", count: padding)
            let prefix = Array("[\n\(spaces)\"é".utf8)
            for suffix in [Array("\"]".utf8), []] {
                let error = refusal(prefix + bad + suffix)
                #expect(error?.position == SourcePosition(line: 2, column: padding + 3))
                #expect(error?.byteOffset == prefix.count)
                #expect(error?.message.contains(message) == true, "\(error?.message ?? "accepted")")
                #expect(error?.message.contains("UTF-8") == true)
            }
        }
    }

    @Test("a text before an error may be cut anywhere without a crash")
    func truncation() {
        let text = Array(
            "\u{FEFF}{\"aé\": [1.5e+3, -0, true, false, null, \"\\u00e9\\uD83D\\uDE00😀\"], \"b\": {}}".utf8
        )
        for length in 0..<text.count { #expect(refusal(Array(text.prefix(length))) != nil) }
        #expect(refusal(text) == nil)
    }

    @Test(
        "other Unicode encodings are refused by name",
        .tags(.F3, .T15),
        arguments: [
            ([0xFF, 0xFE, 0x7B, 0, 0x7D, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x7B, 0, 0x7D], "UTF-16"),
            ([0xFF, 0xFE, 0, 0, 0x7B, 0, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x7B], "UTF-32"),
            ([0x7B, 0, 0x7D, 0], "UTF-16"), ([0, 0x7B, 0, 0x7D], "UTF-16"), ([0x31, 0], "UTF-16"),
            ([0, 0x31], "UTF-16"),
            ([0x31, 0, 0, 0], "UTF-32"), ([0, 0, 0, 0x31], "UTF-32"),
        ] as [([UInt8], String)]
    )
    func otherEncodings(_ bytes: [UInt8], _ name: String) {
        let error = refusal(bytes)
        #expect(error?.position == SourcePosition(line: 1, column: 1))
        #expect(error?.message == "the file is written in \(name); save it as UTF-8")
    }
}
