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
            while rest.width > columns, !rest.isAddress {
                let (head, tail) = rest.prefix(columns)
                lines.append(head)
                rest = tail.notACommand
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

    private var words: [TerminalText] {
        text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map { scalars in
            TerminalText(safe: String(scalars)).notACommand
        }
    }

    private var notACommand: TerminalText {
        let scalars = text.unicodeScalars
        guard scalars.first == ":", scalars.dropFirst().first == ":" else { return self }
        let escape = "\\u{3A}"
        return TerminalText(safe: escape + String(scalars.dropFirst()), width: width - 1 + escape.utf8.count)
    }
}
