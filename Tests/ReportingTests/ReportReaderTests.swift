import DestinationHealth
import Foundation
import LocatedJSON
import Testing
import TikTokAPI

@testable import Reporting

/// A report of ours is read back as it was written; anything else is refused with its place.
@Suite("Reading a JSON report")
struct ReportReaderTests {
    private static let format = JSONFormat(masker: SecretMasker(SampleReport.secrets))
    private static func text() throws -> String {
        String(decoding: format.bytes(of: try SampleReport.all()), as: UTF8.self)
    }

    @Test("what is read is written again byte for byte")
    func roundTrip() throws {
        let bytes = Self.format.bytes(of: try SampleReport.all())
        let (report, baseline) = try ReportReader.read(bytes)
        #expect(JSONFormat(masker: .none).bytes(of: report) == bytes)
        #expect(baseline == nil)
        #expect(report.destinations.count == 7)
        #expect(report.destinations.first?.answers.count == 1)
    }

    @Test("shard, history, headline and interruption are read back too")
    func roundTripOfTheRest() throws {
        var report = try SampleReport.all()
        report.metadata.shard = ReportShard(index: 2, count: 3, ofDestinations: 20, ofFiles: ["b.json", "a.json"])
        report.headline = "TikTok is down"
        report.isInterrupted = true
        report.exitCode = 143
        report.metadata.remembersVerdicts = true
        report.destinations[0].history = DestinationHistory(
            status: .healthy,
            since: report.metadata.startedAt - 60,
            runs: 3,
            changedFrom: .unhealthy,
            determinedAt: report.metadata.startedAt,
            isChange: false,
            now: report.metadata.startedAt
        )
        let bytes = Self.format.bytes(of: report)
        let read = try ReportReader.read(bytes).report
        #expect(JSONFormat(masker: .none).bytes(of: read) == bytes)
        #expect(read.destinations[0].history == report.destinations[0].history)
        #expect(read.metadata.shard == report.metadata.shard)
    }

    @Test("members of a later version are passed over, and those that came later may be missing")
    func otherMembers() throws {
        var text = try Self.text()
        text = text.replacing("\"offline\": false,", with: "\"offline\": false, \"later\": {\"a\": [1]},")
        text = text.replacing("\"verified\": true,", with: "\"verified\": true, \"later\": null,")
        for line in ["      \"checked\": true", "  \"simulated\": false,\n"] { #expect(text.contains(line)) }
        text = text.replacing("\"expiries\": [],\n      \"checked\": true", with: "\"expiries\": []")
        text = text.replacing("  \"simulated\": false,\n", with: "")
        let report = try ReportReader.read(Array(text.utf8)).report
        #expect(Self.format.bytes(of: report) == Self.format.bytes(of: try SampleReport.all()))
    }

    @Test(
        "what is wrong is told with its place",
        arguments: [
            (
                "\"started_at\": \"2026-11-21T10:00:00Z\"", "\"started_at\": \"yesterday\"",
                "\"started_at\" of the report is no moment such as 2026-11-21T10:00:00Z"
            ),
            ("\"offline\": false", "\"offline\": \"no\"", "\"offline\" of the report is a string, not a boolean"),
            (
                "\"exit_code\": 1", "\"exit_code\": 1e0",
                "\"exit_code\" of the report is not a whole number from 0 to 255"
            ),
            (
                "\"exit_code\": 1", "\"exit_code\": 99999999999999999999999999",
                "\"exit_code\" of the report is not a whole number from 0 to 255"
            ),
            ("\"exit_code\": 1", "\"exit\": 1", "the report lacks \"exit_code\""),
            (
                "\"api_calls\": 5", "\"api_calls\": -5",
                "\"api_calls\" of \"summary\" is not a whole number from 0 to 1000000000000"
            ),
            (
                "\"healthy\": 1", "\"healthy\": 2",
                "\"summary\" does not count the destinations of the report: something was added or taken out"
            ),
            (
                "\"status\": \"healthy\"", "\"status\": \"fine\"",
                "\"status\" of an element of \"destinations\" is none of healthy, unhealthy, unknown, skipped"
            ),
            (
                "\"name\": \"shop-eu\"", "\"name\": 3",
                "\"name\" of an element of \"destinations\" is a number, not a string"
            ),
            ("\"steps\": [", "\"steps\": [ {},", "an element of \"steps\" is an object, not a string"),
            ("\"checks\": [", "\"checks\": [ 7,", "an element of \"checks\" is a number, not an object"),
            (
                "\"severity\": \"error\"", "\"severity\": \"fatal\"",
                "\"severity\" of an element of \"findings\" is none of note, warning, unknown, error"
            ),
            (
                "\"report_version\": 1", "\"report_version\": 2",
                "was written by a later version of validate (report version 2)"
            ),
        ]
    )
    func wrong(_ old: String, _ new: String, _ message: String) throws {
        let text = try Self.text()
        let range = try #require(text.range(of: old))
        let changed = Array(text.replacingCharacters(in: range, with: new).utf8)
        let fault = #expect(throws: ReportFault.self) { try ReportReader.read(changed) }
        #expect(fault?.message == message)
        #expect(fault?.position != nil)
        #expect(fault?.sentence(file: "r.json").hasPrefix("r.json:") == true)
    }

    @Test(
        "what is no report of ours is called so",
        arguments: [
            "{}", "[]", "null", "3", "\"report_version\"", #"{"report_version": 1}"#,
            #"{"report_version": 1, "tool": "validate"}"#, #"{"report_version": 1, "tool": {"name": "trivy"}}"#,
            #"{"destinations": [{"pixel_id": "D2L6U03C77U3E3CU4PIG"}]}"#,
        ]
    )
    func foreign(_ text: String) {
        let fault = #expect(throws: ReportFault.self) { try ReportReader.read(Array(text.utf8)) }
        #expect(fault?.message == "is no JSON report of validate")
    }

    @Test("an error in a destination that is not called unhealthy is no work of ours")
    func contradiction() throws {
        let text = try Self.text().replacing("\"status\": \"unhealthy\"", with: "\"status\": \"unknown\"")
            .replacing("\"unhealthy\": 3", with: "\"unhealthy\": 0").replacing("\"unknown\": 2", with: "\"unknown\": 5")
        let fault = #expect(throws: ReportFault.self) { try ReportReader.read(Array(text.utf8)) }
        #expect(fault?.message == "an element of \"destinations\" has an error and is not unhealthy")
    }

    @Test("a report that is cut off anywhere, or has a byte changed, is read or refused, and nothing worse")
    func damaged() throws {
        let bytes = Array(try Self.text().utf8)
        for end in stride(from: 0, to: bytes.count - 2, by: 37) {
            #expect(throws: ReportFault.self) { try ReportReader.read(Array(bytes[..<end])) }
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var changed = bytes
            changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = try? ReportReader.read(changed)
        }
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(throws: ReportFault.self) { try ReportReader.read(deep) }
    }
}
