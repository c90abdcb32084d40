import DestinationHealth
import TikTokAPI
import TikTokSimulator
import Testing

@Suite struct ScopeAccessTests {
    private static let simulator = SimulatedTikTok(world: .builtIn, unixTime: { testTime })
    private static let app =
        #""app": {"app_id": "7196993655622416073", "secret": "b608897955ca88e77be570133fdf5d65302e6a78"}"#
    private static let everyScope = "a0001562e145dec3e17f393d3d43dd758b64029f"
    private static let eventsOnly = "a0004f1dd1cb2f2b24f79ebd989ab92da3b9d10d"
    private static let deletedAccount = "a0005f5edd6974ca2891db2fed75cacb0eaab849"
    private static let revoked = "a0006035929ce3655226d0f910cb6e2d676e4362"
    private static let throttled = "401001384fc2ea3e7158f88cae34a4329803f4cd"
    private static let sandbox = "5a0d1a2ae7ca833c2253de4b1a4c339014390a2c"
    private static let listing = "/oauth2/advertiser/get/"

    private static func ads(_ token: String, _ more: String = "") -> String {
        #"{"type": "tiktok_ads", "access_token": "\#(token)", \#(app)\#(more)}"#
    }

    private static func events(_ token: String, _ more: String = "") -> String {
        #"{"pixel_id": "CCL73FRC77U60JT0SG40", "access_token": "\#(token)", \#(app), "test_event_code": "TEST12345"\#(more)}"#
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let destination: String
        let outcome: CheckResult.Outcome
        let paths: [String]

        init(_ what: String, _ destination: String, _ outcome: CheckResult.Outcome, asks paths: [String]) {
            testDescription = what
            self.destination = destination
            self.outcome = outcome
            self.paths = paths
        }
    }

