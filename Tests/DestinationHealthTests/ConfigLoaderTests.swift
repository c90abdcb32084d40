import DestinationHealth
import LocatedJSON
import TikTokAPI
import TestSupport
import Testing

@Suite struct ConfigLoaderTests {
    private static let pair =
        #""pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70""#

    struct ProblemCase: CustomTestStringConvertible {
        let text: String
        let line: Int
        let column: Int
        let words: String
        var severity = Severity.error
        var testDescription: String { text }
    }

    @Test(
        "a file that cannot be used says why and where",
        .tags(.F12),
        arguments: [
            ProblemCase(text: "", line: 1, column: 1, words: "not valid JSON"),
            ProblemCase(text: "[]", line: 1, column: 1, words: "must be a JSON object, found an array"),
            ProblemCase(text: #"{"destinations": [],}"#, line: 1, column: 20, words: "not valid JSON"),
            ProblemCase(text: #"{"destinations": []}"#, line: 1, column: 18, words: "is empty"),
            ProblemCase(text: #"{"destinations": {}}"#, line: 1, column: 18, words: "must be a list, found an object"),
            ProblemCase(
                text: "{\n  \"destnations\": []\n}",
                line: 1,
                column: 1,
                words: "did one of its keys mean \"destinations\"?"
            ),
            ProblemCase(
                text: #"{"version": 2, "destinations": [{}]}"#,
                line: 1,
                column: 13,
                words: "\"version\" must be 1"
            ),
            ProblemCase(
                text: #"{"version": "1", "destinations": [{}]}"#,
                line: 1,
                column: 13,
                words: "\"version\" must be 1"
            ),
            ProblemCase(
                text: #"{"defaults": [], "destinations": [{}]}"#,
                line: 1,
                column: 14,
                words: "\"defaults\" must be an object"
            ),
            ProblemCase(
                text: #"{"default": {}, "destinations": [{}]}"#,
                line: 1,
                column: 2,
                words: "did you mean \"defaults\"?",
                severity: .warning
            ),
            ProblemCase(
                text: #"{"defaults": {"acces_token": "x"}, "destinations": [{}]}"#,
                line: 1,
                column: 15,
                words: "did you mean \"access_token\"?",
                severity: .warning
            ),
            ProblemCase(
                text: #"{"defaults": {"name": "x"}, "destinations": [{}]}"#,
                line: 1,
                column: 15,
                words: "\"name\" cannot have a default",
                severity: .warning
            ),
        ]
    )
    func problems(_ test: ProblemCase) throws {
        let config = LoadedConfig.load(test.text)
        let problem = try #require(config.problems.first)
        #expect(config.problems.count == 1)
        #expect(problem.message.hasPrefix("config.json: "))
        #expect(problem.message.contains(test.words), "\(problem.message)")
        #expect(problem.severity == test.severity)
        #expect(problem.source?.position == SourcePosition(line: test.line, column: test.column))
    }

    @Test("one destination may be the whole file, named after it")
    func singleDestination() throws {
        let bytes = Array("{\(Self.pair)}".utf8)
        let loader = ConfigLoader(environment: FixedEnvironment())
        let config = loader.load(bytes, path: "configs/shop-eu.json")
        let destination = try #require(config.destinations.first)
        #expect(config.problems.isEmpty)
        #expect(destination.name == "shop-eu")
        #expect(destination.type == .events)
        #expect(loader.load(bytes, path: "-").destinations.first?.name == "stdin")
        #expect(loader.load(bytes, path: "shop").destinations.first?.name == "shop")
    }

    @Test("defaults give what a destination does not set, and findings point into them")
    func defaults() async throws {
        let config = LoadedConfig.load(
            """
            {"defaults": {"access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70 ", "test_event_code": "TEST1"},
             "destinations": [{"pixel_id": "D2L6U03C77U3E3CU4PIG"},
                              {"pixel_id": "C4G8U03C77U3E3CU4PI0", "test_event_code": "TEST22222"}]}
            """
        )
        #expect(config.destinations.map(\.name) == ["destination-1", "destination-2"])
        #expect(config.destinations.map { $0.testEventCode?.cleaned.unmasked } == ["TEST1", "TEST22222"])
        let findings = await check(config).map { $0.findings.filter { $0.rule == "surrounding-whitespace" } }
        #expect(findings.map(\.count) == [1, 1])
        #expect(findings.flatMap { $0 }.allSatisfy { $0.source.position == SourcePosition(line: 1, column: 72) })
    }

    @Test("an element that is no object is one unhealthy destination among the others", .tags(.F14))
    func elementOfWrongType() async {
        let config = LoadedConfig.load(#"{"destinations": ["oops", {\#(Self.pair)}, 7]}"#)
        let reports = await check(config)
        #expect(reports.map(\.status) == [.unhealthy, .healthy, .unhealthy])
        #expect(reports[0].findings.map(\.message) == ["destinations[0] must be an object, found a string"])
        #expect(reports[0].source.position == SourcePosition(line: 1, column: 19))
    }

    @Test(
        "the type follows from what is there",
        arguments: [
            (#"{"pixel_id": "D2L6U03C77U3E3CU4PIG"}"#, DestinationType.events),
            (#"{"pixel_code": "D2L6U03C77U3E3CU4PIG"}"#, .events),
            (#"{"pixel\u005fid": "D2L6U03C77U3E3CU4PIG"}"#, .events),
            (#"{"pixel_id": 5, "access_token": "x"}"#, .events),
            (#"{"access_token": "x"}"#, .ads),
            (#"{"access_token": "x", "event_source": "offline"}"#, .events),
            (#"{"type": "tiktok_events", "access_token": "x"}"#, .events),
            (#"{"type": "tiktok_ads", "pixel_id": "D2L6U03C77U3E3CU4PIG"}"#, .ads),
        ]
    )
    func types(_ text: String, _ type: DestinationType) {
        #expect(LoadedConfig.load("{\"destinations\": [\(text)]}").destinations.first?.type == type)
    }

    @Test(
        "the kind of token is declared or inferred with a reason",
        arguments: [
            (#"{"pixel_id": "P", "access_token": "x"}"#, TokenKind.eventsManager, true),
            (#"{"pixel_id": "P", "access_token": "act.abc"}"#, .tiktokAccount, true),
            (#"{"access_token": "x"}"#, .marketing, true),
            (
                #"{"pixel_id": "P", "access_token": "x", "app": {}, "advertiser_ids": ["7000000000000000002"]}"#,
                .marketing, true
            ),
            (#"{"pixel_id": "P", "access_token": "act.abc", "token_kind": "sandbox"}"#, .sandbox, false),
        ]
    )
    func tokenKinds(_ text: String, _ kind: TokenKind, _ isInferred: Bool) throws {
        let report = try #require(LoadedConfig.load(text).destinations.first).tokenKind
        #expect(report.kind == kind)
        #expect((report.inference != nil) == isInferred)
    }

    struct FieldCase: CustomTestStringConvertible {
        let member: String
        let words: String
        var testDescription: String { member }
    }

    @Test(
        "a field of a wrong type or value is an error with its path, at its value",
        .tags(.F10),
        arguments: [
            FieldCase(member: #""name": 5"#, words: "destinations[0].name must be a string, found a number"),
            FieldCase(member: #""name": """#, words: "destinations[0].name is empty"),
            FieldCase(
                member: #""type": "tiktok""#,
                words: "destinations[0].type must be one of tiktok_events, tiktok_ads"
            ),
            FieldCase(member: #""app": "7000""#, words: "destinations[0].app must be an object"),
            FieldCase(
                member: #""app": {"app_id": 7, "secret": "s"}"#,
                words: "destinations[0].app.app_id must be a string, found a number"
            ),
            FieldCase(
                member: #""advertiser_ids": "7000""#,
                words: "destinations[0].advertiser_ids must be a list of strings"
            ),
            FieldCase(
                member: #""advertiser_ids": ["7000000000000000002", 7]"#,
                words: "destinations[0].advertiser_ids[1] must be a string, found a number"
            ),
            FieldCase(member: #""scopes": 4"#, words: "destinations[0].scopes must be a list"),
            FieldCase(member: #""scopes": [4.5]"#, words: "destinations[0].scopes[0] must be a whole number"),
            FieldCase(member: #""required_scopes": "4""#, words: "destinations[0].required_scopes must be a list"),
            FieldCase(member: #""uses": ["event_api"]"#, words: "did you mean \"events_api\"?"),
            FieldCase(member: #""token_expires_at": "tomorrow""#, words: "is no point in time"),
            FieldCase(member: #""token_expires_at": 1795255200000"#, words: "is no point in time"),
            FieldCase(member: #""expires_in": -1"#, words: "must be a whole number, zero or more"),
            FieldCase(member: #""expires_in": 1.5"#, words: "must be a whole number, zero or more"),
            FieldCase(member: #""enabled": "no""#, words: "must be true or false"),
            FieldCase(member: #""managed_by": "upstak""#, words: "did you mean \"upstack\"?"),
            FieldCase(
                member: #""suppress": [{"rule": "x"}]"#,
                words: "needs a \"rule\", a \"reason\" and an \"until\" date"
            ),
            FieldCase(member: #""pixel_code": "D2L6U03C77U3E3CU4PIG""#, words: "given twice"),
        ]
    )
    func badFields(_ test: FieldCase) async throws {
        let text = "{\"destinations\": [{\(Self.pair), \(test.member)}]}"
        let report = try #require(await check(LoadedConfig.load(text)).first)
        #expect(report.status == .unhealthy)
        let finding = try #require(report.findings.first { $0.severity == .error })
        #expect(finding.rule == "config-field")
        #expect(finding.message.contains(test.words), "\(finding.message)")
    }

    @Test("secrets never show, in whatever field they were put", .tags(.F10, .T20))
    func secretsAreTyped() {
        let token = "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"
        let config = LoadedConfig.load(
            """
            {"pixel_id": "\(token)", "access_token": " \(token) ", "acces_tokn": "s3cr3t-under-a-misspelt-key",
             "app": {"app_id": "1", "secret": "app-s3cr3t-value"}, "refresh_token": "rft.refresh-s3cr3t"}
            """
        )
        var dumped = ""
        dump(config.destinations, to: &dumped)
        dumped += String(describing: config.destinations) + String(reflecting: config.secrets)
        for secret in [token, "s3cr3t-under-a-misspelt-key", "app-s3cr3t-value", "refresh-s3cr3t"] {
            #expect(!dumped.contains(secret))
        }
        let known = Set(config.secrets.map(\.unmasked))
        #expect(known.isSuperset(of: [token, " \(token) ", "s3cr3t-under-a-misspelt-key", "app-s3cr3t-value"]))
    }

    @Test(
        "an empty or blank id in a list is an error of its own, and left out",
        .tags(.F10),
        arguments: ["", " ", "\\t\\n"]
    )
    func blankIDs(_ id: String) throws {
        let config = LoadedConfig.load(
            #"{"destinations": [{"access_token": "x", "advertiser_ids": ["\#(id)", "7000000000000000001"]}]}"#
        )
        let destination = try #require(config.destinations.first)
        #expect(destination.defects.map(\.message) == ["destinations[0].advertiser_ids[0] is empty"])
        #expect(destination.advertiserIDs.map(\.cleaned.unmasked) == ["7000000000000000001"])
    }
}
