import Dispatch
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes to a stream whose reader may stop reading, on a thread of its own, so that a blocked `write` holds nobody up.
///
/// A standard stream is shared with other processes: making it non-blocking would break theirs, and `poll` promises
/// nothing, because another writer may fill the pipe right after it. What is blocked is left behind when the process ends.
final class StreamWriter: Sendable {
    private struct State {
        /// Not taken by the thread yet.
        var waiting: [UInt8] = []
        var isWriting = false
        var hasThread = false
        var failure: OutputFailure?
        /// When something was taken by the reader for the last time.
        var progress = ContinuousClock.now
        /// Since when there is no more time.
        var limit: ContinuousClock.Instant?
    }

    /// How long a reader has once the time is over.
    static let patience = Duration.seconds(2)
    /// How long it may take nothing after that.
    static let patienceWithPauses = Duration.seconds(1)
    /// How long a slow reader may go on altogether once the time is over.
    static let longestPatience = Duration.seconds(8)
    private static let pieceSize = 16 << 10

    private let descriptor: Int32
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The first failure so far.
    var failure: OutputFailure? { state.withLock { $0.failure } }

    /// Hands bytes over, to be written after those before. Does not wait.
    func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, startThread() else { return }
        let isIdle = state.withLock { state in
            guard state.failure == nil else { return false }
            let isIdle = !state.isWriting
            if isIdle { state.progress = .now }
            state.isWriting = true
            state.waiting += bytes
            return isIdle
        }
        if isIdle { work.signal() }
    }

    /// Waits until everything is written, it has failed, or the time and the patience with the reader are over.
    func wait() {
        while true {
            let isOver = state.withLock { state in
                if state.isWriting, state.failure == nil, Self.isOver(state) { state.failure = .unread }
                return !state.isWriting || state.failure != nil
            }
            if isOver { return }
            _ = done.wait(timeout: .now() + .milliseconds(50))
        }
    }

    /// Sets the time when output has to come to its end. An earlier one stays.
    func limit(to instant: ContinuousClock.Instant) {
        state.withLock { $0.limit = min($0.limit ?? instant, instant) }
    }

    private static func isOver(_ state: State) -> Bool {
        guard let limit = state.limit else { return false }
        let now = ContinuousClock.now
        let hasPaused = now >= state.progress + patienceWithPauses
        return (now >= limit + patience && hasPaused) || now >= limit + longestPatience
    }

    /// Starts the thread with the first output.
    private func startThread() -> Bool {
        let isNeeded = state.withLock { state in
            defer { state.hasThread = true }
            return !state.hasThread
        }
        guard isNeeded else { return true }
        let context = Unmanaged.passRetained(self).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { runStreamWriter($0) }, context)
            if code == 0, let thread { pthread_detach(thread) }
        #else
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { $0.flatMap { runStreamWriter($0) } }, context)
            if code == 0 { pthread_detach(thread) }
        #endif
        if code != 0 {
            Unmanaged<StreamWriter>.fromOpaque(context).release()
            state.withLock { $0.failure = $0.failure ?? OutputFailure(code: code) }
        }
        return code == 0
    }

    fileprivate func run() {
        while true {
            work.wait()
            while let bytes = next() { write(bytes) }
            done.signal()
        }
    }

    private func next() -> [UInt8]? {
        state.withLock { state in
            guard state.failure == nil, !state.waiting.isEmpty else {
                state.isWriting = false
                state.waiting = []
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    /// Writes piece by piece, so that it is seen whether the reader takes anything.
    private func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Self.pieceSize)
                do throws(OutputFailure) {
                    try writeCompletely(UnsafeRawBufferPointer(rebasing: piece), to: descriptor)
                } catch {
                    state.withLock { $0.failure = $0.failure ?? error }
                    return
                }
                let goesOn = state.withLock { state in
                    state.progress = .now
                    return state.failure == nil
                }
                guard goesOn else { return }
                rest = rest.dropFirst(piece.count)
            }
        }
    }
}

private func runStreamWriter(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<StreamWriter>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
