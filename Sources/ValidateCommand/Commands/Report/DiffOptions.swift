/// The options of `validate diff`.
package struct DiffOptions: Sendable, Hashable {
    /// The format of the comparison.
    package enum Format: String, WordChoice, Hashable {
        /// For people.
        case text
        /// For programs.
        case json
    }

    /// The path of the earlier report.
    package var old = ""
    /// The path of the later report.
    package var new = ""
    /// `--format`.
    package var format = Format.text
    /// `--color`.
    package var color = ColorMode.auto

    /// No reports yet.
    init() {}

    /// Reads the arguments of `diff`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: DiffOptions())
        try reader.read(arguments)
        let paths = try ReportFile.paths(reader.operands.map(\.text))
        guard paths.count == 2 else {
            throw UsageError("diff takes two reports", hint: "write 'validate diff OLD.json NEW.json'")
        }
        self = reader.options
        (old, new) = (paths[0], paths[1])
    }

    static var rows: [OptionRow<DiffOptions>] {
        [
            .value("format", .word(Format.self), .report, "text for people, or JSON", default: "text") {
                $0.format = $1
            },
            .color { $0.color = $1 },
        ] + OptionRow.general
    }
}

extension CommandHelp {
    /// `validate diff`.
    static var diff: CommandHelp {
        CommandHelp(
            summary: "compare two JSON reports: what got worse, what got better",
            synopses: ["validate diff OLD.json NEW.json [options]"],
            discussion: [
                "Worse is a destination whose verdict got worse, one with an error of a rule that it had no error of "
                    + "before, and a new one that is not healthy. Destinations are identified by their config and name.",
                "Ends with status 0 if nothing is worse, with 1 if something is, with 2 if a report cannot be read, or NEW is "
                    + "of a run that could not read a config, and with 4 if the text could not be written.",
            ],
            operands: .file,
            options: DiffOptions.rows.map(\.option),
            examples: [
                Example(commandLine: "validate diff yesterday.json today.json", purpose: "Show what changed in a day")
            ]
        )
    }
}
