package import DestinationHealth
import LocatedJSON
import TikTokAPI

/// Writes a report as JSON, version 1 of the report: keys may be added, none removed.
package struct JSONFormat: ReportDocument {
    /// The version of the report's shape.
    package static let reportVersion = 1
    /// How many Unicode scalars of a text from outside are kept.
    package static let maximumScalars = ReportFields.maximumScalars

    private let masker: SecretMasker
    private let fields: ReportFields

    /// Makes a format that masks the secrets in each field before capping it, so that no cap leaves half a secret.
    package init(masker: SecretMasker) {
        self.masker = masker
        fields = ReportFields(masker: masker)
    }

    /// The report as UTF-8, with a line break at its end.
    package func bytes(of report: Report) -> [UInt8] {
        var stream = JSONStream(format: self, metadata: report.metadata)
        var bytes = stream.begin()
        for destination in report.destinations { bytes += stream.destination(destination) }
        return bytes + stream.end(report)
    }

    fileprivate func writeBeginning(_ metadata: RunMetadata, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("report_version", Self.reportVersion)
        writer.key("tool")
        writer.beginObject()
        writer.member("name", "validate")
        writer.member("version", metadata.toolVersion)
        writer.endObject()
        writer.member("started_at", Timestamp.text(metadata.startedAt))
        writer.member("offline", metadata.isOffline)
        writer.member("simulated", metadata.isSimulated)
        if let shard = metadata.shard { write(shard, to: &writer) }
        writer.array("configs", of: metadata.configs) { writer, config in
            writer.member("path", masker.mask(field: config.path))
            writer.member("format", config.format)
            writer.member("title", config.title)
            writer.member("destinations", config.destinations)
            writer.member("others", config.others)
        }
        writer.key("destinations")
        writer.beginArray()
    }

    fileprivate func writeEnd(_ report: Report, to writer: inout JSONWriter) {
        writer.endArray()
        writer.member("duration_ms", report.durationMilliseconds)
        writer.member("interrupted", report.isInterrupted)
        writer.member("status", report.status.rawValue)
        writer.member("exit_code", report.exitCode)
        writer.member("headline", report.headline.map(fields.ours))
        write(report.summary, to: &writer)
        writer.array("problems", of: report.problems) { writer, problem in
            writer.member("message", fields.ours(problem.message))
            write(problem.source, to: &writer)
            writer.member("severity", problem.severity.rawValue)
        }
        if let comparison = report.comparison {
            writer.key("baseline")
            writer.beginObject()
            ComparisonMembers(masker: masker).write(comparison, to: &writer)
            writer.endObject()
        }
        writer.endObject()
    }

    private func write(_ shard: ReportShard, to writer: inout JSONWriter) {
        writer.key("shard")
        writer.beginObject()
        writer.member("index", shard.index)
        writer.member("count", shard.count)
        writer.member("of_destinations", shard.ofDestinations)
        writer.key("of_files")
        writer.beginArray()
        for file in shard.ofFiles { writer.string(masker.mask(field: file)) }
        writer.endArray()
        writer.endObject()
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

    fileprivate func write(_ destination: DestinationReport, to writer: inout JSONWriter) {
        // Neither capped nor escaped: scripts look destinations up by name.
        writer.member("name", masker.mask(field: destination.name))
        writer.member("type", destination.type.rawValue)
        writer.member("status", destination.status.rawValue)
        writer.member("verified", destination.isVerified)
        writer.member("token_kind", destination.tokenKind?.kind.rawValue)
        writer.member("token_kind_inferred_from", destination.tokenKind?.inference.map(fields.ours))
        write(destination.source, to: &writer)
        writer.member("duration_ms", destination.durationMilliseconds)
        writer.member("retries", destination.retries)
        writer.array("checks", of: destination.checks) { writer, check in
            writer.member("rule", check.rule)
            writer.member("outcome", check.outcome.rawValue)
            writer.member("reason", check.reason.map(fields.ours))
        }
        writer.array("findings", of: destination.findings) { write($1, to: &$0) }
        writer.array("answers", of: destination.answers) { writer, answer in
            writer.member("meaning", fields.ours(answer.meaning))
            writeMembers(of: answer.evidence, to: &writer)
        }
        writer.array("expiries", of: destination.expiries) { writer, expiry in
            writer.member("credential", expiry.credential)
            writer.member("at", Timestamp.text(expiry.unixTime))
        }
        writer.member("checked", destination.isChecked)
    }

    fileprivate func write(_ history: DestinationHistory?, to writer: inout JSONWriter) {
        writer.key("history")
        guard let history else {
            writer.null()
            return
        }
        writer.beginObject()
        writer.member("since", history.since.map { Timestamp.text($0) })
        writer.member("runs", history.runs)
        writer.member("changed_from", history.changedFrom?.rawValue)
        writer.member("status", history.status?.rawValue)
        writer.member("determined_at", history.determinedAt.map { Timestamp.text($0) })
        writer.key("pending")
        if let pending = history.pending {
            writer.beginObject()
            writer.member("status", pending.status.rawValue)
            writer.member("since", Timestamp.text(min(pending.since, history.now)))
            writer.member("runs", pending.runs)
            writer.member("of", pending.needed)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.endObject()
    }

    fileprivate func write(_ proof: EarlierProof?, to writer: inout JSONWriter) {
        writer.key("reused")
        guard let proof else {
            writer.null()
            return
        }
        writer.beginObject()
        writer.member("proven_at", Timestamp.text(proof.provenAt))
        writer.endObject()
    }

    private func write(_ finding: Finding, to writer: inout JSONWriter) {
        writer.member("rule", finding.rule)
        writer.member("severity", finding.severity.rawValue)
        writer.member("cause", finding.cause.rawValue)
        writer.member("field", finding.field.map(fields.ours))
        writer.member("message", fields.ours(finding.message))
        write(finding.source, to: &writer)
        writer.key("evidence")
        if let evidence = finding.evidence {
            writer.beginObject()
            writeMembers(of: evidence, to: &writer)
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

    private func writeMembers(of evidence: ResponseSummary, to writer: inout JSONWriter) {
        writer.member("endpoint", evidence.endpoint)
        writer.member("http_status", evidence.httpStatus)
        writer.member("code", evidence.code)
        writer.member("message", evidence.message.map(fields.foreign))
        writer.member("request_id", evidence.requestID.map(fields.foreign))
        writer.member("attempts", evidence.attempts)
        writer.member("event_copies", evidence.eventCopies)
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
}

/// The JSON report in pieces, each destination as soon as it is known: a run over many keeps none of them in memory. What
/// is known only at the end stands at the end.
package struct JSONStream: Sendable {
    private let format: JSONFormat
    private let metadata: RunMetadata
    private var writer = JSONWriter(pretty: true)

    fileprivate init(format: JSONFormat, metadata: RunMetadata) {
        self.format = format
        self.metadata = metadata
    }

    /// Prepares the report of a run.
    package init(_ metadata: RunMetadata, masker: SecretMasker) {
        self.init(format: JSONFormat(masker: masker), metadata: metadata)
    }

    /// What comes before the first destination.
    package mutating func begin() -> [UInt8] {
        format.writeBeginning(metadata, to: &writer)
        return writer.takeBytes()
    }

    /// One destination.
    package mutating func destination(_ destination: DestinationReport) -> [UInt8] {
        writer.beginObject()
        format.write(destination, to: &writer)
        if metadata.remembersVerdicts {
            format.write(destination.history, to: &writer)
            format.write(destination.reusedProof, to: &writer)
        }
        writer.endObject()
        return writer.takeBytes()
    }

    /// What comes after the last one, with a line break at its end. The report's own destinations are not looked at.
    package mutating func end(_ report: Report) -> [UInt8] {
        format.writeEnd(report, to: &writer)
        return writer.takeBytes() + [0x0A]
    }
}
