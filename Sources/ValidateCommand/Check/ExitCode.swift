import DestinationHealth

/// What the process ends with, from everything that happened.
struct ExitCode {
    let summary: ReportSummary
    let unknownPolicy: UnknownPolicy
    /// The command line or a config could not be used.
    var hasProblem = false
    /// A report or the state could not be written.
    var isNotWritten = false
    /// The signal that ended the run early.
    var signal: Int32?

    init(summary: ReportSummary, unknownPolicy: UnknownPolicy) {
        self.summary = summary
        self.unknownPolicy = unknownPolicy
    }

    var code: Int32 {
        if let signal { return 128 + signal }
        var statuses: [ExitStatus] = []
        if isNotWritten { statuses.append(.notWritten) }
        if hasProblem { statuses.append(.unusable) }
        if summary.unhealthy > 0 { statuses.append(.unhealthy) }
        if summary.unknown > 0, unknownPolicy == .fail { statuses.append(.undetermined) }
        // A gate that checked nothing must not be green.
        if summary.destinations == summary.skipped { statuses.append(.unusable) }
        return ExitStatus.combined(statuses).rawValue
    }
}
