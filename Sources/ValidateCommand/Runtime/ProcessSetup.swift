#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Makes the process safe to hold secrets and to write reports, before anything else is done.
enum ProcessSetup {
    static func prepare() {
        // A reader that goes away is an error of write(2) then, and ends with a status that says so.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that would get larger than allowed (`ulimit -f`).
        signal(SIGXFSZ, SIG_IGN)
        fillClosedDescriptors()
        forbidCoreDumps()
        CrashHandling.install()
        unblockSignals()
    }

    /// A parent may have left its signals blocked, and its children take that over.
    private static func unblockSignals() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Puts something on a closed standard stream, so that the next file opened does not become it. What is put there
    /// refuses the stream's own use: a report that goes nowhere is an error, not a success.
    private static func fillClosedDescriptors() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    /// A core dump holds every secret of the config.
    ///
    /// On Linux the limit alone is not enough: where the system hands dumps to a program, it asks only whether the process
    /// may be dumped at all. One that may not be is also closed to debuggers of the same user.
    private static func forbidCoreDumps() {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        #if canImport(Glibc)
            setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        #else
            setrlimit(RLIMIT_CORE, &limit)
        #endif
        #if canImport(Glibc) || canImport(Musl)
            // Swift's module of the C library leaves prctl out, and with it its numbers.
            typealias Control =
                @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
            let setDumpable: CInt = 4
            guard let control = dlsym(nil, "prctl") else { return }
            _ = unsafeBitCast(control, to: Control.self)(setDumpable, 0, 0, 0, 0)
        #endif
    }
}
