/// What credentials look like ("Formats", TikTok API facts, 2026-08: measured on published examples, none documented).
public enum TokenShape {
    /// Forty lower-case hexadecimal digits: the usual shape of marketing and Events Manager tokens and of app secrets.
    public static func isUsualToken(_ text: String) -> Bool {
        text.utf8.count == 40 && text.utf8.allSatisfy(isLowerHex)
    }

    /// `act.` begins the access token of a TikTok account, `rft.` its refresh token.
    public static func isAccountToken(_ text: String) -> Bool {
        startsWith(text, "act.")
    }

    /// `rft.` begins the refresh token of a TikTok account.
    public static func isRefreshToken(_ text: String) -> Bool {
        startsWith(text, "rft.")
    }

    /// In what a text differs from 40 lower-case hexadecimal digits, as the rest of a sentence; nil if in nothing.
    ///
    /// - Parameters:
    ///   - text: The text, which is not shown.
    ///   - plural: What such texts are: `such tokens`, `app secrets`.
    static func difference(of text: String, from plural: String) -> String? {
        if isUsualToken(text) { return nil }
        let count = text.utf8.count
        if count != 40 { return "has \(count) character\(count == 1 ? "" : "s"), where \(plural) have 40" }
        if isUsualToken(text.lowercased()) { return "is in upper case, where \(plural) are in lower case" }
        return "has characters other than 0-9 and a-f, which \(plural) are made of"
    }

    /// Whether a text may be a credential wherever it stands, and so must not be shown.
    public static func looksLikeCredential(_ text: String) -> Bool {
        if isAccountToken(text) || isRefreshToken(text) { return true }
        let bytes = text.utf8
        return bytes.count >= 32 && bytes.allSatisfy { isLowerHex($0) || (0x41...0x46).contains($0) }
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func startsWith(_ text: String, _ prefix: StaticString) -> Bool {
        // Bytes: a combining mark after the dot would hide the prefix from a comparison by Character.
        prefix.withUTF8Buffer { text.utf8.starts(with: $0) }
    }
}
