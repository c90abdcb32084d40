import DestinationHealth
import Reporting

/// What the process ends with, from everything that happened.
struct ExitCode {
    let summary: ReportSummary
    let unknownPolicy: UnknownPolicy
    /// The command line or a config could not be used.
    var hasProblem = false
    /// A report or the state could not be written.
    var isNotWritten = false
    /// What became of the destinations since the baseline: only what got worse counts.
    var comparison: ReportComparison?
    /// Whether there may be nothing to check, as in a part that no destination falls into.
    var mayBeEmpty = false
    /// The signal that ended the run early.
    var signal: Int32?
    /// Whether a monitoring system reads the status (`--format nagios` on standard output).
    var isForMonitoring = false
    /// Whether there is a warning, which only a monitoring system is told by the status.
    var hasWarning = false

    init(summary: ReportSummary, unknownPolicy: UnknownPolicy) {
        self.summary = summary
        self.unknownPolicy = unknownPolicy
    }

    var code: Int32 {
        guard isForMonitoring else { return ordinaryCode }
        return NagiosFormat.Status(exitCode: ordinaryCode, summary: summary, hasWarning: hasWarning).rawValue
    }

    private var ordinaryCode: Int32 {
        if let signal { return 128 + signal }
        var statuses: [ExitStatus] = []
        if isNotWritten { statuses.append(.notWritten) }
        if hasProblem { statuses.append(.unusable) }
        let worse = comparison?.status
        if worse.map({ $0 == .unhealthy }) ?? (summary.unhealthy > 0) { statuses.append(.unhealthy) }
        let isOpen = comparison.map { $0.worse.contains { $0.now == .unknown } } ?? (summary.unknown > 0)
        if isOpen, unknownPolicy == .fail { statuses.append(.undetermined) }
        // A gate that checked nothing must not be green.
        if summary.destinations == summary.skipped, !mayBeEmpty { statuses.append(.unusable) }
        return ExitStatus.combined(statuses).rawValue
    }
}
