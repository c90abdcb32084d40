internal import Synchronization

/// The clock by which a run waits: how long ago it began, and nothing of the time of day.
public protocol RunClock: Sendable {
    /// The time since some fixed moment; it never goes back.
    var now: Duration { get }

    /// Waits until that time has come. Throws when the task is cancelled.
    func sleep(until time: Duration) async throws(CancellationError)
}

/// Real time. A machine that is suspended meanwhile does not use it up.
public struct MonotonicClock: RunClock {
    private let start = SuspendingClock.now

    /// Begins at zero.
    public init() {}

    /// The time since the clock was made.
    public var now: Duration { start.duration(to: .now) }

    /// Waits until that time has come.
    public func sleep(until time: Duration) async throws(CancellationError) {
        do {
            try await SuspendingClock().sleep(until: start + time, tolerance: nil)
        } catch {
            throw CancellationError()
        }
    }
}

/// Time that passes by waiting alone, for runs against the simulator: they retry and pace themselves as a real run does,
/// and take no longer for it.
public final class SimulatedClock: RunClock {
    private let time = Mutex(Duration.zero)

    /// Begins at zero.
    public init() {}

    /// The time that was waited for so far.
    public var now: Duration { time.withLock { $0 } }

    /// Lets the time come at once.
    public func sleep(until time: Duration) async throws(CancellationError) {
        guard !Task.isCancelled else { throw CancellationError() }
        self.time.withLock { $0 = max($0, time) }
        await Task.yield()
    }
}
