/// TikTok's words without what varies in them: case, punctuation, spacing and what they quote.
///
/// "No permission to operate pixel code: ABC." becomes `no permission to operate pixel code abc`. Underscores stay, so
/// that `app_id` is one word. Where sentences and clauses begin is kept, because a name inside a sentence may hold any
/// words.
struct NormalizedWords: Sendable {
    private struct Word {
        let bytes: [UInt8]
        let border: WordPattern.Anchor
        /// The mark before the word, openers between them left out.
        var opening = WordPattern.Anchor.none
        var sentenceEnd = 0
    }

    private var words: [Word] = []

    /// - Parameter keepingQuotes: Whether quoted phrases count as words too; otherwise each becomes one word that is an
    ///   id. A single quoted word is kept either way, since TikTok quotes the names of fields.
    init(_ text: String, keepingQuotes: Bool = false) {
        // A hostile reply may be a mebibyte of words; what decides is at the beginning.
        split(Array(text.utf8.prefix(4096)), keepingQuotes: keepingQuotes)
        markBorders()
    }

    func contains(anyOf patterns: [WordPattern]) -> Bool {
        patterns.contains { contains($0) }
    }

    /// A match never reaches beyond the sentence that it begins in.
    func contains(_ pattern: WordPattern) -> Bool {
        guard !words.isEmpty else { return pattern.parts.allSatisfy(\.matchesNothing) }
        return words.indices.contains { start in
            words[start].opening >= pattern.anchor && matches(pattern.parts[...], at: start)
        }
    }

    /// Each gap takes the nearest match of what follows it, which finds a match if there is one, so that no hostile text
    /// makes this more than (words x parts).
    private func matches(_ parts: ArraySlice<WordPattern.Part>, at start: Int) -> Bool {
        let end = words[start].sentenceEnd
        var position = start
        var parts = parts
        while let part = parts.popFirst() {
            switch part {
            case .word(let alternatives):
                guard position < end, Self.matches(alternatives, words[position]) else { return false }
                position += 1
            case .identifiers:
                let last = min(end, position + 4)
                while position < last, Self.isIdentifierOrFiller(words[position].bytes) { position += 1 }
            case .end:
                guard position == end else { return false }
            case .gap:
                guard case .word(let alternatives)? = parts.first else { continue }
                let next = words[position..<end].firstIndex { Self.matches(alternatives, $0) }
                guard let next else { return false }
                position = next
            }
        }
        return true
    }

    private static func matches(_ alternatives: [WordPattern.Word], _ word: Word) -> Bool {
        alternatives.contains { $0.matches(word.bytes) }
    }

    private mutating func markBorders() {
        var end = words.count
        for index in words.indices.reversed() {
            words[index].sentenceEnd = end
            if words[index].border == .sentence { end = index }
        }
        for index in words.indices {
            let isOpened = index > 0 && Self.openers.contains(words[index - 1].bytes)
            words[index].opening = max(words[index].border, isOpened ? words[index - 1].opening : .none)
        }
    }

    /// Words that may precede the subject of a clause.
    private static let openers: Set<[UInt8]> = Set(
        ["the", "your", "this", "a", "an", "you", "sorry", "because", "error"].map { Array($0.utf8) }
    )

    /// Words that say no more of an object than which one it is.
    private static let fillers: Set<[UInt8]> = Set(
        ["the", "your", "this", "these", "that", "any", "given", "specified", "requested", "tiktok", "id"].map {
            Array($0.utf8)
        }
    )

    private static func isIdentifierOrFiller(_ word: [UInt8]) -> Bool {
        word.contains { (0x30...0x39).contains($0) } || fillers.contains(word)
    }
}

extension NormalizedWords {
    private mutating func split(_ bytes: [UInt8], keepingQuotes: Bool) {
        var position = 0
        var border = WordPattern.Anchor.sentence
        // Whether a mark was looked for to the end in vain, so that a text of opening marks costs one pass.
        var unclosed: Set<UInt8> = []
        while position < bytes.count {
            if !keepingQuotes, let mark = Self.openingMark(in: bytes, at: position), !unclosed.contains(mark) {
                guard let close = Self.closingMark(mark, in: bytes, after: position) else {
                    unclosed.insert(mark)
                    continue
                }
                if bytes[position..<close].contains(0x20) {
                    append([0x30], after: &border)
                    position = close + 1
                    continue
                }
            }
            let end = bytes[position...].firstIndex { !Self.isWordByte($0) } ?? bytes.count
            // No-break spaces, zero-width marks and curly quotes (U+00A0, U+2000 to U+203F) part words too.
            let word = bytes[position..<end]
            if word.isEmpty {
                border = max(border, Self.border(in: bytes, at: position))
                position += 1
            } else if let (length, offset) = Self.unicodeSeparator(in: word) {
                append(Array(word[..<offset]), after: &border)
                position = offset + length
            } else {
                append(Array(word), after: &border)
                position = end
            }
        }
    }

    private mutating func append(_ word: [UInt8], after border: inout WordPattern.Anchor) {
        guard !word.isEmpty else { return }
        words.append(Word(bytes: word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, border: border))
        border = .none
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x5F, 0x80...0xFF: true
        default: false
        }
    }

    private static func unicodeSeparator(in word: ArraySlice<UInt8>) -> (length: Int, offset: Int)? {
        for offset in word.indices {
            let rest = word[offset...].prefix(3)
            if rest.starts(with: [0xC2, 0xA0]) { return (2, offset) }
            if rest.count == 3, rest.starts(with: [0xE2, 0x80]) { return (3, offset) }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// A full stop inside `data.0.event` ends nothing.
    private static func border(in bytes: [UInt8], at position: Int) -> WordPattern.Anchor {
        let byte = bytes[position]
        if byte == 0x0A || byte == 0x0D { return .sentence }
        guard position + 1 == bytes.count || isSpace(bytes[position + 1]) else { return .none }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"): return .sentence
        case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: ")"), UInt8(ascii: "]"): return .clause
        default: return .none
        }
    }

    /// An apostrophe inside a word opens nothing.
    private static func openingMark(in bytes: [UInt8], at position: Int) -> UInt8? {
        let byte = bytes[position]
        guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") else { return nil }
        return position == 0 || !isWordByte(bytes[position - 1]) ? byte : nil
    }

    private static func closingMark(_ mark: UInt8, in bytes: [UInt8], after position: Int) -> Int? {
        bytes.indices.dropFirst(position + 1).first { index in
            bytes[index] == mark && (index + 1 == bytes.count || !isWordByte(bytes[index + 1]))
        }
    }
}
