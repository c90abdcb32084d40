import Foundation
import Synchronization

/// What a connection of the server does next.
enum WireStep {
    case bytes([UInt8])
    case wait(Duration)
    /// One byte after the other, with a pause behind each.
    case drip([UInt8], every: Duration)
    /// Nothing more, until the peer leaves.
    case stall
    case close
    case reset
}

/// A request as far as it matters here.
struct WireRequest {
    let head: String
    let body: String

    /// The value of a header, named in lower case.
    func header(_ name: String) -> String? {
        for line in head.components(separatedBy: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name { return parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return nil
    }

    /// The text of a JSON member of the body, or of a query parameter, without escapes.
    func value(_ name: String) -> String? {
        if let start = body.range(of: "\"\(name)\":\"") {
            return String(body[start.upperBound...].prefix { $0 != "\"" })
        }
        guard let start = head.range(of: "\(name)=") else { return nil }
        return String(head[start.upperBound...].prefix { $0 != "&" && $0 != " " })
    }
}

/// An HTTP server on 127.0.0.1 in one thread, so that it takes little from the program that it is there for.
final class SoakServer: Sendable {
    typealias Handler = @Sendable (WireRequest) -> [WireStep]

    let port: Int
    private let listener: Int32
    private let handler: Handler
    private let counts = Mutex((connections: 0, open: 0))

    /// How many connections came, ever.
    var connectionCount: Int { counts.withLock { $0.connections } }

    /// Listens and answers, on a thread of its own, until the process ends.
    init(_ handler: @escaping Handler) throws {
        self.handler = handler
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        listener = socket(AF_INET, stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var length = size
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 512) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else { throw SoakFailure("the server cannot listen: \(String(cString: strerror(errno)))") }
        port = Int(UInt16(bigEndian: address.sin_port))
        _ = fcntl(listener, F_SETFL, O_NONBLOCK)
        Thread.detachNewThread { self.serve() }
    }

    private func serve() {
        var connections: [Connection] = []
        while true {
            let now = ContinuousClock.now
            for connection in connections { connection.goOn(now) }
            connections.removeAll { connection in
                if connection.isOver { close(connection.descriptor) }
                return connection.isOver
            }
            var polled = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            var due: Duration = .seconds(1)
            for connection in connections {
                let events = Int16(POLLIN) | (connection.wantsToWrite ? Int16(POLLOUT) : 0)
                polled.append(pollfd(fd: connection.descriptor, events: events, revents: 0))
                if let next = connection.due { due = min(due, now.duration(to: next)) }
            }
            poll(&polled, nfds_t(polled.count), Int32(max(0, due / .milliseconds(1)) + (due > .zero ? 1 : 0)))
            for (connection, poll) in zip(connections, polled.dropFirst())
            where poll.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
                connection.read(handler)
            }
            guard polled[0].revents & Int16(POLLIN) != 0 else { continue }
            while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
                var yes: Int32 = 1
                setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
                connections.append(Connection(descriptor))
                counts.withLock { $0.connections += 1 }
            }
        }
    }
}

/// One connection; used by the server's thread only.
private final class Connection {
    let descriptor: Int32
    private(set) var isOver = false
    private var received: [UInt8] = []
    private var steps: ArraySlice<WireStep> = []
    private(set) var due: ContinuousClock.Instant?

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    var wantsToWrite: Bool {
        if due == nil, case .bytes? = steps.first { true } else { false }
    }

    /// Does what can be done now.
    func goOn(_ now: ContinuousClock.Instant) {
        if let due {
            guard due <= now else { return }
            self.due = nil
        }
        while !isOver, due == nil, let step = steps.popFirst() {
            switch step {
            case .bytes(let bytes):
                let count = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                if count < 0, errno != EAGAIN { isOver = true }
                if count < bytes.count {
                    steps = [.bytes(Array(bytes[max(0, count)...]))] + steps
                    return
                }
            case .wait(let pause): due = now + pause
            case .drip(let bytes, let pause):
                guard !bytes.isEmpty else { break }
                steps = [.bytes([bytes[0]]), .wait(pause), .drip(Array(bytes[1...]), every: pause)] + steps
            case .stall:
                steps = [.stall]
                return
            case .close: isOver = true
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
                isOver = true
            }
        }
    }

    func read(_ handler: SoakServer.Handler) {
        var chunk = [UInt8](repeating: 0, count: 16384)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else {
            if count == 0 || errno != EAGAIN { isOver = true }
            return
        }
        received += chunk[..<count]
        while let request = takeRequest() { steps += handler(request)[...] }
    }

    private func takeRequest() -> WireRequest? {
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        let length = WireRequest(head: head, body: "").header("content-length").flatMap { Int($0) } ?? 0
        guard received.count >= end.upperBound + length else { return nil }
        let body = String(decoding: received[end.upperBound..<(end.upperBound + length)], as: UTF8.self)
        received.removeFirst(end.upperBound + length)
        return WireRequest(head: head, body: body)
    }
}

/// Why a soak cannot be made.
struct SoakFailure: Error {
    let words: String

    init(_ words: String) {
        self.words = words
    }
}
