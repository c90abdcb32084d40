import TikTokAPI
import DestinationHealth

/// The time that all timelines of a page show, so that they can be compared.
struct TimelineSpan {
    /// At most so many seconds before the run.
    static let maximum = 30 * 86_400

    let start: Int
    let end: Int

    /// From the oldest verdict that is remembered, or 30 days before the run.
    init(of report: Report) {
        end = report.metadata.startedAt
        let oldest = report.destinations.compactMap { $0.history?.timeline.first?.time }.min() ?? end
        start = min(max(oldest, end - Self.maximum), end - 60)
    }

    /// Where a moment stands, in thousandths from the left.
    func position(_ time: Int) -> Int {
        // The bounds come first: times of a state are only known to be before the year 10,000.
        (min(max(time, start), end) - start) * 1000 / (end - start)
    }
}

extension DestinationHistory {
    /// Whether there is a verdict from before this run.
    var hasPast: Bool { timeline.first.map { $0.time < now } ?? false }
}

extension HTMLFormat {
    /// The past verdicts of a destination as a strip, with the table behind it; nothing where none is remembered.
    func timeline(_ destination: DestinationReport, _ span: TimelineSpan, to page: inout HTMLPage) {
        guard let history = destination.history, history.hasPast else { return }
        page.begin("figure", ["class": "past"])
        strip(history, span, to: &page)
        page.begin("figcaption")
        page.element("span", "\(Timestamp.shortWords(forSeconds: span.end - span.start)) ago")
        page.element("span", "this run")
        page.end()
        page.end()
        page.line()
        page.begin("details", ["class": "past-table"])
        page.element("summary", "Past verdicts as a table")
        page.beginTable("Past verdicts", ["from", "verdict", "lasted"])
        let ends = history.timeline.dropFirst().map(\.time) + [span.end]
        for (change, end) in zip(history.timeline, ends).reversed() {
            page.begin("tr")
            page.begin("td")
            page.time(change.time)
            page.end()
            page.begin("td")
            mark(change.status, to: &page)
            page.text(change.status.rawValue)
            page.end()
            page.element("td", Timestamp.shortWords(forSeconds: end - change.time))
            page.end()
            page.line()
        }
        page.endTable()
        page.end()
        page.line()
    }

    /// The strip: colour and height tell the verdict.
    func strip(_ history: DestinationHistory, _ span: TimelineSpan, to page: inout HTMLPage) {
        let changes = history.timeline
        let words = changes.suffix(3).map { "\($0.status.rawValue) from \(HTMLTime.moment($0.time))" }
        let more = changes.count > 3 ? "\(changes.count) verdicts, at last " : ""
        page.begin(
            "svg",
            [
                "class": "strip", "viewBox": "0 0 1000 20", "preserveAspectRatio": "none", "role": "img",
                "aria-label": more + words.joined(separator: ", "),
            ]
        )
        let ends = changes.dropFirst().map(\.time) + [span.end]
        for (change, end) in zip(changes, ends) {
            let x = span.position(change.time)
            let next = span.position(end)
            // What was over before the strip begins is in the table only; a change of this very run must be seen.
            guard end > span.start else { continue }
            let from = min(x, 992)
            let height =
                switch change.status {
                case .healthy: 8
                case .unhealthy: 20
                case .unknown, .skipped: 14
                }
            rectangle(
                change.status.rawValue,
                x: from,
                y: 20 - height,
                width: max(8, next - from),
                height: height,
                to: &page
            )
        }
        page.end()
    }
}
