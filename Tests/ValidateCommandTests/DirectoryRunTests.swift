import Foundation
import LocatedJSON
import TestSupport
import Testing

/// Runs on directories of configs.
@Suite struct DirectoryRunTests {
    private static let good =
        #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345"}"#

    /// `good` among the destinations of a file, under a name.
    private static func named(_ name: String) -> String {
        good.replacing("{\"pixel_id\"", with: "{\"name\": \"\(name)\", \"pixel_id\"")
    }

    private static func file(_ names: String...) -> String {
        "{\"destinations\": [\(names.map(named).joined(separator: ",\n"))]}"
    }

    /// A directory `configs` with three files: a destination alone, two of a file, and one of a name that is in another.
    private static func place() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            at: directory.url.appending(path: "configs"),
            withIntermediateDirectories: true
        )
        _ = try directory.write(good, to: "configs/shop-eu.json")
        _ = try directory.write(file("one", "two"), to: "configs/many.json")
        _ = try directory.write(file("one"), to: "configs/other.json")
        return directory
    }

    private static func names(_ run: ProgramRun) throws -> [String] {
        try run.report()["destinations"]?.elements.map { $0["name"]?.string ?? "" } ?? []
    }

    @Test("names are qualified by their file, and findings give the file's path")
    func names() async throws {
        let directory = try Self.place()
        _ = try directory.write(Self.file("a", "a"), to: "configs/twins.json")
        let run = try await ProgramRun.of(
            ["configs/", "--simulate", "--format", "json"],
            directory: directory.url
        )
        #expect(run.status == 1)
        #expect(try Self.names(run) == ["many/one", "many/two", "other/one", "shop-eu", "twins/a", "twins/a"])
        let destinations = try run.report()["destinations"]?.elements.map { $0 } ?? []
        for destination in destinations {
            let name = destination["name"]?.string ?? ""
            let isTwin = name == "twins/a"
            #expect((destination["status"]?.string == "unhealthy") == isTwin, "a name is a clash in one file only")
            let stem = name.split(separator: "/")[0]
            #expect(destination["source"]?["file"]?.string == "configs/\(stem).json")
        }
    }

    @Test(
        "patterns of --destination and shards use the qualified name",
        arguments: [
            (["--destination", "many/*"], ["many/one", "many/two"]),
            (["--destination", "*/one"], ["many/one", "other/one"]),
            (["--destination", "shop-eu"], ["shop-eu"]),
        ]
    )
    func selection(_ arguments: [String], _ names: [String]) async throws {
        let directory = try Self.place()
        let run = try await ProgramRun.of(
            ["configs", "--simulate", "--format", "json"] + arguments,
            directory: directory.url
        )
        #expect(try Self.names(run) == names)
    }

    @Test("files that a pattern matches are checked as if they were given one by one")
    func pattern() async throws {
        let directory = try Self.place()
        let arguments = ["--simulate", "--format", "json"]
        let quoted = try await ProgramRun.of(["configs/*.json"] + arguments, directory: directory.url)
        let expanded = try await ProgramRun.shell(
            "$VALIDATE configs/*.json --simulate --format json",
            directory: directory.url
        )
        #expect(quoted.status == 0, "\(quoted.errorText)")
        #expect(try Self.names(quoted) == ["one", "two", "one", "shop-eu"])
        #expect(try Self.names(quoted) == Self.names(expanded))
    }

    @Test("state, baseline, shards and merge recognise the qualified names")
    func memory() async throws {
        let directory = try Self.place()
        let line = """
            $VALIDATE configs --simulate --state s.json --format json=1.json >/dev/null && \
            $VALIDATE ./configs/ --simulate --state s.json --baseline 1.json --format json=2.json >/dev/null && \
            $VALIDATE configs --simulate --shard 1/2 --format json=p1.json >/dev/null && \
            $VALIDATE configs --simulate --shard 2/2 --format json=p2.json >/dev/null && \
            $VALIDATE merge p1.json p2.json --format json
            """
        let run = try await ProgramRun.shell(line, directory: directory.url)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(try Self.names(run) == ["many/one", "many/two", "other/one", "shop-eu"])
        let second = try JSONDocument(parsing: [UInt8](Data(contentsOf: directory.url.appending(path: "2.json")))).root
        for destination in second["destinations"]?.elements.map({ $0 }) ?? [] {
            #expect(destination["history"]?["runs"]?.number == "2")
        }
        #expect(second["baseline"]?["worse"]?.count == 0)
    }

    @Test("reports and states in a directory of configs are not read as configs")
    func ownFiles() async throws {
        let directory = try Self.place()
        let line = "cd configs && $VALIDATE . --simulate --state s.json --format json=r.json -q"
        for _ in 0..<2 {
            let run = try await ProgramRun.shell(line, directory: directory.url)
            #expect(run.status == 0, "\(run.errorText)")
            #expect(run.text.contains("4 destinations: 4 healthy"), "\(run.text)")
        }
        let named = try await ProgramRun.of(["configs/r.json", "--offline"], directory: directory.url)
        #expect(named.errorText.contains("configs/r.json"), "a file that is named is read")
    }

    @Test("one bad file does not keep the others of its directory from being checked", .tags(.F14, .F22))
    func badFile() async throws {
        let directory = try Self.place()
        _ = try directory.write("{", to: "configs/bad.json")
        let line = "ln -s nowhere configs/dead.json; $VALIDATE configs none --simulate --format json"
        let run = try await ProgramRun.shell(line, directory: directory.url)
        #expect(run.status == 2)
        #expect(try Self.names(run).count == 4)
        let problems = try run.report()["problems"]?.elements.map { $0["message"]?.string ?? "" } ?? []
        #expect(problems.count == 3)
        #expect(problems.contains { $0.hasPrefix("configs/bad.json: not valid JSON") })
        #expect(problems.contains("configs/dead.json: cannot be read: no such file or directory"))
        #expect(problems.contains("none: cannot be read: no such file or directory"))
    }

    @Test("names with control characters are escaped, and names that are not UTF-8 are refused", .tags(.F24, .F25))
    func hostileNames() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.good, to: "good.json")
        let line = #"""
            mkdir c; for n in '\033[2J' 'a\n::error::b' '\302\233' '\377'; do cp good.json "$(printf "c/$n.json")"; done
            $VALIDATE c --simulate
            """#
        let run = try await ProgramRun.shell(line, directory: directory.url)
        #expect(run.status == 2)
        #expect(run.errorText.contains("cannot be used, its name is not UTF-8: rename it"))
        for stream in [run.output, run.errors] {
            #expect(String(validating: stream, as: UTF8.self) != nil)
            #expect(!stream.contains(0x1B))
            #expect(!stream.split(separator: 0x0A).contains { $0.starts(with: "::".utf8) })
        }
    }

    @Test("the reason is given for a directory that cannot be read to its end", .tags(.F22, .F23))
    func failingDirectory() async throws {
        let directory = try Self.place()
        let line = """
            strace -f -qq -o /dev/null -P configs -P "$PWD/configs" -e inject=getdents64:error=EIO \
            $VALIDATE configs --simulate --format json
            """
        let run = try await ProgramRun.shell(line, directory: directory.url)
        #expect(run.status == 2)
        let problems = try run.report()["problems"]?.elements.map { $0["message"]?.string ?? "" } ?? []
        #expect(problems == ["configs: cannot be read: input/output error"], "\(run.errorText)")
    }

    @Test("thousands of files are read in order, with few descriptors", .tags(.C1, .C6))
    func thousands() async throws {
        let directory = try Self.place()
        let count = 3_000
        for number in 0..<count { _ = try directory.write(Self.good, to: "configs/s\(10_000 + number).json") }
        let run = try await ProgramRun.shell(
            "ulimit -n 64; exec $VALIDATE configs --offline --only pixel-id-format --format json",
            directory: directory.url
        )
        #expect(run.status == 0, "\(run.errorText.prefix(500))")
        let names = try Self.names(run)
        #expect(names.count == count + 4)
        #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
}
