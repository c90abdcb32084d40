#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How many files and sockets this process may have open, and how many exchanges fit into that.
struct DescriptorLimit {
    /// More than any run needs; a larger limit would only slow down child processes that close everything.
    private static let wanted: rlim_t = 4096
    /// The descriptors of one exchange: its socket, one for a second address, and the pipe of a name lookup.
    private static let perExchange = 4
    /// The descriptors for reports, certificates, the name service and the runtime.
    private static let reserve = 10

    /// The limit in force.
    let limit: Int
    /// How many are open already; a parent may have left some.
    let used: Int

    /// How many exchanges fit; at least one, since a run without any finds out nothing.
    var exchanges: Int { max(1, (limit - used - Self.reserve) / Self.perExchange) }

    /// Raises the limit as far as the system allows.
    static func raised() -> DescriptorLimit {
        var limits = rlimit()
        guard getrlimit(resource, &limits) == 0 else { return DescriptorLimit(limit: 256, used: 3) }
        if limits.rlim_cur < wanted {
            var more = limits
            more.rlim_cur = min(wanted, limits.rlim_max)
            if setrlimit(resource, &more) == 0 { limits = more }
        }
        let limit = Int(min(limits.rlim_cur, wanted))
        return DescriptorLimit(limit: limit, used: open(below: limit))
    }

    /// How many descriptors below a number are open, found with a single call.
    private static func open(below limit: Int) -> Int {
        var descriptors = (0..<Int32(limit)).map { pollfd(fd: $0, events: 0, revents: 0) }
        guard poll(&descriptors, nfds_t(limit), 0) >= 0 else { return 3 }
        return descriptors.count { $0.revents & Int16(POLLNVAL) == 0 }
    }

    #if canImport(Glibc)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = RLIMIT_NOFILE
    #endif
}
