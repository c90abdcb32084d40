import DestinationHealth
import Synchronization
import TestSupport
import TikTokAPI
import TikTokSimulator
import Testing

@Suite struct LiveRuleTests {
    private static let simulator = SimulatedTikTok(world: .builtIn, unixTime: { testTime })

    @Test(
        "every answer leads to its verdict, cause and evidence",
        .tags(.P2, .P3, .P4, .P6, .P7, .P8),
        arguments: LiveCase.all
    )
    func verdicts(_ test: LiveCase) async throws {
        let config = LoadedConfig.load("{\"destinations\": [\(test.destination)]}")
        let report = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(report.status.rawValue == test.status, "\(report.findings.map(\.message))")
        #expect(report.isVerified == test.isVerified)
        let deciding = report.findings.first { $0.severity >= .unknown }
        #expect(deciding?.rule == test.rule)
        #expect(deciding?.cause.rawValue == test.cause)
        #expect(deciding?.evidence?.code == test.code)
        if let deciding, let evidence = deciding.evidence {
            #expect(evidence.endpoint.hasPrefix("/"))
            #expect(evidence.httpStatus != nil)
            #expect(test.code == nil || evidence.requestID != nil)
        }
        #expect(report.findings.allSatisfy { !$0.remediation.steps.isEmpty })
    }

    struct FailureCase: CustomTestStringConvertible {
        let token: String
        let cause: Cause
        let words: String
        var testDescription: String { words }
    }

    @Test(
        "no answer is never anybody's fault but the way's",
        .tags(.N1, .N4, .N38),
        arguments: [
            FailureCase(token: "c002877abc1c93bcbfcf5b3013e015b8de8ea3dc", cause: .network, words: "no"),
            FailureCase(token: "c0007176eb7db2731d0871316d80f06e47b714a1", cause: .network, words: "refused"),
            FailureCase(token: "c0056478dc6503dc0031728767ecc66f5bcf121e", cause: .network, words: "ended"),
            FailureCase(token: "c0060e46578b34df51613cc60ab05837bc7fc7e3", cause: .tls, words: "certificate"),
            FailureCase(token: "c0061d1744233e3af6d5cef756c89543ccee8444", cause: .tls, words: "certificate"),
            FailureCase(token: "c0006ebc85715f27c16f4b3fbdd69612c398f1c1", cause: .network, words: "name"),
            FailureCase(token: "c0407cf461499e16dda9fcc8e1a6e83fb7d2f9d2", cause: .proxy, words: "proxy"),
        ]
    )
    func failures(_ test: FailureCase) async throws {
        let config = LoadedConfig.load(
            #"{"pixel_id": "CFLFN9BC77UEUNENBHO0", "access_token": "\#(test.token)", "test_event_code": "TEST12345"}"#
        )
        let report = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(report.status == .unknown)
        let finding = try #require(report.findings.first)
        #expect(report.findings.count == 1, "one cause is told once: \(report.findings.map(\.message))")
        #expect(finding.cause == test.cause)
        #expect(finding.message.contains(test.words), "\(finding.message)")
        #expect(report.checks.filter { $0.outcome == .unknown }.map(\.rule) == ["token-accepted", "pixel-ownership"])
    }

