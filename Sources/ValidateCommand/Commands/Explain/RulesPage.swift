import DestinationHealth
import Reporting

/// The reference page of all rules, in Markdown.
enum RulesPage {
    /// The command that renews the page.
    static let command = ".ci/renew"

    /// The page.
    static func markdown() -> String {
        let rules = RuleRegistry.all.map { $0.description }
        var lines: [String] = []
        lines.append("<!-- Made from the rules. To renew it: " + command + " -->")
        lines.append("")
        lines.append("# The rules")
        lines.append("")
        lines.append("`--only` and `--skip` take these names; `validate explain RULE` shows the same in the terminal.")
        for stage in RuleDescription.Stage.inOrder { lines.append(contentsOf: table(of: stage, rules)) }
        lines.append("")
        lines.append(escaped(RuleText.undecided))
        for rule in rules { lines.append(contentsOf: section(rule)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func table(of stage: RuleDescription.Stage, _ rules: [RuleDescription]) -> [String] {
        let rows = rules.filter { $0.stage == stage }.map { rule in
            "| [`\(rule.id)`](#\(rule.id)) | \(rule.severity.rawValue) | \(escaped(rule.title)) |"
        }
        return ["", "## " + heading(stage), "", "| rule | severity | what it reports |", "|---|---|---|"] + rows
    }

    private static func heading(_ stage: RuleDescription.Stage) -> String {
        switch stage {
        case .offline: "Offline: from the config alone"
        case .live: "Live: by asking TikTok"
        }
    }

    private static func section(_ rule: RuleDescription) -> [String] {
        var lines = [
            "", "## \(rule.id)", "", "**\(rule.severity.rawValue)**, \(rule.stage.rawValue): \(escaped(rule.title)).",
            "",
        ]
        lines.append(escaped(rule.rationale))
        if let bad = rule.bad.first {
            let message = bad.message.isEmpty ? "" : " (the finding says: … \(escaped(bad.message)) …)"
            lines += ["", "Bad\(message):", ""] + fenced(bad)
        }
        if let good = rule.good.first { lines += ["", "Good:", ""] + fenced(good) }
        if rule.stage == .live { lines += ["", escaped(RuleText.world)] }
        lines += ["", rule.remedies.count == 1 ? "What it recommends:" : "What it recommends, one of:"]
        for remedy in rule.remedyExplanations {
            lines += ["", "- \(remedy.heading)", ""]
            lines += remedy.steps.enumerated().map { "  \($0.offset + 1). \(escaped($0.element))" }
        }
        return lines
    }

    private static func fenced(_ example: RuleExample) -> [String] {
        let layout = ExampleLayout(example)
        var lines = ["```text"]
        for line in layout.lines {
            lines.append(line.text)
            if let mark = line.mark { lines.append(String(repeating: " ", count: mark) + "^") }
        }
        lines.append("```")
        for note in layout.notes { lines += ["", escaped(note)] }
        return lines
    }

    /// Text that Markdown shows unchanged.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            if "\\`*[]<>|".unicodeScalars.contains(scalar) { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
    }
}
