import Synchronization

/// Answers the requests of a soak by its plan, and keeps count.
final class SoakDesk: Sendable {
    struct Counts {
        /// How often each question came.
        var attempts: [Int]
        /// The event ids that came with each.
        var eventIDs: [Set<String>]
        var served: [SoakAnswer: Int] = [:]
        /// Requests with a token and a pixel that belong to two destinations, by which the program looks for swaps.
        var probes = 0
        var strangers = 0
        var requests = 0
        /// When the events of each question came.
        var eventTimes: [ContinuousClock.Instant] = []
    }

    private let plan: SoakPlan
    private let decoy: Int
    private let counted: Mutex<Counts>

    init(_ plan: SoakPlan, decoy: Int) {
        self.plan = plan
        self.decoy = decoy
        counted = Mutex(
            Counts(
                attempts: Array(repeating: 0, count: plan.questions.count),
                eventIDs: Array(repeating: [], count: plan.questions.count)
            )
        )
    }

    var counts: Counts { counted.withLock { $0 } }

    func answer(_ request: WireRequest) -> [WireStep] {
        let token = request.header("access-token") ?? ""
        let pixel = request.value("event_source_id")
        let subject = pixel ?? request.value("app_id") ?? ""
        let (question, attempt) = counted.withLock { counts -> (Int?, Int) in
            counts.requests += 1
            if pixel != nil { counts.eventTimes.append(.now) }
            guard let question = plan.questionOfKey[token + "|" + subject] else {
                if pixel != nil { counts.probes += 1 } else { counts.strangers += 1 }
                return (nil, 0)
            }
            let attempt = counts.attempts[question]
            counts.attempts[question] += 1
            if let id = request.value("event_id") { counts.eventIDs[question].insert(id) }
            counts.served[plan.answer(to: question, attempt: attempt), default: 0] += 1
            return (question, attempt)
        }
        guard let question else {
            return SoakAnswer.pixelRefused.steps(token: token, advertiser: "", decoy: decoy, chance: 0)
        }
        var random = SplitMix64(state: UInt64(question * 8 + attempt))
        return plan.answer(to: question, attempt: attempt).steps(
            token: token,
            advertiser: plan.questions[question].advertiser,
            decoy: decoy,
            chance: random.next()
        )
    }
}
