import TikTokAPI

/// What one answer tells of the two clocks: TikTok's, from its `Date` header, and this machine's when the answer came.
public struct ClockReading: Sendable, Hashable {
    /// What the server's date says, in seconds since 1970 UTC; nil where it is no date at all.
    public let serverTime: Int?
    /// This machine's clock, likewise.
    public let localTime: Int

    /// Clocks that differ by less are taken as equal: an answer may be on its way for a while.
    static let tolerance = 300

    /// From 2020, when TikTok for Business opened, to 2100: a date outside of that is a fault of whoever sent it.
    private static let believable = 1_577_836_800..<4_102_444_800

    init?(_ answer: APIAnswer) {
        guard case .reply(let reply) = answer, let date = reply.serverDate, let localTime = reply.receivedAt else {
            return nil
        }
        serverTime = Timestamp.unixTime(httpDate: date)
        self.localTime = localTime
    }

    /// How far TikTok's clock is ahead of this machine's, in seconds; nil where its date cannot be believed.
    var skew: Int? {
        guard let serverTime, Self.believable.contains(serverTime) else { return nil }
        return serverTime - localTime
    }
}

extension Evidence {
    /// The first answer with a date that can be believed, else the first with any.
    var datedResult: APIResult? {
        results.first { $0.clock?.skew != nil } ?? results.first { $0.clock != nil }
    }
}

extension RuleContext {
    /// Now by TikTok's clock, where an answer told it and it differs from this machine's; nil otherwise.
    var serverTime: Int? {
        guard let skew = evidence.datedResult?.clock?.skew, abs(skew) > ClockReading.tolerance else { return nil }
        return unixTime + skew
    }
}
