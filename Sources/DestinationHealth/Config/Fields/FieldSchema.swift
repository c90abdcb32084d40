import LocatedJSON

extension ConfigField {
    /// What an editor is to know of the field under one of its names.
    ///
    /// - Parameter key: The name, or an alias.
    func schema(as key: String) -> SchemaNode {
        let note = key == name ? "" : " The same as \(name)."
        return SchemaNode.object([
            ("title", .text(Self.title(key))),
            ("description", .text(summary + note)),
        ]).adding(shape).adding([
            (
                "examples",
                .list(examples.compactMap { try? JSONDocument(parsing: Array($0.utf8)).root }.map(SchemaNode.copy))
            )
        ])
    }

    /// What the value may be.
    private var shape: [(key: String, value: SchemaNode)] {
        switch type {
        case .text, .secret: [("type", "string")] + (pattern.map { [("pattern", .text($0))] } ?? [])
        case .oneOf(let words): [("anyOf", [["enum": .list(words.map(SchemaNode.text))], Self.reference])]
        case .listOf(let words):
            [
                ("type", "array"),
                ("items", ["anyOf": [["enum": .list(words.map(SchemaNode.text))], Self.reference]]),
            ]
        case .textList: [("type", "array"), ("items", ["type": "string", "pattern": #"\S"#])]
        case .app: Self.object(of: Self.ofApp)
        case .scopes: [("anyOf", [["type": "string"], Self.scopeNumbers])]
        case .scopeNumbers: [("type", "array"), ("items", Self.scopeNumber)]
        case .moment:
            [
                (
                    "anyOf",
                    [
                        ["type": "integer", "minimum": 0, "maximum": 99_999_999_999],
                        ["type": "string", "pattern": .text(DatePattern.moment)],
                        ["type": "string", "pattern": "^0*[0-9]{1,11}$"],
                        Self.reference,
                    ]
                )
            ]
        case .count: [("type", "integer"), ("minimum", 0), ("maximum", 1_000_000_000_000)]
        case .boolean: [("type", "boolean")]
        case .suppressions:
            [
                ("type", "array"),
                (
                    "items",
                    .object(
                        Self.object(of: Self.ofSuppression)
                            + [("required", .list(Self.ofSuppression.map { .text($0.name) }))]
                    )
                ),
            ]
        }
    }

    /// A text with a reference in it; what it leads to is known only where the config is used.
    private static let reference: SchemaNode = [
        "type": "string",
        // "$$" is a dollar sign, and so is one before anything but a brace.
        "pattern": #"^([^$]|\$[^{])*\$\{"#,
    ]

    private static let scopeNumber: SchemaNode = ["anyOf": [["type": "integer", "minimum": 0], ["type": "string"]]]
    private static let scopeNumbers: SchemaNode = ["type": "array", "items": scopeNumber]

    private static func object(of fields: [ConfigField]) -> [(key: String, value: SchemaNode)] {
        [
            ("type", "object"),
            ("properties", .object(fields.map { ($0.name, $0.schema(as: $0.name)) })),
            ("additionalProperties", false),
        ]
    }

    /// `pixel_id` as a heading: `Pixel id`.
    private static func title(_ key: String) -> String {
        var bytes = key.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }
        if let first = bytes.first { bytes[0] = first & 0xDF }
        return String(decoding: bytes, as: UTF8.self)
    }
}
