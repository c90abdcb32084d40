import Foundation
import LocatedJSON
import TestSupport
import Testing

/// `--shard` and `validate merge`: the parts of a run together are the run.
@Suite struct ShardRunTests {
    /// A directory with the reports of a whole run and of its parts, over copies of the demo in two configs.
    final class Place {
        let directory: TemporaryDirectory
        let count: Int
        let configs: [String]

        init(_ count: Int, configs: [String] = ["b.json", "a.json"], options: [String] = []) async throws {
            directory = try TemporaryDirectory()
            self.count = count
            self.configs = configs
            let demo = try String(contentsOf: ProgramRun.root.appending(path: "fixtures/demo.json"), encoding: .utf8)
            for config in configs { _ = try directory.write(demo, to: config) }
            let run = configs + ["--simulate"] + options
            _ = try await ProgramRun.of(run + ["--format", "json=one.json"], directory: directory.url)
            for part in 1...count {
                let result = try await ProgramRun.of(
                    run + ["--shard", "\(part)/\(count)", "--format", "json=part-\(part).json"],
                    directory: directory.url
                )
                #expect([0, 1, 3].contains(result.status), "\(result.errorText)")
            }
        }

        var parts: [String] { (1...count).map { "part-\($0).json" } }

        func merge(_ arguments: [String]) async throws -> ProgramRun {
            try await ProgramRun.of(["merge"] + arguments, directory: directory.url)
        }

        func text(_ name: String) throws -> String {
            try String(contentsOf: directory.url.appending(path: name), encoding: .utf8)
        }

        /// A report without what differs between any two runs.
        static func lasting(_ text: String) -> [Substring] {
            text.split(separator: "\n").filter { line in
                !["\"duration_ms\"", "\"request_id\"", "\"started_at\"", "\"api_calls\"", "\"events_sent\""]
                    .contains { line.contains($0) }
            }
        }
    }

    @Test("the parts merged are the run in one", arguments: [2, 5])
    func union(count: Int) async throws {
        let place = try await Place(count, configs: ["c.json"])
        let merged = try await place.merge(place.parts.reversed() + ["--format", "json"])
        #expect(merged.status == 1, "\(merged.errorText)")
        #expect(Place.lasting(merged.text) == Place.lasting(try place.text("one.json")))
    }

    @Test("of several configs, every destination and finding is there once and in its place")
    func severalConfigs() async throws {
        // Each run may send 20 events to tell what was swapped with what, so that the parts can tell more than the whole.
        func findings(_ text: String) throws -> [String] {
            let root = try JSONDocument(parsing: Array(text.utf8)).root
            return (root["destinations"]?.elements.map { $0 } ?? []).flatMap { destination in
                let name = "\(destination["source"]?["file"]?.string ?? "") \(destination["name"]?.string ?? "")"
                let rules = destination["findings"]?.elements.map { finding in
                    "\(name) \(finding["rule"]?.string ?? "") \(finding["severity"]?.string ?? "")"
                }
                return ["\(name) \(destination["status"]?.string ?? "")"] + (rules ?? [])
            }
        }
        let place = try await Place(3)
        let merged = try await place.merge(place.parts + ["--format", "json"])
        #expect(merged.status == 1, "\(merged.errorText)")
        let all = try findings(merged.text)
        #expect(all == (try findings(place.text("one.json"))))
        #expect(all.first?.hasPrefix("b.json ") == true)
    }

    @Test("a merged run under --strict is as strict as one run")
    func strict() async throws {
        let place = try await Place(3, configs: ["c.json"], options: ["--strict"])
        let merged = try await place.merge(place.parts + ["--format", "json"])
        #expect(merged.status == 1)
        #expect(Place.lasting(merged.text) == Place.lasting(try place.text("one.json")))
    }

    @Test("a merged report is merged again to the same bytes, and written as text without the config")
    func alone() async throws {
        let place = try await Place(1, configs: ["c.json"])
        let again = try await place.merge(["one.json", "--format", "json"])
        #expect(again.status == 1)
        #expect(again.text == (try place.text("one.json")))
        try FileManager.default.removeItem(at: place.directory.url.appending(path: "c.json"))
        for option in ["-q", "-v", "--color=never"] {
            let text = try await place.merge(["one.json", option])
            #expect(text.status == 1)
            #expect(text.text.contains("33 destinations: 4 healthy, 18 unhealthy, 10 unknown, 1 skipped"))
            #expect(text.text.contains("token-revoked"))
        }
    }

