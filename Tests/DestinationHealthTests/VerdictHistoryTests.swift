import DestinationHealth
import LocatedJSON
import TestSupport
import Testing

/// What is remembered from run to run.
@Suite struct VerdictHistoryTests {
    private static let day = 86_400
    private static let start = 1_795_255_200
    private static let rules = ["surrounding-whitespace", "token-accepted", "pixel-ownership"]

    /// A run over one destination.
    struct Run {
        var status: HealthStatus
        var at: Int
        var failed: [String] = []
        var rules = VerdictHistoryTests.rules
        var isVerified = false
        var isChecked = true

        static func healthy(_ at: Int, rules: [String] = VerdictHistoryTests.rules) -> Run {
            Run(status: .healthy, at: at, rules: rules, isVerified: rules.contains("pixel-ownership"))
        }

        static func unhealthy(_ at: Int, _ failed: String..., rules: [String] = VerdictHistoryTests.rules) -> Run {
            Run(status: .unhealthy, at: at, failed: failed.isEmpty ? ["token-accepted"] : failed, rules: rules)
        }

        static func unknown(_ at: Int) -> Run { Run(status: .unknown, at: at) }

        static func notReached(_ at: Int) -> Run { Run(status: .unknown, at: at, isChecked: false) }

        static func skipped(_ at: Int) -> Run { Run(status: .skipped, at: at) }

        var report: DestinationReport {
            DestinationReport(
                name: "shop",
                type: .events,
                status: status,
                isVerified: isVerified,
                tokenKind: nil,
                source: SourceLocation(file: "c.json", position: SourcePosition(line: 1, column: 1)),
                durationMilliseconds: 1,
                checks: rules.map { CheckResult(rule: $0, outcome: failed.contains($0) ? .failed : .passed) },
                findings: [],
                isChecked: isChecked
            )
        }
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let runs: [Run]
        let status: HealthStatus?
        let since: Int?
        let count: Int
        let from: HealthStatus?
        let isChange: Bool

        init(
            _ description: String,
            _ runs: [Run],
            _ status: HealthStatus?,
            since: Int?,
            runs count: Int,
            from: HealthStatus? = nil,
            isChange: Bool = false
        ) {
            testDescription = description
            self.runs = runs
            self.status = status
            self.since = since
            self.count = count
            self.from = from
            self.isChange = isChange
        }
    }

    private static let key = VerdictRecord.Key(config: "c.json", name: "shop")

