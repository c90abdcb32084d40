import TestSupport
import Testing
import TikTokAPI

@Suite("Exchanges over libcurl")
struct CurlExchangeTests {
    @Test(.tags(.T10)) func aGETArrivesAsItWasMeant() async throws {
        let server = try FaultServer { _ in .reply(body: #"{"code":0}"#) }
        let client = CurlHTTPClient(configuration: CurlConfiguration(userAgent: "validate/1.2"))
        let answer = try await client.send(
            HTTPRequest(
                method: .get,
                origin: server.origin,
                path: "/open_api/v1.3/oauth2/advertiser/get/",
                query: [.init("app_id", .plain("7")), .init("secret", .secret(Secret("s/e&c")))],
                headers: [.init("Access-Token", .secret(Secret("tok en=1"))), .init("X-Empty", .plain(""))]
            )
        )
        #expect(answer.status == 200)
        #expect(answer.text == #"{"code":0}"#)
        #expect(answer.header("content-type") == "application/json")
        let received = try #require(server.requests.first)
        #expect(received.method == "GET")
        #expect(received.target == "/open_api/v1.3/oauth2/advertiser/get/?app_id=7&secret=s%2Fe%26c")
        #expect(received.header("Access-Token") == "tok en=1")
        #expect(received.header("X-Empty") == "")
        #expect(received.header("User-Agent") == "validate/1.2")
        #expect(received.header("Host") == "127.0.0.1:\(server.port)")
        for unwanted in ["Accept-Encoding", "Cookie", "Authorization", "Expect", "Content-Type"] {
            #expect(received.header(unwanted) == nil)
        }
        #expect(received.body.isEmpty)
    }

    @Test(arguments: [0, 1, 1023, 1025, 200_000, 2_000_000])
    func aPOSTBodyArrivesByteForByte(size: Int) async throws {
        let server = try FaultServer { .reply(body: "\($0.body.count)") }
        let client = CurlHTTPClient()
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let answer = try await client.send(
            HTTPRequest(
                method: .post,
                origin: server.origin,
                path: "/open_api/v1.3/event/track/",
                headers: [.init("Content-Type", .plain("application/json"))],
                body: body
            )
        )
        #expect(answer.text == "\(size)")
        let received = try #require(server.requests.first)
        #expect(received.body == body)
        #expect(received.method == "POST")
        #expect(received.header("Content-Type") == "application/json")
        #expect(received.header("Expect") == nil)
    }

    @Test func aPOSTWithoutABodyHasNoContentType() async throws {
        let server = try FaultServer { _ in .reply() }
        let request = HTTPRequest(method: .post, origin: server.origin, path: "/x")
        _ = try await CurlHTTPClient().send(request)
        let received = try #require(server.requests.first)
        #expect(received.header("Content-Length") == "0")
        #expect(received.header("Content-Type") == nil)
    }

    /// Names and values with everything that a sloppy encoder leaves alone.
    @Test(
        .tags(.T21),
        arguments: [
            ("a+b", "a%2Bb"), ("a&b", "a%26b"), ("a=b", "a%3Db"), ("50%", "50%25"), ("ü", "%C3%BC"), ("a b", "a%20b"),
            ("[\"1\"]", "%5B%221%22%5D"), ("-._~", "-._~"), ("#?/", "%23%3F%2F"), ("\r\n\0", "%0D%0A%00"), ("", ""),
        ]
    )
    func queryValuesAreEncodedStrictly(value: String, encoded: String) async throws {
        let server = try FaultServer { _ in .reply() }
        let request = HTTPRequest(
            method: .get,
            origin: server.origin,
            path: "/p/",
            query: [.init("v", .plain(value)), .init("a[]+", .plain("1"))]
        )
        _ = try await CurlHTTPClient().send(request)
        let received = try #require(server.requests.first)
        #expect(received.target == "/p/?v=\(encoded)&a%5B%5D%2B=1")
        #expect(received.queryValue("v") == value)
    }

    @Test func connectionsAreReused() async throws {
        let server = try FaultServer { .reply(body: $0.path) }
        let client = CurlHTTPClient()
        let requests = (0..<50).map { number in
            let method: HTTPRequest.Method = number % 3 == 0 ? .post : .get
            let body: [UInt8]? = method == .post ? Array("body \(number)".utf8) : nil
            return HTTPRequest(method: method, origin: server.origin, path: "/\(number)", body: body)
        }
        #expect(await texts(client, requests) == requests.map(\.path))
        #expect(server.connectionCount == 1)
        #expect(server.requests.allSatisfy { $0.method == "POST" || ($0.body.isEmpty && $0.header("Expect") == nil) })
    }

    @Test func manyAtOnceGetTheirOwnAnswersOverFewConnections() async throws {
        let server = try FaultServer { request in
            ServerAction([.pause(.milliseconds(5)), .bytes(ServerAction.wireBytes(answer(request.path)))])
        }
        let client = CurlHTTPClient(configuration: CurlConfiguration(maximumConnections: 8))
        let origin = server.origin
        let wrong = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<400 {
                group.addTask {
                    (try? await client.send(get(origin, "/\(number)", limit: .seconds(30))))?.text != "/\(number)"
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wrong == 0)
        #expect(server.connectionCount <= 8)
        #expect(server.requests.count == 400)
    }

    /// The peer answers once, then closes the kept connection upon the second request: that request goes out again on
    /// a new connection, and nobody hears of it.
    @Test(.tags(.N23), arguments: [HTTPRequest.Method.get, .post], [ServerStep.close, .reset])
    func aStaleConnectionIsReplacedUnnoticed(method: HTTPRequest.Method, end: ServerStep) async throws {
        let server = try FaultServer { request in
            request.connection == 0 && request.indexOnConnection == 1 ? ServerAction([end]) : .reply(body: request.path)
        }
        let client = CurlHTTPClient()
        let body: [UInt8]? = method == .post ? Array("{}".utf8) : nil
        let requests = ["/0", "/1", "/2"].map {
            HTTPRequest(method: method, origin: server.origin, path: $0, body: body)
        }
        #expect(await texts(client, requests) == requests.map(\.path))
        #expect(server.connectionCount == 2)
        #expect(server.requests.map(\.path) == ["/0", "/1", "/1", "/2"])
    }

    @Test func aConnectionClosedAfterTheAnswerIsNoFault() async throws {
        let server = try FaultServer { _ in
            ServerAction([.bytes(ServerAction.wireBytes(HTTPResponse(status: 200, body: Array("ok".utf8)))), .close])
        }
        let client = CurlHTTPClient()
        for _ in 0..<5 { #expect(try await client.send(get(server.origin)).text == "ok") }
        #expect(server.requests.count == 5)
    }

    /// Answers that are unusual and yet complete.
    @Test(
        .tags(.N22, .N47),
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"),
            ("HTTP/1.0 200 OK\r\n\r\n{}", 200, "{}"),
            ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"cut\":", 200, "{\"cut\":"),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\nX-Trailer: 1\r\n\r\n",
                200,
                "{}"
            ),
            ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
            (
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 500 E\r\nContent-Length: 1\r\n\r\nx",
                500, "x"
            ),
            ("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n", 999, ""),
            ("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"),
            ("HTTP/1.1 407 Odd\r\nContent-Length: 0\r\n\r\n", 407, ""),
            ("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n", 401, ""),
        ]
    )
    func unusualAnswersAreHandedOver(wire: String, status: Int, body: String) async throws {
        let server = try FaultServer { _ in .textThenClose(wire) }
        let answer = try await CurlHTTPClient().send(get(server.origin))
        #expect(answer.status == status)
        #expect(answer.text == body)
        #expect(answer.header("x-trailer") == nil && answer.header("link") == nil)
    }

    @Test func headersComeInOrderTrimmedAndApart() async throws {
        let wire = "HTTP/1.1 200 OK\r\nX-A:  1 \r\nx-b:2\r\nX-A:\t3\r\n folded\r\nEmpty:\r\nContent-Length: 0\r\n\r\n"
        let server = try FaultServer { _ in .textThenClose(wire) }
        let answer = try await CurlHTTPClient().send(get(server.origin))
        let lines = answer.headers.map { "\($0.name)=\($0.value)" }
        #expect(lines == ["x-a=1", "x-b=2", "x-a=3 folded", "empty=", "content-length=0"])
    }

    @Test(.tags(.N33, .T1), arguments: [301, 302, 303, 307, 308])
    func aRedirectIsAnAnswerAndNotFollowed(status: Int) async throws {
        let second = try FaultServer { _ in .reply() }
        let elsewhere = "\(second.origin)/stolen"
        let first = try FaultServer { _ in .reply(status, headers: [("Location", elsewhere)]) }
        let request = HTTPRequest(
            method: .post,
            origin: first.origin,
            path: "/x",
            headers: [.init("Access-Token", .secret(Secret("t")))],
            body: Array("{}".utf8)
        )
        let answer = try await CurlHTTPClient().send(request)
        #expect(answer.status == status)
        #expect(answer.header("location") == elsewhere)
        #expect(second.connectionCount == 0)
        #expect(first.requests.count == 1)
    }

    @Test func aServerCanAnswerForAnyClient() async throws {
        struct Echo: HTTPClient {
            func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
                if request.path == "/fail" { throw TransportFailure(.connectionClosed, "as asked") }
                let token = request.headers.first { $0.name == "Access-Token" }
                let text = "\(request.method.rawValue) \(request.path) \(request.query.map(\.value.unmasked))"
                return HTTPResponse(
                    status: 201,
                    headers: [("X-Token", token?.value.masked ?? "none")],
                    body: Array(text.utf8)
                )
            }
        }
        let server = try FaultServer(answering: Echo())
        let client = CurlHTTPClient()
        let answer = try await client.send(
            HTTPRequest(
                method: .get,
                origin: server.origin,
                path: "/a/",
                query: [.init("q", .plain("ü+"))],
                headers: [.init("Access-Token", .plain("0123456789abcdefghij"))]
            )
        )
        #expect(answer.status == 201)
        #expect(answer.text == #"GET /a/ ["ü+"]"#)
        #expect(answer.header("x-token") == "****ghij")
        #expect(await failing(client, get(server.origin, "/fail"))?.kind == .connectionClosed)
        server.stop()
    }
}

private func answer(_ text: String) -> HTTPResponse {
    HTTPResponse(status: 200, body: Array(text.utf8))
}
