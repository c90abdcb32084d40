import DestinationHealth

/// The parts that the scripts of all shells share.
enum CompletionWords {
    /// The ids of all rules.
    static let rules = RuleRegistry.all.map { $0.description.id }

    /// A text in single quotes, as each of the shells reads it.
    ///
    /// - Parameter apostrophe: The shell's syntax for an apostrophe inside the quotes.
    static func quoted(_ text: String, apostrophe: String = #"'\''"#) -> String {
        let parts = text.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
        return "'" + parts.map { String(Substring($0)) }.joined(separator: apostrophe) + "'"
    }

    /// The text with a backslash before some of its characters.
    static func escaped(_ text: String, _ characters: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if characters.utf8.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
