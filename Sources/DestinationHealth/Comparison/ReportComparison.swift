/// What became of destinations between an earlier report and this one.
public struct ReportComparison: Sendable, Hashable {
    /// A destination in both reports.
    public struct Entry: Sendable, Hashable {
        /// Its name, as reports show it.
        public let name: String
        /// Its config, as the later report calls it; as the earlier one does where it is only there.
        public let file: String
        /// Its verdict before; nil if the earlier report does not know it.
        public let was: HealthStatus?
        /// Its verdict now; nil if it is not in this run.
        public let now: HealthStatus?
        /// Rules with an error now that they had none of before.
        public let newErrors: [String]
        /// Rules that had an error before and were found good now.
        public let fixed: [String]
        /// Rules that something was open about before and that this run did not look at.
        public let unchecked: [String]
    }

    /// The earlier report.
    public struct Earlier: Sendable, Hashable {
        /// Where it was read from.
        public let path: String
        /// When its run began, in seconds since 1970 UTC.
        public let startedAt: Int
        /// Whether a signal ended it early, so that it knows less than it could.
        public let isInterrupted: Bool

        /// Names a report.
        public init(path: String, startedAt: Int, isInterrupted: Bool) {
            self.path = path
            self.startedAt = startedAt
            self.isInterrupted = isInterrupted
        }
    }

    /// What it is compared with.
    public let earlier: Earlier
    /// Those whose verdict got worse, or that a rule found an error in that had none before; new ones that are not
    /// healthy among them.
    public internal(set) var worse: [Entry] = []
    /// Those whose verdict got better, by what this run looked at.
    public internal(set) var better: [Entry] = []
    /// Those that were not healthy before and have not become worse or better.
    public internal(set) var asBefore: [Entry] = []
    /// New ones that nothing is wrong with.
    public internal(set) var added: [Entry] = []
    /// Those of the earlier report that this run does not check: gone, disabled or in a config that was not given.
    public internal(set) var absent: [Entry] = []

    init(earlier: Earlier) {
        self.earlier = earlier
    }

    /// The verdict on the change: unhealthy if something got worse that is unhealthy now, unknown if all that got worse
    /// could not be determined, and otherwise healthy, however bad things are.
    public var status: HealthStatus {
        if worse.contains(where: { $0.now == .unhealthy }) { return .unhealthy }
        return worse.isEmpty ? .healthy : .unknown
    }

    /// What came of it, in one line.
    public var headline: String {
        func counted(_ entries: [Entry], _ words: String) -> String? {
            entries.isEmpty ? nil : "\(entries.count) \(words)"
        }
        let rest = [counted(better, "better"), counted(asBefore, "bad as before"), counted(added, "new and good")]
        let first = worse.isEmpty ? "nothing is worse" : "\(worse.count) \(worse.count == 1 ? "is" : "are") worse"
        return "compared with the baseline, "
            + ([first] + rest.compactMap { $0 }).joined(separator: ", ")
    }
}

/// Compares destinations with those of an earlier report, one after the other as they are judged.
///
/// A destination is known by its config and its name; of several of one name, the first is the first. One that was
/// renamed is a new one: a gate that guessed could be fooled.
public struct ReportComparer: Sendable {
    private struct Key: Hashable {
        /// The place of the config among those of this run; those of the earlier one that are none of them count on.
        let file: Int
        let name: [UInt8]
        let ordinal: Int
    }

    private struct Past {
        let name: String
        let file: String
        let status: HealthStatus
        let failed: Set<String>
        /// Rules that found something wrong or unknown.
        let open: [String]
    }

    private var past: [Key: Past] = [:]
    private var order: [Key] = []
    private var files: [[UInt8]: Int] = [:]
    private var seen: [Key: Int] = [:]
    private var present: Set<Key> = []
    private let shown: @Sendable (String) -> String
    /// What came of it so far.
    private var comparison: ReportComparison

