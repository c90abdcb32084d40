public import DestinationHealth
import LocatedJSON
import TikTokAPI

/// Writes a report as JSON, version 1 of the report: keys may be added, none removed.
public struct JSONFormat: Sendable {
    /// The version of the report's shape.
    public static let reportVersion = 1
    /// How many Unicode scalars of a text from outside are kept.
    public static let maximumScalars = 500

    private let masker: SecretMasker

    /// Makes a format that masks the secrets in each field before capping it, so that no cap leaves half a secret.
    public init(masker: SecretMasker) {
        self.masker = masker
    }

    /// The report as UTF-8, with a line break at its end.
    public func bytes(of report: Report) -> [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.beginObject()
        writer.member("report_version", Self.reportVersion)
        writer.key("tool")
        writer.beginObject()
        writer.member("name", "validate")
        writer.member("version", report.toolVersion)
        writer.endObject()
        writer.member("started_at", RFC3339.string(unixTime: report.startedAt))
        writer.member("duration_ms", report.durationMilliseconds)
        writer.member("interrupted", report.isInterrupted)
        writer.member("offline", report.isOffline)
        writer.member("simulated", report.isSimulated)
        writer.member("status", report.status.rawValue)
        writer.member("exit_code", report.exitCode)
        writer.member("headline", report.headline.map(ours))
        write(report.summary, to: &writer)
        writer.array("problems", of: report.problems) { writer, problem in
            writer.member("message", ours(problem.message))
            write(problem.source, to: &writer)
            writer.member("severity", problem.severity.rawValue)
        }
        writer.array("destinations", of: report.destinations) { writer, destination in
            write(destination, to: &writer)
            if report.remembersVerdicts { write(destination.history, to: &writer) }
        }
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    private func write(_ summary: ReportSummary, to writer: inout JSONWriter) {
        writer.key("summary")
        writer.beginObject()
        writer.member("destinations", summary.destinations)
        writer.member("healthy", summary.healthy)
        writer.member("unhealthy", summary.unhealthy)
        writer.member("unknown", summary.unknown)
        writer.member("skipped", summary.skipped)
        writer.member("api_calls", summary.apiCalls)
        writer.member("events_sent", summary.eventsSent)
        writer.member("retries", summary.retries)
        writer.endObject()
    }

    private func write(_ destination: DestinationReport, to writer: inout JSONWriter) {
        // Neither capped nor escaped: scripts look destinations up by name.
        writer.member("name", masker.mask(field: destination.name))
        writer.member("type", destination.type.rawValue)
        writer.member("status", destination.status.rawValue)
        writer.member("verified", destination.isVerified)
        writer.member("token_kind", destination.tokenKind?.kind.rawValue)
        writer.member("token_kind_inferred_from", destination.tokenKind?.inference.map(ours))
        write(destination.source, to: &writer)
        writer.member("duration_ms", destination.durationMilliseconds)
        writer.member("retries", destination.retries)
        writer.array("checks", of: destination.checks) { writer, check in
            writer.member("rule", check.rule)
            writer.member("outcome", check.outcome.rawValue)
            writer.member("reason", check.reason.map(ours))
        }
        writer.array("findings", of: destination.findings) { write($1, to: &$0) }
    }

    private func write(_ history: DestinationHistory?, to writer: inout JSONWriter) {
        writer.key("history")
        guard let history else {
            writer.null()
            return
        }
        writer.beginObject()
        writer.member("since", history.since.map { RFC3339.string(unixTime: $0) })
        writer.member("runs", history.runs)
        writer.member("changed_from", history.changedFrom?.rawValue)
        writer.member("status", history.status?.rawValue)
        writer.member("determined_at", history.determinedAt.map { RFC3339.string(unixTime: $0) })
        writer.endObject()
    }

    private func write(_ finding: Finding, to writer: inout JSONWriter) {
        writer.member("rule", finding.rule)
        writer.member("severity", finding.severity.rawValue)
        writer.member("cause", finding.cause.rawValue)
        writer.member("field", finding.field.map(ours))
        writer.member("message", ours(finding.message))
        write(finding.source, to: &writer)
        writer.key("evidence")
        if let evidence = finding.evidence {
            writer.beginObject()
            writer.member("endpoint", evidence.endpoint)
            writer.member("http_status", evidence.httpStatus)
            writer.member("code", evidence.code)
            writer.member("message", evidence.message.map(foreign))
            writer.member("request_id", evidence.requestID.map(foreign))
            writer.member("attempts", evidence.attempts)
            writer.member("event_copies", evidence.eventCopies)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.key("remediation")
        writer.beginObject()
        writer.member("actor", finding.remediation.actor.rawValue)
        writer.key("steps")
        writer.beginArray()
        for step in finding.remediation.steps { writer.string(masker.mask(field: step)) }
        writer.endArray()
        writer.endObject()
    }

    private func write(_ source: SourceLocation?, to writer: inout JSONWriter) {
        writer.key("source")
        guard let source else {
            writer.null()
            return
        }
        writer.beginObject()
        writer.member("file", masker.mask(field: source.file))
        writer.member("line", source.position.line)
        writer.member("column", source.position.column)
        writer.endObject()
    }

    /// A sentence of our own, which may quote something from outside.
    private func ours(_ text: String) -> String {
        capped(masker.mask(field: text))
    }

    /// A text from outside, which whoever received it may have cut off.
    private func foreign(_ text: String) -> String {
        capped(masker.mask(field: text, endMayBeCut: true))
    }

    private func capped(_ text: String) -> String {
        // No text has more scalars than bytes.
        guard text.utf8.count > Self.maximumScalars else { return text }
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: Self.maximumScalars, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<scalars.index(before: end)]) + "…"
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ key: String, _ value: String?) {
        self.key(key)
        if let value { string(value) } else { null() }
    }

    fileprivate mutating func member(_ key: String, _ value: Int?) {
        self.key(key)
        if let value { integer(value) } else { null() }
    }

    fileprivate mutating func member(_ key: String, _ value: Bool) {
        self.key(key)
        boolean(value)
    }

    /// Writes a member that is an array of objects.
    fileprivate mutating func array<Element>(
        _ key: String,
        of elements: [Element],
        _ members: (inout JSONWriter, Element) -> Void
    ) {
        self.key(key)
        beginArray()
        for element in elements {
            beginObject()
            members(&self, element)
            endObject()
        }
        endArray()
    }
}
