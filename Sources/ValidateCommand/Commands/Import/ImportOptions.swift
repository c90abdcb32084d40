/// What `validate import` was asked to do.
package struct ImportOptions: Sendable, Hashable {
    /// The configs, in order.
    package var configs: [ConfigSource] = []

    /// Reads the arguments behind `import`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: ImportOptions())
        try reader.read(arguments)
        self = reader.options
        configs = try ConfigSource.list(reader.operands.map(\.text))
    }

    /// No configs yet.
    init() {}

    static var rows: [OptionRow<ImportOptions>] { OptionRow.general }
}

extension Command {
    /// `validate import`.
    static let importConfig = Command(
        "import",
        "write a config of another product as ours, secrets turned into references",
        synopses: ["validate import CONFIG..."],
        discussion: [
            "Standard output gets one config with the destinations of all of CONFIG, and never a secret: each is a "
                + "reference such as ${env:SHOP_ACCESS_TOKEN}. Standard error tells as what each was read, which "
                + "variables to set, and what could not be carried over. Values are cleaned of what was pasted with them.",
            "CONFIG is whatever 'validate check' takes, directories and \"-\" among them, but a config of ours, which needs "
                + "no import.",
            "Ends with status 0, with 2 if a config cannot be read, is not known or holds nothing (what the others hold is "
                + "written all the same), and with 4 if the text could not be written.",
        ],
        operands: .file,
        options: ImportOptions.rows.map(\.option),
        examples: [
            Example(
                commandLine: "validate import airbyte.json",
                purpose: "Show Airbyte's source as a config of ours"
            )
        ],
        read: { (arguments, _) throws(UsageError) in .importConfig(try ImportOptions(reading: arguments)) }
    )
}