    private static let cases: [Case] = [
        Case("no uses, no more calls", ads(eventsOnly), .skipped, asks: [listing]),
        Case("empty uses", ads(eventsOnly, #", "uses": []"#), .skipped, asks: [listing]),
        Case(
            "every need granted",
            ads(everyScope, #", "uses": ["owox_source", "pixel_read"]"#),
            .passed,
            asks: [
                listing, "/advertiser/info/", "/campaign/get/", "/adgroup/get/", "/ad/get/",
                "/dmp/custom_audience/list/",
                "/report/integrated/get/", "/pixel/list/",
            ]
        ),
        Case(
            "a need of two uses is asked once",
            ads(everyScope, #", "uses": ["ads_reporting", "ads_reporting", "audiences"]"#),
            .passed,
            asks: [listing, "/report/integrated/get/", "/dmp/custom_audience/list/"]
        ),
        Case(
            "none granted",
            ads(eventsOnly, #", "uses": ["ads_reporting", "pixel_read"]"#),
            .failed,
            asks: [listing, "/report/integrated/get/", "/pixel/list/"]
        ),
        Case(
            "what is recorded as granted is not asked",
            ads(everyScope, #", "uses": ["ads_reporting", "pixel_read"], "scopes": [4, 800]"#),
            .skipped,
            asks: [listing]
        ),
        Case(
            "what is recorded as missing is not asked either",
            ads(everyScope, #", "uses": ["ads_reporting", "pixel_read"], "scopes": [4]"#),
            .skipped,
            asks: [listing]
        ),
        Case(
            "names of another API settle nothing",
            ads(everyScope, #", "uses": ["ads_reporting"], "scopes": ["ads.read"]"#),
            .passed,
            asks: [listing, "/report/integrated/get/"]
        ),
        Case(
            "a dead token is asked nothing more",
            ads(revoked, #", "uses": ["owox_source"]"#),
            .skipped,
            asks: [listing]
        ),
        Case(
            "a throttled token proves nothing",
            ads(throttled, #", "uses": ["owox_source"]"#),
            .unknown,
            asks: [listing]
        ),
        Case(
            "an ad account that the token does not reach is not asked about",
            ads(everyScope, #", "uses": ["audiences"], "advertiser_ids": ["7571453051182950358"]"#),
            .skipped,
            asks: [listing]
        ),
        Case(
            "an ad account that was deleted",
            ads(deletedAccount, #", "uses": ["audiences"], "advertiser_ids": ["7414765366700312258"]"#),
            .skipped,
            asks: [listing]
        ),
        Case("events alone", ads(everyScope, #", "uses": ["events_api"]"#), .unknown, asks: [listing]),
        Case(
            "events are proven by events",
            events(everyScope, #", "uses": ["events_api"], "advertiser_ids": ["7263230018234764310"]"#),
            .skipped,
            asks: ["/event/track/", "/pixel/list/", "/oauth2/advertiser/get/"]
        ),
        Case(
            "an events destination that reads pixels",
            events(everyScope, #", "uses": ["events_api", "pixel_read"], "advertiser_ids": ["7263230018234764310"]"#),
            .passed,
            asks: ["/event/track/", "/pixel/list/", "/oauth2/advertiser/get/"]
        ),
        Case(
            "an events destination that may not read pixels",
            events(eventsOnly, #", "uses": ["pixel_read"], "advertiser_ids": ["7263230018234764310"]"#),
            .failed,
            asks: ["/event/track/", "/pixel/list/", "/oauth2/advertiser/get/"]
        ),
        Case("no ad accounts", events(everyScope, #", "uses": ["pixel_read"]"#), .skipped, asks: ["/event/track/"]),
        Case(
            "a sandbox token reads in the sandbox",
            ads(
                sandbox,
                #", "token_kind": "sandbox", "uses": ["ads_reporting"], "advertiser_ids": ["7263230018234764310"]"#
            ),
            .passed,
            asks: ["/user/info/", "/report/integrated/get/"]
        ),
        Case(
            "the sandbox has no pixels",
            ads(
                sandbox,
                #", "token_kind": "sandbox", "uses": ["pixel_read"], "advertiser_ids": ["7263230018234764310"]"#
            ),
            .unknown,
            asks: ["/user/info/"]
        ),
        Case(
            "a sandbox token without an ad account",
            ads(sandbox, #", "token_kind": "sandbox", "uses": ["ads_reporting"]"#),
            .unknown,
            asks: ["/user/info/"]
        ),
    ]

    @Test("each need is asked about once the token is proven, and judged by the answer", arguments: cases)
    func needs(_ test: Case) async throws {
        // A simulator of its own: what befalls only a first attempt depends on what was asked before.
        let recorder = RecordingClient(SimulatedTikTok(world: .builtIn, unixTime: { testTime }))
        let report = try #require(
            await check(LoadedConfig.load(test.destination), offline: false, http: recorder).first
        )
        let said = report.findings.map(\.message)
        #expect(report.checks.first { $0.rule == "scope-access" }?.outcome == test.outcome, "\(said)")
        // In rounds, so that the order is that of the questions.
        #expect(recorder.questions == test.paths, "\(said)")
        #expect(Set(recorder.requests.map(\.origin)).count == 1)
    }

    @Test(
        "alone it still asks nothing of a dead token, and says so",
        arguments: [(revoked, HealthStatus.unhealthy), (throttled, .unknown)]
    )
    func alone(_ token: String, _ status: HealthStatus) async throws {
        let recorder = RecordingClient(SimulatedTikTok(world: .builtIn, unixTime: { testTime }))
        let rules = RuleRegistry.all.filter { $0.description.id == "scope-access" }
        let config = LoadedConfig.load(Self.ads(token, #", "uses": ["audiences"]"#))
        let report = try #require(await check(config, rules: rules, offline: false, http: recorder).first)
        #expect(recorder.questions.count == 1)
        #expect(report.status == status)
        #expect(report.findings.count == 1)
    }

    @Test("a missing scope is an error with TikTok's words, and both steps in their order")
    func missing() async throws {
        let config = LoadedConfig.load(Self.ads(Self.eventsOnly, #", "uses": ["audiences"]"#))
        let report = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(report.status == .unhealthy)
        #expect(report.findings.count == 1, "\(report.findings.map(\.message))")
        let finding = try #require(report.findings.first)
        #expect(finding.rule == "scope-access")
        #expect(finding.severity == .error)
        #expect(finding.cause == .scope)
        #expect(finding.message.contains("\"Read Custom Audiences\" (30), needed for audiences"))
        #expect(finding.evidence?.endpoint == "/dmp/custom_audience/list/")
        #expect(finding.evidence?.code == 40001)
        #expect(finding.evidence?.requestID != nil)
        let steps = finding.remediation.steps
        #expect(steps[0].contains("\"Audience Management > Read Custom Audiences\""))
        #expect(steps[0].contains("7 business days"))
        #expect(steps[1].contains("authorise the app again"))
    }

    struct Reply: CustomTestStringConvertible {
        let code: Int
        let message: String
        let outcome: CheckResult.Outcome
        let severity: Severity?
        var testDescription: String { "\(code) \(message)" }
    }

    @Test(
        "only a missing scope accuses; what else a read is refused for is not told",
        arguments: [
            Reply(code: 0, message: "OK", outcome: .passed, severity: nil),
            Reply(code: 40130, message: "scope not authorized", outcome: .failed, severity: .error),
            Reply(code: 40125, message: "no permission", outcome: .failed, severity: .error),
            Reply(
                code: 40001,
                message: "advertiser does not grant you /report/integrated/get/:GET permission",
                outcome: .failed,
                severity: .error
            ),
            Reply(code: 40001, message: "No permission to operate advertiser", outcome: .unknown, severity: .unknown),
            Reply(code: 40001, message: "Permission denied", outcome: .unknown, severity: .unknown),
            Reply(code: 40002, message: "metrics: invalid", outcome: .unknown, severity: .unknown),
            Reply(code: 40100, message: "Too many requests", outcome: .unknown, severity: .unknown),
            Reply(code: 40101, message: "partner", outcome: .unknown, severity: .unknown),
            Reply(code: 40105, message: "Access token is incorrect", outcome: .unknown, severity: .unknown),
            Reply(code: 49999, message: "", outcome: .unknown, severity: .unknown),
        ]
    )
    func replies(_ reply: Reply) async throws {
        let body = #"{"code": \#(reply.code), "message": "\#(reply.message)", "request_id": "1", "data": {}}"#
        let http = ReplacingClient(Self.simulator, path: "/report/integrated/get/", body: body)
        let config = LoadedConfig.load(Self.ads(Self.everyScope, #", "uses": ["ads_reporting", "audiences"]"#))
        let report = try #require(await check(config, offline: false, http: http).first)
        #expect(report.checks.first { $0.rule == "scope-access" }?.outcome == reply.outcome)
        #expect(
            report.findings.map(\.severity) == (reply.severity.map { [$0] } ?? []),
            "\(report.findings.map(\.message))"
        )
        #expect(report.isVerified == (reply.outcome == .passed))
        #expect(report.checks.contains { $0.rule == "token-accepted" && $0.outcome == .passed })
    }

    @Test("the ad account of the config is asked about, else one that the token reaches")
    func advertiser() async throws {
        for (more, expected) in [
            (#", "advertiser_ids": ["7263230018234764310", "7026986696069619138"]"#, "7263230018234764310"),
            (#", "advertiser_ids": ["7571453051182950358", "7263230018234764310"]"#, "7263230018234764310"),
            ("", "7026986696069619138"),
        ] {
            let recorder = RecordingClient(Self.simulator)
            let config = LoadedConfig.load(Self.ads(Self.everyScope, #", "uses": ["audiences"]"# + more))
            _ = await check(config, offline: false, http: recorder)
            let read = try #require(recorder.requests.last)
            #expect(
                read.query.map { "\($0.name)=\($0.value.unmasked)" } == [
                    "advertiser_id=\(expected)", "page=1", "page_size=1",
                ]
            )
        }
    }
}

/// Answers one path with a text, and passes everything else on.
private struct ReplacingClient: HTTPClient {
    private let next: any HTTPClient
    private let path: String
    private let body: String

    init(_ next: any HTTPClient, path: String, body: String) {
        self.next = next
        self.path = path
        self.body = body
    }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        guard request.path.hasSuffix(path) else { return try await next.send(request) }
        return HTTPResponse(status: 200, headers: [], body: Array(body.utf8))
    }
}
