import TestSupport
import Testing

/// What a server does to the exchange of one destination.
@Suite(.serialized) struct NetworkFaultTests {
    /// The head of an answer, whole where `ends` is not told otherwise.
    private static func head(_ headers: String..., ends: Bool = true) -> String {
        let lines = ["HTTP/1.1 200 OK"] + headers
        return lines.joined(separator: "\r\n") + (ends ? "\r\n\r\n" : "")
    }

    private static let length = "Content-Length: \(accepted.utf8.count)"
    private static let chunk = "\(String(accepted.utf8.count, radix: 16))\r\n\(accepted)\r\n"
    private static let accepted = FaultRun.accepted
    private static let portal = "<html><body>Welcome to the Grand Hotel, please log in</body></html>"

    private static func bytes(_ text: String) -> ServerStep { .bytes(Array(text.utf8)) }

    private static func drip(_ text: String) -> ServerStep {
        .drip(Array(text.utf8), count: 1, every: .milliseconds(60))
    }

    static let time: [FaultRun] = [
        FaultRun("is silent once it has the request", [.N16], does: ServerAction([.stall]))
            .saying("did not answer within 1.5 s"),
        FaultRun(
            "drips its headers",
            [.N17, .T6],
            does: ServerAction([bytes("HTTP/1.1 200 OK\r\n"), drip(String(repeating: "X-Slow: 1\r\n", count: 400))])
        )
        .saying("was not complete within 1.5 s"),
        FaultRun(
            "drips its body",
            [.N18, .T6],
            does: ServerAction([bytes(head("Content-Length: 4000")), drip(String(repeating: " ", count: 4000))])
        )
        .saying("was not complete within 1.5 s"),
        FaultRun(
            "drips a whole answer, too slowly",
            [.N18],
            does: ServerAction([bytes(head(length)), drip(accepted), .close])
        )
        .saying("was not complete within 1.5 s"),
        FaultRun(
            "stops inside of its headers",
            [.N17],
            does: .textThenStall(head("Content-Type: appl", ends: false))
        ),
        FaultRun(
            "stops inside of its body",
            [.N18],
            does: .textThenStall(head("Content-Length: 400") + accepted)
        )
        .saying("was not complete within 1.5 s"),
        FaultRun(
            "says 100 and nothing more",
            [.N32],
            does: .textThenStall("HTTP/1.1 100 Continue\r\n\r\n")
        )
        .saying("within 1.5 s"),
        FaultRun(
            "says 102 for ever",
            [.N32],
            does: ServerAction([.endless(Array("HTTP/1.1 102 Processing\r\n\r\n".utf8), every: .milliseconds(20))])
        ),
        FaultRun(
            "says 103 for ever and fast",
            [.N32],
            does: ServerAction([.endless(Array("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".utf8), every: .zero)])
        ),
        FaultRun(
            "is silent about an app's secret in the query",
            [.T3],
            does: ServerAction([.stall])
        )
        .of(FaultRun.ads).never("secret=", "app_id="),
    ]

    static let cut: [FaultRun] = [
        FaultRun("ends before it answers", [], does: ServerAction([.close])).atOnce(requests: 3)
            .saying("without an answer"),
        FaultRun("resets before it answers", [], does: ServerAction([.reset])).atOnce(requests: 3),
        FaultRun("resets inside of its headers", [], does: .textThenReset(head("Content-Le", ends: false)))
            .atOnce(requests: 3),
        FaultRun(
            "resets inside of its body",
            [],
            does: .textThenReset(head("Content-Length: 400") + accepted)
        )
        .atOnce(requests: 3),
        FaultRun(
            "announces more than it sends, which parses all the same",
            [.N20],
            wire: head("Content-Length: \(accepted.utf8.count + 1)") + accepted
        )
        .atOnce().saying("closed the connection before the answer was complete"),
        FaultRun(
            "leaves out the last chunk",
            [.N21],
            wire: head("Transfer-Encoding: chunked") + chunk
        )
        .atOnce().saying("before the answer was complete"),
        FaultRun(
            "ends its body by closing, and whole",
            [.N22],
            .healthy,
            wire: head("Connection: close") + accepted
        ),
        FaultRun(
            "ends its body by closing, after the first value",
            [.N22],
            wire: head("Connection: close") + "{\"code\": 0"
        )
        .atOnce(),
        FaultRun(
            "closes after every answer without a word",
            [.N23],
            .healthy,
            does: ServerAction([
                bytes(head(length)), bytes(accepted), .close,
            ])
        )
        .with(options: "--concurrency", "1"),
    ]

