import TestSupport
import Testing

@testable import TikTokAPI

@Suite("Kept connections over libcurl")
struct CurlKeptConnectionTests {
    private static func client(_ connections: Int = 1) -> CurlHTTPClient {
        CurlHTTPClient(configuration: CurlConfiguration(maximumConnections: connections))
    }

    private static func request(_ origin: APIOrigin, _ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
        let body: [UInt8]? = method == .post ? Array("{}".utf8) : nil
        return HTTPRequest(method: method, origin: origin, path: path, body: body, timeout: .seconds(20))
    }

    private static func wire(_ text: String) -> [UInt8] {
        ServerAction.wireBytes(HTTPResponse(status: 200, body: Array(text.utf8)))
    }

    // MARK: - What nobody asked for

    private static let timeout = Array("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n".utf8)

    @Test(
        arguments: [HTTPRequest.Method.get, .post],
        [[ServerStep.bytes(wire("surplus"))], [.bytes(timeout), .close], [.bytes(timeout)], [.bytes([0x0A])]]
    )
    func whatComesBetweenIsNoAnswer(method: HTTPRequest.Method, surplus: [ServerStep]) async throws {
        let server = try FaultServer { request in
            let answer = ServerStep.bytes(Self.wire(request.path))
            return ServerAction(request.connection == 0 ? [answer, .pause(.milliseconds(20))] + surplus : [answer])
        }
        let client = Self.client()
        for path in ["/0", "/1", "/2"] {
            let answer = try await client.send(Self.request(server.origin, method, path))
            #expect(answer.text == path)
            #expect(answer.timesSent == 1)
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(server.requests.map(\.path) == ["/0", "/1", "/2"])
        #expect(server.connectionCount == 2)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/0", "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n/0\r\n0\r\n\r\n",
    ])
    func whatFollowsAnAnswerAtOnceIsNoAnswer(first: String) async throws {
        for surplus in ["HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsurplus", "HTTP/1.1 200 OK\r\nConte"] {
            let server = try FaultServer { request in
                request.connection == 0 && request.indexOnConnection == 0
                    ? ServerAction([.bytes(Array((first + surplus).utf8))]) : .reply(body: request.path)
            }
            let client = Self.client()
            _ = try await client.send(get(server.origin, "/0"))
            for path in ["/1", "/2"] { #expect(try await client.send(get(server.origin, path)).text == path) }
            #expect(server.requests.map(\.path) == ["/0", "/1", "/2"])
        }
    }

    // MARK: - Sending twice

    /// Every kept connection is closed upon its second request, and so is whatever asks for "/never".
    private static func closingServer(_ end: ServerStep) throws -> FaultServer {
        try FaultServer { request in
            if request.indexOnConnection > 0 || request.path == "/never" { return ServerAction([end]) }
            return ServerAction([.pause(.milliseconds(100)), .bytes(wire(request.path))])
        }
    }

    @Test(.tags(.N23), arguments: [HTTPRequest.Method.get, .post], [ServerStep.close, .reset])
    func aRequestIsSentTwiceAtMostAndCounted(method: HTTPRequest.Method, end: ServerStep) async throws {
        let server = try Self.closingServer(end)
        let client = Self.client(6)
        let origin = server.origin
        // Six kept connections, each of which would be tried in turn.
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<6 { group.addTask { _ = await outcome(client, get(origin, "/\(number)")) } }
        }
        #expect(server.connectionCount == 6)
        let answer = try await client.send(Self.request(origin, method, "/again"))
        #expect(answer.text == "/again")
        #expect(answer.timesSent == 2)
        #expect(server.requests.count { $0.path == "/again" } == 2)
        let failure = try #require(await failing(client, Self.request(origin, method, "/never")))
        #expect(failure.kind == .connectionClosed, "\(failure)")
        #expect(failure.mayHaveBeenSent)
        #expect(failure.timesSent == 2)
        #expect(server.requests.count { $0.path == "/never" } == 2)
    }

    @Test("what is sent once goes out on a connection of its own, whose end is the end", .tags(.N23))
    func whatIsSentOnce() async throws {
        let server = try Self.closingServer(.close)
        let client = Self.client()
        for path in ["/0", "/1"] {
            var request = Self.request(server.origin, .post, path)
            request.isSentOnce = true
            let answer = try await client.send(request)
            #expect(answer.text == path)
            #expect(answer.timesSent == 1)
        }
        var request = Self.request(server.origin, .post, "/never")
        request.isSentOnce = true
        let failure = try #require(await failing(client, request))
        #expect(failure.mayHaveBeenSent)
        #expect(failure.timesSent == 1)
        #expect(server.requests.map(\.path) == ["/0", "/1", "/never"])
    }

    @Test func aNewConnectionThatEndsIsNotTriedAgain() async throws {
        let server = try Self.closingServer(.close)
        let failure = try #require(await failing(Self.client(), get(server.origin, "/never")))
        #expect(failure.kind == .connectionClosed)
        #expect(failure.timesSent == 1)
        #expect(server.requests.count == 1)
    }

    /// A server that closes after every answer without saying so.
    @Test(.tags(.N23), arguments: [Duration.zero, .milliseconds(1)])
    func connectionsThatEndUnannouncedCostNoAnswer(pause: Duration) async throws {
        let server = try FaultServer { ServerAction([.bytes(Self.wire($0.path)), .pause(pause), .close]) }
        let client = Self.client(16)
        let origin = server.origin
        let wrong = await withTaskGroup(of: Int.self) { group in
            for number in 0..<600 {
                group.addTask {
                    let method = number % 2 == 0 ? HTTPRequest.Method.get : .post
                    return (try? await client.send(Self.request(origin, method, "/\(number)")))?.text == "/\(number)"
                        ? 0 : 1
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }

    /// As with a libcurl that does not ask before it sends.
    @Test func withoutKeptConnectionsEachExchangeHasItsOwn() async throws {
        let server = try FaultServer { .reply(body: $0.path) }
        var configuration = CurlConfiguration(maximumConnections: 1)
        configuration.keepsConnections = false
        let client = CurlHTTPClient(configuration: configuration)
        for method in [HTTPRequest.Method.get, .post] {
            let answer = try await client.send(Self.request(server.origin, method, "/x"))
            #expect(answer.text == "/x")
            #expect(answer.timesSent == 1)
        }
        let nowhere = get(APIOrigin(scheme: "https", host: "nonexistent.invalid"))
        let failure = await failing(CurlHTTPClient(configuration: configuration), nowhere)
        #expect(failure?.timesSent == 0, "\(failure as Any)")
        #expect(server.connectionCount == 2)
    }

    // MARK: - Cancelling

    /// TLS that is never answered: the request itself has not left.
    @Test func whatWasCancelledBeforeItWasSentWasNotSent() async throws {
        let server = try FaultServer { _ in .reply() }
        let client = Self.client()
        let origin = APIOrigin(scheme: "https", host: "127.0.0.1", port: server.port)
        // Apart from the pool, which may be busy for longer than TLS is waited for.
        let failure = await OwnThread.run {
            let task = Task { await failing(client, get(origin, limit: .seconds(30))) }
            while server.connectionCount == 0 { await Task.yield() }
            task.cancel()
            return await task.value
        }
        #expect(failure?.kind == .cancelled)
        #expect(failure?.mayHaveBeenSent == false)
        #expect(failure?.timesSent == 0, "\(failure as Any)")
    }

    @Test func anExchangeThatNobodyWaitsForIsNotSent() {
        let exchange = Exchange(get(.production))
        exchange.cancel("as asked")
        #expect(!exchange.mayBeSent(early: false))
    }
}
