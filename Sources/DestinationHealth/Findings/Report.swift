/// A destination's verdict, or that of a whole run.
public enum HealthStatus: String, Sendable, CaseIterable {
    /// No error, and nothing that could not be decided.
    case healthy
    /// At least one error.
    case unhealthy
    /// No error, but something that could not be determined.
    case unknown
    /// Not checked because the config disables it.
    case skipped
}

/// What one rule came to for one destination.
public struct CheckResult: Sendable, Hashable {
    /// How it came out.
    public enum Outcome: String, Sendable, CaseIterable {
        /// Nothing to say against it.
        case passed
        /// An error.
        case failed
        /// A warning.
        case warned
        /// It could not be determined.
        case unknown
        /// Not looked at, for a reason.
        case skipped
    }

    /// The rule's id.
    public let rule: String
    /// How it came out.
    public let outcome: Outcome
    /// Why it was skipped; nil otherwise.
    public let reason: String?

    /// Makes a result.
    public init(rule: String, outcome: Outcome, reason: String? = nil) {
        self.rule = rule
        self.outcome = outcome
        self.reason = reason
    }
}

/// The kind of a token, and how it is known.
public struct TokenKindReport: Sendable, Hashable {
    /// The kind.
    public let kind: TokenKind
    /// Why the program thinks so; nil when the config declares it.
    public let inference: String?

    /// Makes a statement about a token.
    public init(kind: TokenKind, inference: String?) {
        self.kind = kind
        self.inference = inference
    }
}

/// When a credential ends that has a timer, or whose end the config records.
public struct CredentialExpiry: Sendable, Hashable {
    /// `access_token` or `refresh_token`.
    public let credential: String
    /// The end, in seconds since 1970 UTC.
    public let unixTime: Int

    /// Records an end.
    public init(credential: String, unixTime: Int) {
        self.credential = credential
        self.unixTime = unixTime
    }
}

/// An answer that was read for a destination, for `-v`.
public struct AnswerReport: Sendable, Hashable {
    /// What was said.
    public let evidence: ResponseSummary
    /// How it was read.
    public let meaning: String

    /// Makes a line of evidence.
    public init(evidence: ResponseSummary, meaning: String) {
        self.evidence = evidence
        self.meaning = meaning
    }
}

/// Everything that is said about one destination.
public struct DestinationReport: Sendable {
    /// The name exactly as in the config.
    public let name: String
    /// What it sends.
    public let type: DestinationType
    /// The verdict.
    public let status: HealthStatus
    /// Whether the API itself proved it in this run.
    public let isVerified: Bool
    /// The kind of its token; nil if there is none.
    public let tokenKind: TokenKindReport?
    /// Its opening brace.
    public let source: SourceLocation
    /// How long it took, in milliseconds.
    public let durationMilliseconds: Int
    /// Every selected rule, in the rules' order.
    public let checks: [CheckResult]
    /// In the one order of ``Finding``.
    public let findings: [Finding]
    /// What the API answered, in the order of asking.
    public let answers: [AnswerReport]
    /// The ends of its credentials that are known.
    public let expiries: [CredentialExpiry]
    /// Whether the run got to it; else it says nothing about the destination, nor about the API.
    public let isChecked: Bool
    /// What earlier runs found; nil if nothing is remembered.
    public var history: DestinationHistory?
    /// The earlier proof that it is healthy by, without a test event of this run; nil if there was no need of one.
    public var reusedProof: EarlierProof?

    /// How often a question about it was asked again.
    public var retries: Int { answers.reduce(0) { $0 + max(0, $1.evidence.attempts - 1) } }

    /// Makes a report.
    public init(
        name: String,
        type: DestinationType,
        status: HealthStatus,
        isVerified: Bool,
        tokenKind: TokenKindReport?,
        source: SourceLocation,
        durationMilliseconds: Int,
        checks: [CheckResult],
        findings: [Finding],
        answers: [AnswerReport] = [],
        expiries: [CredentialExpiry] = [],
        isChecked: Bool = true
    ) {
        self.name = name
        self.type = type
        self.status = status
        self.isVerified = isVerified
        self.tokenKind = tokenKind
        self.source = source
        self.durationMilliseconds = durationMilliseconds
        self.checks = checks
        self.findings = findings
        self.answers = answers
        self.expiries = expiries
        self.isChecked = isChecked
    }
}

