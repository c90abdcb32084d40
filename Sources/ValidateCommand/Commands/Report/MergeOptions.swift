/// The options of `validate merge`.
package struct MergeOptions: Sendable, Hashable {
    /// The paths of the shards' reports, in any order.
    package var parts: [String] = []
    /// What to write and what fails the run: those options of `check` that are about the report.
    package var output = CheckOptions()

    /// Reads the arguments of `merge`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: CheckOptions())
        try reader.read(arguments)
        output = reader.options
        parts = try ReportFile.paths(reader.operands.map(\.text))
        guard !parts.isEmpty else {
            throw UsageError("no report is given", hint: "write 'validate merge part-*.json'")
        }
        try output.checkReports()
    }

    static var rows: [OptionRow<CheckOptions>] {
        let names = ["on-unknown", "baseline", "format", "color", "quiet", "verbose", "help", "version"]
        return CheckOptions.table.filter { names.contains($0.option.name) }
    }
}

extension CommandHelp {
    /// `validate merge`.
    static var merge: CommandHelp {
        CommandHelp(
            summary: "join the JSON reports of several shards; same formats and exit status as check",
            synopses: ["validate merge REPORT.json... [options]"],
            discussion: [
                "The reports are those of 'validate --shard I/N --format json=PATH' with the same configs and every I from 1 "
                    + "to N. One that is missing, given twice or of another run is refused with status 2."
            ],
            operands: .file,
            options: MergeOptions.rows.map(\.option),
            exitStatuses: ExitStatus.allCases,
            examples: [
                Example(
                    commandLine: "validate merge part-1.json part-2.json --format json=report.json",
                    purpose: "Join two parts, with text on the screen and JSON in a file"
                )
            ]
        )
    }
}
