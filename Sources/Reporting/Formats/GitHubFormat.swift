package import DestinationHealth
import LocatedJSON
import TikTokAPI

/// Workflow commands of GitHub Actions, which become annotations on the lines of a pull request ("Workflow commands for
/// GitHub Actions", docs.github.com). The grave ones come first, since a step shows ten of each kind.
package struct GitHubFormat: ReportDocument {
    private let fields: ReportFields

    /// Makes a format.
    package init(masker: SecretMasker) {
        fields = ReportFields(masker: masker)
    }

    /// One line a problem and a finding, and a last one that sums up.
    package func bytes(of report: Report) -> [UInt8] {
        var lines = report.problems.map(command)
        if report.isInterrupted {
            lines.append(line("warning", nil, title: "validate", message: ["interrupted: not everything was checked"]))
        }
        if let headline = report.headline {
            lines.append(line("warning", nil, title: "validate", message: [fields.sentence(headline)]))
        }
        for severity in [Severity.error, .unknown, .warning, .note] {
            for destination in report.destinations {
                for finding in destination.findings where finding.severity == severity {
                    lines.append(command(finding, destination: destination))
                }
            }
        }
        lines.append("validate: \(report.summary.words)" + (report.metadata.isSimulated ? " (simulated)" : ""))
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private func command(_ problem: Problem) -> String {
        let level = problem.severity == .warning ? "warning" : "error"
        return line(level, problem.source, title: "validate", message: [fields.sentence(problem.message)])
    }

    private func command(_ finding: Finding, destination: DestinationReport) -> String {
        let level =
            switch finding.severity {
            case .error: "error"
            case .warning, .unknown: "warning"
            case .note: "notice"
            }
        let title = "\(finding.rule): \(fields.name(destination.name)) is \(destination.status.rawValue)"
        return line(level, finding.source, title: title, message: fields.lines(finding))
    }

    private func line(_ level: String, _ source: SourceLocation?, title: String, message: [String]) -> String {
        var properties: [String] = []
        if let source, source.isInFile {
            // A path with something hidden in it is shown, and found in no repository.
            properties.append("file=\(GitHubCommandText.title(fields.repositoryPath(source.file)))")
            properties.append("line=\(source.position.line)")
            properties.append("col=\(source.position.column)")
            // Columns across lines are refused.
            if let end = source.end, end.line == source.position.line, end.column > source.position.column {
                properties.append("endColumn=\(end.column)")
            }
        }
        properties.append("title=\(GitHubCommandText.title(title))")
        let text = message.map { GitHubCommandText.message($0) }.joined(separator: "%0A")
        return "::\(level) \(properties.joined(separator: ","))::\(text)"
    }
}

extension ReportSummary {
    /// How many of what, in words of one line.
    var words: String {
        let counts = [(healthy, "healthy"), (unhealthy, "unhealthy"), (unknown, "unknown"), (skipped, "skipped")]
        let shown = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let noun = destinations == 1 ? "destination" : "destinations"
        return "\(destinations) \(noun): \(shown.isEmpty ? "nothing to check" : shown.joined(separator: ", "))"
    }
}
