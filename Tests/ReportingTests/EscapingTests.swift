import Foundation
import LocatedJSON
import TestSupport
import Testing

@testable import Reporting

@Suite("Escaping, sink by sink")
struct EscapingTests {
    private static func same(_ text: String, _ expected: String) -> Bool { text.utf8.elementsEqual(expected.utf8) }

    @Test(
        "GitHub commands: what would end a line, a property or an escape is escaped",
        .tags(.R2, .T17),
        arguments: [
            ("x", "x", "x"), ("x\r\n::add-mask::y", "x%0D%0A::add-mask::y", "x%0D%0A%3A%3Aadd-mask%3A%3Ay"),
            ("100%0A", "100%250A", "100%250A"), ("a,b:c", "a,b:c", "a%2Cb%3Ac"), ("\n\r", "%0A%0D", "%0A%0D"),
            ("::\u{301}x", "::\u{301}x", "%3A%3A\u{301}x"), ("%\u{301}", "%25\u{301}", "%25\u{301}"), ("", "", ""),
        ]
    )
    func gitHubCommands(raw: String, data: String, property: String) {
        #expect(Self.same(GitHubCommandText.data(raw), data))
        #expect(Self.same(GitHubCommandText.property(raw), property))
    }

    @Test("GitHub commands: the runner gets back what went in, on one line", arguments: HostileTexts.all.indices)
    func gitHubRoundTrip(_ number: Int) {
        let raw = HostileTexts.all[number]
        func undone(_ text: String) -> String {
            let pairs = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]
            var bytes = Array(text.utf8)
            for (escape, sign) in pairs {
                var result: [UInt8] = []
                var index = 0
                while index < bytes.count {
                    let isEscape = bytes[index...].starts(with: escape.utf8)
                    result += isEscape ? Array(sign.utf8) : [bytes[index]]
                    index += isEscape ? 3 : 1
                }
                bytes = result
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(Self.same(undone(GitHubCommandText.data(raw)), raw))
        #expect(Self.same(undone(GitHubCommandText.property(raw)), raw))
        for text in [
            GitHubCommandText.data(raw), GitHubCommandText.property(raw), GitHubCommandText.message(raw),
            GitHubCommandText.title(raw), GitHubCommandText.message(raw, keepingLines: true),
        ] {
            #expect(!text.utf8.contains { $0 == 0x0A || $0 == 0x0D })
        }
        let property = GitHubCommandText.property(raw).utf8
        #expect(!property.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ",") })
        #expect(!Self.holds(GitHubCommandText.message(raw), "##["))
        #expect(Self.showsEverything(GitHubCommandText.message(raw)))
    }

    @Test(
        "XML and HTML: markup becomes references, what cannot stand there is spelled out",
        .tags(.R4, .T18),
        arguments: [
            ("&<>\"'", "&amp;&lt;&gt;&quot;&#39;"), ("<\u{338}script>", "&lt;\u{338}script&gt;"),
            ("&\u{FE0F}", "&amp;\\u{FE0F}"), ("\"\u{301},b", "&quot;\u{301},b"), ("]]>", "]]&gt;"),
            ("a\u{0}\u{1B}\u{FFFE}\u{FFFF}", "a\\u{0}\\u{1B}\\u{FFFE}\\u{FFFF}"), ("a\r\n\tb", "a\\r\\n\\tb"),
            ("\u{338}x", "\\u{338}x"), ("\u{202E}a\u{200B}", "\\u{202E}a\\u{200B}"), ("é日", "é日"), ("", ""),
        ]
    )
    func markup(raw: String, expected: String) {
        #expect(Self.same(XMLText.text(raw), expected))
        #expect(Self.same(XMLText.attribute(raw), expected))
        #expect(Self.same(HTMLText.text(raw), expected))
        #expect(Self.same(HTMLText.attribute(raw), expected))
    }

    @Test("lines stay lines where that is asked for, and marks at their starts are loose ones")
    func lines() {
        #expect(Self.same(XMLText.text("a\r\n\u{338}b\tc", keepingLines: true), "a\\r\n\\u{338}b\\tc"))
        #expect(Self.same(HTMLText.text("<a>\n<b>", keepingLines: true), "&lt;a&gt;\n&lt;b&gt;"))
        #expect(Self.same(VisibleText.of("a\nb", keepingLines: true), "a\nb"))
        #expect(Self.same(VisibleText.of("a\nb"), "a\\nb"))
    }

    @Test("nothing hides in a report for people", .tags(.R1), arguments: HostileTexts.all.indices)
    func nothingHides(_ number: Int) {
        let raw = HostileTexts.all[number]
        for text in [
            VisibleText.of(raw), XMLText.text(raw), XMLText.attribute(raw), HTMLText.text(raw), HTMLText.attribute(raw),
            MarkdownText.text(raw), MarkdownText.code(raw), GitHubCommandText.message(raw),
            GitHubCommandText.title(raw),
            TerminalText(raw).text,
        ] {
            #expect(Self.showsEverything(text))
        }
    }

    @Test(
        "Markdown: signs of markup are escaped, mentions and addresses parted",
        .tags(.R6, .T18),
        arguments: [
            ("a|b", "a\\|b"), ("a|\u{301}b", "a\\|\u{301}b"), ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
            ("<b>&", "&lt;b&gt;&amp;"), ("![x](y)", "\\!\\[x\\]\\(y\\)"), ("\\", "\\\\"), ("a\r\nb", "a\\\\r\\\\nb"),
            ("@user", "\\@&#8203;user"), ("a @ b", "a \\@ b"), ("a#12", "a\\#&#8203;12"), ("# a", "\\# a"),
            ("https://x.example", "https:&#8203;//x.example"), ("www.x.example", "www.&#8203;x.example"),
            ("- a", "\\- a"), ("+ a", "\\+ a"), ("===", "\\=\\=\\="), ("1. a", "1\\. a"), ("1) a", "1\\) a"),
            ("1.5 s", "1.5 s"), ("a-b", "a-b"), ("a: b", "a: b"), ("    x", "&#32;   x"), ("x  ", "x &#32;"),
            ("\u{1B}", "\\\\u\\{1B\\}"), ("GH-12", "GH-&#8203;12"), (":bug:", "\\:&#8203;bug:"), ("", ""),
            ("~~~", "\\~\\~\\~"), ("{{x}}", "\\{\\{x\\}\\}"), (":--", "\\:\\-\\-"),
        ]
    )
    func markdown(raw: String, expected: String) {
        #expect(Self.same(MarkdownText.text(raw), expected))
    }

    @Test("Markdown: no sign of markup is left over", arguments: HostileTexts.all.indices)
    func markdownRest(_ number: Int) {
        let raw = HostileTexts.all[number]
        let text = Array(MarkdownText.text(raw).utf8)
        var rest: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\"), index + 1 < text.count {
                index += 2
            } else if text[index] == UInt8(ascii: "&"), let end = text[index...].firstIndex(of: UInt8(ascii: ";")) {
                #expect(
                    ["&amp;", "&lt;", "&gt;", "&#32;", "&#8203;"].contains(
                        String(decoding: text[index...end], as: UTF8.self)
                    )
                )
                index = end + 1
            } else {
                rest.append(text[index])
                index += 1
            }
        }
        #expect(!rest.contains { "\n\r\\`*_{}[]()<>#!|~@&$^".utf8.contains($0) })
        #expect(!Self.holds(MarkdownText.text(raw), "://"))
        #expect(!"-+=: ".utf8.contains(text.first ?? 0))
    }

    @Test(
        "Markdown: code is fenced by more than it holds",
        arguments: [
            ("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("``a", "``` ``a ```"), (" a ", "`  a  `"),
            (" ", "` `"),
            ("@user <b> *a*", "`@user <b> *a*`"), ("a|b", "<code>a\\|b</code>"), ("", "<code></code>"),
            ("a\nb", "`a\\nb`"),
            ("\\", "`\\`"), ("config.json:12:3", "`config.json:12:3`"),
        ]
    )
    func markdownCode(raw: String, expected: String) {
        #expect(Self.same(MarkdownText.code(raw), expected))
    }

    @Test("Markdown: a block of code ends at its own fence", arguments: HostileTexts.all.indices)
    func markdownBlocks(_ number: Int) {
        let raw = "x\n" + HostileTexts.all[number]
        let block = MarkdownText.codeBlock(raw, language: "json")
        let lines = block.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        let fence = lines[0].prefix { $0 == UInt8(ascii: "`") }
        #expect(fence.count >= 3)
        #expect(lines[0].dropFirst(fence.count).elementsEqual("json".utf8))
        #expect(lines.last == [])
        #expect(lines.dropLast().last.map { $0[...] } == fence)
        let inside = lines.dropFirst().dropLast(2)
        #expect(!inside.contains { line in line.drop { $0 == 0x20 }.starts(with: fence) })
        #expect(
            inside.joined(separator: [0x0A]).elementsEqual(
                VisibleText.of(raw, keepingLines: true).utf8.trimmingLastBreak
            )
        )
    }

    @Test(
        "Prometheus: a label comes back as it was, and ends where it should",
        .tags(.R8),
        arguments: HostileTexts.all.indices
    )
    func prometheus(_ number: Int) {
        let raw = HostileTexts.all[number]
        let text = Array(PrometheusText.labelValue(raw).utf8)
        #expect(!text.contains(0x0A))
        var undone: [UInt8] = []
        var index = 0
        while index < text.count {
            #expect(text[index] != UInt8(ascii: "\""))
            guard text[index] == UInt8(ascii: "\\") else {
                undone.append(text[index])
                index += 1
                continue
            }
            guard index + 1 < text.count else {
                Issue.record("a backslash before the closing quotation mark")
                return
            }
            undone.append(text[index + 1] == UInt8(ascii: "n") ? 0x0A : text[index + 1])
            index += 2
        }
        #expect(undone.elementsEqual(raw.utf8))
    }

    @Test(
        "cells: quoted, and no line of one begins a formula",
        .tags(.R5, .T18),
        arguments: [
            ("a", "\"a\""), ("", "\"\""), ("a\"b", "\"a\"\"b\""), ("\"\u{301},b", "\"\"\"\u{301},b\""),
            ("=1", "\"'=1\""),
            ("=\u{301}1", "\"'=\u{301}1\""), ("-1", "\"'-1\""), ("+1", "\"'+1\""), ("@x", "\"'@x\""),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""), ("\nx", "\"'\nx\""), ("\r\nx", "\"'\r\nx\""), ("  =1", "\"'  =1\""),
            ("\u{A0}=1", "\"'\u{A0}=1\""), ("a\n=1", "\"a\n'=1\""), ("a\r\n=1", "\"a\r\n'=1\""),
            ("a\r=1", "\"a\r'=1\""),
            ("a\n  -1", "\"a\n'  -1\""), ("a;=1", "\"a;'=1\""), ("a-b=c", "\"a-b=c\""), ("  a", "\"  a\""),
            ("  ", "\"  \""), ("a\r\nb", "\"a\r\nb\""), ("\u{FF1D}1", "\"'\u{FF1D}1\""),
            ("\u{200B}=1", "\"'\u{200B}=1\""),
        ]
    )
    func cells(raw: String, expected: String) {
        #expect(Self.same(SpreadsheetText.cell(raw), expected))
    }

    @Test("a row ends as RFC 4180 has it")
    func row() {
        #expect(Self.same(SpreadsheetText.row(["a", "b\"c", ""]), "\"a\",\"b\"\"c\",\"\"\r\n"))
    }

    @Test(
        "JSON: one line, no control, no command, and the same text",
        .tags(.R7),
        arguments: HostileTexts.all.indices
    )
    func json(_ number: Int) throws {
        let raw = HostileTexts.all[number]
        var writer = JSONWriter(pretty: false)
        writer.string(raw)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(
            !text.unicodeScalars.contains {
                [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
            }
        )
        #expect(!Self.holds(text, "##["))
        #expect(Self.same(try #require(try JSONDocument(parsing: writer.bytes).root.string), raw))
    }

    @Test(
        "long texts take no quadratic time",
        .timeLimit(.minutes(5)),
        arguments: ["`", ":a", "\u{301}", "@", "\r\n", " ", "www."]
    )
    func long(_ unit: String) {
        let raw = String(decoding: (0..<50_000).flatMap { _ in Array(unit.utf8) }, as: UTF8.self)
        for escape in [
            MarkdownText.text, MarkdownText.code, SpreadsheetText.cell, GitHubCommandText.title, XMLText.attribute,
            PrometheusText.labelValue,
        ] {
            #expect(escape(raw).utf8.count >= 50_000)
        }
    }

    private static func showsEverything(_ text: String) -> Bool {
        !text.unicodeScalars.contains { VisibleText.isHidden($0) }
    }

    private static func holds(_ text: String, _ piece: String) -> Bool {
        Data(text.utf8).range(of: Data(piece.utf8)) != nil
    }
}

extension String.UTF8View {
    fileprivate var trimmingLastBreak: SubSequence { last == 0x0A ? dropLast() : self[...] }
}
