import TikTokAPI

/// TikTok's clock, from the `Date` header of an answer, beside this machine's when the answer came.
public struct ClockReading: Sendable, Hashable {
    /// The server's date in seconds since 1970 UTC; nil where the header holds no date.
    public let serverTime: Int?
    /// This machine's clock, likewise.
    public let localTime: Int

    /// The largest difference that is ignored, in seconds: an answer may be on its way for a while.
    static let tolerance = 300

    /// From 2020, when TikTok for Business opened, to 2100: any other date is the sender's fault.
    private static let believable = 1_577_836_800..<4_102_444_800

    init?(_ answer: APIAnswer) {
        guard case .reply(let reply) = answer, let date = reply.serverDate, let localTime = reply.receivedAt else {
            return nil
        }
        serverTime = Timestamp.unixTime(httpDate: date)
        self.localTime = localTime
    }

    /// How far TikTok's clock is ahead of this machine's, in seconds; nil where its date is not believable.
    var skew: Int? {
        guard let serverTime, Self.believable.contains(serverTime) else { return nil }
        return serverTime - localTime
    }
}

extension Evidence {
    /// The first answer with a believable date, else the first with any.
    var datedResult: APIResult? {
        results.first { $0.clock?.skew != nil } ?? results.first { $0.clock != nil }
    }
}

extension RuleContext {
    /// Now by TikTok's clock, where an answer has it and it differs from this machine's; nil otherwise.
    var serverTime: Int? {
        guard let skew = evidence.datedResult?.clock?.skew, abs(skew) > ClockReading.tolerance else { return nil }
        return unixTime + skew
    }
}
