import TikTokAPI

/// `token-rotation`
struct TokenRotationRule: Rule {
    static let description = RuleDescription(
        id: "token-rotation",
        title: "a token is older than the config wants it to be",
        rationale:
            "A token without a timer works until somebody revokes it, wherever it has leaked to; rotate_after_days is the "
            + "promise to replace it.",
        stage: .offline,
        severity: .warning,
        bad: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "token_issued_at": ↓"2020-01-01", "rotate_after_days": 90}"#,
                says: "is to be replaced after 90 days"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "rotate_after_days": ↓90}"#,
                says: "token_issued_at, which is missing",
                severity: .note
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "token_issued_at": "2026-11-01", "rotate_after_days": 36500}"#
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "token_issued_at": "2020-01-01", "rotate_after_days": 0}"#
            ),
            RuleExample(
                #"{"token_kind": "tiktok_account", "app": {"app_id": "7000000000000000001"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc", "token_issued_at": "2020-01-01", "rotate_after_days": 90}"#
            ),
        ],
        remedies: [.rotateToken, .recordTokenDates]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let limit = destination.rotateAfterDays, limit.value > 0 else {
            return .notApplicable("no rotate_after_days")
        }
        guard TokenLife.of(destination.tokenKind.kind).access == nil else {
            return .notApplicable("a TikTok account's token ends by itself, every day")
        }
        guard let issued = destination.tokenIssuedAt else {
            return .findings([
                finding(
                    destination,
                    severity: .note,
                    field: "rotate_after_days",
                    message: "rotate_after_days counts from token_issued_at, which is missing",
                    at: limit.range.location,
                    remedy: .recordTokenDates
                )
            ])
        }
        let age = context.unixTime - issued.unixTime
        guard age > limit.value * Timestamp.secondsPerDay else { return .passed }
        return .findings([
            finding(
                destination,
                cause: .expiry,
                field: "token_issued_at",
                message: "the access token was made \(Timestamp.words(forSeconds: age)) ago, at "
                    + "\(Timestamp.text(issued.unixTime)), and is to be replaced after \(limit.value) "
                    + "day\(limit.value == 1 ? "" : "s")",
                at: issued.range.location,
                remedy: .rotateToken
            )
        ])
    }
}
