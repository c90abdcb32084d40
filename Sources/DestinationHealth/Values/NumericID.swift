import TikTokAPI

/// What is known of the ids of developer apps and ad accounts: digits, 64-bit, 19 of them today, 10 to 20 to be safe
/// ("Formats", TikTok API facts, 2026-08).
enum NumericID {
    /// Why a text cannot be an id, as the rest of a sentence; nil if it can. For texts that could be sent at all.
    static func fault(in value: ConfigText) -> String? {
        let text = value.cleaned.unmasked
        let bytes = text.utf8
        if value.kind == .number, bytes.first != zero { return nil }
        if !bytes.isEmpty, bytes.allSatisfy({ $0 == zero }) { return "is 0, as ids that are not known are written" }
        if bytes.allSatisfy(isDigit) {
            if bytes.first == zero { return "begins with 0, which ids do not" }
            guard (10...20).contains(bytes.count) else {
                return "has \(bytes.count) digit\(bytes.count == 1 ? "" : "s"), where such ids have 19"
            }
            return nil
        }
        if isExponential(bytes) { return "is in exponent notation, so that its last digits are lost" }
        if let first = bytes.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-"),
            bytes.dropFirst().allSatisfy(isDigit)
        {
            return "has a sign before its digits"
        }
        if bytes.allSatisfy({
            isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "'")
        }
        ) {
            return "has punctuation between its digits"
        }
        if bytes.starts(with: "act_".utf8) { return "begins with \"act_\", as Meta's ad accounts do, not TikTok's" }
        return "has characters other than digits"
    }

    /// Why the last digits of an id look lost, as the rest of a sentence; nil if they do not. One id in a thousand ends
    /// so by chance, so this blames no value.
    static func loss(in value: ConfigText) -> String? {
        let text = value.cleaned.unmasked
        // Fewer digits than these fit into a floating-point number whole.
        guard value.kind == .number, text.utf8.count >= 17, endsInMultipleOfEight(text), let number = UInt64(text)
        else { return nil }
        // Spreadsheets keep 15 digits, JavaScript 16 or 17, and both fill up with zeros.
        if number.isMultiple(of: 1000) {
            let zeros = text.utf8.reversed().prefix { $0 == zero }.count
            return "ends in \(zeros) zeros, as ids do whose last digits a spreadsheet or script rounded away"
        }
        // Others write all digits of what a floating-point number holds: a multiple of 512 or 1024 at this size.
        let lostBits = UInt64.bitWidth - number.leadingZeroBitCount - 53
        if lostBits >= 9, number.trailingZeroBitCount >= lostBits {
            return "is a multiple of \(1 << lostBits), as ids are whose last digits a script rounded"
        }
        return nil
    }

    /// Whether the last three digits are a multiple of 8, as they are of every multiple of 1000 or 512: most ids need no
    /// closer look.
    private static func endsInMultipleOfEight(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { $0.suffix(3).reduce(0) { 10 * $0 + Int($1 &- zero) } % 8 == 0 }
    }

    /// `7.03456789012346E+18`
    private static func isExponential(_ bytes: String.UTF8View) -> Bool {
        guard let mark = bytes.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return false }
        let mantissa = bytes[..<mark]
        let exponent = bytes[bytes.index(after: mark)...]
        return mantissa.contains(where: isDigit) && exponent.contains(where: isDigit)
            && mantissa.allSatisfy { isDigit($0) || isPointOrSign($0) || $0 == UInt8(ascii: ",") }
            && exponent.allSatisfy { isDigit($0) || isPointOrSign($0) }
    }

    private static let zero = UInt8(ascii: "0")

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isPointOrSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }
}
