import DestinationHealth

extension HTMLFormat {
    /// The destinations without findings, each a row of a folded table.
    func lists(_ report: Report, _ span: TimelineSpan, to page: inout HTMLPage) {
        let groups: [(id: String, title: String, status: HealthStatus)] = [
            ("not-checked", "Not checked", .unknown), ("healthy", "Healthy", .healthy),
            ("skipped", "Skipped", .skipped),
            // A report that says so without saying why is none of ours, and must be shown all the same.
            ("unexplained", "Unhealthy, without a finding", .unhealthy),
        ]
        for (id, title, status) in groups {
            let destinations = report.destinations.filter { $0.status == status && $0.findings.isEmpty }
            guard !destinations.isEmpty else { continue }
            page.begin("section", ["aria-labelledby": id])
            page.begin("h2", ["id": id])
            page.text(title + " ")
            page.element("span", ["class": "badge"], String(destinations.count))
            page.end()
            page.line()
            page.begin("details", ["class": "card list \(status.rawValue)"])
            page.element("summary", "Show as a table")
            page.line()
            let remembers = destinations.contains { $0.history?.hasPast == true }
            let columns = ["destination", "type", "how it is known"] + (remembers ? ["past verdicts"] : [])
            page.beginTable(title, columns)
            for destination in destinations.prefix(Self.maximumRows) {
                row(destination, remembers ? span : nil, to: &page)
            }
            page.endTable()
            left(destinations.count - Self.maximumRows, "destination", to: &page)
            page.end()
            page.end()
            page.line()
        }
    }

    private func row(_ destination: DestinationReport, _ span: TimelineSpan?, to page: inout HTMLPage) {
        page.begin("tr")
        page.begin("th", ["scope": "row"])
        mark(destination.status, to: &page)
        page.name(fields.name(destination.name))
        page.end()
        page.element("td", destination.type.rawValue)
        let known =
            switch destination.status {
            case .healthy: destination.isVerified ? "verified by the API" : "not verified"
            case .unknown: "not checked"
            case .skipped: "disabled in the config"
            case .unhealthy: ""
            }
        page.element("td", ([known] + [past(destination)].compactMap { $0 }).joined(separator: ", "))
        if let span {
            page.begin("td")
            if let history = destination.history, history.hasPast { strip(history, span, to: &page) }
            page.end()
        }
        page.end()
        page.line()
    }
}
