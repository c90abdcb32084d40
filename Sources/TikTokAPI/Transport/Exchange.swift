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
    }
    private let state = Mutex(State.new)
    private let hasStarted = Atomic(false)

    init(_ request: HTTPRequest) {
        self.request = request
    }

    /// Whether an answer was given, so that nothing more need be done.
    var isFinished: Bool {
        state.withLock { state in
            switch state {
            case .new, .waiting: false
            case .early, .done: true
            }
        }
    }

    /// Says that bytes may leave from now on.
    func markStarted() {
        hasStarted.store(true, ordering: .relaxed)
    }

    /// Takes the caller's continuation; resumes it at once when the exchange has already ended.
    func attach(_ continuation: UnsafeContinuation<Outcome, Never>) {
        let early: Outcome? = state.withLock { state in
            if case .early(let outcome) = state {
                state = .done
                return outcome
            }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(returning: early) }
    }

    /// Gives the answer; only the first one counts.
    func finish(_ outcome: Outcome) {
        let continuation: UnsafeContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .new:
                state = .early(outcome)
                return nil
            case .waiting(let continuation):
                state = .done
                return continuation
            case .early, .done:
                return nil
            }
        }
        continuation?.resume(returning: outcome)
    }

    /// Ends it because nobody wants the answer any more.
    func cancel(_ reason: String) {
        let mayHaveBeenSent = hasStarted.load(ordering: .relaxed)
        finish(.failure(TransportFailure(.cancelled, reason, mayHaveBeenSent: mayHaveBeenSent)))
    }
}
