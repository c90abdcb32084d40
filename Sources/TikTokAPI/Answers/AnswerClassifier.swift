import LocatedJSON

/// An answer together with what it means.
public struct AnswerClassifier: Sendable {
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
        case .reply(let reply): (meaning, cause) = Self.reading(of: reply, from: endpoint)
        case .foreign(let foreign): (meaning, cause) = Self.reading(of: foreign)
        case .failure(let failure): (meaning, cause) = (.noAnswer, failure.cause)
        }
    }

    private typealias Reading = (meaning: AnswerMeaning, cause: Cause?)

    private static func reading(of reply: APIReply, from endpoint: Endpoint) -> Reading {
        let meaning: AnswerMeaning
        switch reply.code {
        case .malformed:
            meaning = .contradictory
        case .missing:
            // An API gateway's own JSON has a message, but no code.
            guard (200..<300).contains(reply.httpStatus) else {
                return reading(of: ForeignAnswer(kind: .otherJSON, httpStatus: reply.httpStatus, redirectHost: nil))
            }
            meaning = .contradictory
        case .number(let code):
            meaning = Self.meaning(of: code, in: reply, from: endpoint)
        }
        return (meaning, meaning.traits.cause)
    }

    private static func meaning(of code: Int, in reply: APIReply, from endpoint: Endpoint) -> AnswerMeaning {
        // The code outranks the status, but a status that does not exist proves nothing.
        guard (200..<600).contains(reply.httpStatus) else { return .contradictory }
        guard code != 0 else { return isPlainSuccess(reply) ? .accepted : .contradictory }
        let words = NormalizedWords(reply.message)
        if let row = MessagePattern.all.first(where: { $0.matches(code: code, words: words, endpoint: endpoint) }) {
            return row.meaning
        }
        // A status that says no more than the words above would have, under a code that only words explain.
        if reply.httpStatus == 429, MessagePattern.buckets.contains(code) { return .throttled }
        if let known = ReturnCode.numbered(code) { return known.meaning }
        switch reply.httpStatus {
        case 429: return .throttled
        case 401, 403, 407: return .gatewayRefused
        case 500...599: return .serverFault
        default: return .unrecognized
        }
    }

    /// Whether nothing in an answer with code 0 speaks against it.
    private static func isPlainSuccess(_ reply: APIReply) -> Bool {
        guard (200..<300).contains(reply.httpStatus), reply.messageIsText, !reply.dataHasFailure else { return false }
        // TikTok's usual word, which need not be looked through for others.
        if reply.message == "OK" { return true }
        let words = NormalizedWords(reply.message, keepingQuotes: true)
        return !words.contains(anyOf: MessagePattern.wordsOfFailure)
    }

    private static func reading(of foreign: ForeignAnswer) -> Reading {
        switch (foreign.httpStatus, foreign.kind) {
        case (_, .redirect): (.redirected, .network)
        case (429, _): (.throttled, .rateLimited)
        case (451, _): (.regionBlocked, .region)
        // A server that gave up waiting for the request.
        case (408, _), (500...599, _): (.serverFault, .server)
        case (407, _): (.gatewayRefused, .proxy)
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
        case .serviceDown: .server
        case .toldToWait: .rateLimited
        case .libraryMissing, .nameNotFound, .nameResolutionFailed, .nonPublicAddress, .connectionRefused, .unreachable,
            .timedOut, .connectionClosed, .bodyTooLarge, .headersTooLarge, .malformedResponse, .cancelled:
            .network
        }
    }
}
