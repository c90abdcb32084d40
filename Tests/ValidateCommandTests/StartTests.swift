import Foundation
import TestSupport
import Testing

/// The cost of a start of the program, counted in system calls rather than in time.
@Suite(.enabled(if: Tool.isUsable("strace -o /dev/null true"), "strace counts the calls")) struct StartTests {
    /// The system calls of one start.
    private static func calls(_ names: String, _ arguments: String) async throws -> [Substring] {
        let directory = try TemporaryDirectory()
        _ = try directory.write(StateRunTests.config(StateRunTests.good), to: "c.json")
        let run = try await ProgramRun.shell(
            "exec strace -f -qq -o trace -e trace=\(names) \"$VALIDATE\" \(arguments)",
            directory: directory.url
        )
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        return try String(contentsOf: directory.url.appending(path: "trace"), encoding: .utf8).split(separator: "\n")
    }

    @Test(
        "a command that only prints starts no thread",
        arguments: ["--version", "--help", "rules", "explain 40001", "completions man", "schema", "init"]
    )
    func noThread(arguments: String) async throws {
        #expect(try await Self.calls("clone,clone3", arguments).isEmpty)
    }

    /// One for signals, one for output, and those that Dispatch starts for two tasks.
    @Test("a small offline check starts a handful of threads")
    func fewThreads() async throws {
        let begun = try await Self.calls("clone,clone3", "--offline c.json").filter { $0.contains("CLONE_THREAD") }
        #expect((2...8).contains(begun.count), "\(begun)")
    }

    @Test("an offline check does not count open descriptors")
    func noDescriptors() async throws {
        #expect(try await Self.calls("fcntl,poll,setrlimit", "--offline c.json").count < 20)
    }
}
