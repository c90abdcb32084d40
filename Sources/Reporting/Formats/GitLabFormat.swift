package import DestinationHealth
import LocatedJSON

/// GitLab's Code Quality report ("Code Quality report format", docs.gitlab.com): an array of issues, each with a name that
/// does not change when lines move.
package struct GitLabFormat: ReportDocument {
    private let fields: ReportFields

    /// Makes a format.
    package init(masker: SecretMasker) {
        fields = ReportFields(masker: masker)
    }

    /// All findings, and the problems of the run.
    package func bytes(of report: Report) -> [UInt8] {
        var writer = JSONWriter(pretty: true)
        var identity = FindingIdentity()
        writer.beginArray()
        for problem in report.problems {
            write(
                Issue(
                    rule: "config",
                    description: fields.sentence(problem.message),
                    fingerprint: identity.fingerprint(of: problem, fields),
                    severity: problem.severity == .warning ? "minor" : "blocker",
                    path: problem.source?.file ?? "-",
                    line: problem.source?.position.line ?? 1
                ),
                to: &writer
            )
        }
        for destination in report.destinations {
            for finding in destination.findings {
                let words = [fields.sentence(finding.message)] + fields.steps(finding.remediation)
                write(
                    Issue(
                        rule: finding.rule,
                        description: "\(fields.name(destination.name)): \(words.joined(separator: " "))",
                        fingerprint: identity.fingerprint(of: finding, destination: destination, fields),
                        severity: severity(finding.severity),
                        path: finding.source.file,
                        line: finding.source.position.line
                    ),
                    to: &writer
                )
            }
        }
        writer.endArray()
        return writer.bytes + [0x0A]
    }

    private struct Issue {
        let rule: String
        let description: String
        let fingerprint: String
        let severity: String
        let path: String
        let line: Int
    }

    private func write(_ issue: Issue, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", "issue")
        writer.member("check_name", issue.rule)
        writer.member("description", VisibleText.of(issue.description))
        writer.member("fingerprint", issue.fingerprint)
        writer.member("severity", issue.severity)
        writer.key("location")
        writer.beginObject()
        let path = fields.repositoryPath(issue.path)
        writer.member("path", path.utf8.elementsEqual("-".utf8) ? "stdin" : path)
        writer.key("lines")
        writer.beginObject()
        writer.member("begin", max(1, issue.line))
        writer.endObject()
        writer.endObject()
        writer.endObject()
    }

    private func severity(_ severity: Severity) -> String {
        switch severity {
        case .error: "critical"
        case .unknown: "major"
        case .warning: "minor"
        case .note: "info"
        }
    }
}
