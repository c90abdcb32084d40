/// The ASCII bytes that JSON gives a meaning.
enum Ascii {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let point: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let lowerU: UInt8 = 0x75
    static let openBrace: UInt8 = 0x7B
    static let closeBrace: UInt8 = 0x7D

    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    static func hexValue(_ byte: UInt8) -> UInt32? {
        if isDigit(byte) { return UInt32(byte &- zero) }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? UInt32(letter) + 10 : nil
    }
}

/// The first bytes of a text that are not UTF-8.
struct InvalidUTF8 {
    enum Reason {
        case unexpectedByte, truncated, overlong, surrogate, beyondUnicode
    }

    let offset: Int
    let reason: Reason

    var message: String {
        switch reason {
        case .unexpectedByte: "a byte here is not valid UTF-8; save the file as UTF-8"
        case .truncated: "a character here is cut off, which is not valid UTF-8; save the file as UTF-8"
        case .overlong: "a character here takes more bytes than UTF-8 allows; save the file as UTF-8"
        case .surrogate: "half of a surrogate pair is written here as a character of its own; save the file as UTF-8"
        case .beyondUnicode: "a character here is above U+10FFFF, where Unicode ends; save the file as UTF-8"
        }
    }
}

extension InvalidUTF8 {
    /// Finds the first bytes of a text that are not UTF-8; nil where all are.
    init?(firstIn text: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < text.count {
            let lead = text[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            if let reason = InvalidUTF8.reason(text, at: index, lead) {
                self.init(offset: index, reason: reason)
                return
            }
            index += lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        }
        return nil
    }

    /// Why the character that begins with a byte above ASCII is not valid; nil if it is.
    private static func reason(_ text: UnsafeBufferPointer<UInt8>, at index: Int, _ lead: UInt8) -> Reason? {
        switch lead {
        case ..<0xC0, 0xF8...: return .unexpectedByte
        case ..<0xC2: return .overlong
        case 0xF5...: return .beyondUnicode
        default: break
        }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        for distance in 1..<length {
            guard index + distance < text.count, text[index + distance] & 0xC0 == 0x80 else { return .truncated }
            guard distance == 1 else { continue }
            switch (lead, text[index + 1]) {
            case (0xE0, ..<0xA0), (0xF0, ..<0x90): return .overlong
            case (0xED, 0xA0...): return .surrogate
            case (0xF4, 0x90...): return .beyondUnicode
            default: break
            }
        }
        return nil
    }
}

extension JSONError {
    /// The error for a text that is not UTF-8.
    init(_ invalid: InvalidUTF8, in text: UnsafeBufferPointer<UInt8>) {
        let valid = UnsafeBufferPointer(rebasing: text[..<invalid.offset])
        self.init(
            message: invalid.message,
            byteOffset: invalid.offset,
            position: LineIndex(of: valid).position(at: invalid.offset, in: valid),
            related: nil
        )
    }
}

/// The name of a Unicode encoding other than UTF-8 that the first bytes reveal; nil for none.
func foreignEncoding(of text: UnsafeBufferPointer<UInt8>) -> String? {
    func starts(_ bytes: UInt8...) -> Bool { text.starts(with: bytes) }
    if starts(0xFF, 0xFE, 0, 0) || starts(0, 0, 0xFE, 0xFF) { return "UTF-32" }
    if starts(0xFF, 0xFE) || starts(0xFE, 0xFF) { return "UTF-16" }
    guard text.count >= 2 else { return nil }
    // JSON starts with two ASCII characters or one, so the zero bytes show the width of a code unit (RFC 4627, section 3).
    let zeros = text.prefix(4).map { $0 == 0 }
    switch zeros {
    case [true, true, true, false], [false, true, true, true]: return "UTF-32"
    case [true, false, true, false], [false, true, false, true]: return "UTF-16"
    case [false, true, false, false], [true, false, false, false]: return text.count % 2 == 0 ? "UTF-16" : nil
    case [true, false], [false, true]: return "UTF-16"
    default: return nil
    }
}
