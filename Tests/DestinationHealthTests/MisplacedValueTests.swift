import DestinationHealth
import TikTokAPI
import Testing

/// Which rule speaks of a value that stands in the wrong field, and which leave it to that one.
@Suite struct MisplacedValueTests {
    private static let token = "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"
    private static let secret = "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"
    private static let pixel = "D2L6U03C77U3E3CU4PIG"
    private static let number = "7263230018234764310"

    struct Case: CustomTestStringConvertible {
        let config: String
        /// `rule field`, in the order of the report.
        let found: [String]
        var testDescription: String { config }

        init(_ config: String, _ found: String...) {
            self.config = config
            self.found = found
        }
    }

    private static let cases = [
        Case(#"{"pixel_id": "\#(pixel)", "access_token": "\#(token)"}"#),
        Case(#"{"pixel_id": "\#(secret)", "access_token": "\#(token)"}"#, "swapped-values pixel_id"),
        Case(#"{"pixel_id": "\#(token)", "access_token": "\#(token)"}"#, "swapped-values pixel_id"),
        Case(#"{"pixel_id": "\#(token)", "access_token": "\#(pixel)"}"#, "swapped-values pixel_id"),
        Case(#"{"pixel_id": "\#(pixel)", "access_token": "\#(pixel)"}"#, "swapped-values access_token"),
        Case(#"{"pixel_id": "\#(pixel)", "access_token": "TEST12345"}"#, "swapped-values access_token"),
        Case(#"{"pixel_id": "act.k3J9sQ2mVbX7pL", "access_token": "\#(token)"}"#, "swapped-values pixel_id"),
        Case(
            #"{"pixel_id": "TEST12345", "access_token": "\#(token)", "test_event_code": "\#(pixel)"}"#,
            "swapped-values pixel_id"
        ),
        Case(
            #"{"pixel_id": "\#(pixel)", "access_token": "\#(token)", "test_event_code": "\#(token)"}"#,
            "swapped-values test_event_code"
        ),
        Case(
            #"{"pixel_id": "\#(pixel)", "access_token": "rft.k3J9sQ2mVbX7pL", "refresh_token": "act.k3J9sQ2mVbX7pL"}"#,
            "swapped-values access_token"
        ),
        Case(
            #"{"pixel_id": "\#(pixel)", "access_token": "act.k3J9sQ2mVbX7pL", "refresh_token": "act.k3J9sQ2mVbX7pL"}"#,
            "swapped-values refresh_token"
        ),
        // What one value alone does not tell stays with the rule of its field.
        Case(#"{"pixel_id": "\#(number)", "access_token": "\#(token)"}"#, "pixel-id-format pixel_id"),
        Case(#"{"pixel_id": "d2l6u03c77u3e3cu4pig", "access_token": "\#(token)"}"#, "pixel-id-format pixel_id"),
        Case(#"{"pixel_id": "\#(pixel)", "access_token": "\#(number)"}"#, "access-token-format access_token"),
        Case(
            #"{"pixel_id": "\#(number)", "access_token": "\#(token)", "advertiser_ids": ["\#(number)"]}"#,
            "swapped-values pixel_id"
        ),
        Case(
            #"{"pixel_id": "\#(pixel)", "access_token": "\#(token)", "advertiser_ids": ["\#(pixel)", "12"]}"#,
            "swapped-values advertiser_ids[0]",
            "advertiser-id-format advertiser_ids[1]"
        ),
        Case(
            #"{"access_token": "\#(token)", "app": {"app_id": "\#(secret)", "secret": "\#(number)"}}"#,
            "swapped-values app.app_id"
        ),
        Case(
            #"{"access_token": "\#(secret)", "app": {"app_id": "\#(number)", "secret": "\#(secret)"}}"#,
            "swapped-values access_token"
        ),
        // A value that cannot be one at all is not compared.
        Case(
            #"{"access_token": "YOUR_TOKEN", "app": {"app_id": "\#(number)", "secret": "YOUR_TOKEN"}}"#,
            "placeholder-value access_token",
            "placeholder-value app.secret"
        ),
    ]

    @Test("a value in the wrong field is reported once, by the rule that knows most of it", arguments: cases)
    func reportedOnce(_ test: Case) async throws {
        let report = try #require(await check(LoadedConfig.load(test.config)).first)
        #expect(
            report.findings.map { "\($0.rule) \($0.field ?? "")" } == test.found,
            "\(report.findings.map(\.message))"
        )
        for text in report.findings.flatMap({ [$0.message] + $0.remediation.steps }) {
            #expect(!text.contains(Self.token) && !text.contains(Self.secret) && !text.contains("k3J9sQ2m"), "\(text)")
        }
    }

    @Test("without the rule the format rules report the same values")
    func skipped() async throws {
        let rules = RuleRegistry.all.filter { $0.description.id != "swapped-values" }
        let config = LoadedConfig.load(
            #"""
            {"pixel_id": "\#(Self.token)", "access_token": "rft.k3J9sQ2mVbX7pL", "test_event_code": "\#(Self.pixel)",
             "app": {"app_id": "\#(Self.pixel)", "secret": "\#(Self.secret)"}, "advertiser_ids": ["\#(Self.pixel)"]}
            """#
        )
        let report = try #require(await check(config, rules: rules).first)
        #expect(
            Set(report.findings.map(\.rule)) == [
                "pixel-id-format", "access-token-format", "test-event-code-format", "app-credentials-format",
                "advertiser-id-format",
            ]
        )
    }

    @Test(
        "what stands in the wrong field is not sent",
        arguments: [
            #"{"pixel_id": "TEST12345", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "rft.k3J9sQ2mVbX7pL"}"#,
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70", "test_event_code": "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"}"#,
        ]
    )
    func notSent(_ text: String) async throws {
        let recorder = RecordingClient(NoNetwork())
        let report = try #require(await check(LoadedConfig.load(text), offline: false, http: recorder).first)
        #expect(report.status == .unhealthy)
        #expect(report.findings.map(\.rule) == ["swapped-values"])
        #expect(recorder.requests.isEmpty)
    }

    @Test("a spoiled list of ad accounts is not told a thousand times, and the errors come first")
    func manyAdvertisers() async throws {
        let ids = (["\(Self.number)", "\(Self.number)"] + (0..<3_000).map { "99\($0)" }).map { "\"\($0)\"" }
        let config = LoadedConfig.load(
            #"{"pixel_id": "\#(Self.pixel)", "access_token": "\#(Self.token)", "advertiser_ids": [\#(ids.joined(separator: ","))]}"#
        )
        let report = try #require(await check(config).first)
        #expect(report.findings.count == 10)
        #expect(report.findings.allSatisfy { $0.severity == .error })
        #expect(report.findings.last?.message.hasSuffix(", and 2991 more of the list are in doubt") == true)
    }
}
