/// One line of text that a terminal shows and does nothing else with, and the columns that it takes.
///
/// Whatever could move the cursor, start a new line, change the direction of writing, hide, or be taken by a CI system
/// for a command is shown as an escape such as `\u{1B}`.
package struct TerminalText: Sendable, Hashable {
    /// The text, safe to be written.
    package let text: String
    /// How many columns it takes.
    package let width: Int

    /// Makes a text from anywhere harmless.
    ///
    /// - Parameters:
    ///   - raw: The text.
    ///   - usesUnicode: Whether the terminal shows UTF-8. One that does not may take the bytes of an ordinary letter for
    ///     control characters, so then all of ASCII's neighbours are shown as escapes.
    package init(_ raw: String, usesUnicode: Bool = true) {
        if Self.isPlain(raw) {
            self.init(safe: raw, width: raw.utf8.count)
            return
        }
        // Bytes, since appending to a view of scalars may copy all that is there already.
        var text: [UInt8] = []
        text.reserveCapacity(raw.utf8.count)
        var width = 0
        var previous: Unicode.Scalar?
        VisibleText.visit(raw) { scalar, isHidden in
            let startsCommand = scalar == "#" && previous == "#"
            if isHidden || startsCommand || (!usesUnicode && !scalar.isASCII) {
                let escape = Self.escape(scalar)
                text.append(contentsOf: escape.utf8)
                width += escape.utf8.count
            } else {
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                width += DisplayWidth.of(scalar)
            }
            previous = scalar
        }
        self.init(safe: String(decoding: text, as: UTF8.self), width: width)
    }

    /// Takes a text that is safe already.
    init(safe text: String, width: Int) {
        self.text = text
        self.width = width
    }

    /// Takes a text of this program's own.
    init(safe text: String) {
        let width =
            Self.isPlain(text) ? text.utf8.count : text.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) }
        self.init(safe: text, width: width)
    }

    /// How many marks may sit on one character.
    static let maximumMarks = VisibleText.maximumMarks

    /// Visible ASCII and spaces, and nothing that could be a command of a CI system (`##[group]`, `##vso[`).
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var previous: UInt8 = 0
            for byte in bytes {
                guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "#") || previous != byte else { return false }
                previous = byte
            }
            return true
        }
    }

    /// How a character is shown that must not be written.
    static func escape(_ scalar: Unicode.Scalar) -> String { VisibleText.escape(scalar) }
}

extension TerminalText {
    /// The text with its end cut off where it is wider than some columns, which an ellipsis then tells.
    package func truncated(to columns: Int, ellipsis: String = "…") -> TerminalText {
        guard width > columns else { return self }
        let mark = TerminalText(safe: ellipsis)
        return prefix(columns - mark.width).head + mark
    }

    /// The text with its middle cut out where it is wider than some columns: names of one family differ at their ends.
    package func shortened(to columns: Int, ellipsis: String = "…") -> TerminalText {
        guard width > columns else { return self }
        let mark = TerminalText(safe: ellipsis)
        let room = max(0, columns - mark.width)
        let head = prefix((room + 1) / 2).head
        // From the end backwards; a mark must not be parted from its letter.
        var tail: [Unicode.Scalar] = []
        var tailWidth = 0
        var marks: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars.reversed() {
            marks.append(scalar)
            if DisplayWidth.isMark(scalar) { continue }
            let scalarWidth = DisplayWidth.of(scalar)
            if head.width + tailWidth + scalarWidth > room { break }
            tail.append(contentsOf: marks)
            tailWidth += scalarWidth
            marks = []
        }
        var bytes: [UInt8] = []
        for scalar in tail.reversed() {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return head + mark + TerminalText(safe: String(decoding: bytes, as: UTF8.self), width: tailWidth)
    }

    /// As much of the text as fits into some columns, and the rest.
    func prefix(_ columns: Int) -> (head: TerminalText, tail: TerminalText) {
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        var taken = 0
        while index < scalars.endIndex {
            let scalarWidth = DisplayWidth.of(scalars[index])
            if taken + scalarWidth > columns { break }
            taken += scalarWidth
            index = scalars.index(after: index)
        }
        return (
            TerminalText(safe: String(scalars[..<index]), width: taken),
            TerminalText(safe: String(scalars[index...]), width: width - taken)
        )
    }

    static func + (left: TerminalText, right: TerminalText) -> TerminalText {
        TerminalText(safe: left.text + right.text, width: left.width + right.width)
    }
}
