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
        good: TokenExpiryExamples.good,
        remedies: [.renewAccountToken, .authorizeAccountAgain, .correctExpiry, .removeExpiry, .fixField]
    )

    /// A warning about a token that cannot be refreshed and lives for a day begins this long before its end.
    private static let windowOfUnrefreshable = 2 * 3600
    /// Any other warning begins this many days before the end, unless the config says otherwise: the review of an app alone
    /// may take 7 business days.
    private static let windowInDays = 14

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        let isTimed = TokenLife.of(destination.tokenKind.kind).access != nil
        guard destination.recordsTokenEnd || isTimed && destination.tokenIssuedAt != nil else {
            return .notApplicable(
                isTimed
                    ? "when the token was made or ends is not recorded"
                    : "such a token has no timer, it ends by revocation"
            )
        }
        let access = destination.accessTokenDates
        let refresh = destination.refreshTokenDates
        let now = context.serverTime ?? context.unixTime
        // A moment is in the future only where it is by both clocks.
        let latest = max(now, context.unixTime)
        var findings = TokenDatesCheck(rule: self, destination: destination, now: latest).findings
        let refreshEnd = refresh.end
        let hasRefreshToken = destination.refreshToken != nil || refresh.isRecorded
        let canRefresh = isTimed && hasRefreshToken && refreshEnd.map { $0.unixTime > now } ?? true

        if !isTimed, access.records(life: TokenLife.tiktokAccount.access) {
            findings.append(noTimer(destination, access))
        } else if let end = access.end {
            let ending = Ending(
                title: access.title,
                end: end,
                severity: .error,
                window: canRefresh ? 0 : isTimed ? Self.windowOfUnrefreshable : Self.window(of: destination),
                // A lifetime that TikTok gives its tokens is refuted when it accepts one; a written date is not.
                isRefuted: isTimed && !end.isRecorded && context.evidence.results.contains { $0.meaning == .accepted },
                remedy: !isTimed ? .correctExpiry : canRefresh ? .renewAccountToken : .authorizeAccountAgain
            )
            findings += self.findings(destination, ending, context)
        }
        if !isTimed, refresh.records(life: TokenLife.tiktokAccount.refresh) {
            findings.append(noRefreshToken(destination, refresh))
        } else if let refreshEnd {
            let ending = Ending(
                title: refresh.title,
                end: refreshEnd,
                // A token without a timer outlives any recorded refresh token, which TikTok never gave for it.
                severity: isTimed ? .error : .warning,
                window: Self.window(of: destination),
                remedy: isTimed ? .authorizeAccountAgain : .removeExpiry
            )
            findings += self.findings(destination, ending, context)
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }

    private static func window(of destination: Destination) -> Int {
        (destination.expiryWarningDays?.value ?? windowInDays) * Timestamp.secondsPerDay
    }

    private struct Ending {
        let title: String
        let end: TokenEnd
        /// The weight once the end has passed.
        let severity: Severity
        /// How long before the end a warning begins, in seconds.
        let window: Int
        /// Whether TikTok accepted the token all the same.
        var isRefuted = false
        let remedy: Remedy
    }

    /// The finding about a token that has ended, or ends within the window. Where the two clocks disagree TikTok's counts,
    /// save that nothing is called ended that one of them still lets live.
    private func findings(_ destination: Destination, _ ending: Ending, _ context: RuleContext) -> [Finding] {
        let end = ending.end
        let left = end.unixTime - (context.serverTime ?? context.unixTime)
        let isOver = left <= 0
        let isOverHere = end.unixTime <= context.unixTime
        guard isOver || isOverHere || left <= ending.window else { return [] }
        let moment = "\(Timestamp.text(end.unixTime)) (\(end.source))"
        func finding(_ severity: Severity, _ message: String, _ remedy: Remedy, advice: String? = nil) -> [Finding] {
            [
                self.finding(
                    destination,
                    severity: severity,
                    cause: .expiry,
                    field: end.field,
                    message: "\(ending.title) \(message)",
                    at: end.range.location,
                    remedy: remedy,
                    advice: advice
                )
            ]
        }
        if isOver != isOverHere {
            let words =
                isOver ? "TikTok's clock, but not by this machine's" : "this machine's clock, but not by TikTok's"
            return finding(.warning, "expired at \(moment) by \(words)", .synchronizeClock)
        }
        if isOver, ending.isRefuted {
            return finding(
                .warning,
                "should have expired at \(moment), but TikTok accepted it",
                .fixField,
                advice: "Correct token_issued_at, which tells when the present token was made."
            )
        }
        return isOver
            ? finding(ending.severity, "expired at \(moment)", ending.remedy)
            : finding(.warning, "expires in \(Timestamp.words(forSeconds: left)), at \(moment)", ending.remedy)
    }

    /// The recorded 24 hours are those that two well-known guides give to every token.
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
