import LocatedJSON

extension Field {
    /// What an editor shows of the field under one of its names.
    ///
    /// - Parameter key: The name, or an alias.
    func schema(as key: String) -> SchemaNode {
        let note = key == name ? "" : " The same as \(name)."
        return SchemaNode.object([
            ("title", .text(Self.title(key))),
            ("description", .text(declaration.summary + note)),
        ]).adding(shape).adding([
            (
                "examples",
                .list(
                    declaration.examples.compactMap { try? JSONDocument(parsing: Array($0.utf8)).root }.map(
                        SchemaNode.copy
                    )
                )
            )
        ])
    }

    /// What the value may be.
    private var shape: [(key: String, value: SchemaNode)] {
        switch value {
        case .text, .secret: [("type", "string")]
        case .literal(let pattern): [("type", "string"), ("pattern", .text(pattern))]
        case .word(let words): [Self.word(of: words.all)]
        case .uses: [("type", "array"), ("items", .object([Self.word(of: TokenUse.allCases.map(\.rawValue))]))]
        case .advertiserIDs: [("type", "array"), ("items", ["type": "string", "pattern": #"\S"#])]
        case .app: Self.object(of: members)
        case .scopes: [("anyOf", [["type": "string"], Self.scopeNumbers])]
        case .requiredScopes: [("type", "array"), ("items", Self.scopeNumber)]
        case .timestamp:
            [
                (
                    "anyOf",
                    [
                        ["type": "integer", "minimum": 0, "maximum": 99_999_999_999],
                        ["type": "string", "pattern": .text(DatePattern.timestamp)],
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
                        Self.object(of: members) + [("required", .list(members.map { .text($0.name) }))]
                    )
                ),
            ]
        }
    }

    private static func word(of words: [String]) -> (key: String, value: SchemaNode) {
        ("anyOf", [["enum": .list(words.map(SchemaNode.text))], reference])
    }

    /// A text with a reference in it; what it leads to is known only where the config is used.
    private static let reference: SchemaNode = [
        "type": "string",
        // "$$" is a dollar sign, and so is one before anything but a brace.
        "pattern": #"^([^$]|\$[^{])*\$\{"#,
    ]

    private static let scopeNumber: SchemaNode = ["anyOf": [["type": "integer", "minimum": 0], ["type": "string"]]]
    private static let scopeNumbers: SchemaNode = ["type": "array", "items": scopeNumber]

    private static func object(of fields: [Field]) -> [(key: String, value: SchemaNode)] {
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
