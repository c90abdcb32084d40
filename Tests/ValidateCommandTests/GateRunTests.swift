import Foundation
import LocatedJSON
import TestSupport
import Testing

/// A gate: `--baseline` and `validate diff` fail on what a change made worse, and on nothing else.
@Suite struct GateRunTests {
    static let good = StateRunTests.good
    static let revoked = StateRunTests.revoked
    static let throttled = StateRunTests.throttled

    /// A directory with a report of an earlier run.
    final class Place {
        let directory: TemporaryDirectory

        /// Runs once with some tokens and keeps the report as `old.json`.
        init(before tokens: [String]) async throws {
            directory = try TemporaryDirectory()
            try set(tokens)
            _ = try await run("--format", "json=old.json")
        }

        func set(_ tokens: [String], name: String = "c.json") throws {
            let destinations = tokens.enumerated().map { number, token in
                let pixel = token == GateRunTests.good ? "COH98PBC77U2GA5OQKK0" : "CFLFN9BC77UEUNENBHO0"
                return
                    #"{"name": "d\#(number)", "pixel_id": "\#(pixel)", "access_token": "\#(token)", "test_event_code": "TEST12345"}"#
            }
            _ = try directory.write("{\"destinations\": [\n\(destinations.joined(separator: ",\n"))\n]}", to: name)
        }

        func run(_ arguments: String..., config: String = "c.json") async throws -> ProgramRun {
            try await ProgramRun.of([config, "--simulate"] + arguments, directory: directory.url)
        }

        func diff(_ arguments: String...) async throws -> ProgramRun {
            try await ProgramRun.of(["diff"] + arguments, directory: directory.url)
        }
    }

    @Test(
        "the exit status depends on what got worse",
        arguments: [
            ([good], [good], 0, 0), ([good], [revoked], 1, 1), ([revoked], [revoked], 0, 0), ([revoked], [good], 0, 0),
            // A destination that was good and cannot be told any more may be broken.
            ([good], [throttled], 3, 1), ([throttled], [throttled], 0, 0), ([throttled], [revoked], 1, 1),
            ([revoked], [throttled], 0, 0), ([revoked, good], [revoked, revoked], 1, 1),
            ([revoked, good], [good, throttled], 3, 1),
            // What is new must be good.
            ([revoked], [revoked, good], 0, 0), ([revoked], [revoked, revoked], 1, 1), ([good, revoked], [good], 0, 0),
        ] as [([String], [String], Int32, Int32)]
    )
    func statuses(before: [String], after: [String], gate: Int32, diff: Int32) async throws {
        let place = try await Place(before: before)
        try place.set(after)
        let run = try await place.run("--baseline", "old.json", "--format", "json=new.json")
        #expect(run.status == gate, "\(run.text)\(run.errorText)")
        let compared = try await place.diff("old.json", "new.json")
        #expect(compared.status == diff, "\(compared.text)")
        let passing = try await place.run("--baseline", "old.json", "--on-unknown", "pass")
        #expect(passing.status == (gate == 3 ? 0 : gate))
    }

