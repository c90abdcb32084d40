import DestinationHealth
import Foundation
import Reporting
import TestSupport
import Testing
import TikTokAPI

@Suite("Masking")
struct SecretMaskerTests {
    private func masked(_ text: String, _ secrets: String...) -> String {
        let masker = SecretMasker(secrets.map { Secret($0) })
        return String(decoding: masker.mask(Array(text.utf8)), as: UTF8.self)
    }

    private static let awkward = "a+b/c d\"e<f>&g'é\\h=~!{0123456789}"

    @Test("nothing changes without secrets, or where there is none")
    func nothing() {
        #expect(masked("some text") == "some text")
        #expect(SecretMasker([]).isEmpty)
        #expect(masked("some text", "0123456789abcdef") == "some text")
        #expect(masked("", "0123456789abcdef") == "")
        #expect(masked("0123", "0123456789abcdef") == "0123")
    }

    @Test("a secret gives way to its masked form, wherever it stands")
    func plain() {
        let secret = "0123456789abcdef"
        #expect(masked(secret, secret) == "****cdef")
        #expect(masked("a\(secret)b\(secret)", secret) == "a****cdefb****cdef")
        #expect(masked("x short x", "short") == "x **** x")
        #expect(masked("x four x", "four") == "x four x")
    }

    @Test(
        "every spelling of a secret is found",
        .tags(.T19),
        arguments: [
            "a+b/c d\"e<f>&g'é\\\\h=~!{0123456789}", "a+b/c d\\\"e<f>&g'é\\\\h=~!{0123456789}",
            "a+b\\/c d\\\"e<f>&g'\\u00e9\\\\h=~!{0123456789}",
            "a%2Bb%2Fc%20d%22e%3Cf%3E%26g%27%C3%A9%5Ch%3D~%21%7B0123456789%7D",
            "a%2bb%2fc%20d%22e%3cf%3e%26g%27%c3%a9%5ch%3d~%21%7b0123456789%7d",
            "a%2Bb%2Fc+d%22e%3Cf%3E%26g%27%C3%A9%5Ch%3D~%21%7B0123456789%7D",
            "a%2Bb%2Fc%20d%22e%3Cf%3E%26g'%C3%A9%5Ch%3D~!%7B0123456789%7D",
            "a+b/c d&quot;e&lt;f&gt;&amp;g&apos;é\\h=~!{0123456789}", "a+b/c d\"e&lt;f&gt;&amp;g'é\\h=~!{0123456789}",
        ]
    )
    func spellings(_ spelling: String) {
        let text = spelling.utf8.starts(with: "a+b/c d\"e<f>".utf8) ? Self.awkward : spelling
        let masker = SecretMasker([Secret(Self.awkward)])
        // A bracket at its end could be anything in the report, and is not shown.
        #expect(masker.mask(field: "[\(text)]") == "[****]")
    }

    @Test("base64 is found at all three shifts and in both alphabets", .tags(.T19), arguments: 0..<3, [true, false])
    func base64(shift: Int, isURLSafe: Bool) {
        let secret = "??>>~~token-value~~>>??"
        for tail in 0..<3 {
            let plain =
                Array(repeating: UInt8(ascii: "x"), count: shift) + Array(secret.utf8)
                + Array(repeating: UInt8(ascii: "y"), count: tail)
            let encoded = Self.base64(plain, isURLSafe: isURLSafe)
            let result = masked("<\(encoded)>", secret)
            #expect(result.utf8.count < 18, "\(result)")
            #expect(result.utf8.count { $0 == UInt8(ascii: "*") } == 4)
        }
    }

