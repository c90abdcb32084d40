import LocatedJSON
import Testing
import TikTokAPI

@testable import DestinationHealth

/// Reports of made-up destinations.
enum MadeUp {
    static func destination(
        _ name: String,
        _ status: HealthStatus,
        errors: [String] = [],
        passed: [String] = [],
        file: String = "c.json",
        line: Int = 1,
        isVerified: Bool = false,
        findings: [Finding] = []
    ) -> DestinationReport {
        let source = DestinationHealth.SourceLocation(file: file, position: SourcePosition(line: line, column: 5))
        return DestinationReport(
            name: name,
            type: .events,
            status: status,
            isVerified: isVerified,
            tokenKind: nil,
            source: source,
            durationMilliseconds: 1,
            checks: errors.map { CheckResult(rule: $0, outcome: .failed) }
                + passed.map { CheckResult(rule: $0, outcome: .passed) },
            findings: errors.map { finding($0, .error, at: source) } + findings
        )
    }

    static func finding(_ rule: String, _ severity: Severity, at source: DestinationHealth.SourceLocation) -> Finding {
        Finding(
            rule: rule,
            severity: severity,
            cause: .credential,
            field: nil,
            message: "\(rule) says so",
            source: source,
            remediation: Remediation(actor: .you, steps: ["fix it"])
        )
    }

    static func report(_ destinations: [DestinationReport], shard: ReportShard? = nil) -> Report {
        var summary = ReportSummary()
        for destination in destinations { summary.count(destination.status) }
        summary.apiCalls = 3
        var report = Report(
            metadata: RunMetadata(toolVersion: "1", startedAt: 1_795_255_200),
            durationMilliseconds: 10,
            isInterrupted: false,
            exitCode: 0,
            status: summary.status,
            summary: summary,
            problems: [],
            destinations: destinations
        )
        report.metadata.shard = shard
        return report
    }
}

@Suite("Comparing reports")
struct ReportComparisonTests {
    private func compare(
        _ old: [DestinationReport],
        _ new: [DestinationReport],
        files: [String] = ["c.json"]
    ) -> ReportComparison {
        var comparer = ReportComparer(with: MadeUp.report(old), path: "old.json", files: files)
        for destination in new { comparer.add(destination) }
        return comparer.finished()
    }

    /// Where a destination ended up.
    private func lists(_ comparison: ReportComparison) -> [String] {
        [
            ("worse", comparison.worse), ("better", comparison.better), ("as before", comparison.asBefore),
            ("added", comparison.added), ("absent", comparison.absent),
        ].flatMap { list, entries in entries.map { "\($0.name): \(list)" } }
    }

    @Test(
        "every change of a verdict is judged",
        arguments: [
            (.healthy, .healthy, nil), (.healthy, .unknown, "worse"), (.healthy, .unhealthy, "worse"),
            (.healthy, .skipped, "absent"), (.unknown, .healthy, "better"), (.unknown, .unknown, "as before"),
            (.unknown, .unhealthy, "worse"), (.unknown, .skipped, "absent"), (.unhealthy, .healthy, "better"),
            // What could not be told neither fixes nor breaks.
            (.unhealthy, .unknown, "as before"), (.unhealthy, .unhealthy, "as before"),
            (.unhealthy, .skipped, "absent"), (.skipped, .healthy, "added"), (.skipped, .unknown, "worse"),
            (.skipped, .unhealthy, "worse"), (.skipped, .skipped, nil), (nil, .healthy, "added"),
            (nil, .unknown, "worse"), (nil, .unhealthy, "worse"), (nil, .skipped, nil), (.healthy, nil, "absent"),
            (.unhealthy, nil, "absent"), (.skipped, nil, nil),
        ] as [(HealthStatus?, HealthStatus?, String?)]
    )
    func verdicts(was: HealthStatus?, now: HealthStatus?, list: String?) {
        let comparison = compare(
            was.map { [MadeUp.destination("d", $0)] } ?? [],
            now.map { [MadeUp.destination("d", $0)] } ?? []
        )
        #expect(lists(comparison) == (list.map { ["d: \($0)"] } ?? []))
        let expected: HealthStatus = list == "worse" ? (now ?? .healthy) : .healthy
        #expect(comparison.status == expected)
    }

