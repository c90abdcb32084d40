import Foundation
import Testing

@testable import ValidateCommand

/// A folder like a reader's, in which the commands of a page are carried out: `validate` asks the simulator.
struct PageStage {
    let directory: TemporaryDirectory
    private let programs: URL

    init() throws {
        directory = try TemporaryDirectory()
        programs = directory.url.appending(path: "programs")
        try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
        let program = ProgramRun.executable.path
        let others = Command.allCases.map(\.rawValue).filter { $0 != "check" }.joined(separator: "|")
        try install(
            "validate",
            """
            case "$1" in \(others)|-*-version|-*-help) exec '\(program)' "$@" ;; esac
            case " $*" in *" --simulate"*) exec '\(program)' "$@" ;; esac
            exec '\(program)' "$@" --simulate
            """
        )
        try install(
            "swift",
            """
            [ "$1 $2" = "run validate" ] || { echo "not carried out in a test: swift $*" >&2; exit 99; }
            shift 2
            exec validate "$@"
            """
        )
        try writeConfigs()
    }

    private func install(_ name: String, _ script: String) throws {
        let file = programs.appending(path: name)
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    /// The configs that the pages speak of, all healthy.
    private func writeConfigs() throws {
        for path in [
            "config.json", "next.json", "configs/shop-eu.json", "configs/shop-us.json", "shops/eu/config.json",
        ] {
            let name = path.contains("/") ? "checkout" : String(path.dropLast(".json".utf8.count))
            let file = directory.url.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(Self.config(name).utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        }
        let fixtures = ProgramRun.root.appending(path: "fixtures")
        try FileManager.default.createSymbolicLink(
            at: directory.url.appending(path: "fixtures"),
            withDestinationURL: fixtures
        )
        try FileManager.default.copyItem(
            at: fixtures.appending(path: "foreign/airbyte.json"),
            to: directory.url.appending(path: "airbyte.json")
        )
    }

    private static func config(_ name: String) -> String {
        """
        {
          "destinations": [
            {
              "name": "\(name)", "pixel_id": "COH98PBC77U2GA5OQKK0", "test_event_code": "TEST12345",
              "access_token": "900d18305cee759b483db4704e1a46080624e88b"
            }
          ]
        }
        """
    }

    /// The reports of earlier runs that the pages speak of.
    func writeReports() async throws {
        let run = try await run(
            """
            set -eu
            validate --format json=before.json config.json
            validate --format json=after.json config.json
            validate --shard 1/2 --format json=part-1.json config.json
            validate --shard 2/2 --format json=part-2.json config.json
            """,
            directory: directory.url
        )
        try #require(run.status == 0, "\(run.text)\(run.errorText)")
    }

    /// Runs a script for the shell; the values that it leaves for the reader to fill in (`...`) are the simulator's.
    func run(_ script: String, directory: URL) async throws -> ProgramRun {
        let script = script.replacing("PIXEL_ID=...", with: "PIXEL_ID=COH98PBC77U2GA5OQKK0")
            .replacing("ACCESS_TOKEN=...", with: "ACCESS_TOKEN=900d18305cee759b483db4704e1a46080624e88b")
            .replacing("TEST_EVENT_CODE=...", with: "TEST_EVENT_CODE=TEST12345")
        return try await ProgramRun.of(
            ["-c", script],
            environment: ["PATH": "\(programs.path):/usr/bin:/bin"],
            directory: directory,
            program: URL(fileURLWithPath: "/bin/sh")
        )
    }
}
