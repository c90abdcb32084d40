import Foundation

/// A port of 127.0.0.1 that is taken, so that no other test gets it, and at which nobody answers.
public final class TakenPort: Sendable {
    /// The port.
    public let number: Int
    private let descriptors: [Int32]

    /// Takes a free port.
    ///
    /// - Parameter listensWithoutRoom: Without it every connection is refused. With it the queue of connections is full,
    ///   and the kernel drops every further first packet.
    /// - Throws: ``ServerError`` when no socket could be opened.
    public init(listensWithoutRoom: Bool = false) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let first = Self.newSocket()
        var all = [first]
        let isTaken = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                guard bind(first, $0, length) == 0, getsockname(first, $0, &length) == 0 else { return false }
                guard listensWithoutRoom else { return true }
                guard listen(first, 0) == 0 else { return false }
                for _ in 0..<4 {
                    let client = Self.newSocket()
                    _ = fcntl(client, F_SETFL, O_NONBLOCK)
                    _ = connect(client, $0, length)
                    all.append(client)
                }
                return true
            }
        }
        descriptors = all
        number = Int(UInt16(bigEndian: address.sin_port))
        guard isTaken else { throw ServerError("bind or listen") }
        // The kernel takes the first connections by itself.
        if listensWithoutRoom { usleep(50_000) }
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    private static func newSocket() -> Int32 {
        #if canImport(Darwin)
            socket(AF_INET, SOCK_STREAM, 0)
        #else
            socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #endif
    }
}
