public import TikTokAPI

/// What `validate check` was asked to do.
public struct CheckOptions: Sendable, Hashable {
    /// The configs, in order; at least one, standard input at most once.
    public var configs: [ConfigSource] = []
    /// `--offline`: no rule that needs the network.
    public var isOffline = false
    /// `--only`: the rules to run; empty for all. ``selectedRules(known:aliases:)`` looks them up.
    public var only: [RuleReference] = []
    /// `--skip`: the rules to leave out.
    public var skip: [RuleReference] = []
    /// `--destination`: patterns, one of which a destination's name must match; empty for all.
    public var destinationPatterns: [String] = []
    /// `--format`: the reports as they were asked for, at most one of them without a path.
    public var reports: [ReportRequest] = []
    /// `--on-unknown`: what "could not tell" does to the run.
    public var unknownPolicy = UnknownPolicy.fail
    /// `--strict`: warnings make a destination unhealthy.
    public var isStrict = false
    /// `--dry-run`: show the requests and send nothing.
    public var isDryRun = false
    /// `--simulate`: who answers instead of the network; nil for the network.
    public var simulation: Simulation?
    /// `--base-url`: where API calls go instead of TikTok's own hosts.
    public var baseURL: APIOrigin?
    /// `--timeout`: the limit of one exchange, above zero; it may be less than a millisecond.
    public var timeout = Duration.seconds(10)
    /// `--deadline`: the limit of the run, above zero.
    public var deadline = Duration.seconds(300)
    /// `--concurrency`: exchanges in flight at most, 1 to 256.
    public var concurrency = 16
    /// `--tier`: the developer app's rate tier.
    public var tier = RateTier.basic
    /// `--allow-production-event`: ownership may be proven with an event outside the test events.
    public var allowsProductionEvent = false
    /// `--color`.
    public var color = ColorMode.auto
    /// `--ca-file`: the path of more trusted certificates.
    public var certificateFile: String?
    /// `-q`, `-v`.
    public var verbosity = Verbosity.normal
    /// `--state`: the path of what is remembered between runs.
    public var stateFile: String?
    /// `--baseline`: the path of an earlier JSON report.
    public var baselineFile: String?
    /// `--shard`: the part to check.
    public var shard = Shard(index: 1, count: 1)
    /// `--confirm`: results in a row before a change counts.
    public var confirmations = 1
    /// `--reuse-healthy`: how long a proof counts; zero for not at all.
    public var reuseHealthy = Duration.zero
    /// `--notify-command`: run through the shell when a verdict changed.
    public var notifyCommand: String?

    /// The defaults, without a config.
    public init() {}

    /// The form of the report on standard output, which there always is.
    public var standardOutputFormat: ReportFormat {
        reports.first { $0.path == nil }?.format ?? .text
    }

    /// The reports to write into files.
    public var reportFiles: [(format: ReportFormat, path: String)] {
        reports.compactMap { report in report.path.map { (report.format, $0) } }
    }
}

/// Where a config comes from.
public enum ConfigSource: Sendable, Hashable {
    /// `-`.
    case standardInput
    /// A path, as it was given.
    case file(String)
}

/// Who answers under `--simulate`.
public enum Simulation: Sendable, Hashable {
    /// The simulator's own world.
    case builtIn
    /// The world described in a file.
    case world(path: String)
}

/// What "could not tell" does to the run.
public enum UnknownPolicy: String, WordChoice, Hashable {
    /// Exit status 3.
    case fail
    /// As if healthy.
    case pass
}

/// When the text report is coloured.
public enum ColorMode: String, WordChoice, Hashable {
    /// On a terminal, unless the environment says otherwise.
    case auto
    /// Always.
    case always
    /// Never.
    case never
}

extension RateTier: WordChoice {}

/// How much the text report says.
public enum Verbosity: Sendable, Hashable {
    /// Only destinations that are not healthy.
    case quiet
    /// Every destination, and what is wrong with it.
    case normal
    /// Also every passed check and each answer's evidence.
    case verbose
}

/// One of several nearly equal parts of the destinations.
public struct Shard: Sendable, Hashable {
    /// Which part, from 1.
    public let index: Int
    /// How many parts there are.
    public let count: Int

    /// Names a part.
    public init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }
}
