import TikTokAPI

/// Turns what the rules say of one destination into its verdict.
struct VerdictBuilder {
    /// How long the check took.
    var duration = Duration.zero

    private let destination: Destination
    private let evidence: Evidence
    private let isStrict: Bool
    private let activeSuppressions: [String: Suppression]
    private var checks: [CheckResult] = []
    private var findings: [Finding] = []
    /// The rules among those that judged whose findings are reported once a run.
    private var runWideRules: [String] = []
    private var isUnchecked = false
    private var reusedProof: EarlierProof?

    /// Starts without a result.
    init(_ destination: Destination, _ evidence: Evidence, isStrict: Bool, unixTime: Int) {
        self.destination = destination
        self.evidence = evidence
        self.isStrict = isStrict
        activeSuppressions = Dictionary(
            destination.suppressions.filter { $0.isActive(at: unixTime) }.map { ($0.rule, $0) },
            uniquingKeysWith: { $1 }
        )
    }

    /// The rules whose findings are suppressed today.
    var suppressedRules: some Collection<String> { activeSuppressions.keys }

    /// Records that a rule had nothing to judge.
    mutating func skip(_ rule: String, _ reason: String) {
        record(rule, .skipped, reason)
    }

    private mutating func record(_ rule: String, _ outcome: CheckResult.Outcome, _ reason: String? = nil) {
        checks.append(CheckResult(rule: rule, outcome: outcome, reason: reason))
    }

    /// Records what a rule says.
    mutating func add(_ outcome: RuleOutcome, of rule: String, isRunWide: Bool) {
        if isRunWide { runWideRules.append(rule) }
        switch outcome {
        case .passed: record(rule, .passed)
        case .notApplicable(let reason): skip(rule, reason)
        case .provenEarlier(let proof):
            reusedProof = proof
            skip(rule, proof.words)
        case .undecidedElsewhere: record(rule, .unknown)
        case .findings(let new):
            if let suppression = activeSuppressions[rule], rule != SuppressionRule.description.id {
                skip(rule, "passed over until \(suppression.until): \(suppression.reason)")
                return
            }
            findings += new
            record(rule, Self.outcome(of: new))
        }
    }

    /// Records live rules that could not ask: skipped where an error explains why, unknown where nothing else does.
    mutating func skipUnasked(_ rules: [any Rule], _ reason: String) {
        guard let first = rules.first else { return }
        let isExplained = findings.contains { $0.severity == .error }
        for rule in rules {
            record(type(of: rule).description.id, isExplained ? .skipped : .unknown, isExplained ? reason : nil)
        }
        // A value that only another product knows has a finding of its own.
        if !isExplained, !destination.defects.contains(where: { $0.kind == .elsewhere }) {
            findings.append(
                first.finding(
                    destination,
                    severity: .unknown,
                    field: nil,
                    message: "could not tell: nothing was asked, because \(reason)",
                    at: destination.range.location,
                    remedy: .fixField
                )
            )
        }
    }

    /// Records that the run ended before the destination was checked, or while it was.
    mutating func leaveUnchecked(_ rules: [any Rule], _ reason: StopSignal.Reason) {
        isUnchecked = true
        for rule in rules { record(type(of: rule).description.id, .unknown) }
        guard let rule = rules.first(where: { $0.live != nil }) ?? rules.first else { return }
        let (explanation, advice) =
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
                message: "not checked: \(explanation)",
                at: destination.range.location,
                remedy: .runAgain,
                advice: advice
            )
        )
    }

    /// The report, without the run-wide findings of earlier reports.
    func report(after reported: inout ReportedOnce) -> DestinationReport {
        var verdict = self
        verdict.removeFindings(reportedIn: &reported)
        return verdict.report
    }

    private mutating func removeFindings(reportedIn reported: inout ReportedOnce) {
        for rule in runWideRules {
            let own = findings.filter { $0.rule == rule }
            let new = own.filter { reported.shouldReport($0) }
            guard new.count < own.count, let place = checks.firstIndex(where: { $0.rule == rule }) else { continue }
            findings.removeAll { $0.rule == rule }
            findings += new
            checks[place] =
                new.isEmpty
                ? CheckResult(rule: rule, outcome: .skipped, reason: ReportedOnce.reason)
                : CheckResult(rule: rule, outcome: Self.outcome(of: new))
        }
    }

    private var report: DestinationReport {
        let status = status
        var report = DestinationReport(
            name: destination.name,
            type: destination.type,
            status: status,
            isVerified: status == .healthy && !evidence.results.isEmpty
                && Self.isProven(destination.type, by: checks),
            tokenKind: destination.accessToken == nil ? nil : destination.tokenKind(after: evidence),
            source: destination.range.location,
            durationMilliseconds: Int(duration / .milliseconds(1)),
            checks: checks,
            findings: findings.sorted(by: Finding.precedes),
            answers: evidence.results.map { AnswerReport(evidence: $0.summary, meaning: $0.message) },
            expiries: destination.isEnabled ? destination.credentialExpiries : [],
            isChecked: !isUnchecked
        )
        if status == .healthy { report.reusedProof = reusedProof }
        return report
    }

    private var status: HealthStatus {
        guard destination.isEnabled else { return .skipped }
        if findings.contains(where: { $0.severity == .error }) { return .unhealthy }
        if isStrict, findings.contains(where: { $0.severity == .warning }) { return .unhealthy }
        if isUnchecked || checks.contains(where: { $0.outcome == .unknown }) { return .unknown }
        return .healthy
    }

    /// Whether checks that passed prove token and pixel, or token and ad accounts.
    static func isProven(_ type: DestinationType, by checks: [CheckResult]) -> Bool {
        func passed(_ rule: any Rule.Type) -> Bool {
            let id = rule.description.id
            return checks.contains { $0.rule == id && $0.outcome == .passed }
        }
        guard passed(TokenAcceptedRule.self) else { return false }
        return switch type {
        case .events: passed(PixelOwnershipRule.self)
        case .ads: passed(AdvertiserAccessRule.self)
        }
    }

    private static func outcome(of findings: [Finding]) -> CheckResult.Outcome {
        switch findings.map(\.severity).max() {
        case .error: .failed
        case .unknown: .unknown
        case .warning: .warned
        case .note, nil: .passed
        }
    }
}
