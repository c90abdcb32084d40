/// Looks through a copied text for what cannot belong to it, and takes off what can be taken off without guessing.
struct TextInspection {
    let cleaned: String
    let defects: [TextDefect]
    /// What was taken off, in the order of the text. Of a text that is too long to be looked through it is not known.
    let removals: [TextRemoval]

    var isClean: Bool { defects.isEmpty }

    /// No value is nearly as long, and looking at each character of such a text takes minutes.
    private static let maximumBytes = 64 << 10

    /// Looks through a text; nil for one whose outline shows that there is nothing to find, as of nearly every one.
    init?(_ text: String, _ outline: TextOutline) {
        if outline.count <= Self.maximumBytes, Self.isObviouslyClean(outline) { return nil }
        guard outline.count <= Self.maximumBytes else {
            (cleaned, defects) = Self.inspectLong(text)
            removals = []
            return
        }
        var cleaner = TextCleaner(text)
        cleaner.clean()
        cleaned = cleaner.text
        defects = cleaner.defects.sorted { $0.utf8Offset < $1.utf8Offset }
        removals = cleaner.removals.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }

    /// Trims a text that is too long for anything else, and finds one thing that keeps it from being sent.
    private static func inspectLong(_ text: String) -> (String, [TextDefect]) {
        let bytes = text.utf8
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
        else {
            return ("", [defect(.surroundingWhitespace, at: text.startIndex, of: text)])
        }
        let kept = text[first..<bytes.index(after: last)]
        let odd = kept.utf8.firstIndex { byte in
            byte <= 0x20 || byte >= 0x7F || Unicode.Scalar(byte).isCodeMark
        }
        let place = odd ?? kept.utf8.index(kept.startIndex, offsetBy: maximumBytes, limitedBy: last) ?? last
        return (String(kept), [defect(.foreignCharacter, at: place, of: text)])
    }

    private static func defect(_ kind: TextDefect.Kind, at index: String.Index, of text: String) -> TextDefect {
        let before = text.utf8[..<index]
        return TextDefect(
            kind: kind,
            scalar: text.unicodeScalars[index],
            // Bytes that continue a character do not begin one.
            position: before.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) },
            utf8Offset: before.count,
            isLeading: before.isEmpty
        )
    }

    /// Letters, digits, `-`, `.` and `_` only: nothing to trim, nothing hidden, nothing that could be decoration.
    private static func isObviouslyClean(_ text: TextOutline) -> Bool {
        // A full stop at the end may be that of a sentence.
        text.classes.isSubset(of: ByteClasses.alphanumeric.union(.joiner)) && text.last != 0x2E
    }
}

/// A stretch of a text that was taken off.
struct TextRemoval: Sendable {
    let kind: TextDefect.Kind
    /// Its first character, and how many precede it in the raw text.
    let scalar: Unicode.Scalar
    let position: Int
    /// Its bytes in the raw text.
    var bytes: Range<Int>
    /// How many characters it has.
    var count: Int
    /// Whether it is known what it is, so that it may be shown: text around a value could be another secret.
    let isShown: Bool
}

/// One character of a text under inspection, with its place in the raw text.
private struct PlacedScalar {
    let scalar: Unicode.Scalar
    let position: Int
    let utf8Offset: Int

    var bytes: Range<Int> { utf8Offset..<(utf8Offset + UTF8.width(scalar)) }
}

private struct TextCleaner {
    private var scalars: [PlacedScalar] = []
    private(set) var defects: [TextDefect] = []
    private(set) var removals: [TextRemoval] = []

