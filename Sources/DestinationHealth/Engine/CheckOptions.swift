import Synchronization
public import TikTokAPI

/// Which checks to make, and how strictly.
public struct CheckOptions: Sendable {
    /// The rules to run, in the registry's order.
    public var rules: [any Rule.Type]
    /// Whether nothing is asked of the API.
    public var isOffline: Bool
    /// Whether warnings make a destination unhealthy.
    public var isStrict: Bool
    /// The most exchanges in flight at a time.
    public var concurrency: Int
    /// Where and how live checks are made.
    public var live: LiveOptions

    /// Makes options.
    public init(
        rules: [any Rule.Type] = RuleRegistry.all,
        isOffline: Bool = false,
        isStrict: Bool = false,
        concurrency: Int = 16,
        live: LiveOptions = LiveOptions()
    ) {
        self.rules = rules
        self.isOffline = isOffline
        self.isStrict = isStrict
        self.concurrency = max(1, concurrency)
        self.live = live
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
    /// Whether a simulator answers in TikTok's place, the only one that accepts ``SampleCredentials``.
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

/// Ends a running check early, and says why. Safe to use from a signal's thread.
public final class StopSignal: Sendable {
    /// Why a run ends early.
    public enum Reason: Sendable {
        /// The run's own limit.
        case deadline
        /// A signal.
        case interrupted
        /// The run could not begin at all: wrong options, for example.
        case unusable
    }

    private let stored = Mutex<Reason?>(nil)

    /// Makes a signal that asks for nothing yet.
    public init() {}

    /// Why to end; nil while there is no reason. The first reason stays.
    public var reason: Reason? { stored.withLock { $0 } }

    /// Asks the run to end.
    public func request(_ reason: Reason) {
        stored.withLock { $0 = $0 ?? reason }
    }
}
