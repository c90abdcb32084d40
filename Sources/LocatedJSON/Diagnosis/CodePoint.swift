/// A character in a message, which names it and never shows it.
struct CodePoint {
    let value: UInt32

    init(_ value: UInt32) {
        self.value = value
    }

    /// Decodes the character that starts at an offset of a valid UTF-8 text.
    init(at offset: Int, in text: UnsafeBufferPointer<UInt8>) {
        guard offset < text.count else {
            value = 0
            return
        }
        let lead = text[offset]
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        var decoded = length == 1 ? UInt32(lead) : UInt32(lead) & (0x7F >> UInt32(length))
        for distance in 1..<4 where distance < length && offset + distance < text.count {
            decoded = decoded << 6 | UInt32(text[offset + distance] & 0x3F)
        }
        value = decoded
    }

    /// At least four upper-case hexadecimal digits.
    var hexadecimal: String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// The code point, after a name where one helps.
    var name: String {
        guard let name = CodePoint.names[value] else {
            return isControl ? "control character U+\(hexadecimal)" : "U+\(hexadecimal)"
        }
        return "\(name) (U+\(hexadecimal))"
    }

    var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }

    var isTypographicQuote: Bool {
        switch value {
        case 0x00AB, 0x00BB, 0x00B4, 0x2018...0x201F, 0x2032...0x2037, 0x2039, 0x203A, 0x300C...0x300F, 0x301D...0x301F,
            0xFF02, 0xFF07:
            true
        default: false
        }
    }

    var isSpace: Bool {
        switch value {
        case 0x0B, 0x0C, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    var isInvisible: Bool {
        switch value {
        case 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: isControl
        }
    }

    /// Whether a value, or text that lacks its quotes, can start with this character.
    var startsValue: Bool {
        switch value {
        case 0x22, 0x24, 0x2D, 0x5B, 0x5F, 0x7B: true
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0..<0x80: false
        default: Unicode.Scalar(value)?.properties.isAlphabetic ?? false
        }
    }

    private static let names: [UInt32: String] = [
        0x00: "a NUL byte", 0x09: "a tab", 0x0B: "a vertical tab", 0x0C: "a form feed", 0x1B: "an escape character",
        0x21: "an exclamation mark", 0x25: "a percent sign", 0x26: "an ampersand", 0x28: "a parenthesis",
        0x29: "a parenthesis", 0x2A: "an asterisk", 0x2B: "a plus sign", 0x2E: "a full stop", 0x2F: "a slash",
        0x3B: "a semicolon", 0x3C: "a less-than sign", 0x3D: "an equals sign", 0x3E: "a greater-than sign",
        0x3F: "a question mark", 0x40: "an at sign", 0x5C: "a backslash", 0x5E: "a circumflex", 0x7C: "a vertical bar",
        0x7E: "a tilde", 0x7F: "a delete character", 0x85: "a next-line character", 0xA0: "a no-break space",
        0xAD: "a soft hyphen", 0x2028: "a line separator", 0x2029: "a paragraph separator",
        0x200B: "a zero width space", 0x200C: "a zero width non-joiner", 0x200D: "a zero width joiner",
        0x202F: "a narrow no-break space", 0x2060: "a word joiner", 0x3000: "an ideographic space",
    ]
}
