import DestinationHealth
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
        .faults("F18"),
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

    // MARK: Ten thousand configs

    private static let configs = 10_000

    @Test(
        "of thousands of configs only what is reported changes, values stay, and twice is the same as once",
        arguments: 0..<2
    )
    func properties(_ part: Int) async throws {
        // Other tests need the threads of the pool.
        let (broken, fixed, refused) = try await OwnThread.block { () -> (String?, Int, Int) in
            var fixed = 0
            var refused = 0
            for seed in stride(from: part, to: Self.configs, by: 2) {
                let properties = FixProperties(RandomFixableConfig(seed: UInt64(seed)))
                if let broken = properties.broken { return ("config \(seed): \(broken)", fixed, refused) }
                fixed += properties.fix.fixedValues
                refused += properties.fix.leftovers.count { $0.words.contains("otherwise") }
            }
            return (nil, fixed, refused)
        }
        #expect(broken == nil)
        // The properties would hold of a fixer that does nothing, too.
        #expect(fixed > Self.configs / 4)
        #expect(refused > 0 && refused < fixed / 10, "\(refused) of \(fixed)")
    }
}

/// What must hold of every fix.
private struct FixProperties {
    private let config: RandomFixableConfig
    let fix: ConfigFix
    /// The same of the fixed file.
    private let again: ConfigFix

    init(_ config: RandomFixableConfig) {
        self.config = config
        let fixer = ConfigFixer(environment: config.environment)
        fix = fixer.fix(config.bytes, path: "config.json")
        // The same bytes are fixed in the same way.
        again = fix.changes.isEmpty ? fix : fixer.fix(fix.bytes, path: "config.json")
    }

    /// The first property that does not hold; nil if all do.
    var broken: String? { changes ?? values ?? secondTime }

    /// What is reported is what changes, and it lies inside of values.
    private var changes: String? {
        var rest: [UInt8] = []
        var place = 0
        for cut in fix.cuts {
            guard cut.lowerBound >= place, !cut.isEmpty else { return "cuts overlap" }
            rest += config.bytes[place..<cut.lowerBound]
            place = cut.upperBound
        }
        rest += config.bytes[place...]
        if rest != fix.bytes { return "the file without the cuts is not what is written" }
        guard let document = try? JSONDocument(parsing: config.bytes) else { return "the generator makes no JSON" }
        for cut in fix.cuts {
            let token = document.strings(in: cut).first { _ in true }
            guard let token, !token.isKey, token.byteRange.lowerBound < cut.lowerBound,
                token.byteRange.upperBound > cut.upperBound
            else { return "a cut is not inside of a value" }
        }
        if (fix.cuts.isEmpty) != (fix.fixedValues == 0) { return "values are miscounted" }
        return nil
    }

    /// Every value is the cleaned one of before, or as it was and said to be.
    private var values: String? {
        let (before, after) = (fix.original, again.original)
        guard before.destinations.map(\.name) == after.destinations.map(\.name),
            before.destinations.map(\.defects.count) == after.destinations.map(\.defects.count)
        else { return "the destinations are others" }
        for (old, new) in zip(before.destinations, after.destinations) {
            guard old.copiedTexts.map(\.field) == new.copiedTexts.map(\.field) else { return "the fields are others" }
            for (was, now) in zip(old.copiedTexts, new.copiedTexts) {
                if was.cleaned != now.cleaned { return "\(was.field) has another cleaned value" }
                let isReported = fix.changes.contains {
                    $0.field == was.field && $0.destinations.contains(old.name)
                }
                if !isReported, was.raw != now.raw { return "\(was.field) is changed and not reported" }
                let isLeft = fix.leftovers.contains { $0.field == was.field && $0.destinations.contains(old.name) }
                let isFixable = now.defects.contains { $0.kind.isFixable }
                if isFixable, !isLeft { return "\(was.field) could be fixed and is not" }
                if !now.defects.isEmpty, !isLeft { return "\(was.field) is left and not said" }
                if was.origin == .literal, was.raw != was.cleaned, was.raw == now.raw, !isLeft {
                    return "\(was.field) is not fixed"
                }
                // A value of nothing but decoration has the very words that it is told in.
                let value = was.cleaned.unmasked
                if value.utf8.count >= 8, value.utf8.contains(where: { (0x30...0x39).contains($0) }),
                    (fix.changes.map(\.words) + fix.leftovers.map(\.words)).contains(where: { $0.contains(value) })
                {
                    return "\(was.field) is shown"
                }
            }
        }
        return nil
    }

    private var secondTime: String? {
        if again.bytes != fix.bytes || !again.changes.isEmpty { return "a second time changes more" }
        if again.leftovers.map(\.words) != fix.leftovers.map(\.words) { return "a second time leaves other values" }
        for (first, second) in zip(fix.leftovers, again.leftovers) {
            if first.sourceWhenFixed.position != second.source.position { return "a place is another the second time" }
        }
        return nil
    }
}

extension TextDefect.Kind {
    fileprivate var isFixable: Bool {
        switch self {
        case .surroundingWhitespace, .hiddenCharacter: true
        case .decoration(let words): words != "more than one value"
        case .innerWhitespace, .controlCharacter, .foreignCharacter: false
        }
    }
}
