/// A check of the machine that runs it rather than of a destination. Every destination is judged, but each severity of
/// finding is reported once a run: for the first destination, in the config's order, that has it.
protocol RunWideRule: Rule {}

extension RunWideRule {
    static var isRunWide: Bool { true }
}

/// The findings of run-wide rules that were reported in this run.
struct ReportedOnce: Sendable {
    private struct Key: Hashable {
        let rule: String
        let severity: Severity
    }

    /// Why a rule is skipped whose findings were all reported before.
    static let reason = "reported once, for an earlier destination"

    private var keys: Set<Key> = []

    /// Whether a finding is the first of its rule and severity, and so should be reported.
    mutating func shouldReport(_ finding: Finding) -> Bool {
        keys.insert(Key(rule: finding.rule, severity: finding.severity)).inserted
    }
}
