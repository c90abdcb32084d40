internal import DestinationHealth

/// What `validate schema` was asked to do: there is one schema, and it is written.
package struct SchemaOptions: Sendable, Hashable {
    /// Reads the arguments behind `schema`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: Self.rows, options: SchemaOptions())
        try reader.read(arguments)
        guard reader.operands.isEmpty else {
            throw UsageError("schema takes no argument", hint: "write 'validate schema > config.schema.json'")
        }
    }

    private init() {}

    static var rows: [OptionRow<SchemaOptions>] { OptionRow.general }

    /// What to write.
    var text: String { String(decoding: ConfigSchema.text, as: UTF8.self) }
}

extension Command {
    /// `validate schema`.
    static let schema = Command(
        "schema",
        "write the JSON Schema of the config to standard output",
        synopses: ["validate schema"],
        discussion: [
            "Draft-07, with a description and examples of every field. Write it beside a config, and begin the config with "
                + "\"$schema\": \"config.schema.json\": editors then complete its keys and underline what is wrong."
        ],
        options: SchemaOptions.rows.map(\.option),
        examples: [Example(commandLine: "validate schema", purpose: "Write the schema")],
        read: { (arguments, _) throws(UsageError) in .schema(try SchemaOptions(reading: arguments)) }
    )
}
