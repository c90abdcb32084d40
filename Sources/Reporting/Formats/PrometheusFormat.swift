package import DestinationHealth

/// Metrics in Prometheus' text format, for node_exporter's textfile collector ("Exposition formats", prometheus.io). What
/// will be is given as absolute time, so that an alert counts down by itself while no run takes place.
package struct PrometheusFormat: ReportDocument {
    private let fields: ReportFields

    /// Makes a format.
    package init(masker: SecretMasker) {
        fields = ReportFields(masker: masker)
    }

    /// All metrics, those of the run last.
    package func bytes(of report: Report) -> [UInt8] {
        var page = MetricsPage()
        let labels = self.labels(report)
        page.metric("validate_destination_status", "1 for the verdict of a destination, 0 for all others.")
        for (destination, labels) in zip(report.destinations, labels) {
            for status in HealthStatus.allCases {
                let value = destination.status == status ? 1 : 0
                page.sample("validate_destination_status", labels + [("status", status.rawValue)], String(value))
            }
        }
        page.metric("validate_destination_verified", "1 where the API itself proved the destination in this run.")
        for (destination, labels) in zip(report.destinations, labels) {
            page.sample("validate_destination_verified", labels, destination.isVerified ? "1" : "0")
        }
        page.metric("validate_findings", "How many findings of a rule a destination has.")
        for (destination, labels) in zip(report.destinations, labels) {
            var counts: [(rule: String, severity: String, count: Int)] = []
            for finding in destination.findings {
                let severity = finding.severity.rawValue
                if let known = counts.firstIndex(where: { $0.rule == finding.rule && $0.severity == severity }) {
                    counts[known].count += 1
                } else {
                    counts.append((finding.rule, severity, 1))
                }
            }
            for (rule, severity, count) in counts {
                page.sample("validate_findings", labels + [("rule", rule), ("severity", severity)], String(count))
            }
        }
        page.metric("validate_credential_expiry_timestamp_seconds", "When a credential ends, as Unix time.")
        for (destination, labels) in zip(report.destinations, labels) {
            for expiry in destination.expiries {
                let labels = labels + [("credential", expiry.credential)]
                page.sample("validate_credential_expiry_timestamp_seconds", labels, String(expiry.unixTime))
            }
        }
        run(report, to: &page)
        return page.bytes
    }

    private func run(_ report: Report, to page: inout MetricsPage) {
        let summary = report.summary
        let counts = [
            (HealthStatus.healthy, summary.healthy), (.unhealthy, summary.unhealthy), (.unknown, summary.unknown),
            (.skipped, summary.skipped),
        ]
        page.metric("validate_destinations", "How many destinations have a verdict.")
        for (status, count) in counts {
            page.sample("validate_destinations", [("status", status.rawValue)], String(count))
        }
        // A run that found something wrong is a success; one that was cut short, or could not read a config, is none.
        page.single(
            "validate_run_success",
            "1 if the run could check what it was to check.",
            report.isWhole ? "1" : "0"
        )
        page.single("validate_run_exit_code", "The status that the run ended with.", String(report.exitCode))
        page.single("validate_run_api_calls", "Requests that the run sent.", String(summary.apiCalls))
        page.single("validate_run_events_sent", "Test events that the run sent.", String(summary.eventsSent))
        page.single("validate_run_retries", "How often the run asked again.", String(summary.retries))
        page.single("validate_run_duration_seconds", "How long the run took.", report.durationMilliseconds.inSeconds)
        page.single(
            "validate_run_timestamp_seconds",
            "When the run began, as Unix time.",
            String(report.metadata.startedAt)
        )
    }

    /// What tells the destinations apart. Two of one name and config get a number: of two equal series the whole file would
    /// be refused.
    private func labels(_ report: Report) -> [[(String, String)]] {
        var seen: [[String]: Int] = [:]
        return report.destinations.map { destination in
            let name = GitHubCommandText.withoutOldCommands(fields.name(destination.name))
            let config = GitHubCommandText.withoutOldCommands(fields.path(destination.source.file))
            let number = seen[[config, name], default: 0] + 1
            seen[[config, name]] = number
            let labels = [("config", config), ("destination", name)]
            return number == 1 ? labels : labels + [("number", String(number))]
        }
    }
}

extension Report {
    /// Whether the run could check what it was to check: it was not cut short, every config was read, and there was
    /// something to check.
    var isWhole: Bool {
        !isInterrupted && !problems.contains { $0.severity == .error } && summary.destinations > summary.skipped
    }
}

/// Lines of metrics.
private struct MetricsPage {
    private(set) var bytes: [UInt8] = []

    /// What the samples that follow are.
    mutating func metric(_ name: StaticString, _ help: StaticString) {
        bytes += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n".utf8
    }

    mutating func sample(_ name: StaticString, _ labels: [(String, String)], _ value: String) {
        let text = labels.map { "\($0.0)=\"\(PrometheusText.labelValue($0.1))\"" }.joined(separator: ",")
        bytes += "\(name)\(text.isEmpty ? "" : "{\(text)}") \(value)\n".utf8
    }

    mutating func single(_ name: StaticString, _ help: StaticString, _ value: String) {
        metric(name, help)
        sample(name, [], value)
    }
}