    @Test("overlapping secrets are masked together", .tags(.T19))
    func overlaps() {
        #expect(masked("abcdefghij", "abcdefg", "defghij") == "****")
        #expect(masked("-abcdefghijklmnopqrst-", "abcdefghijklmnopqrst", "efghij") == "-****qrst-")
        #expect(masked("-abcdefghijklmnopqrst-", "abcdef", "abcdefghijklmnopqrst") == "-****qrst-")
        #expect(masked("aaaaaaaaaaaaa", "aaaaa") == "****")
        #expect(masked("abcdefghijkl", "abcdef", "ghijkl") == "********")
    }

    @Test(
        "what follows a secret does not hide it",
        .tags(.T19),
        arguments: ["\u{301}x", "\u{200D}x", "\u{FE0F}", "\r\n", "\n", "\0"]
    )
    func followers(_ follower: String) {
        #expect(
            Array(masked("0123456789abcdef\(follower)", "0123456789abcdef").utf8) == Array("****cdef\(follower)".utf8)
        )
    }

    @Test("a secret that ends in CR is found before LF", .tags(.T19))
    func carriageReturn() {
        #expect(Array(masked("x secret-value\r\ny", "secret-value\r").utf8) == Array("x ****\ny".utf8))
    }

    @Test("bytes that are not UTF-8 pass unchanged")
    func foreignBytes() {
        let masker = SecretMasker([Secret("hushhush")])
        #expect(
            masker.mask([0xFF, 0xC3] + Array("hushhush".utf8) + [0x80]) == [0xFF, 0xC3, 0x2A, 0x2A, 0x2A, 0x2A, 0x80]
        )
        var output: [UInt8] = [1]
        masker.append(masking: Array("a hushhush".utf8), to: &output)
        #expect(output == [1] + Array("a ****".utf8))
    }

    @Test("a long secret is masked as one, and what is left of one that was cut as well")
    func long() {
        let secret = String((0..<2000).flatMap { String($0, radix: 7) })
        #expect(masked("<\(secret)>", secret) == "<\(Secret(secret).masked)>")
        let cut = String(secret.prefix(600))
        #expect(!masked(cut, secret).utf8.starts(with: secret.utf8.prefix(20)))
    }

    @Test("a secret that a text was cut off in is masked in that text")
    func cut() {
        let masker = SecretMasker([Secret("0123456789abcdef0123456789abcdef")])
        #expect(masker.mask(field: "token 0123456789abcde", endMayBeCut: true) == "token ****")
        #expect(masker.mask(field: "token 0123456789abcde…", endMayBeCut: true) == "token ****…")
        #expect(masker.mask(field: "token 0123456789abcde...", endMayBeCut: true) == "token ****...")
        #expect(masker.mask(field: "token 0123", endMayBeCut: true) == "token 0123")
        #expect(masker.mask(field: "token 0123456789abcde") == "token 0123456789abcde")
    }

    @Test(
        "a foreign text that quotes a secret in other case, in part or split shows no more of it than chance would",
        arguments: [
            "bad token 7C1F0B9E52D84A6F3E7A9C0D1B2E4F68A5C3D7E9!", "bad token c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9!",
            "bad token 7c1f0b9e52d84a6f3e7a 9c0d1b2e4f68a5c3d7e9!",
            "bad token 7c1f0b9e52d84a6f3e7a\n9c0d1b2e4f68a5c3d7e9!",
            "bad token 7c1f0b9e52d84a6f3e7a\u{200B}9c0d1b2e4f68a5c3d7e9!", "bad token 7c1f0b9e52d8!",
            "bad token 7c-1f-0b-9e-52-d8-4a-6f-3e-7a-9c-0d-1b-2e-4f-68-a5-c3-d7-e9!",
        ]
    )
    func quoted(_ text: String) {
        let masker = SecretMasker([Secret("7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9")])
        #expect(masker.mask(field: text, endMayBeCut: true) == "bad token ****!")
        let whole = "bad token 7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9!"
        #expect(masker.mask(field: whole, endMayBeCut: true) == "bad token ****d7e9!")
    }

    @Test(
        "a foreign text that spells a secret in hexadecimal digits shows none of it",
        arguments: ["", "0", "ab", "x"]
    )
    func hexadecimal(_ before: String) {
        let secret = "act.Qw3rTy9uIoPaSdFgHjKl!4821.e1"
        let masker = SecretMasker([Secret(secret)])
        for isUpper in [true, false] {
            let digits = secret.utf8.map { String($0, radix: 16, uppercase: isUpper) }.joined()
            #expect(
                masker.mask(field: "bad \(before)\(digits)!", endMayBeCut: true)
                    == "bad \(before == "x" ? "x" : "")****!"
            )
        }
        let hash = "bad 8b1a9953c4611296a827abf8c47804d7e6c49c6b!"
        #expect(masker.mask(field: hash, endMayBeCut: true) == hash)
    }

    @Test("a log is searched for each line of a secret, and for nothing that would take the log apart")
    func valuesForLog() {
        let secrets = [
            "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9", "four", "12345", "access_token", "a b%c\r\nd:e,f\n}\n",
            "line one\n\nline one",
            "{\"private\":\n\"k3y\"}\n",
        ]
        let values = SecretMasker(secrets.map { Secret($0) }).valuesForLog
        #expect(
            values == [
                "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9", "a b%c", "d:e,f", "line one", "{\"private\":", "\"k3y\"}",
            ]
        )
    }

    @Test(
        "many secrets that begin with each other take no quadratic time",
        .timeLimit(.minutes(5)),
        arguments: [100, 700]
    )
    func nearMisses(_ length: Int) {
        let masker = SecretMasker((5..<255).map { Secret(String(repeating: "a", count: $0)) })
        let row = Array(repeating: UInt8(ascii: "a"), count: length) + [UInt8(ascii: "b")]
        let text = Array((0..<(10_000 / length)).map { _ in row }.joined())
        #expect(masker.mask(text).count < text.count / 10)
    }

    @Test("words that a secret is made of may stand in a foreign text")
    func words() {
        let masker = SecretMasker([Secret("your_access_token_here")])
        let text = "Your access token is expired"
        #expect(masker.mask(field: text, endMayBeCut: true) == text)
    }

    @Test(
        "repetitions take no quadratic time",
        .timeLimit(.minutes(5)),
        arguments: ["a", "ab", "\u{301}", "\u{301}\u{323}"]
    )
    func repetitions(_ unit: String) {
        let secrets = (1...200).map { Secret(String(repeating: unit, count: $0)) }
        let masker = SecretMasker(secrets)
        for tail in ["", "b", "\u{300}xyz"] {
            let text = String(repeating: unit, count: 5_000)
            let masked = masker.mask(field: "x" + text + tail)
            #expect(masked.utf8.count < 24 + tail.utf8.count, "\(unit)")
        }
    }

    @Test("a repetition is masked up to where it ends, and what begins at its end as well")
    func endOfRepetition() {
        let row = String(repeating: "ab", count: 50)
        #expect(masked("<\(row)abcdefgh>", "ababab", "babcdefgh") == "<****>")
        #expect(masked("<\(row)xcdefgh>", "ababab", "xcdefgh") == "<********>")
    }

    @Test("words of the report are no secrets", arguments: ["access_token", "status", "false", "error"])
    func vocabulary(_ word: String) {
        #expect(masked("\"\(word)\": x", word) == "\"\(word)\": x")
    }

    @Test("ids of rules and keys of the config are words of the report")
    func derivedVocabulary() {
        let words = RuleRegistry.all.map { $0.description.id } + Field.allCases.flatMap(\.keys)
        #expect(words.filter { !SecretMasker([Secret($0)]).isEmpty } == [])
    }

    @Test(
        "what could be the syntax of a format is masked in fields only",
        arguments: ["12345", "true,", "null,\n", "     ", "-----", "},\n  {", "\": \"shop", "\"a\":\"b\""]
    )
    func syntax(_ secret: String) {
        let masker = SecretMasker([Secret(secret)])
        #expect(masker.mask(Array("<\(secret)>".utf8)) == Array("<\(secret)>".utf8))
        #expect(masker.mask(field: "<\(secret)>") == "<****>")
    }

    /// Secrets of a usual token's length are looked for only where a text has a word that long; whatever a spelling does to
    /// them must leave such a word.
    @Test(
        "a long secret is found in every spelling, wherever it stands in its text",
        .tags(.T19),
        arguments: [
            "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70", "act.www-example_token.0123456789-abcdef_0.",
            "___---...0123456789abcdefABCDEF---...____-", String(repeating: "aB3._-", count: 200),
        ]
    )
    func longWords(_ secret: String) {
        let masker = SecretMasker([Secret(secret), Secret("a short secret of another kind")])
        let spellings =
            [secret, MarkdownText.text(secret), PrometheusText.labelValue(secret), GitHubCommandText.property(secret)]
            + (0..<3).flatMap { shift in
                [true, false].map { isURLSafe in
                    let before = [UInt8](repeating: UInt8(ascii: "x"), count: shift)
                    return Self.base64(before + Array(secret.utf8), isURLSafe: isURLSafe)
                }
            }
        for spelling in spellings {
            for (before, after) in [("", ""), ("\"", "\""), ("see ", "\u{301}"), ("{a:", ",b}"), ("x\n", "\r\n")] {
                let text = before + spelling + after
                let masked = masker.mask(Array(text.utf8))
                #expect(masked.count { $0 == UInt8(ascii: "*") } >= 4, "\(text)")
                #expect(masked.count < text.utf8.count)
                #expect(masker.mask(field: text).utf8.count < text.utf8.count)
            }
        }
        #expect(
            String(decoding: masker.mask(Array("a short secret of another kind".utf8)), as: UTF8.self) == "****kind"
        )
    }

    @Test("of many secrets that begin alike, and of one that is there many times, each is found")
    func alike() {
        let beginning = "act.example-of-many-tokens-that-begin-alike-"
        let alike = (0..<1_000).map { beginning + String($0 + 1_000_000) }
        let many = (0..<1_000).map { String(format: "%040lx", ($0 + 1) &* 0x1E37_79B9_7F4A_7C15) }
        for secrets in [alike, many, many + [String](repeating: many[7], count: 1_000)] {
            let masker = SecretMasker(secrets.map { Secret($0) })
            for secret in secrets.prefix(1_000).enumerated().filter({ $0.offset % 100 == 7 }).map(\.element) {
                #expect(masker.mask(field: "a \(secret) b") == "a ****\(secret.suffix(4)) b")
                #expect(masker.mask(field: "a \(secret.dropLast())z b") == "a \(secret.dropLast())z b")
            }
        }
    }

    @Test("thousands of secrets are found among each other")
    func many() {
        let secrets = (0..<2_000).map { "act.example-\($0)-" + String(UInt64($0) &* 0x9E37_79B9_7F4A_7C15, radix: 16) }
        let masker = SecretMasker(secrets.map { Secret($0) })
        var text: [UInt8] = []
        for secret in secrets {
            text += Array("{\"name\": \"act.example-none\", \"said\": \"\(secret)\u{301}\"}\n".utf8)
        }
        let result = masker.mask(text)
        #expect(result.count { $0 == UInt8(ascii: "*") } == 8_000)
        #expect(result.count { $0 == 0x0A } == 2_000)
    }

    private static func base64(_ bytes: [UInt8], isURLSafe: Bool) -> String {
        let signs = isURLSafe ? "-_" : "+/"
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(signs)".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            bits <<= UInt32(8 * (3 - group.count))
            for digit in 0...group.count { text.append(alphabet[Int(bits >> UInt32(18 - 6 * digit) & 63)]) }
            text += Array(repeating: UInt8(ascii: "="), count: 3 - group.count)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
