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
        }
    }
}
