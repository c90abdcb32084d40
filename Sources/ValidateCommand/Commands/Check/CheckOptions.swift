import LocatedJSON
import DestinationHealth
package import Reporting
package import TikTokAPI

/// The options of `validate check`.
package struct CheckOptions: Sendable, Hashable {
    /// The configs, in order; at least one, standard input at most once.
    package var configs: [ConfigSource] = []
    /// `--offline`: no rule that needs the network.
    package var isOffline = false
    /// `--only`: the rules to run; empty for all. ``selectedRules(known:aliases:)`` looks them up.
    package var only: [RuleReference] = []
    /// `--skip`: the rules to leave out.
    package var skip: [RuleReference] = []
    /// `--destination`: patterns, one of which a destination's name must match; empty for all.
    package var destinationPatterns: [String] = []
    /// `--format`: the reports that were asked for, at most one of them without a path.
    package var reports: [ReportRequest] = []
    /// `--on-unknown`: what "could not tell" does to the run.
    package var unknownPolicy = UnknownPolicy.fail
    /// `--strict`: warnings make a destination unhealthy.
    package var isStrict = false
    /// `--dry-run`: print the requests and send nothing.
    package var isDryRun = false
    /// `--simulate`: who answers instead of the network; nil for the network.
    package var simulation: Simulation?
    /// `--base-url`: where API calls go instead of TikTok's own hosts.
    package var baseURL: APIOrigin?
    /// `--timeout`: the limit of one exchange, above zero; it may be less than a millisecond.
    package var timeout = Duration.seconds(10)
    /// `--deadline`: the limit of the run, above zero.
    package var deadline = Duration.seconds(300)
    /// `--concurrency`: exchanges in flight at most, 1 to 256.
    package var concurrency = 16
    /// `--tier`: the developer app's rate tier.
    package var tier = RateTier.basic
    /// `--allow-production-event`: ownership may be proven with an event outside the test events.
    package var allowsProductionEvent = false
    /// `--color`.
    package var color = ColorMode.auto
    /// `--ca-file`: the path of more trusted certificates.
    package var certificateFile: String?
    /// `-q`, `-v`.
    package var verbosity = TextFormat.Verbosity.normal
    /// `--state`: the path of what is remembered between runs.
    package var stateFile: String?
    /// `--baseline`: the path of an earlier JSON report.
    package var baselineFile: String?
    /// `--shard`: the part to check.
    package var shard = Shard(index: 1, count: 1)
    /// `--confirm`: results in a row before a change counts.
    package var confirmations = 1
    /// `--reuse-healthy`: how long a proof counts; zero for not at all.
    package var reuseHealthy = Duration.zero
    /// `--notify-command`: run through the shell when a verdict changed.
    package var notifyCommand: String?

    /// The defaults, without a config.
    package init() {}

    /// The format of the report on standard output, which there always is.
    package var standardOutputFormat: ReportFormat {
        reports.first { $0.path == nil }?.format ?? .text
    }

    /// The reports to write into files.
    package var reportFiles: [(format: ReportFormat, path: String)] {
        reports.compactMap { report in report.path.map { (report.format, $0) } }
    }

    /// Whether nothing is asked of the API; a dry run can judge only what needs no answer.
    var asksNothing: Bool { isOffline || isDryRun }

    /// How live checks are made.
    var live: LiveOptions {
        LiveOptions(
            origin: baseURL,
            allowsProductionEvent: allowsProductionEvent,
            isSimulated: simulation != nil
        )
    }
}

/// Who answers under `--simulate`.
package enum Simulation: Sendable, Hashable {
    /// The simulator's own world.
    case builtIn
    /// The world described in a file.
    case world(path: String)
}

/// What "could not tell" does to the run.
package enum UnknownPolicy: String, WordChoice, Hashable {
    /// Exit status 3.
    case fail
    /// As if healthy.
    case pass
}

/// When text is coloured.
package enum ColorMode: String, WordChoice, Hashable {
    /// On a terminal, unless the environment says otherwise.
    case auto
    /// Always.
    case always
    /// Never.
    case never
}

extension RateTier: WordChoice {}

/// One of several nearly equal parts of the destinations.
package struct Shard: Sendable, Hashable {
    /// Which part, from 1.
    package let index: Int
    /// How many parts there are.
    package let count: Int

    /// Names a part.
    package init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }
}

// MARK: Parsing

extension CheckOptions {
    /// Reads the arguments of `check`.
    ///
    /// - Parameters:
    ///   - arguments: The arguments without the command's name.
    ///   - isNamed: Whether the command line began with the command's name.
    init(reading arguments: [String], isNamed: Bool) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.table, options: CheckOptions())
        try reader.read(arguments)
        self = reader.options
        var operands = reader.operands[...]
        if !isNamed, let first = operands.first, !first.isAfterEnd, let command = Command.named(first.text) {
            // "validate --offline check config.json" can mean only one thing; "validate --strict rules" could mean two.
            guard command == .check else {
                throw UsageError(
                    "the command \(command.rawValue) must be the first argument",
                    hint: "for a config file of that name write ./\(command.rawValue)"
                )
            }
            operands.removeFirst()
        }
        configs = try ConfigSource.list(operands.map(\.text))
        try checkReports()
        try checkState()
    }

    /// A verdict without a proof must never be remembered as one.
    private func checkState() throws(UsageError) {
        guard stateFile != nil, asksNothing else { return }
        throw UsageError(
            "--state cannot be used with \(isOffline ? "--offline" : "--dry-run")",
            hint: "it remembers what TikTok answered, and nothing is asked then"
        )
    }

    /// Makes sure that the reports do not get in each other's way, or in that of a config.
    func checkReports() throws(UsageError) {
        guard reports.count(where: { $0.path == nil }) <= 1 else {
            throw UsageError(
                "--format: only one report can go to standard output",
                hint: "give the others a path: --format json=report.json"
            )
        }
        let files = reportFiles
        for (index, file) in files.enumerated() {
            guard !files[..<index].contains(where: { $0.path.hasSameBytes(as: file.path) }) else {
                throw UsageError("--format: two reports have the same path")
            }
            let isConfig = configs.contains { source in
                if case .file(let path) = source { path.hasSameBytes(as: file.path) } else { false }
            }
            guard !isConfig else { throw UsageError("--format: the report would overwrite a config") }
        }
    }
}
