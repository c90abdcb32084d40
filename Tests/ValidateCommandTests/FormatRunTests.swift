import Foundation
import LocatedJSON
import TestSupport
import Testing
import ValidateCommand

/// The formats for other programs, as the program writes them.
@Suite struct FormatRunTests {
    private static let healthy =
        #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345"}"#
    private static let throttled =
        #"{"pixel_id": "CFLFN9BC77UEUNENBHO0", "access_token": "401001384fc2ea3e7158f88cae34a4329803f4cd", "test_event_code": "TEST12345"}"#
    private static let revoked =
        #"{"pixel_id": "CFLFN9BC77UEUNENBHO0", "access_token": "401052a62decc4c2664d8b02245a2e65ba66a9a8", "test_event_code": "TEST12345"}"#
    private static let disabled = #"{"pixel_id": "P", "access_token": "x", "enabled": false}"#

    @Test(
        "a monitoring system gets its own statuses, each with its word",
        arguments: [
            (healthy, ["--simulate"], 0, "OK"), (healthy, ["--offline", "--on-unknown", "pass"], 0, "OK"),
            (#"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "odd"}"#, ["--offline"], 1, "WARNING"),
            (
                #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "odd"}"#, ["--offline", "--strict"], 2,
                "CRITICAL"
            ),
            (revoked, ["--simulate"], 2, "CRITICAL"), (throttled, ["--simulate"], 3, "UNKNOWN"),
            (throttled, ["--simulate", "--on-unknown", "pass"], 0, "OK"), (disabled, ["--simulate"], 3, "UNKNOWN"),
            ("{", ["--simulate"], 3, "UNKNOWN"), (healthy, ["--simulate", "--only", "nonsense"], 3, "UNKNOWN"),
            (healthy, ["--simulate", "--bogus"], 3, "UNKNOWN"), (healthy, ["--timeout", "x"], 3, "UNKNOWN"),
            (healthy, ["--destination", "none", "--simulate"], 3, "UNKNOWN"),
            (healthy, ["--simulate", "--format", "json=/no/such/directory/r"], 3, "UNKNOWN"),
        ] as [(String, [String], Int32, String)]
    )
    func monitoring(config: String, arguments: [String], status: Int32, word: String) async throws {
        // That a token stands in the config is a warning of its own.
        let rules = arguments.contains("--only") ? [] : ["--skip", "plaintext-secret"]
        for format in [["--format", "nagios"], ["--format=nagios"]] {
            let run = try await ProgramRun.of(["-"] + arguments + rules + format, input: config)
            #expect(run.status == status, "\(run.text)\(run.errorText)")
            #expect(run.text.hasPrefix("VALIDATE \(word) - "), "\(run.text)")
        }
    }

    @Test("nagios decides the exit status only on standard output, and the JSON report holds the same status")
    func monitoringElsewhere() async throws {
        let directory = try TemporaryDirectory()
        var run = try await ProgramRun.of(
            ["-", "--simulate", "--format", "nagios=n", "--format", "json"],
            input: Self.revoked,
            directory: directory.url
        )
        #expect(run.status == 1)
        #expect(try run.report()["exit_code"]?.number == "1")
        let file = try String(contentsOf: directory.url.appending(path: "n"), encoding: .utf8)
        #expect(file.hasPrefix("VALIDATE CRITICAL - 1 destination: 1 unhealthy (simulated) | "))
        run = try await ProgramRun.of(
            ["-", "--simulate", "--format", "nagios", "--format", "json=j"],
            input: Self.revoked,
            directory: directory.url
        )
        #expect(run.status == 2)
        let json = try JSONDocument(parsing: Array(Data(contentsOf: directory.url.appending(path: "j")))).root
        #expect(json["exit_code"]?.number == "2")
        for arguments in [["rules", "--format", "nagios"], ["explain", "--format=nagios"]] {
            #expect(try await ProgramRun.of(arguments).status == 2)
        }
    }

    @Test("a monitoring system that ends the run gets UNKNOWN", arguments: [SIGTERM, SIGINT, SIGHUP])
    func monitoringSignal(_ signal: Int32) async throws {
        let asked = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            asked.signal()
            return ServerAction([.stall])
        }
        let running = try ProgramRun.Running(
            ["-", "--base-url", "\(server.origin)", "--timeout", "250", "--format", "nagios"],
            input: Self.healthy
        )
        let isAsked = try await OwnThread.block {
            defer { running.send(signal: signal) }
            return asked.wait(timeout: .now() + 120) == .success
        }
        #expect(isAsked)
        let run = try await running.finish()
        #expect(run.status == 3)
        #expect(run.text.hasPrefix("VALIDATE UNKNOWN - 1 destination: 1 unknown; interrupted"))
    }

