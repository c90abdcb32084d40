import DestinationHealth
import LocatedJSON
import TestSupport
import Testing
import TikTokAPI

@testable import Reporting

@Suite("Text for terminals")
struct TerminalTextTests {
    @Test(
        "whatever could act is shown instead",
        .tags(.R1, .T17),
        arguments: [
            ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("\u{9B}31m", "\\u{9B}31m"), ("a\u{7}", "a\\u{7}"),
            ("a\r\nb", "a\\r\\nb"),
            ("a\tb", "a\\tb"), ("a\u{0}b", "a\\u{0}b"), ("a\u{7F}", "a\\u{7F}"), ("\u{202E}txt", "\\u{202E}txt"),
            ("a\u{2028}b", "a\\u{2028}b"), ("a\u{200B}b", "a\\u{200B}b"), ("\u{FEFF}a", "\\u{FEFF}a"),
            ("a\u{E0041}", "a\\u{E0041}"), ("a\u{FFFF}", "a\\u{FFFF}"), ("a\u{FE0F}", "a\\u{FE0F}"),
            ("\u{1B}]8;;http://x\u{1B}\\y", "\\u{1B}]8;;http://x\\u{1B}\\y"), ("##[group]", "#\\u{23}[group]"),
            ("\u{301}a", "\\u{301}a"), ("plain", "plain"), ("é✓", "é✓"),
        ]
    )
    func neutralised(raw: String, shown: String) {
        #expect(Array(TerminalText(raw).text.utf8) == Array(shown.utf8))
    }

    @Test("without UTF-8 everything is ASCII")
    func ascii() {
        #expect(TerminalText("é–日", usesUnicode: false).text == "\\u{E9}\\u{2013}\\u{65E5}")
    }

    @Test("towers of marks are cut down", .tags(.F25))
    func towers() {
        let text = TerminalText("a" + String(repeating: "\u{301}", count: 5))
        #expect(Array(text.text.utf8) == Array("a\u{301}\u{301}\\u{301}\\u{301}\\u{301}".utf8))
        #expect(text.width == 22)
    }

    @Test(
        "width counts columns",
        arguments: [("abc", 3), ("日本", 4), ("e\u{301}", 1), ("😀", 2), ("🇫🇷", 2), ("한", 2), ("⚡", 2)]
    )
    func width(text: String, columns: Int) {
        #expect(TerminalText(text).width == columns)
    }

    @Test("cutting keeps within the columns and takes marks along")
    func cutting() {
        #expect(TerminalText("abcdef").truncated(to: 4).text == "abc…")
        #expect(TerminalText("abcd").truncated(to: 4).text == "abcd")
        #expect(TerminalText("日本語").truncated(to: 4).text == "日…")
        #expect(Array(TerminalText("abe\u{301}def").truncated(to: 4).text.utf8) == Array("abe\u{301}…".utf8))
        #expect(TerminalText("client-acme-shop-de").shortened(to: 9).text == "clie…p-de")
        #expect(TerminalText("日本語日本語").shortened(to: 6).width <= 6)
    }

    @Test("wrapped lines keep within the columns and never begin with a command")
    func wrapping() {
        let text = TerminalText(
            "one two three :: ::error::boo " + String(repeating: ":", count: 100) + " https://example.com/a"
        )
        for columns in [16, 20, 33] {
            for line in text.wrapped(to: columns) {
                #expect(!line.text.utf8.starts(with: "::".utf8))
                #expect(line.width <= columns || line.text.utf8.starts(with: "https://".utf8))
            }
        }
        #expect(TerminalText("a b").wrapped(to: 20, first: 0).map(\.text) == ["", "a b"])
    }

    private static let hostile = [
        "\u{1B}[2J\u{1B}]0;x\u{7}", "a\r\n::error::boo", "\u{202E}moc", "::error file=x::y", "##[error]z",
        String(repeating: "x", count: 10_000), String(repeating: "a\u{301}\u{302}\u{303}\u{304}", count: 50), "\u{0}",
        "日本語日本語日本語日本語日本語日本語日本語", "👨‍👩‍👧 family", "\u{9B}31m", "", " ", "a\u{2028}b",
    ]

    // By number: the names of tests are printed, and a CI system would take some of these texts for commands.
    @Test(
        "hostile names and words stay in their rows",
        .tags(.P22, .R1, .F25),
        arguments: Self.hostile.indices,
        [40, 80]
    )
    func rows(_ number: Int, width: Int) throws {
        let text = Self.hostile[number]
        let file = try SampleReport.source()
        let place = SampleReport.place("\"shop-us\"", in: file)
        let evidence = ResponseSummary(
            endpoint: "/event/track/",
            httpStatus: 200,
            code: 1,
            message: text,
            requestID: text
        )
        let finding = Finding(
            rule: "token-accepted",
            severity: .error,
            cause: .credential,
            field: nil,
            message: "words: \(text)",
            source: place,
            evidence: evidence,
            remediation: Remediation(actor: .you, steps: [text, "\(text) and \(text)"])
        )
        for isUnicode in [true, false] {
            var options = TextFormat.Options()
            options.width = width
            options.verbosity = .verbose
            options.usesUnicode = isUnicode
            options.nameWidth = TextFormat.nameWidth(of: text, usesUnicode: isUnicode)
            var format = TextFormat(options)
            let report = SampleReport.destination(
                text,
                .unhealthy,
                at: place,
                tokenKind: TokenKindReport(kind: .marketing, inference: text),
                checks: [CheckResult(rule: "x", outcome: .skipped, reason: text)],
                findings: [finding],
                answers: [AnswerReport(evidence: evidence, meaning: text)]
            )
            var bytes = format.header(destinations: 1, files: [text]) + format.problem(Problem(text))
            bytes += format.destination(report) + format.summary(SampleReport.report([report]))
            try Self.check(bytes, width: width, isUnicode: isUnicode)
        }
    }

    private static func check(_ bytes: [UInt8], width: Int, isUnicode: Bool) throws {
        let text = try #require(String(validating: bytes, as: UTF8.self))
        #expect(
            text.unicodeScalars.allSatisfy {
                $0 == "\n" || !["\u{1B}", "\r", "\u{202E}", "\u{0}", "\u{9B}"].contains($0)
            }
        )
        #expect(isUnicode || text.unicodeScalars.allSatisfy(\.isASCII))
        for line in text.unicodeScalars.split(separator: "\n") {
            let trimmed = line.drop { $0 == " " }
            #expect(!trimmed.starts(with: "::".unicodeScalars))
            let columns = line.reduce(0) { $0 + DisplayWidth.of($1) }
            // A request id is kept whole up to 64 columns.
            #expect(columns <= width || String(line).utf8.count < width + 80, "\(columns) columns")
        }
        #expect(!bytes.indices.contains { bytes[$0...].starts(with: "##[".utf8) })
    }

    @Test(
        "long texts take no quadratic time",
        .timeLimit(.minutes(5)),
        arguments: ["я", "\u{301}", "\u{200B}", "日", "::"]
    )
    func long(_ unit: String) {
        let raw = String(repeating: unit, count: 100_000)
        let text = TerminalText(raw)
        #expect(text.width >= 100_000)
        #expect(text.truncated(to: 20).width <= 20)
        #expect(text.shortened(to: 20).width <= 20)
        let lines = text.wrapped(to: 80)
        #expect(lines.reduce(0) { $0 + $1.width } >= text.width)
        #expect(lines.allSatisfy { !$0.text.utf8.starts(with: "::".utf8) })
        #expect(TextFormat.nameWidth(of: raw) == TextFormat.maximumNameWidth)
    }
}
