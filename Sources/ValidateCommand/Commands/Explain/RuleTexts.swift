import DestinationHealth
import Reporting

extension RulesOptions {
    /// The list of all rules.
    func text(_ style: ReferenceStyle) -> String {
        switch format {
        case .markdown: RulesPage.markdown()
        case .text: RuleList.text(style)
        }
    }
}

extension RuleDescription.Stage {
    /// The stages in the order of running.
    static let inOrder: [RuleDescription.Stage] = [.offline, .live]

    /// What rules of this stage look at.
    var words: String {
        switch self {
        case .offline: "offline: from the config alone"
        case .live: "live: by asking TikTok"
        }
    }
}

/// The table of all rules.
enum RuleList {
    static func text(_ style: ReferenceStyle) -> String {
        let rules = RuleRegistry.all.map { $0.description }
        let idWidth = rules.map(\.id.utf8.count).max() ?? 0
        let severityWidth = Severity.allCases.map(\.rawValue.utf8.count).max() ?? 0
        var page = ReferencePage(style)
        for (index, stage) in RuleDescription.Stage.inOrder.enumerated() {
            if index > 0 { page.space() }
            page.line(stage.words, .bold)
            for rule in rules where rule.stage == stage {
                page.row(
                    [
                        (text: rule.id, width: idWidth, face: .plain),
                        (text: rule.severity.rawValue, width: severityWidth, face: rule.severity.face),
                    ],
                    rule.title
                )
            }
        }
        page.space()
        page.line("The severity is that of a rule's usual finding. 'validate explain RULE' shows more.", .dim)
        return page.text
    }
}

/// The explanation of a rule.
enum RuleText {
    static func text(_ rule: RuleDescription, _ style: ReferenceStyle) -> String {
        var page = ReferencePage(style)
        page.line(
            (text: rule.id, face: .bold),
            (text: rule.severity.rawValue, face: rule.severity.face),
            (text: rule.stage.words, face: .dim)
        )
        page.line("Reports: \(rule.title).")
        page.heading("Why it matters")
        page.line(rule.rationale, indentation: 2)
        if let bad = rule.bad.first {
            page.heading("Bad")
            page.example(bad, .bad)
            if !bad.message.isEmpty { page.line("The finding says: … \(bad.message) …", indentation: 2) }
        }
        if let good = rule.good.first {
            page.heading("Good")
            page.example(good, .good)
        }
        if rule.stage == .live { page.line(world, .dim, indentation: 2) }
        page.heading("What it recommends")
        page.remedies(rule.remedyExplanations, isChoice: true)
        if rule.stage == .live {
            page.space()
            page.line(undecided)
        }
        return page.text
    }

    /// The note below the examples of a live rule.
    static let world = "These exist in the simulator's built-in world: try them with --simulate."

    /// The note below every live rule.
    static let undecided =
        "When TikTok's answer decides nothing (no network, throttling, a failure at TikTok), the verdict is unknown, and the "
        + "finding says what to do. 'validate explain CODE' shows what a return code can mean."
}

extension ReferencePage {
    /// Adds remedies, each with who acts and for which kind of token.
    ///
    /// - Parameters:
    ///   - remedies: The remedies.
    ///   - isChoice: Whether a finding shows one of them.
    mutating func remedies(_ remedies: [RemedyExplanation], indentation: Int = 2, isChoice: Bool = false) {
        if isChoice, remedies.count > 1 { line("The finding shows the one that fits.", .dim, indentation: indentation) }
        for remedy in remedies {
            line(remedy.heading, indentation: indentation, hanging: 2)
            steps(remedy.steps, indentation: indentation + 2)
        }
    }
}

extension RemedyExplanation {
    /// Who acts, and for which kind of token.
    var heading: String {
        let who = actor == .nobody ? "no action is needed" : "\(actor.title) can fix it"
        return "\(kinds.isEmpty ? "" : "for \(Self.list(kinds.map(\.words))): ")\(who):"
    }

    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}

extension TokenKind {
    /// The kind, in words.
    var words: String {
        switch self {
        case .eventsManager: "an Events Manager token"
        case .marketing: "a marketing token"
        case .tiktokAccount: "a TikTok account's token"
        case .sandbox: "a sandbox token"
        }
    }
}
