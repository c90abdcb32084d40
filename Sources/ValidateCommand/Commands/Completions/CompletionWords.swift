internal import DestinationHealth

/// What the scripts of all shells are made of.
enum CompletionWords {
    /// The ids of all rules.
    static let rules = RuleRegistry.all.map { $0.description.id }

    /// A text in single quotes, as every one of the shells reads it.
    ///
    /// - Parameter apostrophe: How the shell spells an apostrophe inside of them.
    static func quoted(_ text: String, apostrophe: String = #"'\''"#) -> String {
        let parts = text.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
        return "'" + parts.map { String(Substring($0)) }.joined(separator: apostrophe) + "'"
    }

    /// The text with a backslash before some of its signs.
    static func escaped(_ text: String, _ signs: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if signs.utf8.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
