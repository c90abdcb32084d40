package import DestinationHealth
import TikTokAPI

extension TextFormat {
    /// What becomes of what was found in a config.
    package enum FixOutcome: Sendable {
        /// The file is fixed.
        case written
        /// Somebody only wanted to know.
        case notAsked
        /// The file could not be written.
        case failed
    }

    /// What is taken off the values of a config, one line each.
    package func changes(_ fix: ConfigFix, _ outcome: FixOutcome) -> [UInt8] {
        var page = newPage()
        let verb =
            switch outcome {
            case .written: "taken off"
            case .notAsked: "would be taken off"
            case .failed: "not taken off"
            }
        for change in fix.changes {
            put(change.source, change.destinations, change.field, to: &page)
            page.put(verb, outcome == .failed ? .boldBad : .boldNote)
            page.put(field(": \(change.words)"))
            page.endLine()
        }
        return page.bytes
    }

    /// What is left to people in a config, one line each, and how much of all there is.
    package func leftovers(_ fix: ConfigFix, path: String, _ outcome: FixOutcome) -> [UInt8] {
        var page = newPage()
        for leftover in fix.leftovers {
            let source = outcome == .written ? leftover.sourceWhenFixed : leftover.source
            put(source, leftover.destinations, leftover.field, to: &page)
            page.put("left", .boldDoubtful)
            page.put(field(": \(leftover.words)"))
            page.endLine()
        }
        let verb =
            switch outcome {
            case .written: "fixed"
            case .notAsked: "to fix"
            case .failed: "not fixed"
            }
        let count = fix.fixedValues
        var words = count == 0 ? "nothing to fix" : "\(count) \(count == 1 ? "value" : "values") \(verb)"
        if !fix.leftovers.isEmpty { words += ", \(fix.leftovers.count) left" }
        page.put(field(path).atLineStart)
        page.put(": ")
        page.put(words, .bold)
        page.endLine()
        return page.bytes
    }

    /// `config.json:9:21: shop-eu and 2 more: access_token: `
    private func put(_ source: SourceLocation, _ destinations: [String], _ field: String, to page: inout TextPage) {
        page.put(place(source).atLineStart)
        page.put(": ")
        if let first = destinations.first { page.put(name(first)) }
        if destinations.count > 1 { page.put(" and \(destinations.count - 1) more") }
        page.put(": ")
        page.put(self.field(field))
        page.put(": ")
    }
}