    @Test("every format can be written at once, each to its file, and replaces the old file whole")
    func several() async throws {
        let directory = try TemporaryDirectory()
        var arguments = ["-", "--simulate"]
        for format in ReportFormat.allCases {
            arguments += ["--format", "\(format.rawValue)=report.\(format.rawValue)"]
            _ = try directory.write("old", to: "report.\(format.rawValue)")
        }
        let run = try await ProgramRun.of(arguments, input: Self.revoked, directory: directory.url)
        #expect(run.status == 1)
        #expect(run.text.contains("unhealthy"), "standard output still gets text")
        for format in ReportFormat.allCases {
            let content = try Data(contentsOf: directory.url.appending(path: "report.\(format.rawValue)"))
            #expect(content.count > 50 && content.last == 0x0A)
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.url.path).count
                == ReportFormat.allCases.count
        )
    }

    // MARK: GITHUB_STEP_SUMMARY

    private func gitHub(_ directory: TemporaryDirectory, summary: String?, _ more: [String] = []) async throws
        -> ProgramRun
    {
        try await ProgramRun.of(
            ["-", "--simulate", "--format", "github"] + more,
            input: Self.revoked,
            environment: summary.map { ["GITHUB_STEP_SUMMARY": $0] } ?? [:],
            directory: directory.url
        )
    }

    @Test("the Markdown report is appended to the summary of the step, and nothing else is", .tags(.R3))
    func stepSummary() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("# of an earlier program", to: "summary")
        let run = try await gitHub(directory, summary: path, ["--format", "markdown=m"])
        #expect(run.status == 1)
        #expect(run.text.hasPrefix("::error "))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("# of an earlier program\n## ❌ 1 destination: 1 unhealthy\n"))
        let markdown = try String(contentsOf: directory.url.appending(path: "m"), encoding: .utf8)
        #expect(markdown.hasPrefix("## ❌ 1 destination: 1 unhealthy\n"))
        // Asked for another format, the program leaves it alone.
        _ = try await ProgramRun.of(
            ["-", "--offline"],
            input: Self.revoked,
            environment: ["GITHUB_STEP_SUMMARY": path],
            directory: directory.url
        )
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test("the summary never grows beyond what GitHub takes, and says what was cut", .tags(.R3))
    func stepSummaryLimit() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(String(repeating: "x", count: (1 << 20) - 1000), to: "summary")
        let cut = try await gitHub(directory, summary: path)
        #expect(cut.status == 1)
        var size = try Data(contentsOf: URL(fileURLWithPath: path)).count
        #expect(size <= 1 << 20)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("left out here"))
        _ = try directory.write(String(repeating: "x", count: (1 << 20) - 10), to: "summary")
        let full = try await gitHub(directory, summary: path, ["--format", "json=j"])
        #expect(full.status == 4)
        #expect(full.errorText.contains("it is full: GitHub takes 1 MiB"))
        size = try Data(contentsOf: URL(fileURLWithPath: path)).count
        #expect(size == (1 << 20) - 10)
        let json = try JSONDocument(parsing: Array(Data(contentsOf: directory.url.appending(path: "j")))).root
        #expect(json["exit_code"]?.number == "4")
    }

    @Test("only a regular file is written to: not a link, a directory, a pipe, a device or the config", .tags(.R3))
    func stepSummaryPlaces() async throws {
        let directory = try TemporaryDirectory()
        let target = try directory.write("kept", to: "target")
        let folder = directory.url.path
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: target)
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        for path in ["\(folder)/link", folder, "\(folder)/pipe", "/dev/full", "\(folder)/none/summary"] {
            let run = try await gitHub(directory, summary: path)
            #expect(run.status == 4, "\(path)")
            #expect(run.errorText.contains("GITHUB_STEP_SUMMARY: "), "\(run.errorText)")
            #expect(run.text.hasPrefix("::error "))
        }
        let config = try directory.write(Self.revoked, to: "c.json")
        let run = try await ProgramRun.of(
            ["c.json", "--simulate", "--format", "github"],
            environment: ["GITHUB_STEP_SUMMARY": config],
            directory: directory.url
        )
        #expect(run.status == 4)
        #expect(try String(contentsOfFile: config, encoding: .utf8) == Self.revoked)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "kept")
    }
}
