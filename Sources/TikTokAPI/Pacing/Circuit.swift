internal import Synchronization

/// Notices that an origin helps nobody any more, so that a run does not go on asking what cannot be answered.
///
/// Only questions that were never asked are held back; asking again has a budget of its own. An answer of any use to
/// anybody closes the circuit.
final class Circuit: Sendable {
    /// So many failures in a row before anything was sent: name, connection and TLS are the same for every question.
    private static let unsentLimit = 10
    /// So many failures in a row of whatever kind.
    private static let limit = 100
    /// And they must have lasted for so long, for a server may be starting again.
    private static let minimumDuration = Duration.milliseconds(500)
    /// How often one question is let through to look whether the origin is back.
    private static let probeInterval = Duration.seconds(1)

    private struct Streak {
        var failures = 0
        var unsent = 0
        let began: Duration
        var nextProbe = Duration.zero
        /// What is said of a question that is not asked.
        var last: TransportFailure
    }

    /// Whether a question may be asked.
    enum Admission {
        case admitted
        /// Not before that time.
        case wait(until: Duration)
        /// No use, for that reason.
        case refused(TransportFailure)
    }

    private let streaks = Mutex<[APIOrigin: Streak]>([:])

    func admission(to origin: APIOrigin, now: Duration) -> Admission {
        streaks.withLock { streaks in
            guard var streak = streaks[origin],
                streak.unsent >= Self.unsentLimit || streak.failures >= Self.limit
            else { return .admitted }
            let certain = streak.began + Self.minimumDuration
            guard now >= certain else { return .wait(until: certain) }
            guard now < streak.nextProbe else {
                streak.nextProbe = now + Self.probeInterval
                streaks[origin] = streak
                return .admitted
            }
            return .refused(streak.last)
        }
    }

    /// Takes note of how an exchange ended.
    func record(_ answer: APIAnswer, _ advice: RetryAdvice, from origin: APIOrigin, now: Duration) {
        let notAsked = "not asked, since everything that was asked of \(origin.host) before it failed: "
        let failure: TransportFailure
        switch answer {
        case .failure(let last):
            guard last.kind != .cancelled, last.kind != .invalidRequest else { return }
            failure = TransportFailure(last.kind, notAsked + last.detail, phase: last.phase)
        case .reply, .foreign:
            guard advice.helpsNobody else {
                streaks.withLock { _ = $0.removeValue(forKey: origin) }
                return
            }
            failure = TransportFailure(.serviceDown, notAsked + "no answer was of any use")
        }
        streaks.withLock { streaks in
            var streak = streaks[origin] ?? Streak(began: now, last: failure)
            streak.failures += 1
            streak.unsent = if case .failure(let last) = answer, last.timesSent == 0 { streak.unsent + 1 } else { 0 }
            streak.last = failure
            streaks[origin] = streak
        }
    }
}
