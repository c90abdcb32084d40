/// A developer app's rate tier for calls other than events ("TikTok API for Business, rate limits", v1.3).
public enum RateTier: String, Sendable, CaseIterable {
    /// What every app begins with: 10 calls a second.
    case basic
    /// 20 calls a second.
    case advanced
    /// 30 calls a second.
    case premium
    /// 50 calls a second.
    case ultimate

    /// How many calls TikTok takes from one app. The limits per minute and per day are no tighter at that pace.
    public var limit: RateLimit {
        switch self {
        case .basic: RateLimit(callsPerSecond: 10)
        case .advanced: RateLimit(callsPerSecond: 20)
        case .premium: RateLimit(callsPerSecond: 30)
        case .ultimate: RateLimit(callsPerSecond: 50)
        }
    }
}

/// How many calls may begin within how long.
public struct RateLimit: Sendable, Hashable {
    /// A number of calls in any stretch of time of some length.
    public struct Window: Sendable, Hashable {
        /// How many calls.
        public let count: Int
        /// In how long.
        public let length: Duration
    }

    /// All of them hold.
    public let windows: [Window]

    /// A number of calls in any second and, where that is tighter, in any minute.
    public init(callsPerSecond: Int, callsPerMinute: Int? = nil) {
        var windows = [Window(count: callsPerSecond, length: .seconds(1))]
        if let callsPerMinute { windows.append(Window(count: callsPerMinute, length: .seconds(60))) }
        self.windows = windows
    }

    /// The calls that send events, at every tier ("rate limits", v1.3).
    public static let events = RateLimit(callsPerSecond: 1000)
    /// One endpoint of the sandbox ("rate limits", v1.3).
    public static let sandbox = RateLimit(callsPerSecond: 1, callsPerMinute: 30)
}

/// What TikTok counts calls by.
public enum RateLimitKey: Sendable, Hashable {
    /// Calls that send events.
    case events
    /// All other calls of one developer app; empty for apps that the config does not name.
    case app(id: String)
    /// One endpoint of the sandbox.
    case sandbox(Endpoint)

    func limit(_ tier: RateTier) -> RateLimit {
        switch self {
        case .events: .events
        case .app: tier.limit
        case .sandbox: .sandbox
        }
    }
}
