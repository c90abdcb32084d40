import TikTokAPI
import DestinationHealth

/// One credential that ends.
private struct Ending {
    let destination: String
    let credential: String
    let time: Int
}

extension HTMLFormat {
    /// How many credentials are drawn, and how many are in the table behind the drawing.
    private static var maximumLanes: Int { 30 }
    private static var maximumEndings: Int { 500 }
    /// How soon an end is near, in seconds.
    private static var near: Int { 14 * 86_400 }

    /// When the credentials end that have a timer, the soonest first.
    func expiries(_ report: Report, to page: inout HTMLPage) {
        var endings: [Ending] = []
        for destination in report.destinations {
            for expiry in destination.expiries {
                endings.append(
                    Ending(
                        destination: destination.name,
                        credential: Self.words(expiry.credential),
                        time: min(max(expiry.unixTime, 0), Timestamp.latest)
                    )
                )
            }
        }
        guard !endings.isEmpty else { return }
        let order = endings.indices.sorted { (endings[$0].time, $0) < (endings[$1].time, $1) }
        endings = order.map { endings[$0] }
        page.begin("section", ["class": "panel", "aria-labelledby": "expiries"])
        page.element("h2", ["id": "expiries"], "When credentials end")
        page.line()
        let now = report.metadata.startedAt
        let over = endings.count { $0.time <= now }
        let soon = endings.count { $0.time > now && $0.time - now < Self.near }
        page.element(
            "p",
            "\(endings.count.of("credential")) with a known end: \(over) ended, \(soon) end\(soon == 1 ? "s" : "") within "
                + "14 days."
        )
        page.line()
        page.begin("div", ["class": "lanes", "aria-hidden": "true"])
        page.line()
        page.begin("div", ["class": "lane axis"])
        page.element("span", ["class": "whose"], "")
        page.begin("span", ["class": "scale"])
        for mark in ["now", "1 d", "7 d", "30 d", "90 d", "1 y"] { page.element("span", mark) }
        page.end()
        page.element("span", ["class": "when"], "")
        page.end()
        page.line()
        for ending in endings.prefix(Self.maximumLanes) { lane(ending, now: now, to: &page) }
        page.end()
        page.line()
        if endings.count > Self.maximumLanes {
            page.element(
                "p",
                ["class": "left"],
                "The chart shows the \(Self.maximumLanes) that end first, of \(endings.count)."
            )
        }
        table(endings, now: now, to: &page)
        page.end()
        page.line()
    }

    private func lane(_ ending: Ending, now: Int, to page: inout HTMLPage) {
        let kind = Self.kind(ending.time, now: now)
        page.begin("div", ["class": "lane"])
        page.begin("span", ["class": "whose"])
        page.name(fields.name(ending.destination))
        page.element("span", ["class": "small"], ending.credential)
        page.end()
        page.begin("svg", ["viewBox": "0 0 600 16", "preserveAspectRatio": "none"])
        let end = Self.position(ending.time, now: now)
        let (from, to) = (min(end, 100), max(end, 100))
        rectangle(kind, x: from, y: 2, width: max(4, to - from), height: 12, to: &page)
        page.end()
        page.element("span", ["class": "when \(kind)"], Self.distance(ending.time, now: now))
        page.end()
        page.line()
    }

    private func table(_ endings: [Ending], now: Int, to page: inout HTMLPage) {
        page.begin("details")
        page.element("summary", "As a table")
        page.beginTable("Credentials by their end", ["destination", "credential", "ends", "left"])
        for ending in endings.prefix(Self.maximumEndings) {
            page.begin("tr")
            page.begin("th", ["scope": "row"])
            page.name(fields.name(ending.destination))
            page.end()
            page.element("td", ending.credential)
            page.begin("td")
            page.time(ending.time)
            page.end()
            page.element("td", Self.distance(ending.time, now: now))
            page.end()
            page.line()
        }
        page.endTable()
        left(endings.count - Self.maximumEndings, "credential", to: &page)
        page.end()
        page.line()
    }

    private static func kind(_ time: Int, now: Int) -> String {
        if time <= now { return "over" }
        return time - now < near ? "near" : "far"
    }

    private static func distance(_ time: Int, now: Int) -> String {
        time <= now
            ? "ended \(Timestamp.shortWords(forSeconds: now - time)) ago"
            : "in \(Timestamp.shortWords(forSeconds: time - now))"
    }

    /// Where an end stands on a scale of six equal steps: what is over, then up to a day, a week, 30 days, 90 days and a
    /// year. Tokens live a day or a year, and both must be seen.
    static func position(_ time: Int, now: Int) -> Int {
        let days = [0, 1, 7, 30, 90, 365].map { $0 * 86_400 }
        // Neither side of the difference may be beyond a year, nor the difference itself overflow.
        let left = min(max(time, now - 365 * 86_400), now + 365 * 86_400) - now
        if left <= 0 { return 100 - min(100, -left * 100 / days[3]) }
        for step in 1..<days.count where left <= days[step] {
            return step * 100 + (left - days[step - 1]) * 100 / (days[step] - days[step - 1])
        }
        return 600
    }
}
