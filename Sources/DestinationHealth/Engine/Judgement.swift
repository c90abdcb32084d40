import TikTokAPI

/// Folds what the rules say of one destination into its verdict.
struct Judgement {
    private let destination: Destination
    private let isStrict: Bool
    private let activeSuppressions: [String: Suppression]
    /// How the rules came out, in their order. Begins as those of another destination, since most come out alike: what
    /// is the same is then neither made nor kept once more.
    var checks: [CheckResult]
    /// How many of them are this destination's.
    private var decided = 0
    var findings: [Finding] = []
    /// The rules among those that judged whose findings are told once a run.
    private(set) var runWideRules: [String] = []
    private var isUnchecked = false
    private var reusedProof: EarlierProof?
    private var blocked: [(rule: any Rule, reason: String)] = []

    /// Begins a judgement.
    ///
    /// - Parameter other: How the same rules judged another destination, each of them.
    init(_ destination: Destination, strict: Bool, unixTime: Int, like other: [CheckResult] = []) {
        self.destination = destination
        checks = other
        isStrict = strict
        var active: [String: Suppression] = [:]
        for suppression in destination.suppressions where suppression.isActive(at: unixTime) {
            active[suppression.rule] = suppression
        }
        activeSuppressions = active
    }

    /// The rules whose findings are passed over today.
    var suppressedRules: some Collection<String> { activeSuppressions.keys }

    mutating func skip(_ rule: String, _ reason: String) {
        decide(rule, .skipped, reason)
    }

    private mutating func decide(_ rule: String, _ outcome: CheckResult.Outcome, _ reason: String? = nil) {
        if repeats(outcome, reason) { return }
        if decided < checks.count { checks.removeLast(checks.count - decided) }
        decided += 1
        checks.append(CheckResult(rule: rule, outcome: outcome, reason: reason))
    }

    /// A live rule that could not ask: skipped where an error explains it, unknown where nothing else does.
    mutating func block(_ rule: any Rule, _ reason: String) {
        // What is settled last comes after the others, in another order.
        if decided < checks.count { checks.removeLast(checks.count - decided) }
        blocked.append((rule, reason))
    }

    /// Whether the next rule comes out as for the other destination, whose result is then taken over: nearly every rule
    /// passes nearly every destination.
    @inline(__always)
    mutating func repeats(_ outcome: CheckResult.Outcome, _ reason: String? = nil) -> Bool {
        guard decided < checks.count, checks[decided].outcome == outcome, checks[decided].reason == reason else {
            return false
        }
        decided += 1
        return true
    }

    mutating func add(_ outcome: RuleOutcome, of rule: String, isRunWide: Bool = false) {
        if isRunWide { runWideRules.append(rule) }
        switch outcome {
        case .passed: decide(rule, .passed)
        case .notApplicable(let reason): skip(rule, reason)
        case .provenEarlier(let proof):
            reusedProof = proof
            skip(rule, proof.words)
        case .undecidedElsewhere: decide(rule, .unknown)
        case .findings(let new):
            if let suppression = activeSuppressions[rule], rule != SuppressionRule.description.id {
                skip(rule, "passed over until \(suppression.until): \(suppression.reason)")
                return
            }
            findings += new
            decide(rule, Self.outcome(of: new))
        }
    }

    /// The run ended before the destination's turn, or in the middle of it.
    mutating func leaveUnchecked(_ rules: [any Rule], _ reason: StopSignal.Reason) {
        isUnchecked = true
        for rule in rules { decide(type(of: rule).description.id, .unknown) }
        guard let rule = rules.first(where: { $0.live != nil }) ?? rules.first else { return }
        let (words, advice) =
            switch reason {
            case .deadline: ("deadline", "Run again with a longer --deadline, or with fewer destinations at a time.")
            case .interrupted: ("interrupted", "Run again.")
            case .unusable:
                ("the run could not begin", "Fix what is reported as wrong with the run itself, and run again.")
            }
        findings.append(
            rule.finding(
                destination,
                severity: .unknown,
                cause: .network,
                field: nil,
                message: "not checked: \(words)",
                at: destination.range.location,
                remedy: .runAgain,
                advice: advice
            )
        )
    }

    func report(evidence: Evidence, duration: Duration) -> DestinationReport {
        guard blocked.isEmpty, decided == checks.count else {
            var settled = self
            settled.settleBlocked()
            settled.checks.removeLast(settled.checks.count - settled.decided)
            return settled.report(evidence: evidence, duration: duration)
        }
        let status = status
        var report = DestinationReport(
            name: destination.name,
            type: destination.type,
            status: status,
            isVerified: status == .healthy && !evidence.results.isEmpty && isProven,
            tokenKind: destination.accessToken == nil ? nil : destination.tokenKind(after: evidence),
            source: destination.range.location,
            durationMilliseconds: duration == .zero ? 0 : Int(duration / .milliseconds(1)),
            checks: checks,
            findings: findings.count < 2 ? findings : findings.sorted(by: Finding.precedes),
            answers: evidence.results.map { fact in
                AnswerReport(evidence: fact.summary, meaning: fact.message)
            },
            expiries: destination.isEnabled ? destination.credentialExpiries : [],
            isChecked: !isUnchecked
        )
        if status == .healthy { report.reusedProof = reusedProof }
        return report
    }

    private mutating func settleBlocked() {
        guard let (firstRule, firstReason) = blocked.first else { return }
        defer { blocked = [] }
        let isExplained = findings.contains { $0.severity == .error }
        for (rule, reason) in blocked {
            let id = type(of: rule).description.id
            if isExplained {
                skip(id, reason)
            } else {
                decide(id, .unknown)
            }
        }
        // What another product keeps to itself is told once.
        if !isExplained, !destination.defects.contains(where: { $0.kind == .elsewhere }) {
            findings.append(
                firstRule.finding(
                    destination,
                    severity: .unknown,
                    field: nil,
                    message: "could not tell: nothing was asked, because \(firstReason)",
                    at: destination.range.location,
                    remedy: .fixField
                )
            )
        }
    }

    private var status: HealthStatus {
        guard destination.isEnabled else { return .skipped }
        if findings.contains(where: { $0.severity == .error }) { return .unhealthy }
        if isStrict, findings.contains(where: { $0.severity == .warning }) { return .unhealthy }
        if isUnchecked || checks.contains(where: { $0.outcome == .unknown }) { return .unknown }
        return .healthy
    }

    /// Whether the API itself proved token and pixel, or token and ad accounts.
    private var isProven: Bool { Self.isProven(destination.type, by: checks) }

    /// Whether checks that passed are such a proof.
    static func isProven(_ type: DestinationType, by checks: [CheckResult]) -> Bool {
        func passed(_ rule: String) -> Bool {
            checks.contains { $0.rule == rule && $0.outcome == .passed }
        }
        guard passed(tokenAccepted) else { return false }
        switch type {
        case .events: return passed(pixelOwnership)
        case .ads: return passed(advertiserAccess)
        }
    }

    // Describing a rule takes longer than most rules do.
    private static let tokenAccepted = TokenAcceptedRule.description.id
    private static let pixelOwnership = PixelOwnershipRule.description.id
    private static let advertiserAccess = AdvertiserAccessRule.description.id

    static func outcome(of findings: [Finding]) -> CheckResult.Outcome {
        switch findings.map(\.severity).max() {
        case .error: .failed
        case .unknown: .unknown
        case .warning: .warned
        case .note, nil: .passed
        }
    }
}
