import DestinationHealth
import LocatedJSON
import TestSupport
import Testing
import TikTokAPI

@testable import Reporting

@Suite("JSON report")
struct JSONFormatTests {
    private let format = JSONFormat(masker: SecretMasker(SampleReport.secrets))

    @Test("looks as the golden file shows")
    func golden() throws {
        GoldenFile.expect(format.bytes(of: try SampleReport.all()), named: "report.json")
    }

    @Test("every key of the contract is there, in its order")
    func keys() throws {
        let bytes = format.bytes(of: try SampleReport.all())
        #expect(bytes.last == 0x0A)
        let root = try JSONDocument(parsing: bytes).root
        #expect(
            keys(root) == [
                "report_version", "tool", "started_at", "offline", "simulated", "configs", "destinations",
                "duration_ms", "interrupted", "status", "exit_code", "headline", "summary", "problems",
            ]
        )
        #expect(keys(root["tool"]) == ["name", "version"])
        #expect(root["started_at"]?.string == "2026-11-21T10:00:00Z")
        #expect(
            keys(root["summary"]) == [
                "destinations", "healthy", "unhealthy", "unknown", "skipped", "api_calls", "events_sent", "retries",
            ]
        )
        for problem in elements(root["problems"]) {
            #expect(keys(problem) == ["message", "source", "severity"])
            #expect(keys(problem["source"]) == ["file", "line", "column"])
        }
        let destinations = elements(root["destinations"])
        #expect(destinations.count == 7)
        for destination in destinations {
            #expect(
                keys(destination) == [
                    "name", "type", "status", "verified", "token_kind", "token_kind_inferred_from", "source",
                    "duration_ms", "retries", "checks", "findings", "answers", "expiries", "checked",
                ]
            )
            #expect(keys(destination["source"]) == ["file", "line", "column"])
            for check in elements(destination["checks"]) { #expect(keys(check) == ["rule", "outcome", "reason"]) }
            for finding in elements(destination["findings"]) {
                #expect(
                    keys(finding) == [
                        "rule", "severity", "cause", "field", "message", "source", "evidence", "remediation",
                    ]
                )
                #expect(keys(finding["remediation"]) == ["actor", "steps"])
                if finding["evidence"]?.kind == .object {
                    let evidence = [
                        "endpoint", "http_status", "code", "message", "request_id", "attempts", "event_copies",
                    ]
                    #expect(keys(finding["evidence"]) == evidence)
                }
            }
        }
    }

    private static let hostile = [
        "\u{1B}[2J", "a\r\n::error::", "\u{202E}", "\u{0}", "a\u{301}", "日本 👨‍👩‍👧", "\u{2028}",
    ]

    // By number: the names of tests are printed, and a CI system would take some of these texts for commands.
    @Test(
        "hostile texts come back whole, and those from outside capped",
        .tags(.R7, .F25, .P22),
        arguments: Self.hostile.indices
    )
    func outsideTexts(_ number: Int) throws {
        let text = Self.hostile[number]
        let file = try SampleReport.source()
        let place = SampleReport.place("\"shop-us\"", in: file)
        let long = String(repeating: text, count: 600)
        let finding = Finding(
            rule: "token-accepted",
            severity: .error,
            cause: .credential,
            field: nil,
            message: text,
            source: place,
            evidence: ResponseSummary(
                endpoint: "/event/track/",
                httpStatus: nil,
                code: nil,
                message: long,
                requestID: nil
            ),
            remediation: Remediation(actor: .you, steps: [text])
        )
        let report = SampleReport.report([SampleReport.destination(text, .unhealthy, at: place, findings: [finding])])
        let bytes = format.bytes(of: report)
        #expect(bytes.allSatisfy { $0 == 0x0A || $0 >= 0x20 })
        let destination = try #require(elements(try JSONDocument(parsing: bytes).root["destinations"]).first)
        #expect(destination["name"]?.string.map { Array($0.utf8) } == Array(text.utf8))
        let evidence = try #require(elements(destination["findings"]).first?["evidence"])
        #expect(evidence["message"]?.string?.unicodeScalars.count == 500)
        #expect(evidence["http_status"]?.kind == .null)
    }

    @Test("a secret is masked before a field is capped, so that no part of it stays")
    func maskedBeforeCapped() throws {
        let secret = "8f1c0d9a7b3e4f5a6b7c8d9e0f1a2b3c4d5e9f2c"
        let file = try SampleReport.source()
        let problem = Problem(String(repeating: "x", count: 480) + secret, source: SampleReport.place("{", in: file))
        let text = String(decoding: format.bytes(of: SampleReport.report([], problems: [problem])), as: UTF8.self)
        #expect(text.utf8.count { $0 == UInt8(ascii: "*") } == 4)
        #expect(!Array(text.utf8).indices.contains { Array(text.utf8)[$0...].starts(with: secret.utf8.prefix(8)) })
    }

    @Test(
        "stays JSON whatever the secrets are",
        arguments: ["12345", "\": \"", "},\n  ", "false", "812,\n", "name\": \"shop", "    \"na"]
    )
    func sinkKeepsJSON(_ secret: String) throws {
        let masker = SecretMasker([Secret(secret)])
        let sink = OutputSink.inMemory(masker: masker)
        sink.write(JSONFormat(masker: masker).bytes(of: try SampleReport.all()))
        #expect(throws: Never.self) { try JSONDocument(parsing: sink.contents) }
    }

    @Test(
        "moments",
        .tags(.C23),
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_255_200, "2026-11-21T10:00:00Z"), (2_147_483_648, "2038-01-19T03:14:08Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
            (Int.max, "9999-12-31T23:59:59Z"), (Int.min, "0000-01-01T00:00:00Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"),
        ]
    )
    func moments(unixTime: Int, text: String) {
        #expect(Timestamp.text(unixTime) == text)
    }

    private func keys(_ value: JSONValue?) -> [String] {
        value.map { $0.members.map(\.key) } ?? []
    }

    private func elements(_ value: JSONValue?) -> [JSONValue] {
        value.map { Array($0.elements) } ?? []
    }
}
