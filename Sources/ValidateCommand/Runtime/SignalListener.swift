import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Turns SIGINT, SIGTERM and SIGHUP into a call on a thread of its own. The second one ends the process at once.
///
/// The signals' handler writes a byte into a pipe, the one thing that is safe there, and the thread reads it.
final class SignalListener: Sendable {
    private struct State {
        var first: Int32?
        var handlers: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let news = Mutex(Pipe())

    /// A pipe of which one end is closed to tell whoever waits at the other.
    private struct Pipe {
        var readingEnd: Int32 = -1
        var writingEnd: Int32 = -1
    }

    /// A descriptor that becomes readable when the first signal comes, for whoever waits for input; -1 if there is none.
    var interruption: Int32 { news.withLock { $0.readingEnd } }

    /// Begins to listen. Only one listener can be at work in a process, and the calling thread gets the signals.
    func start() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var newsEnds: [Int32] = [-1, -1]
        if pipe(&newsEnds) == 0 {
            for end in newsEnds { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            news.withLock { $0 = Pipe(readingEnd: newsEnds[0], writingEnd: newsEnds[1]) }
        }
        writingEnd.store(ends[1], ordering: .releasing)
        guard startThread(reading: ends[0]) else { return }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let previous = signal(number, handleSignal)
            // Under nohup a hang-up is to be ignored, and stays so.
            if let previous, unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
                signal(number, SIG_IGN)
            }
        }
    }

    /// The signal that came first; nil while none came.
    var received: Int32? { state.withLock { $0.first } }

    /// What else to do when the first signal comes; done at once if it has come.
    func onSignal(_ handler: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.handlers.append(handler)
            return state.first != nil
        }
        if isLate { handler() }
    }

    private func receive(_ number: Int32) {
        let (isSecond, handlers) = state.withLock { state in
            defer { state.first = state.first ?? number }
            return (state.first != nil, state.handlers)
        }
        if isSecond { _exit(128 + number) }
        news.withLock { pipe in
            if pipe.writingEnd >= 0 { close(pipe.writingEnd) }
            pipe.writingEnd = -1
        }
        for handler in handlers { handler() }
    }

    private func startThread(reading descriptor: Int32) -> Bool {
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        readingEnd.store(descriptor, ordering: .releasing)
        let context = Unmanaged.passRetained(self)
        let result = pthread_create(&thread, nil, runListener, context.toOpaque())
        if result != 0 { context.release() }
        return result == 0
    }

    fileprivate func listen() {
        let descriptor = readingEnd.load(ordering: .acquiring)
        var number: UInt8 = 0
        while true {
            let count = read(descriptor, &number, 1)
            if count == 1 { receive(Int32(number)) } else if count == 0 || errno != EINTR { return }
        }
    }
}

// A signal's handler can reach nothing but globals.
private let writingEnd = Atomic<Int32>(-1)
private let readingEnd = Atomic<Int32>(-1)

private func handleSignal(_ number: Int32) {
    let savedError = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(writingEnd.load(ordering: .acquiring), &byte, 1)
    errno = savedError
}

#if canImport(Darwin)
    private func runListener(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<SignalListener>.fromOpaque(context).takeRetainedValue().listen()
        return nil
    }
#else
    private func runListener(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context else { return nil }
        Unmanaged<SignalListener>.fromOpaque(context).takeRetainedValue().listen()
        return nil
    }
#endif
