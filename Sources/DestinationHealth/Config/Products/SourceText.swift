import LocatedJSON

/// A text as it is written in a config: what it says, and where.
struct SourceText: Sendable {
    let text: String
    /// The bytes of the value, quotes included.
    let range: Range<Int>
    let placement: TextPlacement
    /// The variable whose value it is, in a file of variables.
    let variable: String?

    init(text: String, range: Range<Int>, placement: TextPlacement, variable: String? = nil) {
        self.text = text
        self.range = range
        self.placement = placement
        self.variable = variable
    }

    /// A JSON string; nil for anything else.
    init?(_ value: JSONValue) {
        guard let text = value.string else { return nil }
        self.init(text: text, range: value.byteRange, placement: TextPlacement(value))
    }

    /// A JSON string, or the digits of a number exactly as they are written; nil for anything else.
    init?(textOrNumber value: JSONValue) {
        guard let number = value.number else {
            self.init(value)
            return
        }
        self.init(text: number, range: value.byteRange, placement: TextPlacement(bytes: value.byteRange))
    }

    /// The parts between commas, without the blanks around each, as products take them; empty ones left out.
    var parts: [SourceText] {
        let bytes = Array(text.utf8)
        return bytes.indices.split(whereSeparator: { bytes[$0] == UInt8(ascii: ",") }).compactMap { part in
            let kept = part.drop { bytes[$0] == 0x20 }
            guard let first = kept.first, let last = kept.last(where: { bytes[$0] != 0x20 }) else { return nil }
            let start = placement.byteOffset(ofTextByte: first)
            return SourceText(
                text: String(decoding: bytes[first...last], as: UTF8.self),
                range: start..<max(start + 1, placement.byteOffset(ofTextByte: last + 1)),
                placement: placement.dropping(first)
            )
        }
    }
}
