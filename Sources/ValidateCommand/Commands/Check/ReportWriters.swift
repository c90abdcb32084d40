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
    /// Whether standard output gets a text about it.
    let isWritten: Bool

    init(_ names: some Collection<String>, files: [String], isWritten: Bool) {
        destinations = names.count
        nameWidth = names.reduce(0) { max($0, TextFormat.nameWidth(of: $1)) }
        self.files = files
        self.isWritten = isWritten
    }
}

extension CheckInput {
    /// What the report of this run is about. A shard is reported even if no destination falls into it.
    var subject: ReportSubject {
        ReportSubject(selected.lazy.map(\.name), files: files, isWritten: !selected.isEmpty || shard != nil)
    }
}

/// The reports of a run: one on standard output, which people may watch as it grows, and any number in files.
struct ReportWriters {
    /// The paths that cannot be written.
    private(set) var problems: [Problem] = []
    /// Whether a report could not be written.
    private(set) var hasFailed = false
    /// The places of the reports that are files.
    private(set) var places: Set<FilePlace.Identity> = []

    private let options: CheckOptions
    private let standardOutput: OutputSink
    private let masker: SecretMasker
    private let stepSummary: StepSummary?
    /// Whether people may watch the report on standard output grow.
    private let isWatched = Terminal(descriptor: 1).isTerminal
    private var files: [(format: ReportFormat, path: String, file: AtomicFile)] = []
    /// The reports that have begun: the files in their order, then the one on standard output, if there is one.
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
                    throw FileFailure("another report is written there")
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
    ///   - isUsable: Whether the run can check at all; if not, standard output gets no text, since standard error has
    ///     everything.
    mutating func begin(_ metadata: RunMetadata, _ subject: ReportSubject, problems: [Problem], isUsable: Bool) {
        func output(_ format: ReportFormat, _ base: TextFormat.Options, _ sink: OutputSink, isFile: Bool)
            -> ReportOutput
        {
            ReportOutput(
                format,
                metadata,
                style: style(base, metadata, subject),
                showsProblems: isFile,
                isForMonitoring: options.standardOutputFormat == .nagios,
                masker: masker,
                sink: sink
            )
        }
        for (format, _, file) in files {
            outputs.append(output(format, TextFormat.Options(), file.sink(masker: masker), isFile: true))
        }
        let format = options.standardOutputFormat
        if format != .text || (isUsable && subject.isWritten) {
            let base = TextFormat.Options(for: Terminal(descriptor: 1), color: options.color, masker: masker)
            outputs.append(output(format, base, standardOutput, isFile: false))
        }
        for index in outputs.indices {
            outputs[index].begin(subject, problems: problems, configs: metadata.configs)
        }
        // Half a JSON report is of no use, a line for people is.
        if format == .text { show() }
    }

    /// Writes one destination as soon as it is known.
    mutating func add(_ report: DestinationReport) {
        for index in outputs.indices { outputs[index].add(report) }
        if isWatched { show() }
    }

    /// Writes what is buffered of standard output. A terminal is waited for, because the line of progress shares it; another
    /// reader, which may have stopped reading, is not.
    private func show() {
        if isWatched { try? standardOutput.flush() } else { standardOutput.push() }
    }

    /// Whether writing to standard output has failed.
    var hasLostOutput: Bool { standardOutput.failure != nil }

    /// Writes what comes last and moves the files to their places. Reports with the exit status come after the others, whose
    /// failure changes it, and standard output comes at the end, because its reader may be slow.
    ///
    /// - Parameters:
    ///   - report: The run.
    ///   - outcome: What decides its exit status, so far.
    /// - Returns: What could not be written, as sentences for standard error. ``hasFailed`` is set if anything could not.
    mutating func finish(_ report: Report, _ outcome: RunOutcome) -> [String] {
        var report = report
        var outcome = outcome
        var failures: [String] = []
        let mayCommit = !hasFailed
        func fail(_ words: String) {
            failures.append(words)
            hasFailed = true
            outcome.isNotWritten = true
            report.exitCode = Int(outcome.exitCode)
        }
        if let stepSummary {
            do throws(FileFailure) {
                try stepSummary.append(report, masker: masker)
            } catch {
                fail(error.words)
            }
        }
        let hasStatus = { [files] (index: Int) in [.json, .nagios].contains(files[index].format) }
        for index in files.indices.filter({ !hasStatus($0) }) + files.indices.filter(hasStatus) {
            let (_, path, file) = files[index]
            guard mayCommit else {
                file.discard()
                continue
            }
            do throws(FileFailure) {
                outputs[index].end(report)
                try file.flush(outputs[index].sink)
                try file.commit()
            } catch {
                fail("\(path) could not be written: \(error.words)")
            }
        }
        if outputs.count > files.count { outputs[files.count].end(report) }
        do throws(OutputFailure) {
            try standardOutput.flush()
        } catch {
            hasFailed = true
            // A reader that closed the pipe knows that it is closed; for others there is the exit status.
            if !error.isBrokenPipe { failures.append("standard output could not be written: \(error)") }
        }
        return failures
    }

    private func style(
        _ base: TextFormat.Options,
        _ metadata: RunMetadata,
        _ subject: ReportSubject
    ) -> TextFormat.Options {
        var style = base
        style.verbosity = options.verbosity
        style.nameWidth = subject.nameWidth
        style.isOffline = metadata.isOffline
        style.isSimulated = metadata.isSimulated
        style.plainKeys = Field.plainKeys
        style.masker = masker
        return style
    }
}
