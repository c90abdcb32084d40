import DestinationHealth
import TestSupport
import TikTokAPI
import Testing

/// Neither fooled into healthy nor into unhealthy: each case was once wrong.
@Suite struct ProofTests {
    private static let refused =
        #"{"code": 40105, "message": "Access token is incorrect or has been revoked.", "request_id": "r"}"#
    private static let event =
        #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345""#
    private static let ads =
        #"{"type": "tiktok_ads", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "app": {"app_id": "7196993655622416073", "secret": "b608897955ca88e77be570133fdf5d65302e6a78"}"#

    private func report(
        _ destination: String,
        _ body: String,
        rules: Set<String>? = nil,
        skip: Set<String> = []
    ) async throws -> DestinationReport {
        let selected = RuleRegistry.all.filter { rule in
            (rules?.contains(rule.description.id) ?? true) && !skip.contains(rule.description.id)
        }
        return try #require(
            await check(LoadedConfig.load(destination + "}"), rules: selected, offline: false, http: FixedAnswer(body))
                .first
        )
    }

    @Test("a refused token is never passed over because another rule would have told it")
    func refusalIsTold() async throws {
        for destination in [Self.event, Self.ads] {
            for rule in ["pixel-ownership", "app-credentials", "advertiser-access", "token-accepted"] {
                let isAbout = (rule == "pixel-ownership") == (destination == Self.event) || rule == "token-accepted"
                guard isAbout else { continue }
                let alone = try await report(destination, Self.refused, rules: [rule])
                #expect(alone.status == .unhealthy, "\(rule) alone: \(alone.checks)")
            }
            let skipped = try await report(destination, Self.refused, skip: ["token-accepted"])
            #expect(skipped.status == .unhealthy)
            let suppressed = try await report(
                destination + #", "suppress": [{"rule": "token-accepted", "reason": "r", "until": "2099-01-01"}]"#,
                Self.refused
            )
            #expect(suppressed.status != .healthy)
        }
    }

    @Test(
        "an unknown verdict always says why",
        arguments: [
            #"{"code": 40002, "message": "Missing required field(s): secret.", "request_id": "r"}"#,
            #"{"code": 50000, "message": "System error", "request_id": "r"}"#,
            #"{"code": 20001, "message": "OK", "request_id": "r"}"#,
            #"{"code": 49999, "message": "?", "request_id": "r"}"#,
            "<html></html>",
        ]
    )
    func unknownIsExplained(_ body: String) async throws {
        for (destination, skips) in [
            (Self.event, [[], ["token-accepted"]]), (Self.ads, [[], ["token-accepted"], ["app-credentials"]]),
        ] as [(String, [Set<String>])] {
            for skip in skips {
                let report = try await report(destination, body, skip: skip)
                #expect(report.status == .unknown)
                #expect(report.findings.contains { $0.severity == .unknown }, "\(skip): \(report.checks)")
            }
        }
    }

    struct ListCase: CustomTestStringConvertible {
        let data: String
        let status: HealthStatus
        var testDescription: String { "\(data) is \(status)" }
    }

    @Test(
        "a list of ad accounts accuses only where it is understood and complete",
        .tags(.P10, .P14, .P15, .P17),
        arguments: [
            ListCase(data: #"{"list": [{"advertiser_id": "7301985562740183041"}]}"#, status: .healthy),
            ListCase(data: #"{"list": [{"advertiser_id": 7301985562740183041}]}"#, status: .healthy),
            ListCase(data: #"{"list": [{"advertiser_id": "1"}]}"#, status: .unhealthy),
            ListCase(data: #"{"list": []}"#, status: .unhealthy),
            ListCase(
                data: #"{"list": [{"advertiser_id": "1"}], "page_info": {"total_number": 1, "total_page": 1}}"#,
                status: .unhealthy
            ),
            ListCase(data: #"{"list": ["7301985562740183041"]}"#, status: .unknown),
            ListCase(data: #"{"list": [{"id": "7301985562740183041"}]}"#, status: .unknown),
            ListCase(data: #"{"list": [{"advertiser_id": null}]}"#, status: .unknown),
            ListCase(data: #"{"list": [{"advertiser_id": 7.301985562740183041e18}]}"#, status: .unknown),
            ListCase(data: #"{"list": [{"advertiser_id": 7301985562740183041.0}]}"#, status: .unknown),
            ListCase(data: #"{"list": [{"advertiser_id": "1"}, null]}"#, status: .unknown),
            ListCase(data: #"{"list": [{"advertiser_id": "1"}], "page_info": {"total_page": 250}}"#, status: .unknown),
            ListCase(data: #"{"list": [{"advertiser_id": "1"}], "has_more": true}"#, status: .unknown),
            ListCase(data: #"{"list": [], "total_number": 3}"#, status: .unknown),
            ListCase(data: #"{"list": null}"#, status: .unknown),
            ListCase(data: "{}", status: .unknown),
            ListCase(data: "null", status: .unknown),
        ]
    )
    func lists(_ test: ListCase) async throws {
        let report = try await report(
            Self.ads + #", "advertiser_ids": ["7301985562740183041"]"#,
            #"{"code": 0, "message": "OK", "request_id": "r", "data": \#(test.data)}"#
        )
        #expect(report.status == test.status, "\(report.findings.map(\.message))")
        #expect(report.isVerified == (test.status == .healthy))
    }

    @Test(
        "an account token is proven only by an answer about the app that was asked about",
        .tags(.P24),
        arguments: [
            (#"{"app_id": "7196993655622416073", "scope": "user.info.basic"}"#, HealthStatus.healthy),
            (#"{"app_id": "7999999999999999999"}"#, .unknown), ("{}", .unknown), ("null", .unknown),
        ]
    )
    func accountToken(_ data: String, _ status: HealthStatus) async throws {
        let destination = Self.ads.replacing(
            "900d18305cee759b483db4704e1a46080624e88b",
            with: "act.k3J9sQ2mVbX7pLzR4tYw8nHc"
        )
        let report = try await report(
            destination,
            #"{"code": 0, "message": "OK", "request_id": "r", "data": \#(data)}"#
        )
        #expect(report.status == status, "\(report.findings.map(\.message))")
    }
}

/// Gives every question the same answer.
private struct FixedAnswer: HTTPClient {
    let body: String

    init(_ body: String) {
        self.body = body
    }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        HTTPResponse(status: 200, body: Array(body.utf8))
    }
}
