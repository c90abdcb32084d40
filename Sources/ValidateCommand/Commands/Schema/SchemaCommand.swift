import DestinationHealth

/// The options of `validate schema`, of which there are none: there is one schema.
package struct SchemaOptions: Sendable, Hashable {
    private init() {}

    /// Reads the arguments of `schema`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: SchemaOptions())
        try reader.read(arguments)
        guard reader.operands.isEmpty else {
            throw UsageError("schema takes no argument", hint: "write 'validate schema > config.schema.json'")
        }
    }

    static var rows: [OptionRow<SchemaOptions>] { OptionRow.general }

    /// The schema.
    var text: String { String(decoding: ConfigSchema.text, as: UTF8.self) }
}

extension CommandHelp {
    /// `validate schema`.
    static var schema: CommandHelp {
        CommandHelp(
            summary: "write the JSON Schema of the config to standard output",
            synopses: ["validate schema"],
            discussion: [
                "Draft-07, with a description and examples of every field. Write it beside a config, and begin the config "
                    + "with \"$schema\": \"config.schema.json\": editors then complete its keys and underline what is wrong."
            ],
            options: SchemaOptions.rows.map(\.option),
            examples: [Example(commandLine: "validate schema", purpose: "Write the schema")]
        )
    }
}
