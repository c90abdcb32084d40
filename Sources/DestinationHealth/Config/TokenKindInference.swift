import TikTokAPI

extension Destination {
    /// The kind of the destination's token: as declared, else as its looks and its use tell.
    public var tokenKind: TokenKindReport {
        if let declaredTokenKind { return TokenKindReport(kind: declaredTokenKind, inference: nil) }
        if let token = accessToken?.cleaned.unmasked, TokenShape.isAccountToken(token) {
            return TokenKindReport(kind: .tiktokAccount, inference: "the token begins with \"act.\"")
        }
        switch type {
        case .ads:
            return TokenKindReport(kind: .marketing, inference: "type tiktok_ads needs a developer app's token")
        case .events where app != nil && !advertiserIDs.isEmpty:
            return TokenKindReport(kind: .marketing, inference: "the destination names an app and ad accounts")
        case .events where RecordedScopes(self)?.hasNumbers == true:
            return TokenKindReport(kind: .marketing, inference: "scopes are recorded, which only an app's token has")
        case .events:
            return TokenKindReport(
                kind: .eventsManager,
                inference: "the destination names a pixel and no developer app"
            )
        }
    }
}
