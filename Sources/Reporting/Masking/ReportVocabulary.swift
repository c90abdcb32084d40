import DestinationHealth
import LocatedJSON
import TikTokAPI

/// The words that every report is made of, whatever the config says.
enum ReportVocabulary {
    /// Whether a text is part of one of the report's own words.
    static func contains(_ text: String) -> Bool {
        // Most secrets are longer than any word.
        longestFirst.prefix { $0.utf8.count >= text.utf8.count }.contains { $0.contains(text) }
    }

    /// Whether a text could be part of a format's syntax or of its numbers: no words in it but the literals of JSON, and
    /// too few digits for a credential.
    static func couldBeSyntax(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        // Nothing this long is only syntax, except in an attack.
        guard bytes.count <= 4096, bytes.count(where: isDigit) < 10 else { return false }
        if bytes.allSatisfy({ $0 == bytes.first }), let byte = bytes.first, byte < 0x80, !isLetter(byte) { return true }
        var rest = bytes[...]
        while let byte = rest.first {
            if let literal = literals.first(where: { rest.starts(with: $0) }) {
                rest = rest.dropFirst(literal.count)
            } else if isDigit(byte) || byte <= 0x20 || punctuation.contains(byte) {
                rest = rest.dropFirst()
            } else {
                return false
            }
        }
        return true
    }

    /// Whether some bytes have a quotation mark without a backslash before it.
    static func hasBareQuote(_ bytes: [UInt8]) -> Bool {
        bytes.indices.contains { index in
            bytes[index] == UInt8(ascii: "\"") && (index == 0 || bytes[index - 1] != UInt8(ascii: "\\"))
        }
    }

    private static let literals = ["true", "false", "null"].map { Array($0.utf8) }
    private static let punctuation = Array("{}[]\":,.-+".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static let longestFirst = words.sorted { $0.utf8.count > $1.utf8.count }

    private static let words: [String] = {
        var words = [
            "false", "not verified", "verified by a test event", "https://", "tiktok", "TikTok",
            // JSON
            "report_version", "tool", "name", "version", "started_at", "duration_ms", "interrupted", "offline",
            "simulated", "status", "exit_code", "summary", "destinations", "api_calls", "events_sent", "problems",
            "message", "source", "file", "line", "column", "severity", "type", "verified", "token_kind",
            "token_kind_inferred_from", "checks", "rule", "outcome", "reason", "findings", "cause", "field", "evidence",
            "endpoint", "http_status", "code", "request_id", "remediation", "actor", "steps", "validate", "history",
            "since", "runs", "changed_from", "determined_at", "configs", "path", "format", "title", "others",
            "airbyte", "owox", "rudderstack", "segment", "singer", "gtm", "dotenv",
            // SARIF
            "artifactLocation", "associatedRule", "columnKind", "defaultConfiguration", "executionSuccessful",
            "partialFingerprints", "physicalLocation", "primaryLocationLineHash", "toolConfigurationNotifications",
            "toolExecutionNotifications", "validateFinding", "utf16CodeUnits", "endColumn",
            // JUnit, GitLab, GitHub
            "testsuites", "testcase", "classname", "failures", "timestamp", "check_name", "description", "fingerprint",
            "location", "begin", "::warning", "::notice",
            // Prometheus, Nagios
            "validate_credential_expiry_timestamp_seconds", "validate_destination_verified",
            "validate_destination_status", "validate_findings", "credential", "validate_run_duration_seconds",
            "validate_run_events_sent", "VALIDATE CRITICAL", "VALIDATE UNKNOWN",
        ]
        words += RuleRegistry.all.map { $0.description.id }
        words += Field.allCases.flatMap(\.keys) + ConfigSchema.topLevelKeys
        words += ["app.secret", "app_id"]
        words += HealthStatus.allCases.map(\.rawValue) + CheckResult.Outcome.allCases.map(\.rawValue)
        words += Severity.allCases.map(\.rawValue) + Cause.allCases.map(\.rawValue) + Actor.allCases.map(\.rawValue)
        words += DestinationType.allCases.map(\.rawValue) + TokenKind.allCases.map(\.rawValue)
        words += Endpoint.allCases.map(\.rawValue)
        return words
    }()
}
