package import DestinationHealth
import LocatedJSON
import TikTokAPI

/// A report for a comment on a pull request or the summary of a CI step: the verdicts at a glance, then what is wrong,
/// folded where the destination is well.
package struct MarkdownFormat: ReportDocument {
    /// GitHub cuts a comment at 65,536 characters.
    static let maximumBytes = 60_000
    /// What is left over for the sentences that say what was left out.
    private static let reserve = 400

    private let fields: ReportFields
    private let maximumBytes: Int

    /// Makes a format.
    package init(masker: SecretMasker) {
        self.init(masker: masker, maximumBytes: Self.maximumBytes)
    }

    /// Makes a format of pages of at most so many bytes, but for a first line and the sentence that says what was left out.
    package init(masker: SecretMasker, maximumBytes: Int) {
        fields = ReportFields(masker: masker)
        self.maximumBytes = maximumBytes
    }

    /// The page; one that gets too long says how much of it was left out.
    package func bytes(of report: Report) -> [UInt8] {
        let limit = maximumBytes - Self.reserve
        var page = head(report, limit: limit)
        table(report, limit: limit, to: &page)
        var left = 0
        for (title, destinations, isFolded) in groups(report) where !destinations.isEmpty {
            let opening = isFolded ? "\n<details><summary>\(title)</summary>\n" : "\n### \(title)\n"
            let closing = isFolded ? "\n</details>\n" : ""
            var part = Array(opening.utf8)
            var shown = 0
            for destination in destinations {
                let section = Array(self.section(destination).utf8)
                // One that does not fit keeps no shorter one out.
                guard page.count + part.count + section.count + closing.utf8.count <= limit else { continue }
                part += section
                shown += 1
            }
            left += destinations.count - shown
            if shown > 0 { page += part + Array(closing.utf8) }
        }
        if left > 0 {
            let noun = left == 1 ? "destination is" : "destinations are"
            page += "\n*\(left) more \(noun) left out here, for want of room; the JSON report has all.*\n".utf8
        }
        return page
    }

    private func head(_ report: Report, limit: Int) -> [UInt8] {
        var page = Array("## \(sign(report.status)) \(MarkdownText.text(report.summary.words))\n".utf8)
        var remarks: [String] = []
        if report.metadata.isSimulated { remarks.append("**Simulated: nothing was sent to TikTok.**") }
        if report.isInterrupted { remarks.append("**Interrupted: not everything was checked.**") }
        if let headline = report.headline { remarks.append("**\(MarkdownText.text(fields.sentence(headline)))**") }
        remarks += report.metadata.configs.map { MarkdownText.text(fields.sentence($0.sentence)) }
        remarks += report.problems.map { "> \(MarkdownText.text(fields.sentence($0.message)))" }
        let asked =
            report.metadata.isOffline
            ? "offline, nothing was asked of TikTok"
            : "\(report.summary.apiCalls) API calls, \(report.summary.eventsSent) test events sent"
        remarks.append(
            "\(asked), \(report.durationMilliseconds) ms, \(Timestamp.text(report.metadata.startedAt))"
        )
        for (number, remark) in remarks.enumerated() {
            guard page.count + remark.utf8.count + 2 <= limit else {
                page += "\n*\(remarks.count - number) more remarks are left out here.*\n".utf8
                break
            }
            page += "\n\(remark)\n".utf8
        }
        return page
    }

    private func table(_ report: Report, limit: Int, to page: inout [UInt8]) {
        guard !report.destinations.isEmpty else { return }
        var rows = Array("\n| | destination | verdict | why |\n|---|---|---|---|\n".utf8)
        var shown = 0
        for destination in report.destinations.prefix(Self.maximumRows) {
            let name = code(fields.name(destination.name))
            let verdict = destination.status.rawValue + (isUnverified(destination) ? ", not verified" : "")
            let why = MarkdownText.text(reason(destination))
            let row = Array("| \(sign(destination.status)) | \(name) | \(verdict) | \(why) |\n".utf8)
            // Half of the page is for what is wrong.
            guard page.count + rows.count + row.count <= (limit + page.count) / 2 else { break }
            rows += row
            shown += 1
        }
        if shown > 0 { page += rows }
        let rest = report.destinations.count - shown
        if rest > 0 { page += "\n*\(rest) \(shown > 0 ? "more " : "")destinations are not in this table.*\n".utf8 }
    }

    private static let maximumRows = 100

    private func groups(_ report: Report) -> [(title: String, destinations: [DestinationReport], isFolded: Bool)] {
        let withFindings = report.destinations.filter { !$0.findings.isEmpty }
        return [
            ("Unhealthy", withFindings.filter { $0.status == .unhealthy }, false),
            ("Could not tell", withFindings.filter { $0.status == .unknown }, false),
            ("Healthy, with remarks", withFindings.filter { $0.status == .healthy }, true),
        ]
    }

    private func section(_ destination: DestinationReport) -> String {
        var page = "\n#### \(code(fields.name(destination.name)))\n"
        for finding in destination.findings {
            let position = finding.source.position
            let place = "\(fields.path(finding.source.file)):\(position.line):\(position.column)"
            let message = MarkdownText.text(fields.sentence(finding.message))
            page += "\n- **\(finding.severity.rawValue)** \(code(finding.rule)): \(message)  \n"
            page += "  \(code(place))"
            if let answer = fields.answer(finding.evidence) { page += "  \n  \(MarkdownText.text(answer))" }
            page += "\n\n"
            let steps = finding.remediation.steps.map { MarkdownText.text(fields.step($0)) }
            let who = "To fix it (\(MarkdownText.text(finding.remediation.actor.title)))"
            if steps.count == 1 {
                page += "  \(who): \(steps[0])\n"
            } else {
                page += "  \(who):\n\n"
                for (index, step) in steps.enumerated() { page += "  \(index + 1). \(step)\n" }
            }
        }
        return page
    }

    /// Code, in which a command of GitHub Actions cannot be escaped: where there is one it is put another way.
    private func code(_ raw: String) -> String {
        let visible = GitHubCommandText.withoutOldCommands(raw)
        return visible.utf8.count == raw.utf8.count ? MarkdownText.code(raw) : "<code>\(MarkdownText.text(raw))</code>"
    }

    private func reason(_ destination: DestinationReport) -> String {
        let grave = destination.findings.max { $0.severity < $1.severity }
        if let grave, grave.severity > .note { return fields.sentence(grave.message) }
        if destination.status == .skipped { return "disabled in the config" }
        return destination.isVerified ? "verified by the API" : ""
    }

    private func isUnverified(_ destination: DestinationReport) -> Bool {
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