    /// Prepares a comparison.
    ///
    /// - Parameters:
    ///   - old: The earlier report.
    ///   - path: Where it was read from.
    ///   - files: The configs of this run.
    ///   - shown: How a report shows a name: the earlier one has names with secrets masked.
    public init(
        with old: Report,
        path: String,
        files newFiles: [String],
        shown: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.shown = shown
        comparison = ReportComparison(
            earlier: .init(path: path, startedAt: old.metadata.startedAt, isInterrupted: old.isInterrupted)
        )
        for (index, file) in newFiles.enumerated() { files[Array(file.utf8)] = files[Array(file.utf8)] ?? index }
        var oldFiles: [[UInt8]: Int] = [:]
        var paths: [String] = []
        for file in old.destinations.map(\.source.file) where oldFiles[Array(file.utf8)] == nil {
            oldFiles[Array(file.utf8)] = paths.count
            paths.append(file)
        }
        let matching = ConfigPathMatching(old: paths, new: newFiles.map(shown))
        for (index, file) in paths.enumerated() {
            oldFiles[Array(file.utf8)] = matching.index(of: file) ?? newFiles.count + index
        }
        var ordinals: [Key: Int] = [:]
        for destination in old.destinations {
            let key = Self.key(destination.name, oldFiles[Array(destination.source.file.utf8)] ?? -1, &ordinals)
            order.append(key)
            past[key] = Past(
                name: destination.name,
                file: destination.source.file,
                status: destination.status,
                failed: destination.failedRules,
                open: destination.checks.filter { $0.outcome == .failed || $0.outcome == .unknown }.map(\.rule)
            )
        }
    }

    private static func key(_ name: String, _ file: Int, _ seen: inout [Key: Int]) -> Key {
        let first = Key(file: file, name: Array(name.utf8), ordinal: 0)
        let ordinal = seen[first, default: 0]
        seen[first] = ordinal + 1
        return Key(file: file, name: first.name, ordinal: ordinal)
    }

    /// Compares a destination.
    public mutating func add(_ report: DestinationReport) {
        let name = shown(report.name)
        let key = Self.key(name, files[Array(report.source.file.utf8)] ?? -1, &seen)
        present.insert(key)
        let before = past[key]
        let failed = report.failedRules
        let decided = report.checks.filter { $0.outcome == .passed || $0.outcome == .warned }.map(\.rule)
        let open = before.map { Set($0.open).union($0.failed) } ?? []
        let entry = ReportComparison.Entry(
            name: name,
            file: shown(report.source.file),
            was: before?.status,
            now: report.status,
            newErrors: failed.subtracting(before?.failed ?? []).sorted(by: Self.precedes),
            fixed: (before?.failed ?? []).intersection(decided).sorted(by: Self.precedes),
            // What the API itself has proven is good, whichever rules have nothing to look at any more.
            unchecked: report.isVerified
                ? [] : open.subtracting(decided).subtracting(failed).sorted(by: Self.precedes)
        )
        sort(entry)
    }

    private mutating func sort(_ entry: ReportComparison.Entry) {
        let was = entry.was ?? .skipped
        let now = entry.now ?? .skipped
        switch (was, now) {
        case (.skipped, .skipped): break
        case (_, .skipped): comparison.absent.append(entry)
        case (.skipped, .unhealthy), (.skipped, .unknown): comparison.worse.append(entry)
        case (.skipped, .healthy): comparison.added.append(entry)
        case (.healthy, .unhealthy), (.healthy, .unknown), (.unknown, .unhealthy): comparison.worse.append(entry)
        case _ where !entry.newErrors.isEmpty: comparison.worse.append(entry)
        case (.healthy, .healthy): break
        // An unknown outcome clears nothing.
        case (.unhealthy, .unknown), (.unhealthy, .unhealthy), (.unknown, .unknown): comparison.asBefore.append(entry)
        case (.unhealthy, .healthy), (.unknown, .healthy):
            if entry.unchecked.isEmpty { comparison.better.append(entry) } else { comparison.asBefore.append(entry) }
        }
    }

    /// Counts a destination as one of this run although it is not checked now, because only a part is.
    public mutating func leaveOut(name: String, file: String) {
        present.insert(Key(file: files[Array(file.utf8)] ?? -1, name: Array(shown(name).utf8), ordinal: 0))
    }

    /// The comparison, when all destinations were added.
    public func finished() -> ReportComparison {
        var comparison = comparison
        for key in order where !present.contains(key) {
            let first = Key(file: key.file, name: key.name, ordinal: 0)
            // Those of one name are left out together.
            if seen[first] == nil, present.contains(first) { continue }
            guard let past = past[key], past.status != .skipped else { continue }
            comparison.absent.append(
                ReportComparison.Entry(
                    name: past.name,
                    file: past.file,
                    was: past.status,
                    now: nil,
                    newErrors: [],
                    fixed: [],
                    unchecked: past.failed.sorted(by: Self.precedes)
                )
            )
        }
        return comparison
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}

extension DestinationReport {
    /// The rules that found an error.
    fileprivate var failedRules: Set<String> {
        Set(findings.filter { $0.severity == .error }.map(\.rule))
    }
}
