extension TerminalText {
    /// The text broken at its spaces into lines of at most so many columns; a word that is wider is broken anywhere,
    /// unless it is an address, which would no longer be one.
    ///
    /// No line begins with `::`, which GitHub takes for a command.
    ///
    /// - Parameters:
    ///   - columns: The width of a line.
    ///   - first: The width of the first line, where something stands before it.
    public func wrapped(to columns: Int, first: Int? = nil) -> [TerminalText] {
        let columns = max(columns, Self.narrowest)
        var room = max(first ?? columns, 0)
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
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            let scalarWidth = DisplayWidth.of(scalar)
            if pieceWidth + scalarWidth > columns { end() }
            if scalar == ":", previous == ":", piece == [UInt8(ascii: ":")], !pieces.isEmpty {
                piece = Array(Self.escapedColon.utf8)
                pieceWidth = piece.count
            }
            piece.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            pieceWidth += scalarWidth
            previous = scalar
        }
        if !piece.isEmpty { end() }
        return pieces
    }

    private static let escapedColon = "\\u{3A}"

    private var words: [TerminalText] {
        text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map { scalars in
            TerminalText(safe: String(scalars)).notACommand
        }
    }

    private var notACommand: TerminalText {
        let scalars = text.unicodeScalars
        guard scalars.first == ":", scalars.dropFirst().first == ":" else { return self }
        return TerminalText(
            safe: Self.escapedColon + String(scalars.dropFirst()),
            width: width - 1 + Self.escapedColon.utf8.count
        )
    }
}
