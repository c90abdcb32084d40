/// TikTok's words without what varies in them: case, punctuation and spacing.
///
/// "No permission to operate pixel code: ABC." becomes `no permission to operate pixel code abc`. Underscores stay, so
/// that `app_id` is one word.
struct NormalizedWords: Sendable {
    private let words: [[UInt8]]

    init(_ text: String) {
        // A hostile reply may be a mebibyte of words; what decides stands at the beginning.
        words = Self.split(text.utf8.prefix(4096))
    }

    /// Words that must follow one another. A `*` between words stands for any number of words; a `*` at the end of a word
    /// for any ending.
    struct Pattern: Sendable {
        fileprivate enum Part: Sendable {
            case word([UInt8])
            case beginning([UInt8])
            case gap
        }

        fileprivate let parts: [Part]

        init(_ text: String) {
            parts = text.utf8.split(separator: 0x20).map { word in
                let bytes = Array(word)
                guard bytes.last == UInt8(ascii: "*") else { return .word(bytes) }
                return bytes.count == 1 ? .gap : .beginning(bytes.dropLast())
            }
        }
    }

    func contains(anyOf patterns: [Pattern]) -> Bool {
        patterns.contains { contains($0) }
    }

    func contains(_ pattern: Pattern) -> Bool {
        words.isEmpty
            ? pattern.parts.allSatisfy(\.isGap) : words.indices.contains { matches(pattern.parts[...], at: $0) }
    }

    /// Each gap takes the nearest match of what follows it, which finds a match if there is one, so that no hostile text
    /// makes this more than (words x parts).
    private func matches(_ parts: ArraySlice<Pattern.Part>, at start: Int) -> Bool {
        var position = start
        var parts = parts
        while let part = parts.first {
            parts = parts.dropFirst()
            guard part.isGap else {
                guard position < words.count, part.matches(words[position]) else { return false }
                position += 1
                continue
            }
            let run = parts.prefix { !$0.isGap }
            if run.isEmpty { continue }
            guard let found = firstRun(run, from: position) else { return false }
            position = found + run.count
            parts = parts.dropFirst(run.count)
        }
        return true
    }

    private func firstRun(_ run: ArraySlice<Pattern.Part>, from start: Int) -> Int? {
        guard start + run.count <= words.count else { return nil }
        return (start...(words.count - run.count)).first { position in
            zip(run, words[position...]).allSatisfy { part, word in part.matches(word) }
        }
    }

    private static func split(_ utf8: String.UTF8View.SubSequence) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case 0x41...0x5A: word.append(byte | 0x20)
            case 0x61...0x7A, 0x30...0x39, 0x5F, 0x80...0xFF: word.append(byte)
            default:
                if !word.isEmpty { words.append(word) }
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}

extension NormalizedWords.Pattern.Part {
    fileprivate var isGap: Bool {
        if case .gap = self { true } else { false }
    }

    fileprivate func matches(_ word: [UInt8]) -> Bool {
        switch self {
        case .word(let bytes): word == bytes
        case .beginning(let bytes): word.starts(with: bytes)
        case .gap: false
        }
    }
}
