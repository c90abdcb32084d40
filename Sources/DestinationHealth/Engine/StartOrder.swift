import TikTokAPI

/// The order in which destinations are started. Many that wait for one app's rate limit, or for its throttling to end, leave
/// room for those that TikTok counts under another key.
struct StartOrder {
    /// How many queues the next destination is chosen from, the earliest first.
    private static let maximumChoice = 64

    /// The destinations with one rate limit key.
    private struct Queue {
        var members: [Int] = []
        var started = 0
        var running = 0

        var next: Int? { started < members.count ? members[started] : nil }
    }

    private var queues: [Queue] = []
    private var queueOfMember: [Int] = []
    /// The queues with a member left to start, in the order of their first members.
    private var open: [Int] = []

    /// - Parameter keys: For each destination, what its calls are counted under.
    init(_ keys: some Sequence<RateLimitKey>) {
        var numbers: [RateLimitKey: Int] = [:]
        for (index, key) in keys.enumerated() {
            let number = numbers[key] ?? queues.count
            if number == queues.count {
                numbers[key] = number
                open.append(number)
                queues.append(Queue())
            }
            queues[number].members.append(index)
            queueOfMember.append(number)
        }
    }

    /// The next destination of the queue with fewest running, the earliest of equal ones. Nil when all are started, or even
    /// that queue has as many running as it may.
    mutating func next(atMost limit: Int = .max) -> Int? {
        let choice = open.indices.prefix(Self.maximumChoice).min { one, other in
            let (one, other) = (queues[open[one]], queues[open[other]])
            return (one.running, one.next ?? .max) < (other.running, other.next ?? .max)
        }
        guard let choice, queues[open[choice]].running < limit, let next = queues[open[choice]].next else { return nil }
        let number = open[choice]
        queues[number].started += 1
        queues[number].running += 1
        if queues[number].next == nil { open.remove(at: choice) }
        return next
    }

    /// Notes that a destination is done.
    mutating func end(_ index: Int) {
        queues[queueOfMember[index]].running -= 1
    }
}

extension Destination {
    /// The slowest key that its calls are counted under.
    var slowestRateLimitKey: RateLimitKey {
        if tokenKind.kind == .sandbox { return .sandbox(.userInfo) }
        return type == .ads || readsAccounts ? .app(id: appID?.cleaned.unmasked ?? "") : .events
    }
}
