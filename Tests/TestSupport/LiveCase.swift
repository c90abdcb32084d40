/// One destination of the built-in world and what must be said of it, whoever answers: the simulator in the process, or
/// the same simulator behind a loopback socket and libcurl.
public struct LiveCase: Sendable, CustomStringConvertible {
    /// What the case shows.
    public let description: String
    /// The destination's object.
    public let destination: String
    /// The verdict: `healthy`, `unhealthy` or `unknown`.
    public let status: String
    /// Whether the API proves it.
    public let isVerified: Bool
    /// The rule of the finding that decides; nil for healthy ones.
    public let rule: String?
    /// That finding's cause.
    public let cause: String?
    /// The return code in its evidence; nil for none.
    public let code: Int?
    /// The status of the program when this is the only destination.
    public var exitCode: Int32 { status == "healthy" ? 0 : status == "unhealthy" ? 1 : 3 }

    private init(
        _ description: String,
        _ destination: String,
        _ status: String,
        verified: Bool = false,
        _ rule: String? = nil,
        _ cause: String? = nil,
        code: Int? = nil
    ) {
        self.description = description
        self.destination = destination
        self.status = status
        isVerified = verified
        self.rule = rule
        self.cause = cause
        self.code = code
    }

    private static func events(
        _ token: String,
        pixel: String = "CFLFN9BC77UEUNENBHO0",
        more: String = #", "test_event_code": "TEST12345""#
    ) -> String {
        #"{"name": "case", "pixel_id": "\#(pixel)", "access_token": "\#(token)"\#(more)}"#
    }

    private static func ads(_ token: String, app: String = mainApp, more: String = "") -> String {
        #"{"name": "case", "type": "tiktok_ads", "access_token": "\#(token)", "app": \#(app)\#(more)}"#
    }

    private static let mainApp =
        #"{"app_id": "7196993655622416073", "secret": "b608897955ca88e77be570133fdf5d65302e6a78"}"#
    private static let good = "900d18305cee759b483db4704e1a46080624e88b"
    private static let northPixel = "COH98PBC77U2GA5OQKK0"
    private static let southPixel = "CMSFOFBC77U29EM3TVI0"

