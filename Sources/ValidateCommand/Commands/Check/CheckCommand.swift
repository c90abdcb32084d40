import DestinationHealth
import Reporting
import TikTokAPI

/// `validate check`: reads the configs, checks the destinations, writes the reports.
struct CheckCommand {
    let options: CheckOptions
    let context: CommandContext

    /// Runs to the end.
    ///
    /// - Returns: The exit status.
    func run() async -> Int32 {
        let prepared = prepare()
        var results = await check(prepared)
        let conclusion = conclude(prepared, &results)
        return write(conclusion, &results)
    }

    // MARK: Prepare

    /// Everything that a run needs before the first destination is checked.
    private struct Prepared {
        let metadata: RunMetadata
        let began: ContinuousClock.Instant
        let input: CheckInput
        let masker: SecretMasker
        /// What is wrong with the command line and the configs.
        let problems: [Problem]
        let check: CheckRun
        let writers: ReportWriters
        /// The state of earlier runs; nil where none is used.
        let state: StateSession?
        /// The comparison with the baseline; nil where there is none.
        let comparer: ReportComparer?
        /// Whether anything can be checked; if not, every destination is reported as not checked.
        let isUsable: Bool
    }

    /// Reads the configs and opens everything that the run writes to.
    private func prepare() -> Prepared {
        let startedAt = WallClock.unixTime
        let began = ContinuousClock.now
        let end = began + options.deadline
        for sink in [context.standardOutput, context.standardError] { sink.limit(to: end) }

        let readDeadline = ReadDeadline(interruption: context.signals.interruption, end: end)
        let environment = SystemEnvironment(patience: readDeadline)
        let input = CheckInput(options, environment: environment, deadline: readDeadline)
        let masker = SecretMasker(input.secrets)
        context.mask(with: masker, environment: environment)

        let inputFiles = inputFiles(of: input)
        let writers = ReportWriters(
            options: options,
            inputs: inputFiles,
            standardOutput: context.standardOutput,
            masker: masker
        )
        var problems = input.problems + writers.problems
        var rules = RuleRegistry.all
        var comparer: ReportComparer?
        var http: (any HTTPClient)?
        do throws(UsageError) {
            rules = try options.selectedRules()
            comparer = try BaselineFile(options, isSimulated: options.simulation != nil)
                .comparer(files: input.files, masker: masker)
            http = try options.makeClient { context.report($0) }
        } catch {
            problems.append(Problem([error.message, error.hint].compactMap { $0 }.joined(separator: ": ")))
        }

        let isUsable = http != nil && !writers.hasFailed
        let state =
            isUsable
            ? StateSession(
                options: options,
                inputs: inputFiles,
                taken: writers.places,
                unixTime: startedAt,
                masker: masker
            ) : nil
        context.report(problems + (state?.problems ?? []), color: options.color, masker: masker)
        return Prepared(
            metadata: RunMetadata(
                toolVersion: Program.version,
                startedAt: startedAt,
                isOffline: options.asksNothing,
                isSimulated: options.simulation != nil,
                remembersVerdicts: options.stateFile != nil,
                shard: input.shard,
                configs: input.recognised
            ),
            began: began,
            input: input,
            masker: masker,
            problems: problems,
            check: CheckRun(
                options: options,
                rules: rules,
                http: http ?? UnusableClient(),
                end: end,
                signals: context.signals,
                input: input,
                earlierProofs: state?.earlierProofs(of: input.selected) ?? [:]
            ),
            writers: writers,
            state: state,
            comparer: comparer,
            isUsable: isUsable
        )
    }

    /// Every file that the run reads: no report may replace one of them.
    private func inputFiles(of input: CheckInput) -> [FileIdentity] {
        var paths = input.files + input.secretFiles + [options.certificateFile, options.baselineFile].compactMap { $0 }
        if case .world(let path) = options.simulation { paths.append(path) }
        return paths.compactMap(FileIdentity.init(path:))
    }

    // MARK: Check

