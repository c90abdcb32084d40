import TikTokAPI

/// `authorization-code`
struct AuthorizationCodeRule: Rule {
    static let description = RuleDescription(
        id: "authorization-code",
        title: "an authorization code stands where a token belongs",
        rationale:
            "The code in the address of a login's redirect is exchanged for a token once, and soon; afterwards it is worth "
            + "nothing, and it never was a token.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "auth_code": ↓"{third token}"}"#,
                says: "used once, within one hour"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "code": ↓"{third token}"}"#,
                says: "auth_code"
            ),
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}", "auth_code": ↓"{third token}"}}"#,
                says: "app.auth_code"
            ),
            RuleExample(
                #"{"token_kind": "tiktok_account", "app": {"app_id": "7000000000000000001"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc", "authorization_code": ↓"5a7c9e1b3d5f703f8a1c5e7b9d2f4a6c"}"#,
                says: "within ten minutes"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"http://localhost:8080/?auth_code={third token}&state=1"}"#,
                says: "access_token holds an authorization code"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"AUTH_CODE={third token}"}"#,
                says: "access_token holds an authorization code"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"${TOKEN}"}"#,
                says: "access_token (from environment variable TOKEN) holds an authorization code",
                environment: ["TOKEN": "https://shop.example/callback?state=1&code=5a7c9e1b3d5f703f8a1c"]
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}"}"#
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "auth_code": "${env:NO_CODE:-}"}"#
            ),
        ],
        remedies: [.exchangeCode, .exchangeAccountCode]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        let holder = destination.accessToken.flatMap { AuthorizationCode.isIn($0) ? $0 : nil }
        guard destination.authCode != nil || holder != nil else { return .passed }
        let kind = destination.tokenKind.kind
        let use = "it is used once, within \(AuthorizationCode.life(of: kind)), to get a token"
        let remedy: Remedy = kind == .tiktokAccount ? .exchangeAccountCode : .exchangeCode
        func finding(_ text: ConfigText, _ message: String) -> Finding {
            self.finding(
                destination,
                cause: .credential,
                field: text.field,
                message: message,
                at: text.range.location,
                remedy: remedy
            )
        }
        var findings = destination.authCode.map { [finding($0, "\($0.label) is no token: \(use)")] } ?? []
        if let holder {
            findings.append(finding(holder, "\(holder.label) holds an authorization code, which is no token: \(use)"))
        }
        return .findings(findings)
    }
}
