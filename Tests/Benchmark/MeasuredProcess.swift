import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What one run of a program cost, as the system counts it when the process ends.
struct MeasuredProcess: Sendable {
    /// Seconds from start to end.
    let wall: Double
    /// Seconds of processor time, the system's share included.
    let processor: Double
    /// The most memory that was resident, in bytes.
    let memory: Double
    /// The exit status; 128 and the number of the signal where one ended it.
    let status: Int32

    /// Runs a program to its end; what it writes is thrown away.
    ///
    /// - Parameters:
    ///   - command: The program, looked up in the PATH, and its arguments.
    ///   - environment: Variables besides PATH, HOME and LANG.
    static func of(_ command: [String], environment: [String: String] = [:]) throws(BenchmarkFailure) -> MeasuredProcess
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

        let own = ProcessInfo.processInfo.environment
        // No proxy of the machine comes between a program and the server.
        let kept = ["PATH", "HOME"].compactMap { name in own[name].map { (name, $0) } }
        let all = environment.merging(kept + [("LANG", "C.UTF-8")]) { mine, _ in mine }
        let arguments = command.map { strdup($0) } + [nil]
        let variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }

        var process: pid_t = 0
        let began = ContinuousClock.now
        guard let program = command.first, posix_spawnp(&process, program, &actions, nil, arguments, variables) == 0
        else { throw BenchmarkFailure("\(command.first ?? "no program") does not start") }
        var (status, usage): (Int32, rusage) = (0, rusage())
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchmarkFailure("waiting for \(program) failed") }
        }
        let wall = began.duration(to: .now) / .seconds(1)
        let signal = status & 0x7F
        return MeasuredProcess(
            wall: wall,
            processor: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            memory: Double(usage.ru_maxrss) * residentUnit,
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal
        )
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// Linux counts in KiB, Darwin in bytes.
    private static var residentUnit: Double {
        #if canImport(Darwin)
            1
        #else
            1024
        #endif
    }
}

/// Why nothing could be measured.
struct BenchmarkFailure: Error {
    let words: String

    init(_ words: String) {
        self.words = words
    }
}
