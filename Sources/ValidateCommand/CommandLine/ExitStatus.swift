/// What the process tells its caller.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Every checked destination is healthy (or unknown under `--on-unknown pass`).
    case healthy = 0
    /// At least one destination is unhealthy.
    case unhealthy = 1
    /// The command line or a config could not be used.
    case unusable = 2
    /// None is unhealthy, but for at least one it could not be told.
    case undetermined = 3
    /// A report or the state file could not be written completely.
    case notWritten = 4
    /// SIGINT came.
    case interrupted = 130
    /// SIGTERM came.
    case terminated = 143

    /// What it means, as a clause for the help text and the manual.
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
            "none is unhealthy, but for at least one it could not be told"
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
}

extension ExitStatus: Comparable {
    /// Orders by what wins when several apply: a signal, 4, 2, 1, 3, 0.
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
