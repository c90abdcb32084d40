import LocatedJSON

/// Where the bytes of a text are written in its file.
struct TextPlacement: Sendable {
    private enum Place: Sendable {
        case string(JSONValue)
        case bytes(Range<Int>)
        case each([Int])
    }

    private var start = 0
    /// Where in the text the dollar signs are that are written as `$$`, ascending.
    private var doubledDollars: [Int] = []
    private let place: Place

    /// The text is a JSON string.
    init(_ value: JSONValue) {
        place = .string(value)
    }

    /// The text is written byte by byte as it is.
    init(bytes: Range<Int>) {
        place = .bytes(bytes)
    }

    /// The text is written with escapes.
    ///
    /// - Parameter offsets: Where each of its bytes is written, and where it ends.
    init(offsets: [Int]) {
        place = .each(offsets)
    }

    /// Where in the file a byte of the text is written: where the escape begins for a byte that comes from one, and the end
    /// of the text for what is behind it.
    func byteOffset(ofTextByte utf8Offset: Int) -> Int {
        let offset = start + max(0, utf8Offset) + doubledDollars.prefix { $0 < utf8Offset }.count
        return switch place {
        case .string(let value): value.byteOffset(ofStringByte: offset)
        case .bytes(let range): min(range.lowerBound + offset, range.upperBound)
        case .each(let offsets): offsets.isEmpty ? 0 : offsets[min(offset, offsets.count - 1)]
        }
    }

    /// The placement of the text in which each `$$` became one dollar sign.
    ///
    /// - Parameter offsets: Where in that text those signs are, ascending.
    func withDoubledDollars(at offsets: [Int]) -> TextPlacement {
        var undoubled = self
        undoubled.doubledDollars = offsets
        return undoubled
    }

    /// The placement of what follows some bytes of the text.
    func dropping(_ count: Int) -> TextPlacement {
        var rest = self
        rest.start += count
        return rest
    }
}