    @Test("an unhealthy destination is worse with an error of another rule, and not with fewer errors")
    func newErrors() {
        let old = [MadeUp.destination("d", .unhealthy, errors: ["one", "two"])]
        let other = compare(old, [MadeUp.destination("d", .unhealthy, errors: ["one", "three"], passed: ["two"])])
        #expect(lists(other) == ["d: worse"])
        #expect(other.worse.first?.newErrors == ["three"])
        #expect(other.worse.first?.fixed == ["two"])
        let fewer = compare(old, [MadeUp.destination("d", .unhealthy, errors: ["one"], passed: ["two"])])
        #expect(lists(fewer) == ["d: as before"])
    }

    @Test("what this run did not look at is not called better")
    func unchecked() {
        let old = [MadeUp.destination("d", .unhealthy, errors: ["token-accepted"])]
        let offline = compare(old, [MadeUp.destination("d", .healthy, passed: ["config-field"])])
        #expect(lists(offline) == ["d: as before"])
        #expect(offline.asBefore.first?.unchecked == ["token-accepted"])
        let proven = compare(old, [MadeUp.destination("d", .healthy, isVerified: true)])
        #expect(lists(proven) == ["d: better"])
    }

    @Test("a renamed destination is a new one, so that nothing can hide behind a name")
    func renamed() {
        let comparison = compare(
            [MadeUp.destination("old", .unhealthy, errors: ["one"])],
            [MadeUp.destination("new", .unhealthy, errors: ["one"])]
        )
        #expect(lists(comparison) == ["new: worse", "old: absent"])
    }

    @Test("namesakes are compared in their order")
    func namesakes() {
        let comparison = compare(
            [MadeUp.destination("d", .unhealthy), MadeUp.destination("d", .healthy)],
            [MadeUp.destination("d", .unhealthy), MadeUp.destination("d", .unhealthy, errors: ["one"])]
        )
        #expect(lists(comparison) == ["d: worse", "d: as before"])
        #expect(comparison.worse.first?.was == .healthy)
    }

    @Test("names are compared byte for byte")
    func names() {
        let comparison = compare(
            [MadeUp.destination("caf\u{E9}", .unhealthy)],
            [MadeUp.destination("cafe\u{301}", .unhealthy)]
        )
        #expect(comparison.worse.count == 1)
    }

    @Test("a destination that is passed over by a part of a run is not missed")
    func leftOut() {
        var comparer = ReportComparer(
            with: MadeUp.report([MadeUp.destination("a", .healthy), MadeUp.destination("b", .healthy)]),
            path: "old.json",
            files: ["c.json"]
        )
        comparer.add(MadeUp.destination("a", .healthy))
        for name in ["a", "b"] { comparer.leaveOut(name: name, file: "c.json") }
        #expect(comparer.finished().absent.isEmpty)
    }

    @Test(
        "a config is known however its path is spelled, where that can mean only one",
        arguments: [
            ("c.json", "c.json", true), ("./c.json", "c.json", true), ("a/../c.json", "c.json", true),
            ("/builds/shop/c.json", "c.json", true), ("c.json", "../shop/c.json", true),
            ("/builds/shop/eu/c.json", "eu/c.json", true), ("us/c.json", "eu/c.json", false),
            ("/builds/shop/us/c.json", "eu/c.json", false), ("/one/c.json", "/other/c.json", false),
            ("c.json", "d.json", false), ("xc.json", "c.json", false), ("-", "-", true), ("-", "c.json", false),
            ("eu/c.json", "/c.json", false),
        ]
    )
    func paths(_ old: String, _ new: String, isSame: Bool) {
        let comparison = compare(
            [MadeUp.destination("d", .unhealthy, file: old)],
            [MadeUp.destination("d", .unhealthy, file: new)],
            files: [new]
        )
        #expect(comparison.worse.isEmpty == isSame)
        #expect(comparison.asBefore.isEmpty != isSame)
    }

    @Test("of two configs that could be meant none is")
    func ambiguousPaths() {
        let comparison = compare(
            [MadeUp.destination("d", .unhealthy, file: "c.json")],
            [
                MadeUp.destination("d", .unhealthy, file: "eu/c.json"),
                MadeUp.destination("d", .healthy, file: "us/c.json"),
            ],
            files: ["eu/c.json", "us/c.json"]
        )
        #expect(comparison.worse.count == 1)
    }
}
