import DestinationHealth

/// Which destinations changed, gathered as they come.
struct PastChanges: Sendable {
    /// Whether any destination was known before.
    private(set) var hasPast = false
    private(set) var changed: [(name: String, status: HealthStatus)] = []

    mutating func add(_ report: DestinationReport) {
        guard let history = report.history else { return }
        if history.runs > 1 || history.changedFrom != nil { hasPast = true }
        if history.isChange { changed.append((report.name, report.status)) }
    }
}

extension TextFormat {
    /// The words behind a verdict, with what earlier runs add to them.
    func withPast(_ detail: String, of report: DestinationReport) -> String {
        guard let history = report.history, let known = history.status, report.status != .skipped else { return detail }
        // Either this run could not tell, or it looked at too little to clear what another found.
        if report.status != known {
            return detail + (history.silence.map { "; last known \(known.rawValue) \(Self.age($0)) ago" } ?? "")
        }
        if history.isChange { return (history.changedFrom.map { "was \($0.rawValue); " } ?? "") + detail }
        guard history.runs > 1, let age = history.age, known == .unhealthy || options.verbosity == .verbose else {
            return detail
        }
        return "for \(Self.age(age)), \(counted(history.runs, "run")); \(detail)"
    }

    /// Which destinations changed since the run before.
    func changes(to page: inout TextPage) {
        // In a first run there is nothing to compare with.
        guard past.hasPast else { return }
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

    /// A length of time in its largest unit, rounded down: `3 h`.
    private static func age(_ seconds: Int) -> String {
        for (unit, length) in [("d", 86_400), ("h", 3600), ("min", 60)] where seconds >= length {
            return "\(seconds / length) \(unit)"
        }
        return "\(seconds) s"
    }
}
