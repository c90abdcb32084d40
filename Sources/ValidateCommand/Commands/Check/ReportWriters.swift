import DestinationHealth
import Reporting

/// What a report is about.
struct ReportSubject {
    /// How many destinations there are.
    let destinations: Int
    /// How wide a column of their names must be.
    let nameWidth: Int
    /// The configs.
    let files: [String]
    /// Whether there is something to tell: a part of a run is told of even if nothing falls into it.
    let shouldReport: Bool
}

extension CheckInput {
    /// What the report of this run is about.
    var subject: ReportSubject {
        ReportSubject(
            destinations: selected.count,
            nameWidth: selected.reduce(0) { max($0, TextFormat.nameWidth(of: $1.name)) },
            files: files,
            shouldReport: !selected.isEmpty || shard != nil
        )
    }
}

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
    private let stepSummary: StepSummary?
    /// Whether somebody watches the report grow.
    private let isWatched = Terminal(descriptor: 1).isTerminal
    private var files: [(format: ReportFormat, path: String, file: AtomicFile)] = []
    /// The reports that were begun: the files in their order, and then the one on standard output, if it has any.
    private var outputs: [ReportOutput] = []

    /// Opens every file, so that a path that cannot be written is known before anything is asked of TikTok.
    init(options: CheckOptions, inputs: [FileIdentity], standardOutput: OutputSink, masker: SecretMasker) {
        self.options = options
        self.standardOutput = standardOutput
        self.masker = masker
        stepSummary = StepSummary(options: options, inputs: inputs)
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

    /// Whether some report needs every destination at once, so that they must be kept.
    var needWholeReport: Bool { outputs.contains(where: \.needsWholeReport) }

    /// Writes what comes before the first destination.
    ///
    /// - Parameters:
    ///   - metadata: What is known of the run.
    ///   - subject: What it is about.
    ///   - problems: What is wrong with the run itself so far.
    ///   - isUsable: Whether the run can check at all; if not, standard output gets no text, since standard error has said
    ///     all there is.
    mutating func begin(_ metadata: RunMetadata, _ subject: ReportSubject, problems: [Problem], isUsable: Bool) {
        var style = textStyle(metadata)
        style.nameWidth = subject.nameWidth
        func output(_ format: ReportFormat, _ style: TextFormat.Options, _ sink: OutputSink, _ isFile: Bool)
            -> ReportOutput
        {
            ReportOutput(
                format,
                metadata,
                style: style,
                tellsProblems: isFile,
                isForMonitoring: options.standardOutputFormat == .nagios,
                masker: masker,
                sink: sink
            )
        }
        for (format, _, file) in files { outputs.append(output(format, style, file.sink(masker: masker), true)) }
        let format = options.standardOutputFormat
        if format != .text || (isUsable && subject.shouldReport) {
            let terminal = Terminal(descriptor: 1)
            style.width = terminal.width
            style.usesColor = terminal.usesColor(options.color, SystemEnvironment().variable)
            style.usesUnicode = Terminal.usesUnicode(SystemEnvironment().variable)
            outputs.append(output(format, style, standardOutput, false))
        }
        for index in outputs.indices {
            outputs[index].begin(
                problems: problems,
                destinations: subject.destinations,
                files: subject.files,
                configs: metadata.configs
            )
        }
        // Half a JSON report is of no use to anybody, a line for people is.
        if format == .text { show() }
    }

    /// Writes one destination as soon as it is known.
    mutating func add(_ report: DestinationReport) {
        for index in outputs.indices { outputs[index].add(report) }
        if isWatched { show() }
    }

    /// Lets people see what there is. A terminal is waited for, because the line of progress shares it; another reader,
    /// who may have stopped reading, is not.
    private func show() {
        if isWatched { try? standardOutput.flush() } else { standardOutput.push() }
    }

    /// Whether standard output is known not to take everything.
    var hasLostOutput: Bool { standardOutput.failure != nil }

    /// Writes what comes last and moves the files to their places. Those that tell the exit status come after the others,
    /// which may change it, and standard output comes at the end: whoever reads there may let the others wait.
    ///
    /// - Parameters:
    ///   - report: The run.
    ///   - exit: What it comes to so far.
    /// - Returns: What could not be written, as sentences for standard error. ``hasFailed`` tells whether anything could not.
    mutating func finish(_ report: Report, _ exit: ExitCode) -> [String] {
        var report = report
        var exit = exit
        var failures: [String] = []
        let mayCommit = !hasFailed
        func fail(_ words: String) {
            failures.append(words)
            hasFailed = true
            exit.isNotWritten = true
            report.exitCode = Int(exit.code)
        }
        if let stepSummary {
            do throws(FileFailure) {
                try stepSummary.append(report, masker: masker)
            } catch {
                fail(error.words)
            }
        }
        let isLate = { (format: ReportFormat) in format == .json || format == .nagios }
        for index in files.indices.filter({ !isLate(files[$0].format) })
            + files.indices.filter({ isLate(files[$0].format) })
        {
            let (_, path, file) = files[index]
            guard mayCommit else {
                file.discard()
                continue
            }
            do throws(FileFailure) {
                outputs[index].end(report)
                try commit(file, outputs[index].sink)
            } catch {
                fail("\(path) could not be written: \(error.words)")
            }
        }
        if outputs.count > files.count { outputs[files.count].end(report) }
        do throws(OutputFailure) {
            try standardOutput.flush()
        } catch {
            hasFailed = true
            // Whoever closed the pipe knows that it is closed; the status tells the rest.
            if !error.isBrokenPipe { failures.append("standard output could not be written: \(error)") }
        }
        return failures
    }

    private func commit(_ file: AtomicFile, _ sink: OutputSink) throws(FileFailure) {
        do throws(OutputFailure) {
            try sink.flush()
        } catch {
            file.discard()
            throw FileFailure("\(error)")
        }
        try file.commit()
    }

    private func textStyle(_ metadata: RunMetadata) -> TextFormat.Options {
        var style = TextFormat.Options()
        style.verbosity =
            switch options.verbosity {
            case .quiet: .quiet
            case .normal: .normal
            case .verbose: .verbose
            }
        style.isOffline = metadata.isOffline
        style.isSimulated = metadata.isSimulated
        style.plainKeys = ConfigField.plainKeys
        style.masker = masker
        return style
    }
}