    /// Each run reads what the one before wrote, as in life.
    private static func after(_ runs: [Run]) throws -> (history: DestinationHistory, all: VerdictHistory) {
        var all = VerdictHistory(world: "TikTok")
        var last: DestinationHistory?
        for run in runs {
            last = all.add(run.report, as: key, at: run.at)
            all = try VerdictHistory(parsing: all.bytes(savedAt: run.at))
        }
        return (try #require(last), all)
    }

    @Test(
        "a verdict lasts until another is told",
        .tags(.C22, .C25),
        arguments: [
            Case("first run", [.healthy(100)], .healthy, since: 100, runs: 1),
            Case("again", [.healthy(100), .healthy(200), .healthy(300)], .healthy, since: 100, runs: 3),
            Case(
                "worse",
                [.healthy(100), .unhealthy(200)],
                .unhealthy,
                since: 200,
                runs: 1,
                from: .healthy,
                isChange: true
            ),
            Case(
                "still bad",
                [.healthy(100), .unhealthy(200), .unhealthy(300)],
                .unhealthy,
                since: 200,
                runs: 2,
                from: .healthy
            ),
            Case(
                "fixed",
                [.unhealthy(100), .healthy(200)],
                .healthy,
                since: 200,
                runs: 1,
                from: .unhealthy,
                isChange: true
            ),
            Case("never told", [.unknown(100), .unknown(200)], nil, since: nil, runs: 0),
            Case("told at last", [.unknown(100), .healthy(200)], .healthy, since: 200, runs: 1),
            Case(
                "what could not be told neither raises nor clears",
                [.unhealthy(100), .unknown(200), .unknown(300), .unhealthy(400)],
                .unhealthy,
                since: 100,
                runs: 2
            ),
            Case("open at the end", [.healthy(100), .unknown(200)], .healthy, since: 100, runs: 1),
            Case(
                "flapping between told and not",
                [.healthy(100), .unknown(200), .healthy(300), .unknown(400), .healthy(500)],
                .healthy,
                since: 100,
                runs: 3
            ),
            Case("not reached says nothing", [.notReached(100)], nil, since: nil, runs: 0),
            Case("not reached changes nothing", [.healthy(100), .notReached(200)], .healthy, since: 100, runs: 1),
            Case("disabled changes nothing", [.unhealthy(100), .skipped(200)], .unhealthy, since: 100, runs: 1),
            Case(
                "other rules cannot clear it",
                [.unhealthy(100, "pixel-ownership"), .healthy(200, rules: ["token-accepted"])],
                .unhealthy,
                since: 100,
                runs: 1
            ),
            Case(
                "nor can a proof, of what another rule found in the config",
                [
                    .unhealthy(100, "surrounding-whitespace"),
                    .healthy(200, rules: ["token-accepted", "pixel-ownership"]),
                ],
                .unhealthy,
                since: 100,
                runs: 1
            ),
            Case(
                "the same rule can",
                [.unhealthy(100, "pixel-ownership"), .healthy(200, rules: ["pixel-ownership"])],
                .healthy,
                since: 200,
                runs: 1,
                from: .unhealthy,
                isChange: true
            ),
            Case(
                "each of two rules has to",
                [
                    .unhealthy(100, "pixel-ownership"), .unhealthy(200, "token-accepted", rules: ["token-accepted"]),
                    .healthy(300, rules: ["token-accepted"]),
                ],
                .unhealthy,
                since: 100,
                runs: 2
            ),
            Case(
                "one rule is enough against it",
                [.healthy(100), .unhealthy(200, "token-accepted", rules: ["token-accepted"])],
                .unhealthy,
                since: 200,
                runs: 1,
                from: .healthy,
                isChange: true
            ),
            Case("a clock set back", [.healthy(1000), .healthy(500)], .healthy, since: 500, runs: 2),
            Case("a clock set ahead", [.healthy(100), .healthy(100 + 40_000_000)], .healthy, since: 100, runs: 2),
        ]
    )
    func transitions(_ test: Case) throws {
        let (history, _) = try Self.after(test.runs)
        #expect(history.status == test.status)
        #expect(history.since == test.since)
        #expect(history.runs == test.count)
        #expect(history.changedFrom == test.from)
        #expect(history.isChange == test.isChange)
        #expect(history.age ?? 0 >= 0)
        #expect(history.silence ?? 0 >= 0)
    }

    @Test("the last fifty verdicts are kept, those that could not be told among them")
    func timeline() throws {
        let runs = (0..<200).map { $0.isMultiple(of: 2) ? Run.healthy($0) : Run.unknown($0) }
        let (_, all) = try Self.after(runs)
        let timeline = try #require(all.records[Self.key]?.timeline)
        #expect(timeline.map(\.time) == Array(150..<200))
        #expect(timeline.last?.status == .unknown)
        #expect(timeline.first?.status == .healthy)
    }

    @Test("a report gets the verdicts of all runs, bounded, and none from after its own")
    func reportedTimeline() throws {
        let (history, _) = try Self.after([.healthy(100), .healthy(200), .unknown(300), .unhealthy(400), .skipped(500)])
        let wanted: [(Int, HealthStatus)] = [(100, .healthy), (300, .unknown), (400, .unhealthy)]
        #expect(history.timeline.map(\.time) == wanted.map(\.0))
        #expect(history.timeline.map(\.status) == wanted.map(\.1))
        // The clock was set back between the runs.
        let (past, _) = try Self.after([.healthy(900), .unhealthy(300)])
        #expect(past.timeline.map(\.time) == [300, 300])
        let (long, _) = try Self.after((0..<200).map { $0.isMultiple(of: 2) ? Run.healthy($0) : Run.unknown($0) })
        #expect(long.timeline.map(\.time) == Array(150..<200))
    }

    @Test("a destination that no run checks is forgotten after 90 days, and not before", .tags(.C22))
    func forgetting() throws {
        func left(afterDays days: Int, stepping: Int) throws -> Bool {
            var all = VerdictHistory(world: "TikTok")
            _ = all.add(Run.healthy(Self.start).report, as: Self.key, at: Self.start)
            all = try VerdictHistory(parsing: all.bytes(savedAt: Self.start))
            for day in stride(from: stepping, through: days, by: stepping) {
                let now = Self.start + day * Self.day
                _ = all.add(Run.healthy(now).report, as: .init(config: "c.json", name: "other"), at: now)
                all = try VerdictHistory(parsing: all.bytes(savedAt: now))
            }
            return all.records[Self.key] != nil
        }
        #expect(try left(afterDays: 89, stepping: 1))
        #expect(try !left(afterDays: 92, stepping: 1))
        // A clock that jumps a year ahead must not wipe everything out.
        #expect(try left(afterDays: 365, stepping: 365))
    }

    @Test("names are told apart by their bytes, and those of one name by their order")
    func keys() throws {
        var all = VerdictHistory(world: "TikTok")
        let names = ["caf\u{E9}", "cafe\u{301}", "\u{0}", "\"\\\u{202E}", ""]
        for name in names {
            for ordinal in 0..<2 {
                let key = VerdictRecord.Key(config: "c.json", name: name, ordinal: ordinal)
                _ = all.add(Run.healthy(Self.start).report, as: key, at: Self.start)
            }
        }
        let read = try VerdictHistory(parsing: all.bytes(savedAt: Self.start))
        #expect(read.records.count == 2 * names.count)
        #expect(read.records == all.records)
    }

    @Test("what is written is read again, and written the same")
    func roundTrip() throws {
        var (_, all) = try Self.after([.healthy(100), .unhealthy(200), .unknown(300), .unhealthy(400)])
        let bytes = all.bytes(savedAt: 500)
        var read = try VerdictHistory(parsing: bytes)
        #expect(read.records == all.records)
        #expect(read.world == "TikTok")
        #expect(read.savedAt == 500)
        #expect(read.bytes(savedAt: 500) == bytes)
        #expect(read.records[Self.key]?.failedRules == ["token-accepted"])
        #expect(read.records[Self.key]?.provenAt == 100)
    }

    @Test("a file that is cut off anywhere is damaged, never half of a history", .tags(.C17))
    func truncated() throws {
        var (_, all) = try Self.after([.healthy(100), .unhealthy(200)])
        let bytes = all.bytes(savedAt: 500)
        // Without its last line break it is whole.
        for length in 0..<(bytes.count - 1) {
            #expect(throws: HistoryFault.self, "\(length) bytes") {
                try VerdictHistory(parsing: Array(bytes[..<length]))
            }
        }
    }

