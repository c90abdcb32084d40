import DestinationHealth
import TikTokAPI
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
            Case("\"access_token\": \"\(token)\"", nil, "pasted-decoration", "hidden-character"),
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

    @Test("a pixel's snippet and its script's address give the code")
    func pixelSnippets() {
        let snippet = """
            <script>!function (w, d, t) {ttq.load=function(e,n){var r="https://analytics.tiktok.com/i18n/pixel/events.js"};
            ttq.load('D2L6U03C77U3E3CU4PIG');ttq.page();}(window, document, 'ttq');</script>
            """
        let sources = [
            snippet, "ttq.load('D2L6U03C77U3E3CU4PIG')", "ttq.load(\"D2L6U03C77U3E3CU4PIG\");",
            "https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=D2L6U03C77U3E3CU4PIG&lib=ttq",
            "ttq.load( 'D2L6U03C77U3E3CU4PIG' )",
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
        arguments: [
            ("YOUR_ACCESS_TOKEN", true), ("your-token-here", true), ("<token>", true), ("{{TOKEN}}", true),
            ("[token]", true),
            ("%TOKEN%", true), ("__TOKEN__", true), ("changeme", true), ("CHANGE_ME", true), ("xxxx", true),
            ("xxxxxxxxxxxxxxxx", true), ("abcxxxxdef", true), ("****", true), ("............", true),
            ("3f8a****5f70", true),
            ("TODO", true), ("none", true), ("null", true), ("undefined", true), ("access_token", true),
            ("insert-token-here", true),
            ("REPLACE_WITH_TOKEN", true), ("PASTE_YOUR_PIXEL_CODE", true), ("$TOKEN", true), ("test", true),
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
    }
}
