import LocatedJSON
import TikTokAPI

/// What a fault makes of an answer.
struct FaultyAnswer {
    let fault: Fault
    let question: Question
    let stamp: Stamp
    let world: World

    /// The answer; nil where the fault leaves it as it is.
    func response() throws(TransportFailure) -> HTTPResponse? {
        if let failure { throw failure }
        if let refusal { return stamp.response(Reply(code: refusal.code, message: refusal.message)) }
        let success = Reply.success().body(requestID: stamp.requestID)
        switch fault.kind {
        case .gateway502: return stamp.response(status: 502, html: .badGateway)
        case .http429: return stamp.response(status: 429, html: .tooManyRequests)
        case .captivePortal: return stamp.response(status: 200, html: .signIn)
        case .redirect:
            return stamp.response(
                status: 302,
                type: "text/html",
                headers: [(name: "location", value: "https://login.guest-wifi.example/portal?from=business-api")],
                body: []
            )
        case .emptyBody: return stamp.response(body: [])
        case .truncatedJSON: return stamp.response(body: Array(success.prefix(success.count * 2 / 3)))
        case .contradictoryCode: return stamp.response(body: body(code: "\"0\"", data: "{}"))
        case .duplicateCode: return stamp.response(body: body(code: "0", data: "{},\"code\":40105"))
        case .codeZeroHTTP500: return stamp.response(status: 500, body: success)
        case .reply: return fault.reply.map(verbatim)
        default: return nil
        }
    }

    private func verbatim(_ reply: Fault.Reply) -> HTTPResponse {
        let type =
            switch reply.body.first {
            case UInt8(ascii: "{"), UInt8(ascii: "["): "application/json"
            case UInt8(ascii: "<"): "text/html"
            default: "text/plain; charset=utf-8"
            }
        return stamp.response(status: reply.status, type: type, headers: reply.headers, body: reply.body)
    }

    /// An envelope that no honest writer could write.
    private func body(code: String, data: String) -> [UInt8] {
        Array("{\"code\":\(code),\"message\":\"OK\",\"request_id\":\"\(stamp.requestID)\",\"data\":\(data)}".utf8)
    }

    /// The faults that are answers of the API. Of 40100 and 40132 the sentences are TikTok's own ("replies seen in the
    /// field", 2026-04 to 2026-10); of the others only the codes are.
    private var refusal: Refusal? {
        switch fault.kind {
        case .throttled:
            if let app = question.token.flatMap({ world.tokens[$0]?.app }) {
                Refusal(40100, "App \(app) reaches the QPS limit 10, current QPS is 11")
            } else {
                Refusal(40100, "Too many requests. Please retry in some time.")
            }
        case .pixelThrottled: Refusal(40132, "The request QPS is limited by pixel_code's value.")
        case .maintenance: Refusal(60001, "The system is under maintenance. Please try again later.")
        case .serverError: Refusal(50000, "System error. Please try again later.")
        case .bannedRegion: Refusal(41000, "The request comes from a banned country or region.")
        case .unknownCode: Refusal(49999, "Something unheard of has happened.")
        case .partial: Refusal(20001, "Partial success.")
        default: nil
        }
    }

    private var failure: TransportFailure? {
        let host = question.request.origin.host
        switch fault.kind {
        case .timeout:
            let limit = question.request.timeout.inSeconds
            return TransportFailure(
                .timedOut,
                "no answer within \(limit) s",
                phase: .wait,
                mayHaveBeenSent: true
            )
        case .connectionRefused:
            return TransportFailure(.connectionRefused, "\(host) refused the connection", phase: .connect)
        case .connectionClosed:
            return TransportFailure(
                .connectionClosed,
                "the connection ended before the answer was complete",
                phase: .receive,
                mayHaveBeenSent: true
            )
        case .certificateExpired:
            return TransportFailure(.certificateDate, "the certificate of \(host) has expired", phase: .tls)
        case .certificateUntrusted:
            return TransportFailure(
                .certificateIssuer,
                "the certificate of \(host) was issued by an authority that is not trusted",
                phase: .tls
            )
        case .nameNotFound:
            return TransportFailure(.nameNotFound, "the host name \(host) does not exist", phase: .resolve)
        case .proxyAuthentication:
            return TransportFailure(
                .proxyAuthentication,
                "the proxy wants a user name and password (407)",
                phase: .connect
            )
        default: return nil
        }
    }
}

extension Duration {
    /// Seconds as people write them: `10`, or `0.5`.
    fileprivate var inSeconds: String {
        let (seconds, attoseconds) = components
        let tenths = attoseconds / 100_000_000_000_000_000
        return tenths == 0 ? "\(seconds)" : "\(seconds).\(tenths)"
    }
}
