import LocatedJSON

/// Recognises a command line, valid or not, whose exit status a monitoring system reads: that must get its own statuses
/// even after a usage error.
enum MonitoringRequest {
    /// Whether the arguments hold `--format nagios` for standard output.
    static func isMade(by arguments: [String]) -> Bool {
        switch arguments.first.flatMap(Command.named) {
        case nil, .check, .merge: break
        default: return false
        }
        let options = arguments.prefix { !$0.hasSameBytes(as: "--") }
        if options.contains(where: { ["--help", "-h", "--version"].contains($0) }) { return false }
        return options.contains { $0.hasSameBytes(as: "--format=nagios") }
            || zip(options, options.dropFirst()).contains {
                $0.hasSameBytes(as: "--format") && $1.hasSameBytes(as: "nagios")
            }
    }
}
