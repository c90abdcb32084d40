import DestinationHealth

extension HTMLFormat {
    /// The verdicts in numbers, as a bar, and as a mark for each destination; then what changed, and whose turn it is.
    func glance(_ report: Report, to page: inout HTMLPage) {
        page.begin("section", ["class": "glance", "aria-labelledby": "glance"])
        page.element("h2", ["id": "glance"], "At a glance")
        let summary = report.summary
        let counts: [(status: HealthStatus, count: Int)] = [
            (.unhealthy, summary.unhealthy), (.unknown, summary.unknown), (.healthy, summary.healthy),
            (.skipped, summary.skipped),
        ]
        page.begin("ul", ["class": "tiles"])
        for (status, count) in counts {
            page.begin("li", ["class": "tile \(status.rawValue)\(count == 0 ? " none" : "")"])
            page.begin("span", ["class": "what"])
            mark(status, to: &page)
            page.text(status.rawValue)
            page.end()
            page.text(" ")
            page.element("strong", ["class": "count"], String(count))
            if status == .healthy {
                let open = report.destinations.count { $0.status == .healthy && !$0.isVerified }
                if open > 0 {
                    page.element("span", ["class": "small"], "\(open == count ? "" : "\(open) ")not verified")
                }
            }
            page.end()
            page.line()
        }
        page.end()
        bar(counts, to: &page)
        marks(report, to: &page)
        changes(report, to: &page)
        actors(report, to: &page)
        page.end()
        page.line()
    }

    /// The shares of the verdicts; the tiles above say the same in words.
    private func bar(_ counts: [(status: HealthStatus, count: Int)], to page: inout HTMLPage) {
        let total = counts.reduce(0) { $0 + $1.count }
        guard total > 0 else { return }
        let words = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.status.rawValue)" }
        page.begin(
            "svg",
            [
                "class": "bar", "viewBox": "0 0 1000 10", "preserveAspectRatio": "none", "role": "img",
                "aria-label": "Of \(total.of("destination")): \(words.joined(separator: ", "))",
            ]
        )
        // One in ten thousand must still be seen.
        let shown = counts.filter { $0.count > 0 }
        let least = 12
        let room = 1000 - least * shown.count
        var x = 0
        for (index, (status, count)) in shown.enumerated() {
            let width = index == shown.count - 1 ? 1000 - x : least + room * count / total
            rectangle(
                status.rawValue,
                x: x,
                y: 0,
                width: max(1, width - (index == shown.count - 1 ? 0 : 3)),
                height: 10,
                to: &page
            )
            x += width
        }
        page.end()
        page.line()
    }

    /// A mark for each destination, in the order of the config. The lists below have the names.
    private func marks(_ report: Report, to page: inout HTMLPage) {
        guard report.destinations.count > 1, report.destinations.count <= Self.maximumMarks else { return }
        page.begin("div", ["class": "marks", "aria-hidden": "true"])
        for destination in report.destinations {
            let status = destination.status.rawValue
            page.element(
                "span",
                ["class": "dot \(status)", "title": "\(fields.name(destination.name)): \(status)"],
                ""
            )
        }
        page.end()
        page.line()
    }

    /// What is different from the run before, where there was one.
    private func changes(_ report: Report, to page: inout HTMLPage) {
        var past = PastChanges()
        for destination in report.destinations { past.add(destination) }
        guard report.metadata.remembersVerdicts, past.hasPast else { return }
        page.element("h3", "Since the last run")
        guard !past.changed.isEmpty else {
            page.element("p", "No verdict changed.")
            page.line()
            return
        }
        page.begin("ul", ["class": "plain"])
        for (status, words) in [(HealthStatus.unhealthy, "Newly unhealthy"), (.healthy, "Healthy again")] {
            let names = past.changed.filter { $0.status == status }.map(\.name)
            guard !names.isEmpty else { continue }
            page.begin("li")
            mark(status, to: &page)
            page.element("strong", words)
            page.text(": ")
            for (index, name) in names.prefix(30).enumerated() {
                if index > 0 { page.text(", ") }
                page.name(fields.name(name))
            }
            if names.count > 30 { page.text(" and \(names.count - 30) more") }
            page.end()
            page.line()
        }
        page.end()
        page.line()
    }

    /// Who has how much to do.
    private func actors(_ report: Report, to page: inout HTMLPage) {
        var work: [Actor: (findings: Int, destinations: Int)] = [:]
        for destination in report.destinations {
            let grave = destination.findings.filter { $0.severity > .note }
            for finding in grave { work[finding.remediation.actor, default: (0, 0)].findings += 1 }
            for actor in Set(grave.map(\.remediation.actor)) { work[actor, default: (0, 0)].destinations += 1 }
        }
        guard !work.isEmpty else { return }
        page.element("h3", "Who acts next")
        page.begin("ul", ["class": "actors"])
        for actor in Actor.allCases {
            guard let (findings, destinations) = work[actor] else { continue }
            page.begin("li")
            page.element("strong", Self.title(actor))
            page.element("span", "\(findings.of("finding")), \(destinations.of("destination"))")
            page.end()
            page.line()
        }
        page.end()
        page.line()
    }

    /// The actor at the beginning of a line.
    static func title(_ actor: Actor) -> String {
        if actor == .nobody { return "Nobody: wait, and run again" }
        let title = actor.title
        return String(title.unicodeScalars.prefix(1)).uppercased() + String(title.unicodeScalars.dropFirst())
    }

    /// A rectangle of a drawing.
    func rectangle(_ kind: String, x: Int, y: Int, width: Int, height: Int, to page: inout HTMLPage) {
        page.element(
            "rect",
            ["class": kind, "x": "\(x)", "y": "\(y)", "width": "\(width)", "height": "\(height)"],
            ""
        )
    }
}
