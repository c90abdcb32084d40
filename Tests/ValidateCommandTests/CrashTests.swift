import Foundation
import TestSupport
import Testing

/// What a crash leaves behind: the signal's own status, one sentence, and no secret.
@Suite struct CrashTests {
    private static let token = "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9"

    @Test(
        "a crash prints one sentence and no memory, whatever the backtracer is told",
        .tags(.C28, .C29, .T20),
        arguments: [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS, SIGQUIT]
    )
    func signals(_ signal: Int32) async throws {
        let asked = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            asked.signal()
            return ServerAction([.stall])
        }
        let directory = try TemporaryDirectory()
        let config =
            #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\#(Self.token)", "test_event_code": "TEST12345"}"#
        let path = try directory.write(config, to: "config.json")
        let running = try ProgramRun.Running(
            [path, "--base-url", "\(server.origin)", "--timeout", "250", "--format", "json"],
            environment: ["SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no", "TMPDIR": directory.url.path],
            directory: directory.url
        )
        // On the thread that waits: others may hold the pool of tasks up for longer than a time limit.
        let isAsked = try await OwnThread.block {
            defer { running.send(signal: signal) }
            return asked.wait(timeout: .now() + 120) == .success
        }
        #expect(isAsked)
        let run = try await running.finish()
        // Foundation's number of the signal; a shell makes 128 more of it.
        #expect(run.status == -signal)
        #expect(run.output.isEmpty)
        let sentence = "validate: internal error, signal \(signal); nothing of this run can be relied upon\n"
        #expect(run.errorText == (signal == SIGQUIT ? "" : sentence))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.url.path) == ["config.json"])
    }

    @Test(
        "a shell sees the status of the signal",
        arguments: [(SIGILL, 132), (SIGABRT, 134), (SIGSEGV, 139)]
    )
    func status(_ signal: Int32, _ status: Int) async throws {
        // It waits for its config, and its handlers are long there when the signal comes.
        let run = try await ProgramRun.shell(
            "sleep 3 | $VALIDATE --offline - & sleep 1; kill -\(signal) $!; wait $!; echo $?"
        )
        #expect(run.text.hasSuffix("\(status)\n"), "\(run.text)")
    }

    @Test("a key press that the caller wants ignored is ignored")
    func ignored() async throws {
        let run = try await ProgramRun.shell(
            "trap '' QUIT; (sleep 1; echo '{}') | $VALIDATE --offline - & sleep 0.4; kill -QUIT $!; wait $!; echo $?",
            directory: ProgramRun.root
        )
        #expect(run.text.hasSuffix("2\n"), "\(run.text)")
    }

    @Test(
        "no core is written, whatever the caller allows",
        .tags(.C29),
        .enabled(if: FileManager.default.fileExists(atPath: "/proc"))
    )
    func limits() async throws {
        let run = try await ProgramRun.shell(
            "ulimit -c unlimited 2>/dev/null; (sleep 2; echo '{}') | $VALIDATE --offline - & sleep 1; grep core /proc/$!/limits; wait"
        )
        #expect(
            run.text.utf8.split(separator: 0x20).prefix(6).map { String(Substring($0)) } == [
                "Max", "core", "file", "size", "0", "0",
            ]
        )
    }
}
