import TikTokAPI

/// Finds out, when a token is refused for its pixel, whether it belongs to another destination of the run.
struct TokenSwap {
    /// What was found, to follow the message of the refusal.
    let message: String
    /// The first step of the remedy.
    let advice: String

    /// How many other destinations are tried; each costs up to two events in the test view.
    private static let maximumOthers = 3

    /// The calls with this token for the pixels of others, and with their tokens for this pixel. Only destinations with a
    /// test event code are tried, so that nothing counts as a conversion.
    static func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        candidates(for: destination, in: context.index).flatMap { other in
            [
                probe(token: destination, pixel: other, context.options),
                probe(token: other, pixel: destination, context.options),
            ].compactMap { $0 }
        }
    }

    /// What the answers to those calls show; nil if nothing.
    static func diagnosis(of destination: Destination, in context: RuleContext) -> TokenSwap? {
        func isAccepted(token: Destination, pixel: Destination) -> Bool {
            probe(token: token, pixel: pixel, context.live)
                .flatMap { context.evidence.result(answering: $0) }?.meaning == .accepted
        }
        let others = candidates(for: destination, in: context.index)
        let fitsThere = others.filter { isAccepted(token: destination, pixel: $0) }
        let fitsHere = others.filter { isAccepted(token: $0, pixel: destination) }
        let name = destination.name
        if let other = fitsThere.first(where: { there in fitsHere.contains { $0.id == there.id } }),
            !destination.hasTokenOf(other)
        {
            return TokenSwap(
                message: "the tokens of \(name) and \(other.name) look swapped: each is accepted for the other's pixel",
                advice: "Exchange the access tokens of \(name) and \(other.name)."
            )
        }
        if let other = fitsHere.first(where: { !destination.hasTokenOf($0) }) {
            return TokenSwap(
                message: "the token of \(other.name) is accepted for this pixel",
                advice: "Use the token of \(other.name) here too, or make one in this pixel's own settings."
            )
        }
        if let other = fitsThere.first {
            return TokenSwap(
                message: "this token is the right one for the pixel of \(other.name)",
                advice: "Replace the token by one that was made in this pixel's own settings."
            )
        }
        return nil
    }

    private static func candidates(for destination: Destination, in index: DestinationIndex) -> ArraySlice<Destination>
    {
        index.nearby(destination).filter { other in
            other.isEnabled && other.type == .events && other.eventSource == .web && other.testEventCode != nil
                && other.skipReason == nil && other.tokenKind.kind != .sandbox
                && other.pixelID?.cleaned != destination.pixelID?.cleaned
        }.prefix(maximumOthers)
    }

    private static func probe(token: Destination, pixel: Destination, _ options: LiveOptions) -> APICall? {
        guard let id = pixel.pixelID?.cleaned.unmasked, let code = pixel.testEventCode?.cleaned.unmasked else {
            return nil
        }
        let source = EventSource(kind: EventSourceKind.web.rawValue, id: id)
        return token.call(.sendTestEvent(source, testEventCode: code), options)
    }
}

extension Destination {
    fileprivate func hasTokenOf(_ other: Destination) -> Bool {
        accessToken?.cleaned == other.accessToken?.cleaned
    }
}

extension AnswerMeaning {
    /// Whether the token was accepted and refused for the pixel.
    var refusesPixel: Bool { self == .noPermissionForPixel }
}
