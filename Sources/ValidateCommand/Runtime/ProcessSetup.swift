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
        // A reader that goes away is then an error of write(2), for which there is an exit status.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that grows larger than allowed (`ulimit -f`).
        signal(SIGXFSZ, SIG_IGN)
        fillClosedDescriptors()
        forbidCoreDumps()
        CrashHandling.install()
        unblockSignals()
    }

    /// A child inherits the signals that its parent has blocked.
    private static func unblockSignals() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Opens /dev/null for a closed standard stream, so that the next file opened does not become it. It is opened for the
    /// opposite direction: writing a report to it fails instead of losing the report.
    private static func fillClosedDescriptors() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    /// Forbids core dumps, which would hold every secret of the config.
    ///
    /// On Linux the limit alone is not enough: where the system pipes dumps to a program, only the dumpable flag counts.
    /// Without it, debuggers of the same user cannot attach either.
    private static func forbidCoreDumps() {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        #if canImport(Glibc)
            setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        #else
            setrlimit(RLIMIT_CORE, &limit)
        #endif
        #if canImport(Glibc) || canImport(Musl)
            // Swift's module of the C library has neither prctl nor its constants.
            typealias Control =
                @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
            let setDumpable: CInt = 4
            guard let control = dlsym(nil, "prctl") else { return }
            _ = unsafeBitCast(control, to: Control.self)(setDumpable, 0, 0, 0, 0)
        #endif
    }
}
