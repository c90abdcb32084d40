/// Names of characters for messages, without ever writing the character itself.
enum UnicodeNames {
    /// Code point and name in lower case: `U+200B zero width space`.
    static func describe(_ scalar: Unicode.Scalar) -> String {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let codePoint = "U+" + String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
        return name(of: scalar).map { "\(codePoint) \($0)" } ?? codePoint
    }

    private static func name(of scalar: Unicode.Scalar) -> String? {
        controls[scalar.value] ?? (scalar.properties.nameAlias ?? scalar.properties.name).map { $0.lowercased() }
    }

    /// The Unicode Standard names no control characters; these are ISO 6429's.
    private static let controls: [UInt32: String] = [
        0x00: "null", 0x07: "bell", 0x08: "backspace", 0x09: "tab", 0x0A: "line feed", 0x0B: "vertical tab",
        0x0C: "form feed", 0x0D: "carriage return", 0x1B: "escape", 0x7F: "delete", 0x85: "next line",
        0xFEFF: "byte order mark",
    ]
}
