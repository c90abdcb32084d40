import TikTokAPI
package import DestinationHealth

extension TextFormat {
    /// So many destinations are named that got worse, and so many of each other kind.
    private static let shownWorse = 50
    private static let shownOthers = 10

    /// What became better and worse since an earlier report.
    package func comparison(_ comparison: ReportComparison) -> [UInt8] {
        var page = newPage()
        let moment = Timestamp.text(comparison.earlier.startedAt)
        let doubt = comparison.earlier.isInterrupted ? ", which was interrupted" : ""
        let title =
            TerminalText(safe: "compared with ") + field(comparison.earlier.path)
            + TerminalText(safe: " of \(moment)\(doubt):")
        for line in title.wrapped(to: measure) {
            page.put(line, .bold)
            page.endLine()
        }
        list("worse", .boldBad, comparison.worse, Self.shownWorse, to: &page)
        list("better", .good, comparison.better, Self.shownOthers, to: &page)
        list("bad as before", .boldDoubtful, comparison.asBefore, Self.shownOthers, to: &page)
        list("new and good", .good, comparison.added, Self.shownOthers, to: &page)
        list("not checked in this run", .dim, comparison.absent, Self.shownOthers, to: &page)
        if comparison.worse.isEmpty {
            page.indent(2)
            page.put("nothing is worse", .good)
            page.endLine()
        }
        return page.bytes
    }

    private func list(
        _ title: String,
        _ face: Face,
        _ entries: [ReportComparison.Entry],
        _ shown: Int,
        to page: inout TextPage
    ) {
        guard !entries.isEmpty else { return }
        page.indent(2)
        page.put("\(entries.count) \(title)", face)
        page.endLine()
        for entry in entries.prefix(shown) {
            let name = self.name(entry.name).shortened(to: Self.maximumNameWidth, ellipsis: glyphs.ellipsis)
            // Rules of a report from outside are no words of ours.
            let line = name + TerminalText(safe: ": ") + message(words(for: entry))
            for (number, part) in line.wrapped(to: measure - 6, first: measure - 4).enumerated() {
                page.indent(number == 0 ? 4 : 6)
                page.put(part)
                page.endLine()
            }
        }
        guard entries.count > shown else { return }
        page.indent(4)
        page.put("\(glyphs.ellipsis) \(entries.count - shown) more", .dim)
        page.endLine()
    }

    private func words(for entry: ReportComparison.Entry) -> String {
        var words: [String] = []
        switch (entry.was, entry.now) {
        case (let was?, let now?) where was == now: words.append("\(now.rawValue) as before")
        case (let was?, let now?): words.append("was \(was.rawValue), is \(now.rawValue)")
        case (nil, let now?): words.append("new, \(now.rawValue)")
        case (let was?, nil): words.append("was \(was.rawValue)")
        case (nil, nil): break
        }
        if !entry.newErrors.isEmpty { words.append("new errors: \(entry.newErrors.joined(separator: ", "))") }
        if !entry.fixed.isEmpty { words.append("fixed: \(entry.fixed.joined(separator: ", "))") }
        if !entry.unchecked.isEmpty, entry.now == .healthy {
            words.append("not looked at: \(entry.unchecked.joined(separator: ", "))")
        }
        return words.joined(separator: "; ")
    }
}

extension Report {
    /// The same with what the comparison came to in its headline, for forms that have no section for it.
    package var withComparisonAsHeadline: Report {
        guard let comparison else { return self }
        var report = self
        report.headline = [headline, comparison.headline].compactMap { $0 }.joined(separator: "; ")
        return report
    }
}