    /// Checks the destinations. Each is written as soon as it and all before it are known.
    private func check(_ prepared: Prepared) async -> RunResults {
        if !prepared.isUsable { prepared.check.refuse() }
        if options.isDryRun, prepared.isUsable { show(prepared.check.requests()) }

        var writers = prepared.writers
        writers.begin(
            prepared.metadata,
            prepared.input.subject,
            problems: prepared.problems + (prepared.state?.problems ?? []),
            isUsable: prepared.isUsable
        )
        let notice = options.notifyCommand.map { ChangeNotice($0, prepared.metadata, masker: prepared.masker) }
        let progress = ProgressLine(sink: context.standardError, total: prepared.input.selected.count)
        let progressTask = Terminal(descriptor: 2).isTerminal ? Task { await progress.run() } : nil
        var results = RunResults(
            prepared.input.selected,
            writers: writers,
            state: prepared.state,
            comparer: prepared.comparer,
            notice: notice,
            progress: progress
        )
        await prepared.check.run { results.add($0) }
        progressTask?.cancel()
        progress.finish()
        results.count(prepared.check.statistics)
        return results
    }

    /// Prints the requests of a dry run where people look, unless a machine reads there.
    private func show(_ requests: [String]) {
        let isText = options.standardOutputFormat == .text
        let sink = isText ? context.standardOutput : context.standardError
        for line in requests { sink.write(line + "\n") }
        if !requests.isEmpty { sink.write("\n") }
    }

    // MARK: Conclude

    /// The report of a run, and what decides its exit status.
    private struct Conclusion {
        let report: Report
        let outcome: RunOutcome
    }

    /// Saves the state and puts the report together.
    private func conclude(_ prepared: Prepared, _ results: inout RunResults) -> Conclusion {
        // Before the reports, which give the exit status, and also when standard output cannot be written.
        let saveProblems = results.state?.close() ?? []
        context.report(saveProblems, color: options.color, masker: prepared.masker)
        let problems = prepared.problems + (results.state?.problems ?? [])

        let comparison = results.comparison(ofAll: prepared.input.all)
        let outcome = RunOutcome(
            summary: results.summary,
            unknownPolicy: options.unknownPolicy,
            comparison: comparison,
            hasProblem: prepared.problems.contains { $0.severity == .error || options.isStrict },
            hasWarning: results.hasWarning || problems.contains { $0.severity == .warning },
            isNotWritten: results.writers.hasFailed || results.writers.hasLostOutput
                || results.state?.hasFailed == true,
            mayBeEmpty: prepared.input.shard.map { $0.ofDestinations > 0 } ?? false,
            isForMonitoring: options.standardOutputFormat == .nagios,
            signal: context.signals.received
        )
        let report = Report(
            metadata: prepared.metadata,
            durationMilliseconds: Int(prepared.began.duration(to: .now) / .milliseconds(1)),
            isInterrupted: outcome.signal != nil,
            exitCode: Int(outcome.exitCode),
            status: results.summary.status,
            summary: results.summary,
            headline: results.outage.headline,
            problems: problems,
            destinations: results.reports,
            comparison: comparison
        )
        return Conclusion(report: report, outcome: outcome)
    }

    // MARK: Write

    /// Writes the rest of every report, and runs the user's command where a verdict changed.
    ///
    /// - Returns: The exit status.
    private func write(_ conclusion: Conclusion, _ results: inout RunResults) -> Int32 {
        var outcome = conclusion.outcome
        for failure in results.writers.finish(conclusion.report, outcome) { context.report(failure) }
        outcome.isNotWritten = outcome.isNotWritten || results.writers.hasFailed
        // The exit status is about what the run found; a failure of the user's command does not change it.
        if let notice = results.notice, let changes = results.state?.changes, changes > 0 {
            notice.send(conclusion.report, changes: changes, status: outcome.exitCode, context)
        }
        return outcome.exitCode
    }
}

/// The client of a run that could not begin; nothing is sent through it.
private struct UnusableClient: HTTPClient {
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        throw TransportFailure(.cancelled, "the run could not begin")
    }
}
