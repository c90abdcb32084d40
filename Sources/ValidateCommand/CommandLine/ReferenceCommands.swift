internal import DestinationHealth
internal import TikTokAPI

extension Command {
    private static let statuses =
        "Ends with status 0, with 2 if the command line names nothing that is known, and with 4 if the text could not be "
        + "written."

    /// `validate explain`.
    static let explain = Command(
        "explain",
        "what a rule checks, or what a TikTok return code means, and what to do about it; no network",
        synopses: ["validate explain RULE|CODE [options]"],
        discussion: [
            "RULE is a rule's id as 'validate rules' lists it. CODE is a return code (40001), its constant "
                + "(PERMISSION_ERROR), or a group of codes (51xxx).",
            statuses,
        ],
        operands: .words(RuleRegistry.all.map { $0.description.id } + ReturnCode.all.map { "\($0.number)" }),
        options: ReferenceOptions.explainRows.map(\.option),
        examples: [
            Example(
                commandLine: "validate explain pixel-ownership",
                purpose: "Tell what a rule checks, with examples and remedies"
            ),
            Example(commandLine: "validate explain 40001", purpose: "Tell everything that a return code can mean"),
        ],
        read: { (arguments, _) throws(UsageError) in .explain(try ExplainOptions(reading: arguments)) }
    )

    /// `validate rules`.
    static let rules = Command(
        "rules",
        "list all rules",
        synopses: ["validate rules [options]"],
        discussion: [statuses],
        options: ReferenceOptions.rulesRows.map(\.option),
        examples: [Example(commandLine: "validate rules", purpose: "List all rules with their weight and title")],
        read: { (arguments, _) throws(UsageError) in .rules(try RulesOptions(reading: arguments)) }
    )
}
