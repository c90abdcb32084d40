package import DestinationHealth

/// The output of a monitoring plugin ("Monitoring Plugins Development Guidelines", monitoring-plugins.org): a status line
/// with performance data, then one line for each thing that is not well.
package struct NagiosFormat: ReportDocument {
    /// Nagios itself reads no more than 8 KiB.
    static let maximumBytes = 8_000
    /// What the first line may quote, which is sent as a text message.
    private static let maximumQuote = 160

    private let fields: ReportFields
    private let endsProcess: Bool

    /// Makes a format.
    package init(masker: SecretMasker) {
        self.init(masker: masker, endsProcess: false)
    }

    /// Makes a format.
    ///
    /// - Parameters:
    ///   - masker: What masks the secrets.
    ///   - endsProcess: Whether the report's exit code is the monitoring system's already.
    package init(masker: SecretMasker, endsProcess: Bool) {
        fields = ReportFields(masker: masker)
        self.endsProcess = endsProcess
    }

    /// What a monitoring system is told.
    package enum Status: Int32, Sendable, CaseIterable {
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
        ///   - exitCode: What the process would end with otherwise, which has the policies in it.
        ///   - summary: How many of what.
        ///   - hasWarning: Whether anything is worth a warning.
        package init(exitCode: Int32, summary: ReportSummary, hasWarning: Bool) {
            switch exitCode {
            case 0: self = hasWarning ? .warning : .ok
            case 1: self = .critical
            // Whatever else went wrong, what is positively broken stays an alarm.
            case 2: self = summary.unhealthy > 0 ? .critical : .unknown
            default: self = .unknown
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

    /// The status line, and below it what is wrong, the gravest first.
    package func bytes(of report: Report) -> [UInt8] {
        let summary = report.summary
        var first = "VALIDATE \(status(of: report).word) - \(summary.words)"
        if report.metadata.isSimulated { first += " (simulated)" }
        if report.isInterrupted { first += "; interrupted" }
        if let headline = report.headline { first += "; \(quote(headline))" }
        if let problem = report.problems.first { first += "; \(quote(problem.message))" }
        let total = summary.destinations
        let data = [
            "healthy=\(summary.healthy);;;0;\(total)", "unhealthy=\(summary.unhealthy);;0;0;\(total)",
            "unknown=\(summary.unknown);;;0;\(total)", "skipped=\(summary.skipped);;;0;\(total)",
            "api_calls=\(summary.apiCalls);;;0", "time=\(report.durationMilliseconds.inSeconds)s;;;0",
        ]
        var page = Array("\(first) | \(data.joined(separator: " "))\n".utf8)
        var left = 0
        for line in lines(report) {
            // Room for the line that says what was left out.
            if left > 0 || page.count + line.utf8.count + 40 > Self.maximumBytes {
                left += 1
            } else {
                page += Array("\(line)\n".utf8)
            }
        }
        if left > 0 { page += "\(left) more left out here\n".utf8 }
        return page
    }

    /// The only line there is where the run could not begin.
    package static func refusal(_ reason: String) -> String {
        "VALIDATE UNKNOWN - \(plain(reason.capped(to: ReportFields.maximumScalars)))\n"
    }

    private func status(of report: Report) -> Status {
        let code = Int32(clamping: report.exitCode)
        if endsProcess { return Status(rawValue: code) ?? .unknown }
        return Status(exitCode: code, summary: report.summary, hasWarning: report.hasWarning)
    }

    private func lines(_ report: Report) -> [String] {
        let problems = report.problems.dropFirst().map { problem in
            "[\(word(problem.severity))] \(Self.plain(fields.sentence(problem.message)))"
        }
        return problems
            + [Severity.error, .unknown, .warning].flatMap { severity in
                report.destinations.flatMap { destination in
                    destination.findings.filter { $0.severity == severity }.map { finding in
                        let name = Self.plain(fields.name(destination.name))
                        return
                            "[\(word(severity))] \(name): \(finding.rule): \(Self.plain(fields.sentence(finding.message)))"
                    }
                }
            }
    }

    /// What a line of this weight stands for. No line begins with a text from outside.
    private func word(_ severity: Severity) -> String {
        switch severity {
        case .error: Status.critical.word
        case .unknown: Status.unknown.word
        case .warning, .note: Status.warning.word
        }
    }

    private func quote(_ text: String) -> String {
        Self.plain(fields.sentence(text).capped(to: Self.maximumQuote))
    }

    /// Without what hides, and without the sign that begins performance data.
    private static func plain(_ text: String) -> String {
        String(
            decoding: GitHubCommandText.withoutOldCommands(VisibleText.of(text)).utf8.map {
                $0 == UInt8(ascii: "|") ? UInt8(ascii: "/") : $0
            },
            as: UTF8.self
        )
    }
}

extension Report {
    /// Whether a destination or the run itself has a warning.
    var hasWarning: Bool {
        problems.contains { $0.severity == .warning }
            || destinations.contains { $0.findings.contains { $0.severity == .warning } }
    }
}
