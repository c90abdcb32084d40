import DestinationHealth
import FuzzTargets
import LocatedJSON
import TestSupport
import TikTokAPI
import Testing

/// What `validate fix` takes out of a config.
@Suite struct ConfigFixerTests {
    private static let token = "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"

    private func fix(_ text: String, _ environment: FixedEnvironment = FixedEnvironment()) -> ConfigFix {
        ConfigFixer(environment: environment).fix(Array(text.utf8), path: "config.json")
    }

    private func text(_ fix: ConfigFix) -> String { String(decoding: fix.bytes, as: UTF8.self) }

    struct Case: CustomTestStringConvertible {
        /// What stands between the quotes of the file.
        let written: String
        let fixed: String
        let words: [String]
        var testDescription: String { written.debugDescription }

        init(_ written: String, _ fixed: String = token, _ words: String...) {
            self.written = written
            self.fixed = fixed
            self.words = words
        }
    }

    @Test(
        "what is around a value is cut out of the file, an escape as a whole, and told in the words of the rule",
        .tags(.F18),
        arguments: [
            Case(token),
            Case(" \(token)", token, "U+0020 space before the first character"),
            Case("\(token)\\r\\n", token, "U+000D carriage return after character 40, and 1 more"),
            Case("\\u0020\(token)\\u00a0 ", token, "U+0020 space before the first character, and 2 more"),
            Case("3f8a\u{200B}\(token.dropFirst(4))", token, "U+200B zero width space after character 4"),
            Case("3f8a\\u200b\(token.dropFirst(4))", token, "U+200B zero width space after character 4"),
            Case("\\udb40\\udc41\(token)", token, "U+E0041 tag latin capital letter a before the first character"),
            Case("'\(token)',", token, "quotation marks"),
            Case("\\\"\(token)\\\"", token, "quotation marks"),
            Case("Bearer \(token)", token, "\"Bearer \""),
            Case("Authorization: Bearer '\(token)'", token, "\"Authorization:\", \"Bearer \", quotation marks"),
            Case(
                " \\\"\(token)\\ufeff\\\"",
                token,
                "U+0020 space before the first character",
                "quotation marks",
                "U+FEFF byte order mark after character 42"
            ),
            Case("ttq.load('D2L6U03C77U3E3CU4PIG');", "D2L6U03C77U3E3CU4PIG", "the pixel's code snippet"),
            Case(" pa$$word-09$x", "pa$$word-09$x", "U+0020 space before the first character"),
            Case("$$$$\\u0024\\u0024x\\t", "$$$$\\u0024\\u0024x", "U+0009 tab after character 4"),
            Case(" 3f8a 1c5e", "3f8a 1c5e", "U+0020 space before the first character"),
            Case("\\u0033f8a1c5e ", "\\u0033f8a1c5e", "U+0020 space after character 8"),
        ]
    )
    func cutting(_ test: Case) throws {
        func config(_ value: String) -> String {
            "\u{FEFF}{\"pixel_id\" :\t\"D2L6U03C77U3E3CU4PIG\" ,\r\n\"access_token\":\"\(value)\"}"
        }
        let fix = fix(config(test.written))
        #expect(text(fix) == config(test.fixed))
        #expect(fix.changes.map(\.words) == test.words)
        #expect(fix.changes.allSatisfy { $0.field == "access_token" && $0.source.position.line == 2 })
        #expect(fix.fixedValues == (test.words.isEmpty ? 0 : 1))
    }

    @Test(
        "what cannot be fixed without guessing is left, with the reason",
        arguments: [
            Case("  ", "  ", "U+0020 space before the first character, and 1 more: nothing would be left of the value"),
            Case(
                "3f8a 1c5e",
                "3f8a 1c5e",
                "U+0020 space after character 4: copy the value once more from its source"
            ),
            Case(
                "3f\\u04301c5e",
                "3f\\u04301c5e",
                "U+0430 cyrillic small letter a after character 2, which looks like \"a\": copy the value once more "
                    + "from its source"
            ),
            Case(
                "\(token) D2L6U03C77U3E3CU4PIG",
                "\(token) D2L6U03C77U3E3CU4PIG",
                "more than one value: keep the one that is meant"
            ),
            Case(
                "$\u{200B}{T}",
                "$\u{200B}{T}",
                "U+200B zero width space after character 1: the value would then read otherwise, so write it anew"
            ),
            Case(
                "${T}",
                "${T}",
                "U+0020 space after character 4: it comes from environment variable T, so fix it there"
            ),
            Case(
                " ${T}",
                " ${T}",
                "U+0020 space before the first character, and 1 more: it comes from environment variable T, so fix it "
                    + "there, or in the text around the reference"
            ),
            Case(
                "${file:f}",
                "${file:f}",
                "quotation marks: it comes from file f, so fix it there"
            ),
        ]
    )
    func leaving(_ test: Case) throws {
        let environment = FixedEnvironment(variables: ["T": "3f8a "], files: ["f": Array("'3f8a'\n".utf8)])
        let config = "{\"name\": \"shop\", \"access_token\": \"\(test.written)\"}"
        let fix = fix(config, environment)
        #expect(text(fix) == config)
        #expect(fix.changes.isEmpty)
        #expect(fix.leftovers.map(\.words) == test.words)
        #expect(fix.leftovers.allSatisfy { $0.destinations == ["shop"] && $0.field == "access_token" })
    }

    @Test("a value that destinations share is cut once, and named after all of them")
    func defaults() throws {
        let config = """
            {"defaults": {"access_token": " \(Self.token)", "test_event_code": "a b"},
             "destinations": [{"name": "a", "pixel_id": "D2L6U03C77U3E3CU4PIG"}, {"name": "b"},
              {"name": "c", "access_token": "\(Self.token) "}]}
            """
        let fix = fix(config)
        #expect(fix.changes.map(\.destinations) == [["a", "b"], ["c"]])
        #expect(fix.leftovers.map(\.destinations) == [["a", "b", "c"]])
        #expect(text(fix) == config.replacing("\" ", with: "\"").replacing(" \"}]", with: "\"}]"))
    }

    @Test("what is left is told with its place before and after")
    func places() throws {
        let fix = fix("{\"pixel_id\": \" D2L6U03C77U3E3CU4PIG\", \"access_token\": \"  3f8a\\u0430 \"}")
        let leftover = try #require(fix.leftovers.first)
        #expect(leftover.source.position.column == 62)
        #expect(leftover.sourceWhenFixed.position.column == 59)
    }

    @Test("a file that is no config is left as it is", arguments: ["", "{", "[1]", "{}", "{\"destinations\": []}"])
    func unusable(_ text: String) {
        let fix = fix(text)
        #expect(fix.bytes == Array(text.utf8))
        #expect(fix.changes.isEmpty && fix.leftovers.isEmpty)
        #expect(fix.original.problems.contains { $0.severity == .error })
    }

    @Test("of random configs only what is reported changes, values stay, and a second fix changes nothing")
    func properties() throws {
        var fixed = 0
        var refused = 0
        let count = 300
        for seed in 0..<count {
            let properties = FixProperties(seed: UInt64(seed))
            try #require(properties.violation == nil, "config \(seed): \(properties.violation ?? "")")
            fixed += properties.fix.fixedValues
            refused += properties.fix.leftovers.count { $0.words.contains("otherwise") }
        }
        // A fixer that does nothing has these properties too.
        #expect(fixed > count / 4)
        #expect(refused > 0 && refused < fixed / 10, "\(refused) of \(fixed)")
    }
}
