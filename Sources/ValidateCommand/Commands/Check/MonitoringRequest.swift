import LocatedJSON
import Reporting

/// Whether a command line, also one that cannot be carried out, asks for an answer to a monitoring system: that must get
/// its own statuses whatever goes wrong.
enum MonitoringRequest {
    /// Whether `--format nagios` stands there for standard output.
    static func isMade(by arguments: [String]) -> Bool {
        switch arguments.first.flatMap(Command.named)?.name {
        case nil, "check", "merge": break
        default: return false
        }
        let options = arguments.prefix { !$0.hasSameBytes(as: "--") }
        if options.contains(where: { ["--help", "-h", "--version"].contains($0) }) { return false }
        return options.contains { $0.hasSameBytes(as: "--format=nagios") }
            || zip(options, options.dropFirst()).contains {
                $0.hasSameBytes(as: "--format") && $1.hasSameBytes(as: "nagios")
            }
    }

    /// What such a process ends with.
    static func status(_ status: Int32, signal: Int32?) -> Int32 {
        signal == nil ? status : NagiosFormat.Status.unknown.rawValue
    }
}
