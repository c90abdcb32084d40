import LocatedJSON

/// The JSON Schema (draft-07) of a config, for editors and for checks without this program. Made of the fields'
/// declarations, so that it names what the loader reads.
///
/// It rejects what the loader finds fault with in a file, but for what JSON Schema cannot say, and there it accepts: whole
/// numbers written with a fraction or an exponent (`1.0`), ids of hidden characters alone, a rule's name of 64 characters
/// that are more bytes, and what a reference leads to. In two places it rejects more: a default that no destination
/// takes over is never read by the loader, and an offset may move a moment of the last hours of 1969 into 1970.
public enum ConfigSchema {
    /// The schema as JSON in UTF-8, indented, with a line break at its end.
    public static var text: [UInt8] {
        var writer = JSONWriter(pretty: true)
        schema.write(to: &writer)
        return writer.bytes + [0x0A]
    }

    private static let schema: SchemaNode = [
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A config of validate",
        "description":
            "TikTok destinations to check: a list of them under \"destinations\", or the fields of one alone.",
        "type": "object",
        "if": ["required": ["destinations"]],
        "then": .definition("file"),
        "else": .definition("only_destination"),
        "definitions": SchemaNode.object([
            ("file", file), ("destination", destination), ("only_destination", onlyDestination), ("defaults", defaults),
        ]).adding(aboutFile).adding(fields),
    ]

    private static let file: SchemaNode = [
        "type": "object",
        "properties": SchemaNode.object(references(to: aboutFile)).adding([
            ("defaults", .definition("defaults")),
            (
                "destinations",
                [
                    "title": "Destinations",
                    "description": "What to check.",
                    "type": "array",
                    "minItems": 1,
                    "items": .definition("destination"),
                ]
            ),
        ]),
        "required": ["destinations"],
        "additionalProperties": false,
    ]

    private static let destination: SchemaNode = [
        "title": "A destination",
        "type": "object",
        "properties": .object(references(to: comment + fields)),
        "additionalProperties": false,
        "allOf": .list(contradictions),
    ]

    private static let onlyDestination: SchemaNode = [
        "title": "A destination that is all there is",
        "type": "object",
        "properties": .object(references(to: aboutFile + fields)),
        "additionalProperties": false,
        "anyOf": [["required": ["pixel_id"]], ["required": ["pixel_code"]], ["required": ["access_token"]]],
        "allOf": .list(contradictions),
    ]

    private static let defaults: SchemaNode = [
        "title": "Defaults",
        "description": "Fields for each destination that does not set them.",
        "type": "object",
        "properties": .object(references(to: fields(of: Field.ofDestination.filter(\.declaration.canBeDefault)))),
        "additionalProperties": false,
    ]

    private static let comment: [(key: String, value: SchemaNode)] = [
        (
            "$comment",
            [
                "title": "Comment",
                "description": "A text or a list of texts for people; the checker ignores it.",
                "examples": ["Owned by the shop team.", ["Owned by the shop team.", "Renewed every spring."]],
            ]
        )
    ]

    /// What there may be at the top besides destinations.
    private static let aboutFile: [(key: String, value: SchemaNode)] =
        [
            (
                "$schema",
                [
                    "title": "Schema",
                    "description": "Where this schema lies, for editors; the checker ignores it.",
                    "examples": ["config.schema.json"],
                ]
            )
        ] + comment + [
            (
                "version",
                [
                    "title": "Version",
                    "description": "The version of the config's form; 1 is the only one there is.",
                    "const": 1,
                    "examples": [1],
                ]
            )
        ]

    /// The keys of a config file around its destinations.
    package static let topLevelKeys = aboutFile.map(\.key) + ["defaults", "destinations"]

    private static let fields = fields(of: Field.ofDestination)

    /// The schemas of fields, one for each of their names.
    private static func fields(of fields: [Field]) -> [(key: String, value: SchemaNode)] {
        fields.flatMap { field in field.keys.map { (key: $0, value: field.schema(as: $0)) } }
    }

    private static func references(
        to definitions: [(key: String, value: SchemaNode)]
    ) -> [(key: String, value: SchemaNode)] {
        definitions.map { (key: $0.key, value: .definition($0.key)) }
    }

    /// A field has one of its names at a time.
    private static let contradictions: [SchemaNode] = Field.ofDestination.flatMap { field in
        field.keys.indices.flatMap { index in
            field.keys[(index + 1)...].map { other in
                ["not": ["required": [.text(field.keys[index]), .text(other)]]]
            }
        }
    }
}
