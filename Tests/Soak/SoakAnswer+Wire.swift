import Foundation

extension SoakAnswer {
    /// What is done on the wire.
    ///
    /// - Parameters:
    ///   - token: The token of the request, for answers that repeat it.
    ///   - advertiser: The ad account that a list of ad accounts must have.
    ///   - decoy: A port that nobody may be led to.
    ///   - chance: Decides what does not matter for the verdict.
    func steps(token: String, advertiser: String, decoy: Int, chance: UInt64) -> [WireStep] {
        let list = #"{"list":[{"advertiser_id":"\#(advertiser)","advertiser_name":"x"}]}"#
        let well = Self.envelope(0, "OK", data: list)
        switch self {
        case .accepted: return [.bytes(Self.http(well))]
        case .acceptedSlowly: return [.wait(.milliseconds(50 + Int(chance % 250))), .bytes(Self.http(well))]
        case .acceptedWithSurplus:
            // A second answer, to a request that was not sent yet.
            return [.bytes(Self.http(well) + Self.http(well))]

        case .tokenRevoked: return Self.reply(40105, "Access token is incorrect or has been revoked.")
        case .pixelRefused: return Self.reply(40001, "No permission to operate pixel code: C0. You must be an admin.")
        case .pixelInvalid: return Self.reply(40002, "Invalid value for event_source_id: not a valid string.")
        case .tokenRevokedWithEcho: return Self.reply(40105, "Access token is incorrect: \(Self.echo(token, chance))")
        case .unknownCodeWithEcho: return Self.reply(49999, "x \(Self.echo(token, chance)) y")

        case .status500: return [.bytes(Self.http("oops", status: 500, type: "text/plain"))]
        case .status503: return [.bytes(Self.http("<html>busy</html>", status: 503, type: "text/html"))]
        case .apiFault: return Self.reply(50000, "Internal service error")
        case .maintenance: return Self.reply(60001, "The system is under maintenance")
        case .throttledByStatus: return [.bytes(Self.http("slow down", status: 429, type: "text/plain"))]
        case .throttledWithRetryAfter:
            return [.bytes(Self.http("slow down", status: 429, type: "text/plain", more: "Retry-After: 1\r\n"))]
        case .throttledByCode: return Self.reply(40100, "App 7 reaches the QPS limit 10, current QPS is 11")

        case .reset: return [.reset]
        case .closed: return [.close]
        case .cutBody: return [.bytes(Array(Self.http(well).dropLast(2))), .close]
        case .cutChunk:
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            let chunk = String(well.utf8.count, radix: 16) + "\r\n" + well + "\r\n"
            return [.bytes(Array((head + chunk).utf8)), .close]

        case .unknownCode: return Self.reply(49999, "Something new")
        case .partlyAccepted: return Self.reply(20001, "Partially succeeded")
        case .pixelThrottled: return Self.reply(40132, "The request QPS is limited by pixel_code's value.")

        case .garbage: return [.bytes(Array("220 mail.example ESMTP\r\n\r\n".utf8)), .close]
        case .webPage: return [.bytes(Self.http("<!doctype html><title>Log in</title>", type: "text/html"))]
        case .empty: return [.bytes(Self.http(""))]
        case .otherShape: return [.bytes(Self.http(chance % 2 == 0 ? "[{\"code\":0}]" : "{\"ok\":true}"))]
        case .twoCodes: return [.bytes(Self.http(#"{"code":0,"message":"OK","\u0063ode":40105,"data":{}}"#))]
        case .contradiction: return Self.reply(0, "error: the token has expired")
        case .codeAsText: return [.bytes(Self.http(#"{"code":"0","message":"OK","data":{}}"#))]

        case .redirect:
            let place = "Location: http://127.0.0.1:\(decoy)/open_api/v1.3/event/track/\r\n"
            return [.bytes(Self.http("", status: 307, more: place))]
        case .manyHeaders:
            let header = "X-Filler: " + String(repeating: "x", count: 1000) + "\r\n"
            return [.bytes(Self.http(well, more: String(repeating: header, count: 100)))]
        case .hugeBody:
            return [.bytes(Self.http(Self.envelope(0, String(repeating: "x", count: 2 << 20), data: list)))]
        case .drip: return [.drip(Self.http(well), every: .milliseconds(100))]
        case .stall: return [.bytes(Array(Self.http(well).prefix(20))), .stall]
        }
    }

    private static func reply(_ code: Int, _ message: String) -> [WireStep] {
        [.bytes(http(envelope(code, message, data: "{}")))]
    }

    private static func envelope(_ code: Int, _ message: String, data: String) -> String {
        #"{"code":\#(code),"message":"\#(message)","request_id":"20261121100000ABCDEF","data":\#(data)}"#
    }

    private static func http(
        _ body: String,
        status: Int = 200,
        type: String = "application/json",
        more: String = ""
    ) -> [UInt8] {
        let head = "HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
        return Array((head + more + "\r\n" + body).utf8)
    }

    /// The token as somebody may quote it, inside a string of JSON.
    private static func echo(_ token: String, _ chance: UInt64) -> String {
        let spellings =
            SecretSpelling.all(of: token) + [
                token.prefix(19) + " " + token.dropFirst(19), token.prefix(30) + "...",
                // Escapes of JSON, which whoever reads the answer takes off.
                token.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined(),
            ]
        return spellings[Int(chance % UInt64(spellings.count))]
    }
}
