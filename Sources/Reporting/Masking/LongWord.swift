import TikTokAPI

/// Words that are long enough for a secret of a usual token's length. A text without one holds no such secret, in whatever
/// spelling, and need not be searched.
enum LongWord {
    /// A usual token has 40 bytes ("Formats", TikTok API facts, 2026-08), and no spelling makes a secret shorter.
    static let length = 40

    /// Whether every spelling of a secret is a long word, or has one in it.
    static func isOnlyPlace(for secret: Secret) -> Bool {
        var text = secret.unmasked
        return text.withUTF8 { bytes in
            bytes.count >= length
                && bytes.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                    default: false
                    }
                }
        }
    }

    /// Whether something in a text could part such a secret, as Markdown does.
    static func mayBeParted(in text: UnsafeRawBufferPointer) -> Bool {
        text.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") }
    }

    /// Whether a text has a word that is long enough.
    static func isIn(_ text: UnsafeRawBufferPointer) -> Bool {
        var end = length
        while end <= text.count {
            // What stands before the last byte that ends a word is too short, so that most bytes need no look.
            var place = end
            while place > end - length, isPartOfWord(text[place - 1]) { place -= 1 }
            if place == end - length { return true }
            end = place + length
        }
        return false
    }

    /// Whether a byte may stand in a spelling of such a secret: Markdown puts backslashes and entities into it,
    /// base64 `+` and `/`.
    static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F: false
        case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"):
            false
        default: true
        }
    }
}
