/// What TikTok's words mean where its code alone is ambiguous. One row; the first row that matches decides.
struct WordReading: Sendable {
    /// The codes under which the words were seen; nil for any code but those that judge the token itself.
    let codes: Set<Int>?
    /// The endpoints that the row is about; nil for all.
    var endpoints: Set<Endpoint>?
    /// Alternatives; in each, the words that must follow one another, `*` standing for any words in between.
    let phrases: [NormalizedWords.Pattern]
    let meaning: AnswerMeaning

    init(_ meaning: AnswerMeaning, codes: Set<Int>?, at endpoints: Set<Endpoint>? = nil, _ phrases: String...) {
        self.meaning = meaning
        self.codes = codes
        self.endpoints = endpoints
        self.phrases = phrases.map(NormalizedWords.Pattern.init)
    }

    func matches(code: Int, words: NormalizedWords, endpoint: Endpoint) -> Bool {
        let codeFits = codes.map { $0.contains(code) } ?? !Self.decisiveCodes.contains(code)
        guard codeFits, endpoints?.contains(endpoint) ?? true else { return false }
        return words.contains(anyOf: phrases)
    }

    /// Codes that need no words: they say one thing, and nobody has seen them say another.
    static let decisiveCodes: Set<Int> = [40102, 40103, 40104, 40105, 41000, -1]

    /// Codes that stand for many things, so that only the words tell.
    private static let ambiguous: Set<Int> = [40000, 40001, 40002, 40003, 40007, 40101, 40110, 40113, 40115, 40300]

    /// Words beside a code 0 that contradict it. Not "ok" or its absence: TikTok's wording of success varies.
    static let wordsOfFailure: [NormalizedWords.Pattern] = [
        "error", "fail", "failed", "failure", "invalid", "denied", "incorrect", "revoked", "expired", "no permission",
        "unauthorized", "forbidden", "too many", "too frequent", "not exist", "doesn t exist",
    ].map(NormalizedWords.Pattern.init)

    /// The rows, most telling first ("return codes" page, published replies and reports from the field, 2026-08).
    static let all: [WordReading] = [
        // A throttle hides under many codes; seen under 40000, 40001, 40002 and 51021 beside the official ones.
        WordReading(.pixelThrottled, codes: [40132], "limited"),
        WordReading(
            .throttled,
            codes: nil,
            "too many request*",
            "too many requests",
            "too frequent",
            "too frequently",
            "qps limit",
            "qpm limit",
            "qpd limit",
            "rate limit*",
            "temporarily restricted",
            "request frequency",
            "requests per second"
        ),
        WordReading(
            .regionBlocked,
            codes: nil,
            "banned country",
            "banned region",
            "country * not supported",
            "region * not supported",
            "not available in your country",
            "not available in your region",
            "not available in this region"
        ),
        WordReading(.maintenance, codes: nil, "under maintenance", "system maintenance", "service maintenance"),

        // The token itself, under codes that usually mean something else.
        WordReading(
            .authorizationWithdrawn,
            codes: ambiguous,
            "authorization cancel*",
            "authorization * cancel*",
            "authorization * revoked",
            "authorization * withdrawn",
            "cancel* * authorization"
        ),
        WordReading(
            .authorizationCodeSpent,
            codes: ambiguous,
            "auth code",
            "auth_code",
            "authorization code"
        ),
        WordReading(
            .tokenExpired,
            codes: ambiguous,
            "access token * expired",
            "access token expired",
            "access_token * expired",
            "token has expired",
            "token is expired"
        ),
        WordReading(
            .tokenMissing,
            codes: ambiguous,
            "access token is null",
            "access token is empty",
            "access token is missing",
            "missing access token"
        ),
        WordReading(
            .tokenRejected,
            codes: ambiguous,
            "access token is incorrect",
            "access token is invalid",
            "invalid access token",
            "access_token is invalid",
            "invalid access_token",
            "access token * revoked",
            "token is invalid",
            "token has been revoked"
        ),

        // App, secret and token.
        WordReading(
            .appMismatch,
            codes: ambiguous,
            "app id * inconsistent",
            "app_id * inconsistent",
            "app * inconsistent with * token",
            "app id * secret * not match",
            "app_id * secret * not match",
            "secret * incorrect",
            "secret * invalid",
            "invalid secret",
            "app * does not match * token",
            "invalid app id",
            "invalid app_id"
        ),

        // Objects.
        WordReading(
            .noPermissionForPixel,
            codes: ambiguous,
            "permission to operate * pixel",
            "permission * pixel code",
            "permission * pixel_code",
            "permission * this pixel",
            "permission to access * pixel",
            "not authorized * pixel",
            "no access to * pixel"
        ),
        WordReading(
            .noPermissionForPixel,
            codes: ambiguous,
            at: [.trackEvents],
            "must be an admin or operator of this advertiser",
            "permission * event source",
            "permission * event_source_id",
            "permission * event set"
        ),
        WordReading(
            .pixelNotFound,
            codes: ambiguous,
            "pixel * not exist",
            "pixel * doesn t exist",
            "pixel * been deleted",
            "pixel * not found",
            "pixel * does not exist",
            "invalid pixel code",
            "pixel code * invalid",
            "cannot find * pixel"
        ),
        WordReading(
            .advertiserNotFound,
            codes: ambiguous,
            "advertiser * doesn t exist",
            "advertiser * not exist",
            "advertiser * been deleted",
            "advertiser * not found",
            "advertiser account * deleted"
        ),
        WordReading(
            .scopeMissing,
            codes: ambiguous,
            "scope",
            "does not grant you",
            "permission * endpoint",
            "permission * this api",
            "permission to call",
            "permission to access this api",
            "permission to access the api",
            "app * permission to access * api"
        ),
        WordReading(
            .noPermissionForAdvertiser,
            codes: ambiguous,
            "permission to operate * advertiser",
            "permission * advertiser",
            "no permission * ad account",
            "not authorized * advertiser",
            "advertiser * not authorized",
            "no access to * advertiser"
        ),
        WordReading(
            .permissionRefused,
            codes: [40000, 40002],
            "no permission",
            "don t have permission",
            "do not have permission",
            "permission denied"
        ),

        // Values that the config gave, and that TikTok names.
        WordReading(
            .eventSourceIDInvalid,
            codes: [40000, 40002],
            at: [.trackEvents],
            "event_source_id",
            "pixel_code",
            "event source id"
        ),
        WordReading(
            .testEventCodeInvalid,
            codes: [40000, 40002],
            at: [.trackEvents],
            "test_event_code",
            "test event code"
        ),
        WordReading(
            .appIDInvalid,
            codes: [40000, 40002],
            at: [.listAdvertisers, .accountTokenInfo],
            "app_id",
            "app id"
        ),
        WordReading(
            .advertiserIDInvalid,
            codes: [40000, 40002],
            at: [.listPixels],
            "advertiser_id",
            "advertiser id"
        ),

        // A sandbox that does not know the call says so in words too.
        WordReading(.wrongEnvironment, codes: ambiguous, "in sandbox", "sandbox environment", "sandbox account"),
        WordReading(.endpointGone, codes: [40007], "api * not exist", "path * not exist", "endpoint * not exist"),

        // On this call everything is about the event source, so a bare refusal is too.
        WordReading(.pixelNotFound, codes: [40007], at: [.trackEvents], "*"),
        WordReading(.noPermissionForPixel, codes: [40001, 40003], at: [.trackEvents], "permission", "permissions"),
    ]
}
