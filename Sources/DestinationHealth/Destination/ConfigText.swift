public import TikTokAPI

/// A text value of a destination: what was written, what is left of it once everything has been taken off that cannot
/// belong to it, and where it is.
///
/// Every such text is kept as a ``Secret``, since a pasted token turns up in any field. A class, since all rules look at the
/// same few texts and none changes them; what is asked of a text again and again is worked out once.
public final class ConfigText: Sendable {
    /// Where the text comes from.
    public enum Origin: Sendable, Hashable {
        /// It is in the config.
        case literal
        /// It was read through a reference; the words name the variable or file, never a value.
        case reference(String)
    }

    /// The text as read.
    public let raw: Secret
    /// The value in the config, quotes included.
    public let range: SourceRange
    /// Nil for a clean text that is a JSON string without escapes in a config of ours.
    private let issues: TextIssues?
    /// The field inside the destination.
    let path: FieldPath
    /// Whether it, or a fallback that was used for it, is written out in the config.
    let isWrittenOut: Bool
    /// Whether it must not be shown.
    let isCredential: Bool
    /// Whether the cleaned text could be part of a request: visible ASCII only, and some of it.
    public let canBeSent: Bool
    /// What the cleaned text looks like; nil for nothing that is known for sure.
    let kind: ValueKind?
    /// Whether it is one of those that only the simulator knows.
    let isSampleCredential: Bool
    /// Whether it is a secret that is in the config itself: no placeholder, no code that landed there.
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
    ///   - key: What another product calls the value; nil in a config of ours.
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
        self.init(
            path,
            raw,
            TextOutline(of: raw.unmasked),
            range,
            isWrittenOut: origin == .literal || isFallback,
            TextSource(
                key: key,
                origin: origin,
                reference: reference,
                files: files,
                placement: origin == .literal ? placement : nil
            )
        )
    }

    /// Inspects a text that is written out as a JSON string without escapes in a config of ours.
    ///
    /// - Parameter outline: What one look at it shows.
    convenience init(_ path: FieldPath, written text: String, _ outline: TextOutline, _ range: SourceRange) {
        self.init(path, Secret(text), outline, range, isWrittenOut: true, nil)
    }

    private init(
        _ path: FieldPath,
        _ raw: Secret,
        _ outline: TextOutline,
        _ range: SourceRange,
        isWrittenOut: Bool,
        _ source: TextSource?
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
        self.isWrittenOut = isWrittenOut
        isCredential = path.field.isSecret || kind.map(\.isCredential) ?? TokenShape.looksLikeCredential(text)
        canBeSent =
            outline.count > 0 && !classes.contains(.unsendable)
            && !(inspection?.defects.contains { $0.kind.isBlocking } ?? false)
        isSampleCredential = SampleCredentials.contains(text, kind, outline)
        isPlaintextSecret =
            path.field.isSecret && isWrittenOut && outline.count > 0 && placeholder == nil && !isSampleCredential
            && kind?.isCredential ?? true
        issues =
            inspection == nil && placeholder == nil && source == nil
            ? nil
            : TextIssues(
                source: source,
                cleaned: Secret(text),
                defects: inspection?.defects ?? [],
                removals: inspection?.removals ?? [],
                placeholder: placeholder
            )
    }

    /// The field's path inside the destination, such as `app.secret` or `advertiser_ids[1]`.
    public var field: String { path.text }

    /// Whether the field holds a credential.
    public var isSecret: Bool { path.field.isSecret }

    /// Whether it is anything but a clean text that is written out.
    var isRemarkable: Bool { issues != nil || isSampleCredential }

    /// What another product calls the value: `credentials.access_token`; nil in a config of ours.
    var key: String? { issues?.source?.key }

    /// The text without whitespace around it, hidden characters and pasted decoration. The same as ``raw`` for most.
    public var cleaned: Secret { issues?.cleaned ?? raw }

    /// What was taken off, and what keeps it from being sent, in the order of the text.
    public var defects: [TextDefect] { issues?.defects ?? [] }

    /// What was taken off, in the order of the text.
    var removals: [TextRemoval] { issues?.removals ?? [] }

    /// Where the text comes from.
    public var origin: Origin { issues?.source?.origin ?? .literal }

    /// The text with references that leads to it in a config of ours: the one that it was read through, or the variable
    /// that it is of in a file of variables. Nil for any other literal.
    var reference: String? { issues?.source?.reference }

    /// The secret files that it was read from, as written.
    var files: [String] { issues?.source?.files ?? [] }

    /// Why the cleaned text is a placeholder, as part of a sentence; nil if it is none.
    var placeholder: String? { issues?.placeholder }

    /// Where each of its bytes is written; nil where they are not written one by one, as with a reference.
    var placement: TextPlacement? {
        if let source = issues?.source { return source.placement }
        return TextPlacement(bytes: range.bytes.dropFirst().dropLast())
    }

    /// What the config calls the field.
    var shownField: String { key ?? field }

    /// Whether it may well be the value that is meant: it can be sent and is no placeholder.
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

/// What is out of the ordinary about a text, which few texts have. A class, so that it takes the others one reference.
private final class TextIssues: Sendable {
    /// Nil for a JSON string without escapes in a config of ours.
    let source: TextSource?
    let cleaned: Secret
    let defects: [TextDefect]
    let removals: [TextRemoval]
    let placeholder: String?

    init(
        source: TextSource?,
        cleaned: Secret,
        defects: [TextDefect],
        removals: [TextRemoval],
        placeholder: String?
    ) {
        self.source = source
        self.cleaned = cleaned
        self.defects = defects
        self.removals = removals
        self.placeholder = placeholder
    }
}

/// Where a text comes from that is not simply written out.
private struct TextSource {
    let key: String?
    let origin: ConfigText.Origin
    let reference: String?
    let files: [String]
    let placement: TextPlacement?
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
