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
    /// - Parameters:
    ///   - report: What the run found.
    ///   - key: Of which destination.
    ///   - now: When the run began, in seconds since 1970 UTC.
    ///   - confirmations: How many runs in a row must show a change before it counts.
    ///   - proof: What to remember of the proof, if the run brought one.
    /// - Returns: What is known of it now.
    public mutating func add(
        _ report: DestinationReport,
        as key: VerdictRecord.Key,
        at now: Int,
        confirmations: Int = 1,
        proof: ProofMark? = nil
    ) -> DestinationHistory {
        var record = records[key] ?? VerdictRecord(seenAt: now)
        guard report.isChecked, report.status != .skipped || records[key] != nil else {
            return record.history(isChange: false, at: now, confirmations: confirmations)
        }
        let isChange = record.add(report, at: now, confirmations: confirmations)
        if report.isVerified, let proof { record.proof = proof }
        records[key] = record
        hasNews = true
        return record.history(isChange: isChange, at: now, confirmations: confirmations)
    }

    /// The proof of an earlier run that a run may rely on; nil if there is none, it is too old, or it was of another token,
    /// pixel or app.
    ///
    /// - Parameters:
    ///   - key: Of which destination.
    ///   - destination: What the config says of it now.
    ///   - options: How it would be asked about.
    ///   - limit: The age in seconds at which a proof no longer counts.
    ///   - now: When the run began, in seconds since 1970 UTC.
    public func earlierProof(
        of key: VerdictRecord.Key,
        _ destination: Destination,
        options: LiveOptions,
        limit: Int,
        at now: Int
    ) -> EarlierProof? {
        // Each run that is to confirm a change has to find out for itself.
        guard let record = records[key], record.status == .healthy, record.pending == nil else { return nil }
        // A proof of the future was made before the clock was set, and its age is unknown.
        guard let proof = record.proof, case let age = now - proof.time, (0..<limit).contains(age),
            destination.type == .events, proof.matches(destination, options: options)
        else { return nil }
        return EarlierProof(provenAt: proof.time, age: age)
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
