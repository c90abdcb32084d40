import LocatedJSON

/// An answer together with what it means.
public struct AnswerReading: Sendable {
    /// What it means for the credential.
    public let meaning: AnswerMeaning
    /// Why a finding is raised for it; nil for proof. Finer than the meaning's own where the network is concerned.
    public let cause: Cause?

    /// Reads one answer.
    ///
    /// - Parameters:
    ///   - answer: What came back.
    ///   - endpoint: Which call it came back to.
    public init(_ answer: APIAnswer, from endpoint: Endpoint) {
        switch answer {
        case .reply(let reply):
            meaning = Self.meaning(of: reply, from: endpoint)
            cause = meaning.traits.cause
        case .foreign(let foreign):
            (meaning, cause) = Self.meaning(of: foreign)
        case .failure(let failure):
            meaning = .noAnswer
            cause = failure.cause
        }
    }

    private static func meaning(of reply: APIReply, from endpoint: Endpoint) -> AnswerMeaning {
        guard case .number(let code) = reply.code else {
            return reply.code == .missing && reply.httpStatus == 429 ? .throttled : .contradictory
        }
        let words = NormalizedWords(reply.message)
        guard code != 0 else {
            let contradicts =
                !(200..<300).contains(reply.httpStatus) || words.contains(anyOf: WordReading.wordsOfFailure)
                || reply.data?["code"].map { $0.number != "0" } ?? false
            return contradicts ? .contradictory : .accepted
        }
        let reading = WordReading.all.first { $0.matches(code: code, words: words, endpoint: endpoint) }
        if let reading { return reading.meaning }
        guard let known = ReturnCode.numbered(code) else {
            return reply.httpStatus == 429 ? .throttled : .unrecognized
        }
        return known.meaning
    }

    private static func meaning(of foreign: ForeignAnswer) -> (AnswerMeaning, Cause) {
        switch (foreign.httpStatus, foreign.kind) {
        case (_, .redirect): (.redirected, .network)
        case (429, _): (.throttled, .rateLimited)
        case (500...599, _): (.serverFault, .server)
        case (401, _), (403, _): (.gatewayRefused, .network)
        case (400...499, _): (.endpointGone, .request)
        case (200...299, .html): (.notTheAPI, .network)
        default: (.notTheAPI, .unrecognized)
        }
    }
}

extension TransportFailure {
    /// The cause that a finding gets for it.
    public var cause: Cause {
        switch kind {
        case .notTLS, .tlsHandshake, .certificateDate, .certificateIssuer, .certificateHost, .certificateStore: .tls
        case .proxy, .proxyAuthentication: .proxy
        case .invalidRequest: .request
        case .libraryMissing, .nameNotFound, .nameResolutionFailed, .nonPublicAddress, .connectionRefused, .unreachable,
            .timedOut, .connectionClosed, .bodyTooLarge, .headersTooLarge, .malformedResponse, .cancelled:
            .network
        }
    }
}
