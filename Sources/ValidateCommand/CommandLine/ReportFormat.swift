import LocatedJSON

/// A format of the report.
package enum ReportFormat: String, Sendable, CaseIterable {
    /// For people.
    case text
    /// The JSON report of the public interface.
    case json
    /// JUnit XML.
    case junit
    /// SARIF 2.1.0.
    case sarif
    /// GitHub Actions annotations, and the Markdown report in the summary of the step.
    case github
    /// GitLab Code Quality.
    case gitlab
    /// Markdown.
    case markdown
    /// One self-contained page.
    case html
    /// Prometheus text format.
    case prometheus
    /// The Monitoring Plugins convention; on standard output also for the exit status.
    case nagios
}

/// One `--format NAME[=PATH]`.
package struct ReportRequest: Sendable, Hashable {
    /// The format.
    package let format: ReportFormat
    /// The file to write; nil for standard output.
    package let path: String?

    /// Asks for a report.
    package init(_ format: ReportFormat, path: String? = nil) {
        self.format = format
        self.path = path
    }
}

extension ValueSyntax<ReportRequest> {
    /// `NAME` or `NAME=PATH`.
    static var report: ValueSyntax {
        let words = ReportFormat.allCases.map(\.rawValue)
        return ValueSyntax(name: "NAME[=PATH]", completion: .formats(words)) {
            (text: String, option: String) throws(UsageError) -> ReportRequest in
            let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(Substring(parts[0]))
            guard let format = ReportFormat.allCases.first(where: { $0.rawValue.hasSameBytes(as: name) }) else {
                throw .value(of: option, name, isNot: "one of \(words.joined(separator: ", "))", known: words)
            }
            guard parts.count == 2 else { return ReportRequest(format) }
            let path = String(Substring(parts[1]))
            guard !path.isEmpty, !path.hasSameBytes(as: "-") else {
                throw UsageError(
                    "--\(option): '\(format.rawValue)=' needs the path of a file",
                    hint: "for standard output write --\(option) \(format.rawValue)"
                )
            }
            return ReportRequest(format, path: path)
        }
    }
}
