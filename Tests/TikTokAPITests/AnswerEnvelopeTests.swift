import TestSupport
import Testing

@testable import TikTokAPI

@Suite("Envelopes, bodies and statuses")
struct AnswerEnvelopeTests {
    @Test("an envelope that is not as it should be proves nothing", .tags(.P9, .P11), arguments: envelopes)
    func envelope(case answer: AnswerCase) { answer.verify() }

    @Test(
        "a body that is not the API's is nobody's fault",
        .tags(.N24, .N25, .N26, .N27, .P25),
        arguments: bodies
    )
    func body(case answer: AnswerCase) {
        answer.verify()
        #expect(answer.meaning.traits.verdict == .undecided)
    }

    @Test("a status without the envelope", .tags(.N45, .N46, .N47), arguments: statuses)
    func status(case answer: AnswerCase) {
        answer.verify()
        #expect(answer.meaning.traits.verdict == .undecided)
    }

    @Test("a status beside an envelope", .tags(.N45, .P13), arguments: statusesWithEnvelope)
    func statusWithEnvelope(case answer: AnswerCase) { answer.verify() }

    @Test("only HTTP 2xx with an integer 0 is ever accepted", .tags(.P1, .P13), arguments: Endpoint.allCases)
    func onlyRoad(endpoint: Endpoint) {
        for status in 100...999 {
            let response = HTTPResponse(status: status, body: Array(#"{"code":0,"message":"OK"}"#.utf8))
            let meaning = AnswerClassifier(APIAnswer(response), from: endpoint).meaning
            #expect((meaning == .accepted) == (200..<300).contains(status), "\(status)")
        }
    }

    @Test("no answer has the cause of its failure", arguments: TransportFailure.Kind.allCases)
    func failure(kind: TransportFailure.Kind) {
        let failure = TransportFailure(kind, "detail")
        let reading = AnswerClassifier(.failure(failure), from: .trackEvents)
        #expect(reading.meaning == .noAnswer)
        #expect(reading.cause == failure.cause)
        #expect(reading.cause != .credential)
    }

    @Test("a redirect names its host and nothing else", .tags(.N33))
    func redirectHost() {
        let hosts: [(String, String?)] = [
            ("https://login.example.com/path?secret=1", "login.example.com"),
            ("//portal.example.net:8080/x", "portal.example.net"),
            ("https://user:password@evil.example/x", "evil.example"),
            ("https://good.example\\@evil.example/", "good.example"),
            ("/relative/path", nil),
            ("", nil),
            ("https://\u{1B}[31mred/", nil),
        ]
        for (location, host) in hosts {
            let response = HTTPResponse(status: 302, headers: [(name: "location", value: location)])
            guard case .foreign(let foreign) = APIAnswer(response) else {
                Issue.record("\(location) was no redirect")
                continue
            }
            #expect(foreign.kind == .redirect)
            #expect(foreign.redirectHost == host)
        }
    }

    private static let envelopes: [AnswerCase] = [
        AnswerCase(200, #"{"code":"0","message":"OK"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":"40105","message":"OK"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0.0,"message":"OK"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0e0,"message":"OK"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":4.0105e4}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":40105.0}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":null,"message":"OK"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":true}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":false,"message":"OK"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":-0,"message":"OK"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":[0]}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":{"code":0}}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":99999999999999999999999}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":-99999999999999999999999}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":9223372036854775807}"#, .unrecognized, .unrecognized),
        AnswerCase(200, #"{"message":"OK","request_id":"x"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"request_id":"x","data":{"code":0}}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0}"#, .accepted, nil),
        AnswerCase(200, "\n\t {\"code\" : 0 }\r\n", .accepted, nil),
        AnswerCase(200, #"{"code":0,"message":""}"#, .accepted, nil),
        AnswerCase(200, #"{"code":0,"message":null}"#, .accepted, nil),
        AnswerCase(200, #"{"code":0,"message":"ok","data":[]}"#, .accepted, nil),
        AnswerCase(200, #"{"code":0,"message":"Success"}"#, .accepted, nil),
        AnswerCase(200, #"{"code":0,"message":7}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":{"error":"x"}}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":["OK"]}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":false}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":40105,"message":7}"#, .tokenRejected, .credential),
        AnswerCase(200, #"{"code":40105,"message":null}"#, .tokenRejected, .credential),
        AnswerCase(200, #"{"code":40105}"#, .tokenRejected, .credential),
        AnswerCase(
            200,
            #"{"code":40002,"message":{"text":"No permission to operate pixel code"}}"#,
            .requestRefused,
            .request
        ),
        AnswerCase(200, #"{"code":0,"message":"Access token is incorrect"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"Errors: 1"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"Unauthorized"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"Pixel doesn't exist"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"partially accepted"}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"\"request failed\""}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"OK","data":{"code":40105}}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"OK","data":{"code":"0"}}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"OK","data":{"error_code":40001}}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"OK","data":{"code":0,"error_code":0}}"#, .accepted, nil),
        AnswerCase(200, #"{"code":0,"data":{"failed_events":[{"code":40001}]}}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"data":{"errors":[{"code":40001}]}}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"data":{"success":false}}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"success":false}"#, .contradictory, .unrecognized),
        AnswerCase(200, #"{"code":0,"success":true,"data":{"errors":[],"failed_events":[]}}"#, .accepted, nil),
        AnswerCase(200, #"{"code":20001}"#, .partlyAccepted, .unrecognized),
        AnswerCase(200, #"{"code":20001,"message":"OK","data":{}}"#, .partlyAccepted, .unrecognized),
        AnswerCase(200, #"{"code":1}"#, .unrecognized, .unrecognized),
        AnswerCase(200, #"{"code":200,"message":"OK"}"#, .unrecognized, .unrecognized),
        AnswerCase(200, #"{"code":49999,"message":"x"}"#, .unrecognized, .unrecognized),
    ]

    private static let gzip: [UInt8] = [0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xAB, 0x4E, 0xCE]
    private static let bom: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static let bodies: [AnswerCase] = [
        AnswerCase(200, "", .notTheAPI, .unrecognized),
        AnswerCase(200, " \r\n\t", .notTheAPI, .unrecognized),
        AnswerCase(204, "", .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"code":0,"mess"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"code":0"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"code":0}{"code":0}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"code":0,"code":40105}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"code":40105,"c\u006fde":0}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"code":0,"message":"OK","message":"OK"}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{code:0}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"code":00}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"code":+0}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"code":0,}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"[{"code":0}]"#, .notTheAPI, .unrecognized),
        AnswerCase(200, "[]", .notTheAPI, .unrecognized),
        AnswerCase(200, "{}", .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"status":"ok"}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #"{"data":{"code":0}}"#, .notTheAPI, .unrecognized),
        AnswerCase(200, #""OK""#, .notTheAPI, .unrecognized),
        AnswerCase(200, "0", .notTheAPI, .unrecognized),
        AnswerCase(200, "null", .notTheAPI, .unrecognized),
        AnswerCase(200, "OK", .notTheAPI, .unrecognized),
        AnswerCase(200, "<html><body>Log in to the hotel's network</body></html>", .notTheAPI, .network),
        AnswerCase(200, "  <!DOCTYPE html>", .notTheAPI, .network),
        AnswerCase(200, "<?xml version=\"1.0\"?><code>0</code>", .notTheAPI, .network),
        AnswerCase(200, gzip, .notTheAPI, .unrecognized),
        AnswerCase(200, bom + Array(#"{"code":0}"#.utf8), .notTheAPI, .unrecognized),
        AnswerCase(200, [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x30, 0x7D], .notTheAPI, .unrecognized),
        AnswerCase(200, [0x00, 0x7B, 0x7D], .notTheAPI, .unrecognized),
        AnswerCase(200, "callback({\"code\":0})", .notTheAPI, .unrecognized),
        AnswerCase(200, ")]}',\n{\"code\":0}", .notTheAPI, .unrecognized),
    ]

    private static let page = "<html><body>an error page</body></html>"

    private static let statuses: [AnswerCase] = [
        AnswerCase(301, #"{"code":0}"#, .redirected, .network),
        AnswerCase(302, page, .redirected, .network),
        AnswerCase(304, "", .redirected, .network),
        AnswerCase(307, #"{"code":40105}"#, .redirected, .network),
        AnswerCase(400, "", .endpointGone, .request),
        AnswerCase(400, page, .endpointGone, .request),
        AnswerCase(401, "", .gatewayRefused, .network),
        AnswerCase(401, #"{"message":"Unauthorized"}"#, .gatewayRefused, .network),
        AnswerCase(403, page, .gatewayRefused, .network),
        AnswerCase(403, #"{"message":"Missing Authentication Token"}"#, .gatewayRefused, .network),
        AnswerCase(404, "404 page not found", .endpointGone, .request),
        AnswerCase(404, #"{"message":"no Route matched with those values"}"#, .endpointGone, .request),
        AnswerCase(405, "", .endpointGone, .request),
        AnswerCase(407, "", .gatewayRefused, .proxy),
        AnswerCase(408, "", .serverFault, .server),
        AnswerCase(410, page, .endpointGone, .request),
        AnswerCase(413, page, .endpointGone, .request),
        AnswerCase(429, "", .throttled, .rateLimited),
        AnswerCase(429, page, .throttled, .rateLimited),
        AnswerCase(429, #"{"message":"slow down"}"#, .throttled, .rateLimited),
        AnswerCase(451, page, .regionBlocked, .region),
        AnswerCase(500, "", .serverFault, .server),
        AnswerCase(500, #"{"message":"Internal Server Error"}"#, .serverFault, .server),
        AnswerCase(502, page, .serverFault, .server),
        AnswerCase(503, "upstream connect error", .serverFault, .server),
        AnswerCase(504, "", .serverFault, .server),
        AnswerCase(504, #"{"code":0,"mess"#, .serverFault, .server),
        AnswerCase(599, "", .serverFault, .server),
        AnswerCase(600, "", .notTheAPI, .unrecognized),
        AnswerCase(999, page, .notTheAPI, .unrecognized),
        AnswerCase(199, "", .notTheAPI, .unrecognized),
    ]

    private static let statusesWithEnvelope: [AnswerCase] = [
        AnswerCase(201, #"{"code":0}"#, .accepted, nil),
        AnswerCase(400, #"{"code":0,"message":"OK"}"#, .contradictory, .unrecognized),
        AnswerCase(
            400,
            #"{"code":40002,"message":"Invalid value for event_source_id"}"#,
            .eventSourceIDInvalid,
            .config
        ),
        AnswerCase(401, #"{"code":40105,"message":"Access token is incorrect"}"#, .tokenRejected, .credential),
        AnswerCase(401, #"{"code":401,"message":"Unauthorized"}"#, .gatewayRefused, .network),
        AnswerCase(403, #"{"code":403,"message":"Forbidden"}"#, .gatewayRefused, .network),
        AnswerCase(403, #"{"code":40001,"message":""}"#, .permissionRefused, .ownership),
        AnswerCase(404, #"{"code":40400,"message":"route not found"}"#, .endpointGone, .request),
        AnswerCase(404, #"{"code":404,"message":"x"}"#, .unrecognized, .unrecognized),
        AnswerCase(407, #"{"code":407}"#, .gatewayRefused, .network),
        AnswerCase(429, #"{"code":429,"message":"x"}"#, .throttled, .rateLimited),
        AnswerCase(429, #"{"code":40105}"#, .tokenRejected, .credential),
        AnswerCase(429, #"{"code":40001,"message":"Not now"}"#, .throttled, .rateLimited),
        AnswerCase(429, #"{"code":0}"#, .contradictory, .unrecognized),
        AnswerCase(500, #"{"code":0,"message":"OK"}"#, .contradictory, .unrecognized),
        AnswerCase(500, #"{"code":50000,"message":"System error"}"#, .serverFault, .server),
        AnswerCase(500, #"{"code":"0"}"#, .contradictory, .unrecognized),
        AnswerCase(502, #"{"code":502,"message":"Bad gateway"}"#, .serverFault, .server),
        AnswerCase(503, #"{"code":60001}"#, .maintenance, .server),
        AnswerCase(503, #"{"code":40100}"#, .throttled, .rateLimited),
        AnswerCase(600, #"{"code":0}"#, .contradictory, .unrecognized),
        AnswerCase(600, #"{"code":40105}"#, .contradictory, .unrecognized),
        AnswerCase(999, #"{"code":40001,"message":"No permission"}"#, .contradictory, .unrecognized),
        AnswerCase(199, #"{"code":40105}"#, .contradictory, .unrecognized),
    ]
}
