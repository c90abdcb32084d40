/// When a question is asked again, and how long to wait before.
///
/// Exponential back-off with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015): the wait is
/// anything between nothing and a bound that doubles, so that those who failed together do not come back together.
public struct RetryPolicy: Sendable {
    /// How often a question is asked at most.
    public var maximumAttempts = 3
    /// The bound before the second attempt.
    public var base = Duration.milliseconds(50)
    /// The same after TikTok said that there were too many requests: its shortest limit is over after a second ("TikTok
    /// API for Business, rate limits", v1.3).
    public var throttledBase = Duration.seconds(1)
    /// The bound that no doubling passes.
    public var cap = Duration.seconds(20)
    /// Chooses the wait within a bound.
    public var jitter: @Sendable (_ bound: Duration) -> Duration = { bound in bound * Double.random(in: 0...1) }

    /// The policy of every run.
    public init() {}

    /// How long to wait after a failed attempt.
    ///
    /// - Parameters:
    ///   - attempt: Its number, from 1.
    ///   - isThrottled: Whether there were too many requests.
    ///   - retryAfter: How long the server asks to be left alone, if it does.
    func delay(afterAttempt attempt: Int, isThrottled: Bool, retryAfter: Duration?) -> Duration {
        let first = isThrottled ? throttledBase : base
        let bound = min(cap, first * (1 << min(max(attempt, 1) - 1, 20)))
        return (retryAfter ?? .zero) + jitter(bound)
    }
}

/// What an answer means for asking again.
struct RetryAdvice {
    /// Whether the same question may get another answer soon.
    let isWorthwhile: Bool
    /// Whether it failed because there were too many requests.
    let isThrottled: Bool
    /// Whether the server may have done what it was asked to do.
    let mayHaveActed: Bool
    /// Whether the answer says nothing about the credential, and others can expect no better.
    let helpsNobody: Bool

    init(_ answer: APIAnswer, _ reading: AnswerClassifier) {
        let meaning = reading.meaning
        isThrottled = meaning == .throttled
        switch answer {
        case .failure(let failure):
            isWorthwhile = failure.kind.mayPassSoon
            mayHaveActed = failure.mayHaveBeenSent
            helpsNobody = true
        case .reply, .foreign:
            isWorthwhile = [.throttled, .serverFault, .maintenance].contains(meaning)
            mayHaveActed = meaning != .throttled && meaning.traits.verdict != .conclusiveFailure
            helpsNobody = isWorthwhile || [.redirected, .notTheAPI, .gatewayRefused].contains(meaning)
        }
    }
}

extension TransportFailure.Kind {
    /// Whether the same exchange may go well a moment later. One that ran out of time has had all the time that it is
    /// given; a name that does not exist will not exist in a second, and certificates, proxies that want a password and
    /// broken answers do not fix themselves either.
    var mayPassSoon: Bool {
        switch self {
        case .connectionRefused, .connectionClosed, .nameResolutionFailed, .unreachable, .proxy: true
        case .libraryMissing, .nameNotFound, .invalidRequest, .nonPublicAddress, .timedOut, .notTLS, .tlsHandshake,
            .certificateDate,
            .certificateIssuer, .certificateHost, .certificateStore, .bodyTooLarge, .headersTooLarge,
            .malformedResponse, .proxyAuthentication, .serviceDown, .toldToWait, .cancelled:
            false
        }
    }
}
