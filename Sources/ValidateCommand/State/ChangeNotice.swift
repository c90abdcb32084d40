import DestinationHealth
import Reporting

/// The JSON report for the command of `--notify-command`, collected during the run, and the running of that command.
struct ChangeNotice {
    private let command: String
    private let masker: SecretMasker
    private var stream: JSONStream
    private let text: OutputSink

    /// Begins the report of a run.
    init(_ command: String, _ metadata: RunMetadata, masker: SecretMasker) {
        self.command = command
        self.masker = masker
        stream = JSONStream(metadata, masker: masker)
        text = OutputSink.inMemory(masker: masker)
        text.write(stream.begin())
    }

    /// Adds a destination.
    mutating func add(_ report: DestinationReport) {
        text.write(stream.destination(report))
    }

    /// Runs the command once, and repeats its output on standard error, with what went wrong.
    ///
    /// - Parameters:
    ///   - report: The end of the report.
    ///   - changes: How many verdicts changed.
    ///   - status: The exit status of the run.
    ///   - context: The process; after a signal the command is not run.
    func send(_ report: Report, changes: Int, status: Int32, _ context: CommandContext) {
        let (signals, errors) = (context.signals, context.standardError)
        guard signals.received == nil else { return }
        var stream = stream
        text.write(stream.end(report))
        let summary = report.summary
        let variables = [
            "VALIDATE_STATUS=\(report.status.rawValue)", "VALIDATE_EXIT_CODE=\(status)", "VALIDATE_CHANGES=\(changes)",
            "VALIDATE_DESTINATIONS=\(summary.destinations)", "VALIDATE_HEALTHY=\(summary.healthy)",
            "VALIDATE_UNHEALTHY=\(summary.unhealthy)", "VALIDATE_UNKNOWN=\(summary.unknown)",
            "VALIDATE_SKIPPED=\(summary.skipped)",
        ]
        let run = ShellCommand(command, variables: variables).run(
            input: text.contents,
            isStopped: { signals.received != nil }
        )
        // Masked as one text, so that no secret lies across two lines, and then made harmless line by line.
        let masked = OutputSink.inMemory(masker: masker)
        masked.write(run.output)
        for line in masked.contents.split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            errors.write(TerminalText("--notify-command: \(text)").text + "\n")
        }
        if run.isCut { errors.write("--notify-command: (its output beyond 64 KiB is left out)\n") }
        if let warning = run.warning { errors.write("validate: warning: --notify-command \(warning)\n") }
    }
}
