import DestinationHealth
import Foundation
import TestSupport
import Testing

@testable import ValidateCommand

/// Which files directories and patterns on the command line stand for.
@Suite struct ConfigPathsTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let shell: String
        let operands: [String]
        /// `path` or `path=qualifier`.
        var entries: [String] = []
        var problems: [String] = []
    }

    @Test(
        "directories and patterns stand for files in order, each once",
        arguments: [
            Case(
                testDescription: "the *.json of a directory, by the bytes of their names",
                shell: "mkdir c c/sub c/d.json && touch c/b.json c/B.json c/a.json c/é.json c/a.txt c/sub/x.json",
                operands: ["c"],
                entries: ["c/B.json=B", "c/a.json=a", "c/b.json=b", "c/é.json=é"]
            ),
            Case(
                testDescription: "hidden files are left out, and what Kubernetes mounts is read",
                shell: "mkdir -p c/..2026 && touch c/.a.json c/.json c/..2026/x.json && ln -s ..2026 c/..data "
                    + "&& ln -s ..data/x.json c/x.json",
                operands: ["c/"],
                entries: ["c/x.json=x"]
            ),
            Case(
                testDescription: "a dead link is a config that is missed; a pipe is none",
                shell: "mkdir c && ln -s nowhere c/dead.json && mkfifo c/pipe.json && ln -s .. c/up.json",
                operands: ["c//"],
                entries: ["c/dead.json=dead"]
            ),
            Case(
                testDescription: "an empty directory",
                shell: "mkdir c && touch c/x.yaml",
                operands: ["c", "x.json"],
                entries: ["x.json"],
                problems: ["c: holds no *.json file"]
            ),
            Case(
                testDescription: "a file that is reached twice",
                shell: "mkdir c && touch c/a.json c/b.json && ln -s c d",
                operands: ["c/a.json", "c", "d/b.json", "c/*.json"],
                entries: ["c/a.json", "c/b.json=b"],
                problems: [
                    "c/a.json: is the same file as one before", "d/b.json: is the same file as one before",
                    "c/a.json: is the same file as one before", "c/b.json: is the same file as one before",
                ]
            ),
            Case(
                testDescription: "patterns as a shell would expand them",
                shell:
                    "mkdir -p s/eu s/us s/x.json && touch s/eu/c.json s/us/c.json s/.h.json s/b.json s/a.json s/1.txt",
                operands: ["s/*.json", "s/*/c.json", "s/?.txt", "s/[!a-z].t[x]t", "s/*.yaml"],
                entries: ["s/a.json", "s/b.json", "s/eu/c.json", "s/us/c.json", "s/1.txt"],
                problems: ["s/1.txt: is the same file as one before", "s/*.yaml: no file matches"]
            ),
            Case(
                testDescription: "a path that exists is no pattern",
                shell: "mkdir '[d]' && touch 'a[1].json' a1.json '*.json' '[d]/x.json' && ln -s no '?'",
                operands: ["a[1].json", "*.json", "[d]", "?", "b[1].json"],
                entries: ["a[1].json", "*.json", "[d]/x.json=x", "?"],
                problems: ["b[1].json: no file matches"]
            ),
            Case(
                testDescription: "hostile names",
                shell: #"mkdir c && touch "$(printf 'c/a\nb.json')" "$(printf 'c/\033[2J.json')" "#
                    + #""$(printf 'c/\377.json')" "c/-.json""#,
                operands: ["c", "c/*[!a-z].json"],
                entries: ["c/\u{1B}[2J.json=\u{1B}[2J", "c/-.json=-", "c/a\nb.json=a\nb"],
                problems: [
                    "c: \u{FFFD}.json cannot be used, its name is not UTF-8: rename it",
                    "c/\u{1B}[2J.json: is the same file as one before", "c/-.json: is the same file as one before",
                    "c/*[!a-z].json: c/\u{FFFD}.json cannot be used, its name is not UTF-8: rename it",
                ]
            ),
        ]
    )
    func expansion(_ test: Case) async throws {
        let directory = try TemporaryDirectory()
        #expect(try await ProgramRun.shell(test.shell, directory: directory.url).status == 0)
        // The working directory belongs to every test, so paths are absolute here and shown without the directory.
        let top = directory.url.path + "/"
        let paths = ConfigPaths(test.operands.map { .file(top + $0) })
        let shown = paths.entries.map { entry in
            String(entry.source.path.dropFirst(top.count)) + (entry.qualifier.map { "=\($0)" } ?? "")
        }
        #expect(shown == test.entries)
        #expect(paths.problems.map { $0.message.replacing(top, with: "") } == test.problems)
        for problem in paths.problems {
            let isWarning = problem.message.hasSuffix("is the same file as one before")
            #expect(problem.severity == (isWarning ? .warning : .error))
        }
    }

    @Test("standard input and what cannot be found keep their places, and the root directory is one as well")
    func otherPlaces() {
        let operands = [ConfigSource.file("no/such.json"), .standardInput, .file("no/such/")]
        let paths = ConfigPaths(operands + [.file("/")])
        #expect(paths.entries.prefix(3).map(\.source) == operands)
        #expect(paths.entries.dropFirst(3).allSatisfy { !$0.source.path.hasPrefix("//") })
        #expect(paths.problems.allSatisfy { $0.message.hasPrefix("/: holds no *.json") })
    }
}
