#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Asks git whether it keeps a file. Without git, outside a checkout, and where git does not answer, the answer is no.
enum GitTracking {
    /// How long git may take, in milliseconds.
    private static let limit = 2_000

    /// Whether git keeps a file.
    static func isTracked(_ path: String) -> Bool {
        guard let resolved = realpath(path, nil) else { return false }
        defer { free(resolved) }
        // The file that a link leads to, since that is where the text stands.
        let full = String(cString: resolved)
        guard let slash = full.utf8.lastIndex(of: UInt8(ascii: "/")) else { return false }
        let directory = slash == full.utf8.startIndex ? "/" : String(full[..<slash])
        guard isInCheckout(directory) else { return false }
        let name = String(full[full.utf8.index(after: slash)...])
        return run([
            // A checkout of somebody else may name a program for git to start.
            "git", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", directory, "ls-files", "--error-unmatch",
            "--", name,
        ]) == 0
    }

    /// Whether a directory or one above it has a `.git`; most secret configs lie where no process need be started.
    private static func isInCheckout(_ directory: String) -> Bool {
        var directory = directory
        while true {
            if access(directory == "/" ? "/.git" : directory + "/.git", F_OK) == 0 { return true }
            guard directory != "/", let slash = directory.utf8.lastIndex(of: UInt8(ascii: "/")) else { return false }
            directory = slash == directory.utf8.startIndex ? "/" : String(directory[..<slash])
        }
    }

    /// Runs a program without a shell, its output discarded; nil if it could not be started, was ended by a signal or took
    /// too long.
    private static func run(_ arguments: [String]) -> Int32? {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { posix_spawn_file_actions_destroy(&actions) }
        guard posix_spawnattr_init(&attributes) == 0 else { return nil }
        defer { posix_spawnattr_destroy(&attributes) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        // Signals that are held back here must be able to end it.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var process = pid_t()
        let started = withCStrings(arguments) { arguments in
            withCStrings(environment) { posix_spawnp(&process, "git", &actions, &attributes, arguments, $0) }
        }
        guard started == 0 else { return nil }
        return statusOfEnded(process)
    }

    /// What git needs to run, and none of the secrets that the config's variables hold.
    private static var environment: [String] {
        let kept = ["PATH", "HOME", "XDG_CONFIG_HOME"].compactMap { (name: String) -> String? in
            getenv(name).map { "\(name)=\(String(cString: $0))" }
        }
        return kept + ["GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"]
    }

    private static func statusOfEnded(_ process: pid_t) -> Int32? {
        var status: Int32 = 0
        for _ in 0..<limit {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil }
            guard ended == 0 || errno == EINTR else { return nil }
            usleep(1_000)
        }
        kill(process, SIGKILL)
        waitpid(process, &status, 0)
        return nil
    }

    /// Lends texts as the null-terminated list that the C library takes.
    private static func withCStrings<Result>(
        _ texts: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
