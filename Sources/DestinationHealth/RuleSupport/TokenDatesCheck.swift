import TikTokAPI

/// Looks for dates that cannot all be true, or from which nothing can be counted. A date that contradicts another is never
/// evidence that a token has ended.
struct TokenDatesCheck {
    let rule: TokenExpiryRule
    let destination: Destination
    let now: Int

    /// A token made later than this many seconds from now was not made yet; clocks differ by less.
    private static let aheadOfClock = 300

    var findings: [Finding] {
        var findings: [Finding] = []
        if let issued = destination.tokenIssuedAt, issued.unixTime > now + Self.aheadOfClock {
            findings.append(
                warning("token_issued_at", "lies in the future, at \(Timestamp.text(issued.unixTime))", issued.range)
            )
        }
        return findings + [destination.accessTokenDates, destination.refreshTokenDates].compactMap(contradiction)
    }

    private func contradiction(_ dates: TokenDates) -> Finding? {
        if let end = dates.expiresAt {
            if end.unixTime == 0 {
                return warning(
                    dates.expiresAtField,
                    "is 0, which is the year 1970",
                    end.range,
                    advice: "Leave \(dates.expiresAtField) out where there is no end."
                )
            }
            guard let issued = dates.issuedAt else { return nil }
            if end.unixTime <= issued.unixTime {
                return warning(dates.expiresAtField, "is not after token_issued_at", end.range)
            }
            if let life = dates.expiresIn, abs(issued.unixTime + life.value - end.unixTime) > TokenDates.tolerance {
                return warning(
                    dates.expiresInField,
                    "contradicts \(dates.expiresAtField), which counts",
                    life.range,
                    advice: "Keep one of \(dates.expiresInField) and \(dates.expiresAtField)."
                )
            }
            return nil
        }
        guard let life = dates.expiresIn else { return nil }
        if life.value == 0 {
            return warning(
                dates.expiresInField,
                "is 0, which is no life at all",
                life.range,
                advice: "Leave \(dates.expiresInField) out where there is no end."
            )
        }
        // Where the kind has no timer, a note says that there is nothing to count.
        let isExplained =
            TokenLife.of(destination.tokenKind.kind) == .untimed
            && (dates.records(life: TokenLife.tiktokAccount.access)
                || dates.records(life: TokenLife.tiktokAccount.refresh))
        guard dates.issuedAt == nil, !isExplained else { return nil }
        return rule.finding(
            destination,
            severity: .note,
            field: dates.expiresInField,
            message:
                "\(dates.expiresInField) counts from token_issued_at, which is missing, so when \(dates.title) ends "
                + "is not known",
            at: life.range.location,
            remedy: .recordTokenDates
        )
    }

    private func warning(_ field: String, _ words: String, _ range: SourceRange, advice: String? = nil) -> Finding {
        rule.finding(
            destination,
            severity: .warning,
            field: field,
            message: "\(field) \(words)",
            at: range.location,
            remedy: .fixField,
            advice: advice
        )
    }
}
