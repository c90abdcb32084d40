/// A check of the machine that runs it rather than of a destination. Every destination is judged, but each weight of what
/// is found is told once a run: with the first destination, in the config's order, that shows it.
protocol RunWideRule: Rule {}

extension RunWideRule {
    static var isRunWide: Bool { true }
}

/// What was told already in this run.
struct ReportedOnce: Sendable {
    private struct Key: Hashable {
        let rule: String
        let severity: Severity
    }

    /// Why a rule that had something to say is silent.
    static let reason = "told once, for an earlier destination"

    private var keys: Set<Key> = []

    /// Whether a finding is the first of its rule and weight.
    mutating func isNew(_ finding: Finding) -> Bool {
        keys.insert(Key(rule: finding.rule, severity: finding.severity)).inserted
    }
}

/// A destination that was judged, but whose report waits for those before it.
enum JudgedDestination: Sendable {
    /// Its report is the same whatever was told.
    case done(DestinationReport)
    /// Something that was found may have been told.
    indirect case open(Judgement, Evidence, Duration)

    init(judgement: Judgement, evidence: Evidence, duration: Duration) {
        let runWideRules = judgement.runWideRules
        let mayBeTold = !judgement.findings.isEmpty && judgement.findings.contains { runWideRules.contains($0.rule) }
        self =
            mayBeTold
            ? .open(judgement, evidence, duration)
            : .done(judgement.report(evidence: evidence, duration: duration))
    }

    /// How the rules came out.
    var checks: [CheckResult] {
        switch self {
        case .done(let report): report.checks
        case .open(let judgement, _, _): judgement.checks
        }
    }

    /// The report, without what was told before.
    func report(after told: inout ReportedOnce) -> DestinationReport {
        switch self {
        case .done(let report): return report
        case .open(var judgement, let evidence, let duration):
            judgement.leaveOut(toldBefore: &told)
            return judgement.report(evidence: evidence, duration: duration)
        }
    }
}

extension Judgement {
    /// Takes back findings of run-wide rules that were told for an earlier destination.
    fileprivate mutating func leaveOut(toldBefore told: inout ReportedOnce) {
        for rule in runWideRules {
            let own = findings.filter { $0.rule == rule }
            let new = own.filter { told.isNew($0) }
            guard new.count < own.count else { continue }
            findings.removeAll { $0.rule == rule }
            findings += new
            checks = checks.map { check in
                guard check.rule == rule else { return check }
                return new.isEmpty
                    ? CheckResult(rule: rule, outcome: .skipped, reason: ReportedOnce.reason)
                    : CheckResult(rule: rule, outcome: Self.outcome(of: new))
            }
        }
    }
}
