/// What this run and those before it know of one destination together.
public struct DestinationHistory: Sendable, Hashable {
    /// The last verdict that counts: healthy or unhealthy; nil if there was none yet.
    public var status: HealthStatus?
    /// Since when it has been so, in seconds since 1970 UTC; never after this run.
    public var since: Int?
    /// How many runs in a row had it. Those that could not tell do not count.
    public var runs: Int
    /// What it was before; nil if nothing else is known.
    public var changedFrom: HealthStatus?
    /// The last run with it, in seconds since 1970 UTC; never after this run.
    public var determinedAt: Int?
    /// Another verdict, not yet often enough in a row to count; nil for none.
    public var pending: PendingVerdict?
    /// Whether with this run the change counts.
    public var isChange: Bool
    /// When this run began, in seconds since 1970 UTC.
    public var now: Int
    /// The verdicts that differed from the one before, the newest last, none after this run; bounded as the state is.
    public var timeline: [VerdictRecord.Change]

    /// Makes a history.
    public init(
        status: HealthStatus?,
        since: Int?,
        runs: Int,
        changedFrom: HealthStatus?,
        determinedAt: Int?,
        pending: PendingVerdict? = nil,
        isChange: Bool,
        now: Int,
        timeline: [VerdictRecord.Change] = []
    ) {
        self.status = status
        // The clock may have been set back since.
        self.since = since.map { min($0, now) }
        self.runs = runs
        self.changedFrom = changedFrom
        self.determinedAt = determinedAt.map { min($0, now) }
        self.pending = pending
        self.isChange = isChange
        self.now = now
        self.timeline = timeline.suffix(VerdictRecord.maximumChanges).map {
            VerdictRecord.Change(time: min($0.time, now), status: $0.status)
        }
    }

    /// For how many seconds it has been so.
    public var age: Int? { since.map { max(0, now - $0) } }

    /// How many seconds ago the last run with it was.
    public var silence: Int? { determinedAt.map { max(0, now - $0) } }
}

/// A verdict that waits for others of its kind before it counts.
public struct PendingVerdict: Sendable, Hashable {
    /// Healthy or unhealthy.
    public var status: HealthStatus
    /// The first run with it, in seconds since 1970 UTC.
    public var since: Int
    /// How many runs in a row had it. Unknown ones do not count.
    public var runs: Int
    /// How many it takes.
    public var needed: Int

    /// Describes such a verdict.
    public init(status: HealthStatus, since: Int, runs: Int, needed: Int) {
        self.status = status
        self.since = since
        self.runs = runs
        self.needed = needed
    }
}
