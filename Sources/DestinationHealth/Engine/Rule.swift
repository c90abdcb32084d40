public import TikTokAPI

/// Everything that people read about a rule, and everything that its tests need.
public struct RuleDescription: Sendable {
    /// When a rule can be decided.
    public enum Stage: String, Sendable {
        /// From the config alone.
        case offline
        /// Only by asking the API.
        case live
    }

    /// The name by which it is selected and suppressed, after what is wrong. It never changes once published, except for
    /// an alias.
    public let id: String
    /// What it reports, in a few words.
    public let title: String
    /// Why it matters, in a sentence or two.
    public let rationale: String
    /// When it can be decided.
    public let stage: Stage
    /// The severity of its usual finding.
    public let severity: Severity
    /// Configs with a fault that it must find, the place marked with `↓` before the offending character.
    public let bad: [RuleExample]
    /// Configs that it must pass.
    public let good: [RuleExample]
    /// What its findings may recommend, the likeliest first. What any live rule recommends when TikTok's answer decides
    /// nothing is in ``Remedy/whenUndecided`` instead.
    public let remedies: [Remedy]

    /// Describes a rule.
    public init(
        id: String,
        title: String,
        rationale: String,
        stage: Stage,
        severity: Severity,
        bad: [RuleExample],
        good: [RuleExample],
        remedies: [Remedy] = []
    ) {
        self.id = id
        self.title = title
        self.rationale = rationale
        self.stage = stage
        self.severity = severity
        self.bad = bad
        self.good = good
        self.remedies = remedies
    }
}

/// A config that shows what a rule does. The examples are the rule's tests; those of live rules are answered by the
/// simulator's built-in world.
public struct RuleExample: Sendable {
    /// The example as its rule writes it. Credentials that it is not about are written as their names in ``ExampleValues``:
    /// `{good token}`.
    private let written: String
    private let writtenEnvironment: [String: String]
    private let writtenFiles: [String: String]
    /// Words that the message must contain; empty for any.
    public let message: String
    /// The severity that the finding must have; nil for the rule's own.
    public let severity: Severity?
    /// Who may read the config and those files; nil for what is not known.
    public let exposure: FileExposure?
    /// The file and line of the example, for a test's failure message.
    public let line: Int

    /// A whole config, or one destination's object; with `↓` before the place of the finding.
    public var config: String { ExampleValues.expand(written) }
    /// Environment variables that the config refers to.
    public var environment: [String: String] { writtenEnvironment.mapValues(ExampleValues.expand) }
    /// Files that the config refers to, by their paths.
    public var files: [String: String] { writtenFiles.mapValues(ExampleValues.expand) }

    /// Makes an example.
    public init(
        _ config: String,
        says message: String = "",
        severity: Severity? = nil,
        environment: [String: String] = [:],
        files: [String: String] = [:],
        exposure: FileExposure? = nil,
        line: Int = #line
    ) {
        written = config
        self.message = message
        self.severity = severity
        writtenEnvironment = environment
        writtenFiles = files
        self.exposure = exposure
        self.line = line
    }
}

/// What a rule says about one destination.
public enum RuleOutcome: Sendable {
    /// No fault found.
    case passed
    /// There was nothing to check, for a reason.
    case notApplicable(String)
    /// An earlier run's proof replaces one of this run.
    case provenEarlier(EarlierProof)
    /// The rule could not tell, and another rule's finding says why.
    case undecidedElsewhere
    /// What is wrong or could not be determined; notes alone count as passed.
    case findings([Finding])
}

/// A check: destination and evidence in, findings out. It never prints, sleeps or opens a socket.
///
/// To add one, add a file to `Rules/` that holds all of it, and a line to ``RuleRegistry/all``.
public protocol Rule: Sendable {
    /// What people read about it.
    static var description: RuleDescription { get }

    /// A rule has no settings.
    init()

    /// Checks one destination.
    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome

    /// The rule itself if it needs the API's answers, else nil. Every `LiveRule` has it: a cast is slow at startup.
    var live: (any LiveRule)? { get }

    /// Whether it checks the machine that runs it rather than a destination. Every `RunWideRule` does.
    static var isRunWide: Bool { get }
}

extension Rule {
    /// Needs no answers.
    public var live: (any LiveRule)? { nil }

    /// Checks a destination.
    public static var isRunWide: Bool { false }
}

extension LiveRule {
    /// Itself.
    public var live: (any LiveRule)? { self }
}

/// A check that needs the API's answers.
public protocol LiveRule: Rule {
    /// What to ask before the check. Equal calls of several rules and destinations are made once.
    ///
    /// Called again after each round of answers, so that a call may depend on an earlier answer. A call that was answered
    /// is not repeated, and there are at most three rounds.
    func questions(about destination: Destination, in context: QuestionContext) -> [APICall]
}

/// What a live rule may use to decide what to ask.
public struct QuestionContext: Sendable {
    /// How live checks are made.
    public let options: LiveOptions
    /// What was answered so far; empty in the first round.
    public let evidence: Evidence
    /// All destinations of the run.
    public let index: DestinationIndex

    /// Collects what a rule may use.
    public init(options: LiveOptions, evidence: Evidence = Evidence(), index: DestinationIndex) {
        self.options = options
        self.evidence = evidence
        self.index = index
    }
}

/// What a rule may use besides the destination.
public struct RuleContext: Sendable {
    /// The answers to the live rules' questions; empty under `--offline`.
    public let evidence: Evidence
    /// All destinations of the run, for rules that compare them.
    public let index: DestinationIndex
    /// Now, in seconds since 1970 UTC.
    public let unixTime: Int
    /// How live checks are made.
    public let live: LiveOptions
    /// The ids of the rules that run.
    public let selectedRules: Set<String>
    /// An earlier run's proof, which saves this one a test event; nil if there is none.
    public let earlierProof: EarlierProof?

    /// Collects what a rule may use.
    public init(
        evidence: Evidence,
        index: DestinationIndex,
        unixTime: Int,
        live: LiveOptions,
        selectedRules: Set<String>,
        earlierProof: EarlierProof? = nil
    ) {
        self.evidence = evidence
        self.earlierProof = earlierProof
        self.live = live
        self.index = index
        self.unixTime = unixTime
        self.selectedRules = selectedRules
    }

    /// Whether another rule runs too, and so reports its own findings.
    public func isSelected(_ rule: any Rule.Type) -> Bool {
        selectedRules.contains(rule.description.id)
    }
}
