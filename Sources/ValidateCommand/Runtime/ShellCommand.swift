import DestinationHealth
import Reporting

#if canImport(Glibc)
    @preconcurrency import Glibc
#elseif canImport(Musl)
    @preconcurrency import Musl
#elseif canImport(Darwin)
    @preconcurrency import Darwin
#endif

/// A command of the user's that is run through the shell, with a time limit.
struct ShellCommand {
    /// The result of running it.
    struct Outcome {
        /// What it wrote to its standard output and standard error.
        var output: [UInt8] = []
        /// Whether it wrote more than was kept.
        var isCut = false
        /// What went wrong, to follow the command's name; nil for nothing.
        var warning: String?
    }

    /// How long it has, in seconds, to end after SIGTERM.
    private static let grace = 2
    private static let maximumOutput = 64 * 1024

    private let command: String
    private let variables: [String]
    private let limit: Int

    /// - Parameters:
    ///   - command: A line for `/bin/sh`.
    ///   - variables: What to add to the environment, as `NAME=value`.
    ///   - limit: How long it may take, in seconds.
    init(_ command: String, variables: [String], limit: Int = 30) {
        self.command = command
        self.variables = variables
        self.limit = limit
    }

    /// Runs it until it ends or the time is over.
    ///
    /// - Parameters:
    ///   - input: Its standard input.
    ///   - isStopped: Polled for whether to end it early.
    func run(input: [UInt8], isStopped: () -> Bool) -> Outcome {
        var outcome = Outcome()
        guard let inward = Pipe(), let outward = Pipe() else {
            outcome.warning = "could not be run: \(FileReader.words(for: errno))"
            return outcome
        }
        // Closed as soon as everything is written, since the command reads to the end of its input.
        var writing = inward.writing
        defer { for end in [inward.reading, writing, outward.reading] where end >= 0 { close(end) } }
        let process: pid_t
        switch start(input: inward.reading, output: outward.writing) {
        case .success(let started): process = started
        case .failure(let failure):
            close(outward.writing)
            outcome.warning = "could not be run: \(failure.words)"
            return outcome
        }
        close(outward.writing)
        for end in [inward.writing, outward.reading] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }

        var rest = input[...]
        var status: Int32 = 0
        var reason: String?
        var hasKilled = false
        let clock = ContinuousClock()
        var end = clock.now + .seconds(limit)
        while waitpid(process, &status, WNOHANG) == 0 {
            Self.send(&rest, to: writing)
            if rest.isEmpty, writing >= 0 {
                close(writing)
                writing = -1
            }
            Self.receive(outward.reading, into: &outcome)
            if reason == nil, isStopped() {
                reason = "was ended, because the run was interrupted"
            } else if reason == nil, clock.now >= end {
                reason = "was ended after \(limit) s"
            } else if reason != nil {
                // It did not end after SIGTERM.
                if !hasKilled, clock.now >= end {
                    kill(-process, SIGKILL)
                    hasKilled = true
                }
                Self.wait(outward.reading, -1)
                continue
            } else {
                Self.wait(outward.reading, writing)
                continue
            }
            // The whole group: the shell alone would leave its children behind.
            kill(-process, SIGTERM)
            end = clock.now + .seconds(Self.grace)
        }
        Self.receive(outward.reading, into: &outcome)
        // Its children may outlive the shell.
        if reason != nil, !hasKilled { kill(-process, SIGKILL) }
        outcome.warning = reason ?? Self.words(for: status)
        if outcome.warning == nil, !rest.isEmpty || Self.hasUnread(inward.reading) {
            outcome.warning = "did not read the whole report on its standard input"
        }
        return outcome
    }

    private static func words(for status: Int32) -> String? {
        let signal = status & 0x7F
        if signal != 0 { return "was ended by signal \(signal)" }
        let code = (status >> 8) & 0xFF
        return code == 0 ? nil : "failed with status \(code)"
    }

    /// Writes as much of the input as the pipe takes.
    private static func send(_ rest: inout ArraySlice<UInt8>, to descriptor: Int32) {
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads the output that is there.
    private static func receive(_ descriptor: Int32, into outcome: inout Outcome) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        // Bounded: endless output must not keep the time limit from being checked.
        for _ in 0..<64 {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            let kept = min(count, maximumOutput - outcome.output.count)
            outcome.output += buffer[..<kept]
            outcome.isCut = outcome.isCut || kept < count
        }
    }

    /// Waits 50 ms, or until there is something to read or room to write.
    private static func wait(_ reading: Int32, _ writing: Int32) {
        // Once the command has closed its output, poll returns at once.
        var watched = [
            pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: writing, events: Int16(POLLOUT), revents: 0),
        ]
        poll(&watched, nfds_t(watched.count), 50)
        if Int32(watched[0].revents) & Int32(POLLHUP) != 0 { usleep(10_000) }
    }

    /// Whether a pipe holds unread bytes.
    private static func hasUnread(_ descriptor: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) == 1 && Int32(watched.revents) & Int32(POLLIN) != 0
    }
}

/// A pipe whose ends no child process inherits unless it is given them.
private struct Pipe {
    let reading: Int32
    let writing: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = ends[0]
        writing = ends[1]
    }
}

extension ShellCommand {
    private func start(input: Int32, output: Int32) -> Result<pid_t, FileFailure> {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        guard posix_spawn_file_actions_init(&actions) == 0 else { return .failure(.last) }
        defer { posix_spawn_file_actions_destroy(&actions) }
        guard posix_spawnattr_init(&attributes) == 0 else { return .failure(.last) }
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        // This program's own files are closed on exec; those that its parent left open must not reach the command either.
        for descriptor in 3..<Int32(clamping: min(65_536, max(3, sysconf(Int32(_SC_OPEN_MAX))))) {
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0, flags & FD_CLOEXEC == 0 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        }
        // The command gets the default signal mask and handlers.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // A group of its own, so that all of it can be ended.
        posix_spawnattr_setpgroup(&attributes, 0)
        var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
        #if canImport(Darwin)
            flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
        #endif
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
        var process = pid_t()
        let words: [String] = ["/bin/sh", "-c", command]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        let added: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) }
        defer { for text in arguments + added { free(text) } }
        let environment = inherited + added + [nil]
        let failure = posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments + [nil], environment)
        guard failure == 0 else { return .failure(FileFailure(FileReader.words(for: failure))) }
        return .success(process)
    }

    /// This program's own variables, byte for byte, without those that the added ones replace.
    private var inherited: [UnsafeMutablePointer<CChar>?] {
        let names = variables.map { String(Substring($0.utf8.prefix { $0 != UInt8(ascii: "=") })) + "=" }
        var kept: [UnsafeMutablePointer<CChar>?] = []
        #if canImport(Darwin)
            var place = _NSGetEnviron().pointee
        #else
            var place = environ
        #endif
        while let text = place.pointee {
            if !names.contains(where: { strncmp(text, $0, $0.utf8.count) == 0 }) { kept.append(text) }
            place += 1
        }
        return kept
    }
}
