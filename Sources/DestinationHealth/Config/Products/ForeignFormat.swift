import LocatedJSON

/// The form in which a product writes its config as JSON.
struct ForeignFormat: Sendable {
    let product: ForeignProduct
    /// Whether a config is this product's. No two forms recognise the same one.
    let recognises: @Sendable (JSONValue) -> Bool
    /// Reads a config that was recognised.
    let read: @Sendable (JSONValue) -> ForeignConfig

    /// Every form that is known.
    static let all: [ForeignFormat] = [airbyte, owox, rudderStack, segment, singer, tagManager]

    /// The form of a config; nil for ours and for an unknown one.
    static func of(_ root: JSONValue) -> ForeignFormat? {
        isOurs(root) ? nil : all.first { $0.recognises(root) }
    }

    /// Whether there is a destination in our own words. It is never another product's, whatever was pasted beside it.
    private static func isOurs(_ root: JSONValue) -> Bool {
        root.has("pixel_id", "pixel_code")
            || (root["destinations"]?.elements.contains { $0.has("pixel_id", "pixel_code", "access_token") } ?? false)
    }

    /// What a config may be besides ours, as part of a sentence.
    static var shapes: String {
        (all.map(\.product) + [Dotenv.product]).map { "\($0.title) (\($0.shape))" }.joined(separator: ", or ")
    }
}

/// What was read of another product's config.
struct ForeignConfig: Sendable {
    var destinations: [ForeignDestination] = []
    /// How many destinations or tags of something else there are.
    var others = 0
    /// Texts that name what is beside them, as keys do elsewhere.
    var labels: [JSONValue] = []

    /// Where the values begin that are no secrets.
    var shownPlaces: [Int] { labels.map(\.byteRange.lowerBound) + destinations.flatMap(\.shownPlaces) }
}

/// One TikTok destination in the config of another product, in our terms, and not yet judged.
struct ForeignDestination: Sendable {
    /// What is written for a field.
    enum Content: Sendable {
        /// A value of the config.
        case json(JSONValue)
        /// A text of the config.
        case text(SourceText)
        /// A variable of the environment that the product reads. Where it is not set here, only the product knows.
        case variable(String, at: Range<Int>)
        /// The product knows the value, and the config does not tell it. The words say why.
        case elsewhere(String, at: Range<Int>)
    }

    struct Value: Sendable {
        /// The field of ours that the value is for.
        let field: Field
        let content: Content
        /// What the product calls it: `credentials.access_token`.
        let path: String
    }

    /// Where it is.
    let range: Range<Int>
    let type: DestinationType
    var name: SourceText?
    /// A name that is made from other words.
    var givenName: String?
    var values: [Value] = []
    /// What the product calls our fields, also those that are missing.
    private(set) var keys: [String: String] = [:]
    var isEnabled = true
    var tokenKind: TokenKind?
    var uses: [TokenUse]?
    var managedBy: ManagingProduct?
    var eventSource = EventSourceKind.web

    init(_ range: Range<Int>, _ type: DestinationType, name: JSONValue? = nil) {
        self.range = range
        self.type = type
        self.name = name.flatMap { SourceText($0) }
    }

    /// Takes in the values of an object by a table of its keys. What is null is not there.
    mutating func read(_ object: JSONValue, _ keys: KeyValuePairs<String, Field>, path: String = "") {
        for (key, field) in keys where !values.contains(where: { $0.field == field }) {
            let shown = path.isEmpty ? key : "\(path).\(key)"
            if object.hasPlace(for: key) { call(field, shown) }
            guard let value = object.member(at: key)?.unwrapped, value.kind != .null else { continue }
            values.append(Value(field: field, content: .json(value), path: shown))
        }
    }

    /// Notes what the product calls a field, unless that is known.
    mutating func call(_ field: Field, _ key: String) {
        if self.keys[field.path] == nil { self.keys[field.path] = key }
    }

    /// What is written for a field; nil if nothing is.
    func content(of field: Field) -> Content? {
        values.first { $0.field == field }?.content
    }

    /// Replaces what is written for a field, where its content says so.
    mutating func replaceContents(_ replacement: (Content) -> Content?) {
        values = values.map { value in
            replacement(value.content).map { Value(field: value.field, content: $0, path: value.path) } ?? value
        }
    }

    /// Where the values begin that are no secrets.
    var shownPlaces: [Int] {
        (name.map { [$0.range.lowerBound] } ?? [])
            + values.filter { !$0.field.isSecret }.flatMap { value -> [Int] in
                switch value.content {
                case .json(let json): [json.byteRange.lowerBound] + json.elements.map(\.byteRange.lowerBound)
                case .text(let text): [text.range.lowerBound]
                case .variable(_, let range), .elsewhere(_, let range): [range.lowerBound]
                }
            }
    }
}

extension JSONValue {
    /// The value at a path of keys, such as `credentials.access_token`.
    func member(at path: String) -> JSONValue? {
        guard path.utf8.contains(UInt8(ascii: ".")) else { return self[path] }
        return path.split(separator: ".").reduce(Optional(self)) { value, key in value?.unwrapped[String(key)] }
    }

    /// Whether the object is there in which a path of keys ends.
    func hasPlace(for path: String) -> Bool {
        guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return true }
        return member(at: String(path[..<dot])).map { $0.kind == .object } ?? false
    }

    /// The value itself where it is wrapped as `{"value": ...}`.
    var unwrapped: JSONValue {
        kind == .object && count == 1 ? self["value"] ?? self : self
    }

    /// Whether there is a value at one of some paths that is not null.
    func has(_ paths: String...) -> Bool {
        paths.contains { member(at: $0).map { $0.kind != .null } ?? false }
    }

    /// The object at a path; nil for anything else.
    func object(_ path: String) -> JSONValue? {
        member(at: path).flatMap { $0.kind == .object ? $0 : nil }
    }

    /// Whether a switch is on: products write it as a boolean or as a text.
    var isTrue: Bool { isWord("true") || boolean == true }

    /// Whether a switch is off.
    var isFalse: Bool { isWord("false") || boolean == false }

    /// Whether it is a text that reads so, in whatever case.
    func isWord(_ word: String) -> Bool {
        guard let string, string.utf8.count == word.utf8.count else { return false }
        return string.lowercased().utf8.elementsEqual(word.lowercased().utf8)
    }
}
