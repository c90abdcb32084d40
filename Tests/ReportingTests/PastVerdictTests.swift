import DestinationHealth
import LocatedJSON
import Reporting
import Testing
import TikTokAPI

/// What earlier runs add to a report.
@Suite struct PastVerdictTests {
    private static let now = 1_795_255_200

    struct Case: CustomTestStringConvertible {
        let status: HealthStatus
        let history: DestinationHistory?
        var verbosity = TextFormat.Verbosity.normal
        let words: String
        var testDescription: String { words }
    }

    private static func history(
        _ status: HealthStatus?,
        for age: Int = 0,
        runs: Int = 1,
        from: HealthStatus? = nil,
        told silence: Int = 0,
        pending: Int? = nil,
        isChange: Bool = false
    ) -> DestinationHistory {
        DestinationHistory(
            status: status,
            since: status.map { _ in now - age },
            runs: runs,
            changedFrom: from,
            determinedAt: status.map { _ in now - silence },
            pending: pending.map { runs in
                let told = status == .healthy ? HealthStatus.unhealthy : .healthy
                return PendingVerdict(status: told, since: now - 60, runs: runs, needed: 3)
            },
            isChange: isChange,
            now: now
        )
    }

    @Test(
        "a row says since when it has been so, where that tells something",
        arguments: [
            Case(status: .unhealthy, history: nil, words: "1 error"),
            Case(status: .unhealthy, history: history(.unhealthy), words: "1 error"),
            Case(
                status: .unhealthy,
                history: history(.unhealthy, for: 3 * 3600 + 59, runs: 12, from: .healthy),
                words: "for 3 h, 12 runs; 1 error"
            ),
            Case(
                status: .unhealthy,
                history: history(.unhealthy, from: .healthy, isChange: true),
                words: "was healthy; 1 error"
            ),
            Case(
                status: .healthy,
                history: history(.healthy, from: .unhealthy, isChange: true),
                words: "was unhealthy; verified by the API"
            ),
            Case(status: .healthy, history: history(.healthy, for: 90_000, runs: 9), words: "verified by the API"),
            Case(
                status: .healthy,
                history: history(.healthy, for: 90_000, runs: 9),
                verbosity: .verbose,
                words: "for 1 d, 9 runs; verified by the API"
            ),
            Case(
                status: .unknown,
                history: history(.unhealthy, for: 999, runs: 3, told: 130),
                words: "not checked; last known unhealthy 2 min ago"
            ),
            Case(status: .unknown, history: history(nil, runs: 0), words: "not checked"),
            Case(
                status: .unhealthy,
                history: history(.healthy, for: 7200, runs: 9, pending: 1),
                words: "unhealthy now, 1 of 3; healthy for 2 h before; 1 error"
            ),
            Case(
                status: .healthy,
                history: history(.unhealthy, for: 7200, runs: 9, pending: 2),
                words: "healthy now, 2 of 3; unhealthy for 2 h before; verified by the API"
            ),
            Case(
                status: .unknown,
                history: history(.healthy, for: 7200, runs: 9, told: 600, pending: 2),
                words: "not checked; last known healthy 10 min ago"
            ),
            Case(
                status: .healthy,
                history: history(.unhealthy, for: 90, runs: 3, told: 30),
                words: "verified by the API; last known unhealthy 30 s ago"
            ),
            // A clock that was set back.
            Case(
                status: .unhealthy,
                history: history(.unhealthy, for: -5000, runs: 2),
                words: "for 0 s, 2 runs; 1 error"
            ),
            Case(status: .skipped, history: history(.unhealthy, for: 90, runs: 3), words: "disabled in the config"),
        ]
    )
    func row(_ test: Case) throws {
        var report = try Self.destination("shop", test.status)
        report.history = test.history
        var options = TextFormat.Options()
        options.width = 200
        options.nameWidth = 4
        options.verbosity = test.verbosity
        var format = TextFormat(options)
        let text = String(decoding: format.destination(report), as: UTF8.self)
        let row = text.split(separator: "\n").first.map(String.init) ?? ""
        #expect(row.hasSuffix("   \(test.words)"), "\(row)")
    }

