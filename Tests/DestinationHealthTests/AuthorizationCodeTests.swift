import DestinationHealth
import TikTokAPI
import TikTokSimulator
import Testing

@Suite struct AuthorizationCodeTests {
    private static let code = "5a7c9e1b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f"
    private static let pixel = #""pixel_id": "D2L6U03C77U3E3CU4PIG""#
    private static let token = #""access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70""#

    @Test(
        "a code is a known field, found once, and never shown",
        arguments: [
            #"{\#(pixel), \#(token), "auth_code": "\#(code)"}"#,
            #"{\#(pixel), \#(token), "authorization_code": "\#(code)"}"#,
            #"{\#(pixel), \#(token), "code": "\#(code)"}"#,
            #"{\#(pixel), \#(token), "app": {"app_id": "7000000000000000001", "secret": "s3cr3t-s3cr3t", "auth_code": "\#(code)"}}"#,
            #"{\#(pixel), "access_token": "http://localhost:8080/?auth_code=\#(code)&state=1"}"#,
            #"{\#(pixel), "access_token": "http://localhost:8080/?CODE=\#(code)"}"#,
            #"{\#(pixel), "access_token": "\"auth_code\":\"\#(code)\""}"#,
        ]
    )
    func masked(_ text: String) async throws {
        let config = LoadedConfig.load(text)
        let report = try #require(await check(config).first)
        let errors = report.findings.filter { $0.severity == .error && $0.rule != "pasted-decoration" }
        #expect(errors.map(\.rule) == ["authorization-code"], "\(report.findings.map(\.message))")
        #expect(!report.findings.contains { $0.rule == "config-field" || $0.rule == "access-token-format" })
        #expect(config.secrets.contains { $0.unmasked.contains(Self.code) })
        var shown = ""
        dump(config.destinations, to: &shown)
        for finding in report.findings {
            shown += finding.message + finding.remediation.steps.joined()
        }
        #expect(!shown.contains(Self.code))
        #expect(errors.allSatisfy { $0.remediation.steps.contains { $0.contains("/oauth2/access_token/") } })
    }

    @Test("an address in the token's place is not sent to anybody")
    func notSent() async throws {
        let recorder = RecordingClient(SimulatedTikTok(world: .builtIn, unixTime: { testTime }))
        let config = LoadedConfig.load(
            #"{\#(Self.pixel), "access_token": "http://localhost:8080/?auth_code=\#(Self.code)", "test_event_code": "TEST12345"}"#
        )
        let report = try #require(await check(config, offline: false, http: recorder).first)
        #expect(recorder.requests.isEmpty)
        #expect(report.status == .unhealthy)
        #expect(report.findings.map(\.rule) == ["authorization-code"], "\(report.findings.map(\.message))")
    }

    @Test("a code beside a good token is one error, and the token is checked all the same")
    func besideGoodToken() async throws {
        let http = SimulatedTikTok(world: .builtIn, unixTime: { testTime })
        let config = LoadedConfig.load(
            #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345", "auth_code": "\#(Self.code)"}"#
        )
        let report = try #require(await check(config, offline: false, http: http).first)
        #expect(report.status == .unhealthy)
        #expect(report.findings.map(\.rule) == ["authorization-code"])
        #expect(report.checks.contains { $0.rule == "pixel-ownership" && $0.outcome == .passed })
    }

    @Test("the steps for a TikTok account's code are its own")
    func accountCode() async throws {
        let config = LoadedConfig.load(
            #"{"access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc", "app": {"app_id": "7000000000000000001", "secret": "s3cr3t-s3cr3t"}, "auth_code": "\#(Self.code)"}"#
        )
        let finding = try #require(await check(config).first?.findings.first { $0.rule == "authorization-code" })
        #expect(
            finding.remediation.steps.contains { $0.contains("/tt_user/oauth2/token/") && $0.contains("ten minutes") }
        )
    }
}
