import LocatedJSON
import Testing
import TikTokAPI

@testable import DestinationHealth

/// Parts of a run, and how they come together again.
@Suite("Shards")
struct ReportMergeTests {
    @Test("a destination keeps its part, and parts are nearly equal", arguments: [2, 3, 7, 64])
    func parts(count: Int) {
        var sizes: [Int: Int] = [:]
        for number in 0..<(1000 * count) {
            let index = ReportShard.index(ofName: "shop-\(number)", among: count)
            sizes[index, default: 0] += 1
        }
        #expect(sizes.keys.sorted() == Array(1...count))
        #expect(sizes.values.allSatisfy { (800...1200).contains($0) }, "\(sizes)")
    }

    @Test("a name's part never changes from version to version")
    func fixedParts() {
        let parts = ["shop-eu", "shop-us", "shop-fr", "läden", ""].map {
            ReportShard.index(ofName: $0, among: 1000)
        }
        #expect(parts == Self.known)
    }

    private static let known = [540, 52, 91, 297, 296]

    private static func shard(_ index: Int, of count: Int = 2, destinations: Int = 3, files: [String] = ["c.json"])
        -> ReportShard
    {
        ReportShard(index: index, count: count, ofDestinations: destinations, ofFiles: files)
    }

    private static func parts() -> [Report] {
        [
            MadeUp.report([MadeUp.destination("c", .unhealthy, errors: ["one"], line: 30)], shard: shard(1)),
            MadeUp.report(
                [MadeUp.destination("a", .healthy, line: 10), MadeUp.destination("b", .unknown, line: 20)],
                shard: shard(2)
            ),
        ]
    }

    @Test("destinations stand in the config's order, and sums are summed")
    func merged() throws {
        for parts in [Self.parts(), Self.parts().reversed()] {
            var parts = parts
            parts[0].metadata.startedAt += 5
            let report = try Report(merging: parts)
            #expect(report.destinations.map(\.name) == ["a", "b", "c"])
            #expect(report.summary.destinations == 3)
            #expect([report.summary.healthy, report.summary.unhealthy, report.summary.unknown] == [1, 1, 1])
            #expect(report.summary.apiCalls == 6)
            #expect(report.status == .unhealthy)
            #expect(report.durationMilliseconds == 5010)
            #expect(report.metadata.shard == nil)
        }
    }

    @Test("configs stay in the order in which they were given")
    func configs() throws {
        let files = ["b.json", "a.json"]
        let report = try Report(merging: [
            MadeUp.report(
                [MadeUp.destination("a", .healthy, file: "a.json")],
                shard: Self.shard(2, destinations: 2, files: files)
            ),
            MadeUp.report(
                [MadeUp.destination("b", .healthy, file: "b.json", line: 7)],
                shard: Self.shard(1, destinations: 2, files: files)
            ),
        ])
        #expect(report.destinations.map(\.name) == ["b", "a"])
    }

    @Test("a problem of the run is reported once")
    func problems() throws {
        let place = DestinationHealth.SourceLocation(file: "x.json", position: SourcePosition(line: 1, column: 2))
        let parts = Self.parts().map { part in
            var part = part
            part.problems = [
                Problem("x.json: not valid JSON", source: place),
                Problem("only here \(part.metadata.shard?.index ?? 0)"),
            ]
            return part
        }
        let report = try Report(merging: parts)
        #expect(report.problems.map(\.message) == ["x.json: not valid JSON", "only here 1", "only here 2"])
    }

