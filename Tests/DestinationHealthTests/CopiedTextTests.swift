import DestinationHealth
import TikTokAPI
import TestSupport
import Testing

@Suite struct CopiedTextTests {
    private static let token = "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"

    struct Case: CustomTestStringConvertible {
        let text: String
        let cleaned: String?
        let rules: Set<String>
        var testDescription: String { text.debugDescription }

        init(_ text: String, _ cleaned: String?, _ rules: String...) {
            self.text = text
            self.cleaned = cleaned
            self.rules = Set(rules)
        }
    }

    @Test(
        "what can be taken off without guessing is taken off, and each thing is reported by its rule",
        .tags(.F18, .T5),
        arguments: [
            Case(token, token),
            Case(" \(token)", token, "surrounding-whitespace"),
            Case("\(token)\n", token, "surrounding-whitespace"),
            Case("\(token)\r\n", token, "surrounding-whitespace"),
            Case("\u{A0}\(token)\u{3000}\u{2028}", token, "surrounding-whitespace"),
            Case("\u{FEFF}\(token)", token, "hidden-character"),
            Case("\(token)\u{200B}", token, "hidden-character"),
            Case("3f8a\u{200D}1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70", token, "hidden-character"),
            Case("\(token)\u{AD}\u{2060}\u{202E}\u{E0041}\u{FE0F}", token, "hidden-character"),
            Case(" \u{200B} \(token) \u{200B}", token, "surrounding-whitespace", "hidden-character"),
            Case("\"\(token)\"", token, "pasted-decoration"),
            Case("'\(token)'", token, "pasted-decoration"),
            Case("`\(token)`", token, "pasted-decoration"),
            Case("\u{201C}\(token)\u{201D}", token, "pasted-decoration"),
            Case("\"\(token)\",", token, "pasted-decoration"),
            Case("\"\(token)", token, "pasted-decoration"),
            Case("\" \(token) \"", token, "pasted-decoration", "surrounding-whitespace"),
            Case("Bearer \(token)", token, "pasted-decoration"),
            Case("bearer\t\(token)", token, "pasted-decoration"),
            Case("Access-Token: \(token)", token, "pasted-decoration"),
            Case("access_token=\(token)", token, "pasted-decoration"),
            Case("Authorization: Bearer \(token)", token, "pasted-decoration"),
            Case("-H 'Access-Token: \(token)'", token, "pasted-decoration"),
            Case("\"access_token\": \"\(token)\"", token, "pasted-decoration"),
            Case("3f8a 1c5e", nil, "hidden-character", "access-token-format"),
            Case("3f8a\u{0}1c5e", nil, "hidden-character"),
            Case("3f8a\u{7}", nil, "hidden-character"),
            Case("3f8\u{430}1c5e", nil, "hidden-character"),
            Case("3f8\u{301}1c5e", nil, "hidden-character"),
            Case("tok\u{1F600}en", nil, "hidden-character"),
        ]
    )
    func cleaning(_ test: Case) async throws {
        let environment = FixedEnvironment(variables: ["T": test.text])
        let config = LoadedConfig.load(
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "${env:T}"}"#,
            environment: environment
        )
        let text = try #require(config.destinations.first?.accessToken)
        if let cleaned = test.cleaned {
            #expect(text.cleaned.unmasked.utf8.elementsEqual(cleaned.utf8))
            #expect(text.canBeSent)
        } else {
            #expect(!text.canBeSent)
        }
        let report = try #require(await check(config).first)
        let rules = Set(report.findings.filter { $0.severity == .error }.map(\.rule))
        #expect(rules == test.rules.subtracting(["access-token-format"]), "\(report.findings.map(\.message))")
        #expect(report.status == (test.rules.isEmpty ? .healthy : .unhealthy))
    }

    private static let pixel = "D2L6U03C77U3E3CU4PIG"
    private static let other = "a8f31c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"
    private static let account = "act.k3J9sQ2mVbX7pLzR4tYw8nHc!4500.va"

    @Test(
        "what stands around the one thing that is a value for sure is taken off",
        arguments: [
            #""access_token":"T","#, #"{"access_token":"T"}"#, "b'T'", "r'T'", #"f"T""#, #"\"T\""#,
            "access_token=T&x=1",
            "token: T,", "Bearer:T", "Bearer: T", "Bearer=T", "Bearer%20T", "TIKTOK_ACCESS_TOKEN=T",
            #"export TOKEN="T""#, #"const token = "T";"#, "?access_token=T", "https://x/?access_token=T&y=2", "(T)",
            "T,", "T;", "T.", "**T**", "&quot;T&quot;", "%22T%22", "T%0A", #"T\n"#, #"\nT"#, #"\u0022T\u0022"#,
            "--header 'Access-Token: T'", #"curl -H "Access-Token: T""#, "X-Access-Token: T", "Access Token: T", "<T>",
            "[T]", "{T}", "%T%", "T\nT", "T,T", "#T#", "$T", "env:T",
        ]
    )
    func surroundings(_ template: String) throws {
        for value in [Self.token, Self.pixel, "TEST12345", Self.account] {
            // Escapes in front of an account's token may be part of it.
            if value == Self.account, template.unicodeScalars.contains("%") || template == "$T" { continue }
            let text = template.unicodeScalars.split(separator: "T", omittingEmptySubsequences: false)
            // Only a "T" that is not part of a word stands for the value.
            var filled = ""
            for (index, part) in text.enumerated() {
                if index > 0 {
                    let isPart = Self.endsInWord(text[index - 1]) || Self.beginsAsWord(part)
                    filled += isPart ? "T" : value
                }
                filled += String(part)
            }
            let inspected = try Self.inspect(filled)
            #expect(inspected.cleaned.unmasked.utf8.elementsEqual(value.utf8), "\(filled.debugDescription)")
            #expect(inspected.canBeSent)
            #expect(inspected.defects.contains { if case .decoration = $0.kind { true } else { false } })
        }
    }

    @Test(
        "of several values none is chosen, and code that stays is reported",
        arguments: [
            ("\(token)\n\(other)", true), ("\(token),\(other)", true), ("\(token)%0A\(other)", true),
            ("a=\(token)=\(other)", true), ("\"\(token)\", \"\(other)\"", true),
            ("ttq.load('\(pixel)');ttq.load('D2L6U03C77U3E3CU4PI0')", true), ("ttq.load('ABC');ttq.load('ABD')", false),
            ("{\"pixel_id\":\"\(pixel)\",\"access_token\":\"\(token)\"}", true), ("\(account)%21x", false),
            ("access_token=abcdef12&x=1", false), ("abc\"def", false), (#"abc\ndef"#, false), ("(abcdef)", false),
            ("abc%20def", false), (String(repeating: "a", count: (64 << 10) + 1), false),
        ]
    )
    func unsendable(_ text: String, _ isSeveral: Bool) throws {
        let inspected = try Self.inspect(text)
        let kinds = inspected.defects.map(\.kind)
        #expect(kinds.contains(.foreignCharacter) || kinds.contains(.innerWhitespace), "\(text.debugDescription)")
        #expect(!inspected.canBeSent)
        #expect(kinds.contains(.decoration("more than one value")) == isSeveral)
    }

    @Test(
        "what tokens of a shape not seen yet may have in them is left alone",
        arguments: [
            "abc=", "a+b/c-d_e.f~g|h:i==", "7012345:\(token)", "app|\(token)", "\(token)\(token)", account, "rft.a!b.c",
            "tok_good", "a$b",
        ]
    )
    func unknownShapes(_ text: String) throws {
        let inspected = try Self.inspect(text)
        #expect(inspected.defects.isEmpty, "\(inspected.defects)")
        #expect(inspected.canBeSent && inspected.cleaned == inspected.raw)
    }

    @Test("a long value costs one look and one defect, and a value full of faults a hundred")
    func longValues() throws {
        let long = try Self.inspect(" \n" + String(repeating: "\"\u{200B} ", count: 1 << 18))
        #expect(long.defects.count == 1)
        let faulty = try Self.inspect(
            String(repeating: "\u{200B}", count: 500) + String(repeating: "\u{E9}", count: 500)
        )
        #expect(faulty.defects.count == 100)
        #expect(faulty.defects.contains { $0.kind == .foreignCharacter })
    }

    private static func inspect(_ text: String) throws -> ConfigText {
        let config = LoadedConfig.load(
            #"{"access_token": "${env:T}"}"#,
            environment: FixedEnvironment(variables: ["T": text])
        )
        return try #require(config.destinations.first?.accessToken)
    }

    private static func endsInWord(_ part: Substring.UnicodeScalarView) -> Bool {
        part.last.map { ("A"..."Z").contains($0) || $0 == "_" } ?? false
    }

    private static func beginsAsWord(_ part: Substring.UnicodeScalarView) -> Bool {
        part.first.map { $0 == "O" || $0 == "_" || $0 == "I" || ("a"..."z").contains($0) } ?? false
    }

    @Test("a pixel's snippet and its script's address give the code")
    func pixelSnippets() {
        let snippet = """
            <script>!function (w, d, t) {ttq.load=function(e,n){var r="https://analytics.tiktok.com/i18n/pixel/events.js"};
            ttq.load('D2L6U03C77U3E3CU4PIG');ttq.page();}(window, document, 'ttq');</script>
            """
        let sources = [
            snippet, "ttq.load('D2L6U03C77U3E3CU4PIG')", "ttq.load(\"D2L6U03C77U3E3CU4PIG\");",
            "https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=D2L6U03C77U3E3CU4PIG&lib=ttq",
            "ttq.load( 'D2L6U03C77U3E3CU4PIG' )", "ttq.instance('D2L6U03C77U3E3CU4PIG')",
            "https://analytics.tiktok.com/i18n/pixel/events.js?lib=ttq&sdkid=D2L6U03C77U3E3CU4PIG",
            "\"pixel_code\":\"D2L6U03C77U3E3CU4PIG\"", "Pixel ID: D2L6U03C77U3E3CU4PIG",
        ]
        for source in sources {
            let config = LoadedConfig.load(
                #"{"pixel_id": "${P}", "access_token": "x"}"#,
                environment: FixedEnvironment(variables: ["P": source])
            )
            #expect(config.destinations.first?.pixelID?.cleaned.unmasked == "D2L6U03C77U3E3CU4PIG", "\(source)")
        }
    }

    @Test(
        "placeholders are seen through, and values that merely look odd are not taken for them",
        .tags(.F19),
        arguments: [
            ("YOUR_ACCESS_TOKEN", true), ("your-token-here", true), ("<token>", true), ("{{TOKEN}}", true),
            ("[token]", true),
            ("%TOKEN%", true), ("__TOKEN__", true), ("changeme", true), ("CHANGE_ME", true), ("xxxx", true),
            ("xxxxxxxxxxxxxxxx", true), ("abcxxxxdef", true), ("****", true), ("............", true),
            ("3f8a****5f70", true),
            ("TODO", true), ("none", true), ("null", true), ("undefined", true), ("access_token", true),
            ("insert-token-here", true),
            ("REPLACE_WITH_TOKEN", true), ("PASTE_YOUR_PIXEL_CODE", true), ("$TOKEN", true), ("test", true),
            ("TIKTOK_ACCESS_TOKEN", true), ("TIKTOK_TOKEN", true), ("TOKEN_HERE", true), ("ACCESS_TOKEN_HERE", true),
            ("add_token_here", true), ("dummy_token", true), ("fake-access-token", true), ("example_token", true),
            ("demo_token", true), ("mock-token", true), ("MY_SECRET_TOKEN", true), ("CHANGE_ME_PLEASE", true),
            ("changeit", true), ("to-be-filled", true), ("FILL_ME", true), ("pending", true), ("NOT_SET", true),
            ("unset", true), ("false", true), ("true", true), ("default", true), ("-", true), ("$(TOKEN)", true),
            ("#TOKEN#", true), ("#{TOKEN}#", true), ("@@TOKEN@@", true), ("env(TOKEN)", true), ("env:TOKEN", true),
            ("process.env.X", true), ("os.environ[\"TOKEN\"]", true), ("<token", true), ("IHR_TOKEN", true),
            ("DEIN_TOKEN", true), ("VOTRE_TOKEN", true), ("TU_TOKEN", true), ("SU_TOKEN_AQUI", true),
            ("SEU_TOKEN", true), ("IL_TUO_TOKEN", true), ("TWOJ_TOKEN", true), ("UW_TOKEN", true), ("ВАШ_ТОКЕН", true),
            ("您的访问令牌", true), ("test-token-1", false), ("token-number-3", false), ("valid_token_abc123", false),
            ("deadbeefdeadbeefdeadbeefdeadbeefdeadbeef", false),
            (token, false), ("act.k3J9sQ2mVbX7pLzR4tYw8nHc", false),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
            ("0000000000000000000000000000000000000000", false), ("good-token-for-tests-12345", false),
            ("tok_good", false),
            ("TEST12345", false), ("D2L6U03C77U3E3CU4PIG", false), ("7000000000000000001", false), ("yourself", false),
            ("tester", false), ("exx", false),
        ]
    )
    func placeholders(_ text: String, _ isPlaceholder: Bool) async throws {
        let config = LoadedConfig.load(
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "${T}"}"#,
            environment: FixedEnvironment(variables: ["T": text])
        )
        let report = try #require(await check(config).first)
        #expect(
            report.findings.contains { $0.rule == "placeholder-value" } == isPlaceholder,
            "\(report.findings.map(\.message))"
        )
        #expect(!isPlaceholder || report.findings.count == 1, "\(report.findings.map(\.message))")
    }

    @Test(
        "a shell variable is told how it is written here, without what may be a secret",
        arguments: [("$TOKEN", "write ${TOKEN}"), ("$A", "write ${A}"), ("$pa55word", "write ${NAME}")]
    )
    func shellVariables(_ text: String, _ words: String) async throws {
        let config = LoadedConfig.load(
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "\#(text)"}"#
        )
        let report = try #require(await check(config).first)
        #expect(report.findings.first { $0.rule == "placeholder-value" }?.message.contains(words) == true)
    }
}
