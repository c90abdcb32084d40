public import DestinationHealth

/// The output of a monitoring plugin ("Monitoring Plugins Development Guidelines", monitoring-plugins.org): a status line
/// with performance data, then one line for each destination that is not well.
public struct NagiosFormat: ReportDocument {
    private let fields: ReportFields

    /// Makes a format.
    public init(masker: SecretMasker) {
        fields = ReportFields(masker: masker)
    }

    /// What a monitoring system is told.
    public enum Status: Int32, Sendable, CaseIterable {
        /// All is well.
        case ok = 0
        /// Healthy, with warnings.
        case warning = 1
        /// At least one destination is unhealthy.
        case critical = 2
        /// It could not be told, or the run itself failed.
        case unknown = 3

        /// The verdict of a run.
        ///
        /// - Parameters:
        ///   - report: The run.
        ///   - unknownIsFailure: Whether what could not be told counts.
        public init(_ report: Report, unknownIsFailure: Bool) {
            if report.summary.unhealthy > 0 {
                self = .critical
            } else if report.isInterrupted || report.problems.contains(where: { $0.severity == .error })
                || (unknownIsFailure && report.summary.unknown > 0)
                || report.summary.destinations == report.summary.skipped
            {
                self = .unknown
            } else {
                let findings = report.destinations.lazy.flatMap(\.findings)
                self = findings.contains { $0.severity == .warning } ? .warning : .ok
            }
        }

        var word: String {
            switch self {
            case .ok: "OK"
            case .warning: "WARNING"
            case .critical: "CRITICAL"
            case .unknown: "UNKNOWN"
            }
        }
    }

    /// The status line, and below it what is wrong.
    public func bytes(of report: Report) -> [UInt8] {
        let status = Status(report, unknownIsFailure: report.exitCode != 0)
        let summary = report.summary
        var first = "VALIDATE \(status.word) - \(summary.words)"
        if let headline = report.headline { first += "; \(plain(fields.sentence(headline)))" }
        if let problem = report.problems.first { first += "; \(plain(fields.sentence(problem.message)))" }
        let total = summary.destinations
        let data = [
            "healthy=\(summary.healthy);;;0;\(total)", "unhealthy=\(summary.unhealthy);;0;0;\(total)",
            "unknown=\(summary.unknown);0;;0;\(total)", "skipped=\(summary.skipped);;;0;\(total)",
            "api_calls=\(summary.apiCalls)", "time=\(seconds(report.durationMilliseconds))s;;;0",
        ]
        var lines = ["\(first) | \(data.joined(separator: " "))"]
        for destination in report.destinations where destination.status != .skipped {
            for finding in destination.findings where finding.severity > .note {
                let name = plain(fields.name(destination.name))
                lines.append("\(name): \(finding.rule): \(plain(fields.sentence(finding.message)))")
            }
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Without what hides, and without the sign that begins performance data.
    private func plain(_ text: String) -> String {
        String(
            decoding: VisibleText.of(text).utf8.map { $0 == UInt8(ascii: "|") ? UInt8(ascii: "/") : $0 },
            as: UTF8.self
        )
    }

    private func seconds(_ milliseconds: Int) -> String {
        let fraction = String(1000 + max(0, milliseconds) % 1000).utf8.dropFirst()
        return "\(max(0, milliseconds) / 1000)." + String(decoding: fraction, as: UTF8.self)
    }
}
