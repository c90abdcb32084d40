import LocatedJSON

/// Why reports cannot be joined.
public struct MergeFault: Error, Sendable, Hashable {
    /// Which of the reports it is about, by its place; nil if about all.
    public let report: Int?
    /// What is wrong: lower case, no full stop.
    public let message: String

    init(_ message: String, report: Int? = nil) {
        self.message = message
        self.report = report
    }
}

extension Report {
    /// Joins the reports of all parts of a run into the report that one run would have given.
    ///
    /// - Parameter parts: The reports, in any order. One of a whole run may be the only one.
    /// - Throws: ``MergeFault`` where they are not exactly the parts of one run: what is missing must not look healthy.
    public init(merging parts: [Report]) throws(MergeFault) {
        guard let first = parts.first else { throw MergeFault("there is no report") }
        try Self.check(parts, like: first)
        let destinations = try Self.joined(parts)

        var summary = ReportSummary()
        var outage = CommonOutage()
        for destination in destinations {
            summary.count(destination.status)
            outage.add(destination)
        }
        for part in parts {
            summary.apiCalls += part.summary.apiCalls
            summary.eventsSent += part.summary.eventsSent
            summary.retries += part.summary.retries
        }
        // Every part reads every config, so the rest is the same in all.
        var metadata = first.metadata
        metadata.startedAt = parts.map(\.metadata.startedAt).min() ?? metadata.startedAt
        metadata.remembersVerdicts = parts.contains(where: \.metadata.remembersVerdicts)
        metadata.shard = nil
        let ends = parts.map { ($0.metadata.startedAt - metadata.startedAt) * 1000 + $0.durationMilliseconds }
        self.init(
            metadata: metadata,
            durationMilliseconds: ends.max() ?? 0,
            isInterrupted: parts.contains(where: \.isInterrupted),
            exitCode: 0,
            status: summary.status,
            summary: summary,
            headline: outage.headline,
            problems: Self.problems(of: parts),
            destinations: destinations
        )
    }

    private static func check(_ parts: [Report], like first: Report) throws(MergeFault) {
        guard let whole = first.metadata.shard else {
            guard parts.count == 1 else { throw MergeFault("is the report of a whole run, no part of one", report: 0) }
            return
        }
        var seen: [Int: Int] = [:]
        for (place, part) in parts.enumerated() {
            guard let shard = part.metadata.shard else {
                throw MergeFault("is the report of a whole run, no part of one", report: place)
            }
            guard shard.count == whole.count else {
                throw MergeFault(
                    "is a part of \(shard.count), the first report is one of \(whole.count)",
                    report: place
                )
            }
            guard part.metadata.toolVersion.utf8.elementsEqual(first.metadata.toolVersion.utf8) else {
                throw MergeFault("was written by another version than the first report", report: place)
            }
            guard part.metadata.isOffline == first.metadata.isOffline,
                part.metadata.isSimulated == first.metadata.isSimulated
            else {
                throw MergeFault(
                    "and the first report are not of one run: only one of them is offline or simulated",
                    report: place
                )
            }
            guard shard.ofDestinations == whole.ofDestinations, areSame(shard.ofFiles, whole.ofFiles) else {
                throw MergeFault("and the first report are not of one run: they had other configs", report: place)
            }
            guard seen.updateValue(place, forKey: shard.index) == nil else {
                throw MergeFault("is part \(shard.index) of \(shard.count) once more", report: place)
            }
        }
        let missing = (1...whole.count).lazy.filter { seen[$0] == nil }
        if let one = missing.first {
            let others = whole.count - seen.count - 1
            throw MergeFault(
                "part \(one) of \(whole.count) is missing" + (others > 0 ? ", and \(others) more" : "")
            )
        }
    }

    private static func areSame(_ left: [String], _ right: [String]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }

    /// All destinations in the configs' order, each once, with run-wide findings once.
    private static func joined(_ parts: [Report]) throws(MergeFault) -> [DestinationReport] {
        guard let whole = parts.first?.metadata.shard else { return parts.first?.destinations ?? [] }
        var files: [[UInt8]: Int] = [:]
        for (index, file) in whole.ofFiles.enumerated() { files[Array(file.utf8)] = files[Array(file.utf8)] ?? index }
        var places: [(file: Int, position: [Int], part: Int, report: DestinationReport)] = []
        for (place, part) in parts.enumerated() {
            for report in part.destinations {
                guard let file = files[Array(report.source.file.utf8)] else {
                    throw MergeFault("holds a destination of a config that is not of the run", report: place)
                }
                let position = [report.source.position.line, report.source.position.column]
                places.append((file, position, place, report))
            }
        }
        places.sort { ($0.file, $0.position[0], $0.position[1]) < ($1.file, $1.position[0], $1.position[1]) }
        for (one, next) in zip(places, places.dropFirst()) where one.file == next.file && one.position == next.position
        {
            throw MergeFault("holds a destination that another report holds too", report: max(one.part, next.part))
        }
        guard places.count == whole.ofDestinations else {
            throw MergeFault(
                "the parts hold \(places.count) of the run's \(whole.ofDestinations) destinations: they are not of one run"
            )
        }
        var reported = ReportedOnce()
        return places.map { $0.report.withoutFindings(reportedIn: &reported) }
    }

    /// Each problem once: a config that cannot be read is in every part.
    private static func problems(of parts: [Report]) -> [Problem] {
        var seen: Set<[[UInt8]]> = []
        return parts.flatMap(\.problems).filter { problem in
            let position = problem.source.map { "\($0.position.line):\($0.position.column)" } ?? ""
            let key = [problem.severity.rawValue, problem.message, problem.source?.file ?? "", position]
            return seen.insert(key.map { Array($0.utf8) }).inserted
        }
    }
}

extension DestinationReport {
    /// The report without the findings of run-wide rules that an earlier one has.
    fileprivate func withoutFindings(reportedIn reported: inout ReportedOnce) -> DestinationReport {
        let runWide = RuleRegistry.all.filter { $0.isRunWide }.map { $0.description.id }
        let repeated = Set(
            runWide.filter { rule in
                let own = self.findings.filter { $0.rule == rule }
                return !own.isEmpty && own.filter { reported.shouldReport($0) }.isEmpty
            }
        )
        guard !repeated.isEmpty else { return self }
        let findings = self.findings.filter { !repeated.contains($0.rule) }
        let checks = self.checks.map { check in
            repeated.contains(check.rule)
                ? CheckResult(rule: check.rule, outcome: .skipped, reason: ReportedOnce.reason) : check
        }
        // A warning that is reported elsewhere makes nothing unhealthy here, `--strict` or not.
        let isLifted =
            self.status == .unhealthy && !findings.contains { $0.severity == .error || $0.severity == .warning }
        let isOpen = checks.contains { $0.outcome == .unknown }
        let status = isLifted ? (isOpen ? HealthStatus.unknown : .healthy) : self.status
        var report = DestinationReport(
            name: name,
            type: type,
            status: status,
            isVerified: isLifted ? status == .healthy && VerdictBuilder.isProven(type, by: checks) : isVerified,
            tokenKind: tokenKind,
            source: source,
            durationMilliseconds: durationMilliseconds,
            checks: checks,
            findings: findings,
            answers: answers,
            expiries: expiries,
            isChecked: isChecked
        )
        report.history = history
        return report
    }
}