    @Test(
        "nothing is sent for a destination whose values are missing, made up or broken",
        .tags(.F18, .F19, .T5),
        arguments: [
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG"}"#,
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "YOUR_ACCESS_TOKEN"}"#,
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a 1c5e"}"#,
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a\u00001c5e"}"#,
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a\u04301c5e"}"#,
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "${env:NOT_SET}"}"#,
            #"{"pixel_id": "7081234567890123456", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
            #"{"pixel_id": "d2l6u03c77u3e3cu4pig", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e", "enabled": false}"#,
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e", "test_event_code": "TEST 1"}"#,
            #"{"type": "tiktok_ads", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
        ]
    )
    func nothingSent(_ text: String) async throws {
        let recorder = RecordingClient(Self.simulator)
        let report = try #require(await check(LoadedConfig.load(text), offline: false, http: recorder).first)
        #expect(recorder.requests.isEmpty)
        #expect(report.status == .unhealthy || report.status == .skipped)
        #expect(!report.checks.contains { $0.rule == "token-accepted" && $0.outcome != .skipped })
    }

    @Test("a value that is not sent leaves the verdict open when the rule that would say so is left out")
    func healthyNeedsProof() async throws {
        let config = LoadedConfig.load(#"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "YOUR_ACCESS_TOKEN"}"#)
        let rules = RuleRegistry.all.filter { $0.description.id != "placeholder-value" }
        let report = try #require(await check(config, rules: rules, offline: false, http: Self.simulator).first)
        #expect(report.status == .unknown)
        #expect(report.findings.contains { $0.severity == .unknown && $0.message.contains("nothing was asked") })
    }

    @Test("the cleaned value is sent, the raw one never", .tags(.F18))
    func cleanedIsSent() async throws {
        let recorder = RecordingClient(Self.simulator)
        let token = "900d18305cee759b483db4704e1a46080624e88b"
        let config = LoadedConfig.load(
            #"{"pixel_id": " COH98PBC77U2GA5OQKK0\u200B", "access_token": "Bearer \#(token)\n", "test_event_code": "TEST12345"}"#
        )
        let report = try #require(await check(config, offline: false, http: recorder).first)
        #expect(report.status == .unhealthy)
        #expect(report.checks.filter { $0.rule == "pixel-ownership" }.map(\.outcome) == [.passed])
        let request = try #require(recorder.requests.first)
        #expect(recorder.requests.count == 1)
        #expect(request.headers.first { $0.name == "Access-Token" }?.value.unmasked == token)
    }

    @Test("equal questions of several destinations are asked once, and each gets the answer", .tags(.F20))
    func singleFlight() async {
        let recorder = RecordingClient(Self.simulator)
        let one =
            #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345"}"#
        let config = LoadedConfig.load(
            "{\"destinations\": [\(Array(repeating: one, count: 40).joined(separator: ","))]}"
        )
        let reports = await check(config, offline: false, http: recorder)
        #expect(recorder.requests.count == 1)
        #expect(reports.count == 40)
        #expect(reports.allSatisfy { $0.isVerified })
    }

    @Test("only what was selected is asked: the token alone needs no event")
    func tokenAloneSendsNoEvent() async throws {
        let recorder = RecordingClient(Self.simulator)
        let config = LoadedConfig.load(
            #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345"}"#
        )
        let rules = RuleRegistry.all.filter { $0.description.id == "token-accepted" }
        let report = try #require(await check(config, rules: rules, offline: false, http: recorder).first)
        #expect(report.status == .healthy)
        #expect(!report.isVerified)
        let body = try #require(recorder.requests.first?.body)
        #expect(String(decoding: body, as: UTF8.self).contains(#""data":[]"#))
    }

    @Test("an event goes outside the test view only when that was allowed")
    func productionEvent() async throws {
        let config = LoadedConfig.load(
            #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b"}"#
        )
        let live = LiveOptions(allowsProductionEvent: true)
        let report = try #require(await check(config, offline: false, live: live, http: Self.simulator).first)
        #expect(report.isVerified)
    }

    @Test("tokens that belong to each other's pixels are found out, in both destinations")
    func swappedTokens() async throws {
        let config = LoadedConfig.load(
            """
            {"defaults": {"test_event_code": "TEST12345"}, "destinations": [
              {"name": "south", "pixel_id": "CMSFOFBC77U29EM3TVI0", "access_token": "900d18305cee759b483db4704e1a46080624e88b"},
              {"name": "north", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d2d778f3858295a8ae8e2ded8077a10f65ca3"}
            ]}
            """
        )
        let recorder = RecordingClient(Self.simulator)
        let reports = await check(config, offline: false, http: recorder)
        for (report, names) in zip(reports, ["south and north", "north and south"]) {
            #expect(report.status == .unhealthy)
            #expect(report.findings.first?.message.contains("the tokens of \(names) look swapped") == true)
        }
        #expect(recorder.requests.count == 4, "two of their own and two to find out")
    }

    @Test("a token that works for another pixel of the config is told to be that one's")
    func tokenOfAnotherPixel() async throws {
        let config = LoadedConfig.load(
            """
            {"defaults": {"test_event_code": "TEST12345"}, "destinations": [
              {"name": "south", "pixel_id": "CMSFOFBC77U29EM3TVI0", "access_token": "900d18305cee759b483db4704e1a46080624e88b"},
              {"name": "north", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b"}
            ]}
            """
        )
        let recorder = RecordingClient(Self.simulator)
        let reports = await check(config, offline: false, http: recorder)
        #expect(reports.map(\.status) == [.unhealthy, .healthy])
        let error = try #require(reports[0].findings.first { $0.severity == .error })
        #expect(error.message.contains("this token is the right one for the pixel of north"))
        #expect(recorder.requests.count == 2, "what was asked for north answers for south")
    }

    @Test("finding out more about many refusals stays within a small number of events")
    func diagnosticBudget() async throws {
        let destinations = (0..<60).map { index in
            let pixel = "C4G8U03C77U3E3CU" + String(index + 1000) + "0"
            return
                #"{"name": "d\#(index)", "pixel_id": "\#(pixel.prefix(19))0", "access_token": "900d18305cee759b483db4704e1a46080624e88b"}"#
        }
        let config = LoadedConfig.load(
            "{\"defaults\": {\"test_event_code\": \"TEST12345\"}, \"destinations\": [\(destinations.joined(separator: ","))]}"
        )
        let recorder = RecordingClient(Self.simulator)
        _ = await check(config, offline: false, http: recorder)
        #expect(recorder.requests.count <= 60 + 20)
    }

    private static let marketing =
        #""access_token": "a0001562e145dec3e17f393d3d43dd758b64029f", "app": {"app_id": "7196993655622416073", "secret": "b608897955ca88e77be570133fdf5d65302e6a78"}"#

    struct PixelCase: CustomTestStringConvertible {
        let testDescription: String
        let members: String
        let status: HealthStatus
        let isVerified: Bool
        let state: (severity: Severity, words: String)?
    }

    @Test(
        "a marketing token proves its pixel by reading it, and what became of the pixel is told",
        .tags(.P21),
        arguments: [
            PixelCase(
                testDescription: "shared, no event needed",
                members: #""pixel_id": "CCL73FRC77U60JT0SG40", "advertiser_ids": ["7263230018234764310"]"#,
                status: .healthy,
                isVerified: true,
                state: (.note, "shared")
            ),
            PixelCase(
                testDescription: "transferred",
                members: #""pixel_id": "DAHRG7RC77U2Q7L12UHG", "advertiser_ids": ["7263230018234764310"]"#,
                status: .healthy,
                isVerified: true,
                state: (.note, "Business Center")
            ),
            PixelCase(
                testDescription: "unlinked",
                members: #""pixel_id": "CLGJ0MRC77U197L7I48G", "advertiser_ids": ["7263230018234764310"]"#,
                status: .healthy,
                isVerified: true,
                state: (.warning, "no longer linked")
            ),
            PixelCase(
                testDescription: "in the second ad account named",
                members:
                    #""pixel_id": "CCL73FRC77U60JT0SG40", "advertiser_ids": ["7026986696069619138", "7263230018234764310"]"#,
                status: .healthy,
                isVerified: true,
                state: (.note, "shared")
            ),
            PixelCase(
                testDescription: "in no ad account named",
                members: #""pixel_id": "CCL73FRC77U60JT0SG40", "advertiser_ids": ["7026986696069619138"]"#,
                status: .unknown,
                isVerified: false,
                state: (.warning, "none of the ad accounts")
            ),
        ]
    )
    func pixelByList(_ test: PixelCase) async throws {
        let config = LoadedConfig.load("{\(test.members), \(Self.marketing)}")
        let report = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(report.status == test.status, "\(report.findings.map(\.message))")
        #expect(report.isVerified == test.isVerified)
        let state = report.findings.first { $0.rule == "pixel-state" }
        #expect(state?.severity == test.state?.severity)
        #expect(state?.message.contains(test.state?.words ?? "") == true)
    }

    @Test("a refusal to list pixels does not undo an event that was accepted")
    func refusedList() async throws {
        let config = LoadedConfig.load(
            """
            {"pixel_id": "CCL73FRC77U60JT0SG40", "access_token": "a0004f1dd1cb2f2b24f79ebd989ab92da3b9d10d",
             "app": {"app_id": "7196993655622416073", "secret": "b608897955ca88e77be570133fdf5d65302e6a78"},
             "advertiser_ids": ["7263230018234764310"], "test_event_code": "TEST12345"}
            """
        )
        let report = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(report.status == .healthy, "\(report.findings.map(\.message))")
        #expect(report.isVerified)
        #expect(report.findings.contains { $0.rule == "pixel-ownership" && $0.severity == .note })
    }

    @Test("what a call lists tells the kind of a token that the config does not declare")
    func kindByEvidence() async throws {
        let config = LoadedConfig.load(
            #"{"access_token": "a0001562e145dec3e17f393d3d43dd758b64029f", "app": {"app_id": "7196993655622416073", "secret": "b608897955ca88e77be570133fdf5d65302e6a78"}}"#
        )
        let asked = try #require(await check(config, offline: false, http: Self.simulator).first?.tokenKind)
        #expect(asked.kind == .marketing)
        #expect(asked.inference == "TikTok lists ad accounts for it")
        let offline = try #require(await check(config).first?.tokenKind)
        #expect(offline.inference != asked.inference)
    }

    @Test("a token of Events Manager that sends its events is not bad for being refused elsewhere")
    func eventsManagerTokenElsewhere() async throws {
        let config = LoadedConfig.load(
            """
            {"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b",
             "app": {"app_id": "7196993655622416073", "secret": "b608897955ca88e77be570133fdf5d65302e6a78"},
             "advertiser_ids": ["7571453051182950358"], "test_event_code": "TEST12345"}
            """
        )
        let report = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(report.status == .healthy, "\(report.findings.map(\.message))")
        #expect(report.isVerified)
        #expect(report.tokenKind?.kind == .eventsManager)
        #expect(report.findings.filter { $0.severity > .note }.isEmpty)
    }

    @Test("where app and token do not fit, a call with the token alone tells which of them it is")
    func whichOfThree() async throws {
        let config = LoadedConfig.load(
            #"{"access_token": "a0003c0216d72e18f51d7916131f69feee8d604d", "app": {"app_id": "7196993655622416073", "secret": "b608897955ca88e77be570133fdf5d65302e6a78"}}"#
        )
        let report = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(report.findings.count == 1)
        #expect(report.findings.first?.message.contains("the token itself is good") == true)
        #expect(report.checks.contains { $0.rule == "token-accepted" && $0.outcome == .passed })
    }

    @Test("a sandbox token is asked about at the sandbox, and its pixel stays open")
    func sandbox() async throws {
        let recorder = RecordingClient(Self.simulator)
        let config = LoadedConfig.load(
            #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "5a0d1a2ae7ca833c2253de4b1a4c339014390a2c", "token_kind": "sandbox"}"#
        )
        let report = try #require(await check(config, offline: false, http: recorder).first)
        #expect(report.status == .unknown)
        #expect(report.checks.contains { $0.rule == "token-accepted" && $0.outcome == .passed })
        #expect(report.findings.map(\.cause) == [.environment])
        #expect(recorder.requests.map(\.origin) == [.sandbox])
    }
}

/// Passes requests on and remembers them.
final class RecordingClient: HTTPClient {
    /// The paths below the version in the order of asking, each once however often it was asked in a row.
    var questions: [String] {
        requests.map { String($0.path.dropFirst("/open_api/v1.3".count)) }.reduce(into: []) { paths, path in
            if paths.last != path { paths.append(path) }
        }
    }

    private let next: any HTTPClient
    private let stored = Mutex<[HTTPRequest]>([])

    init(_ next: any HTTPClient) {
        self.next = next
    }

    var requests: [HTTPRequest] { stored.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        stored.withLock { $0.append(request) }
        return try await next.send(request)
    }
}
