import TikTokAPI

/// `access-token-format`
struct AccessTokenFormatRule: Rule {
    static let description = RuleDescription(
        id: "access-token-format",
        title: "the access token does not look like one",
        rationale:
            "TikTok documents no format and may change it, so this is only a warning; but a token that was cut off in "
            + "the copying, or is something else, is seen here at once.",
        stage: .offline,
        severity: .warning,
        bad: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f"}"#,
                says: "has 38 characters"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"3F8A1C5E7B9D2F4A6C8E0B1D3F5A7C9E1B3D5F70"}"#,
                says: "upper case"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"rft.k3J9sQ2mVbX7pLzR4tYw8nHc"}"#,
                says: "refresh token"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}"}"#
            ),
            RuleExample(
                #"{"token_kind": "tiktok_account", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc"}"#
            ),
        ],
        remedies: [.checkToken]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let token = destination.accessToken, !token.cleaned.unmasked.utf8.isEmpty else {
            return .notApplicable("no access_token")
        }
        guard token.isUsable else { return .passed }
        if AuthorizationCode.isIn(token), context.isSelected(AuthorizationCodeRule.self) { return .passed }
        guard let words = Self.whatIsUnusual(token, of: destination.tokenKind.kind) else {
            return .passed
        }
        if context.isSelected(SwappedValuesRule.self), MisplacedValue.explains(token, of: destination) {
            return .notApplicable("see swapped-values")
        }
        return .findings([
            finding(
                destination,
                cause: .credential,
                field: token.field,
                message: "\(token.label) \(words)",
                at: token.range.location,
                remedy: .checkToken
            )
        ])
    }

    private static func whatIsUnusual(_ token: ConfigText, of kind: TokenKind) -> String? {
        if kind != .tiktokAccount, token.kind == .tokenOrSecret { return nil }
        let text = token.cleaned.unmasked
        if TokenShape.isRefreshToken(text) { return "looks like a refresh token (\"rft.\")" }
        if kind == .tiktokAccount {
            return TokenShape.isAccountToken(text)
                ? nil : "does not begin with \"act.\", as a TikTok account's token does"
        }
        return TokenShape.difference(of: text, from: "such tokens")
    }
}
