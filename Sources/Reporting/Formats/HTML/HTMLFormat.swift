package import DestinationHealth
import LocatedJSON

/// One page that needs nothing but itself: no script, no font, no picture from elsewhere. It opens with the verdicts at a
/// glance, and goes on with what is wrong and who fixes it; what is well is folded away.
package struct HTMLFormat: ReportDocument {
    /// How much of the page destinations with findings may take, in bytes; the first one is shown whatever its size.
    static let maximumCardBytes = 2_000_000
    /// How many of them are unfolded from the start.
    static let maximumOpenCards = 10
    /// How many of a verdict are not folded away together; of the healthy ones no more than ``maximumOpenCards``.
    static let maximumLooseCards = 50
    /// How many rows a table of destinations has.
    static let maximumRows = 2000
    /// Up to how many destinations each has a mark of its own at the top.
    static let maximumMarks = 600

    let fields: ReportFields

    /// Makes a format.
    package init(masker: SecretMasker) {
        fields = ReportFields(masker: masker)
    }

    /// The page.
    package func bytes(of report: Report) -> [UInt8] {
        var page = HTMLPage()
        page.put("<!DOCTYPE html>\n")
        page.begin("html", ["lang": "en"])
        page.line()
        head(report, to: &page)
        page.begin("body")
        page.line()
        header(report, to: &page)
        page.begin("main")
        page.line()
        let span = TimelineSpan(of: report)
        glance(report, to: &page)
        cards(report, span, to: &page)
        expiries(report, to: &page)
        lists(report, span, to: &page)
        page.end()
        page.line()
        page.begin("footer")
        page.element(
            "p",
            "Healthy needs proof, unhealthy needs evidence; everything else is unknown. Times are UTC. Written by "
                + "validate \(report.metadata.toolVersion)."
        )
        page.end()
        page.line()
        page.end()
        page.line()
        page.end()
        page.line()
        return page.bytes
    }

    private func head(_ report: Report, to page: inout HTMLPage) {
        page.begin("head")
        page.line()
        page.void("meta", ["charset": "utf-8"])
        page.line()
        page.void(
            "meta",
            [
                "http-equiv": "Content-Security-Policy",
                "content": "default-src 'none'; style-src '\(HTMLStyle.hash)'; base-uri 'none'; form-action 'none'",
            ]
        )
        page.line()
        page.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        page.line()
        page.void("meta", ["name": "color-scheme", "content": "light dark"])
        page.line()
        page.void("meta", ["name": "referrer", "content": "no-referrer"])
        page.line()
        page.element("title", "\(verdict(report)) – validate")
        page.line()
        page.begin("style")
        page.put(HTMLStyle.sheet)
        page.end()
        page.line()
        page.end()
        page.line()
    }

    private func header(_ report: Report, to page: inout HTMLPage) {
        page.begin("header", ["class": "top \(report.status.rawValue)"])
        page.line()
        page.element("p", ["class": "kicker"], "TikTok event destinations")
        page.begin("h1")
        mark(report.status, to: &page)
        page.text(verdict(report))
        page.end()
        page.line()
        page.begin("p", ["class": "facts"])
        page.time(report.metadata.startedAt)
        for fact in facts(report) { page.text(" · " + fact) }
        page.end()
        page.line()
        if report.metadata.isSimulated {
            note("Simulated", "nothing was sent to TikTok; a simulator answered", to: &page)
        }
        if report.metadata.isOffline {
            note("Offline", "nothing was asked of TikTok, so that no healthy destination is verified", to: &page)
        }
        if report.isInterrupted { note("Interrupted", "not everything was checked", to: &page) }
        if let headline = report.headline { note("All destinations", fields.sentence(headline), to: &page) }
        for config in report.metadata.configs.prefix(Self.maximumRows) {
            note("Config", fields.sentence(config.sentence), to: &page)
        }
        problems(report, to: &page)
        page.end()
        page.line()
    }

    private func note(_ title: String, _ words: String, to page: inout HTMLPage) {
        page.begin("p", ["class": "note", "role": "note"])
        page.element("strong", title)
        page.text(": ")
        page.text(words)
        page.end()
        page.line()
    }

    private func problems(_ report: Report, to page: inout HTMLPage) {
        guard !report.problems.isEmpty else { return }
        page.begin("section", ["class": "problems", "aria-labelledby": "problems"])
        page.element("h2", ["id": "problems"], "Wrong with the run itself")
        page.begin("ul")
        for problem in report.problems.prefix(Self.maximumRows) {
            page.begin("li")
            page.element("strong", problem.severity.rawValue)
            page.text(": ")
            page.text(fields.sentence(problem.message))
            if let source = problem.source {
                page.text(" ")
                page.element("code", place(source))
            }
            page.end()
            page.line()
        }
        page.end()
        left(report.problems.count - Self.maximumRows, "problem", to: &page)
        page.end()
        page.line()
    }

    private func verdict(_ report: Report) -> String {
        let summary = report.summary
        let all = summary.destinations - summary.skipped
        func share(_ count: Int) -> String {
            if all == 1 { return "The destination" }
            return count == all ? "All \(all) destinations" : "\(count) of \(all) destinations"
        }
        func are(_ count: Int) -> String { count == 1 ? "is" : "are" }
        switch report.status {
        case .unhealthy: return "\(share(summary.unhealthy)) \(are(summary.unhealthy)) unhealthy"
        case .unknown where summary.unknown > 0:
            return "\(share(summary.unknown)) could not be judged"
        case .healthy: return "\(share(summary.healthy)) \(are(summary.healthy)) healthy"
        case .unknown, .skipped: return "No destination was checked"
        }
    }

    private func facts(_ report: Report) -> [String] {
        var facts: [String] = []
        if !report.metadata.isOffline {
            let kind = report.metadata.isSimulated ? "simulated " : ""
            facts.append(report.summary.apiCalls.of("\(kind)API call"))
            facts.append(report.summary.eventsSent.of("\(kind)test event") + " sent")
            if report.summary.retries > 0 {
                facts.append("asked again \(report.summary.retries.of("time"))")
            }
        }
        facts.append("took " + HTMLTime.duration(report.durationMilliseconds))
        return facts
    }

    /// Says how many of something the page leaves out, if any.
    func left(_ count: Int, _ noun: String, to page: inout HTMLPage) {
        guard count > 0 else { return }
        let more = "\(count) more \(noun)\(count == 1 ? " is" : "s are")"
        page.element("p", ["class": "left"], "\(more) left out here, for want of room; the JSON report has all.")
        page.line()
    }

    /// The sign of a verdict: a shape of its own, since not everybody tells red from green.
    func mark(_ status: HealthStatus, to page: inout HTMLPage) {
        let sign =
            switch status {
            case .healthy: "✓"
            case .unhealthy: "✗"
            case .unknown: "?"
            case .skipped: "–"
            }
        page.element("span", ["class": "mark \(status.rawValue)", "aria-hidden": "true"], sign)
    }

    /// `file:line:column`.
    func place(_ source: SourceLocation) -> String {
        "\(fields.path(source.file)):\(source.position.line):\(source.position.column)"
    }
}
