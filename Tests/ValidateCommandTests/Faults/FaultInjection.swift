import Foundation
import TestSupport

/// Runs the built program under strace, which lets its system calls fail.
enum FaultInjection {
    /// Why that cannot be done here; nil where it can.
    static let unavailable: String? = {
        guard let strace else { return "strace is not installed" }
        let process = Process()
        process.executableURL = strace
        process.arguments = ["-f", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return "strace does not run" }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : "processes may not be traced here"
    }()

    static var isAvailable: Bool { unavailable == nil }

    private static let strace = ["/usr/bin/strace", "/usr/local/bin/strace", "/bin/strace"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    .map { URL(fileURLWithPath: $0) }

    /// A run, and what strace saw of the calls it was asked to look at.
    struct Traced {
        let run: ProgramRun
        let log: [Substring]

        /// How many calls failed because they were made to.
        var injected: Int { log.count { $0.contains("(INJECTED)") } }
    }

    /// - Parameters:
    ///   - calls: What is to fail, as strace's `inject` writes it: `fsync:error=EIO`.
    ///   - path: The one file whose calls are meant; nil for all.
    ///   - tracing: Further calls to record.
    ///   - redirection: Of the shell, for the program.
    ///   - limit: Seconds after which it is killed, so that no test waits for ever.
    static func run(
        failing calls: String?,
        on path: String? = nil,
        tracing: String = "none",
        _ arguments: [String],
        directory: TemporaryDirectory,
        redirection: String = "",
        killedAfter limit: Int = 30
    ) async throws -> Traced {
        let log = FileManager.default.temporaryDirectory.appending(path: "validate-strace-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: log) }
        var options = ["-f", "-qq", "-y", "-o", log.path, "-e", "trace=\(tracing)"]
        if let calls {
            let names = calls.split(separator: ":").first ?? ""
            options[options.count - 1] = tracing == "none" ? "trace=\(names)" : "trace=\(tracing),\(names)"
            options += ["-e", "inject=\(calls)"]
        }
        if let path { options += ["-P", path] }
        // By way of a shell, for the redirection, and killed in the end: without memory libdispatch waits for ever.
        let line = "exec timeout -s KILL \(limit) \"$@\" \(redirection)"
        let command = ["-c", line, "sh", strace?.path ?? "strace"] + options + [ProgramRun.executable.path] + arguments
        let run = try await ProgramRun.of(command, directory: directory.url, program: URL(fileURLWithPath: "/bin/sh"))
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return Traced(run: run, log: text.split(separator: "\n"))
    }
}
