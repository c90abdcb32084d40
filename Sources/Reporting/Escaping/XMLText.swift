/// Texts in XML 1.0.
///
/// What XML cannot hold at all (most control characters, U+FFFE, U+FFFF) is spelled out, as is all else that hides.
/// Since every `>` is escaped, no text ends a CDATA section, in which these escapes would be shown as they are.
package enum XMLText {
    /// What stands between tags.
    ///
    /// - Parameters:
    ///   - raw: The text.
    ///   - keepingLines: Whether line feeds stay line feeds.
    package static func text(_ raw: String, keepingLines: Bool = false) -> String {
        escaped(VisibleText.of(raw, keepingLines: keepingLines))
    }

    /// What stands in an attribute, between quotation marks of either kind.
    package static func attribute(_ raw: String) -> String { escaped(VisibleText.of(raw)) }

    /// The five signs of markup as references that XML and HTML both know.
    static func escaped(_ visible: String) -> String {
        // Bytes: with a combining mark behind it `<` is another Character, and still begins a tag.
        var text: [UInt8] = []
        text.reserveCapacity(visible.utf8.count)
        for byte in visible.utf8 {
            switch byte {
            case UInt8(ascii: "&"): text += "&amp;".utf8
            case UInt8(ascii: "<"): text += "&lt;".utf8
            case UInt8(ascii: ">"): text += "&gt;".utf8
            case UInt8(ascii: "\""): text += "&quot;".utf8
            case UInt8(ascii: "'"): text += "&#39;".utf8
            // A page that goes to the log of GitHub Actions must hold no command of the older form, `##[group]`.
            case UInt8(ascii: "#") where text.last == byte: text += "&#35;".utf8
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