    @Test("the summary says what changed")
    func summary() throws {
        var worse = try Self.destination("worse", .unhealthy)
        worse.history = Self.history(.unhealthy, from: .healthy, isChange: true)
        var better = try Self.destination("better\u{1B}[2J", .healthy)
        better.history = Self.history(.healthy, from: .unhealthy, isChange: true)
        var same = try Self.destination("same", .healthy)
        same.history = Self.history(.healthy, runs: 2)
        #expect(
            Self.summary([worse, better, same]).hasSuffix("newly unhealthy: worse\nhealthy again: better\\u{1B}[2J\n")
        )
        #expect(Self.summary([same]).hasSuffix("no verdict changed since the last run\n"))
        same.history = Self.history(.healthy, runs: 2, pending: 1)
        #expect(Self.summary([same]).hasSuffix("1 change not confirmed yet\nno verdict changed since the last run\n"))
        same.history = Self.history(.healthy)
        #expect(!Self.summary([same]).contains("changed"), "in a first run there is nothing to compare with")
        let many = Array(repeating: worse, count: 14)
        #expect(Self.summary(many).contains("and 4 more"))
    }

    @Test("the JSON report has the history with a state only")
    func json() throws {
        var destination = try Self.destination("shop", .unhealthy)
        destination.history = Self.history(.unhealthy, for: 3600, runs: 12, from: .healthy)
        var report = SampleReport.report([destination, try Self.destination("new", .healthy)])
        let without = try JSONDocument(parsing: JSONFormat(masker: .none).bytes(of: report)).root
        for element in try #require(without["destinations"]).elements { #expect(element["history"] == nil) }

        report.metadata.remembersVerdicts = true
        let root = try JSONDocument(parsing: JSONFormat(masker: .none).bytes(of: report)).root
        let elements = Array(try #require(root["destinations"]).elements)
        let history = try #require(elements[0]["history"])
        #expect(history["since"]?.string == "2026-11-21T09:00:00Z")
        #expect(history["runs"]?.number == "12")
        #expect(history["changed_from"]?.string == "healthy")
        #expect(history["status"]?.string == "unhealthy")
        #expect(history["pending"]?.kind == .null)
        #expect(elements[0]["reused"]?.kind == .null)
        #expect(elements[1]["history"]?.kind == .null)

        destination.history = Self.history(.healthy, runs: 2, pending: 1)
        destination.reusedProof = EarlierProof(provenAt: Self.now - 7200, age: 7200)
        report.destinations = [destination]
        let other = try JSONDocument(parsing: JSONFormat(masker: .none).bytes(of: report)).root
        let pending = try #require(other["destinations"]?.elements.first { _ in true })
        #expect(pending["history"]?["pending"]?["status"]?.string == "unhealthy")
        #expect(pending["history"]?["pending"]?["since"]?.string == "2026-11-21T09:59:00Z")
        #expect(pending["history"]?["pending"]?["runs"]?.number == "1")
        #expect(pending["history"]?["pending"]?["of"]?.number == "3")
        #expect(pending["reused"]?["proven_at"]?.string == "2026-11-21T08:00:00Z")
    }

    private static func summary(_ destinations: [DestinationReport]) -> String {
        var report = SampleReport.report(destinations)
        report.metadata.remembersVerdicts = true
        var format = TextFormat(TextFormat.Options())
        for destination in destinations { _ = format.destination(destination) }
        return String(decoding: format.summary(report), as: UTF8.self)
    }

    private static func destination(_ name: String, _ status: HealthStatus) throws -> DestinationReport {
        let file = try SampleReport.source()
        let place = SampleReport.place("\"shop-eu\"", in: file)
        let error = Finding(
            rule: "token-accepted",
            severity: .error,
            cause: .credential,
            field: nil,
            message: "revoked",
            source: place,
            evidence: nil,
            remediation: Remediation(actor: .you, steps: [])
        )
        return SampleReport.destination(
            name,
            status,
            at: place,
            isVerified: status == .healthy,
            findings: status == .unhealthy ? [error] : []
        )
    }
}
