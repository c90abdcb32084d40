import Foundation

/// A port of ::1 that answers no connection: its queue is full, so that the system drops what comes.
public final class SilentIPv6Listener {
    /// Whether there can be one here.
    public static let isPossible: Bool = {
        guard let listener = SilentIPv6Listener(port: 0) else { return false }
        listener.close()
        return true
    }()

    private var descriptors: [Int32] = []

    /// Listens; nil where this machine has no IPv6, or does not drop.
    public init?(port: Int) {
        guard let listener = Self.openSocket() else { return nil }
        descriptors.append(listener)
        var on: Int32 = 1
        setsockopt(listener, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = UInt16(port).bigEndian
        address.sin6_addr = in6addr_loopback
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isListening =
            Self.with(&address) { bind(listener, $0, $1) } == 0 && listen(listener, 0) == 0
            && withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) } == 0
            }
        guard isListening else {
            close()
            return nil
        }
        // Until a connection is no longer taken at once, the queue has room.
        for _ in 0..<32 {
            guard let filler = Self.openSocket() else { break }
            descriptors.append(filler)
            _ = fcntl(filler, F_SETFL, O_NONBLOCK)
            _ = Self.with(&address) { connect(filler, $0, $1) }
            var waiting = pollfd(fd: filler, events: Int16(POLLOUT), revents: 0)
            if poll(&waiting, 1, 300) == 0 { return }
        }
        close()
        return nil
    }

    /// Closes the port.
    public func close() {
        for descriptor in descriptors { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
        for descriptor in descriptors { closeDescriptor(descriptor) }
        descriptors = []
    }

    private static func openSocket() -> Int32? {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET6, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #endif
        return descriptor < 0 ? nil : descriptor
    }

    private static func with(
        _ address: inout sockaddr_in6,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}

/// `close` under a name of its own.
private func closeDescriptor(_ descriptor: Int32) {
    _ = close(descriptor)
}
