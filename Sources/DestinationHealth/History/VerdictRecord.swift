import LocatedJSON

/// What is remembered of one destination. It holds no secret, and nothing by which a guess could be tested that has a chance
/// of being right (see ``ProofMark``).
public struct VerdictRecord: Sendable, Hashable {
    /// The key of a destination.
    public struct Key: Sendable, Hashable {
        private let configBytes: ByteString
        private let nameBytes: ByteString
        /// The config, in a form that stays the same from run to run.
        public var config: String { configBytes.text }
        /// The destination's name.
        public var name: String { nameBytes.text }
        /// How many of the same name are before it in the config, which is an error there.
        public var ordinal: Int

        /// Makes a key.
        public init(config: String, name: String, ordinal: Int = 0) {
            configBytes = ByteString(config)
            nameBytes = ByteString(name)
            self.ordinal = ordinal
        }
    }

    /// A verdict, and the run that was the first to give it.
    public struct Change: Sendable, Hashable {
        /// Seconds since 1970 UTC.
        public var time: Int
        /// The verdict, `unknown` among them.
        public var status: HealthStatus

        /// Makes an entry of a timeline.
        public init(time: Int, status: HealthStatus) {
            self.time = time
            self.status = status
        }
    }

    /// A verdict other than the one that counts, and how often in a row it came.
    public struct Pending: Sendable, Hashable {
        /// Healthy or unhealthy.
        public var status: HealthStatus
        /// The first run with it, in seconds since 1970 UTC.
        public var since: Int
        /// How many runs had it.
        public var runs: Int
    }

    /// How many verdicts are kept.
    public static let maximumChanges = 50

    /// The last verdict that counts; nil if there was none yet.
    public internal(set) var status: HealthStatus?
    /// Since when, in seconds since 1970 UTC.
    public internal(set) var since: Int?
    /// How many runs in a row had it.
    public internal(set) var runs = 0
    /// What it was before.
    public internal(set) var changedFrom: HealthStatus?
    /// The last run with it.
    public internal(set) var determinedAt: Int?
    /// When the API itself proved it for the last time.
    public internal(set) var provenAt: Int?
    /// The verdict of the last runs, if it is another; nil if it is the same.
    public internal(set) var pending: Pending?
    /// What the last proof rested on; nil where nothing may be kept of it.
    public internal(set) var proof: ProofMark?
    /// The rules that found it unhealthy, whether that counts already or not.
    public internal(set) var failedRules: [String] = []
    /// The last run that checked it.
    public internal(set) var seenAt: Int
    /// The verdicts that differed from the one before, the newest last.
    public internal(set) var timeline: [Change] = []

    /// Nothing is known yet.
    init(seenAt: Int) {
        self.seenAt = seenAt
    }

    /// Adds what a run found.
    ///
    /// - Parameters:
    ///   - report: What it found.
    ///   - now: When it began, in seconds since 1970 UTC.
    ///   - confirmations: How many runs in a row must have another verdict before it counts. The first verdict of all
    ///     counts at once, since it changes nothing.
    /// - Returns: Whether the verdict changed.
    mutating func add(_ report: DestinationReport, at now: Int, confirmations: Int) -> Bool {
        seenAt = now
        guard report.status != .skipped else { return false }
        if timeline.last?.status != report.status {
            timeline.append(Change(time: now, status: report.status))
            timeline.removeFirst(max(0, timeline.count - Self.maximumChanges))
        }
        guard isDetermined(by: report) else { return false }
        if report.isVerified { provenAt = now }
        if report.status == .unhealthy {
            // A rule that did not look this time has not taken back what it found.
            let looked = Set(report.checks.map(\.rule))
            let kept = failedRules.filter { !looked.contains($0) }
            failedRules = (kept + Self.rulesAgainst(report)).sorted()
            // It is asked about in full until it is proven again, whatever was proven before.
            proof = nil
        }
        var isChange = false
        if status == report.status {
            runs = min(runs + 1, Int(Int32.max))
            determinedAt = now
            pending = nil
        } else {
            var told = pending ?? Pending(status: report.status, since: now, runs: 0)
            told.runs = min(told.runs + 1, Int(Int32.max))
            guard status == nil || told.runs >= confirmations else {
                pending = told
                return false
            }
            isChange = status != nil
            changedFrom = status
            status = report.status
            since = told.since
            runs = told.runs
            determinedAt = now
            pending = nil
        }
        // Until a healthy verdict counts, only a run that looks at the same again may add to it.
        if status == .healthy { failedRules = [] }
        return isChange
    }

    /// Whether a run's verdict replaces the remembered one. An unknown one does not, and a run of a few
    /// rules cannot clear what another rule found.
    private func isDetermined(by report: DestinationReport) -> Bool {
        switch report.status {
        case .unhealthy: return true
        case .healthy: return Set(failedRules).isSubset(of: report.checks.map(\.rule))
        case .unknown, .skipped: return false
        }
    }

    private static func rulesAgainst(_ report: DestinationReport) -> [String] {
        let failed = report.checks.filter { $0.outcome == .failed }
        // Under --strict warnings are enough.
        return (failed.isEmpty ? report.checks.filter { $0.outcome == .warned } : failed).map(\.rule)
    }

    /// The history for a report.
    func history(isChange: Bool, at now: Int, confirmations: Int) -> DestinationHistory {
        DestinationHistory(
            status: status,
            since: since,
            runs: runs,
            changedFrom: changedFrom,
            determinedAt: determinedAt,
            pending: pending.map {
                PendingVerdict(status: $0.status, since: $0.since, runs: $0.runs, needed: confirmations)
            },
            isChange: isChange,
            now: now,
            timeline: timeline
        )
    }
}
