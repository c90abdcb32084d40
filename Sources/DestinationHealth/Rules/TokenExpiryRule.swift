import TikTokAPI

/// `token-expiry`
struct TokenExpiryRule: Rule {
    static let description = RuleDescription(
        id: "token-expiry",
        title: "a token has ended, or ends soon",
        rationale:
            "A TikTok account's token lives for a day and its refresh token for a year, and a new authorisation can take "
            + "days. Marketing and Events Manager tokens have no timer and end by revocation, so only what the config "
            + "itself records can end them here.",
        stage: .offline,
        severity: .error,
        bad: TokenExpiryExamples.bad,
        good: TokenExpiryExamples.good
    )

    /// A warning about a token that cannot be refreshed and lives for a day begins this long before its end.
    private static let windowOfUnrefreshable = 2 * 3600
    /// Any other warning begins this many days before the end, unless the config says otherwise: the review of an app alone
    /// may take 7 business days.
    private static let windowInDays = 14

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        let access = destination.accessTokenDates
        let refresh = destination.refreshTokenDates
        let isTimed = access.usualLife != nil
        guard access.isRecorded || refresh.isRecorded || isTimed && destination.tokenIssuedAt != nil else {
            return .notApplicable(
                isTimed
                    ? "when the token was made or ends is not recorded"
                    : "such a token has no timer, it ends by revocation"
            )
        }
        let now = context.unixTime
        var findings = TokenDatesCheck(rule: self, destination: destination, now: now).findings
        let refreshEnd = refresh.end
        let hasRefreshToken = destination.refreshToken != nil || refresh.isRecorded
        let canRefresh = isTimed && hasRefreshToken && refreshEnd.map { $0.unixTime > now } ?? true

        if !isTimed, access.records(life: TokenLife.tiktokAccount.access) {
            findings.append(noTimer(destination, access))
        } else if let end = access.end {
            let window = isTimed ? Self.windowOfUnrefreshable : Self.window(of: destination)
            let isWatched = !(isTimed && canRefresh)
            let remedy: Remedy = isTimed ? canRefresh ? .renewAccountToken : .authorizeAccountAgain : .correctExpiry
            let limit = isWatched ? window : 0
            findings += ending(destination, access, end, .error, window: limit, now: now, remedy)
        }
        if !isTimed, refresh.records(life: TokenLife.tiktokAccount.refresh) {
            findings.append(noRefreshToken(destination, refresh))
        } else if let refreshEnd {
            // A token without a timer outlives whatever was recorded of a refresh token, which TikTok never gave for it.
            let severity: Severity = isTimed ? .error : .warning
            let remedy: Remedy = isTimed ? .authorizeAccountAgain : .removeExpiry
            let window = Self.window(of: destination)
            findings += ending(destination, refresh, refreshEnd, severity, window: window, now: now, remedy)
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }

    private static func window(of destination: Destination) -> Int {
        (destination.expiryWarningDays?.value ?? windowInDays) * 86_400
    }

    /// The finding about a token that has ended (of the given severity) or ends within the window (a warning).
    private func ending(
        _ destination: Destination,
        _ dates: TokenDates,
        _ end: TokenEnd,
        _ severity: Severity,
        window: Int,
        now: Int,
        _ remedy: Remedy
    ) -> [Finding] {
        let left = end.unixTime - now
        guard left <= window else { return [] }
        let moment = Moment.text(end.unixTime)
        let message =
            left <= 0
            ? "\(dates.title) expired at \(moment) (\(end.source))"
            : "\(dates.title) expires in \(Moment.words(forSeconds: left)), at \(moment) (\(end.source))"
        return [
            finding(
                destination,
                severity: left <= 0 ? severity : .warning,
                cause: .expiry,
                field: end.field,
                message: message,
                at: end.range.location,
                remedy: remedy
            )
        ]
    }

    /// Somebody recorded the 24 hours that two well-known guides give to every token.
    private func noTimer(_ destination: Destination, _ dates: TokenDates) -> Finding {
        let field = dates.expiresAt == nil ? dates.expiresInField : dates.expiresAtField
        return finding(
            destination,
            severity: .note,
            cause: .expiry,
            field: field,
            message:
                "\(field) gives this token 24 hours, but only a TikTok account's token has such a timer: this one ends "
                + "by revocation",
            at: (dates.expiresAt?.range ?? dates.expiresIn?.range ?? destination.range).location,
            remedy: .removeExpiry
        )
    }

    private func noRefreshToken(_ destination: Destination, _ dates: TokenDates) -> Finding {
        let field = dates.expiresAt == nil ? dates.expiresInField : dates.expiresAtField
        return finding(
            destination,
            severity: .note,
            cause: .expiry,
            field: field,
            message:
                "\(field) is about a TikTok account's refresh token; this kind of token has none, and ends by revocation",
            at: (dates.expiresAt?.range ?? dates.expiresIn?.range ?? destination.range).location,
            remedy: .removeExpiry
        )
    }
}
