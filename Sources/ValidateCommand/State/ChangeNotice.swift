import DestinationHealth
import Reporting

/// What `--notify-command` gets to read, gathered while the run goes on, and the sending of it.
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

    /// Runs the command once, and says on standard error what it said and what went wrong with it.
    ///
    /// - Parameters:
    ///   - report: The end of the report.
    ///   - changes: How many verdicts changed.
    ///   - status: What the run ends with.
    ///   - signals: What ends the run; one that was ended already notifies nobody.
    ///   - errors: Where to say it.
    func send(_ report: Report, changes: Int, status: Int32, signals: SignalListener, errors: OutputSink) {
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
        // Masked as one text, so that no secret lies across two pieces, and then line by line made harmless.
        let said = OutputSink.inMemory(masker: masker)
        said.write(run.output)
        for line in said.contents.split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            errors.write(TerminalText("--notify-command: \(text)").text + "\n")
        }
        if run.isCut { errors.write("--notify-command: (what it said beyond 64 KiB is left out)\n") }
        if let warning = run.warning { errors.write("validate: warning: --notify-command \(warning)\n") }
    }
}
