public import TikTokAPI

/// How much a finding weighs.
public enum Severity: String, Sendable, CaseIterable, Comparable {
    /// Worth knowing; changes nothing.
    case note
    /// Should be looked at; makes a destination unhealthy only under `--strict`.
    case warning
    /// It could not be determined.
    case unknown
    /// Positively wrong.
    case error

    /// Orders by weight.
    public static func < (left: Severity, right: Severity) -> Bool {
        left.weight < right.weight
    }

    private var weight: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .unknown: 2
        case .error: 3
        }
    }
}

/// Who must act for a finding to go away.
public enum Actor: String, Sendable, CaseIterable {
    /// The keeper of the config.
    case you
    /// An administrator of the Business Center.
    case businessCenterAdmin = "business_center_admin"
    /// The owner of the developer app.
    case appOwner = "app_owner"
    /// The advertiser who authorised the app.
    case advertiser
    /// The administrator of the network, the proxy or the firewall.
    case networkTeam = "network_team"
    /// TikTok's support.
    case tiktokSupport = "tiktok_support"
    /// No one: wait and run again.
    case nobody

    /// The actor as a person would say it.
    public var title: String {
        switch self {
        case .you: "you"
        case .businessCenterAdmin: "a Business Center admin"
        case .appOwner: "the owner of the developer app"
        case .advertiser: "the advertiser"
        case .networkTeam: "your network team"
        case .tiktokSupport: "TikTok support"
        case .nobody: "nobody"
        }
    }
}

/// What the API said, as a finding quotes it.
public struct ResponseSummary: Sendable, Hashable {
    /// The endpoint's path below the version.
    public let endpoint: String
    /// The HTTP status; nil when no answer came.
    public let httpStatus: Int?
    /// The return code; nil when there was none that could be relied upon.
    public let code: Int?
    /// TikTok's words, capped; from outside.
    public let message: String?
    /// The id for TikTok support, capped; from outside.
    public let requestID: String?
    /// How often the question was asked; 0 if it was not, because the API had failed everybody before.
    public let attempts: Int
    /// How many copies of an event may have arrived; TikTok takes only one of them.
    public let eventCopies: Int

    /// Quotes an answer.
    public init(
        endpoint: String,
        httpStatus: Int?,
        code: Int?,
        message: String?,
        requestID: String?,
        attempts: Int = 1,
        eventCopies: Int = 0
    ) {
        self.attempts = attempts
        self.eventCopies = eventCopies
        self.endpoint = endpoint
        self.httpStatus = httpStatus
        self.code = code
        self.message = message
        self.requestID = requestID
    }
}

/// The steps that fix a finding, and whose they are.
public struct Remediation: Sendable, Hashable {
    /// Who must act.
    public let actor: Actor
    /// What to do, in order.
    public let steps: [String]
    /// The entry of the catalogue that the steps were made from; nil for none.
    public let remedy: Remedy?

    /// Makes a remediation.
    public init(actor: Actor, steps: [String], remedy: Remedy? = nil) {
        self.actor = actor
        self.steps = steps
        self.remedy = remedy
    }
}

/// One thing that a rule has to say about one destination.
public struct Finding: Sendable {
    /// The rule's id.
    public let rule: String
    /// Its weight.
    public let severity: Severity
    /// Why.
    public let cause: Cause
    /// The config field that it is about; nil if about none.
    public let field: String?
    /// Lower case, no full stop; never a secret.
    public let message: String
    /// Where in the config.
    public let source: SourceLocation
    /// What the API said; nil for offline findings.
    public let evidence: ResponseSummary?
    /// What to do.
    public let remediation: Remediation

    /// Makes a finding.
    public init(
        rule: String,
        severity: Severity,
        cause: Cause,
        field: String?,
        message: String,
        source: SourceLocation,
        evidence: ResponseSummary? = nil,
        remediation: Remediation
    ) {
        self.rule = rule
        self.severity = severity
        self.cause = cause
        self.field = field
        self.message = message
        self.source = source
        self.evidence = evidence
        self.remediation = remediation
    }
}

extension Finding {
    /// The one order in which findings are reported: by place, then the heavier first, then by rule and words.
    static func precedes(_ left: Finding, _ right: Finding) -> Bool {
        let (leftAt, rightAt) = (left.source.position, right.source.position)
        if leftAt != rightAt { return leftAt < rightAt }
        if left.severity != right.severity { return left.severity > right.severity }
        if left.rule != right.rule { return left.rule < right.rule }
        return left.message < right.message
    }
}
