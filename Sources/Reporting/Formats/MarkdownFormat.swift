public import DestinationHealth
import LocatedJSON
import TikTokAPI

/// A report for a comment on a pull request or the summary of a CI step: the verdicts at a glance, then what is wrong,
/// folded where the destination is well.
public struct MarkdownFormat: ReportDocument {
    /// GitHub cuts a comment at 65,536 characters and a step's summary at 1 MiB; this fits both.
    static let maximumBytes = 60_000

    private let fields: ReportFields

    /// Makes a format.
    public init(masker: SecretMasker) {
        fields = ReportFields(masker: masker)
    }

    /// The page; one that gets too long says how much of it was left out.
    public func bytes(of report: Report) -> [UInt8] {
        var page = head(report)
        var left = 0
        for (title, destinations) in groups(report) {
            guard !destinations.isEmpty else { continue }
            page += "\n### \(title)\n".utf8
            for destination in destinations {
                let section = Array(self.section(destination).utf8)
                if page.count + section.count > Self.maximumBytes {
                    left += 1
                } else {
                    page += section
                }
            }
        }
        if left > 0 {
            let noun = left == 1 ? "destination is" : "destinations are"
            page += "\n*\(left) more \(noun) left out here, for want of room; the JSON report has all.*\n".utf8
        }
        return page
    }

    private func head(_ report: Report) -> [UInt8] {
        var page = "## \(sign(report.status)) \(MarkdownText.text(report.summary.words))\n"
        if report.isSimulated { page += "\n**Simulated: nothing was sent to TikTok.**\n" }
        if report.isInterrupted { page += "\n**Interrupted: not everything was checked.**\n" }
        if let headline = report.headline { page += "\n**\(MarkdownText.text(fields.sentence(headline)))**\n" }
        for problem in report.problems { page += "\n> \(MarkdownText.text(fields.sentence(problem.message)))\n" }
        let asked =
            report.isOffline
            ? "offline, nothing was asked of TikTok"
            : "\(report.summary.apiCalls) API calls, \(report.summary.eventsSent) test events sent"
        page += "\n\(asked), \(report.durationMilliseconds) ms, \(RFC3339.string(unixTime: report.startedAt))\n"
        let shown = report.destinations.prefix(Self.maximumRows)
        guard !shown.isEmpty else { return Array(page.utf8) }
        page += "\n| | destination | verdict | why |\n|---|---|---|---|\n"
        for destination in shown {
            let name = MarkdownText.code(fields.name(destination.name))
            let verdict = destination.status.rawValue + (isUnverified(destination, report) ? ", not verified" : "")
            page +=
                "| \(sign(destination.status)) | \(name) | \(verdict) | \(MarkdownText.text(reason(destination))) |\n"
        }
        let rest = report.destinations.count - shown.count
        if rest > 0 { page += "\n*\(rest) more destinations are not in this table.*\n" }
        return Array(page.utf8)
    }

    private static let maximumRows = 100

    private func groups(_ report: Report) -> [(String, [DestinationReport])] {
        let withFindings = report.destinations.filter { !$0.findings.isEmpty }
        return [
            ("Unhealthy", withFindings.filter { $0.status == .unhealthy }),
            ("Could not tell", withFindings.filter { $0.status == .unknown }),
            ("Healthy, with remarks", withFindings.filter { $0.status == .healthy }),
        ]
    }

    private func section(_ destination: DestinationReport) -> String {
        var page = "\n#### \(MarkdownText.code(fields.name(destination.name)))\n"
        for finding in destination.findings {
            let position = finding.source.position
            let place = "\(fields.path(finding.source.file)):\(position.line):\(position.column)"
            let message = MarkdownText.text(fields.sentence(finding.message))
            page += "\n- **\(finding.severity.rawValue)** \(MarkdownText.code(finding.rule)): \(message)  \n"
            page += "  \(MarkdownText.code(place))"
            if let answer = fields.answer(finding.evidence) { page += "  \n  \(MarkdownText.text(answer))" }
            page += "\n\n"
            let steps = finding.remediation.steps.map { MarkdownText.text(fields.masker.mask(field: $0)) }
            let who = "To mend it (\(MarkdownText.text(finding.remediation.actor.title)))"
            if steps.count == 1 {
                page += "  \(who): \(steps[0])\n"
            } else {
                page += "  \(who):\n\n"
                for (index, step) in steps.enumerated() { page += "  \(index + 1). \(step)\n" }
            }
        }
        return page
    }

    private func reason(_ destination: DestinationReport) -> String {
        let grave = destination.findings.max { $0.severity < $1.severity }
        if let grave, grave.severity > .note { return fields.sentence(grave.message) }
        if destination.status == .skipped { return "disabled in the config" }
        return destination.isVerified ? "verified by the API" : ""
    }

    private func isUnverified(_ destination: DestinationReport, _ report: Report) -> Bool {
        destination.status == .healthy && !destination.isVerified
    }

    private func sign(_ status: HealthStatus) -> String {
        switch status {
        case .healthy: "✅"
        case .unhealthy: "❌"
        case .unknown: "❔"
        case .skipped: "➖"
        }
    }
}
