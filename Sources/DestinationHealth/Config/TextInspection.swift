/// Looks through a copied text for what cannot belong to it, and takes off what can be taken off without guessing.
struct TextInspection {
    let cleaned: String
    let defects: [TextDefect]

    var isClean: Bool { defects.isEmpty }

    init(_ text: String) {
        // Nearly every text is clean; one pass over its bytes says so.
        if Self.isObviouslyClean(text.utf8) {
            cleaned = text
            defects = []
            return
        }
        var cleaner = TextCleaner(text)
        cleaner.clean()
        cleaned = cleaner.text
        defects = cleaner.defects.sorted { $0.utf8Offset < $1.utf8Offset }
    }

    /// Letters, digits, `-`, `.` and `_` only: nothing to trim, nothing hidden, nothing that could be decoration.
    private static func isObviouslyClean(_ bytes: String.UTF8View) -> Bool {
        bytes.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
    }
}

/// One character of a text under inspection, with its place in the raw text.
private struct PlacedScalar {
    let scalar: Unicode.Scalar
    let position: Int
    let utf8Offset: Int
}

private struct TextCleaner {
    private var scalars: [PlacedScalar] = []
    private(set) var defects: [TextDefect] = []

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
        // More layers than these are nobody's paste, and each costs a pass over the text.
        for _ in 0..<8 where undress() { trim() }
        reportWhatStays()
    }

    private mutating func removeHidden() {
        // An emoji keeps its joiners only where emojis are welcome, and they are not in a credential.
        guard scalars.contains(where: { $0.scalar.isHidden }) else { return }
        let firstVisible = scalars.first { !$0.scalar.isHidden }?.position ?? .max
        for placed in scalars where placed.scalar.isHidden {
            record(.hiddenCharacter, placed, isLeading: placed.position < firstVisible)
        }
        scalars.removeAll { $0.scalar.isHidden }
    }

    private mutating func trim() {
        let leading = scalars.prefix { $0.scalar.isBlank }
        for placed in leading { record(.surroundingWhitespace, placed, isLeading: true) }
        scalars.removeFirst(leading.count)
        let trailing = scalars.reversed().prefix { $0.scalar.isBlank }
        for placed in trailing { record(.surroundingWhitespace, placed, isLeading: false) }
        scalars.removeLast(trailing.count)
    }

    private mutating func undress() -> Bool {
        guard let decoration = Decoration.find(in: text) else { return false }
        let kept = decoration.keptScalars
        guard let marked = scalars.indices.contains(decoration.marker) ? scalars[decoration.marker] : scalars.first
        else {
            return false
        }
        record(.decoration(decoration.words), marked, isLeading: kept.lowerBound > 0)
        scalars = Array(scalars[kept.clamped(to: scalars.indices)])
        return true
    }

    private mutating func reportWhatStays() {
        for placed in scalars where !placed.scalar.isVisibleASCII {
            if placed.scalar.isBlank {
                record(.innerWhitespace, placed, isLeading: false)
            } else if placed.scalar.properties.generalCategory == .control {
                record(.controlCharacter, placed, isLeading: false)
            } else {
                record(.foreignCharacter, placed, isLeading: false)
            }
        }
    }

    private mutating func record(_ kind: TextDefect.Kind, _ placed: PlacedScalar, isLeading: Bool) {
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

    fileprivate var isVisibleASCII: Bool { value > 0x20 && value < 0x7F }
}
