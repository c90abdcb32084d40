internal import Synchronization

/// Notices that an origin fails for everything, so that a run stops asking what cannot be answered.
///
/// Only questions that were never asked are held back; asking again has a budget of its own. An answer of any use to
/// anybody closes the circuit.
final class Circuit: Sendable {
    /// So many failures in a row before anything was sent: name, connection and TLS are the same for every question.
    private static let unsentLimit = 10
    /// This many failures of any kind in a row.
    private static let limit = 100
    /// And they must have lasted for so long, for a server may be starting again.
    private static let minimumDuration = Duration.milliseconds(500)
    /// How often one question is let through to look whether the origin is back.
    private static let probeInterval = Duration.seconds(1)
    /// How often those who wait for the first of these to be answered look again.
    private static let patience = Duration.milliseconds(50)

    private struct Streak {
        var failures = 0
        var unsent = 0
        let began: Duration
        var nextProbe = Duration.zero
        /// Whether the first question of those that look whether the origin is back has no answer yet.
        var awaitsFirstProbe = false
        /// What is said of a question that is not asked.
        var last: TransportFailure
    }

    /// Whether a question may be asked.
    enum Admission {
        case admitted(asProbe: Bool)
        /// Not before that time.
        case wait(until: Duration)
        /// No use, for that reason.
        case refused(TransportFailure)
    }

    private struct State {
        var streaks: [APIOrigin: Streak] = [:]
    }

    private let state = Mutex(State())

    /// Whether a question may be asked now.
    ///
    /// - Parameter isDecided: Whether it is asked if it may; else only a look ahead.
    func admission(to origin: APIOrigin, now: Duration, isDecided: Bool = true) -> Admission {
        state.withLock { state in
            guard var streak = state.streaks[origin],
                streak.unsent >= Self.unsentLimit || streak.failures >= Self.limit
            else { return .admitted(asProbe: false) }
            let certain = streak.began + Self.minimumDuration
            guard now >= certain else { return .wait(until: certain) }
            // The origin may be back since the failures: until one question has shown that it is not, none is refused.
            guard !streak.awaitsFirstProbe else { return .wait(until: now + Self.patience) }
            guard now < streak.nextProbe else {
                guard isDecided else { return .admitted(asProbe: true) }
                streak.awaitsFirstProbe = streak.nextProbe == .zero
                streak.nextProbe = now + Self.probeInterval
                state.streaks[origin] = streak
                return .admitted(asProbe: true)
            }
            return .refused(streak.last)
        }
    }

    private static func notAsked(_ origin: APIOrigin, _ reason: String) -> String {
        "not asked, since everything that was asked of \(origin.host) before it failed: \(reason)"
    }

    /// Takes note of how an exchange ended.
    ///
    /// - Parameter wasProbe: Whether the question was admitted as one that looks whether the origin is back.
    func record(
        _ answer: APIAnswer,
        _ advice: RetryAdvice,
        from origin: APIOrigin,
        now: Duration,
        wasProbe: Bool = false
    ) {
        if wasProbe { state.withLock { $0.streaks[origin]?.awaitsFirstProbe = false } }
        let failure: TransportFailure
        switch answer {
        case .reply where advice.isThrottled || !advice.helpsNobody, .foreign where !advice.helpsNobody:
            // An API that throttles one app or token in its own words still answers the others.
            state.withLock { _ = $0.streaks.removeValue(forKey: origin) }
            return
        case .failure(let last):
            guard last.kind != .cancelled, last.kind != .invalidRequest else { return }
            failure = TransportFailure(last.kind, Self.notAsked(origin, last.detail), phase: last.phase)
        case .reply, .foreign:
            failure = TransportFailure(.serviceDown, Self.notAsked(origin, "no answer was of any use"))
        }
        state.withLock { state in
            var streak = state.streaks[origin] ?? Streak(began: now, last: failure)
            streak.failures += 1
            streak.unsent = if case .failure(let last) = answer, last.timesSent == 0 { streak.unsent + 1 } else { 0 }
            streak.last = failure
            state.streaks[origin] = streak
        }
    }
}
