import TikTokAPI
import DestinationHealth

extension HTMLFormat {
    /// The destinations that there is something to say of, the gravest first.
    func cards(_ report: Report, _ span: TimelineSpan, to page: inout HTMLPage) {
        let groups: [(id: String, title: String, status: HealthStatus)] = [
            ("unhealthy", "Unhealthy", .unhealthy), ("unknown", "Could not tell", .unknown),
            ("remarks", "Healthy, with remarks", .healthy),
        ]
        var opened = 0
        var used = 0
        for (id, title, status) in groups {
            let destinations = report.destinations.filter { $0.status == status && !$0.findings.isEmpty }
            guard !destinations.isEmpty else { continue }
            page.begin("section", ["aria-labelledby": id])
            page.begin("h2", ["id": id])
            page.text(title + " ")
            page.element("span", ["class": "badge"], String(destinations.count))
            page.end()
            page.line()
            let loose = status == .healthy ? Self.maximumOpenCards : Self.maximumLooseCards
            var shown = 0
            for destination in destinations {
                // The headline has said it of all of them.
                let isFolded = status == .healthy || (status == .unknown && report.headline != nil)
                let isOpen = !isFolded && opened < Self.maximumOpenCards
                var part = HTMLPage()
                card(destination, span, isOpen: isOpen, to: &part)
                guard used == 0 || used + part.bytes.count <= Self.maximumCardBytes else { break }
                used += part.bytes.count
                if isOpen { opened += 1 }
                if shown == loose {
                    page.begin("details", ["class": "rest"])
                    page.element("summary", "Show \(destinations.count - shown) more")
                    page.line()
                }
                page.add(part)
                shown += 1
            }
            if shown > loose { page.end() }
            left(destinations.count - shown, "destination", to: &page)
            page.end()
            page.line()
        }
    }

    private func card(_ destination: DestinationReport, _ span: TimelineSpan, isOpen: Bool, to page: inout HTMLPage) {
        let status = destination.status.rawValue
        page.begin("article", ["class": "card \(status)"])
        page.line()
        page.begin("div", ["class": "title"])
        page.begin("h3")
        mark(destination.status, to: &page)
        page.name(fields.name(destination.name))
        page.end()
        page.element("p", ["class": "gist"], gist(destination))
        let findings = Self.gravestFirst(destination.findings)
        page.end()
        page.line()
        if isOpen { page.begin("details", ["open": ""]) } else { page.begin("details") }
        page.begin("summary")
        // Folded it says what is worst, unfolded the first finding does.
        if let gravest = findings.first {
            page.element("span", ["class": "folded"], fields.sentence(gravest.message))
        }
        page.element("span", ["class": "unfolded"], "Findings and steps")
        page.end()
        page.line()
        page.begin("p", ["class": "facts"])
        page.text(destination.type.rawValue)
        if let kind = destination.tokenKind { page.text(" · \(Self.words(kind.kind.rawValue)) token") }
        if destination.status == .healthy {
            page.text(destination.isVerified ? " · verified by the API" : " · not verified")
        }
        page.text(" · ")
        page.element("code", place(destination.source))
        page.end()
        page.line()
        timeline(destination, span, to: &page)
        for finding in findings { self.finding(finding, to: &page) }
        page.end()
        page.end()
        page.line()
    }

    private static func gravestFirst(_ findings: [Finding]) -> [Finding] {
        Severity.allCases.sorted(by: >).flatMap { severity in findings.filter { $0.severity == severity } }
    }

    private func finding(_ finding: Finding, to page: inout HTMLPage) {
        page.begin("div", ["class": "finding \(finding.severity.rawValue)"])
        page.begin("h4")
        page.element("span", ["class": "severity"], finding.severity.rawValue)
        page.text(" ")
        page.text(fields.sentence(finding.message))
        page.end()
        page.line()
        if let evidence = finding.evidence { self.evidence(evidence, to: &page) }
        let remediation = finding.remediation
        if !remediation.steps.isEmpty {
            page.begin("p", ["class": "who"])
            page.text("To fix it – ")
            page.element("strong", Self.title(remediation.actor))
            page.end()
            page.line()
            page.begin(remediation.steps.count == 1 ? "ul" : "ol", ["class": "steps"])
            for step in remediation.steps { page.element("li", fields.masker.mask(field: step)) }
            page.end()
            page.line()
        }
        page.begin("p", ["class": "where"])
        page.element("code", place(finding.source))
        if let field = finding.field {
            page.text(" · ")
            page.element("code", fields.ours(field))
        }
        page.text(" · rule ")
        page.element("code", finding.rule)
        page.end()
        page.end()
        page.line()
    }

    private func evidence(_ evidence: ResponseSummary, to page: inout HTMLPage) {
        page.begin("figure", ["class": "answer"])
        if let message = evidence.message { page.element("blockquote", fields.foreign(message)) }
        page.begin("figcaption")
        page.text(evidence.message == nil ? "TikTok's answer: " : "TikTok's words: ")
        var facts: [String] = []
        if let code = evidence.code { facts.append("code \(code)") }
        if let status = evidence.httpStatus { facts.append("HTTP \(status)") }
        facts.append(evidence.endpoint)
        if evidence.attempts > 1 { facts.append("asked \(evidence.attempts) times") }
        page.text(facts.joined(separator: " · "))
        if let id = evidence.requestID {
            page.text(" · request ")
            page.text(fields.foreign(id))
        }
        page.end()
        page.end()
        page.line()
    }

    /// What a folded card says: how much there is, and since when.
    private func gist(_ destination: DestinationReport) -> String {
        var words: [String] = []
        for (severity, noun) in [
            (Severity.error, "error"), (.unknown, "open question"), (.warning, "warning"), (.note, "note"),
        ] {
            let count = destination.findings.count { $0.severity == severity }
            if count > 0 { words.append(count.of(noun)) }
        }
        return (words + [past(destination)].compactMap { $0 }).joined(separator: ", ")
    }

    /// What earlier runs add to a verdict.
    func past(_ destination: DestinationReport) -> String? {
        guard let history = destination.history, let known = history.status, destination.status != .skipped else {
            return nil
        }
        if destination.status != known {
            return history.silence.map { "last known \(known.rawValue) \(Timestamp.shortWords(forSeconds: $0)) ago" }
        }
        if history.isChange { return history.changedFrom.map { "was \($0.rawValue) before" } }
        guard history.runs > 1, let age = history.age else { return nil }
        return "for \(Timestamp.shortWords(forSeconds: age)), \(history.runs.of("run"))"
    }

    /// A name of the program's own as words: `events_manager` is `events manager`.
    static func words(_ name: String) -> String {
        String(decoding: name.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}
