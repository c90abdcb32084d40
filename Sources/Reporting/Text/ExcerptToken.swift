import DestinationHealth
import LocatedJSON

/// A key or a value of a config, as it is written.
struct ExcerptToken {
    /// Its bytes, quotes included.
    let range: Range<Int>
    /// Whether it is a key, not a value.
    let isKey: Bool
    /// The key that a value stands under; nil for none.
    let key: String?
    /// What it says. Worked out when asked for: nobody reads the longest.
    let text: () -> String
    /// What stands around it.
    let quote: String
}

extension ConfigDocument {
    /// What is written in a stretch of the config, syntax aside.
    func tokens(in range: Range<Int>) -> [ExcerptToken] {
        switch self {
        case .json(let document):
            document.strings(in: range).map { token in
                ExcerptToken(
                    range: token.byteRange,
                    isKey: token.isKey,
                    key: token.key,
                    text: { token.text },
                    quote: "\""
                )
            }
        case .dotenv(let document): document.tokens(in: range)
        }
    }
}

extension DotenvDocument {
    /// Names and values, and what stands between and behind them: a comment may be an old value.
    fileprivate func tokens(in range: Range<Int>) -> [ExcerptToken] {
        var tokens: [ExcerptToken] = []
        var place = range.lowerBound
        for assignment in assignments(in: range) {
            let (name, value) = (assignment.nameRange, assignment.valueRange)
            if name.lowerBound > place { tokens += rest(place..<name.lowerBound) }
            tokens.append(
                ExcerptToken(
                    range: name,
                    isKey: assignment.isNamedInCapitals,
                    key: nil,
                    text: { assignment.name },
                    quote: ""
                )
            )
            if !value.isEmpty {
                let first = text.bytes[value.lowerBound]
                let isQuoted = value.count > assignment.value.utf8.count
                let quote = isQuoted ? String(decoding: [first], as: UTF8.self) : ""
                tokens.append(
                    ExcerptToken(range: value, isKey: false, key: nil, text: { assignment.value }, quote: quote)
                )
            }
            place = max(place, value.upperBound)
        }
        return place < range.upperBound ? tokens + rest(place..<range.upperBound) : tokens
    }

    private func rest(_ range: Range<Int>) -> [ExcerptToken] {
        let words = String(decoding: text.bytes[range], as: UTF8.self)
        // "export" before a name, and blanks, hide nothing.
        let isPlain = words.utf8.allSatisfy { $0 <= 0x20 } || words.utf8.elementsEqual("export ".utf8)
        return isPlain ? [] : [ExcerptToken(range: range, isKey: false, key: nil, text: { words }, quote: "")]
    }
}