    @Test("a gate with one regression names it, what was bad before, and what got better")
    func told() async throws {
        let place = try await Place(before: [Self.revoked, Self.good, Self.revoked])
        try place.set([Self.revoked, Self.revoked, Self.good, Self.good])
        let run = try await place.run("--baseline", "old.json", "--format", "text", "--format", "json=new.json")
        #expect(run.status == 1)
        let section = run.text.components(separatedBy: "compared with old.json of ")
        #expect(section.count == 2)
        let lines = section.last?.components(separatedBy: "\n").dropFirst().map { $0 } ?? []
        #expect(
            lines == [
                "  1 worse", "    d1: was healthy, is unhealthy; new errors: token-accepted", "  1 better",
                "    d2: was unhealthy, is healthy; fixed: token-accepted", "  1 bad as before",
                "    d0: unhealthy as before", "  1 new and good", "    d3: new, healthy", "",
            ]
        )
        let bytes = [UInt8](try Data(contentsOf: place.directory.url.appending(path: "new.json")))
        let report = try JSONDocument(parsing: bytes).root
        #expect(report["exit_code"]?.number == "1")
        let baseline = report["baseline"]
        #expect(baseline?["status"]?.string == "unhealthy")
        #expect(baseline?["file"]?.string == "old.json")
        for (key, name) in [("worse", "d1"), ("better", "d2"), ("as_before", "d0"), ("added", "d3")] {
            #expect(baseline?[key]?.elements.map { $0["name"]?.string } == [name], "\(key)")
        }
        #expect(baseline?["absent"]?.count == 0)
        let compared = try await place.diff("old.json", "new.json")
        #expect(compared.text.components(separatedBy: "\n").dropFirst().map { $0 } == lines)
        let json = try await place.diff("old.json", "new.json", "--format", "json")
        #expect(json.status == 1)
        #expect(try json.report()["baseline"]?["worse"]?.elements.map { $0["name"]?.string } == ["d1"])
        #expect(try json.report()["exit_code"]?.number == "1")
    }

    @Test("a baseline that cannot be used fails the run, even if every destination is healthy")
    func unusable() async throws {
        let place = try await Place(before: [Self.good])
        _ = try place.directory.write("{}", to: "foreign.json")
        _ = try place.directory.write("{\"report_version\": 1,", to: "cut.json")
        for (name, words) in [
            ("missing.json", "--baseline: missing.json: cannot be read: no such file or directory"),
            ("foreign.json", "--baseline: foreign.json: is no JSON report of validate"),
            ("c.json", "--baseline: c.json: is no JSON report of validate"),
            ("cut.json", "--baseline: cut.json:1:22: not valid JSON"), (".", "--baseline: .: cannot be read"),
        ] {
            let run = try await place.run("--baseline", name, "--format", "json")
            #expect(run.status == 2, "\(name)")
            #expect(run.errorText.replacing("\n    ", with: " ").contains(words), "\(run.errorText)")
            #expect(try run.report()["destinations"]?.elements.map { $0["status"]?.string } == ["unknown"])
            if name != "." {
                #expect(try await place.diff(name, "old.json").status == 2)
                #expect(try await place.diff("old.json", name).status == 2)
            }
        }
    }

    @Test("no report replaces the baseline, which would excuse this run's findings in the next")
    func overwritten() async throws {
        let place = try await Place(before: [Self.good])
        try place.set([Self.revoked])
        for _ in 0..<2 {
            let run = try await place.run("--baseline", "old.json", "--format", "json=old.json")
            #expect(run.status == 4)
        }
        #expect(try await place.run("--baseline", "old.json").status == 1)
    }

    @Test("the new token is proven beside the old one before that is taken out")
    func rotation() async throws {
        let place = try await Place(before: [Self.good, Self.revoked])
        for (next, status) in [(Self.good, Int32(0)), (Self.revoked, 1), (Self.throttled, 3)] {
            try place.set([next], name: "next.json")
            let run = try await ProgramRun.of(
                ["c.json", "next.json", "--simulate", "--baseline", "old.json"],
                directory: place.directory.url
            )
            #expect(run.status == status, "\(run.text)")
        }
    }

    @Test("a config that cannot be read fails a run with a baseline, and a diff with its report")
    func unreadableConfig() async throws {
        let place = try await Place(before: [Self.good])
        let run = try await ProgramRun.of(
            ["c.json", "gone.json", "--simulate", "--baseline", "old.json", "--format", "json=new.json"],
            directory: place.directory.url
        )
        #expect(run.status == 2)
        let diff = try await place.diff("old.json", "new.json")
        #expect(diff.status == 2)
        #expect(diff.errorText.contains("gone.json"))
    }

    @Test("control characters in the names of a report are escaped")
    func hostile() async throws {
        let place = try await Place(before: [Self.revoked])
        let url = place.directory.url.appending(path: "old.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        try Data(text.replacing("\"d0\"", with: "\"d\\u001b[2J\\n::error::x\"").utf8).write(to: url)
        let diff = try await place.diff("old.json", "old.json")
        #expect(diff.status == 0)
        #expect(!diff.output.contains(0x1B))
        #expect(!diff.text.contains("\n::error"))
    }

    @Test("a simulated report cannot be the baseline of a run against TikTok, nor the other way round")
    func simulated() async throws {
        let place = try await Place(before: [Self.revoked])
        let live = try await ProgramRun.of(
            ["c.json", "--offline", "--format", "json=live.json", "--baseline", "old.json"],
            directory: place.directory.url
        )
        #expect(live.status == 2)
        #expect(live.errorText.contains("old.json: is of a simulated run"))
        #expect(try await place.run("--baseline", "live.json").status == 2)
        #expect(try await place.diff("old.json", "live.json").status == 2)
    }

    @Test("diff takes two reports")
    func usage() async throws {
        for arguments in [[], ["a.json"], ["a.json", "b.json", "c.json"], ["a.json", ""]] {
            let run = try await ProgramRun.of(["diff"] + arguments)
            #expect(run.status == 2)
            #expect(run.errorText.contains("validate --help"))
        }
    }
}
