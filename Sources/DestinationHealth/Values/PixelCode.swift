import TikTokAPI

/// What is known of pixel codes: an "xid" (4 bytes of time, 3 of machine, 2 of process, 3 of counter) in upper-case
/// base32hex. 42 of 43 codes seen in public code decode to believable dates; nothing of it is documented ("Formats", TikTok
/// API results, 2026-08).
enum PixelCode {
    /// How a text compares with what is known.
    enum Shape: Equatable {
        /// As all known codes are.
        case usual
        /// Not seen yet, but not impossible; the words say what is unusual.
        case unusual(String)
        /// Nothing that could be a pixel code; the words say what it looks like.
        case impossible(String)
    }

    static func shape(of value: ConfigText) -> Shape {
        let text = value.cleaned.unmasked
        // Nearly every text is; only its end is left to look at.
        if value.kind == .pixelCode, isUsual(text) { return .usual }
        return shape(of: text)
    }

    private static func isUsual(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            (bytes.last == UInt8(ascii: "0") || bytes.last == UInt8(ascii: "G"))
                && bytes.allSatisfy { $0 <= UInt8(ascii: "V") }
        }
    }

    static func shape(of text: String) -> Shape {
        let bytes = Array(text.utf8)
        if let other = otherThing(text, bytes) { return .impossible(other) }
        guard bytes.allSatisfy({ isUpper($0) || isDigit($0) }) else {
            return .impossible("has characters other than letters and digits")
        }
        guard bytes.count == 20 else { return .unusual("has \(bytes.count) characters, where pixel codes have 20") }
        if let index = bytes.firstIndex(where: { $0 > UInt8(ascii: "V") }) {
            return .unusual("has the letter \(Unicode.Scalar(bytes[index])), and pixel codes go from 0 to 9 and A to V")
        }
        guard let last = bytes.last, last == UInt8(ascii: "0") || last == UInt8(ascii: "G") else {
            let hint = bytes.last == UInt8(ascii: "O") ? ": perhaps the letter O stands for the digit 0" : ""
            return .unusual("ends in neither 0 nor G, as pixel codes do\(hint)")
        }
        guard let first = bytes.first, (UInt8(ascii: "B")...UInt8(ascii: "D")).contains(first) else {
            return .unusual("does not begin with B, C or D, as the pixel codes made from 2016 on do")
        }
        return .usual
    }

    private static func otherThing(_ text: String, _ bytes: [UInt8]) -> String? {
        if TokenShape.isUsualToken(text) || TokenShape.isAccountToken(text) {
            return "looks like an access token or app secret"
        }
        if bytes.allSatisfy(isDigit) {
            switch bytes.count {
            case 15, 16: return "is a number, as Meta's pixel ids are"
            case 17...20:
                return "is a number: it looks like the numeric id of a pixel, an ad account or an app, not a pixel code"
            default: return "is a number"
            }
        }
        for (prefix, product) in [
            ("G-", "a Google Analytics measurement ID"), ("GTM-", "a Google Tag Manager container ID"),
            ("UA-", "a Google Analytics property ID"), ("AW-", "a Google Ads conversion ID"),
        ] where bytes.starts(with: Array(prefix.utf8)) {
            return "looks like \(product)"
        }
        if bytes.contains(where: isLower), bytes.allSatisfy({ isLower($0) || isUpper($0) || isDigit($0) }) {
            return bytes.count == 20 ? "looks like a pixel code in lower case" : "has lower-case letters"
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
