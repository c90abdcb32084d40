internal import Synchronization

/// Lets calls begin no faster than TikTok takes them, and stops them for a while after TikTok has said that there were too
/// many.
final class RateLimiter: Sendable {
    /// Calls that begin a second apart here may arrive closer together there.
    private static let margin = 1.03
    /// A caller that has to wait does so for this part of a window longer, so that those behind it are due as well: waking up for
    /// each costs more than asking.
    private static let patience = 0.015

    private final class Lane: Sendable {
        /// Who is next waits for the time; the others wait for him, and so keep their order.
        let next = AsyncSemaphore(1)
        let limit: RateLimit
        /// When the latest calls began, each window's in a ring.
        let begun: Mutex<[Ring]>

        init(_ limit: RateLimit) {
            self.limit = limit
            begun = Mutex(limit.windows.map { Ring(capacity: $0.count) })
        }
    }

    /// The latest moments, as many as a window has room for.
    private struct Ring {
        private var moments: [Duration] = []
        private var oldest = 0
        private let capacity: Int

        init(capacity: Int) {
            self.capacity = max(1, capacity)
        }

        /// The moment that must be past the window before the next call; nil while there is room.
        var blocking: Duration? { moments.count < capacity ? nil : moments[oldest] }

        mutating func add(_ moment: Duration) {
            if moments.count < capacity {
                moments.append(moment)
            } else {
                moments[oldest] = moment
                oldest = (oldest + 1) % capacity
            }
        }
    }

    /// What TikTok throttles: an app, an endpoint of the sandbox, or the token that sends events.
    private enum Throttled: Hashable {
        case rateLimitKey(RateLimitKey)
        case token(Secret)

        init(_ rateLimitKey: RateLimitKey, token: Secret) {
            self = rateLimitKey == .events ? .token(token) : .rateLimitKey(rateLimitKey)
        }
    }

    private struct State {
        var rateLimitKeys: [RateLimitKey: Lane] = [:]
        var pausedUntil: [Throttled: Duration] = [:]
    }

    private let clock: any RunClock
    private let tier: RateTier
    private let state = Mutex(State())

    init(clock: any RunClock, tier: RateTier) {
        self.clock = clock
        self.tier = tier
    }

    /// Waits until a call may begin, and counts it.
    ///
    /// - Parameters:
    ///   - rateLimitKey: What TikTok counts the call by.
    ///   - token: Whose call it is.
    ///   - places: A place in there is taken last, so that waiting for the time does not keep others from
    ///   asking. It is the caller's to give back.
    ///   - isOfUse: Whether the call is still to be made when its turn has come.
    /// - Returns: Whether it may begin. If not, nothing was counted and no place taken.
    @discardableResult
    func enter(
        _ rateLimitKey: RateLimitKey,
        token: Secret,
        places: AsyncSemaphore,
        isOfUse: () -> Bool = { true }
    ) async throws(CancellationError) -> Bool {
        while let end = pauseEnd(rateLimitKey, token: token), end > clock.now { try await clock.sleep(until: end) }
        let rateLimitKey = state.withLock { state in
            if let known = state.rateLimitKeys[rateLimitKey] { return known }
            let new = Lane(rateLimitKey.limit(tier))
            state.rateLimitKeys[rateLimitKey] = new
            return new
        }
        try await rateLimitKey.next.enter()
        defer { rateLimitKey.next.leave() }
        guard isOfUse() else { return false }
        while let (time, window) = earliest(rateLimitKey), time > clock.now {
            try await clock.sleep(until: time + window * Self.patience)
        }
        try await places.enter()
        let now = clock.now
        rateLimitKey.begun.withLock { rings in
            for index in rings.indices { rings[index].add(now) }
        }
        return true
    }

    /// TikTok said that there were too many: nothing is asked there until then.
    func pause(_ rateLimitKey: RateLimitKey, token: Secret, until time: Duration) {
        let key = Throttled(rateLimitKey, token: token)
        state.withLock { $0.pausedUntil[key] = max($0.pausedUntil[key] ?? .zero, time) }
    }

    /// When asking may go on there; nil if it was never stopped.
    func pauseEnd(_ rateLimitKey: RateLimitKey, token: Secret) -> Duration? {
        state.withLock { $0.pausedUntil[Throttled(rateLimitKey, token: token)] }
    }

    /// When the next call may begin at the earliest, and the length of the window that says so; nil for at once.
    private func earliest(_ rateLimitKey: Lane) -> (time: Duration, window: Duration)? {
        rateLimitKey.begun.withLock { rings in
            zip(rings, rateLimitKey.limit.windows).lazy.compactMap { ring, window in
                ring.blocking.map { ($0 + window.length * Self.margin, window.length) }
            }.max { $0.0 < $1.0 }
        }
    }
}
