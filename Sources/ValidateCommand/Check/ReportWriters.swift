import DestinationHealth
import Reporting

/// The reports of a run: one on standard output, which a person may watch as it grows, and any number in files.
struct ReportWriters {
    /// What kept a report from being begun.
    private(set) var problems: [Problem] = []
    /// Whether a report cannot be written.
    private(set) var hasFailed = false
    /// Where the reports go.
    private(set) var places: Set<FilePlace.Identity> = []

    private let options: CheckOptions
    private let standardOutput: OutputSink
    private let masker: SecretMasker
    private var files: [(format: ReportFormat, path: String, file: AtomicFile)] = []
    /// The text on standard output; nil if another format stands there.
    private var text: TextFormat?
    private var destinationCount = 0
    private var configFiles: [String] = []
    private var nameWidth = 0

    /// Opens every file, so that a path that cannot be written is known before anything is asked of TikTok.
    init(options: CheckOptions, inputs: Set<FileIdentity>, standardOutput: OutputSink, masker: SecretMasker) {
        self.options = options
        self.standardOutput = standardOutput
        self.masker = masker
        for (format, path) in options.reportFiles {
            do throws(FileFailure) {
                let file = try AtomicFile(path: path, inputs: inputs)
                if places.insert(file.identity).inserted {
                    files.append((format, path, file))
                } else {
                    file.discard()
                    throw FileFailure("another report goes there")
                }
            } catch {
                hasFailed = true
                problems.append(Problem("--format \(format.rawValue): \(path) cannot be written: \(error.words)"))
            }
        }
    }

    /// Writes what comes before the first destination.
    mutating func begin(destinations: [Destination], files: [String], run: CheckRun) {
        destinationCount = destinations.count
        configFiles = files
        nameWidth = TextFormat.nameWidth(of: destinations.lazy.map(\.name))
        guard options.standardOutputFormat == .text, destinationCount > 0 else { return }
        var style = textStyle(isOffline: run.isOffline)
        let terminal = Terminal(descriptor: 1)
        style.width = terminal.width
        style.usesColor = terminal.usesColor(options.color, SystemEnvironment().variable)
        style.usesUnicode = Terminal.usesUnicode(SystemEnvironment().variable)
        var format = TextFormat(style)
        standardOutput.write(format.header(destinations: destinationCount, files: configFiles))
        show()
        text = format
    }

    /// Writes one destination as soon as it is known.
    mutating func add(_ report: DestinationReport) {
        guard let bytes = text?.destination(report), !bytes.isEmpty else { return }
        standardOutput.write(bytes)
        if Terminal(descriptor: 1).isTerminal { show() }
    }

    /// Lets people see what there is. A terminal is waited for, because the line of progress shares it; another reader,
    /// who may have stopped reading, is not.
    private func show() {
        if Terminal(descriptor: 1).isTerminal { try? standardOutput.flush() } else { standardOutput.push() }
    }

    /// Whether standard output is known not to take everything.
    var hasLostOutput: Bool { standardOutput.failure != nil }

    /// Writes what comes last and moves the files to their places. Standard output comes at the end: whoever reads there
    /// may let the others wait.
    ///
    /// - Returns: What could not be written, as sentences for standard error. ``hasFailed`` tells whether anything could not.
    mutating func finish(_ report: Report) -> [String] {
        var failures: [String] = []
        let mayCommit = !hasFailed
        for (format, path, file) in files {
            guard mayCommit else {
                file.discard()
                continue
            }
            do throws(FileFailure) {
                try write(bytes(of: report, as: format), to: file)
            } catch {
                hasFailed = true
                failures.append("\(path) could not be written: \(error.words)")
            }
        }
        switch options.standardOutputFormat {
        case .json: standardOutput.write(JSONFormat(masker: masker).bytes(of: report))
        default: if let bytes = text?.summary(report) { standardOutput.write(bytes) }
        }
        do throws(OutputFailure) {
            try standardOutput.flush()
        } catch {
            hasFailed = true
            // Whoever closed the pipe knows that it is closed; the status tells the rest.
            if !error.isBrokenPipe { failures.append("standard output could not be written: \(error)") }
        }
        return failures
    }

    private func write(_ bytes: [UInt8], to file: AtomicFile) throws(FileFailure) {
        let sink = file.sink(masker: masker)
        sink.write(bytes)
        do throws(OutputFailure) {
            try sink.flush()
        } catch {
            file.discard()
            throw FileFailure("\(error)")
        }
        try file.commit()
    }

    private func bytes(of report: Report, as format: ReportFormat) -> [UInt8] {
        if format == .json { return JSONFormat(masker: masker).bytes(of: report) }
        var page = TextFormat(textStyle(isOffline: report.isOffline))
        var bytes = report.problems.flatMap(page.problem)
        bytes += page.header(destinations: destinationCount, files: configFiles)
        for destination in report.destinations { bytes += page.destination(destination) }
        return bytes + page.summary(report)
    }

    private func textStyle(isOffline: Bool) -> TextFormat.Options {
        var style = TextFormat.Options()
        style.verbosity =
            switch options.verbosity {
            case .quiet: .quiet
            case .normal: .normal
            case .verbose: .verbose
            }
        style.nameWidth = nameWidth
        style.isOffline = isOffline
        style.isSimulated = options.simulation != nil
        style.plainKeys = ConfigField.plainKeys
        style.masker = masker
        return style
    }
}
