import DestinationHealth
import LocatedJSON
import TestSupport
import Testing

/// How many runs it takes before a change counts.
@Suite struct ConfirmationTests {
    typealias Run = VerdictHistoryTests.Run

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        /// A letter a run, 100 seconds apart from 100 on: H, U, `?`, `-` for not reached, `o` for a healthy run of another
        /// rule.
        let runs: String
        let needed: Int
        let status: HealthStatus?
        let since: Int?
        /// How many runs told the pending verdict.
        var pending: Int?
        /// The runs with which a change counted.
        var changes: [Int] = []

        init(
            _ description: String,
            _ runs: String,
            _ needed: Int,
            _ status: HealthStatus?,
            since: Int?,
            pending: Int? = nil,
            changes: [Int] = []
        ) {
            testDescription = description
            self.runs = runs
            self.needed = needed
            self.status = status
            self.since = since
            self.pending = pending
            self.changes = changes
        }
    }

    private static func run(_ letter: Character, _ time: Int) -> Run {
        switch letter {
        case "H": .healthy(time)
        case "U": .unhealthy(time)
        case "o": .healthy(time, rules: ["surrounding-whitespace"])
        case "-": .notReached(time)
        default: .unknown(time)
        }
    }

    @Test(
        "a change counts when it was told often enough in a row",
        .tags(.C25),
        arguments: [
            Case("the first verdict counts at once", "U", 3, .unhealthy, since: 100),
            Case("one of three", "HU", 3, .healthy, since: 100, pending: 1),
            Case("two of three", "HUU", 3, .healthy, since: 100, pending: 2),
            Case("three of three, since the first of them", "HUUU", 3, .unhealthy, since: 200, changes: [4]),
            Case("a good run in between resets it", "HUUHUU", 3, .healthy, since: 100, pending: 2),
            Case("flapping never counts", "HUHUHUHUHU", 2, .healthy, since: 100, pending: 1),
            Case("what could not be told neither adds", "HU??", 2, .healthy, since: 100, pending: 1),
            Case("nor resets", "HU?U", 2, .unhealthy, since: 200, changes: [4]),
            Case("nor does a run that did not get to it", "HU-U", 2, .unhealthy, since: 200, changes: [4]),
            Case("nor one of other rules", "HUoU", 2, .unhealthy, since: 200, changes: [4]),
            Case("clearing takes as many", "HUUH", 2, .unhealthy, since: 200, pending: 1, changes: [3]),
            Case("and then counts", "HUUHH", 2, .healthy, since: 400, changes: [3, 5]),
            Case("runs of other rules do not help to clear", "UHoo", 2, .unhealthy, since: 100, pending: 1),
            Case("without it every change counts", "HUH", 1, .healthy, since: 300, changes: [2, 3]),
        ]
    )
    func confirmation(_ test: Case) throws {
        let key = VerdictRecord.Key(config: "c.json", name: "shop")
        var all = VerdictHistory(world: "TikTok")
        var last: DestinationHistory?
        var changes: [Int] = []
        for (index, letter) in test.runs.enumerated() {
            let time = 100 * (index + 1)
            let run = Self.run(letter, time)
            last = all.add(run.report, as: key, at: time, confirmations: test.needed)
            if last?.isChange == true { changes.append(index + 1) }
            // Each run reads what the one before wrote.
            all = try VerdictHistory(parsing: all.bytes(savedAt: time))
        }
        let history = try #require(last)
        #expect(history.status == test.status)
        #expect(history.since == test.since)
        #expect(history.pending?.runs == test.pending)
        #expect(history.pending.map { $0.needed == test.needed && $0.status != history.status } != false)
        #expect(changes == test.changes)
    }

    @Test("a state of before there was any confirming reads fine, and damaged members do not", .tags(.C17))
    func reading() throws {
        func state(_ more: String) -> [UInt8] {
            let record =
                #"{"config": "c.json", "name": "shop", "status": "healthy", "since": 100, "runs": 2, "seen_at": 200\#(more)}"#
            return Array(
                #"{"format": "validate-state", "version": 1, "world": "TikTok", "destinations": [\#(record)]}"#.utf8
            )
        }
        var old = try VerdictHistory(parsing: state(""))
        let history = old.add(
            Run.unhealthy(300).report,
            as: .init(config: "c.json", name: "shop"),
            at: 300,
            confirmations: 2
        )
        #expect(history.status == .healthy)
        #expect(history.pending?.runs == 1)
        let good = #"{"status": "unhealthy", "since": 1, "runs": 1}"#
        _ = try VerdictHistory(parsing: state(#", "pending": \#(good), "later_member": 1"#))
        for pending in [
            "1", "{}", good.replacing("unhealthy", with: "healthy"), good.replacing("\"runs\": 1", with: "\"runs\": 0"),
        ] {
            #expect(throws: HistoryFault.self, "\(pending)") {
                try VerdictHistory(parsing: state(#", "pending": \#(pending)"#))
            }
        }
        let zeros = String(repeating: "0", count: 64)
        _ = try VerdictHistory(
            parsing: state(#", "proof": {"time": 1, "salt": "\#(zeros.prefix(32))", "hash": "\#(zeros)"}"#)
        )
        for salt in ["", "00", String(repeating: "g", count: 32), String(repeating: "+1", count: 16)] {
            #expect(throws: HistoryFault.damaged("proof")) {
                try VerdictHistory(parsing: state(#", "proof": {"time": 1, "salt": "\#(salt)", "hash": "\#(zeros)"}"#))
            }
        }
    }
}
