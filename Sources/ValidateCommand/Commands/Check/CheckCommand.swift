import LocatedJSON
import DestinationHealth
import Reporting
import TikTokAPI
import TikTokSimulator

/// `validate check`: reads the configs, checks the destinations, writes the reports.
struct CheckCommand {
    let options: CheckOptions
    let environment: any ConfigEnvironment
    let signals: SignalListener
    let standardOutput: OutputSink
    let standardError: OutputSink

    /// Runs to the end.
    ///
    /// - Returns: The status to exit with.
    func run() async -> Int32 {
        let startedAt = WallClock.unixTime
        let began = ContinuousClock.now
        for sink in [standardOutput, standardError] { sink.limit(to: began + options.deadline) }
        let patience = ReadDeadline(interruption: signals.interruption, end: began + options.deadline)
        let input = CheckInput(options, environment: environment, patience: patience)
        // For few destinations that wait for no answers, other threads take longer to begin than there is to do.
        let isSmall = options.isOffline && input.all.count <= 256
        let threads: (any TaskExecutor)? = isSmall ? nil : globalConcurrentExecutor
        let index = DestinationIndex(input.all)
        // The process ends with the run, and freeing very many destinations one by one takes longer than checking some.
        _ = Unmanaged.passRetained(index)
        let masker = SecretMasker(input.secrets)
        ActionsMask.announce(masker, environment: environment)
        standardOutput.mask(with: masker)
        standardError.mask(with: masker)

        let inputs = inputs(of: input)
        var writers = ReportWriters(
            options: options,
            inputs: inputs,
            standardOutput: standardOutput,
            masker: masker
        )
        var problems = input.problems
        problems += writers.problems
        var http: (any HTTPClient)?
        var comparer: ReportComparer?
        var rules = RuleRegistry.all
        do throws(UsageError) {
            rules = try selectedRules()
            comparer = try BaselineFile(options, isSimulated: options.simulation != nil)
                .comparer(files: input.files, masker: masker)
            http = try makeClient()
        } catch {
            problems.append(Problem([error.message, error.hint].compactMap { $0 }.joined(separator: ": ")))
        }

        let isUsable = http != nil && !writers.hasFailed
        let state =
            isUsable
            ? StateSession(
                options: options,
                inputs: inputs,
                taken: writers.places,
                unixTime: startedAt,
                masker: masker
            ) : nil
        let run = CheckRun(
            options: options,
            rules: rules,
            http: http ?? UnusableClient(),
            began: began,
            signals: signals,
            destinations: input.selected,
            earlierProofs: state?.earlierProofs(of: input.selected) ?? [:],
            index: index
        )
        tell(problems + (state?.problems ?? []), masker: masker)
        if !isUsable { run.refuse() }
        if options.isDryRun, isUsable { show(run.requests()) }

        let metadata = RunMetadata(
            toolVersion: Program.version,
            startedAt: startedAt,
            isOffline: run.isOffline,
            isSimulated: options.simulation != nil,
            remembersVerdicts: options.stateFile != nil,
            shard: input.shard,
            configs: input.recognised
        )
        writers.begin(metadata, input.subject, problems: problems + (state?.problems ?? []), isUsable: isUsable)
        let progress = ProgressLine(sink: standardError, total: input.selected.count)
        let showsProgress = !isSmall && Terminal(descriptor: 2).isTerminal
        let progressTask = showsProgress ? Task { await progress.run() } : nil
        var record = RunResults(
            input.selected,
            writers: writers,
            state: state,
            comparer: comparer,
            notice: options.notifyCommand.map { ChangeNotice($0, metadata, masker: masker) },
            progress: progress
        )
        await withTaskExecutorPreference(threads) {
            await run.check { record.add($0) }
        }
        progressTask?.cancel()
        progress.finish()

        // Before the reports, which tell the status; and whatever becomes of standard output.
        let toldOfState = record.state?.problems.count ?? 0
        record.state?.close()
        tell(Array((record.state?.problems ?? []).dropFirst(toldOfState)), masker: masker)

        let statistics = run.statistics
        record.summary.apiCalls = statistics.calls
        record.summary.eventsSent = statistics.events
        record.summary.retries = statistics.retries
        for destination in record.comparer == nil ? [] : input.all {
            record.comparer?.leaveOut(name: destination.name, file: destination.range.file.path)
        }
        let comparison = record.comparer?.finished()
        var exit = ExitCode(summary: record.summary, unknownPolicy: options.unknownPolicy)
        exit.hasProblem = problems.contains { $0.severity == .error || options.isStrict }
        exit.comparison = comparison
        exit.mayBeEmpty = input.shard.map { $0.ofDestinations > 0 } ?? false
        exit.signal = signals.received
        exit.isForMonitoring = options.standardOutputFormat == .nagios
        exit.hasWarning =
            record.hasWarning || (problems + (record.state?.problems ?? [])).contains { $0.severity == .warning }
        exit.isNotWritten = record.writers.hasFailed || record.writers.hasLostOutput || record.state?.hasFailed == true
        let report = Report(
            metadata: metadata,
            durationMilliseconds: Int(began.duration(to: .now) / .milliseconds(1)),
            isInterrupted: signals.received != nil,
            exitCode: Int(exit.code),
            status: record.summary.status,
            summary: record.summary,
            headline: record.outage.headline,
            problems: problems + (record.state?.problems ?? []),
            destinations: record.reports,
            comparison: comparison
        )
        for failure in record.writers.finish(report, exit) {
            standardError.write("validate: \(TerminalText(failure).text)\n")
        }
        exit.isNotWritten = exit.isNotWritten || record.writers.hasFailed
        // What the command makes of it is its own affair: the status tells what the run found.
        if let notice = record.notice, let changes = record.state?.changes, changes > 0 {
            notice.send(report, changes: changes, status: exit.code, signals: signals, errors: standardError)
        }
        return exit.code
    }

