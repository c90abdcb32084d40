import Foundation
import TestSupport
import Testing

/// What the API says to one destination, right and wrong.
@Suite(.serialized) struct AnswerFaultTests {
    private static func said(_ code: Int, _ message: String, _ more: String = "") -> String {
        #"{"code": \#(code), "message": "\#(message)", "request_id": "20261121100000REQUEST"\#(more)}"#
    }

    private static func data(_ text: String, code: Int = 0) -> String {
        said(code, "OK", #", "data": \#(text)"#)
    }

    private static func mine(_ more: String = "") -> String {
        data(#"{"list": [{"advertiser_id": "\#(FaultRun.advertiser)", "advertiser_name": "a"}]\#(more)}"#)
    }

    static let codes: [FaultRun] = [
        FaultRun("accepts, with empty data", [.P1], .healthy, json: data("{}")),
        FaultRun("accepts, with null for data", [.P1], .healthy, json: data("null")),
        FaultRun("accepts, without data", [.P1], .healthy, json: #"{"code":0}"#),
        FaultRun("accepts an app and its ad account", [.P1], .healthy, json: mine()).of(FaultRun.ads),
        FaultRun(
            "refuses the token",
            [.P2],
            .unhealthy,
            json: said(40105, "Access token is incorrect or has been revoked.")
        )
        .saying("credential", "40105", "20261121100000REQUEST"),
        FaultRun("throttles for ever", [.P3], json: said(40100, "Too many requests")).saying("rate_limited"),
        FaultRun("throttles the pixel for ever", [.P3], json: said(40132, "QPS is limited by pixel_code")),
        FaultRun(
            "refuses the pixel",
            [.P4],
            .unhealthy,
            json: said(40001, "No permission to operate pixel code: COH98PBC77U2GA5OQKK0.")
        )
        .saying("pixel-ownership", "ownership", "pixel"),
        FaultRun(
            "refuses the ad account",
            [.P4],
            .unhealthy,
            json: said(40001, "No permission to operate advertiser \(FaultRun.advertiser)")
        )
        .of(FaultRun.ads).saying("advertiser"),
        FaultRun(
            "misses a scope",
            [.P4],
            .unhealthy,
            json: said(40001, "advertiser does not grant you /oauth2/advertiser/get/:GET permission")
        )
        .of(FaultRun.ads).saying("scope"),
        FaultRun(
            "refuses a field of the config",
            [.P5],
            .unhealthy,
            json: said(40002, "Invalid value for event_source_id: not a valid string.")
        ),
        FaultRun(
            "refuses a field of the request's own",
            [.P5],
            json: said(40002, "Invalid value for data.0.event_time: not a valid string.")
        )
        .saying("request"),
        FaultRun(
            "finds app and token apart",
            [.P6],
            .unhealthy,
            json: said(40002, "The app_id is inconsistent with the token's app information.")
        )
        .of(FaultRun.ads).saying("app_mismatch"),
        FaultRun("has a fault of its own", [.P7], json: said(50000, "System error")).saying("server"),
        FaultRun("has another fault of its own", [.P7], json: said(50002, "")).saying("server"),
        FaultRun("has a third fault of its own", [.P7], json: said(51002, "Internal service error")),
        FaultRun("is under maintenance", [.P7], json: said(60001, "")),
        FaultRun("uses a code that nobody knows", [.P8], json: said(49999, "Something unheard of"))
            .saying("49999", "Something unheard of", "20261121100000REQUEST"),
        FaultRun("accepts under HTTP 500", [.P13], does: .reply(500, body: FaultRun.accepted)),
        FaultRun("gives two codes", [.P25], json: #"{"code": 0, "message": "OK", "code": 40105}"#),
        FaultRun("gives two codes, well last", [.P25], json: #"{"code": 40105, "c\u006fde": 0}"#),
        FaultRun("complains under code 0", [.P11], json: said(0, "Access token is incorrect")),
        FaultRun(
            "refuses what belongs to the sandbox",
            [.P19],
            .unhealthy,
            json: said(40013, "The token is of a sandbox ad account")
        )
        .of(FaultRun.ads),
        FaultRun("says a date that cannot be", [.P26], .healthy) { _ in
            .reply(200, headers: [("Date", "Thu, 01 Jan 1970 00:00:00 GMT")], body: FaultRun.accepted)
        },
    ]

    static let numbers: [FaultRun] =
        [
            #""0""#, "0.0", "null", "true", "-0", "[0]", "99999999999999999999", #""40105""#, "4.0105e4",
        ].map { code in
            FaultRun(
                "gives \(code) for a code",
                [.P9],
                json: #"{"code": \#(code), "message": "OK", "data": {}}"#
            )
        } + [FaultRun("gives no code", [.P9], json: #"{"message": "OK", "request_id": "r", "data": {}}"#)]

    static let lists: [FaultRun] = [
        FaultRun("lists null", [.P10], json: data(#"{"list": null}"#)).of(FaultRun.ads),
        FaultRun("lists nothing at all", [.P10], json: data("{}")).of(FaultRun.ads),
        FaultRun("gives the list beside an unknown code", [.P12]) { _ in
            .reply(body: data(#"{"list": [{"advertiser_id": "\#(FaultRun.advertiser)"}]}"#, code: 49999))
        }
        .of(FaultRun.ads).saying("49999"),
        FaultRun("gives the list beside a refusal", [.P12], .unhealthy) { _ in
            .reply(body: data(#"{"list": [{"advertiser_id": "\#(FaultRun.advertiser)"}]}"#, code: 40105))
        }
        .of(FaultRun.ads).saying("40105"),
        FaultRun(
            "leaves an ad account out of a complete list",
            [.P14],
            .unhealthy,
            json: data(#"{"list": [{"advertiser_id": "7000000000000000009"}]}"#)
        )
        .of(FaultRun.ads).saying("advertiser-access", FaultRun.advertiser),
        FaultRun(
            "leaves an ad account out of the first page",
            [.P15],
            json: data(#"{"list": [{"advertiser_id": "1"}], "page_info": {"page": 1, "total_page": 250}}"#)
        )
        .of(FaultRun.ads),
        FaultRun(
            "says that its list goes on",
            [.P15],
            json: data(#"{"list": [{"advertiser_id": "1"}], "cursor": "1", "has_more": true}"#)
        )
        .of(FaultRun.ads),
        FaultRun(
            "rounds an id",
            [.P17],
            json: data(#"{"list": [{"advertiser_id": 7.301985562740183e18}]}"#)
        )
        .of(FaultRun.ads),
        FaultRun(
            "lists an ad account three times",
            [.P18],
            .healthy,
            json: data(
                #"{"list": [\#(Array(repeating: "{\"advertiser_id\": \"\(FaultRun.advertiser)\"}", count: 3).joined(separator: ","))]}"#
            )
        )
        .of(FaultRun.ads),
        FaultRun("tells about another app", [.P24], json: data(#"{"app_id": "7999999999999999999"}"#))
            .of(FaultRun.account),
        FaultRun("gives a pixel a state that nobody knows", [.P21], .healthy) { moment in
            guard moment.request.path.hasSuffix("/pixel/list/") else { return .reply(body: mine()) }
            return .reply(
                body: data(
                    #"{"pixels": [{"pixel_code": "COH98PBC77U2GA5OQKK0", "asset_relation_status": "ON_THE_MOON"}]}"#
                )
            )
        }
        .of(FaultRun.events + #", \#(FaultRun.app), "advertiser_ids": ["\#(FaultRun.advertiser)"]"#),
    ]

    private static let acting =
        #"\u001b]8;;http://evil.example\u001b\\click\u001b[2J \u202etxt \u009b31m\r\n::error::boo\n##[error]x \u0007"#

    static let words: [FaultRun] = [
        FaultRun("says what acts", [.P22, .R1], .unhealthy, json: said(40105, acting))
            .never("\u{1B}]", "\u{1B}[2J", "\n::error", "\n##[", "\u{7}"),
        FaultRun("says what acts under an unknown code", [.P22], json: said(49999, acting))
            .never("\u{1B}]", "\u{1B}[2J", "\n::error", "\n##[", "\u{7}"),
        FaultRun("repeats the app's secret", [.P22, .C30]) { moment in
            let secret = moment.request.queryValue("secret") ?? ""
            return .reply(
                500,
                headers: [("Date", secret), ("X-Secret", secret)],
                body: said(50000, secret, #", "data": {"secret": "\#(secret)"}"#)
            )
        }
        .of(FaultRun.ads),
        FaultRun("repeats the token as the request's id", [.P22, .C30]) { moment in
            .reply(
                body:
                    #"{"code": 49999, "message": "x", "request_id": "\#(moment.request.header("Access-Token") ?? "")"}"#
            )
        },
        FaultRun("gives no request id", [.P23], .unhealthy, json: #"{"code": 40105, "message": "no"}"#),
        FaultRun(
            "gives a request id of 10 KB",
            [.P23],
            .unhealthy,
            json: #"{"code": 40105, "message": "no", "request_id": "\#(String(repeating: "R", count: 10_000))"}"#
        )
        .never(String(repeating: "R", count: 600)),
        FaultRun(
            "gives a number for a request id",
            [.P23],
            .unhealthy,
            json: #"{"code":40105,"request_id":7}"#
        ),
    ]

    private static func echo(_ name: String, _ spell: @escaping @Sendable (String) -> String) -> FaultRun {
        FaultRun("repeats the token \(name)", [.P22, .T19, .C30]) { moment in
            let spelling = spell(moment.request.header("Access-Token") ?? "")
            return .reply(body: said(49999, "no token <\(spelling.replacing("\\", with: "\\\\"))>"))
        }
        .of(FaultRun.events(FaultRun.oddToken)).saying("no token")
    }

    private static func echo(_ spelling: String) -> FaultRun {
        echo(spelling) { token in
            let found = FaultRules.spellings(of: Array(token.utf8)).first { $0.name == spelling }
            return String(decoding: found?.bytes ?? [], as: UTF8.self)
        }
    }

    static let echoes: [FaultRun] = [
        echo("as it is"), echo("JSON-escaped"), echo("percent-encoded where needed"),
        echo("in base64") { Data($0.utf8).base64EncodedString() },
        echo("in base64 after one byte") { Data(":\($0)".utf8).base64EncodedString() },
        echo("in base64 after two bytes") { Data("u:\($0)".utf8).base64EncodedString() },
    ]

    static let needsMasking: [FaultRun] = [
        echo("percent-encoded"), echo("XML-escaped"), echo("XML-escaped in hex"), echo("in hex"),
        echo("in upper-case hex"),
    ]

    @Test("a code leads to its verdict, and only one to healthy", arguments: codes)
    func readsCodes(_ test: FaultRun) async throws { try await test.verify() }

    @Test("a code that is no integer proves nothing", arguments: numbers)
    func wantsIntegers(_ test: FaultRun) async throws { try await test.verify() }

    @Test(
        "a list is evidence against an account only if it is complete, and proof only if it is there",
        arguments: lists
    )
    func readsLists(_ test: FaultRun) async throws { try await test.verify() }

    @Test("TikTok's words are shown escaped, short and without a secret", arguments: words + echoes)
    func repeatsWords(_ test: FaultRun) async throws { try await test.verify() }

    @Test(
        "a token in which every character is escaped is masked too",
        arguments: needsMasking
    )
    func spellsOut(_ test: FaultRun) async throws { try await test.verify() }
}
