import TikTokAPI

/// `app-credentials-format`
struct AppCredentialsFormatRule: Rule {
    static let description = RuleDescription(
        id: "app-credentials-format",
        title: "the developer app's id or secret cannot be one",
        rationale:
            "An app's id is a number of 19 digits. With anything else TikTok speaks of a wrong app, of a wrong secret or "
            + "of a number that it cannot read, depending on where it is asked.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": ↓"70000", "secret": "{other token}"}}"#,
                says: "has 5 digits"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": ↓"0", "secret": "{other token}"}}"#,
                says: "is 0"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": ↓"7.03456789012346E+18", "secret": "{other token}"}}"#,
                says: "exponent notation"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": ↓"my-app", "secret": "{other token}"}}"#,
                says: "characters other than digits"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": ↓"7000000000000000000000", "secret": "{other token}"}}"#,
                says: "has 22 digits"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": ↓""}}"#,
                says: "app.secret is empty"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": ↓"9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f"}}"#,
                says: "has 38 characters",
                severity: .warning
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": ↓"7034567890123457000", "secret": "{other token}"}}"#,
                says: "ends in 3 zeros",
                severity: .warning
            ),
        ],
        good: [
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}}"#
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "app": {"app_id": "${env:NO_APP:-}", "secret": "${env:NO_SECRET:-}"}}"#
            ),
        ],
        remedies: [.checkAppID, .copyAppSecret]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        let texts = [destination.appID, destination.appSecret].compactMap { $0 }
        guard !texts.isEmpty else { return .notApplicable("no app") }
        // Where the type cannot do without the app, `config-field` reports what is empty.
        let mayBeEmpty = destination.type == .ads && destination.tokenKind.kind == .marketing
        var findings: [Finding] = []
        for text in texts {
            guard let (severity, words) = text.isSecret ? fault(inSecret: text) : fault(inID: text) else { continue }
            if text.cleaned.unmasked.utf8.isEmpty, mayBeEmpty || text.origin != .literal { continue }
            if context.isSelected(SwappedValuesRule.self), MisplacedValue.explains(text, of: destination) { continue }
            findings.append(
                finding(
                    destination,
                    severity: severity,
                    cause: text.isSecret ? .credential : .config,
                    field: text.field,
                    message: "\(text.label) \(words)",
                    at: text.range.location,
                    remedy: text.isSecret ? .copyAppSecret : .checkAppID
                )
            )
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }

    private func fault(inID text: ConfigText) -> (Severity, String)? {
        let id = text.cleaned.unmasked
        if id.utf8.isEmpty { return (.error, "is empty") }
        // Characters that cannot be sent and placeholders have rules of their own.
        guard text.isUsable else { return nil }
        if let words = NumericID.fault(in: text) { return (.error, words) }
        return NumericID.loss(in: text).map { (.warning, $0) }
    }

    private func fault(inSecret text: ConfigText) -> (Severity, String)? {
        let secret = text.cleaned.unmasked
        if secret.utf8.isEmpty { return (.error, "is empty") }
        guard text.isUsable else { return nil }
        return TokenShape.difference(of: secret, from: "app secrets").map { (.warning, $0) }
    }
}
