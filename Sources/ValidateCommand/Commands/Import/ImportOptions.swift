/// The options of `validate import`.
package struct ImportOptions: Sendable, Hashable {
    /// The configs, in order.
    package var configs: [ConfigSource] = []

    /// No configs yet.
    init() {}

    /// Reads the arguments of `import`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: ImportOptions())
        try reader.read(arguments)
        configs = try ConfigSource.list(reader.operands.map(\.text))
    }

    static var rows: [OptionRow<ImportOptions>] { OptionRow.general }
}

extension CommandHelp {
    /// `validate import`.
    static var importConfig: CommandHelp {
        CommandHelp(
            summary: "write a config of another product as ours, secrets turned into references",
            synopses: ["validate import CONFIG..."],
            discussion: [
                "Standard output gets one config with the destinations of all of CONFIG, and never a secret: each is a "
                    + "reference such as ${env:SHOP_ACCESS_TOKEN}. Standard error says how each was recognised, which "
                    + "variables to set, and what could not be converted. What was pasted along with a value is removed.",
                "CONFIG is anything that 'validate check' takes, directories and \"-\" among them, except a config of ours, "
                    + "which needs no import.",
                "Ends with status 0, with 2 if a config cannot be read, is not known or holds nothing (what the others hold is "
                    + "still written), and with 4 if the text could not be written.",
            ],
            operands: .file,
            options: ImportOptions.rows.map(\.option),
            examples: [
                Example(
                    commandLine: "validate import airbyte.json",
                    purpose: "Show Airbyte's source as a config of ours"
                )
            ]
        )
    }
}
