import TikTokAPI

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

    /// Whether a text may be a credential in any place, or hold one, and so must not be shown.
    public static func looksLikeCredential(_ text: String) -> Bool {
        var search = CredentialSearch(text)
        return isAccountToken(text) || isRefreshToken(text) || search.next() != nil
    }

    /// The text with the credentials masked that it holds: 32 hexadecimal digits and more, whatever splits them, and
    /// tokens of TikTok accounts.
    public static func maskingCredentials(in text: String) -> String {
        var search = CredentialSearch(text)
        var masked: [UInt8] = []
        var copied = 0
        while let range = search.next() {
            masked += search.bytes[copied..<range.lowerBound]
            masked += Array(Secret(String(decoding: search.bytes[range], as: UTF8.self)).masked.utf8)
            copied = range.upperBound
        }
        return copied == 0 ? text : String(decoding: masked + search.bytes[copied...], as: UTF8.self)
    }

    /// The credentials in a text without what splits them.
    static func credentials(in text: String) -> [String] {
        var search = CredentialSearch(text)
        var found: [String] = []
        while let range = search.next() {
            let isAccount = search.bytes[range].prefix(4).last == UInt8(ascii: ".")
            let kept = isAccount ? CredentialSearch.isInToken : CredentialSearch.isAlphanumeric
            found.append(String(decoding: search.bytes[range].filter(kept), as: UTF8.self))
        }
        return found
    }

    fileprivate static func isLowerHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func startsWith(_ text: String, _ prefix: StaticString) -> Bool {
        // Bytes: a combining mark after the dot would hide the prefix from a comparison by Character.
        prefix.withUTF8Buffer { text.utf8.starts(with: $0) }
    }
}

/// Finds credentials in a text: long rows of hexadecimal digits, which blanks, punctuation and hidden characters may
/// split, and words that begin like the tokens of TikTok accounts.
private struct CredentialSearch {
    let bytes: [UInt8]
    private var place = 0
    /// Fewer digits than these are a number or a short hash.
    private static let leastDigits = 32
    /// No shorter word counts as the token of an account.
    private static let leastLength = 12
    /// A split row of digits with fewer letters is a list of ids.
    private static let leastLetters = 4

    init(_ text: String) {
        bytes = text.utf8.count < Self.leastLength ? [] : Array(text.utf8)
    }

    /// The range of the next credential.
    mutating func next() -> Range<Int>? {
        var chain: Range<Int>?
        var (digits, letters, longest) = (0, 0, 0)
        var lengths: [Int] = []
        while place < bytes.count {
            guard Self.isAlphanumeric(bytes[place]) else {
                place += 1
                continue
            }
            let start = place
            var isHex = true
            var wordLetters = 0
            while place < bytes.count, Self.isAlphanumeric(bytes[place]) {
                let folded = bytes[place] | 0x20
                if folded > 0x39 { wordLetters += 1 }
                isHex = isHex && TokenShape.isLowerHex(folded)
                place += 1
            }
            if isHex {
                chain = (chain?.lowerBound ?? start)..<place
                digits += place - start
                letters += wordLetters
                longest = max(longest, place - start)
                if lengths.count < 6 { lengths.append(place - start) }
                continue
            }
            // What is found first is reported first; the word is looked at again.
            if let chain, Self.isCredential(digits, letters, longest, lengths) {
                place = start
                return chain
            }
            if let end = endOfAccountToken(from: start) {
                place = end
                return start..<end
            }
            chain = nil
            (digits, letters, longest, lengths) = (0, 0, 0, [])
        }
        return chain.flatMap { Self.isCredential(digits, letters, longest, lengths) ? $0 : nil }
    }

    private func endOfAccountToken(from start: Int) -> Int? {
        let word = bytes[start...]
        guard word.starts(with: "act.".utf8) || word.starts(with: "rft.".utf8) else { return nil }
        let end = word.firstIndex { !Self.isInToken($0) } ?? bytes.count
        return end - start >= Self.leastLength ? end : nil
    }

    private static func isCredential(_ digits: Int, _ letters: Int, _ longest: Int, _ lengths: [Int]) -> Bool {
        guard digits >= leastDigits else { return false }
        // A UUID names things, and no credential of TikTok's is split like one.
        return longest >= leastDigits || (letters >= leastLetters && lengths != [8, 4, 4, 4, 12])
    }

    /// Letters, digits, and the signs that tokens of TikTok accounts have.
    static func isInToken(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "*")
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
