import DestinationHealth

extension TextFormat {
    /// Every check, the token's kind and every answer, for `-v`.
    func details(_ report: DestinationReport, to page: inout TextPage) {
        if let token = report.tokenKind {
            let inference =
                token.inference.map { TerminalText(safe: ", inferred: ") + field($0) }
                ?? TerminalText(safe: ", declared")
            detail("token", [TerminalText(safe: token.kind.rawValue) + inference], to: &page)
        }
        for outcome in [CheckResult.Outcome.passed, .warned, .failed, .unknown, .skipped] {
            detail(outcome.rawValue, rules(report.checks.filter { $0.outcome == outcome }), to: &page)
        }
        for answer in report.answers {
            let said =
                quotation(answer.evidence).map { TerminalText(safe: ", TikTok said ") + $0 } ?? TerminalText(safe: "")
            let meaning = TerminalText(safe: "read as: ") + field(answer.meaning) + said
            detail("answer", facts(answer.evidence, measure - Self.detailColumn) + [meaning], to: &page)
        }
    }

    private static let detailColumn = 14

    /// The rules that came out alike, one paragraph for each reason.
    private func rules(_ checks: [CheckResult]) -> [TerminalText] {
        var reasons: [String?] = []
        var groups: [String?: [String]] = [:]
        for check in checks {
            if groups[check.reason] == nil { reasons.append(check.reason) }
            groups[check.reason, default: []].append(check.rule)
        }
        return reasons.map { reason in
            let rules = TerminalText(safe: (groups[reason] ?? []).joined(separator: ", "))
            return reason.map { rules + TerminalText(safe: ": ") + field($0) } ?? rules
        }
    }

    private func detail(_ label: String, _ paragraphs: [TerminalText], to page: inout TextPage) {
        var isFirst = true
        for line in paragraphs.flatMap({ $0.wrapped(to: measure - Self.detailColumn) }) {
            page.indent(4)
            page.put(isFirst ? label : "", .dim)
            page.indent(Self.detailColumn - 4 - (isFirst ? label.utf8.count : 0))
            page.put(line, .dim)
            page.endLine()
            isFirst = false
        }
    }
}
