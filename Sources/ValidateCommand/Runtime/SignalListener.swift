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
/// The signal handler only writes a byte into a pipe, which is safe there, and the thread reads it.
final class SignalListener: Sendable {
    private struct State {
        var first: Int32?
        var handlers: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let interruptionPipe = Mutex(Pipe())

    /// A pipe whose writing end is closed to wake readers at the other end.
    private struct Pipe {
        var readingEnd: Int32 = -1
        var writingEnd: Int32 = -1
    }

    /// A descriptor that becomes readable when the first signal comes, for reads that can be interrupted; -1 for none.
    var interruption: Int32 { interruptionPipe.withLock { $0.readingEnd } }

    /// Starts to listen. Only one listener can be active in a process.
    func start() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var otherEnds: [Int32] = [-1, -1]
        if pipe(&otherEnds) == 0 {
            for end in otherEnds { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            interruptionPipe.withLock { $0 = Pipe(readingEnd: otherEnds[0], writingEnd: otherEnds[1]) }
        }
        writingEnd.store(ends[1], ordering: .releasing)
        guard startThread(reading: ends[0]) else { return }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let previous = signal(number, handleSignal)
            // nohup has SIGHUP ignored, and it stays so.
            if let previous, unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
                signal(number, SIG_IGN)
            }
        }
    }

    /// The first signal that came; nil if none has.
    var received: Int32? { state.withLock { $0.first } }

    /// Adds what to do when the first signal comes; it is done at once if that has come already.
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
        if isSecond { _exit(ExitStatus.code(afterSignal: number)) }
        interruptionPipe.withLock { pipe in
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

// A signal handler can use only globals.
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
