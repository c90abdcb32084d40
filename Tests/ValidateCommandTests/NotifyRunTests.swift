import Foundation
import LocatedJSON
import TestSupport
import Testing

@testable import ValidateCommand

/// `--notify-command`: who is told, when, and what cannot go wrong with it.
@Suite struct NotifyRunTests {
    typealias Place = StateRunTests.Place
    private static let good = StateRunTests.good
    private static let revoked = StateRunTests.revoked
    private static let throttled = StateRunTests.throttled

    /// A place that has seen one healthy run, and whose token was revoked since.
    private static func changed() async throws -> Place {
        let place = try Place(good)
        #expect(try await place.run().status == 0)
        try place.set([revoked])
        return place
    }

    @Test("a day of cron with two changes, an outage and a brief failure runs the command twice", .tags(.C25))
    func day() async throws {
        let place = try Place(Self.good)
        let runs: [(token: String, status: Int32)] = [
            (Self.good, 0), (Self.good, 0), (Self.revoked, 1), (Self.good, 0), (Self.revoked, 1), (Self.throttled, 3),
            (Self.revoked, 1), (Self.revoked, 1), (Self.throttled, 3), (Self.good, 0), (Self.good, 0), (Self.good, 0),
        ]
        let command = "echo \"$VALIDATE_STATUS $VALIDATE_CHANGES\" >>told; cat >>reports"
        for (number, run) in runs.enumerated() {
            try place.set([run.token])
            let result = try await place.run("--confirm", "2", "--notify-command", command)
            #expect(result.status == run.status, "run \(number): \(result.errorText)")
            #expect(result.errorText.isEmpty)
        }
        #expect(try place.text("told") == "unhealthy 1\nhealthy 1\n")
    }

    @Test("the command gets the whole report and the counts, and nothing else")
    func given() async throws {
        let place = try await Self.changed()
        let script = """
            cat >report.json
            env | grep ^VALIDATE_ | sort >env
            ls /proc/self/fd | sort -n | tr '\\n' ' ' >numbers
            """
        _ = try place.directory.write(script, to: "notify.sh")
        let line =
            "exec 7</dev/null 8>/dev/null; VALIDATE_STATUS=old exec $VALIDATE c.json --state s.json --simulate "
            + "--notify-command 'sh notify.sh'"
        let run = try await ProgramRun.shell(line, directory: place.directory.url)
        #expect(run.status == 1, "\(run.errorText)")
        #expect(run.errorText.isEmpty, "\(run.errorText)")
        let report = try JSONDocument(parsing: [UInt8](place.text("report.json").utf8)).root
        #expect(report["exit_code"]?.number == "1")
        let history = report["destinations"]?.elements.first { _ in true }?["history"]
        #expect(history?["changed_from"]?.string == "healthy")
        #expect(!(try place.text("report.json")).contains(Self.revoked))
        #expect(
            try place.text("env").split(separator: "\n") == [
                "VALIDATE_CHANGES=1", "VALIDATE_DESTINATIONS=1", "VALIDATE_EXIT_CODE=1", "VALIDATE_HEALTHY=0",
                "VALIDATE_SKIPPED=0", "VALIDATE_STATUS=unhealthy", "VALIDATE_UNHEALTHY=1", "VALIDATE_UNKNOWN=0",
            ]
        )
        // ls itself opens the directory.
        #expect(try place.text("numbers") == "0 1 2 3 ")
    }

    @Test(
        "a failure of the command is a warning, and never changes the exit status",
        arguments: [
            ("cat >/dev/null; exit 7", "failed with status 7"), ("true", "did not read the whole report"),
            ("no-such-program-anywhere", "failed with status 127"), ("cat >/dev/null; kill -9 $$", "ended by signal 9"),
            ("head -c 10 >/dev/null", "did not read the whole report"), ("exec <&- >&- 2>&-", "did not read"),
        ]
    )
    func failing(_ command: String, _ words: String) async throws {
        let place = try await Self.changed()
        let run = try await place.run("--notify-command", command)
        #expect(run.status == 1)
        #expect(run.errorText.contains("validate: warning: --notify-command \(words)") || run.errorText.contains(words))
        #expect(run.text.contains("newly unhealthy"))
        let again = try await place.run("--notify-command", command)
        #expect(again.errorText.isEmpty, "it is told once")
    }

    @Test("the command's output goes to standard error, masked and escaped", .tags(.R1))
    func output() async throws {
        let place = try await Self.changed()
        let command = "cat >/dev/null; echo greetings; printf '\\033[2J%s\\n' \(Self.revoked) >&2; echo ::error::x"
        let run = try await place.run("--notify-command", command)
        #expect(run.status == 1)
        #expect(run.errorText.contains("--notify-command: greetings\n"))
        #expect(!run.errorText.contains(Self.revoked))
        #expect(!run.errorText.contains("\u{1B}"))
        #expect(!run.errorText.contains("\n::"))
        #expect(!run.text.contains("greetings"))
        let much = try await Self.changed()
        let flood = try await much.run("--notify-command", "cat >/dev/null; yes | head -c 5000000")
        #expect(flood.status == 1)
        #expect(flood.errors.count < 4_000_000)
        #expect(flood.errorText.contains("left out"))
    }

    @Test("a command that hangs is ended at its limit with all that it started, and leaves nothing behind")
    func hanging() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "pid")
        let line = "trap '' TERM; echo $$ >'\(file.path)'; sleep 1000 & echo $! >>'\(file.path)'; wait; sleep 1000"
        let outcome = try await OwnThread.block {
            ShellCommand(line, variables: [], limit: 1).run(input: [], isStopped: { false })
        }
        #expect(outcome.warning == "was ended after 1 s")
        let processes = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { Int32($0) }
        #expect(processes.count == 2)
        for process in processes {
            // Orphans are zombies until init has collected them.
            let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            #expect(kill(process, 0) != 0 || status.contains(") Z "), "\(process) is still there")
        }
    }

    @Test("after a signal the command is not run, and a running one is ended", .tags(.C20))
    func signals() async throws {
        let place = try await Self.changed()
        let asked = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            asked.signal()
            return ServerAction([.stall])
        }
        let running = try ProgramRun.Running(
            [
                "c.json", "--state", "t.json", "--base-url", "\(server.origin)", "--timeout", "250",
                "--notify-command", "touch told",
            ],
            directory: place.directory.url
        )
        #expect(try await OwnThread.block { asked.wait(timeout: .now() + 30) } == .success)
        running.send(signal: SIGTERM)
        #expect(try await running.finish().status == 143)
        #expect(try !place.names().contains("told"))

        let notifying = try ProgramRun.Running(
            ["c.json", "--state", "s.json", "--simulate", "--notify-command", "touch begun; sleep 1000"],
            directory: place.directory.url
        )
        let begun = place.path("begun")
        try await OwnThread.block {
            for _ in 0..<600 where !FileManager.default.fileExists(atPath: begun) { usleep(50_000) }
        }
        notifying.send(signal: SIGTERM)
        let ended = try await notifying.finish()
        #expect(ended.status == 143)
        #expect(ended.duration < .seconds(60))
    }
}
