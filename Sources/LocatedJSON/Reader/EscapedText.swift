/// The character that an escape in a string means.
struct DecodedEscape {
    let scalar: Unicode.Scalar
    /// How many bytes the escape takes in the file: 2, 6 or, for a surrogate pair, 12.
    let length: Int
}

/// The content of a string that the parser has accepted, without its quotes.
struct EscapedText {
    let bytes: UnsafeBufferPointer<UInt8>

    init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        bytes = UnsafeBufferPointer(rebasing: text[range])
    }

    /// The escape whose backslash is at an index.
    func escape(at index: Int) -> DecodedEscape {
        guard index + 1 < bytes.count else { return DecodedEscape(scalar: "\u{FFFD}", length: 1) }
        switch bytes[index + 1] {
        case 0x62: return DecodedEscape(scalar: "\u{08}", length: 2)
        case 0x66: return DecodedEscape(scalar: "\u{0C}", length: 2)
        case 0x6E: return DecodedEscape(scalar: "\n", length: 2)
        case 0x72: return DecodedEscape(scalar: "\r", length: 2)
        case 0x74: return DecodedEscape(scalar: "\t", length: 2)
        case Ascii.lowerU:
            guard let unit = codeUnit(at: index + 2) else { return DecodedEscape(scalar: "\u{FFFD}", length: 2) }
            if let scalar = Unicode.Scalar(unit) { return DecodedEscape(scalar: scalar, length: 6) }
            let low = codeUnit(at: index + 8) ?? 0xDC00
            let value = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
            return DecodedEscape(scalar: Unicode.Scalar(value) ?? "\u{FFFD}", length: 12)
        case let byte: return DecodedEscape(scalar: Unicode.Scalar(byte), length: 2)
        }
    }

    /// The value of the four hexadecimal digits at an index.
    private func codeUnit(at index: Int) -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for offset in 0..<4 {
            guard let digit = Ascii.hexValue(bytes[index + offset]) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    /// The text with its escapes replaced.
    func unescaped() -> String {
        String(unsafeUninitializedCapacity: bytes.count) { target in
            var count = 0
            var index = 0
            while index < bytes.count {
                if bytes[index] != Ascii.backslash {
                    target.initializeElement(at: count, to: bytes[index])
                    count += 1
                    index += 1
                    continue
                }
                let escape = escape(at: index)
                // An escape is never shorter than its character, so the capacity suffices.
                for unit in UTF8.encode(escape.scalar) ?? UTF8.encodedReplacementCharacter where count < target.count {
                    target.initializeElement(at: count, to: unit)
                    count += 1
                }
                index += escape.length
            }
            return count
        }
    }

    /// Where in the content a byte of the unescaped UTF-8 is written.
    func index(ofUnescapedByte utf8Offset: Int) -> Int {
        var produced = 0
        var index = 0
        while index < bytes.count {
            var width = 1
            var length = 1
            if bytes[index] == Ascii.backslash {
                let escape = escape(at: index)
                width = UTF8.width(escape.scalar)
                length = escape.length
            }
            produced += width
            if produced > utf8Offset { return index }
            index += length
        }
        return bytes.count
    }
}

extension TapeNode {
    /// The text of a string token with its escapes replaced.
    func string(in text: UnsafeBufferPointer<UInt8>) -> String {
        flags.contains(.escaped)
            ? EscapedText(text, contentRange).unescaped()
            : String(decoding: UnsafeBufferPointer(rebasing: text[contentRange]), as: UTF8.self)
    }
}
