package import TikTokAPI

/// What `validate check` was asked to do.
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
    /// `--format`: the reports as they were asked for, at most one of them without a path.
    package var reports: [ReportRequest] = []
    /// `--on-unknown`: what "could not tell" does to the run.
    package var unknownPolicy = UnknownPolicy.fail
    /// `--strict`: warnings make a destination unhealthy.
    package var isStrict = false
    /// `--dry-run`: show the requests and send nothing.
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
    package var verbosity = Verbosity.normal
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

    /// The form of the report on standard output, which there always is.
    package var standardOutputFormat: ReportFormat {
        reports.first { $0.path == nil }?.format ?? .text
    }

    /// The reports to write into files.
    package var reportFiles: [(format: ReportFormat, path: String)] {
        reports.compactMap { report in report.path.map { (report.format, $0) } }
    }
}

/// Where a config comes from.
package enum ConfigSource: Sendable, Hashable {
    /// `-`.
    case standardInput
    /// A path, as it was given.
    case file(String)
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

/// When the text report is coloured.
package enum ColorMode: String, WordChoice, Hashable {
    /// On a terminal, unless the environment says otherwise.
    case auto
    /// Always.
    case always
    /// Never.
    case never
}

extension RateTier: WordChoice {}

/// How much the text report says.
package enum Verbosity: Sendable, Hashable {
    /// Only destinations that are not healthy.
    case quiet
    /// Every destination, and what is wrong with it.
    case normal
    /// Also every passed check and each answer's evidence.
    case verbose
}

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
