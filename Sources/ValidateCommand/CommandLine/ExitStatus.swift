import DestinationHealth
import Reporting

/// The exit statuses of the program.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Every checked destination is healthy (or unknown under `--on-unknown pass`).
    case healthy = 0
    /// At least one destination is unhealthy.
    case unhealthy = 1
    /// The command line or a config could not be used.
    case unusable = 2
    /// None is unhealthy, but for at least one it could not be determined.
    case undetermined = 3
    /// A report or the state file could not be written completely.
    case notWritten = 4
    /// SIGINT came.
    case interrupted = 130
    /// SIGTERM came.
    case terminated = 143

    /// What it means, as a clause for the help text and the manual page.
    package var meaning: String {
        switch self {
        case .healthy:
            "every checked destination is healthy (or unknown under --on-unknown pass)"
        case .unhealthy:
            "at least one destination is unhealthy"
        case .unusable:
            """
            usage error (an unreadable --ca-file too), or a config that cannot be read, is not valid JSON or holds no \
            destination to check
            """
        case .undetermined:
            "none is unhealthy, but for at least one it could not be determined"
        case .notWritten:
            """
            a requested report or the state file could not be written completely (standard output included)
            """
        case .interrupted:
            "interrupted; the report of what was finished is still written, marked interrupted"
        case .terminated:
            "terminated; the report of what was finished is still written, marked interrupted"
        }
    }

    /// The one status to exit with when several apply; ``healthy`` when none does.
    package static func combined(_ statuses: some Sequence<ExitStatus>) -> ExitStatus {
        statuses.max() ?? .healthy
    }

    /// The status after a signal, as shells report it; ``interrupted`` and ``terminated`` are two of these.
    static func code(afterSignal signal: Int32) -> Int32 { 128 + signal }

    /// The signal that an exit status names; nil for one without a signal.
    static func signal(of code: Int) -> Int32? { code > 128 ? Int32(code) - 128 : nil }
}

extension ExitStatus: Comparable {
    /// Orders by which one wins when several apply: a signal, 4, 2, 1, 3, 0.
    package static func < (left: ExitStatus, right: ExitStatus) -> Bool {
        left.precedence < right.precedence
    }

    private var precedence: Int {
        switch self {
        case .healthy: 0
        case .undetermined: 1
        case .unhealthy: 2
        case .unusable: 3
        case .notWritten: 4
        case .interrupted: 5
        case .terminated: 6
        }
    }
}

/// Everything about a run of `check` or `merge` that decides its exit status.
struct RunOutcome {
    let summary: ReportSummary
    let unknownPolicy: UnknownPolicy
    /// What changed since the baseline, where there is one: only what got worse counts then.
    var comparison: ReportComparison?
    /// Whether the command line or a config could not be used.
    var hasProblem = false
    /// Whether there is a warning, which only a monitoring system learns from the status.
    var hasWarning = false
    /// Whether a report or the state could not be written.
    var isNotWritten = false
    /// Whether a run without destinations is right, as in a shard that none falls into.
    var mayBeEmpty = false
    /// Whether a monitoring system reads the status (`--format nagios` on standard output).
    var isForMonitoring = false
    /// The signal that ended the run early.
    var signal: Int32?

    /// The exit status.
    var exitCode: Int32 {
        guard isForMonitoring else { return ordinaryCode }
        return NagiosFormat.Status(exitCode: ordinaryCode, summary: summary, hasWarning: hasWarning).rawValue
    }

    private var ordinaryCode: Int32 {
        if let signal { return ExitStatus.code(afterSignal: signal) }
        var statuses: [ExitStatus] = []
        if isNotWritten { statuses.append(.notWritten) }
        if hasProblem { statuses.append(.unusable) }
        // A gate that checked nothing must not be green.
        if summary.destinations == summary.skipped, !mayBeEmpty { statuses.append(.unusable) }
        if hasUnhealthy { statuses.append(.unhealthy) }
        if hasUnknown, unknownPolicy == .fail { statuses.append(.undetermined) }
        return ExitStatus.combined(statuses).rawValue
    }

    private var hasUnhealthy: Bool {
        comparison.map { $0.status == .unhealthy } ?? (summary.unhealthy > 0)
    }

    private var hasUnknown: Bool {
        comparison.map { $0.worse.contains { $0.now == .unknown } } ?? (summary.unknown > 0)
    }
}

extension ExitStatus {
    /// What a process ends with that was asked to answer a monitoring system; a signal leaves nothing known.
    static func codeForMonitoring(_ code: Int32, afterSignal signal: Int32?) -> Int32 {
        signal == nil ? code : NagiosFormat.Status.unknown.rawValue
    }
}
