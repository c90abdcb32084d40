import TikTokAPI

/// Something that goes wrong, and with which requests.
///
/// Where several faults match a request, the first in the world's list decides.
struct Fault: Sendable {
    /// What goes wrong; the raw values are the names in a world.
    enum Kind: String, CaseIterable, Sendable {
        /// 40100, the app's rate limit.
        case throttled
        /// 40132, the rate limit of one pixel.
        case pixelThrottled = "pixel_throttled"
        /// 60001, announced maintenance.
        case maintenance
        /// 50000, TikTok's own fault.
        case serverError = "server_error"
        /// 41000, the caller's country is refused.
        case bannedRegion = "banned_region"
        /// 49999, a code that is not in TikTok's table.
        case unknownCode = "unknown_code"
        /// HTTP 502 with nginx's HTML page.
        case gateway502 = "gateway_502"
        /// HTTP 429 with nginx's HTML page.
        case http429 = "http_429"
        /// HTTP 200 with the sign-in page of a guest network.
        case captivePortal = "captive_portal"
        /// HTTP 302 to another host.
        case redirect
        /// HTTP 200 without a body.
        case emptyBody = "empty_body"
        /// A success that is cut off in the middle.
        case truncatedJSON = "truncated_json"
        /// `"code": "0"`, a string where a number belongs.
        case contradictoryCode = "contradictory_code"
        /// Two `code` keys that contradict each other.
        case duplicateCode = "duplicate_code"
        /// 20001, part of the batch was taken.
        case partial
        /// A success under HTTP 500.
        case codeZeroHTTP500 = "code_zero_http_500"
        /// The right answer under a wrong `Date`, `seconds` (900) ahead.
        case clockSkew = "clock_skew"
        /// No answer within the request's limit; thrown at once, without waiting.
        case timeout
        /// Nothing listens there.
        case connectionRefused = "connection_refused"
        /// The connection ends before the answer is complete.
        case connectionClosed = "connection_closed"
        /// The server's certificate has expired.
        case certificateExpired = "certificate_expired"
        /// The server's certificate comes from an unknown authority.
        case certificateUntrusted = "certificate_untrusted"
        /// The host name does not exist.
        case nameNotFound = "name_not_found"
        /// The proxy wants credentials.
        case proxyAuthentication = "proxy_authentication"
        /// The answer that the world spells out.
        case reply
    }

    /// An answer that the world spells out.
    struct Reply: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]
    }

    let kind: Kind
    var token: Secret?
    var pixel: String?
    var route: Route?
    /// How many attempts at one question it matches; nil for all.
    var times: Int?
    var seconds = 900
    var reply: Reply?

    func matches(_ question: Question, attempt: Int) -> Bool {
        (token == nil || token == question.token) && (pixel == nil || pixel == question.pixel)
            && (route == nil || route == question.route) && (times.map { attempt <= $0 } ?? true)
    }
}
