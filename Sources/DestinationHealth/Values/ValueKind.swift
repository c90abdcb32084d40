/// What a text looks like, in any field ("Formats", TikTok API facts, 2026-08: measured on published
/// examples, none documented). Only shapes that no two kinds share, but for tokens and app secrets, which look alike.
enum ValueKind: UInt8, Sendable {
    /// 40 lower-case hexadecimal digits.
    case tokenOrSecret
    /// `act.`
    case accountToken
    /// `rft.`
    case refreshToken
    /// 20 letters and digits that begin as all pixel codes since 2016 do.
    case pixelCode
    /// The id of a pixel, an app or an ad account: 10 to 20 digits, which do not say which.
    case number
    /// `TEST` and digits.
    case testEventCode

    /// What a text looks like; nil for nothing that is known for sure.
    static func of(_ text: String) -> ValueKind? { of(text, TextOutline(of: text)) }

    /// What a text looks like of which the outline is known.
    static func of(_ text: String, _ outline: TextOutline) -> ValueKind? {
        let (bytes, classes, count) = (text.utf8, outline.classes, outline.count)
        if count == 40, classes.isSubset(of: [.digit, .lowerHex]) { return .tokenOrSecret }
        if (10...20).contains(count), classes == .digit { return .number }
        if count == 20, classes.contains(.digit),
            (UInt8(ascii: "B")...UInt8(ascii: "D")).contains(outline.first),
            classes.isSubset(of: [.digit, .upper]) || bytes.allSatisfy({ isDigit($0) || (0x41...0x5A).contains($0) })
        {
            return .pixelCode
        }
        if (7...14).contains(count), classes == [.digit, .upper], isTestEventCode(text) { return .testEventCode }
        if TokenShape.isAccountToken(text) { return .accountToken }
        if TokenShape.isRefreshToken(text) { return .refreshToken }
        return nil
    }

    /// Whether a text is `TEST` and digits.
    private static func isTestEventCode(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            bytes.count > 4 && bytes[..<4].elementsEqual("TEST".utf8) && bytes[4...].allSatisfy(isDigit)
        }
    }

    /// Whether such a text must not be shown; what is of no known kind is to be looked at more closely.
    var isCredential: Bool {
        switch self {
        case .tokenOrSecret, .accountToken, .refreshToken: true
        case .pixelCode, .number, .testEventCode: false
        }
    }

    /// The kind as part of a sentence.
    var words: String {
        switch self {
        case .tokenOrSecret: "an access token or app secret"
        case .accountToken: "a TikTok account's access token (\"act.\")"
        case .refreshToken: "a refresh token (\"rft.\")"
        case .pixelCode: "a pixel code"
        case .number: "a numeric id"
        case .testEventCode: "a test event code"
        }
    }

    /// The field that such a text belongs in; nil for a number, which may be the id of several things.
    var expectedField: Field? {
        self == .number ? nil : Field.allCases.first { $0.declaration.accepts.contains(self) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