    /// Every file that the run reads: no report may take its place.
    private func inputs(of input: CheckInput) -> [FileIdentity] {
        var paths = input.files + input.secretFiles + [options.certificateFile, options.baselineFile].compactMap { $0 }
        if case .world(let path) = options.simulation { paths.append(path) }
        return paths.compactMap(FileIdentity.init(path:))
    }

    private func selectedRules() throws(UsageError) -> [any Rule.Type] {
        let ids = try options.selectedRules(known: RuleRegistry.all.map { $0.description.id })
        return RuleRegistry.all.filter { ids.contains($0.description.id) }
    }

    private func makeClient() throws(UsageError) -> any HTTPClient {
        if let path = options.certificateFile { try checkCertificates(path) }
        switch options.simulation {
        case .builtIn:
            return SimulatedTikTok()
        case .world(let path):
            return SimulatedTikTok(world: try readWorld(path))
        case nil:
            var configuration = CurlConfiguration(
                maximumConnections: connectionsThatFit(),
                extraCertificatesFile: options.certificateFile,
                userAgent: "validate/\(Program.version)"
            )
            configuration.keepsConnections = options.baseURL?.scheme != "http"
            return CurlHTTPClient(configuration: configuration)
        }
    }

    /// As many exchanges at a time as were asked for, or as this process may open files for.
    private func connectionsThatFit() -> Int {
        guard !options.isOffline, !options.isDryRun else { return options.concurrency }
        let descriptors = DescriptorLimit.raised()
        let fitting = descriptors.exchanges
        guard fitting < options.concurrency else { return options.concurrency }
        standardError.write(
            "validate: --concurrency is \(fitting) instead of \(options.concurrency): "
                + "no more than \(descriptors.limit) files may be open (ulimit -n)\n"
        )
        return fitting
    }

    /// Certificates that cannot be used are told before anything is asked, whether or not this run needs them.
    private func checkCertificates(_ path: String) throws(UsageError) {
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try FileReader.read(path: path, maximumBytes: 16 << 20)
        } catch {
            throw UsageError("--ca-file: \(path) cannot be read: \(error.words)")
        }
        guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
            throw UsageError("--ca-file: \(path) holds no certificate in PEM form")
        }
    }

    private func readWorld(_ path: String) throws(UsageError) -> World {
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try FileReader.read(path: path, maximumBytes: 16 << 20)
        } catch {
            throw UsageError("--simulate: \(path) cannot be read: \(error.words)")
        }
        do throws(WorldError) {
            return try World(parsing: bytes)
        } catch {
            throw UsageError("\(path):\(error.position.line):\(error.position.column): \(error.message)")
        }
    }

    /// Problems go to standard error at once, whatever becomes of the reports.
    private func tell(_ problems: [Problem], masker: SecretMasker) {
        ProblemNotices(color: options.color, masker: masker).tell(problems, to: standardError)
    }

    /// The requests of a dry run go where people look, unless a machine reads there.
    private func show(_ requests: [String]) {
        let sink = options.standardOutputFormat == .text ? standardOutput : standardError
        for line in requests { sink.write(line + "\n") }
        if !requests.isEmpty { sink.write("\n") }
    }
}

/// Stands where no client could be made; nothing is sent through it.
private struct UnusableClient: HTTPClient {
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        throw TransportFailure(.cancelled, "the run could not begin")
    }
}
