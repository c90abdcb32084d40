/// The options of `validate rules`.
package struct RulesOptions: Sendable, Hashable {
    /// The format of the list.
    package enum Format: String, WordChoice, Hashable {
        /// A table for people.
        case text
        /// The reference page.
        case markdown
    }

    /// `--format`.
    package var format = Format.text
    /// `--color`.
    package var color = ColorMode.auto

    /// Asks for a list.
    package init(format: Format = .text, color: ColorMode = .auto) {
        self.format = format
        self.color = color
    }

    /// Reads the arguments of `rules`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: RulesOptions())
        try reader.read(arguments)
        guard reader.operands.isEmpty else {
            throw UsageError("rules takes no argument", hint: "one rule is explained by 'validate explain RULE'")
        }
        self = reader.options
    }

    static var rows: [OptionRow<RulesOptions>] {
        [
            .value("format", .word(Format.self), .report, "a table, or the reference page", default: "text") {
                $0.format = $1
            },
            .color { $0.color = $1 },
        ] + OptionRow.general
    }
}

extension CommandHelp {
    /// `validate rules`.
    static var rules: CommandHelp {
        CommandHelp(
            summary: "list all rules",
            synopses: ["validate rules [options]"],
            discussion: [referenceStatuses],
            options: RulesOptions.rows.map(\.option),
            examples: [
                Example(commandLine: "validate rules", purpose: "List all rules with their severity and title")
            ]
        )
    }
}