    @Test("a file with any one byte changed is read or refused, and nothing worse", .tags(.C17))
    func flipped() throws {
        var (_, all) = try Self.after([.healthy(100), .unhealthy(200)])
        let bytes = all.bytes(savedAt: 500)
        for index in bytes.indices {
            for byte in [UInt8(0), 0x22, 0x2D, 0x39, 0x7D, 0xFF] {
                var changed = bytes
                changed[index] = byte
                do throws(HistoryFault) {
                    var history = try VerdictHistory(parsing: changed)
                    _ = history.add(Run.unknown(600).report, as: Self.key, at: 600)
                    _ = history.bytes(savedAt: 600)
                } catch {
                    #expect(!error.words.isEmpty)
                }
            }
        }
    }

    struct Foreign: CustomTestStringConvertible {
        let text: String
        let fault: HistoryFault
        var testDescription: String { text }
    }

    @Test(
        "what is no state of this version is told apart",
        .tags(.C17),
        arguments: [
            Foreign(text: "", fault: .damaged("no JSON from line 1, column 1 on")),
            Foreign(text: "\u{0}\u{0}", fault: .damaged("no JSON from line 1, column 1 on")),
            Foreign(text: "[]", fault: .foreign),
            Foreign(text: "null", fault: .foreign),
            Foreign(text: #"{"destinations": []}"#, fault: .foreign),
            Foreign(text: #"{"format": "other", "version": 1}"#, fault: .foreign),
            Foreign(text: #"{"format": "validate-state", "version": 2}"#, fault: .later(version: "2")),
            Foreign(text: #"{"format": "validate-state", "version": 0}"#, fault: .damaged("version")),
            Foreign(text: #"{"format": "validate-state", "version": "1"}"#, fault: .damaged("version")),
            Foreign(text: #"{"format": "validate-state", "version": 1}"#, fault: .damaged("world")),
            Foreign(
                text: #"{"format": "validate-state", "version": 1, "world": "TikTok"}"#,
                fault: .damaged("destinations")
            ),
            Foreign(
                text:
                    #"{"format": "validate-state", "version": 1, "world": "TikTok", "saved_at": -1, "destinations": []}"#,
                fault: .damaged("saved_at")
            ),
            Foreign(text: state(#"{"name": "a", "seen_at": 1}"#), fault: .damaged("name")),
            Foreign(text: state(#"{"config": "c", "name": "a"}"#), fault: .damaged("seen_at")),
            Foreign(text: state(#"{"config": "c", "name": "a", "seen_at": 1e400}"#), fault: .damaged("seen_at")),
            Foreign(
                text: state(#"{"config": "c", "name": "a", "seen_at": 99999999999999999999}"#),
                fault: .damaged("seen_at")
            ),
            Foreign(
                text: state(#"{"config": "c", "name": "a", "seen_at": 1, "status": "green"}"#),
                fault: .damaged("status")
            ),
            Foreign(
                text: state(#"{"config": "c", "name": "a", "seen_at": 1, "status": "healthy"}"#),
                fault: .damaged("since")
            ),
            Foreign(
                text: state(#"{"config": "c", "name": "a", "seen_at": 1, "timeline": [[1, "X"]]}"#),
                fault: .damaged("timeline")
            ),
            Foreign(
                text: state(#"{"config": "c", "name": "a", "seen_at": 1}, {"config": "c", "name": "a", "seen_at": 1}"#),
                fault: .damaged("one destination twice")
            ),
        ]
    )
    func faults(_ test: Foreign) {
        let error = #expect(throws: HistoryFault.self) { try VerdictHistory(parsing: Array(test.text.utf8)) }
        #expect(error == test.fault)
    }

    private static func state(_ records: String) -> String {
        #"{"format": "validate-state", "version": 1, "world": "TikTok", "saved_at": 1, "destinations": [\#(records)]}"#
    }

    @Test("what a later version of the same format adds is passed over")
    func additions() throws {
        let text = Self.state(#"{"config": "c", "name": "a", "seen_at": 1, "remarks": {"runs": 2}, "timeline": []}"#)
        #expect(try VerdictHistory(parsing: Array(text.utf8)).records.count == 1)
    }
}
