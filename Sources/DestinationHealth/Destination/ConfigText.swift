package import LocatedJSON
public import TikTokAPI

/// A text value of a destination: what was written, what is left of it once everything has been taken off that cannot
/// belong to it, and where it stands.
///
/// Every such text is kept as a ``Secret``, since a pasted token turns up in any field. A class, since all rules look at the
/// same few texts and none changes them; what is asked of a text again and again is worked out once.
public final class ConfigText: Sendable {
    /// Where the text comes from.
    public enum Origin: Sendable, Hashable {
        /// It stands in the config.
        case literal
        /// It was read through a reference; the words name the variable or file, never a value.
        case reference(String)
    }

    /// What few texts have; a config may have very many.
    private struct Peculiarities {
        /// Nil for a JSON string in a config of ours.
        let source: Source?
        let cleaned: Secret
        let defects: [TextDefect]
        let removals: [TextRemoval]
        let placeholder: String?
    }

    /// How a text came here that is not simply written out.
    private struct Source {
        /// How another product calls the value.
        let key: String?
        let origin: Origin
        let reference: String?
        let files: [String]
        let placement: TextPlacement?
    }

    /// The text as read.
    public let raw: Secret
    /// The value in the config, quotes included.
    public let range: SourceRange
    /// At most one; an array, since it takes no more than a reference. None of a clean text that is written out in a config
    /// of ours.
    private let peculiarities: [Peculiarities]
    /// The field inside the destination.
    let path: FieldPath
    /// Whether it, or a fallback that was used for it, is written out in the config.
    let standsInConfig: Bool
    /// Whether it must not be shown.
    let isCredential: Bool
    /// Whether the cleaned text could stand in a request: visible ASCII only, and some of it.
    public let canBeSent: Bool
    /// What the cleaned text looks like; nil for nothing that is known for sure.
    let kind: ValueKind?
    /// Whether it is one of those that only the simulator knows.
    let isSampleCredential: Bool
    /// Whether it is a secret that stands in the config itself: no placeholder, no code that landed there.
    let isPlaintextSecret: Bool

    /// Inspects and cleans a text.
    ///
    /// - Parameters:
    ///   - path: The field inside the destination.
    ///   - raw: The text as read, references resolved.
    ///   - origin: Where the text comes from.
    ///   - range: The value in the config.
    ///   - placement: Where each byte of the raw text is written; nil for a reference.
    ///   - reference: The text with references that leads to it in a config of ours.
    ///   - files: The secret files that it was read from.
    ///   - isFallback: Whether a fallback that is written out in the config is part of it.
    ///   - key: How another product calls the value; nil in a config of ours.
    convenience init(
        _ path: FieldPath,
        raw: Secret,
        origin: Origin,
        range: SourceRange,
        placement: TextPlacement? = nil,
        reference: String? = nil,
        files: [String] = [],
        isFallback: Bool = false,
        key: String? = nil
    ) {
        let isPlain = origin == .literal && reference == nil && key == nil && placement?.isWholeString == true
        self.init(
            path,
            raw,
            TextOutline(of: raw.unmasked),
            range,
            standsInConfig: origin == .literal || isFallback
        ) {
            isPlain
                ? nil
                : Source(
                    key: key,
                    origin: origin,
                    reference: reference,
                    files: files,
                    placement: origin == .literal ? placement : nil
                )
        }
    }

    /// Inspects a text that is written out as a JSON string in a config of ours.
    ///
    /// - Parameter outline: What one look at it tells.
    convenience init(_ path: FieldPath, written text: String, _ outline: TextOutline, _ range: SourceRange) {
        self.init(path, Secret(text), outline, range, standsInConfig: true) { nil }
    }

