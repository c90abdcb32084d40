/// Words that must follow one another within one sentence.
///
/// - `word` matches itself, `one|other` for either, `canc*` for any word that begins so.
/// - `^`, first, lets the pattern begin only where a clause begins, so that no name inside a sentence matches; `^^` only
///   where a sentence does.
/// - `$` is the end of the sentence.
/// - `#` is up to four words that only name the object, such as an id.
/// - `*` is any number of words.
struct WordPattern: Sendable {
    /// Where a pattern may begin.
    enum Anchor: Comparable, Sendable {
        case none, clause, sentence
    }

    struct Word: Sendable {
        let bytes: [UInt8]
        let isBeginning: Bool

        func matches(_ word: [UInt8]) -> Bool {
            isBeginning ? word.starts(with: bytes) : word == bytes
        }
    }

    enum Part: Sendable {
        case word([Word])
        case identifiers
        case gap
        case end

        /// Whether a message without words has it.
        var matchesNothing: Bool {
            if case .word = self { false } else { true }
        }
    }

    let parts: [Part]
    let anchor: Anchor

    init(_ text: String) {
        let tokens = text.utf8.split(separator: UInt8(ascii: " "))
        let first = tokens.first.map(Array.init) ?? []
        anchor = first == Array("^^".utf8) ? .sentence : first == Array("^".utf8) ? .clause : .none
        parts = tokens.dropFirst(anchor == .none ? 0 : 1).map { token in
            if token.elementsEqual("*".utf8) { return .gap }
            if token.elementsEqual("#".utf8) { return .identifiers }
            if token.elementsEqual("$".utf8) { return .end }
            return .word(
                token.split(separator: UInt8(ascii: "|")).map { word in
                    let isBeginning = word.last == UInt8(ascii: "*")
                    return Word(bytes: Array(isBeginning ? word.dropLast() : word), isBeginning: isBeginning)
                }
            )
        }
    }

    /// The patterns of a phrase; `app~id` in it matches both `app id` and `app_id`.
    static func spellings(of phrase: String) -> [WordPattern] {
        let bytes = Array(phrase.utf8)
        guard bytes.contains(UInt8(ascii: "~")) else { return [WordPattern(phrase)] }
        return [UInt8(ascii: " "), UInt8(ascii: "_")].map { joint in
            WordPattern(String(decoding: bytes.map { $0 == UInt8(ascii: "~") ? joint : $0 }, as: UTF8.self))
        }
    }
}
