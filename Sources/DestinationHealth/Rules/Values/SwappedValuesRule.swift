import LocatedJSON
import TikTokAPI

/// `swapped-values`
struct SwappedValuesRule: Rule {
    static let description = RuleDescription(
        id: "swapped-values",
        title: "a value stands in another value's field",
        rationale:
            "Pixel code, token, secret and ids are copied one after the other, and one lands in the next one's field. "
            + "TikTok then complains of the token or of missing permission, and never of the mix-up.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"{"pixel_id": ↓"{token}", "access_token": "{pixel}"}"#,
                says: "pixel_id and access_token look swapped"
            ),
            RuleExample(
                #"{"pixel_id": ↓"{other token}", "access_token": "{token}"}"#,
                says: "looks like an access token or app secret"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"{token}", "app": {"app_id": "7000000000000000001", "secret": "{token}"}}"#,
                says: "the same text as app.secret on line 1"
            ),
            RuleExample(
                #"{"pixel_id": ↓"7000000000000000002", "access_token": "{token}", "advertiser_ids": ["7000000000000000002"]}"#,
                says: "holds the ad account's id"
            ),
            RuleExample(
                #"{"pixel_id": ↓"7000000000000000001", "access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}}"#,
                says: "holds the app id"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"rft.k3J9sQ2mVbX7pLzR4tYw8nHc"}"#,
                says: "a refresh token"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "refresh_token": ↓"act.k3J9sQ2mVbX7pLzR4tYw8nHc"}"#,
                says: "a TikTok account's access token"
            ),
            RuleExample(
                #"{"pixel_id": ↓"TEST12345", "access_token": "{token}"}"#,
                says: "a test event code, which belongs in test_event_code"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": ↓"{other token}", "secret": "7000000000000000001"}}"#,
                says: "app.app_id and app.secret look swapped"
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": ["7000000000000000002", ↓"7000000000000000001"]}"#,
                says: "advertiser_ids[1] holds the same text as app.app_id"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "advertiser_ids": [↓"{other pixel}"]}"#,
                says: "a pixel code"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "test_event_code": "TEST12345"}"#
            ),
            RuleExample(
                #"{"access_token": "{token}", "app": {"app_id": "7000000000000000001", "secret": "{other token}"}, "advertiser_ids": ["7000000000000000002"]}"#
            ),
            RuleExample(
                #"{"pixel_id": "7081234567890123456", "access_token": "{token}"}"#
            ),
        ],
        remedies: [.putValueInItsField]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        // One wrong list of ad accounts is not reported a thousand times.
        let findings = destination.misplacedValues.prefix(10).map { misplaced in
            finding(
                destination,
                field: misplaced.text.field,
                message: misplaced.words(for: destination),
                at: misplaced.text.range.location,
                remedy: .putValueInItsField,
                advice: misplaced.advice(for: destination)
            )
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }
}

extension MisplacedValue {
    /// What is wrong, without the value.
    fileprivate func words(for destination: Destination) -> String {
        switch proof {
        case .exchanged(let other, let kinds):
            "\(text.shownField) and \(other.shownField) look swapped: \(text.label) looks like \(kinds.0.words), and "
                + "\(other.placed) like \(kinds.1.words)"
        case .same(let other, let isOwner):
            isOwner
                ? "\(text.label) holds the \(otherNoun): the same text stands in \(other.placed)"
                : "\(text.label) holds the same text as \(other.placed), and no \(noun) is an \(otherNoun)"
        case .ofAnotherKind(let kind):
            "\(text.label) looks like \(kind.words)"
                + (kind.expectedField.map { ", which belongs in \(destination.shown($0.path))" } ?? "")
        }
    }

    /// What to do first.
    fileprivate func advice(for destination: Destination) -> String {
        switch proof {
        case .exchanged(let other, _):
            "Exchange the values of \(text.shownField) and \(other.shownField)."
        case .same(let other, let isOwner):
            isOwner
                ? "Put the \(noun) into \(text.shownField); what stands there now is the \(otherNoun)."
                : "Find out which of the two the text is, and put the right value into the other: \(text.shownField) takes "
                    + "the \(noun), \(other.shownField) the \(otherNoun)."
        case .ofAnotherKind(let kind):
            "Put the \(noun) into \(text.shownField)"
                + (kind.expectedField.map { ", and what stands there now into \(destination.shown($0.path))" } ?? "")
                + "."
        }
    }
}

extension ConfigText {
    /// The field with its line, and for a reference with what it was read from.
    fileprivate var placed: String { "\(label) on line \(range.location.position.line)" }
}
