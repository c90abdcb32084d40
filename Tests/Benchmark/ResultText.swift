import Foundation

extension Figure {
    /// One line for the terminal.
    var line: String {
        func column(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        let verdict = isMet.map { $0 ? "ok" : "MISSED" } ?? ""
        let ratio = "\(ratios.minimum.short) / \(ratios.median.short) / \(ratios.maximum.short)"
        return column(name, 26) + column(ratio, 26) + column(limit.map { "<= \($0.short)" } ?? "-", 9)
            + column(verdict, 8)
            + "\(values.median.short) \(unit.rawValue), \(reference): \(references.median.short) \(unit.rawValue)"
    }

    static let heading = "figure                    ratio min / median / max    limit    "
}

extension Double {
    /// Three digits that count.
    var short: String {
        guard isFinite else { return "-" }
        let digits = abs(self) >= 100 ? 0 : abs(self) >= 10 ? 1 : abs(self) >= 1 ? 2 : 3
        return String(format: "%.\(digits)f", self)
    }
}

/// What a run of the benchmark found, in the forms in which it is kept.
struct ResultText {
    let results: Results
    let simulation: [ScaleSimulation.Row]
    let machine: String

    /// For programs: every value of every round.
    func json() throws -> Data {
        let figures = results.figures.map { figure -> [String: Any] in
            [
                "name": figure.name, "title": figure.title, "subject": figure.subject, "reference": figure.reference,
                "unit": figure.unit.rawValue, "limit": figure.limit ?? NSNull(), "is_met": figure.isMet ?? NSNull(),
                "values": figure.pairs.map(\.subject), "reference_values": figure.pairs.map(\.reference),
                "ratio": [
                    "minimum": figure.ratios.minimum, "median": figure.ratios.median, "maximum": figure.ratios.maximum,
                ],
            ]
        }
        let scale = simulation.map { row -> [String: Any] in
            [
                "title": row.title, "destinations": row.destinations, "calls": row.calls, "shards": row.shards,
                "seconds": row.seconds,
            ]
        }
        let all: [String: Any] = [
            "machine": machine, "figures": figures, "left_out": results.omissions, "simulation": scale,
        ]
        return try JSONSerialization.data(withJSONObject: all, options: [.prettyPrinted, .sortedKeys])
    }

    /// The table of figures, in Markdown.
    var markdown: String {
        var text = "Measured on \(machine).\n\n"
        text += "| what | validate | beside | ratio (min, median, max) | at most |\n|---|---|---|---|---|\n"
        for figure in results.figures {
            let unit = figure.unit.rawValue
            text +=
                "| \(figure.title) | \(figure.values.median.short) \(unit) | "
                + "\(figure.reference): \(figure.references.median.short) \(unit) | "
                + "\(figure.ratios.minimum.short), \(figure.ratios.median.short), \(figure.ratios.maximum.short) | "
                + "\(figure.limit?.short ?? "")\(figure.isMet == false ? " (missed)" : "") |\n"
        }
        for omission in results.omissions { text += "\n\(omission)." }
        return text
    }

    /// The table of a million destinations.
    var scaleTable: String {
        var text = "| a million destinations | calls | parts | time |\n|---|---|---|---|\n"
        for row in simulation {
            text += "| \(row.title) | \(row.calls) | \(row.shards) | \(Self.time(row.seconds)) |\n"
        }
        return text
    }

    static func time(_ seconds: Double) -> String {
        seconds >= 7200
            ? "\((seconds / 3600).short) h" : seconds >= 120 ? "\((seconds / 60).short) min" : "\(seconds.short) s"
    }
}

/// A document with a part that is made by this program.
enum GeneratedPart {
    /// Replaces what is between `<!-- NAME -->` and `<!-- end of NAME -->`.
    static func replace(_ name: String, inFile path: String, by content: String) throws(BenchmarkFailure) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let start = text.range(of: "<!-- \(name) -->\n"),
            let end = text.range(of: "<!-- end of \(name) -->"), start.upperBound <= end.lowerBound
        else { throw BenchmarkFailure("\(path) has no part called \(name)") }
        let new = text[..<start.upperBound] + content + text[end.lowerBound...]
        do { try Data(new.utf8).write(to: URL(fileURLWithPath: path)) } catch {
            throw BenchmarkFailure("\(path) cannot be written")
        }
    }
}
