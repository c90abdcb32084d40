/// What `validate diff` was asked to do.
package struct DiffOptions: Sendable, Hashable {
    /// The form of the comparison.
    package enum Format: String, WordChoice, Hashable {
        /// For people.
        case text
        /// For programs.
        case json
    }

    /// The earlier report.
    package var old = ""
    /// The later one.
    package var new = ""
    /// `--format`.
    package var format = Format.text
    /// `--color`.
    package var color = ColorMode.auto

    /// Reads the arguments behind `diff`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: DiffOptions())
        try reader.read(arguments)
        let paths = try MergeOptions.reports(reader.operands.map(\.text))
        guard paths.count == 2 else {
            throw UsageError("diff takes two reports", hint: "write 'validate diff OLD.json NEW.json'")
        }
        self = reader.options
        (old, new) = (paths[0], paths[1])
    }

    /// No reports yet.
    init() {}

    static var rows: [OptionRow<DiffOptions>] {
        [
            .value("format", .word(Format.self), .report, "text for people, or JSON", default: "text") {
                $0.format = $1
            },
            .color { $0.color = $1 },
        ] + OptionRow.general
    }
}

/// What `validate merge` was asked to do.
package struct MergeOptions: Sendable, Hashable {
    /// The reports of the parts, in any order.
    package var parts: [String] = []
    /// What to write, and what fails: the options of `check` that are about the report.
    package var output = CheckOptions()

    /// Reads the arguments behind `merge`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: CheckOptions())
        try reader.read(arguments)
        output = reader.options
        parts = try Self.reports(reader.operands.map(\.text))
        guard !parts.isEmpty else {
            throw UsageError("no report is given", hint: "write 'validate merge part-*.json'")
        }
        try output.checkReports()
    }

    /// The paths of reports.
    static func reports(_ paths: [String]) throws(UsageError) -> [String] {
        guard !paths.contains(where: \.isEmpty) else {
            throw UsageError("the path of a report is empty", hint: "is a shell variable unset?")
        }
        return paths
    }

    /// The options of `check` that are about what is written and what fails.
    static var rows: [OptionRow<CheckOptions>] {
        let names = ["on-unknown", "baseline", "format", "color", "quiet", "verbose", "help", "version"]
        return CheckOptions.table.filter { names.contains($0.option.name) }
    }
}

extension Command {
    /// `validate diff`.
    static let diff = Command(
        "diff",
        "compare two JSON reports: what got worse, what got better",
        synopses: ["validate diff OLD.json NEW.json [options]"],
        discussion: [
            "Worse is a destination whose verdict got worse, one with an error of a rule that it had no error of "
                + "before, and a new one that is not healthy. Destinations are known by their config and their name.",
            "Ends with status 0 if nothing is worse, with 1 if something is, with 2 if a report cannot be read, or NEW is "
                + "of a run that could not read a config, and with 4 if the text could not be written.",
        ],
        operands: .file,
        options: DiffOptions.rows.map(\.option),
        examples: [
            Example(commandLine: "validate diff yesterday.json today.json", purpose: "Tell what changed in a day")
        ],
        read: { (arguments, _) throws(UsageError) in .diff(try DiffOptions(reading: arguments)) }
    )

    /// `validate merge`.
    static let merge = Command(
        "merge",
        "join the JSON reports of several shards; same formats and exit status as check",
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
        ],
        read: { (arguments, _) throws(UsageError) in .merge(try MergeOptions(reading: arguments)) }
    )
}
