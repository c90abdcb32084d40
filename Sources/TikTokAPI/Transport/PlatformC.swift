// The C library of the platform, for the transport: threads, a clock, files, memory.
#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Nanoseconds of a clock that only goes forward.
func monotonicNanoseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

/// Nanoseconds for which the calling thread has worked.
func threadNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// This machine's time to the minute, as "2026-11-21 13:09 UTC".
func wallClockMinute() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    return "\(day) \(padded(parts.tm_hour)):\(padded(parts.tm_min)) UTC"
}

/// This machine's time in seconds since 1970 UTC.
func wallClockSeconds() -> Int { Int(time(nil)) }

/// The whole content of a file, or nil when it cannot be read or is larger than `limit` bytes.
func contents(ofFile path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count == 0 { return bytes }
        if count < 0 {
            if errno == EINTR { continue }
            return nil
        }
        bytes.append(contentsOf: chunk[..<count])
        if bytes.count > limit { return nil }
    }
}

/// Whether this process may open one more file or socket.
func canOpenOneMore() -> Bool {
    let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno != EMFILE && errno != ENFILE }
    close(descriptor)
    return true
}

/// The value of an environment variable; nil where it is unset or empty.
func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
}

/// Starts a detached thread to which no signal is delivered.
///
/// - Returns: Whether it was started.
func startDetachedThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var everySignal = sigset_t()
    var before = sigset_t()
    sigfillset(&everySignal)
    // A new thread inherits the mask; with SIGPIPE blocked no TLS library can end the process through it either.
    pthread_sigmask(SIG_SETMASK, &everySignal, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let start = Unmanaged.passRetained(Start(body))
    #if canImport(Darwin)
        var thread: pthread_t?
        let code = pthread_create(&thread, nil, { raw in run(raw) }, start.toOpaque())
        if code == 0, let thread { pthread_detach(thread) }
    #else
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, { raw in raw.flatMap { run($0) } }, start.toOpaque())
        if code == 0 { pthread_detach(thread) }
    #endif
    if code != 0 { start.release() }
    return code == 0

    @Sendable func run(_ raw: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<Start>.fromOpaque(raw).takeRetainedValue().body()
        return nil
    }
}

/// Asks the system for the addresses of a host, however long that takes.
func lookUp(_ host: String) -> NameFinding {
    var hints = addrinfo()
    #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
        hints.ai_socktype = SOCK_STREAM
    #endif
    var addresses: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &addresses)
    if let addresses { freeaddrinfo(addresses) }
    switch code {
    case 0: return .exists
    case EAI_NONAME, noData: return .isUnknown
    case EAI_AGAIN: return hasRoute() ? .isUnanswered : .hasNoNetwork
    default: return .hasFailed
    }
}

/// EAI_NODATA, a name without an address, which not every header shows.
#if canImport(Darwin)
    private let noData: Int32 = 7
#else
    private let noData: Int32 = -5
#endif

/// Whether this machine has a route to anywhere: connecting a datagram socket sends nothing.
private func hasRoute() -> Bool {
    #if canImport(Glibc)
        let datagram = Int32(SOCK_DGRAM.rawValue)
    #else
        let datagram = SOCK_DGRAM
    #endif
    // Addresses for documentation (RFC 5737, RFC 3849): they belong to no one, but are routed like others.
    return ["192.0.2.1", "2001:db8::1"].contains { address in
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = datagram
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "53", &hints, &found) == 0, let first = found?.pointee else { return false }
        defer { freeaddrinfo(found) }
        let descriptor = socket(first.ai_family, datagram, 0)
        guard descriptor >= 0 else { return errno == EMFILE || errno == ENFILE }
        defer { close(descriptor) }
        return connect(descriptor, first.ai_addr, first.ai_addrlen) == 0
    }
}

extension CurlFailureFacts {
    /// The kind of failure that an errno of connecting means.
    static func kind(_ systemError: Int32) -> TransportFailure.Kind {
        switch systemError {
        case ECONNREFUSED: .connectionRefused
        case ETIMEDOUT: .timedOut
        default: .unreachable
        }
    }

    /// Whether no socket could be opened because too many files are open.
    static func isWantOfDescriptor(_ systemError: Int32) -> Bool { systemError == EMFILE || systemError == ENFILE }

    static let tooManyFiles = "too many files are open (the limit is ulimit -n)"

    /// The same in words.
    static func reason(_ systemError: Int32) -> String {
        switch systemError {
        case ECONNREFUSED: "the connection was refused"
        case ETIMEDOUT: "nothing answered"
        case EMFILE, ENFILE: tooManyFiles
        case ENETUNREACH, ENETDOWN, EADDRNOTAVAIL: "there is no network route"
        case EHOSTUNREACH, EHOSTDOWN: "there is no route to the host"
        case EACCES, EPERM: "this machine does not permit the connection"
        default: "no connection could be opened"
        }
    }
}
