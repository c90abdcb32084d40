/// What the system's own look-up says of a host name.
enum NameFinding: Sendable, Equatable {
    /// It has an address now, so the failure was something else.
    case exists
    /// The name service says that there is no such name.
    case isUnknown
    /// No name server gave an answer.
    case isUnanswered
    /// This machine has no route to any network, so that no server could be asked.
    case hasNoNetwork
    /// The name service failed.
    case hasFailed
}

/// Looks a host name up that libcurl could not: libcurl has one word for a name that does not exist and for name servers
/// that do not answer.
///
/// Each name is looked up once, on a detached thread. Exchanges wait for what it finds, each within its own
/// limit.
final class NameDiagnosis {
    private enum State {
        case running
        case known(NameFinding)
    }

    /// There are two names in ordinary use.
    private static let nameLimit = 64

    private let inbox: CurlInbox
    private var states: [String: State] = [:]
    private var waiting: [FailedExchange] = []

    init(inbox: CurlInbox) {
        self.inbox = inbox
    }

    /// Gives the exchange its failure, now or when more is known.
    func explain(_ failed: FailedExchange) {
        let host = failed.facts.origin.host
        switch states[host] {
        case .known(let finding)?: failed.finish(name: finding)
        case .running?: waiting.append(failed)
        case nil:
            let isStarted =
                states.count < Self.nameLimit
                && startDetachedThread { [inbox] in inbox.deliver(lookUp(host), of: host) }
            guard isStarted else {
                failed.finish()
                return
            }
            states[host] = .running
            waiting.append(failed)
        }
    }

    /// Takes what was found.
    func end(_ host: String, _ finding: NameFinding) {
        states[host] = .known(finding)
        for failed in waiting where failed.facts.origin.host == host { failed.finish(name: finding) }
        waiting.removeAll { $0.facts.origin.host == host }
    }

    /// Answers the exchanges whose limit has passed.
    func endOverdue() {
        guard !waiting.isEmpty else { return }
        let now = monotonicNanoseconds()
        for failed in waiting where failed.deadline <= now { failed.finish() }
        waiting.removeAll { $0.deadline <= now || $0.exchange.isFinished }
    }

    /// The next moment at which ``endOverdue()`` has something to do; nil for none.
    var nextDeadline: Int64? { waiting.lazy.map(\.deadline).min() }

    /// Moves every limit on by a time in which this process did not run.
    func extend(by nanoseconds: Int64) {
        for index in waiting.indices { waiting[index].deadline += nanoseconds }
    }

    /// Reports this to the exchanges that wait.
    func close(_ reason: String) {
        for failed in waiting { failed.exchange.cancel(reason) }
        waiting = []
    }
}

/// An exchange that has failed, and what is known of that, while something more is found out.
struct FailedExchange {
    let exchange: Exchange
    let facts: CurlFailureFacts
    /// When its limit has passed, on the clock of `monotonicNanoseconds`.
    var deadline: Int64

    /// Gives it its failure, with what was found out.
    func finish(certificates: CertificateReading? = nil, name: NameFinding? = nil) {
        exchange.finish(.failure(facts.failure(certificates, name: name)))
    }
}

extension CurlFailureFacts {
    /// Whether the host's name could not be looked up, with no word of why.
    var isUnresolvedName: Bool {
        [.nameNotFound, .nameResolutionFailed].contains(failure().kind) && !wantsDescriptor
    }

    /// - Parameter finding: What the system says of the name, where that is known.
    func nameFailure(_ finding: NameFinding?) -> TransportFailure {
        let (kind, detail): (TransportFailure.Kind, String) =
            switch finding {
            case .isUnknown: (.nameNotFound, "host name not found: \(origin.host)")
            case .isUnanswered:
                (.nameResolutionFailed, "\(origin.host) cannot be looked up: no name server gave an answer")
            case .hasNoNetwork: (.unreachable, "\(origin.host) cannot be looked up: there is no network route")
            case .hasFailed: (.nameResolutionFailed, "\(origin.host) cannot be looked up: the name service failed")
            case .exists: (.nameResolutionFailed, "\(origin.host) could not be looked up at first")
            case nil: (.nameResolutionFailed, "\(origin.host) cannot be looked up")
            }
        return make(kind, detail, phase: .resolve)
    }
}
