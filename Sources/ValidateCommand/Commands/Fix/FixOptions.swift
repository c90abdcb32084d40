/// The options of `validate fix`.
package struct FixOptions: Sendable, Hashable {
    /// The configs, in order; never standard input.
    package var configs: [ConfigSource] = []
    /// `--diff`: show the change and write nothing.
    package var showsDiff = false
    /// `--check`: write nothing, and fail if there is something to fix.
    package var isCheck = false
    /// `--color`.
    package var color = ColorMode.auto

    /// Whether the fixed configs are written.
    var writes: Bool { !showsDiff && !isCheck }

    /// No configs yet.
    init() {}

    /// Reads the arguments of `fix`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: FixOptions())
        try reader.read(arguments)
        self = reader.options
        configs = try ConfigSource.list(reader.operands.map(\.text), suggestsStandardInput: false)
        guard !configs.contains(.standardInput) else {
            throw UsageError(
                "standard input (-) cannot be fixed in place",
                hint: "give the path of a config file; a file of that name is ./-"
            )
        }
    }

    static var rows: [OptionRow<FixOptions>] {
        [
            .flag("check", .verdict, "write nothing; exit 1 when something would change") { $0.isCheck = true },
            .flag("diff", .report, "show the change as a unified diff, secrets masked, and write nothing") {
                $0.showsDiff = true
            },
            .color { $0.color = $1 },
        ] + OptionRow.general
    }
}

extension CommandHelp {
    /// `validate fix`.
    static var fix: CommandHelp {
        CommandHelp(
            summary: """
                repair in place what can be repaired without guessing (whitespace, hidden characters, pasted decoration)
                """,
            synopses: ["validate fix CONFIG... [options]"],
            discussion: [
                "Removes what surrounding-whitespace, hidden-character and pasted-decoration find in values that are written "
                    + "in the config; every other byte of the file stays as it is. What cannot be fixed without guessing "
                    + "is left and listed; so is a value that comes from a variable or a file, which must be fixed there.",
                "The file is replaced in one step and keeps its mode and owner. No backup is made, because it would hold "
                    + "secrets. A symbolic link is not written through, and a file with nothing to fix is not touched.",
                "Ends with status 0 if it is done or there is nothing to do, with 1 under --check if something would change, "
                    + "with 2 if a config cannot be read, and with 4 if a file or the text could not be written.",
            ],
            operands: .file,
            options: FixOptions.rows.map(\.option),
            examples: [
                Example(commandLine: "validate fix --diff config.json", purpose: "Show what would be fixed"),
                Example(commandLine: "validate fix config.json", purpose: "Fix a config"),
                Example(
                    commandLine: "validate fix --check a.json b.json",
                    purpose: "Fail where there is something to fix"
                ),
            ]
        )
    }
}
