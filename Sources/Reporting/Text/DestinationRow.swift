import DestinationHealth
import LocatedJSON
import TikTokAPI

extension TextFormat {
    /// The line that says how a destination is.
    ///
    /// - Parameters:
    ///   - name: Its name, harmless and whole.
    ///   - told: What to say in place of an outage that was told in full for another destination.
    func row(_ report: DestinationReport, of name: TerminalText, told: String?, to page: inout TextPage) {
        let (glyph, face) = glyph(report.status)
        page.put(glyph, face)
        page.indent(1)
        let name = name.shortened(to: nameColumn, ellipsis: glyphs.ellipsis)
        page.put(name, .bold)
        page.indent(nameColumn - name.width + 2)
        let status = report.status.rawValue
        page.put(status, face)
        let used = 2 + nameColumn + 2 + status.utf8.count
        let column = 2 + nameColumn + 2 + 9 + 3
        // In a narrow terminal all rows have their words below the name, so that they look alike.
        let isNarrow = width - column < Self.leastDetail
        let hanging = isNarrow ? 4 : column
        if isNarrow { page.endLine() }
        let detail = TerminalText(safe: withPast(told ?? self.detail(report), of: report))
        for (number, line) in detail.wrapped(to: width - hanging).enumerated() {
            page.indent(number == 0 && !isNarrow ? column - used : hanging)
            page.put(line, report.status == .skipped ? .dim : .plain)
            page.endLine()
        }
    }

    /// Room for "verified by a test event".
    private static let leastDetail = 24

    private func glyph(_ status: HealthStatus) -> (String, Face) {
        switch status {
        case .healthy: (glyphs.healthy, .good)
        case .unhealthy: (glyphs.unhealthy, .bad)
        case .unknown: (glyphs.unknown, .doubtful)
        case .skipped: (glyphs.skipped, .dim)
        }
    }

    /// The words behind the verdict.
    private func detail(_ report: DestinationReport) -> String {
        switch report.status {
        case .healthy where report.findings.isEmpty: proof(report)
        case .healthy: ([proof(report)] + counts(report)).joined(separator: ", ")
        case .unhealthy: counts(report).joined(separator: ", ")
        case .unknown: doubt(report)
        case .skipped: reason(report, .skipped) ?? "disabled in the config"
        }
    }

    private func proof(_ report: DestinationReport) -> String {
        if report.isVerified {
            if options.isSimulated { return "verified against the simulator only" }
            let hasSentEvent = report.answers.contains {
                $0.evidence.endpoint == Endpoint.trackEvents.rawValue && $0.evidence.code == 0
            }
            return hasSentEvent ? "verified by a test event" : "verified by the API"
        }
        if options.isOffline { return "not verified: offline" }
        if let proof = report.reusedProof { return proof.words }
        return "not verified" + (reason(report, .skipped).map { ": \($0)" } ?? "")
    }

    private func counts(_ report: DestinationReport) -> [String] {
        func count(_ severity: Severity) -> Int { report.findings.count { $0.severity == severity } }
        let (errors, warnings, doubts) = (count(.error), count(.warning), count(.unknown))
        var words: [String] = []
        if errors > 0 { words.append(counted(errors, "error")) }
        if warnings > 0 { words.append(counted(warnings, "warning")) }
        if doubts > 0 { words.append(counted(doubts, "open question")) }
        return words
    }

    private func doubt(_ report: DestinationReport) -> String {
        let causes = Set(report.findings.filter { $0.severity == .unknown }.map(\.cause))
        guard let cause = causes.first else {
            return reason(report, .unknown) ?? reason(report, .skipped) ?? "not checked"
        }
        let others = counts(report).filter { !$0.hasSuffix("question") && !$0.hasSuffix("questions") }
        let why = causes.count == 1 ? Self.words(cause) : "several reasons"
        return (["could not tell: \(why)"] + others).joined(separator: ", ")
    }

    /// Why checks came out in one way, if they all say the same or the API's own checks say why.
    private func reason(_ report: DestinationReport, _ outcome: CheckResult.Outcome) -> String? {
        let reasons = report.checks.filter { $0.outcome == outcome }
        let live = ["pixel-ownership", "token-accepted", "advertiser-access"]
        let telling = live.compactMap { rule in reasons.first { $0.rule == rule }?.reason }.first
        let text = telling ?? reasons.compactMap(\.reason).first
        return text.map { field($0).text }
    }

    /// A cause in a few words, after "could not tell".
    private static func words(_ cause: Cause) -> String {
        switch cause {
        case .config: "the config does not allow it"
        case .credential: "the credential"
        case .ownership: "ownership is not proven"
        case .scope: "permissions"
        case .appMismatch: "the app"
        case .notFound: "not found"
        case .expiry: "a time limit"
        case .request: "the request was refused"
        case .rateLimited: "rate limited"
        case .server: "TikTok's own fault"
        case .network: "network"
        case .tls: "TLS"
        case .proxy: "proxy"
        case .region: "region"
        case .environment: "sandbox or production"
        case .unrecognized: "an answer nobody knows"
        }
    }
}

extension TextFormat {
    /// For a destination about which nothing is known but an outage: the one of which that was told before; nil if there is
    /// more to tell. Remembers outages that are told for the first time.
    mutating func outageTold(_ report: DestinationReport) -> String? {
        guard report.status == .unknown, !report.findings.isEmpty,
            report.findings.allSatisfy(\.cause.liesOutside)
        else { return nil }
        let outages = report.findings.map { Outage(rule: $0.rule, message: ByteString($0.message)) }
        let before = outages.compactMap { toldOutages[$0] }
        if before.count == outages.count, let first = before.first, options.verbosity != .verbose {
            return first
        }
        let name = self.name(report.name).shortened(to: nameColumn, ellipsis: glyphs.ellipsis).text
        for outage in outages where toldOutages[outage] == nil && toldOutages.count < Self.maximumRemembered {
            toldOutages[outage] = name
        }
        return nil
    }
}
