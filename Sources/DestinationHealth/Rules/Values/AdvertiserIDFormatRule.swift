import TikTokAPI

/// `advertiser-id-format`
struct AdvertiserIDFormatRule: Rule {
    static let description = RuleDescription(
        id: "advertiser-id-format",
        title: "an ad account's id cannot be one",
        rationale:
            "Ids of 19 digits lose the last of them in spreadsheets and in JavaScript, and what is left is the id of "
            + "nobody, or of somebody else.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": ["7000000000000000002", ↓"12345"]}"#,
                says: "advertiser_ids[1] has 5 digits"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": [↓"7.03456789012346E+18"]}"#,
                says: "exponent notation"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": [↓"07000000000000000002"]}"#,
                says: "begins with 0"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": [↓"-7000000000000000002"]}"#,
                says: "a sign"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": [↓"7,000,000,000,000,000,002"]}"#,
                says: "punctuation"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": [↓"act_7000000000000000002"]}"#,
                says: "as Meta's ad accounts do"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": [↓"shop"]}"#,
                says: "characters other than digits"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": [↓"7034567890123457000"]}"#,
                says: "ends in 3 zeros",
                severity: .warning
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": [↓"7034567890123456512"]}"#,
                says: "multiple of 1024",
                severity: .warning
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": ["7000000000000000002", ↓"7000000000000000002"]}"#,
                says: "the same ad account as advertiser_ids[0]",
                severity: .warning
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": ↓[]}"#,
                says: "is an empty list",
                severity: .warning
            ),
        ],
        good: [
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": ["7000000000000000002", "{ad account}"]}"#
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}}"#
            ),
        ],
        remedies: [.checkAdvertiserID]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard !destination.advertiserIDs.isEmpty else { return checkEmptyList(of: destination) }
        let misplacedValues =
            destination.misplacedValues.isEmpty || !context.isSelected(SwappedValuesRule.self)
            ? [] : destination.misplacedValues
        var faults: [Fault] = []
        var firstOf: [Secret: String] = [:]
        for text in destination.advertiserIDs {
            // Most lists have one id, which is like no other.
            if destination.advertiserIDs.count > 1, let first = firstOf[text.cleaned],
                !text.cleaned.unmasked.utf8.isEmpty
            {
                faults.append(
                    Fault(
                        text: text,
                        severity: .warning,
                        words: "is the same ad account as \(first)",
                        advice: Self.adviceForTwins
                    )
                )
                continue
            }
            if destination.advertiserIDs.count > 1 { firstOf[text.cleaned] = text.field }
            if !misplacedValues.contains(where: { $0.text.path == text.path }), let (severity, words) = fault(in: text)
            {
                faults.append(Fault(text: text, severity: severity, words: words, advice: nil))
            }
        }
        guard !faults.isEmpty else { return .passed }
        return .findings(findings(about: faults, of: destination))
    }

    /// So many ids are reported one by one; a whole list that was spoiled is not.
    private static let maximumTold = 10

    private static let adviceForTwins =
        "Remove one of the two, or put the id of the ad account that was meant in its place."

    private struct Fault {
        let text: ConfigText
        let severity: Severity
        let words: String
        let advice: String?
    }

    private func findings(about faults: [Fault], of destination: Destination) -> [Finding] {
        // Errors first, so that an error is never only counted while a warning is shown.
        let ordered = faults.filter { $0.severity == .error } + faults.filter { $0.severity != .error }
        return ordered.prefix(Self.maximumTold).enumerated().map { index, fault in
            let rest = index == Self.maximumTold - 1 ? ordered.count - Self.maximumTold : 0
            return finding(
                destination,
                severity: fault.severity,
                field: fault.text.field,
                message: "\(fault.text.label) \(fault.words)"
                    + (rest > 0 ? ", and \(rest) more of the list \(rest == 1 ? "is" : "are") in doubt" : ""),
                at: fault.text.range.location,
                remedy: .checkAdvertiserID,
                advice: fault.advice
            )
        }
    }

    private func fault(in text: ConfigText) -> (Severity, String)? {
        // Characters that cannot be sent and placeholders have rules of their own.
        guard text.isUsable else { return nil }
        if let words = NumericID.fault(in: text) { return (.error, words) }
        return NumericID.loss(in: text).map { (.warning, $0) }
    }

    private func checkEmptyList(of destination: Destination) -> RuleOutcome {
        // A list without a single text in it is reported where its elements are.
        guard let list = destination.advertiserIDList, list.isEmpty else { return .notApplicable("no advertiser_ids") }
        return .findings([
            finding(
                destination,
                severity: .warning,
                field: "advertiser_ids",
                message: "advertiser_ids is an empty list, so no ad account is checked",
                at: list.range.location,
                remedy: .checkAdvertiserID,
                advice: "Put the ids of the ad accounts that the token must reach into advertiser_ids, or remove it."
            )
        ])
    }
}
