internal import Synchronization

/// One `send`, from the calling task to the engine's thread and back: its answer is given exactly once.
final class Exchange: Sendable {
    typealias Outcome = Result<HTTPResponse, TransportFailure>

    let request: HTTPRequest

    private enum State {
        /// The caller does not wait yet.
        case new
        case waiting(UnsafeContinuation<Outcome, Never>)
        /// Ended before the caller waited.
        case early(Outcome)
        case done

        var isFinished: Bool {
            switch self {
            case .new, .waiting: false
            case .early, .done: true
            }
        }
    }
    private struct Progress {
        var state = State.new
        var timesSent = 0
    }
    private let progress = Mutex(Progress())

    init(_ request: HTTPRequest) {
        self.request = request
    }

    /// Whether an answer was given, so that nothing more need be done.
    var isFinished: Bool {
        progress.withLock { $0.state.isFinished }
    }

    /// Asked before the request leaves: counts it, unless the answer is no longer wanted.
    ///
    /// - Parameter early: Whether a connection is only about to be opened, which may happen several times.
    func mayBeSent(early: Bool) -> Bool {
        progress.withLock { progress in
            guard !progress.state.isFinished else { return false }
            progress.timesSent = early ? 1 : progress.timesSent + 1
            return true
        }
    }

    /// Takes the caller's continuation; resumes it at once when the exchange has already ended.
    func attach(_ continuation: UnsafeContinuation<Outcome, Never>) {
        let early: Outcome? = progress.withLock { progress in
            if case .early(let outcome) = progress.state {
                progress.state = .done
                return outcome
            }
            progress.state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(returning: early) }
    }

    /// Gives the answer; only the first one counts.
    func finish(_ outcome: Outcome) {
        finish { _ in outcome }
    }

    /// Ends it because the answer is no longer wanted.
    func cancel(_ reason: String) {
        finish { timesSent in
            .failure(
                TransportFailure(.cancelled, reason, mayHaveBeenSent: timesSent > 0, timesSent: timesSent)
            )
        }
    }

    /// Under one lock with ``mayBeSent(early:)``: what the answer says of sending stays true.
    private func finish(_ outcome: (_ timesSent: Int) -> Outcome) {
        let (waiting, outcome) = progress.withLock { progress in
            let outcome = outcome(progress.timesSent)
            let waiting: UnsafeContinuation<Outcome, Never>? =
                switch progress.state {
                case .waiting(let continuation): continuation
                case .new, .early, .done: nil
                }
            switch progress.state {
            case .new: progress.state = .early(outcome)
            case .waiting: progress.state = .done
            case .early, .done: break
            }
            return (waiting, outcome)
        }
        waiting?.resume(returning: outcome)
    }
}
