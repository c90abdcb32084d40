extension TerminalText {
    /// The text broken at its spaces into lines of at most so many columns; a word that is wider is broken anywhere,
    /// unless it is an address, which would no longer be one.
    ///
    /// No line begins with `::`, which GitHub takes for a command, nor with blanks and `::`.
    ///
    /// - Parameters:
    ///   - columns: The width of a line.
    ///   - first: The width of the first line, where something stands before it.
    package func wrapped(to columns: Int, first: Int? = nil) -> [TerminalText] {
        let columns = max(columns, Self.narrowest)
        var room = max(first ?? columns, 0)
        if width <= room, !hasDoubleColon { return [self] }
        var lines: [TerminalText] = []
        var line: TerminalText?
        for word in words {
            if let begun = line, begun.width + 1 + word.width <= room {
                line = begun + TerminalText(safe: " ", width: 1) + word
                continue
            }
            if line == nil, word.width <= room {
                line = word
                continue
            }
            // A first line without room for its first word stays empty.
            if line != nil || room < min(columns, word.width) {
                lines.append(line ?? TerminalText(safe: "", width: 0))
                room = columns
            }
            var rest = word
            if rest.width > columns, !rest.isAddress {
                let pieces = rest.broken(to: columns)
                lines += pieces.dropLast()
                rest = pieces.last ?? rest
            }
            room = columns
            line = rest
        }
        if let line { lines.append(line) }
        return lines
    }

    private var hasDoubleColon: Bool {
        var text = text
        return text.withUTF8 { bytes in
            let colon = UInt8(ascii: ":")
            return bytes.indices.dropFirst().contains { bytes[$0] == colon && bytes[$0 - 1] == colon }
        }
    }

    /// Room for one escaped character, so that breaking a word always gets ahead.
    private static let narrowest = 16

    /// Whether a word is worth a line that is too long.
    private var isAddress: Bool {
        guard width <= 100 else { return false }
        let bytes = text.utf8.drop { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "<") }
        return bytes.starts(with: "https://".utf8)
    }

    /// A word broken anywhere, in one pass: its rest is not copied for every line.
    private func broken(to columns: Int) -> [TerminalText] {
        var pieces: [TerminalText] = []
        var piece: [UInt8] = []
        var pieceWidth = 0
        func end() {
            pieces.append(TerminalText(safe: String(decoding: piece, as: UTF8.self), width: pieceWidth))
            piece.removeAll(keepingCapacity: true)
            pieceWidth = 0
        }
        // Where the piece's own colon stands while nothing but blanks is before it.
        var colon: Int?
        var isBlank = true
        for scalar in text.unicodeScalars {
            var scalarWidth = DisplayWidth.of(scalar)
            // A colon may yet be escaped when the next one comes, and both then need room.
            let needed = scalar == ":" && isBlank ? Self.escapedColon.utf8.count + 1 : scalarWidth
            if pieceWidth + needed > columns {
                end()
                (colon, isBlank) = (nil, true)
            }
            if scalar == ":", let place = colon, place == piece.count - 1 {
                piece.replaceSubrange(place..., with: Self.escapedColon.utf8)
                scalarWidth += Self.escapedColon.utf8.count - 1
            }
            colon = scalar == ":" && isBlank ? piece.count : nil
            isBlank = isBlank && Self.isTrimmed(scalar)
            piece.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            pieceWidth += scalarWidth
        }
        if !piece.isEmpty { end() }
        return pieces
    }

    private static let escapedColon = "\\u{3A}"

    private var words: [TerminalText] {
        text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map { scalars in
            TerminalText(safe: String(scalars)).atLineStart
        }
    }

    /// The text as it may stand at the start of a line: GitHub takes `::` for a command there, whatever blanks are before
    /// it.
    package var atLineStart: TerminalText {
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !Self.isTrimmed($0) }),
            scalars[start...].starts(with: "::".unicodeScalars)
        else { return self }
        let rest = scalars[scalars.index(after: start)...]
        return TerminalText(
            safe: String(scalars[..<start]) + Self.escapedColon + String(rest),
            width: width - 1 + Self.escapedColon.utf8.count
        )
    }

    /// Whether GitHub passes over a character at the start of a line.
    private static func isTrimmed(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
}
