import TikTokAPI

/// Which destination is begun next, so that many that wait for one app's rate, or for the end of its throttling, leave room
/// for those that TikTok counts by something else.
struct StartOrder {
    /// So many rateLimitKeys are chosen from at a time, those first that come first.
    private static let maximumChoice = 64

    private struct Lane {
        var members: [Int] = []
        var started = 0
        var underWay = 0

        var next: Int? { started < members.count ? members[started] : nil }
    }

    private var rateLimitKeys: [Lane] = []
    private var laneOf: [Int] = []
    /// The rateLimitKeys that have somebody left to begin, in the order of their first.
    private var open: [Int] = []

    /// - Parameter keys: For each destination, what its calls wait for.
    init(_ keys: some Sequence<RateLimitKey>) {
        var numbers: [RateLimitKey: Int] = [:]
        for (index, key) in keys.enumerated() {
            let number = numbers[key] ?? rateLimitKeys.count
            if number == rateLimitKeys.count {
                numbers[key] = number
                open.append(number)
                rateLimitKeys.append(Lane())
            }
            rateLimitKeys[number].members.append(index)
            laneOf.append(number)
        }
    }

    /// The next of the rateLimitKey that has fewest under way; among equals the earliest. Nil when all have been begun, or even that
    /// rateLimitKey has as many under way as it may.
    mutating func next(atMost limit: Int = .max) -> Int? {
        let choice = open.indices.prefix(Self.maximumChoice).min { one, other in
            let (one, other) = (rateLimitKeys[open[one]], rateLimitKeys[open[other]])
            return (one.underWay, one.next ?? .max) < (other.underWay, other.next ?? .max)
        }
        guard let choice, rateLimitKeys[open[choice]].underWay < limit, let next = rateLimitKeys[open[choice]].next
        else { return nil }
        let number = open[choice]
        rateLimitKeys[number].started += 1
        rateLimitKeys[number].underWay += 1
        if rateLimitKeys[number].next == nil { open.remove(at: choice) }
        return next
    }

    /// Takes note that one is done.
    mutating func end(_ index: Int) {
        rateLimitKeys[laneOf[index]].underWay -= 1
    }
}

extension Destination {
    /// What its calls wait for at the slowest.
    var slowestRateLimitKey: RateLimitKey {
        if tokenKind.kind == .sandbox { return .sandbox(.userInfo) }
        return type == .ads || readsAccounts ? .app(id: app?.appID?.cleaned.unmasked ?? "") : .events
    }
}
