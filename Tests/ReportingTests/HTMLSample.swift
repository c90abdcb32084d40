import DestinationHealth
import LocatedJSON
import Reporting
import TikTokAPI

/// Reports for the HTML page.
enum HTMLSample {
    static let now = 1_795_255_200
    private static let day = 86_400

    static func history(_ timeline: [(Int, HealthStatus)], runs: Int = 12, isChange: Bool = false) -> DestinationHistory
    {
        let told = timeline.last { $0.1 != .unknown }
        return DestinationHistory(
            status: told?.1,
            since: told?.0,
            runs: runs,
            changedFrom: told.map { $0.1 == .healthy ? .unhealthy : .healthy },
            determinedAt: told?.0,
            isChange: isChange,
            now: now,
            timeline: timeline.map { VerdictRecord.Change(time: $0.0, status: $0.1) }
        )
    }

    /// A destination with everything that a page may show of one.
    static func destination(
        _ name: String,
        _ status: HealthStatus,
        findings: [Finding] = [],
        expiries: [CredentialExpiry] = [],
        history: DestinationHistory? = nil,
        path: String = "shops.json"
    ) -> DestinationReport {
        var report = DestinationReport(
            name: name,
            type: .events,
            status: status,
            isVerified: status == .healthy,
            tokenKind: TokenKindReport(kind: .eventsManager, inference: nil),
            source: SourceLocation(file: path, position: SourcePosition(line: 3, column: 5)),
            durationMilliseconds: 30,
            checks: [],
            findings: findings,
            expiries: expiries
        )
        report.history = history
        return report
    }

    static func finding(
        _ message: String,
        _ severity: Severity = .error,
        words: String? = nil,
        requestID: String? = nil,
        field: String? = "access_token",
        steps: [String] = ["make a new one", "put it in"],
        path: String = "shops.json"
    ) -> Finding {
        Finding(
            rule: "token-accepted",
            severity: severity,
            cause: .credential,
            field: field,
            message: message,
            source: SourceLocation(file: path, position: SourcePosition(line: 4, column: 21)),
            evidence: words.map {
                ResponseSummary(
                    endpoint: "/event/track/",
                    httpStatus: 200,
                    code: 40105,
                    message: $0,
                    requestID: requestID,
                    attempts: 2
                )
            },
            remediation: Remediation(actor: .businessCenterAdmin, steps: steps)
        )
    }

    /// A bit of everything: what the other formats show, past verdicts, and ends of credentials.
    static func all() throws -> Report {
        var report = try SampleReport.all()
        report.destinations.append(
            destination(
                "flapping",
                .unhealthy,
                findings: [finding("refused", words: "No.", requestID: "2026")],
                expiries: [
                    CredentialExpiry(credential: "access_token", unixTime: now - 2 * day),
                    CredentialExpiry(credential: "refresh_token", unixTime: now + 200 * day),
                ],
                history: history(
                    [
                        (now - 50 * day, .healthy), (now - 9 * day, .unknown), (now - 8 * day, .healthy),
                        (now, .unhealthy),
                    ],
                    runs: 1,
                    isChange: true
                )
            )
        )
        report.destinations.append(
            destination(
                "steady",
                .healthy,
                expiries: [CredentialExpiry(credential: "access_token", unixTime: now + 5 * day)],
                history: history([(now - 20 * day, .healthy)])
            )
        )
        report.summary.count(.unhealthy)
        report.summary.count(.healthy)
        report.metadata.remembersVerdicts = true
        report.metadata.isSimulated = true
        report.isInterrupted = true
        report.headline = "TikTok limits the requests of all"
        return report
    }

    /// Everything that comes from outside is hostile.
    static func hostile() -> Report {
        let destinations = HostileTexts.all.map { text in
            destination(
                text,
                .unhealthy,
                findings: [
                    finding(text, words: text, requestID: text, field: text, steps: [text, text], path: text)
                ],
                expiries: [CredentialExpiry(credential: "access_token", unixTime: now + day)],
                history: history([(now - day, .healthy), (now, .unhealthy)], runs: 1, isChange: true),
                path: text
            )
        }
        var report = SampleReport.report(destinations, problems: HostileTexts.all.map { Problem($0) })
        report.headline = HostileTexts.markup.joined()
        report.metadata.remembersVerdicts = true
        return report
    }

    static func many(_ count: Int, _ status: HealthStatus, findings: [Finding] = []) -> Report {
        SampleReport.report((0..<count).map { destination("shop-\($0)", status, findings: findings) })
    }
}