    private init(
        _ path: FieldPath,
        _ raw: Secret,
        _ outline: TextOutline,
        _ range: SourceRange,
        standsInConfig: Bool,
        source: () -> Source?
    ) {
        let inspection = TextInspection(raw.unmasked, outline).flatMap { $0.isClean ? nil : $0 }
        let text = inspection?.cleaned ?? raw.unmasked
        let outline = inspection == nil ? outline : TextOutline(of: text)
        let classes = outline.classes
        let kind = ValueKind.of(text, outline)
        let placeholder = Placeholder.reason(text, kind, classes)
        self.path = path
        self.raw = raw
        self.range = range
        self.kind = kind
        self.standsInConfig = standsInConfig
        isCredential = path.isSecret || kind.map(\.isCredential) ?? TokenShape.looksLikeCredential(text)
        canBeSent =
            outline.count > 0 && !classes.contains(.unsendable)
            && !(inspection?.defects.contains { $0.kind.isBlocking } ?? false)
        isSampleCredential = SampleCredentials.contains(text, kind, outline)
        isPlaintextSecret =
            path.isSecret && standsInConfig && outline.count > 0 && placeholder == nil && !isSampleCredential
            && kind?.isCredential ?? true
        let source = source()
        let isPeculiar = inspection != nil || placeholder != nil || source != nil
        peculiarities =
            isPeculiar
            ? [
                Peculiarities(
                    source: source,
                    cleaned: Secret(text),
                    defects: inspection?.defects ?? [],
                    removals: inspection?.removals ?? [],
                    placeholder: placeholder
                )
            ] : []
    }

    /// The field's path inside the destination, such as `app.secret` or `advertiser_ids[1]`.
    public var field: String { path.text }

    /// Whether the field holds a credential.
    public var isSecret: Bool { path.isSecret }

    /// Whether it is anything but a clean text that is written out.
    var isRemarkable: Bool { !peculiarities.isEmpty || isSampleCredential }

    /// How another product calls the value: `credentials.access_token`; nil in a config of ours.
    var key: String? { peculiarities.first?.source?.key }

    /// The text without whitespace around it, hidden characters and pasted decoration. The same as ``raw`` for most.
    public var cleaned: Secret { peculiarities.first?.cleaned ?? raw }

    /// What was taken off, and what stands in the way of sending it, in the order of the text.
    public var defects: [TextDefect] { peculiarities.first?.defects ?? [] }

    /// What was taken off, in the order of the text.
    var removals: [TextRemoval] { peculiarities.first?.removals ?? [] }

    /// Where the text comes from.
    public var origin: Origin { peculiarities.first?.source?.origin ?? .literal }

    /// The text with references that leads to it in a config of ours: the one that it was read through, or the variable
    /// that it is of in a file of variables. Nil for any other literal.
    var reference: String? { peculiarities.first?.source?.reference }

    /// The secret files that it was read from, as written.
    var files: [String] { peculiarities.first?.source?.files ?? [] }

    /// Why the cleaned text is a placeholder, as part of a sentence; nil if it is none.
    var placeholder: String? { peculiarities.first?.placeholder }

    /// Where each of its bytes is written; nil where they are not written one by one, as with a reference.
    var placement: TextPlacement? {
        if let source = peculiarities.first?.source { return source.placement }
        guard case .json(let document) = range.file.document else { return nil }
        return document.value(startingAt: range.bytes.lowerBound).map { TextPlacement($0) }
    }

    /// The field as whoever wrote the config knows it.
    var shownField: String { key ?? field }

    /// Whether it is the value that somebody meant to give, for all that can be seen.
    var isUsable: Bool { canBeSent && placeholder == nil }

    /// The cleaned text for a message: itself, or masked where it holds a credential or looks like one.
    public var shown: String {
        isCredential ? cleaned.masked : cleaned.unmasked
    }

    /// Whether it is 40 lower-case hexadecimal digits and nothing else.
    var isUsualToken: Bool { kind == .tokenOrSecret && defects.isEmpty }

    /// What must not be shown of it: itself as written, as cleaned, and without what splits it.
    var secrets: [Secret] {
        var secrets: [Secret] = []
        addSecrets(to: &secrets)
        return secrets
    }

