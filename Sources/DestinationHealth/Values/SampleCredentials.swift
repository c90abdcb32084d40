import TikTokAPI

/// What a config of `validate init` holds until the variables are set: a pixel, an app and tokens of the
/// simulator's built-in world. All of them are invented, so that none is a secret, and TikTok knows none.
public enum SampleCredentials {
    /// A pixel.
    public static let pixelID = "D4A7Q03C77U5K2RM94T0"
    /// A token of Events Manager with a right to the pixel.
    public static let accessToken = "900d4f7a0c1b5e8d2a6f3c9b7e1d4a8f5c2b6e90"
    /// A developer app.
    public static let appID = "7402118356721094657"
    /// Its secret.
    public static let appSecret = "5ec2e7d18b4f6a0c3d9e7b2f1a5c8d4e6f0b3a97"
    /// A token of the app.
    public static let marketingToken = "a000c83d5f1e7b2a9c4d6e0f8a3b5c7d9e1f2a4b"
    /// An ad account that authorised it.
    public static let advertiserID = "7263230018234764310"

    /// Whether a text is one of those that must be replaced before TikTok is asked.
    static func contains(_ text: String, _ kind: ValueKind?, _ outline: TextOutline) -> Bool {
        // Every value that is checked comes here, and these are few.
        guard ends.contains(where: { $0 == outline.first && $1 == outline.last }) else { return false }
        // A text of one of these kinds is ASCII, so that comparing it is comparing bytes.
        return switch kind {
        case .pixelCode: text == pixelID
        case .number: text == appID
        case .tokenOrSecret: text == accessToken || text == appSecret || text == marketingToken
        case .accountToken, .refreshToken, .testEventCode, nil: false
        }
    }

    private static let ends = [pixelID, accessToken, appID, appSecret, marketingToken].map { value in
        let outline = TextOutline(of: value)
        return (outline.first, outline.last)
    }

    /// What to do about one of them, as a sentence.
    static func advice(for text: ConfigText) -> String {
        let rehearsal = ", or rehearse with --simulate."
        guard case .reference(let source) = text.origin else { return "Write your own \(text.field)" + rehearsal }
        let fallback = "the fallback for "
        let variable = source.hasPrefix(fallback) ? String(source.dropFirst(fallback.utf8.count)) : source
        return "Set \(variable) to your own \(text.field)" + rehearsal
    }
}

extension Destination {
    /// The first value that only the simulator knows.
    var sampleCredential: ConfigText? {
        hasRemarkableText ? copiedTexts.first { $0.isSampleCredential } : nil
    }
}
