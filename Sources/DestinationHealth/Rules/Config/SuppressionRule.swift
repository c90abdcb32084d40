import TikTokAPI
import LocatedJSON
/// `suppression`
struct SuppressionRule: Rule {
    static let description = RuleDescription(
        id: "suppression",
        title: "a finding is passed over",
        rationale:
            "A finding that is passed over is easily forgotten, so it has a reason and an end; past the end it counts "
            + "again.",
        stage: .offline,
        severity: .warning,
        bad: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "suppress": [↓{"rule": "access-token-format", "reason": "old gateway", "until": "2020-01-01"}]}"#,
                says: "ended on 2020-01-01"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "suppress": [↓{"rule": "acess-token-format", "reason": "old gateway", "until": "2099-01-01"}]}"#,
                says: "did you mean \"access-token-format\"?"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "suppress": [{"rule": "access-token-format", "reason": "old gateway", "until": "2099-01-01"}]}"#
            )
        ],
        remedies: [.renewSuppression, .fixField]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard !destination.suppressions.isEmpty else { return .notApplicable("nothing is passed over") }
        let known = RuleRegistry.all.map { $0.description.id }
        return .findings(
            destination.suppressions.map { suppression in
                let message: String
                var severity = Severity.warning
                var remedy = Remedy.renewSuppression
                var advice: String?
                if !known.contains(suppression.rule) {
                    remedy = .fixField
                    advice = "Write the id of a rule; `validate rules` lists them."
                    let guess = NearestName.suggestion(for: suppression.rule, among: known)
                    message =
                        "suppress names \(Self.quoted(suppression.rule)), which is no rule"
                        + (guess.map { ", did you mean \"\($0)\"?" } ?? "")
                } else if !suppression.isActive(at: context.unixTime) {
                    message = "passing over \(suppression.rule) ended on \(suppression.until), so it counts again"
                } else {
                    severity = .note
                    advice = "Fix what is passed over before then."
                    message = "\(suppression.rule) is passed over until \(suppression.until): \(suppression.reason)"
                }
                return finding(
                    destination,
                    severity: severity,
                    field: "suppress",
                    message: message,
                    at: suppression.range.location,
                    remedy: remedy,
                    advice: advice
                )
            }
        )
    }

    /// The name as it was written, unless it could be something that was pasted there by mistake.
    private static func quoted(_ name: String) -> String {
        let isWord = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F }
        return isWord ? "\"\(name)\"" : "something"
    }
}

extension Suppression {
    /// Whether it still counts: through the whole of its last day, UTC.
    func isActive(at unixTime: Int) -> Bool {
        guard let start = Timestamp.unixTime(rfc3339: until) else { return false }
        return unixTime < start + Timestamp.secondsPerDay
    }
}
