public import TikTokAPI

/// What a rule is about: everything that people read of it, and everything that its tests need.
public struct RuleDescription: Sendable {
    /// When a rule can be decided.
    public enum Stage: String, Sendable {
        /// From the config alone.
        case offline
        /// Only by asking the API.
        case live
    }

    /// The name by which it is selected and suppressed; named after what is wrong. Once published it stays, if need be as
    /// an alias.
    public let id: String
    /// What it reports, in a few words.
    public let title: String
    /// Why it matters, in a sentence or two.
    public let rationale: String
    /// When it can be decided.
    public let stage: Stage
    /// The weight of its usual finding.
    public let severity: Severity
    /// Configs that it must find fault with, the place marked with `↓` before the offending character.
    public let bad: [RuleExample]
    /// Configs that it must pass.
    public let good: [RuleExample]
    /// What its findings may recommend, the likeliest first. What any live rule recommends when TikTok's answer decides
    /// nothing stands in ``Remedy/whenUndecided`` instead.
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

/// A config that shows what a rule does. The examples are the rule's tests; those of live rules name what exists in the
/// simulator's built-in world, which then answers.
public struct RuleExample: Sendable {
    /// The example as its rule writes it. Credentials that it is not about are written as their names in ``ExampleValues``:
    /// `{good token}`.
    private let written: String
    private let writtenEnvironment: [String: String]
    private let writtenFiles: [String: String]
    /// Words that the message must contain; empty for any.
    public let message: String
    /// The weight that the finding must have; nil for the rule's own.
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

/// What a rule says of one destination.
public enum RuleOutcome: Sendable {
    /// Nothing against it.
    case passed
    /// There was nothing to look at.
    case notApplicable(String)
    /// An earlier run's proof stands in for one of this run.
    case provenEarlier(EarlierProof)
    /// It could not be told, and another rule's finding says why.
    case undecidedElsewhere
    /// What was wrong or could not be told; notes alone count as passed.
    case findings([Finding])
}

/// A check. It is given results and gives back findings; it never prints, sleeps or opens a socket.
///
/// To add one, add a file to `Rules/` that holds all of it, and a line to
/// ``RuleRegistry/all``.
public protocol Rule: Sendable {
    /// What it is about.
    static var description: RuleDescription { get }

    /// A rule has no settings.
    init()

    /// Judges one destination.
    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome

    /// The rule as one that needs the API's answers; nil if it needs none. Follows from its protocol: a cast would look
    /// through every conformance of the program, once for each rule.
    var live: (any LiveRule)? { get }

    /// Whether it is of the machine that runs it rather than of a destination. Follows from its protocol.
    static var isRunWide: Bool { get }
}

extension Rule {
    /// Needs no answers.
    public var live: (any LiveRule)? { nil }

    /// Is of a destination.
    public static var isRunWide: Bool { false }
}

extension LiveRule {
    /// Itself.
    public var live: (any LiveRule)? { self }
}

/// A check that needs the API's answers.
public protocol LiveRule: Rule {
    /// What to ask before judging. Equal questions of several rules and destinations are asked once.
    ///
    /// Called again after each round of answers, so that a question may depend on an earlier answer; a question that was
    /// answered already is not asked again, and there are at most three rounds.
    func questions(about destination: Destination, in context: QuestionContext) -> [APICall]
}

/// What a live rule may look at when it decides what to ask.
public struct QuestionContext: Sendable {
    /// How live checks are made.
    public let options: LiveOptions
    /// What was answered so far; empty in the first round.
    public let evidence: Evidence
    /// All destinations of the run.
    public let fleet: Fleet

    /// Gathers what a rule may look at.
    public init(options: LiveOptions, evidence: Evidence = Evidence(), fleet: Fleet) {
        self.options = options
        self.evidence = evidence
        self.fleet = fleet
    }
}

/// What a rule may look at besides the destination.
public struct RuleContext: Sendable {
    /// The answers to the live rules' questions; empty under `--offline`.
    public let evidence: Evidence
    /// All destinations of the run, for rules that compare them.
    public let fleet: Fleet
    /// Now, in seconds since 1970 UTC.
    public let unixTime: Int
    /// How live checks are made.
    public let live: LiveOptions
    /// The ids of the rules that run.
    public private(set) var selectedRules: Set<String>
    /// The proof of an earlier run that saves this one a test event; nil for none.
    public let earlierProof: EarlierProof?

    /// Gathers what a rule may look at.
    public init(
        evidence: Evidence,
        fleet: Fleet,
        unixTime: Int,
        live: LiveOptions,
        selectedRules: Set<String>,
        earlierProof: EarlierProof? = nil
    ) {
        self.evidence = evidence
        self.earlierProof = earlierProof
        self.live = live
        self.fleet = fleet
        self.unixTime = unixTime
        self.selectedRules = selectedRules
    }

    /// Whether another rule runs too, and so reports what is its own to report.
    public func isSelected(_ rule: any Rule.Type) -> Bool {
        selectedRules.contains(rule.description.id)
    }

    /// Whether some rules do not run.
    func isWithout(_ rules: some Sequence<String>) -> Bool { selectedRules.isDisjoint(with: rules) }

    /// The same where some rules do not run.
    func without(_ rules: some Sequence<String>) -> RuleContext {
        var rest = self
        rest.selectedRules.subtract(rules)
        return rest
    }
}

/// How live checks are made.
public struct LiveOptions: Sendable {
    /// Where calls go instead of TikTok's own hosts; nil for those.
    public var origin: APIOrigin?
    /// Whether a destination without a test event code may be proven by an event outside the test view.
    public var allowsProductionEvent: Bool
    /// Whether ownership is to be proven at all, or only the token.
    public var provesOwnership: Bool
    /// Whether a simulator answers in TikTok's place: ``SampleCredentials`` are good there and nowhere else.
    public var isSimulated: Bool

    /// Makes options.
    public init(
        origin: APIOrigin? = nil,
        allowsProductionEvent: Bool = false,
        provesOwnership: Bool = true,
        isSimulated: Bool = false
    ) {
        self.origin = origin
        self.allowsProductionEvent = allowsProductionEvent
        self.provesOwnership = provesOwnership
        self.isSimulated = isSimulated
    }
}
