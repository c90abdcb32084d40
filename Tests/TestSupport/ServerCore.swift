import Foundation
import Synchronization
import TikTokAPI

#if canImport(Darwin)
    private let noSignal: Int32 = 0
    private let streamSocket = SOCK_STREAM
#else
    private let noSignal = Int32(MSG_NOSIGNAL)
    // From the start: another test may be starting a child process, which must not inherit it.
    private let streamSocket = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
#endif

/// The sockets and threads of a ``FaultServer``.
final class ServerCore: Sendable {
    struct State {
        var requests: [ReceivedRequest] = []
        var connectionCount = 0
        var descriptors: Set<Int32> = []
        var threads = 0
        var isStopped = false
    }

    let port: Int
    let state = Mutex(State())
    private let listener: Int32
    private let handler: FaultServer.Handler

    private let greeting: ServerAction?

    init(greeting: ServerAction?, _ handler: @escaping FaultServer.Handler) throws {
        self.greeting = greeting
        self.handler = handler
        let listener = socket(AF_INET, streamSocket, 0)
        guard listener >= 0 else { throw ServerError("socket") }
        self.listener = listener
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 1024) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isBound else {
            close(listener)
            throw ServerError("bind or listen")
        }
    }

    func start() {
        spawn { [self] in accept() }
    }

    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            #if canImport(Darwin)
                close(listener)
            #endif
            for descriptor in state.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    func waitForThreads() {
        let end = Date().addingTimeInterval(5)
        while state.withLock({ $0.threads > 0 }), Date() < end { usleep(1000) }
    }

    private func spawn(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.threads += 1 }
        let thread = Thread { [self] in
            body()
            state.withLock { $0.threads -= 1 }
        }
        thread.stackSize = 512 << 10
        thread.start()
    }

    private func accept() {
        while true {
            #if canImport(Darwin)
                let descriptor = Darwin.accept(listener, nil, nil)
            #else
                let descriptor = Glibc.accept(listener, nil, nil)
            #endif
            if descriptor < 0 {
                if state.withLock({ $0.isStopped }) { break }
                usleep(1000)
                continue
            }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            var on: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            #if canImport(Darwin)
                setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
            #endif
            let number: Int? = state.withLock { state in
                guard !state.isStopped else { return nil }
                state.descriptors.insert(descriptor)
                state.connectionCount += 1
                return state.connectionCount - 1
            }
            guard let number else {
                close(descriptor)
                break
            }
            spawn { [self] in
                serve(descriptor, number: number)
                // Out of the set first: a closed number may at once be another connection's.
                _ = state.withLock { $0.descriptors.remove(descriptor) }
                close(descriptor)
            }
        }
        #if !canImport(Darwin)
            close(listener)
        #endif
    }

    // MARK: - A connection

    private func serve(_ descriptor: Int32, number: Int) {
        if let greeting {
            var chunk = [UInt8](repeating: 0, count: 4096)
            guard recv(descriptor, &chunk, chunk.count, 0) > 0 else { return }
            for step in greeting.steps where !perform(step, on: descriptor) { return }
            return
        }
        var buffer: [UInt8] = []
        var index = 0
        while let request = RequestReader.read(descriptor, &buffer, connection: number, index: index) {
            index += 1
            state.withLock { $0.requests.append(request) }
            for step in handler(request).steps {
                guard perform(step, on: descriptor) else { return }
            }
        }
    }

    /// Returns whether the connection goes on.
    private func perform(_ step: ServerStep, on descriptor: Int32) -> Bool {
        switch step {
        case .bytes(let bytes): return send(bytes, to: descriptor)
        case .drip(let bytes, let count, let pause):
            for start in stride(from: 0, to: bytes.count, by: count) {
                guard send(Array(bytes[start..<min(start + count, bytes.count)]), to: descriptor),
                    wait(pause, on: descriptor)
                else { return false }
            }
            return true
        case .endless(let bytes, let pause):
            while send(bytes, to: descriptor), wait(pause, on: descriptor) {}
            return false
        case .pause(let duration): return wait(duration, on: descriptor)
        case .stall:
            while wait(.seconds(60), on: descriptor) {}
            return false
        case .close:
            // Not left to close(): a child process started by another test may hold a copy.
            shutdown(descriptor, Int32(SHUT_RDWR))
            return false
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            return false
        }
    }

    private func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { raw in
            var sent = 0
            while sent < raw.count {
                #if canImport(Darwin)
                    let count = Darwin.send(descriptor, raw.baseAddress.map { $0 + sent }, raw.count - sent, noSignal)
                #else
                    let count = Glibc.send(descriptor, raw.baseAddress.map { $0 + sent }, raw.count - sent, noSignal)
                #endif
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { return false }
                sent += count
            }
            return true
        }
    }

    /// Waits this long. Returns whether the peer is still there.
    private func wait(_ duration: Duration, on descriptor: Int32) -> Bool {
        let (seconds, attoseconds) = duration.components
        let milliseconds = Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        if milliseconds == 0 { return true }
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        guard poll(&descriptors, 1, milliseconds) > 0 else { return true }
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) > 0
    }
}
