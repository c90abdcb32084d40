/// What can be taken off the values of a config without guessing, and what the config is without it.
///
/// A fix is a set of bytes to cut out of the file: every other byte stays as it is. What is cut is what the offline rules
/// `surrounding-whitespace`, `hidden-character` and `pasted-decoration` find in values that stand in the file.
public struct ConfigFix: Sendable {
    /// Something that is taken off a value.
    public struct Change: Sendable {
        /// The destinations that have the value: several where it stands in `defaults`.
        public let destinations: [String]
        /// The field's path inside the destination, such as `app.secret`.
        public let field: String
        /// What it is, never any of the value: `U+0020 space after character 40, and 1 more`.
        public let words: String
        /// Where the first of it stands in the file as it was.
        public let source: SourceLocation
        /// Its bytes in the file as it was, ascending.
        public let cuts: [Range<Int>]
        /// Whether what is cut may be shown: signs that are known, and no text that happened to stand there.
        public let isShown: Bool
    }

    /// A value that needs a person.
    public struct Leftover: Sendable {
        /// The destinations that have the value.
        public let destinations: [String]
        /// The field's path inside the destination.
        public let field: String
        /// Why it is left, never any of the value.
        public let words: String
        /// Where it stands in the file as it was.
        public let source: SourceLocation
        /// Where it stands in the file once it is fixed.
        public let sourceWhenFixed: SourceLocation
    }

    /// What is taken off, in the order of the file.
    public internal(set) var changes: [Change] = []
    /// What is left, in the order of the file.
    public internal(set) var leftovers: [Leftover] = []
    /// How many values are fixed.
    public internal(set) var fixedValues = 0
    /// The config as it was.
    public let original: LoadedConfig
    /// The config as it is once it is fixed.
    public internal(set) var fixed: LoadedConfig
    /// The file without what is taken off; the same bytes as before where there is nothing to fix.
    public internal(set) var bytes: [UInt8]

    /// Everything that is cut out of the file, ascending.
    public var cuts: [Range<Int>] {
        changes.flatMap(\.cuts).sorted { $0.lowerBound < $1.lowerBound }
    }
}

extension [TextRemoval] {
    /// What was taken off, in the words of the rules, one line for each rule.
    var described: [(words: String, removals: [TextRemoval])] {
        let whitespace = filter { $0.kind == .surroundingWhitespace }
        let hidden = filter { $0.kind == .hiddenCharacter }
        let decoration = filter { if case .decoration = $0.kind { true } else { false } }
        return [
            (whitespace.counted, whitespace), (hidden.counted, hidden), (decoration.decorations, decoration),
        ].filter { !$0.1.isEmpty }
    }

    private var counted: String {
        guard let first else { return "" }
        let more = reduce(-1) { $0 + $1.count }
        return TextDefect.describe(first.scalar, at: first.position) + (more > 0 ? ", and \(more) more" : "")
    }

    private var decorations: String {
        var words: [String] = []
        for removal in self {
            if case .decoration(let word) = removal.kind, !words.contains(word) { words.append(word) }
        }
        return words.joined(separator: ", ")
    }
}