    /// Every case in which an answer comes.
    public static let all: [LiveCase] = [
        LiveCase("a good token and pixel", events(good, pixel: northPixel), "healthy", verified: true),
        LiveCase(
            "a good token and pixel, with a space that came along",
            events(good + " ", pixel: northPixel),
            "unhealthy",
            "surrounding-whitespace",
            "config"
        ),
        LiveCase(
            "no test event code: token alive, ownership open",
            events(good, pixel: northPixel, more: ""),
            "unknown",
            "pixel-ownership",
            "config"
        ),
        LiveCase(
            "a revoked token",
            events("401052a62decc4c2664d8b02245a2e65ba66a9a8", pixel: northPixel),
            "unhealthy",
            "token-accepted",
            "credential",
            code: 40105
        ),
        LiveCase(
            "a revoked token without a test event code",
            events("401052a62decc4c2664d8b02245a2e65ba66a9a8", pixel: northPixel, more: ""),
            "unhealthy",
            "token-accepted",
            "credential",
            code: 40105
        ),
        LiveCase(
            "a token that nobody knows",
            events("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c", pixel: northPixel),
            "unhealthy",
            "token-accepted",
            "credential",
            code: 40105
        ),
        LiveCase(
            "an expired token",
            events("401029f3e6fe67379beb332fee39fbea2d8100d7", pixel: northPixel),
            "unhealthy",
            "token-accepted",
            "expiry",
            code: 40102
        ),
        LiveCase(
            "the pixel of another account",
            events(good, pixel: southPixel),
            "unhealthy",
            "pixel-ownership",
            "ownership",
            code: 40001
        ),
        LiveCase(
            "a pixel that does not exist",
            events(good, pixel: "D2L6U03C77U3E3CU4PIG"),
            "unhealthy",
            "pixel-ownership",
            "ownership",
            code: 40001
        ),
        LiveCase(
            "throttled",
            events("401001384fc2ea3e7158f88cae34a4329803f4cd"),
            "unknown",
            "token-accepted",
            "rate_limited",
            code: 40100
        ),
        LiveCase(
            "throttled for the pixel",
            events("4013207203b6da805124d36dfcbbc6c9aab7529e"),
            "unknown",
            "token-accepted",
            "rate_limited",
            code: 40132
        ),
        LiveCase(
            "maintenance",
            events("600017485ad6d1d28df72423f73785423a91ed28"),
            "unknown",
            "token-accepted",
            "server",
            code: 60001
        ),
        LiveCase(
            "a fault of TikTok's",
            events("50000bde2ea64db1a131b3a0aea6f2e0a8772d7c"),
            "unknown",
            "token-accepted",
            "server",
            code: 50000
        ),
        LiveCase(
            "a refused region",
            events("4100043ecd2bcc5de2cb9eacbdfeb4666ec0e6c7"),
            "unknown",
            "token-accepted",
            "region",
            code: 41000
        ),
        LiveCase(
            "a code that nobody knows",
            events("4999909f04436750c2d23b05a769c2a4861b336c"),
            "unknown",
            "token-accepted",
            "unrecognized",
            code: 49999
        ),
        LiveCase(
            "a gateway's 502",
            events("e50208b1ec43b53f509852859f1375886ed1545a"),
            "unknown",
            "token-accepted",
            "server"
        ),
        LiveCase(
            "HTTP 429",
            events("e4290ee0eaf8666e2a1c28f501cbbde02c6659de"),
            "unknown",
            "token-accepted",
            "rate_limited"
        ),
        LiveCase(
            "a captive portal",
            events("e20018dab824caf019ee3a0324afa747aafe24a2"),
            "unknown",
            "token-accepted",
            "network"
        ),
        LiveCase(
            "a redirect",
            events("e3020cb9b659efec6a01eb8db9e9e20565879abd"),
            "unknown",
            "token-accepted",
            "network"
        ),
        LiveCase(
            "an empty body",
            events("e2002c1525670bef164bf937cf4928e35af9d1cd"),
            "unknown",
            "token-accepted",
            "unrecognized"
        ),
        LiveCase(
            "JSON that is cut off",
            events("e2003910da2372a442d7633d424b62832472dce8"),
            "unknown",
            "token-accepted",
            "unrecognized"
        ),
        LiveCase(
            "a code 0 that is a string",
            events("e2004d87f85db5cb5fd5e027a7a123bbf62f922b"),
            "unknown",
            "token-accepted",
            "unrecognized"
        ),
        LiveCase(
            "two codes in one answer",
            events("e2005e738103eacbd2f3e52aa73a473e7b7b833f"),
            "unknown",
            "token-accepted",
            "unrecognized"
        ),
        LiveCase(
            "part of the batch accepted",
            events("200010051d39804e8ad2c398ea41396665c8f32b"),
            "unknown",
            "token-accepted",
            "unrecognized",
            code: 20001
        ),
        LiveCase(
            "code 0 under HTTP 500",
            events("e5001664616042f820bd7e2d7a54641058ae5ddc"),
            "unknown",
            "token-accepted",
            "unrecognized",
            code: 0
        ),
        LiveCase(
            "an app with its ad accounts",
            ads(
                "a0001562e145dec3e17f393d3d43dd758b64029f",
                more: #", "advertiser_ids": ["7263230018234764310", "7026986696069619138"]"#
            ),
            "healthy",
            verified: true
        ),
        LiveCase(
            "an ad account that was not ticked",
            ads("a0001562e145dec3e17f393d3d43dd758b64029f", more: #", "advertiser_ids": ["7571453051182950358"]"#),
            "unhealthy",
            "advertiser-access",
            "ownership",
            code: 0
        ),
        LiveCase(
            "no ad account at all",
            ads("a0002fc774518690e44ba90599c0580038d6c6da"),
            "unhealthy",
            "advertiser-access",
            "ownership",
            code: 0
        ),
        LiveCase(
            "another app's token",
            ads("a0003c0216d72e18f51d7916131f69feee8d604d"),
            "unhealthy",
            "app-credentials",
            "app_mismatch",
            code: 40113
        ),
        LiveCase(
            "a wrong app secret",
            ads(
                "a0001562e145dec3e17f393d3d43dd758b64029f",
                app: #"{"app_id": "7196993655622416073", "secret": "0123456789abcdef0123456789abcdef01234567"}"#
            ),
            "unhealthy",
            "app-credentials",
            "app_mismatch",
            code: 40101
        ),
        LiveCase(
            "a revoked marketing token",
            ads("a0006035929ce3655226d0f910cb6e2d676e4362"),
            "unhealthy",
            "token-accepted",
            "credential",
            code: 40105
        ),
    ]
}