    @Test("what is missing, given twice or of another run is refused, and no report of an earlier day stays")
    func refused() async throws {
        let place = try await Place(3, configs: ["c.json"])
        _ = try place.directory.write("{\"of\": \"an earlier day\"}", to: "all.json")
        for (parts, words) in [
            (["part-1.json", "part-3.json"], "part 2 of 3 is missing"),
            (["part-1.json", "part-2.json", "part-2.json"], "part-2.json: is part 2 of 3 once more"),
            (["part-1.json", "part-2.json", "one.json"], "one.json: is the report of a whole run, no part of one"),
            (["part-1.json", "part-2.json", "c.json"], "c.json: is no JSON report of validate"),
            (["part-1.json", "part-2.json", "gone.json"], "gone.json: cannot be read"),
        ] {
            let run = try await place.merge(parts + ["--format", "json=all.json"])
            #expect(run.status == 2)
            #expect(run.errorText.contains(words), "\(run.errorText)")
            let bytes = Array(try place.text("all.json").utf8)
            let report = try JSONDocument(parsing: bytes).root
            #expect(report["exit_code"]?.number == "2")
            #expect(report["problems"]?.count == 1)
        }
        let onto = try await place.merge(place.parts + ["--format", "json=part-1.json"])
        #expect(onto.status == 4)
        #expect(try await place.merge([]).status == 2)
    }

    @Test("an empty part is no failure, and parts of nothing are")
    func empty() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(StateRunTests.config(StateRunTests.good), to: "c.json")
        var statuses: [Int32] = []
        for part in 1...8 {
            let run = try await ProgramRun.of(
                ["c.json", "--simulate", "--shard", "\(part)/8", "--format", "json=part-\(part).json"],
                directory: directory.url
            )
            statuses.append(run.status)
            #expect(run.text.contains("destination"))
        }
        #expect(statuses == Array(repeating: 0, count: 8))
        let parts = (1...8).map { "part-\($0).json" }
        #expect(try await ProgramRun.of(["merge"] + parts, directory: directory.url).status == 0)
        _ = try directory.write("{\"destinations\": []}", to: "none.json")
        let none = try await ProgramRun.of(["none.json", "--simulate", "--shard", "1/8"], directory: directory.url)
        #expect(none.status == 2)
    }

    @Test(
        "the merged status is that of one run",
        arguments: [
            ([StateRunTests.good, StateRunTests.good], 0, 0), ([StateRunTests.good, StateRunTests.throttled], 3, 0),
            ([StateRunTests.throttled, StateRunTests.revoked], 1, 1),
        ] as [([String], Int32, Int32)]
    )
    func statuses(tokens: [String], status: Int32, passing: Int32) async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(StateRunTests.config(tokens[0], tokens[1]), to: "c.json")
        for part in 1...2 {
            _ = try await ProgramRun.of(
                ["c.json", "--simulate", "--shard", "\(part)/2", "--format", "json=\(part).json"],
                directory: directory.url
            )
        }
        #expect(try await ProgramRun.of(["merge", "1.json", "2.json"], directory: directory.url).status == status)
        let run = try await ProgramRun.of(
            ["merge", "1.json", "2.json", "--on-unknown", "pass"],
            directory: directory.url
        )
        #expect(run.status == passing)
    }

    @Test("parts that were compared with a baseline are merged with it")
    func baseline() async throws {
        let place = try await Place(2, configs: ["c.json"])
        var parts: [String] = []
        for part in 1...2 {
            let run = try await ProgramRun.of(
                [
                    "c.json", "--simulate", "--shard", "\(part)/2", "--baseline", "one.json", "--format",
                    "json=gate-\(part).json",
                ],
                directory: place.directory.url
            )
            #expect(run.status == 0, "\(run.text)")
            #expect(run.text.contains("nothing is worse"))
            #expect(!run.text.contains("not checked in this run"))
            parts.append("gate-\(part).json")
        }
        let without = try await place.merge(parts)
        #expect(without.status == 2)
        #expect(without.errorText.contains("was compared with a baseline"))
        let merged = try await place.merge(parts + ["--baseline", "one.json"])
        #expect(merged.status == 0, "\(merged.errorText)")
        #expect(merged.text.contains("28 bad as before"))
        let part = try await ProgramRun.of(
            ["c.json", "--simulate", "--baseline", "part-1.json"],
            directory: place.directory.url
        )
        #expect(part.status == 2)
    }
}
