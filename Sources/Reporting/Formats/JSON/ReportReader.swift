package import DestinationHealth
package import LocatedJSON
import TikTokAPI

/// Why a text is no report that can be used.
package struct ReportFault: Error, Sendable, Hashable {
    /// What is wrong: lower case, no full stop. Nothing of the text is quoted: it may be anything.
    package let message: String
    /// Where; nil if it is about the text as a whole.
    package let position: SourcePosition?

    /// The sentence with the file's name, and the place where there is one.
    package func sentence(file: String) -> String {
        let place = position.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(file)\(place): \(message)"
    }
}

/// Reads a JSON report of ours back. Members that it does not know are passed over, and those that came later may be
/// missing; whatever is there must be right, because a gate goes by it.
package enum ReportReader {
    /// The largest report that is read: over 50,000 destinations.
    package static let maximumBytes = 512 << 20

    /// The report, and the file of the baseline that it was compared with, if it was with one.
    package static func read(_ bytes: [UInt8]) throws(ReportFault) -> (report: Report, baseline: String?) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(
                parsing: bytes,
                limits: JSONLimits(maximumDepth: 32, maximumBytes: maximumBytes)
            )
        } catch {
            throw ReportFault(message: "not valid JSON: \(error.message)", position: error.position)
        }
        let root = ReportObject(document.root, "the report")
        try checkOrigin(root)
        let report = try report(root)
        let baseline = try root.object("baseline", optional: true)?.text("file")
        return (report, baseline)
    }

    private static func checkOrigin(_ root: ReportObject) throws(ReportFault) {
        let version = root.value["report_version"]
        guard version != nil, root.value["tool"]?["name"]?.string?.utf8.elementsEqual("validate".utf8) == true else {
            throw ReportFault(message: "is no JSON report of validate", position: nil)
        }
        let number = try root.number("report_version", in: 1...1_000_000)
        guard number == JSONFormat.reportVersion else {
            throw ReportFault(
                message: "was written by a later version of validate (report version \(number))",
                position: version?.position
            )
        }
    }

    private static func report(_ root: ReportObject) throws(ReportFault) -> Report {
        let startedAt = try root.time("started_at")
        var destinations: [DestinationReport] = []
        var counted = ReportSummary()
        var remembers = false
        for item in try root.objects("destinations") {
            let (destination, hasHistory) = try destination(item, startedAt: startedAt)
            remembers = remembers || hasHistory
            counted.count(destination.status)
            destinations.append(destination)
        }
        let metadata = RunMetadata(
            toolVersion: try root.require("tool").text("version"),
            startedAt: startedAt,
            isOffline: try root.flag("offline"),
            isSimulated: try root.flag("simulated", default: false),
            remembersVerdicts: remembers,
            shard: try shard(root),
            configs: try configs(root)
        )
        return Report(
            metadata: metadata,
            durationMilliseconds: try root.number("duration_ms", in: ReportObject.counts),
            isInterrupted: try root.flag("interrupted"),
            exitCode: try root.number("exit_code", in: 0...255),
            status: try root.word("status"),
            summary: try summary(root, counted),
            headline: try root.optionalText("headline"),
            problems: try problems(root),
            destinations: destinations
        )
    }

    private static func configs(_ root: ReportObject) throws(ReportFault) -> [RecognisedConfig] {
        var configs: [RecognisedConfig] = []
        for item in try root.objects("configs", optional: true) {
            configs.append(
                RecognisedConfig(
                    path: try item.text("path"),
                    format: try item.text("format"),
                    title: try item.text("title"),
                    destinations: try item.number("destinations", in: ReportObject.counts),
                    others: try item.number("others", in: ReportObject.counts)
                )
            )
        }
        return configs
    }

    private static func summary(
        _ root: ReportObject,
        _ counted: ReportSummary
    ) throws(ReportFault) -> ReportSummary {
        let item = try root.require("summary")
        var summary = ReportSummary()
        summary.destinations = try item.number("destinations", in: ReportObject.counts)
        summary.healthy = try item.number("healthy", in: ReportObject.counts)
        summary.unhealthy = try item.number("unhealthy", in: ReportObject.counts)
        summary.unknown = try item.number("unknown", in: ReportObject.counts)
        summary.skipped = try item.number("skipped", in: ReportObject.counts)
        guard summary == counted else {
            throw item.fault("does not count the destinations of the report: something was added or taken out")
        }
        summary.apiCalls = try item.number("api_calls", in: ReportObject.counts)
        summary.eventsSent = try item.number("events_sent", in: ReportObject.counts)
        summary.retries = try item.number("retries", in: ReportObject.counts, default: 0)
        return summary
    }

    private static func shard(_ root: ReportObject) throws(ReportFault) -> ReportShard? {
        guard let item = try root.object("shard", optional: true) else { return nil }
        let count = try item.number("count", in: 1...100_000)
        return ReportShard(
            index: try item.number("index", in: 1...count),
            count: count,
            ofDestinations: try item.number("of_destinations", in: ReportObject.counts),
            ofFiles: try item.texts("of_files")
        )
    }

    private static func problems(_ root: ReportObject) throws(ReportFault) -> [Problem] {
        var problems: [Problem] = []
        for item in try root.objects("problems") {
            let source = try item.object("source", optional: true)
            problems.append(
                Problem(
                    try item.text("message"),
                    severity: try item.word("severity", default: Severity.error),
                    source: try source.map { (source) throws(ReportFault) in try location(source) }
                )
            )
        }
        return problems
    }

    private static func location(_ item: ReportObject) throws(ReportFault) -> SourceLocation {
        let position = SourcePosition(
            line: try item.number("line", in: 1...ReportObject.counts.upperBound),
            column: try item.number("column", in: 1...ReportObject.counts.upperBound)
        )
        return SourceLocation(file: try item.text("file"), position: position)
    }

    private static func destination(
        _ item: ReportObject,
        startedAt: Int
    ) throws(ReportFault) -> (report: DestinationReport, hasHistory: Bool) {
        var checks: [CheckResult] = []
        for check in try item.objects("checks") {
            checks.append(
                CheckResult(
                    rule: try check.text("rule"),
                    outcome: try check.word("outcome"),
                    reason: try check.optionalText("reason")
                )
            )
        }
        var findings: [Finding] = []
        for finding in try item.objects("findings") { findings.append(try self.finding(finding)) }
        var answers: [AnswerReport] = []
        for answer in try item.objects("answers", optional: true) {
            answers.append(AnswerReport(evidence: try evidence(answer), meaning: try answer.text("meaning")))
        }
        var expiries: [CredentialExpiry] = []
        for expiry in try item.objects("expiries", optional: true) {
            expiries.append(
                CredentialExpiry(credential: try expiry.text("credential"), unixTime: try expiry.time("at"))
            )
        }
        let status: HealthStatus = try item.word("status")
        let kind: TokenKind? = try item.optionalWord("token_kind")
        let inference = try item.optionalText("token_kind_inferred_from")
        // An error that a report does not call unhealthy was put there by somebody else.
        if findings.contains(where: { $0.severity == .error }), status != .unhealthy {
            throw item.fault("has an error and is not unhealthy")
        }
        var report = DestinationReport(
            name: try item.text("name"),
            type: try item.word("type"),
            status: status,
            isVerified: try item.flag("verified"),
            tokenKind: kind.map { TokenKindReport(kind: $0, inference: inference) },
            source: try location(try item.require("source")),
            durationMilliseconds: try item.number("duration_ms", in: ReportObject.counts),
            checks: checks,
            findings: findings,
            answers: answers,
            expiries: expiries,
            isChecked: try item.flag("checked", default: true)
        )
        if let history = try item.object("history", optional: true) {
            report.history = try self.history(history, of: status, now: startedAt)
        }
        return (report, item.value["history"] != nil)
    }

    private static func history(
        _ item: ReportObject,
        of status: HealthStatus,
        now: Int
    ) throws(ReportFault) -> DestinationHistory {
        let known: HealthStatus? = try item.optionalWord("status")
        let runs = try item.number("runs", in: ReportObject.counts)
        let changedFrom: HealthStatus? = try item.optionalWord("changed_from")
        let determinedAt = try item.optionalTime("determined_at")
        return DestinationHistory(
            status: known,
            since: try item.optionalTime("since"),
            runs: runs,
            changedFrom: changedFrom,
            determinedAt: determinedAt,
            isChange: changedFrom != nil && runs == 1 && status == known && determinedAt == now,
            now: now
        )
    }

    private static func finding(_ item: ReportObject) throws(ReportFault) -> Finding {
        let remediation = try item.require("remediation")
        let evidence = try item.object("evidence", optional: true)
        return Finding(
            rule: try item.text("rule"),
            severity: try item.word("severity"),
            cause: try item.word("cause"),
            field: try item.optionalText("field"),
            message: try item.text("message"),
            source: try location(try item.require("source")),
            evidence: try evidence.map { (item) throws(ReportFault) in try self.evidence(item) },
            remediation: Remediation(
                actor: try remediation.word("actor"),
                steps: try remediation.texts("steps")
            )
        )
    }

    private static func evidence(_ item: ReportObject) throws(ReportFault) -> ResponseSummary {
        ResponseSummary(
            endpoint: try item.text("endpoint"),
            httpStatus: try item.optionalNumber("http_status"),
            code: try item.optionalNumber("code"),
            message: try item.optionalText("message"),
            requestID: try item.optionalText("request_id"),
            attempts: try item.number("attempts", in: ReportObject.counts, default: 1),
            eventCopies: try item.number("event_copies", in: ReportObject.counts, default: 0)
        )
    }
}