    /// Adds what must not be shown of it.
    func addSecrets(to secrets: inout [Secret]) {
        guard isCredential else { return }
        secrets.append(raw)
        // Nothing splits a token of the usual shape.
        if isUsualToken { return }
        var texts = cleaned == raw ? [raw] : [raw, cleaned]
        for text in TokenShape.credentials(in: raw.unmasked) where !texts.contains(Secret(text)) {
            texts.append(Secret(text))
        }
        secrets += texts.dropFirst()
    }

    /// Where a character of the raw text is written: inside the value for a literal, the value itself for a reference.
    public func location(ofByte utf8Offset: Int) -> SourceLocation {
        guard let placement else { return range.location }
        let start = placement.byteOffset(ofTextByte: utf8Offset)
        let end = max(start + 1, placement.byteOffset(ofTextByte: utf8Offset + 1))
        return SourceRange(range.file, start..<min(end, range.bytes.upperBound)).location
    }
}

/// Where the bytes of a text are written in its file.
public struct TextPlacement: Sendable {
    private enum Place: Sendable {
        case string(JSONValue)
        case bytes(Range<Int>)
        case each([Int])
    }

    private var start = 0
    /// Where in the text a dollar sign stands that is written as `$$`, ascending.
    private var doubledDollars: [Int] = []
    private let place: Place

    /// The text is a JSON string, or stands in one.
    ///
    /// - Parameters:
    ///   - value: The string.
    ///   - start: How many bytes of the string, unescaped, stand before the text.
    package init(_ value: JSONValue, start: Int = 0) {
        place = .string(value)
        self.start = start
    }

    /// The text is written byte by byte as it is.
    public init(bytes: Range<Int>) {
        place = .bytes(bytes)
    }

    /// The text is written with escapes.
    ///
    /// - Parameter offsets: Where each of its bytes is written, and where it ends.
    init(offsets: [Int]) {
        place = .each(offsets)
    }

    /// Whether the text is a JSON string from its first character to its last, as its place alone tells.
    var isWholeString: Bool {
        if case .string = place, start == 0, doubledDollars.isEmpty { true } else { false }
    }

    /// Where in the file the byte is written that stands at an offset of the text; where an escape begins for a byte that
    /// comes from one, and the end of the text for what lies behind it.
    func byteOffset(ofTextByte utf8Offset: Int) -> Int {
        let offset = start + max(0, utf8Offset) + doubledDollars.prefix { $0 < utf8Offset }.count
        return switch place {
        case .string(let value): value.byteOffset(ofStringByte: offset)
        case .bytes(let range): min(range.lowerBound + offset, range.upperBound)
        case .each(let offsets): offsets.isEmpty ? 0 : offsets[min(offset, offsets.count - 1)]
        }
    }

    /// The placement of the text in which each `$$` became one dollar sign.
    ///
    /// - Parameter offsets: Where in that text those signs stand, ascending.
    func withDoubledDollars(at offsets: [Int]) -> TextPlacement {
        var undoubled = self
        undoubled.doubledDollars = offsets
        return undoubled
    }

    /// The placement of what follows some bytes of the text.
    func dropping(_ count: Int) -> TextPlacement {
        var rest = self
        rest.start += count
        return rest
    }
}

/// One thing in a text that does not belong there.
public struct TextDefect: Sendable, Hashable {
    /// What kind of thing.
    public enum Kind: Sendable, Hashable {
        /// Whitespace before the first or after the last character; taken off.
        case surroundingWhitespace
        /// A character that cannot be seen; taken off.
        case hiddenCharacter
        /// Whitespace between two characters; the text cannot be sent.
        case innerWhitespace
        /// A control character; the text cannot be sent.
        case controlCharacter
        /// A letter or sign outside ASCII; the text cannot be sent.
        case foreignCharacter
        /// Quotes, `Bearer ` and the like; taken off. The words say what it is.
        case decoration(String)
    }

    /// What kind of thing.
    public let kind: Kind
    /// The character; for decoration its first.
    public let scalar: Unicode.Scalar
    /// How many characters (Unicode scalars) stand before it in the raw text.
    public let position: Int
    /// How many bytes stand before it in the raw text.
    public let utf8Offset: Int
    /// Whether it stands before everything that counts.
    public let isLeading: Bool
}
