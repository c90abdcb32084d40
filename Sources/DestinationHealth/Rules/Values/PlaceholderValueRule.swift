import TikTokAPI

/// `placeholder-value`
struct PlaceholderValueRule: Rule {
    static let description = RuleDescription(
        id: "placeholder-value",
        title: "a placeholder stands where a value should be",
        rationale: "A template that was never filled in looks complete in every dashboard, and sends nothing.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"YOUR_ACCESS_TOKEN"}"#,
                says: "word from an example"
            ),
            RuleExample(#"{"pixel_id": "{pixel}", "access_token": ↓"<token>"}"#, says: "brackets"),
            RuleExample(#"{"pixel_id": "{pixel}", "access_token": ↓"{{TOKEN}}"}"#, says: "brackets"),
            RuleExample(#"{"pixel_id": "{pixel}", "access_token": ↓"changeme"}"#),
            RuleExample(#"{"pixel_id": "{pixel}", "access_token": ↓"xxxxxxxxxxxxxxxx"}"#, says: "filler"),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"****************5f70"}"#,
                says: "masked"
            ),
            RuleExample(
                #"{"pixel_id": ↓"CXXXXXXXXXXXXXXXXXXX", "access_token": "{token}"}"#,
                says: "filler"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"\#(SampleCredentials.accessToken)"}"#,
                says: "only the simulator knows it"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}"}"#
            )
        ],
        remedies: [.replacePlaceholder]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard destination.hasRemarkableText else { return .passed }
        var findings: [Finding] = []
        for text in destination.copiedTexts {
            let isSimulated = !context.live.isSimulated && text.isSampleCredential
            guard let reason = isSimulated ? Self.simulated : text.placeholder else { continue }
            findings.append(
                finding(
                    destination,
                    field: text.field,
                    message: "\(text.label) is a placeholder: it \(reason)",
                    at: text.range.location,
                    remedy: .replacePlaceholder,
                    advice: isSimulated ? SampleCredentials.advice(for: text) : nil
                )
            )
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }

    /// A config of `validate init` is checked in earnest before its variables are set.
    private static let simulated = "was written by validate init, and only the simulator knows it"
}