    @Test("what a run reports once is reported once, for the first destination, and makes no other unhealthy")
    func reportedOnce() throws {
        func skewed(_ name: String, _ line: Int, _ status: HealthStatus) -> DestinationReport {
            let source = DestinationHealth.SourceLocation(
                file: "c.json",
                position: SourcePosition(line: line, column: 5)
            )
            return MadeUp.destination(
                name,
                status,
                passed: ["token-accepted", "pixel-ownership"],
                line: line,
                findings: [
                    MadeUp.finding("clock-skew", .warning, at: source)
                ]
            )
        }
        let report = try Report(merging: [
            MadeUp.report([skewed("second", 20, .unhealthy)], shard: Self.shard(1, destinations: 2)),
            MadeUp.report([skewed("first", 10, .unhealthy)], shard: Self.shard(2, destinations: 2)),
        ])
        #expect(report.destinations.map(\.findings.count) == [1, 0])
        // Under --strict a warning makes unhealthy, in one run only the destination that it is reported for.
        #expect(report.destinations.map(\.status) == [.unhealthy, .healthy])
        #expect(report.destinations.map(\.isVerified) == [false, true])
    }

    @Test("an outage of all is reported of all")
    func headline() throws {
        func down(_ name: String, _ line: Int) -> DestinationReport {
            let source = DestinationHealth.SourceLocation(
                file: "c.json",
                position: SourcePosition(line: line, column: 5)
            )
            let evidence = ResponseSummary(endpoint: "/x/", httpStatus: 503, code: nil, message: nil, requestID: nil)
            return DestinationReport(
                name: name,
                type: .events,
                status: .unknown,
                isVerified: false,
                tokenKind: nil,
                source: source,
                durationMilliseconds: 1,
                checks: [],
                findings: [
                    Finding(
                        rule: "token-accepted",
                        severity: .unknown,
                        cause: .server,
                        field: nil,
                        message: "could not tell: HTTP 503",
                        source: source,
                        remediation: Remediation(actor: .nobody, steps: ["wait"])
                    )
                ],
                answers: [AnswerReport(evidence: evidence, meaning: "failed")]
            )
        }
        let report = try Report(merging: [
            MadeUp.report([down("a", 1)], shard: Self.shard(1, destinations: 2)),
            MadeUp.report([down("b", 2)], shard: Self.shard(2, destinations: 2)),
        ])
        #expect(report.headline == "TikTok is down: HTTP 503 (all 2 destinations that have a question)")
    }

    /// A change to two parts that belong together, and what is said of it.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout [Report]) -> Void

        init(_ message: String, change: @escaping @Sendable (inout [Report]) -> Void) {
            testDescription = message
            self.change = change
        }
    }

    @Test(
        "reports that are not exactly the parts of one run are refused",
        arguments: [
            Refusal("part 2 of 2 is missing") { $0.removeLast() },
            Refusal("is part 1 of 2 once more") { $0.append($0[0]) },
            Refusal("was written by another version than the first report") { $0[1].metadata.toolVersion = "2" },
            Refusal("is a part of 3, the first report is one of 2") { $0[1].metadata.shard = shard(2, of: 3) },
            Refusal("is the report of a whole run, no part of one") { $0[1].metadata.shard = nil },
            Refusal("is the report of a whole run, no part of one") { $0[0].metadata.shard = nil },
            Refusal("and the first report are not of one run: only one of them is offline or simulated") {
                $0[1].metadata.isOffline = true
            },
            Refusal("and the first report are not of one run: they had other configs") {
                $0[1].metadata.shard = shard(2, files: ["other.json"])
            },
            Refusal("and the first report are not of one run: they had other configs") {
                $0[1].metadata.shard = shard(2, destinations: 4)
            },
            Refusal("holds a destination that another report holds too") {
                $0[1].destinations.append($0[0].destinations[0])
            },
            Refusal("the parts hold 2 of the run's 3 destinations: they are not of one run") {
                $0[1].destinations.removeLast()
            },
            Refusal("holds a destination of a config that is not of the run") {
                $0[1].destinations.append(MadeUp.destination("x", .healthy, file: "x.json"))
            },
        ]
    )
    func refusals(_ refusal: Refusal) {
        var parts = Self.parts()
        refusal.change(&parts)
        let fault = #expect(throws: MergeFault.self) { try Report(merging: parts) }
        #expect(fault?.message == refusal.testDescription)
    }
}