    static let foreign: [FaultRun] = [
        FaultRun(
            "is a captive portal",
            [.N24],
            does: .reply(200, headers: [("Content-Type", "text/html")], body: portal)
        )
        .never("Grand Hotel"),
        FaultRun("answers 200 and nothing", [.N25], does: .reply(200, body: "")),
        FaultRun("answers 204", [.N25], wire: "HTTP/1.1 204 No Content\r\n\r\n"),
        FaultRun("breaks its JSON off", [.N26], json: #"{"code": 0, "message": "O"#),
        FaultRun("answers with a list", [.N27], json: "[\(accepted)]"),
        FaultRun("answers with a string", [.N27], json: #""OK""#),
        FaultRun("answers with an empty object", [.N27], json: "{}"),
        FaultRun("answers with another API's object", [.N27], json: #"{"status": "ok"}"#),
        FaultRun(
            "announces 2 GB and sends them",
            [.N28, .T10],
            does: ServerAction([
                bytes(head("Content-Length: 2147483648")),
                .endless([UInt8](repeating: 0x20, count: 65_536), every: .zero),
            ])
        )
        .atOnce().saying("passed 1 MiB"),
        FaultRun(
            "sends a body without end",
            [.N28],
            does: ServerAction([bytes(head()), .endless([UInt8](repeating: 0x20, count: 65_536), every: .zero)])
        )
        .atOnce().saying("passed 1 MiB"),
        FaultRun(
            "packs its body",
            [.N29, .T10],
            does: .reply(200, headers: [("Content-Encoding", "gzip")], body: accepted)
        )
        .atOnce(),
        FaultRun(
            "packs its body twice",
            [.N29],
            does: .reply(200, headers: [("Content-Encoding", "gzip, br")], body: "\u{1F}\u{8}x")
        )
        .atOnce(),
        FaultRun(
            "sends a header of 100 KB",
            [.N30],
            does: .reply(200, headers: [("X-Long", String(repeating: "a", count: 100_000))], body: accepted)
        )
        .atOnce().saying("headers"),
        FaultRun(
            "sends 5,000 headers",
            [.N30],
            does: .reply(200, headers: (0..<5000).map { ("X-\($0)", "1") }, body: accepted)
        )
        .atOnce().saying("headers"),
        FaultRun(
            "gives two lengths",
            [.N31],
            wire: head(length, "Content-Length: 5") + accepted
        )
        .atOnce(),
        FaultRun(
            "gives a negative length",
            [.N31],
            wire: head("Content-Length: -1") + accepted
        )
        .atOnce(),
        FaultRun(
            "gives a length and chunks",
            [.N31],
            wire: head(length, "Transfer-Encoding: chunked") + chunk + "0\r\n\r\n"
        )
        .atOnce(),
        FaultRun(
            "switches protocols",
            [.N32],
            wire: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + accepted
        )
        .atOnce(),
        FaultRun(
            "folds its first header line",
            [.N49],
            does: ServerAction([bytes("HTTP/1.1 200 OK\r\n folded: x\r\n\(length)\r\n\r\n\(accepted)")])
        )
        .with(options: "--concurrency", "1").atOnce(),
        FaultRun("speaks no HTTP", [.N47], wire: "220 smtp.example.com ESMTP\r\n").atOnce(),
        FaultRun("answers with letters for a status", [.N47], wire: "HTTP/1.1 OK\r\n\r\n" + accepted).atOnce(),
        FaultRun("answers 999", [.N47], does: .reply(999, body: accepted)),
        FaultRun("answers 600", [.N47], does: .reply(600, body: accepted)),
    ]

    static let redirectsElsewhere: [FaultRun] = [301, 302, 303, 307, 308].map { (status: Int) -> FaultRun in
        FaultRun("redirects elsewhere with \(status)", [.N33, .T1]) { moment in
            .reply(status, headers: [("Location", moment.elsewhere + "/open_api/?secret=1")], body: "")
        }
        .atOnce(requests: 1).saying("redirect", "127.0.0.1").never("/open_api/?secret")
    }

    static let redirects: [FaultRun] = [
        FaultRun("redirects to another path", [.N34]) { moment in
            .reply(307, headers: [("Location", moment.here + "/other/")], body: "")
        }
        .atOnce(requests: 1).saying("redirect"),
        FaultRun("redirects to plain http", [.N34]) { _ in
            .reply(301, headers: [("Location", "http://business-api.tiktok.com/")], body: "")
        }
        .atOnce(requests: 1).saying("redirect", "business-api.tiktok.com"),
        FaultRun("redirects to itself", [.N35]) { moment in
            .reply(308, headers: [("Location", moment.request.target)], body: accepted)
        }
        .atOnce(requests: 1).saying("redirect"),
    ]

    private static let refusal = #"{"code": 40105, "message": "Access token is incorrect or has been revoked."}"#

    static let statuses: [FaultRun] = [
        FaultRun("answers 401, a gateway's", [.N45], does: .reply(401, body: "denied")),
        FaultRun("answers 403, a gateway's", [.N45], does: .reply(403, body: "denied")),
        FaultRun("answers 401, the API's", [.N45], .unhealthy, does: .reply(401, body: refusal)),
        FaultRun("answers 403, the API's", [.N45], .unhealthy, does: .reply(403, body: refusal)),
        FaultRun("answers 400, as if moved", [.N46], does: .reply(400, body: "bad request")),
        FaultRun("answers 404, as if moved", [.N46], does: .reply(404, body: "404 page not found")),
        FaultRun("answers 405, as if moved", [.N46], does: .reply(405, body: "")),
        FaultRun("answers 410, as if moved", [.N46], does: .reply(410, body: "")),
    ]

    @Test("is slow: unknown, and the limit holds", arguments: time)
    func takesItsTime(_ test: FaultRun) async throws { try await test.verify() }

    @Test("cuts its answer short: unknown where anything is missing", arguments: cut)
    func cutsItsAnswer(_ test: FaultRun) async throws { try await test.verify() }

    @Test("answers with something other than the API's JSON: unknown", arguments: foreign)
    func isNoAnswer(_ test: FaultRun) async throws { try await test.verify() }

    @Test("redirects: unknown, and the redirect is not followed", arguments: redirects + redirectsElsewhere)
    func redirectsUs(_ test: FaultRun) async throws { try await test.verify() }

    @Test("refuses by status: the API's word counts, a gateway's does not", arguments: statuses)
    func refusesByStatus(_ test: FaultRun) async throws { try await test.verify() }

    /// Fails so many times, then answers well.
    private static func atFirst(_ count: Int, _ action: ServerAction) -> FaultRun.Answer {
        { $0.earlier < count ? action : .reply(body: accepted) }
    }

    private static let throttled = #"{"code": 40100, "message": "Too many requests"}"#

    static let needsRetries: [FaultRun] = [
        FaultRun("answers 500 twice", [.N43], .healthy, answers: atFirst(2, .reply(500, body: "oops"))),
        FaultRun("answers 502 twice", [.N43], .healthy, answers: atFirst(2, .reply(502, body: "oops"))),
        FaultRun("answers 504 twice", [.N43], .healthy, answers: atFirst(2, .reply(504, body: ""))),
        FaultRun("answers 503, then well", [.N43], .healthy, answers: atFirst(1, .reply(503, body: ""))),
        FaultRun(
            "has a fault of its own twice",
            [.N43, .P7],
            .healthy,
            answers: atFirst(2, .reply(body: #"{"code": 50000, "message": "System error"}"#))
        ),
        FaultRun("throttles once", [.N41, .P3], .healthy, answers: atFirst(1, .reply(body: throttled))),
        FaultRun(
            "throttles once, for a second",
            [.N41],
            .healthy,
            answers: atFirst(1, .reply(429, headers: [("Retry-After", "1")], body: throttled))
        ),
        FaultRun("closes once", [.N19], .healthy, answers: atFirst(1, ServerAction([.close]))),
        FaultRun("resets once", [.N19], .healthy, answers: atFirst(1, ServerAction([.reset]))),
        FaultRun(
            "resets inside of its headers once",
            [.N19],
            .healthy,
            answers: atFirst(1, .textThenReset(head("Content-Le", ends: false)))
        ),
        FaultRun(
            "resets inside of its body once",
            [.N19],
            .healthy,
            answers: atFirst(1, .textThenReset(head("Content-Length: 400") + "{"))
        ),
    ]

    @Test(
        "fails at first, then works: healthy",
        arguments: needsRetries
    )
    func failsAtFirst(_ test: FaultRun) async throws { try await test.verify() }

    static let afterAWhile = ["-1", "0", "1e9", "soon", "99999999999999999999", "Sat, 01 Jan 2000 00:00:00 GMT", ""]

    static let waits: [FaultRun] = afterAWhile.map { value in
        FaultRun("throttles with Retry-After: \(value)", []) { _ in
            .reply(429, headers: [("Retry-After", value), ("Retry-After", "7200")], body: throttled)
        }
        .with(options: "--deadline", "4").atOnce(requests: 1).saying("retry after")
    }

    @Test("throttles for ever in odd ways: unknown, without waiting beyond the deadline", arguments: waits)
    func throttlesOddly(_ test: FaultRun) async throws { try await test.verify() }
}