    init(_ text: String) {
        var offset = 0
        for (position, scalar) in text.unicodeScalars.enumerated() {
            scalars.append(PlacedScalar(scalar: scalar, position: position, utf8Offset: offset))
            offset += UTF8.width(scalar)
        }
    }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars.lazy.map(\.scalar))
        return String(view)
    }

    /// Alternates between trimming and undressing until neither finds anything: `" Bearer abc "` hides a space inside
    /// its quotes.
    mutating func clean() {
        removeHidden()
        trim()
        // The address that an authorization ends at holds a code, no token, and has a rule that says so.
        if text.utf8.starts(with: "http".utf8), holdsAuthorizationCode { return }
        // No paste has more layers than these, and each costs a pass over the text.
        if let end = PasteArtifact.endOfFirstOfSeveral(in: scalars.map(\.scalar)) {
            reportSeveralValues(endOfFirst: end)
            return
        }
        for _ in 0..<8 where stripArtifacts() { trim() }
        reportWhatStays()
    }

    private mutating func removeHidden() {
        // An emoji keeps its joiners only where emojis are welcome, and they are not in a credential.
        guard scalars.contains(where: { $0.scalar.isHidden }) else { return }
        let firstVisible = scalars.first { !$0.scalar.isHidden }?.position ?? .max
        for placed in scalars where placed.scalar.isHidden {
            record(.hiddenCharacter, placed, isLeading: placed.position < firstVisible)
            remove([placed], .hiddenCharacter)
        }
        scalars.removeAll { $0.scalar.isHidden }
    }

    private mutating func trim() {
        let leading = scalars.prefix { $0.scalar.isBlank }
        for placed in leading { record(.surroundingWhitespace, placed, isLeading: true) }
        remove(leading, .surroundingWhitespace)
        scalars.removeFirst(leading.count)
        let trailing = scalars.reversed().prefix { $0.scalar.isBlank }
        for placed in trailing { record(.surroundingWhitespace, placed, isLeading: false) }
        remove(scalars.suffix(trailing.count), .surroundingWhitespace)
        scalars.removeLast(trailing.count)
    }

    private mutating func stripArtifacts() -> Bool {
        guard let decoration = PasteArtifact.find(in: scalars.map(\.scalar)) else { return false }
        let kept = decoration.keptScalars
        guard let marked = scalars.indices.contains(decoration.marker) ? scalars[decoration.marker] : scalars.first
        else {
            return false
        }
        record(.decoration(decoration.words), marked, isLeading: kept.lowerBound > 0)
        let inside = kept.clamped(to: scalars.indices)
        for taken in [scalars[..<inside.lowerBound], scalars[inside.upperBound...]] {
            remove(taken, .decoration(decoration.words), isShown: decoration.isShown)
        }
        scalars = Array(scalars[inside])
        return true
    }

    /// Remembers what is taken off, neighbours as one stretch.
    private mutating func remove(_ taken: ArraySlice<PlacedScalar>, _ kind: TextDefect.Kind, isShown: Bool = true) {
        for placed in taken {
            if let last = removals.last, last.bytes.upperBound == placed.utf8Offset, last.kind == kind {
                removals[removals.count - 1].bytes = last.bytes.lowerBound..<placed.bytes.upperBound
                removals[removals.count - 1].count += 1
            } else {
                removals.append(
                    TextRemoval(
                        kind: kind,
                        scalar: placed.scalar,
                        position: placed.position,
                        bytes: placed.bytes,
                        count: 1,
                        isShown: isShown
                    )
                )
            }
        }
    }

    private var holdsAuthorizationCode: Bool {
        let name = Array("code=".unicodeScalars)
        return scalars.indices.contains { index in
            guard index > 0, scalars[index...].prefix(name.count).map(\.scalar) == name else { return false }
            let before = scalars[index - 1].scalar
            return before == "?" || before == "&"
                || scalars[..<index].suffix(5).map(\.scalar) == Array("auth_".unicodeScalars)
        }
    }

    private mutating func reportSeveralValues(endOfFirst: Int) {
        guard let first = scalars.first, let last = scalars.last else { return }
        record(.decoration(PasteArtifact.severalValues), first, isLeading: true)
        reportWhatStays()
        // Only a sign that values may have is between them.
        if !defects.contains(where: { $0.kind.isBlocking }) {
            let separator = scalars.indices.contains(endOfFirst) ? scalars[endOfFirst] : last
            record(.foreignCharacter, separator, isLeading: false)
        }
    }

    private mutating func reportWhatStays() {
        // A placeholder is not sent either, and what it is made of is not what is wrong with it.
        let isPlaceholder = Placeholder.reason(text, ValueKind.of(text), ByteClasses(of: text)) != nil
        // Ids with punctuation between their digits have a rule that says so.
        let isNumber = scalars.allSatisfy { $0.scalar.isNumberMark }
        for placed in scalars where !placed.scalar.isVisibleASCII || placed.scalar.isCodeMark {
            if placed.scalar.isCodeMark {
                if !isPlaceholder, !isNumber { record(.foreignCharacter, placed, isLeading: false) }
            } else if placed.scalar.isBlank {
                record(.innerWhitespace, placed, isLeading: false)
            } else if placed.scalar.properties.generalCategory == .control {
                record(.controlCharacter, placed, isLeading: false)
            } else if !isPlaceholder {
                record(.foreignCharacter, placed, isLeading: false)
            }
        }
    }

    /// More of them are not read, and each costs a search for its place.
    private static let maximumDefects = 100

    private mutating func record(_ kind: TextDefect.Kind, _ placed: PlacedScalar, isLeading: Bool) {
        // Half of the room is kept for what prevents sending.
        guard defects.count < (kind.isBlocking ? Self.maximumDefects : Self.maximumDefects / 2) else { return }
        defects.append(
            TextDefect(
                kind: kind,
                scalar: placed.scalar,
                position: placed.position,
                utf8Offset: placed.utf8Offset,
                isLeading: isLeading
            )
        )
    }
}

extension Unicode.Scalar {
    /// Whitespace of any script, and the braille blank, which looks like it.
    fileprivate var isBlank: Bool {
        isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace || value == 0x2800
    }

    /// Takes no room on a screen: zero-width characters, byte order marks, direction marks, variation selectors, tags.
    fileprivate var isHidden: Bool {
        !isASCII && (properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format)
    }

    /// What quotes, brackets, escapes and queries are made of, and no value.
    fileprivate var isCodeMark: Bool {
        switch self {
        case "\"", "'", "`", "\\", "<", ">", "[", "]", "{", "}", "(", ")", "&", "?", ",", ";", "%": true
        default: false
        }
    }

    /// Digits, and what people and spreadsheets write between them.
    fileprivate var isNumberMark: Bool {
        switch self {
        case "0"..."9", ".", ",", "'", "+", "-", "e", "E": true
        default: false
        }
    }

    fileprivate var isVisibleASCII: Bool { value > 0x20 && value < 0x7F }
}

extension TextDefect.Kind {
    /// Whether a text with it cannot be sent.
    var isBlocking: Bool {
        switch self {
        case .innerWhitespace, .controlCharacter, .foreignCharacter: true
        case .surroundingWhitespace, .hiddenCharacter, .decoration: false
        }
    }
}
