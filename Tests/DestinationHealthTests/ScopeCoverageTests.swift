import DestinationHealth
import LocatedJSON
import TikTokAPI
import Testing

@Suite struct ScopeCoverageTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let fields: String
        let severities: [Severity]
        let says: [String]

        init(_ what: String, _ fields: String, _ severities: [Severity] = [], says: [String] = []) {
            testDescription = what
            self.fields = fields
            self.severities = severities
            self.says = says
        }
    }

    private static func findings(_ fields: String) async -> [Finding] {
        let token = "\"access_token\": \"3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70\""
        let config = LoadedConfig.load("{\(token), \(fields)}")
        let rules = RuleRegistry.all.filter { $0.description.id == "scope-coverage" }
        return await check(config, rules: rules).flatMap(\.findings)
    }

    private static let pixel = #""pixel_id": "D2L6U03C77U3E3CU4PIG""#
    private static let ads = #""type": "tiktok_ads""#
    private static let app = pixel + #", "token_kind": "marketing""#

    private static let cases: [Case] = [
        // Default uses, and none of them without a record.
        Case("nothing recorded", app),
        Case("nothing recorded, but wanted", app + #", "uses": ["owox_source"], "required_scopes": [800]"#),
        Case("events need their scope", app + #", "scopes": [800]"#, [.error], says: ["events_api", "/event/track/"]),
        Case("a number tells a developer app's token", pixel + #", "scopes": [800]"#, [.error], says: ["events_api"]),
        Case("events are enough by default", app + #", "scopes": [5]"#),
        Case("ads with nothing to read", ads + #", "scopes": [5]"#, [.error], says: ["ads_reporting", "events_api"]),
        Case("ads that may be for audiences only", ads + #", "scopes": [3]"#, [.warning], says: ["assumed"]),
        Case("an empty record", app + #", "scopes": [], "uses": ["pixel_read"]"#, [.error], says: ["/pixel/list/"]),
        Case("an unset variable is no record", app + #", "scopes": "${env:SCOPES:-}", "uses": ["pixel_read"]"#),
        Case("no uses at all", app + #", "scopes": [800], "uses": []"#),
        // What is missing.
        Case("all that OWOX needs, through parents", ads + #", "scopes": [1, 2, 3, 4], "uses": ["owox_source"]"#),
        Case(
            "all that OWOX needs, one by one",
            ads + #", "scopes": "100,200, 210,220,30 ,44", "uses": ["owox_source"]"#
        ),
        Case(
            "a list pasted as one text",
            ads + #", "scopes": "[100, 200, 210, 220, 30, 44]", "uses": ["owox_source"]"#
        ),
        Case(
            "one name of two missing, and what still works",
            ads + #", "scopes": [1, 200, 210, 44, 8], "uses": ["owox_source", "audiences"]"#,
            [.error, .error],
            says: [
                "\"Read Ads\" (220) and \"Read Custom Audiences\" (30)", "/ad/get/, /dmp/custom_audience/list/",
                "still possible: pixel_read and ads_reporting",
            ]
        ),
        Case("a use twice", ads + #", "scopes": [1], "uses": ["audiences", "audiences"]"#, [.error]),
        Case("a child is not its parent", app + #", "scopes": [5, 10], "required_scopes": [1]"#, [.error]),
        Case("required beside the uses", app + #", "scopes": [5], "required_scopes": [800, 5]"#, [.error]),
        Case("701 under its own group", app + #", "scopes": [5, 7], "required_scopes": [701]"#),
        Case("701 under the group of its source", app + #", "scopes": [5, 8], "required_scopes": [701]"#),
        // Digits.
        Case("exact digits", app + #", "scopes": [7224195155857866754]"#),
        Case("one more", app + #", "scopes": [7224195155857866755]"#, [.error], says: ["lost its last digits"]),
        Case(
            "rounded by a program",
            app + #", "scopes": ["7224195155857866752"]"#,
            [.error],
            says: ["may have been 7224195155857866754, \"Report Conversion Event\""]
        ),
        Case(
            "rounded as JavaScript shows it",
            app + #", "scopes": [7224195155857867000]"#,
            [.error],
            says: ["7866754"]
        ),
        Case("an exponent", app + #", "scopes": ["7.224195155857867e18"]"#, [.error], says: ["7866754"]),
        Case("an exponent with nothing left", app + #", "scopes": ["7.22E18"]"#, [.error], says: ["lost"]),
        Case(
            "an exponent that was no text",
            app + #", "scopes": [7.22e18]"#,
            [.unknown],
            says: ["needed for events_api, since scopes[0] cannot be read"]
        ),
        Case("rounded, but covered otherwise", app + #", "scopes": [5, 7224195155857866752]"#, [.warning]),
        Case(
            "a required number rounded",
            app + #", "scopes": [5], "required_scopes": [7224195155857866752]"#,
            [.error]
        ),
        // What is not a scope.
        Case("an unknown number is passed over", app + #", "scopes": [5, 4242]"#, [.note], says: ["\"4242\""]),
        Case("an unknown number that is required", app + #", "scopes": [5], "required_scopes": [4242]"#, [.unknown]),
        Case("an unknown number that is there", app + #", "scopes": [5, 4242], "required_scopes": [4242]"#, [.note]),
        Case("a number too long", app + #", "scopes": [5, 18446744073709551616]"#, [.note], says: ["passed over"]),
        Case(
            "a required number too long",
            app + #", "scopes": [5], "required_scopes": ["18446744073709551616"]"#,
            [.unknown]
        ),
        Case(
            "names of another API tell nothing",
            ads + #", "scopes": ["ads.read", "advertiser.read"], "uses": ["owox_source"], "required_scopes": [44]"#,
            [.warning, .warning],
            says: ["\"ads.read\" is not a scope of this API"]
        ),
        Case("a name that is required", app + #", "scopes": [5], "required_scopes": ["ads.read"]"#, [.error]),
        Case(
            "a token pasted there is not shown",
            app + #", "scopes": [5, "900d18305cee759b483db4704e1a46080624e88b"]"#,
            [.warning],
            says: ["a value is not a scope"]
        ),
        // Tokens without scopes of this kind.
        Case("Events Manager", pixel + #", "token_kind": "events_manager", "scopes": [800]"#, [.warning]),
        Case("Events Manager, empty", pixel + #", "token_kind": "events_manager", "scopes": []"#),
        Case(
            "a TikTok account",
            ads + #", "token_kind": "tiktok_account", "scopes": "user.info.basic,video.list", "uses": ["audiences"]"#
        ),
    ]

    @Test("what is recorded is held against what is needed", arguments: cases)
    func verdicts(_ test: Case) async {
        let findings = await Self.findings(test.fields)
        let said = findings.map(\.message)
        #expect(findings.map(\.severity).sorted() == test.severities.sorted(), "\(said)")
        for words in test.says {
            #expect(said.contains { $0.contains(words) }, "\"\(words)\" in \(said)")
        }
        for finding in findings where finding.severity == .error && finding.message.contains("lacks") {
            #expect(finding.cause == .scope)
        }
        #expect(said.allSatisfy { !$0.hasSuffix(".") && !$0.contains("900d") })
        #expect(findings.allSatisfy { $0.remediation.steps.allSatisfy { $0.hasSuffix(".") } })
    }

    @Test(
        "every scope is granted by its own number, by each above it, and by none beside it",
        arguments: PermissionScope.all
    )
    func everyScope(_ scope: PermissionScope) async {
        func severities(granted: UInt64) async -> [Severity] {
            await Self.findings(
                Self.app + ", \"uses\": [], \"scopes\": [\(granted)], \"required_scopes\": [\"\(scope.id)\"]"
            ).map(\.severity)
        }
        for granted in [scope] + scope.ancestors {
            #expect(await severities(granted: granted.id) == [], "\(granted.id)")
        }
        let beside: UInt64 = scope.id == 4 || scope.ancestors.contains { $0.id == 4 } ? 5 : 4
        #expect(await severities(granted: beside) == [.error])
    }

    @Test("the remedy has both steps in their order, and says where the new token goes")
    func remedy() async throws {
        let finding = try #require(await Self.findings(Self.app + #", "scopes": [4]"#).first)
        #expect(finding.remediation.actor == .appOwner)
        let steps = finding.remediation.steps
        #expect(steps.count == 3)
        #expect(steps[0].contains("\"Measurement > Report Conversion Event\""))
        #expect(steps[0].contains("7 business days"))
        #expect(steps[1].contains("authorise the app again"))
        #expect(steps[2].contains("new token"))
    }

    @Test("a finding points at the recorded scopes, also where they come from the defaults")
    func place() async throws {
        let text = #"""
            {"defaults": {"scopes": [4], "token_kind": "marketing"},
             "destinations": [{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}]}
            """#
        let rules = RuleRegistry.all.filter { $0.description.id == "scope-coverage" }
        let finding = try #require(await check(LoadedConfig.load(text), rules: rules).first?.findings.first)
        #expect(finding.source.position.line == 1)
        #expect(finding.source.position.column == 25)
    }
}
