/// The verdicts of earlier runs.
public struct VerdictHistory: Sendable {
    /// How long a destination that no run checks any more is remembered, in seconds.
    public static let maximumAge = 90 * 86_400
    /// How many destinations are remembered at most.
    public static let maximumRecords = 100_000

    /// Who answered in the runs: verdicts of TikTok and of a simulator say nothing of each other.
    public let world: String
    /// When it was saved for the last time; nil if it never was.
    public internal(set) var savedAt: Int?
    /// What is remembered.
    public internal(set) var records: [VerdictRecord.Key: VerdictRecord] = [:]
    /// Whether a run has added anything.
    public private(set) var hasNews = false

    /// Nothing is remembered yet.
    public init(world: String) {
        self.world = world
    }

    /// Adds what a run found of a destination. One that it did not get to, or that the config disables, stays as it was.
    ///
    /// - Returns: What is known of it now.
    public mutating func add(
        _ report: DestinationReport,
        as key: VerdictRecord.Key,
        at now: Int
    ) -> DestinationHistory {
        var record = records[key] ?? VerdictRecord(seenAt: now)
        guard report.isChecked, report.status != .skipped || records[key] != nil else {
            return record.history(isChange: false, at: now)
        }
        let isChange = record.add(report, at: now)
        records[key] = record
        hasNews = true
        return record.history(isChange: isChange, at: now)
    }

    /// Forgets what no run has checked for a long time.
    mutating func prune(at now: Int) {
        // Where the clock has jumped ahead, or nothing ran for months, everything would look forgotten.
        let latest = min(now, savedAt ?? now)
        records = records.filter { $0.value.seenAt >= latest - Self.maximumAge }
        guard records.count > Self.maximumRecords else { return }
        let newest = records.sorted { $0.value.seenAt > $1.value.seenAt }.prefix(Self.maximumRecords)
        records = Dictionary(newest.map { ($0.key, $0.value) }) { first, _ in first }
    }
}
