import TikTokAPI
import DestinationHealth

/// Which destinations changed, gathered as they come.
struct PastChanges: Sendable {
    /// Whether any destination was known before.
    private(set) var hasPast = false
    private(set) var changed: [(name: String, status: HealthStatus)] = []
    /// How many told another verdict that does not count yet.
    private(set) var pending = 0

    mutating func add(_ report: DestinationReport) {
        guard let history = report.history else { return }
        if history.runs > 1 || history.changedFrom != nil { hasPast = true }
        if history.pending != nil {
            pending += 1
            hasPast = true
        }
        if history.isChange { changed.append((report.name, report.status)) }
    }
}

extension TextFormat {
    /// The words behind a verdict, with what earlier runs add to them.
    func withPast(_ detail: String, of report: DestinationReport) -> String {
        guard let history = report.history, let known = history.status, report.status != .skipped else { return detail }
        if let pending = history.pending {
            let words = "\(pending.status.rawValue) now, \(pending.runs) of \(pending.needed)"
            let before = history.age.map { " for \(Timestamp.shortWords(forSeconds: $0))" } ?? ""
            if report.status == pending.status { return "\(words); \(known.rawValue)\(before) before; \(detail)" }
        }
        // Either this run could not tell, or it looked at too little to clear what another found.
        if report.status != known {
            return detail
                + (history.silence.map { "; last known \(known.rawValue) \(Timestamp.shortWords(forSeconds: $0)) ago" }
                    ?? "")
        }
        if history.isChange { return (history.changedFrom.map { "was \($0.rawValue); " } ?? "") + detail }
        guard history.runs > 1, let age = history.age, known == .unhealthy || options.verbosity == .verbose else {
            return detail
        }
        return "for \(Timestamp.shortWords(forSeconds: age)), \(counted(history.runs, "run")); \(detail)"
    }

    /// Which destinations changed since the run before.
    func changes(to page: inout TextPage) {
        // In a first run there is nothing to compare with.
        guard past.hasPast else { return }
        if past.pending > 0 {
            page.put("\(counted(past.pending, "change")) not confirmed yet", .doubtful)
            page.endLine()
        }
        guard !past.changed.isEmpty else {
            page.put("no verdict changed since the last run", .dim)
            page.endLine()
            return
        }
        for (status, words) in [(HealthStatus.unhealthy, "newly unhealthy"), (.healthy, "healthy again")] {
            let names = past.changed.filter { $0.status == status }.map(\.name)
            guard !names.isEmpty else { continue }
            let label = "\(words): "
            var list = TerminalText(safe: "")
            for (number, name) in names.prefix(Self.shownChanges).enumerated() {
                if number > 0 { list = list + TerminalText(safe: ", ") }
                list = list + self.name(name).shortened(to: Self.maximumNameWidth, ellipsis: glyphs.ellipsis)
            }
            let others = names.count - Self.shownChanges
            if others > 0 { list = list + TerminalText(safe: " and \(others) more") }
            for (number, line) in list.wrapped(to: measure - label.utf8.count).enumerated() {
                if number == 0 {
                    page.put(label, status == .unhealthy ? .boldBad : .good)
                } else {
                    page.indent(label.utf8.count)
                }
                page.put(line)
                page.endLine()
            }
        }
    }

    private static let shownChanges = 10
}
