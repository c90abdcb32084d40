import DestinationHealth
import TikTokAPI

/// The words that every report is made of, whatever the config says.
enum ReportVocabulary {
    /// Whether a text is part of one of the report's own words.
    static func contains(_ text: String) -> Bool {
        // Most secrets are longer than any word.
        guard text.utf8.count < byLength.count else { return false }
        let wanted = Array(text.utf8)
        return byLength.dropFirst(wanted.count).contains { words in
            words.contains { word in
                let bytes = word.utf8
                let starts = bytes.indices.prefix(bytes.count - wanted.count + 1)
                return starts.contains { bytes[$0] == wanted.first && bytes[$0...].starts(with: wanted) }
            }
        }
    }

    /// Whether one of the report's own words has in it what could be a token of the usual shape.
    static let couldHoldUsualToken = byLength.dropFirst(LongWord.length).contains { words in
        words.contains { word in
            word.utf8.split { !(0x30...0x39).contains($0) && !(0x61...0x66).contains($0) }
                .contains { $0.count >= LongWord.length }
        }
    }

    /// Whether a text could be part of a format's syntax or of its numbers: no words in it but the literals of JSON, and
    /// too few digits for a credential.
    static func couldBeSyntax(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        // Nothing this long is only syntax, unless somebody wants to find out.
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

    /// Whether a quotation mark stands in some bytes without a backslash before it.
    static func hasBareQuote(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.indices.contains { index in
            bytes[index] == UInt8(ascii: "\"")
                && (index == bytes.startIndex || bytes[index - 1] != UInt8(ascii: "\\"))
        }
    }

    private static let literals = ["true", "false", "null"].map { Array($0.utf8) }
    private static let punctuation = Array("{}[]\":,.-+".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// The words by their number of bytes. Not sorted, which takes longer than a small run has words to look up.
    private static let byLength: [[String]] = {
        var byLength: [[String]] = []
        for word in words {
            while byLength.count <= word.utf8.count { byLength.append([]) }
            byLength[word.utf8.count].append(word)
        }
        return byLength
    }()

    /// Texts, since those that stand in the source need not be made at every start.
    private static let words: [String] = {
        var words = [
            "false", "not verified",
            "artifactLocation", "associatedRule", "columnKind", "defaultConfiguration", "executionSuccessful",
            "partialFingerprints", "physicalLocation", "primaryLocationLineHash", "toolConfigurationNotifications",
            "toolExecutionNotifications", "validateFinding", "utf16CodeUnits", "testsuites", "testcase", "classname",
            "failures", "timestamp", "check_name", "description", "fingerprint", "location", "begin",
            "::warning", "::notice", "endColumn", "title", "validate_credential_expiry_timestamp_seconds",
            "validate_destination_verified", "validate_destination_status", "validate_findings", "credential",
            "validate_run_duration_seconds", "validate_run_events_sent", "VALIDATE CRITICAL", "VALIDATE UNKNOWN",
            "verified by a test event",
            "report_version", "tool", "name", "version", "started_at", "duration_ms", "interrupted", "offline",
            "simulated", "status", "exit_code", "summary", "destinations", "api_calls", "events_sent", "problems",
            "message", "source", "file", "line", "column", "severity", "type", "verified", "token_kind",
            "token_kind_inferred_from", "checks", "rule", "outcome", "reason", "findings", "cause", "field", "evidence",
            "endpoint", "http_status", "code", "request_id", "remediation", "actor", "steps", "validate", "history",
            "since", "runs", "changed_from", "determined_at", "configs", "path", "format", "title", "others",
            "airbyte", "owox", "rudderstack", "segment", "singer", "gtm", "dotenv",
            "access_token", "refresh_token", "secret", "app.secret", "app_id", "pixel_id", "pixel_code",
            "advertiser_ids", "test_event_code", "managed_by", "defaults", "event_source", "event_source_id",
            "scopes", "required_scopes", "token_issued_at", "token_expires_at", "refresh_token_expires_at",
            "refresh_token_expires_in", "rotate_after_days", "suppress", "enabled", "https://", "tiktok", "TikTok",
            "expiry_warning_days", "auth_code",
            "config-field", "value-reference", "surrounding-whitespace", "hidden-character", "pasted-decoration",
            "placeholder-value", "swapped-values", "pixel-id-format", "access-token-format", "app-credentials-format",
            "advertiser-id-format", "test-event-code-format", "test-event-code-in-production", "token-expiry",
            "token-rotation", "scope-coverage",
            "authorization-code", "plaintext-secret", "duplicate-destination", "shared-credential", "suppression",
            "token-accepted", "pixel-ownership", "pixel-state", "app-credentials", "advertiser-access", "scope-access",
            "clock-skew",
        ]
        words += HealthStatus.allCases.map(\.rawValue) + CheckResult.Outcome.allCases.map(\.rawValue)
        words += Severity.allCases.map(\.rawValue) + Cause.allCases.map(\.rawValue) + Actor.allCases.map(\.rawValue)
        words += DestinationType.allCases.map(\.rawValue) + TokenKind.allCases.map(\.rawValue)
        words += Endpoint.allCases.map(\.rawValue)
        return words
    }()
}
