import LocatedJSON

/// What the program knows of a field.
package struct FieldDeclaration: Sendable {
    /// The key, in the object of the destination or of the field that it is in.
    package let name: String
    /// Other keys that mean the same.
    package let aliases: [String]
    /// The field in whose object it is; nil for the destination's own.
    package let parent: Field?
    package let value: FieldValue
    /// One sentence for people.
    package let summary: String
    /// Whether `defaults` may hold it.
    package let canBeDefault: Bool
    /// Whether an empty text is the same as none: `"${env:CODE:-}"` is how one config serves with and without a code.
    let ignoresEmpty: Bool
    /// What its value is called in a sentence.
    let noun: String
    /// What kinds of text belong in it; empty for a field whose values are never compared with those of others.
    let accepts: [ValueKind]
    /// What kinds do not belong in it, but are left to the field's own rule to report.
    let tolerates: [ValueKind]
    /// Values that the reader takes, as JSON.
    package let examples: [String]

    init(
        _ name: String,
        aliases: [String] = [],
        in parent: Field? = nil,
        _ value: FieldValue,
        _ summary: String,
        canBeDefault: Bool = true,
        ignoresEmpty: Bool = false,
        noun: String = "",
        accepts: [ValueKind] = [],
        tolerates: [ValueKind] = [],
        examples: [String]
    ) {
        self.name = name
        self.aliases = aliases
        self.parent = parent
        self.value = value
        self.summary = summary
        self.canBeDefault = canBeDefault
        self.ignoresEmpty = ignoresEmpty
        self.noun = noun
        self.accepts = accepts
        self.tolerates = tolerates
        self.examples = examples
    }
}

/// What a field's value is, and the property of ``Destination`` that holds it.
package enum FieldValue: Sendable {
    package typealias Property<Value> = any WritableKeyPath<Destination, Value> & Sendable

    case text(Property<ConfigText?>)
    /// A text that must not be shown.
    case secret(Property<ConfigText?>)
    /// A text in which references are not resolved; the pattern (ECMA 262) is what it must match.
    case literal(pattern: String)
    /// One of some words.
    case word(FieldWords)
    /// A list of words of ``TokenUse``.
    case uses
    /// `{app_id, secret}`.
    case app
    /// A list of texts.
    case advertiserIDs
    /// Whole numbers or digit strings, or one text with commas.
    case scopes
    /// Whole numbers or digit strings.
    case requiredScopes
    /// An RFC 3339 text or Unix seconds.
    case timestamp(Property<ConfigTimestamp?>)
    /// A whole number, zero or more.
    case count(Property<ConfigInteger?>)
    case boolean(Property<Bool>, default: Bool)
    /// A list of `{rule, reason, until}`.
    case suppressions

    static func word<Word>(_ property: Property<Word?>) -> FieldValue
    where Word: RawRepresentable & CaseIterable & SendableMetatype, Word.RawValue == String {
        .word(
            FieldWords(
                all: Word.allCases.map(\.rawValue),
                get: { $0[keyPath: property]?.rawValue },
                set: { $0[keyPath: property] = Word(rawValue: $1) }
            )
        )
    }

    static func word<Word>(_ property: Property<Word>, default usual: Word? = nil) -> FieldValue
    where Word: RawRepresentable & CaseIterable & Sendable, Word.RawValue == String {
        .word(
            FieldWords(
                all: Word.allCases.map(\.rawValue),
                get: { destination in
                    let word = destination[keyPath: property].rawValue
                    return word == usual?.rawValue ? nil : word
                },
                set: { destination, text in
                    if let word = Word(rawValue: text) { destination[keyPath: property] = word }
                }
            )
        )
    }
}

/// The words that a field takes.
package struct FieldWords: Sendable {
    package let all: [String]
    /// The word of a destination; nil where it need not be written.
    let get: @Sendable (Destination) -> String?
    /// Keeps one of the words.
    let set: @Sendable (inout Destination, String) -> Void
}

extension Field {
    private static let declarations = allCases.map { $0.declare() }

    package var declaration: FieldDeclaration { Self.declarations[Int(rawValue)] }

    /// The fields of a destination's own object.
    package static let ofDestination = allCases.filter { $0.declaration.parent == nil }

    /// The fields of the object, or of each object in the list, that the field holds.
    package var members: [Field] { Self.allCases.filter { $0.declaration.parent == self } }

    /// The key.
    package var name: String { declaration.name }

    /// Every key that means the field.
    package var keys: [String] { [name] + declaration.aliases }

    /// The path inside the destination: `app.secret`.
    var path: String { declaration.parent.map { "\($0.name).\(name)" } ?? name }

    package var value: FieldValue { declaration.value }

    /// Whether the value must not be shown.
    package var isSecret: Bool { if case .secret = value { true } else { false } }

    private static let ownKeys = Dictionary(
        uniqueKeysWithValues: ofDestination.flatMap { field in field.keys.map { (ByteString($0), field) } }
    )

    /// Every key of a destination.
    static let allKeys = ofDestination.flatMap(\.keys)

    /// The field of a destination that a key means; nil for none.
    init?(_ key: String) {
        guard let field = Self.ownKeys[ByteString(key)] else { return nil }
        self = field
    }

    /// The field among ``members`` that a key means; nil for none.
    func member(_ key: String) -> Field? {
        members.first { $0.name.hasSameBytes(as: key) }
    }
}
