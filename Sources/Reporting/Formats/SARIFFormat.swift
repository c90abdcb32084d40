package import DestinationHealth
import LocatedJSON
import TikTokAPI

/// SARIF 2.1.0 ("Static Analysis Results Interchange Format", OASIS standard), as GitHub's code scanning takes it ("SARIF
/// support for code scanning", docs.github.com). What could not be told is a notification of the run, not a result: a
/// result would open an alert, and its absence would close one.
package struct SARIFFormat: ReportDocument {
    /// GitHub keeps no more results of a run, and refuses the whole at 25,000.
    static let maximumResults = 5_000
    /// Nobody reads more than these.
    static let maximumNotifications = 5_000
    /// What GitHub shows of a rule's description.
    private static let maximumDescription = 1024

    private let fields: ReportFields

    /// Makes a format.
    package init(masker: SecretMasker) {
        fields = ReportFields(masker: masker)
    }

    /// One log with one run.
    package func bytes(of report: Report) -> [UInt8] {
        var writer = JSONWriter(pretty: true)
        let rules = RuleRegistry.all.map { $0.description }
        writer.beginObject()
        writer.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        writer.member("version", "2.1.0")
        writer.key("runs")
        writer.beginArray()
        writer.beginObject()
        writer.key("tool")
        writer.beginObject()
        writer.key("driver")
        writer.beginObject()
        writer.member("name", "validate")
        writer.member("version", report.metadata.toolVersion)
        writer.member("semanticVersion", report.metadata.toolVersion)
        writer.array("rules", of: rules, describe)
        writer.endObject()
        writer.endObject()
        writer.member("columnKind", "utf16CodeUnits")
        let kept = results(report, rules: rules.map(\.id), to: &writer)
        invocation(report, cut: kept, to: &writer)
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    // MARK: - Rules

    private func describe(_ writer: inout JSONWriter, _ rule: RuleDescription) {
        writer.member("id", rule.id)
        writer.member("name", Self.pascalCase(rule.id))
        text("shortDescription", rule.title.capped(to: Self.maximumDescription), to: &writer)
        text("fullDescription", rule.rationale.capped(to: Self.maximumDescription), to: &writer)
        let remedies = rule.remedyExplanations.map(\.steps)
        writer.key("help")
        writer.beginObject()
        let lines = [rule.title + ". " + rule.rationale] + remedies.map { $0.joined(separator: " ") }
        writer.member("text", lines.joined(separator: "\n\n"))
        let markdown =
            ["**\(MarkdownText.text(rule.title))**", MarkdownText.text(rule.rationale)]
            + remedies.map { "- " + MarkdownText.text($0.joined(separator: " ")) }
        writer.member("markdown", markdown.joined(separator: "\n\n"))
        writer.endObject()
        writer.key("defaultConfiguration")
        writer.beginObject()
        writer.member("level", Self.level(rule.severity))
        writer.endObject()
        writer.key("properties")
        writer.beginObject()
        writer.key("tags")
        writer.beginArray()
        writer.string("tiktok")
        writer.string(rule.stage.rawValue)
        writer.endArray()
        writer.endObject()
    }

    private static func pascalCase(_ id: String) -> String {
        id.utf8.split(separator: UInt8(ascii: "-")).map { word in
            String(decoding: word.prefix(1), as: UTF8.self).uppercased()
                + String(decoding: word.dropFirst(), as: UTF8.self)
        }.joined()
    }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning, .unknown: "warning"
        case .note: "note"
        }
    }

    // MARK: - Results

    /// Writes the results, the grave ones first where there are too many. Returns how many were left out.
    private func results(_ report: Report, rules: [String], to writer: inout JSONWriter) -> Int {
        var identity = FindingIdentity()
        let places = Dictionary(
            rules.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        var all: [(destination: DestinationReport, finding: Finding, fingerprint: String)] = []
        for destination in report.destinations {
            for finding in destination.findings {
                // The fingerprint counts among equals, so that what is cut changes nobody else's.
                let fingerprint = identity.fingerprint(of: finding, destination: destination, fields)
                if finding.severity != .unknown { all.append((destination, finding, fingerprint)) }
            }
        }
        let total = all.count
        if total > Self.maximumResults {
            let grave = [Severity.error, .warning, .note].flatMap { level in all.filter { $0.finding.severity == level }
            }
            all = Array(grave.prefix(Self.maximumResults))
        }
        writer.array("results", of: all) { writer, entry in
            let (destination, finding, fingerprint) = entry
            writer.member("ruleId", finding.rule)
            if let place = places[finding.rule] { writer.member("ruleIndex", place) }
            writer.member("level", Self.level(finding.severity))
            let words = ["\(fields.name(destination.name)): \(fields.sentence(finding.message))"]
            let more = [fields.answer(finding.evidence)].compactMap { $0 } + fields.steps(finding.remediation)
            message(words + more, to: &writer)
            writer.key("locations")
            writer.beginArray()
            location(finding.source, destination: destination.name, to: &writer)
            writer.endArray()
            writer.key("partialFingerprints")
            writer.beginObject()
            writer.member("validateFinding/v1", fingerprint)
            // The one that GitHub goes by; without it, it would make its own from the line's content.
            writer.member("primaryLocationLineHash", "\(fingerprint):1")
            writer.endObject()
            writer.key("properties")
            writer.beginObject()
            writer.member("destination", fields.name(destination.name))
            writer.member("cause", finding.cause.rawValue)
            writer.member("actor", finding.remediation.actor.rawValue)
            writer.endObject()
        }
        return total - all.count
    }

    private func location(_ source: SourceLocation, destination: String?, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("physicalLocation")
        writer.beginObject()
        writer.key("artifactLocation")
        writer.beginObject()
        writer.member("uri", ArtifactURI.of(fields.repositoryPath(source.file)))
        writer.endObject()
        writer.key("region")
        writer.beginObject()
        writer.member("startLine", source.position.line)
        writer.member("startColumn", source.position.column)
        if let end = source.end, (end.line, end.column) >= (source.position.line, source.position.column) {
            writer.member("endLine", end.line)
            writer.member("endColumn", end.column)
        }
        writer.endObject()
        writer.endObject()
        if let destination {
            writer.key("logicalLocations")
            writer.beginArray()
            writer.beginObject()
            writer.member("name", fields.name(destination))
            writer.member("kind", "object")
            writer.endObject()
            writer.endArray()
        }
        writer.endObject()
    }

    // MARK: - The run

    private func invocation(_ report: Report, cut: Int, to writer: inout JSONWriter) {
        writer.key("invocations")
        writer.beginArray()
        writer.beginObject()
        writer.member("executionSuccessful", report.isWhole && report.exitCode != 4)
        writer.member("exitCode", report.exitCode)
        writer.member("startTimeUtc", Timestamp.text(report.metadata.startedAt))
        let end = report.metadata.startedAt + report.durationMilliseconds / 1000
        writer.member("endTimeUtc", Timestamp.text(end))
        writer.key("toolExecutionNotifications")
        writer.beginArray()
        if let headline = report.headline {
            notification(nil, "warning", [fields.sentence(headline)], nil, to: &writer)
        }
        if report.isInterrupted {
            notification(nil, "error", ["interrupted: not everything was checked"], nil, to: &writer)
        }
        if cut > 0 {
            let words = "\(cut) results of the least weight are left out: GitHub keeps \(Self.maximumResults)"
            notification(nil, "warning", [words], nil, to: &writer)
        }
        var undecided = 0
        for destination in report.destinations {
            for finding in destination.findings where finding.severity == .unknown {
                undecided += 1
                guard undecided <= Self.maximumNotifications else { continue }
                let words = "\(fields.name(destination.name)): \(fields.sentence(finding.message))"
                let more = [fields.answer(finding.evidence)].compactMap { $0 } + fields.steps(finding.remediation)
                notification(finding.rule, "warning", [words] + more, finding.source, to: &writer)
            }
        }
        if undecided > Self.maximumNotifications {
            let words = "\(undecided - Self.maximumNotifications) more of what could not be told are left out"
            notification(nil, "warning", [words], nil, to: &writer)
        }
        writer.endArray()
        writer.key("toolConfigurationNotifications")
        writer.beginArray()
        for problem in report.problems {
            let level = problem.severity == .warning ? "warning" : "error"
            notification(nil, level, [fields.sentence(problem.message)], problem.source, to: &writer)
        }
        writer.endArray()
        writer.endObject()
        writer.endArray()
    }

    private func notification(
        _ rule: String?,
        _ level: String,
        _ words: [String],
        _ source: SourceLocation?,
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        if let rule {
            writer.key("associatedRule")
            writer.beginObject()
            writer.member("id", rule)
            writer.endObject()
        }
        writer.member("level", level)
        message(words, to: &writer)
        if let source {
            writer.key("locations")
            writer.beginArray()
            location(source, destination: nil, to: &writer)
            writer.endArray()
        }
        writer.endObject()
    }

    /// Words as plain text; brackets and braces are escaped, for they would begin links and placeholders (SARIF 2.1.0,
    /// sections 3.11.5 and 3.11.6).
    private func message(_ lines: [String], to writer: inout JSONWriter) {
        var text: [UInt8] = []
        for byte in lines.map({ VisibleText.of($0) }).joined(separator: "\n").utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "{"), UInt8(ascii: "}"): text += [byte, byte]
            default: text.append(byte)
            }
        }
        self.text("message", String(decoding: text, as: UTF8.self), to: &writer)
    }

    private func text(_ key: String, _ text: String, to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginObject()
        writer.member("text", text)
        writer.endObject()
    }
}

/// Paths as the URIs that SARIF wants.
enum ArtifactURI {
    /// A relative path stays relative, so that it fits the repository; an absolute one becomes a `file:` URI.
    static func of(_ path: String) -> String {
        if path.utf8.elementsEqual("-".utf8) { return "stdin" }
        var uri = path.utf8.first == UInt8(ascii: "/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                uri += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return uri
    }
}