/// Something wrong with the run itself rather than with one destination: an unreadable config, say.
public struct Problem: Sendable {
    /// How much it weighs: an error makes the run fail with status 2.
    public let severity: Severity
    /// A sentence without a full stop, with the place in front.
    public let message: String
    /// Where; nil if in no file.
    public let source: SourceLocation?

    /// Makes a problem.
    public init(_ message: String, severity: Severity = .error, source: SourceLocation? = nil) {
        self.message = message
        self.severity = severity
        self.source = source
    }
}

/// How many of what.
public struct ReportSummary: Sendable, Hashable {
    /// All destinations, skipped ones too.
    public var destinations = 0
    /// Healthy ones.
    public var healthy = 0
    /// Unhealthy ones.
    public var unhealthy = 0
    /// Those that could not be determined.
    public var unknown = 0
    /// Disabled ones.
    public var skipped = 0
    /// Requests that were really sent.
    public var apiCalls = 0
    /// Events that were really sent.
    public var eventsSent = 0
    /// How often a question was asked again.
    public var retries = 0

    /// Nothing yet.
    public init() {}

    /// Counts one more destination.
    public mutating func count(_ status: HealthStatus) {
        destinations += 1
        switch status {
        case .healthy: healthy += 1
        case .unhealthy: unhealthy += 1
        case .unknown: unknown += 1
        case .skipped: skipped += 1
        }
    }

    /// The verdict of the whole: unhealthy before unknown before healthy.
    public var status: HealthStatus {
        if unhealthy > 0 { return .unhealthy }
        if unknown > 0 || healthy == 0 { return .unknown }
        return .healthy
    }
}

/// What is known of a run when it begins.
public struct RunMetadata: Sendable, Hashable {
    /// The program's version.
    public var toolVersion: String
    /// When the run began, in seconds since 1970 UTC.
    public var startedAt: Int
    /// Whether nothing is asked of the API.
    public var isOffline: Bool
    /// Whether the simulator answers in the API's place.
    public var isSimulated: Bool
    /// Whether verdicts are remembered from run to run.
    public var remembersVerdicts: Bool
    /// Which part of the destinations it is about; nil for all.
    public var shard: ReportShard?
    /// What the configs that are not ours were recognised as.
    public var configs: [RecognisedConfig]

    /// Describes a run.
    public init(
        toolVersion: String,
        startedAt: Int,
        isOffline: Bool = false,
        isSimulated: Bool = false,
        remembersVerdicts: Bool = false,
        shard: ReportShard? = nil,
        configs: [RecognisedConfig] = []
    ) {
        self.toolVersion = toolVersion
        self.startedAt = startedAt
        self.isOffline = isOffline
        self.isSimulated = isSimulated
        self.remembersVerdicts = remembersVerdicts
        self.shard = shard
        self.configs = configs
    }
}

/// One run, whole. Every output format is a function of it.
public struct Report: Sendable {
    /// What was known when the run began.
    public var metadata: RunMetadata
    /// How long it took, in milliseconds.
    public var durationMilliseconds: Int
    /// Whether a signal ended it early.
    public var isInterrupted: Bool
    /// The status that the process ends with.
    public var exitCode: Int
    /// The verdict of the whole.
    public var status: HealthStatus
    /// How many of what.
    public var summary: ReportSummary
    /// What affected every destination alike, such as an API that is down; nil for nothing.
    public var headline: String?
    /// What was wrong with the run itself.
    public var problems: [Problem]
    /// In the order of the config.
    public var destinations: [DestinationReport]
    /// What became better or worse since an earlier report; nil if it was compared with none.
    public var comparison: ReportComparison?

    /// Makes a report.
    public init(
        metadata: RunMetadata,
        durationMilliseconds: Int,
        isInterrupted: Bool,
        exitCode: Int,
        status: HealthStatus,
        summary: ReportSummary,
        headline: String? = nil,
        problems: [Problem],
        destinations: [DestinationReport],
        comparison: ReportComparison? = nil
    ) {
        self.metadata = metadata
        self.durationMilliseconds = durationMilliseconds
        self.isInterrupted = isInterrupted
        self.exitCode = exitCode
        self.status = status
        self.summary = summary
        self.headline = headline
        self.problems = problems
        self.destinations = destinations
        self.comparison = comparison
    }
}
