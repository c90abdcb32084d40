import TikTokAPI

/// What a state keeps of a proof, so that it is never taken for the proof of another token, pixel, app or test event code.
///
/// It is a salted hash of everything that the proof rested on. A state must not help anybody to guess a secret, and a hash
/// lets guesses be tested; neither a key that lies beside it nor a slow hash would change that for a secret that few
/// guesses find. So this is what keeps it safe:
///
/// - Only what TikTok has just taken for one of its tokens is hashed, and only in the usual shape of 40 hexadecimal
///   digits. Those are 160 random bits of TikTok's making; with the last four digits known, as a masked report shows them,
///   there are 144, and no number of guesses gets anywhere. So one fast round is enough, and many would only cost time.
/// - The app's secret goes into the same hash, and only in the same shape. What is short (the pixel code, the test event
///   code) cannot be guessed without guessing the token along with it.
/// - Where a value has another shape, or too few different digits, nothing is hashed and nothing is ever reused.
/// - Each mark has a random salt of its own, so that two of them do not show that two destinations share a token.
/// - It is kept only by runs that are asked to reuse proofs, and dropped as soon as the destination is found unhealthy.
public struct ProofMark: Sendable, Hashable {
    /// When the API proved it, in seconds since 1970 UTC.
    public let time: Int
    let salt: [UInt8]
    let digest: [UInt8]

    static let saltLength = 16
    static let digestLength = 32
    /// By chance hardly one token in a thousand million has fewer different digits.
    private static let leastDifferentDigits = 8

    init(time: Int, salt: [UInt8], digest: [UInt8]) {
        self.time = time
        self.salt = salt
        self.digest = digest
    }

    /// Marks what was just proven; nil where that would help to guess something.
    public init?(of destination: Destination, options: LiveOptions, time: Int) {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltLength).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
        guard let digest = Self.digest(of: destination, options, salt: salt) else { return nil }
        self.init(time: time, salt: salt, digest: digest)
    }

    /// Whether the destination is still the one that was proven.
    public func matches(_ destination: Destination, options: LiveOptions) -> Bool {
        Self.digest(of: destination, options, salt: salt) == digest
    }

    private static func digest(of destination: Destination, _ options: LiveOptions, salt: [UInt8]) -> [UInt8]? {
        guard let token = destination.accessToken, isRandom(token), destination.appSecret.map(isRandom) != false,
            let origin = destination.call(.userInfo, options)?.origin
        else { return nil }
        var message = salt
        // Each with its length, so that nothing reads like something else.
        func add(_ text: String?) {
            let bytes = Array((text ?? "").utf8)
            message += Array("\(text == nil ? "-" : "\(bytes.count)"):".utf8) + bytes
        }
        add("validate proof 1")
        add("\(origin)")
        add(destination.type.rawValue)
        add(destination.tokenKind.kind.rawValue)
        add(destination.eventSource.rawValue)
        add("\(options.allowsProductionEvent)")
        let texts = [
            token, destination.pixelID, destination.eventSourceID, destination.testEventCode, destination.appID,
            destination.appSecret,
        ]
        for text in texts + destination.advertiserIDs { add(text?.cleaned.unmasked) }
        // What follows the salt begins with a fixed text, and the length of all is fixed by its parts: nothing can be
        // appended, which is all that a keyed construction would add.
        return SHA256.hash(SHA256.hash(message))
    }

    private static func isRandom(_ text: ConfigText) -> Bool {
        let value = text.cleaned.unmasked
        return TokenShape.isUsualToken(value) && Set(value.utf8).count >= leastDifferentDigits
    }
}

/// A proof of an earlier run that this one may rely on.
public struct EarlierProof: Sendable, Hashable {
    /// When the API gave it, in seconds since 1970 UTC.
    public let provenAt: Int
    /// How many seconds ago that was when the run began.
    public let age: Int

    /// Names a proof.
    public init(provenAt: Int, age: Int) {
        self.provenAt = provenAt
        self.age = age
    }

    /// What to say in place of asking again.
    public var words: String { "proven \(Timestamp.shortWords(forSeconds: age)) ago, not asked again" }
}
