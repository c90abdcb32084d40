import TikTokAPI

extension Destination {
    /// The kind of the destination's token: as declared, else as its looks and its use tell.
    public var tokenKind: TokenKindReport {
        if let declaredTokenKind { return TokenKindReport(kind: declaredTokenKind, inference: nil) }
        if accessToken?.kind == .accountToken {
            return TokenKindReport(kind: .tiktokAccount, inference: "the token begins with \"act.\"")
        }
        switch type {
        case .ads:
            return TokenKindReport(kind: .marketing, inference: "type tiktok_ads needs a developer app's token")
        case .events where hasApp && !advertiserIDs.isEmpty:
            return TokenKindReport(kind: .marketing, inference: "the destination names an app and ad accounts")
        case .events where scopes != nil && RecordedScopes(self)?.hasNumbers == true:
            return TokenKindReport(kind: .marketing, inference: "scopes are recorded, which only an app's token has")
        case .events:
            return TokenKindReport(
                kind: .eventsManager,
                inference: "the destination names a pixel and no developer app"
            )
        }
    }

    /// The kind of the token once answers are in: what a call lists or refuses tells more than looks and use.
    func tokenKind(after evidence: Evidence) -> TokenKindReport {
        guard declaredTokenKind == nil, !evidence.results.isEmpty else { return tokenKind }
        if evidence.result(from: .listAdvertisers)?.meaning == .accepted {
            return TokenKindReport(kind: .marketing, inference: "TikTok lists ad accounts for it")
        }
        if evidence.showsEventsManagerToken {
            return TokenKindReport(
                kind: .eventsManager,
                inference: "the Events API takes it, and \(Endpoint.listAdvertisers.rawValue) refuses it"
            )
        }
        return tokenKind
    }
}

extension Evidence {
    /// Whether an event was accepted with a token that may not even list ad accounts, which needs no scope: a token of
    /// Events Manager, which is refused there without being bad (report from the field, 2026).
    var showsEventsManagerToken: Bool {
        let event = result(from: .trackEvents)
        guard event?.meaning == .accepted, event?.call.eventCount ?? 0 > 0 else { return false }
        let refusal = result(from: .listAdvertisers)?.meaning
        return refusal == .permissionRefused || refusal == .scopeMissing
    }
}
