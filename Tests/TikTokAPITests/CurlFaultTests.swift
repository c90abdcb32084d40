import TestSupport
import Testing

@testable import TikTokAPI

/// A server's misbehaviour, and what the client must make of it.
struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let action: ServerAction
    let kind: TransportFailure.Kind
    let phase: TransportFailure.Phase

    var testDescription: String { name }

    init(
        _ name: String,
        _ kind: TransportFailure.Kind,
        _ action: ServerAction,
        _ phase: TransportFailure.Phase = .receive
    ) {
        self.name = name
        self.action = action
        self.kind = kind
        self.phase = phase
    }

    private static let ok = "HTTP/1.1 200 OK\r\n"

    static let all: [Fault] = [
        Fault("silence after the request", .timedOut, ServerAction([.stall]), .wait),
        Fault("silence inside the headers", .timedOut, .textThenStall(ok + "X-A: 1\r\nX-")),
        Fault("silence inside the status line", .timedOut, .textThenStall("HTTP/1."), .wait),
        Fault("silence before the body", .timedOut, .textThenStall(ok + "Content-Length: 5\r\n\r\n")),
        Fault("silence inside the body", .timedOut, .textThenStall(ok + "Content-Length: 5\r\n\r\n{")),
        Fault("silence inside a chunk", .timedOut, .textThenStall(ok + "Transfer-Encoding: chunked\r\n\r\n5\r\n{")),
        Fault("silence after 100 Continue", .timedOut, .textThenStall("HTTP/1.1 100 Continue\r\n\r\n")),
        Fault(
            "headers a byte at a time",
            .timedOut,
            ServerAction([
                .bytes(Array(ok.utf8)),
                .drip(Array(String(repeating: "X-Slow: 1\r\n", count: 100).utf8), count: 1, every: .milliseconds(40)),
            ])
        ),
        Fault(
            "a body a byte at a time",
            .timedOut,
            ServerAction([
                .bytes(Array((ok + "Content-Length: 1000\r\n\r\n").utf8)),
                .drip([UInt8](repeating: 0x20, count: 1000), count: 1, every: .milliseconds(40)),
            ])
        ),
        Fault(
            "1xx answers, slowly and for ever",
            .timedOut,
            ServerAction([.endless(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), every: .milliseconds(50))])
        ),
        Fault(
            "1xx answers, fast and for ever",
            .headersTooLarge,
            ServerAction([.endless(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), every: .zero)])
        ),
        Fault(
            "headers for ever",
            .headersTooLarge,
            ServerAction([.bytes(Array(ok.utf8)), .endless(Array("X-More: 1\r\n".utf8), every: .zero)])
        ),
        Fault(
            "one header for ever",
            .headersTooLarge,
            ServerAction([
                .bytes(Array((ok + "X-More: ").utf8)), .endless([UInt8](repeating: 0x61, count: 4096), every: .zero),
            ])
        ),
        Fault(
            "80 KB of headers",
            .headersTooLarge,
            .textThenClose(
                ok + String(repeating: "X-A: \(String(repeating: "a", count: 1000))\r\n", count: 80) + "\r\n"
            )
        ),
        Fault(
            "a body for ever",
            .bodyTooLarge,
            ServerAction([
                .bytes(Array((ok + "\r\n").utf8)), .endless([UInt8](repeating: 0x61, count: 65536), every: .zero),
            ])
        ),
        Fault(
            "a body of 2 GB",
            .bodyTooLarge,
            ServerAction([
                .bytes(Array((ok + "Content-Length: 2147483648\r\n\r\n").utf8)),
                .endless([UInt8](repeating: 0x61, count: 65536), every: .zero),
            ])
        ),
        Fault("a close without an answer", .connectionClosed, ServerAction([.close]), .wait),
        Fault("a reset without an answer", .connectionClosed, ServerAction([.reset]), .wait),
        Fault("a close inside the headers", .connectionClosed, .textThenClose(ok + "Content-Length: 5\r\nX-")),
        Fault("a close after the status line", .connectionClosed, .textThenClose(ok)),
        Fault("a close after 100 Continue", .connectionClosed, .textThenClose("HTTP/1.1 100 Continue\r\n\r\n")),
        Fault("a close inside the body", .connectionClosed, .textThenClose(ok + "Content-Length: 5\r\n\r\n{}")),
        Fault("a close before the body", .connectionClosed, .textThenClose(ok + "Content-Length: 5\r\n\r\n")),
        Fault("a reset inside the headers", .connectionClosed, .textThenReset(ok + "Content-Length: 5\r\n")),
        Fault("a reset inside the body", .connectionClosed, .textThenReset(ok + "Content-Length: 5\r\n\r\n{}")),
        Fault("a reset inside a body without length", .connectionClosed, .textThenReset(ok + "\r\n{}")),
        Fault(
            "a close before the last chunk",
            .connectionClosed,
            .textThenClose(ok + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")
        ),
        Fault(
            "a close inside a chunk",
            .connectionClosed,
            .textThenClose(ok + "Transfer-Encoding: chunked\r\n\r\n9\r\n{}")
        ),
        Fault(
            "a malformed chunk",
            .malformedResponse,
            .textThenClose(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}")
        ),
        Fault(
            "two lengths",
            .malformedResponse,
            .textThenClose(ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ")
        ),
        Fault("a negative length", .malformedResponse, .textThenClose(ok + "Content-Length: -2\r\n\r\n{}")),
        Fault(
            "a length of 2^63",
            .malformedResponse,
            .textThenClose(ok + "Content-Length: 9223372036854775808\r\n\r\n{}")
        ),
        Fault(
            "a space before the colon of a length",
            .malformedResponse,
            .textThenClose(ok + "Content-Length : 3\r\n\r\n{}")
        ),
        Fault(
            "a space before the colon of an encoding",
            .malformedResponse,
            .textThenClose(ok + "Transfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
        ),
        Fault(
            "a length and chunks",
            .malformedResponse,
            .textThenClose(ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
        ),
        Fault(
            "gzip unasked",
            .malformedResponse,
            .textThenClose(ok + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\u{1F}x")
        ),
        Fault("no HTTP", .malformedResponse, .textThenClose("SSH-2.0-OpenSSH_9.2\r\n"), .wait),
        Fault("HTTP/0.9", .malformedResponse, .textThenClose("{\"code\":0}"), .wait),
        Fault(
            "101 Switching Protocols",
            .malformedResponse,
            .textThenClose("HTTP/1.1 101 Switch\r\nUpgrade: x\r\n\r\n{}")
        ),
        Fault(
            "a status of letters",
            .malformedResponse,
            .textThenClose("HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n"),
            .wait
        ),
        Fault(
            "a header without a name",
            .malformedResponse,
            .textThenClose(ok + "nonsense\r\nContent-Length: 0\r\n\r\n")
        ),
    ]
}

@Suite("Faults over libcurl")
struct CurlFaultTests {
    /// Each fault twice with one client, so that a handle and its memory are used again after a failure, then a good
    /// answer.
    @Test(
        .tags(.N16, .N17, .N18, .N20, .N21, .N28, .N29, .N30, .N31, .N32, .N47, .T6, .T10),
        arguments: Fault.all
    )
    func aFaultHasItsKindWithinTheLimit(fault: Fault) async throws {
        let server = try FaultServer { $0.path == "/good" ? .reply(body: "good") : fault.action }
        let client = CurlHTTPClient(configuration: CurlConfiguration(maximumConnections: 1))
        let secret = "SECRETSECRETSECRET1234"
        for method in [HTTPRequest.Method.get, .post] {
            let request = HTTPRequest(
                method: method,
                origin: server.origin,
                path: "/open_api/v1.3/x/",
                query: [.init("secret", .secret(Secret(secret)))],
                headers: [.init("Access-Token", .secret(Secret(secret)))],
                body: method == .post ? Array("{}".utf8) : nil,
                timeout: .milliseconds(600)
            )
            let (failed, duration) = await timed { await failing(client, request) }
            let failure = try #require(failed)
            #expect(duration < .seconds(20))
            #expect(failure.kind == fault.kind, "\(failure)")
            #expect(failure.phase == fault.phase, "\(failure)")
            #expect(failure.mayHaveBeenSent)
            #expect(failure.detail.contains("127.0.0.1:\(server.port)"))
            #expect(!failure.detail.contains("SECRET") && !failure.detail.contains("open_api"))
        }
        #expect(try await client.send(get(server.origin, "/good")).text == "good")
        #expect(server.requests.count == 3)
    }

    @Test(
        "the versions of libcurl that need a new handle for each exchange are known",
        arguments: [
            (0x074400, false), (0x0752FF, false), (0x075300, true), (0x075801, true), (0x080000, true),
            (0x080001, true),
            (0x080002, false), (0x080100, false), (0x081400, false),
        ]
    )
    func versions(version: UInt32, needsNewHandles: Bool) {
        #expect(CurlLibrary.needsNewHandles(version: version) == needsNewHandles)
    }

    /// libcurl 7.83.0 to 8.0.1 ends the process here where a handle has a second exchange.
    @Test("a first header line that is folded is refused, and the next exchange goes on", .tags(.N49))
    func aFoldedFirstHeaderLineIsRefused() async throws {
        let folded = Array("HTTP/1.1 200 OK\r\n folded: x\r\nContent-Length: 4\r\n\r\ngood".utf8)
        let server = try FaultServer { $0.path == "/good" ? .reply(body: "good") : ServerAction([.bytes(folded)]) }
        let client = CurlHTTPClient(configuration: CurlConfiguration(maximumConnections: 1))
        for _ in 0..<3 {
            #expect(try await client.send(get(server.origin, "/good")).text == "good")
            for _ in 0..<2 {
                let failure = try #require(await failing(client, get(server.origin, "/folded")))
                #expect(failure.kind == .malformedResponse, "\(failure)")
            }
        }
    }

    @Test func aTimeoutNamesItsLimit() async throws {
        let server = try FaultServer { _ in ServerAction([.stall]) }
        let failure = await failing(CurlHTTPClient(), get(server.origin, limit: .milliseconds(250)))
        #expect(failure?.detail == "127.0.0.1:\(server.port) did not answer within 0.25 s")
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func noTimeLeftMeansNothingIsSent(limit: Duration) async throws {
        let server = try FaultServer { _ in .reply() }
        let failure = await failing(CurlHTTPClient(), get(server.origin, limit: limit))
        #expect(failure?.kind == .timedOut)
        #expect(failure?.mayHaveBeenSent == false)
        #expect(server.connectionCount == 0)
    }

    @Test(.tags(.N4)) func aRefusedConnectionIsCalledThat() async throws {
        let server = try FaultServer { _ in .reply() }
        server.stop()
        let failure = try #require(await failing(CurlHTTPClient(), get(server.origin)))
        #expect(failure.kind == .connectionRefused)
        #expect(failure.detail == "127.0.0.1:\(server.port) cannot be reached: the connection was refused")
        #expect(failure.phase == .connect)
        #expect(!failure.mayHaveBeenSent)
    }

    /// A name server that is slow, or none at all, is no fault of the client: then it says that.
    @Test(.tags(.N1)) func aNameThatDoesNotExistIsCalledThat() async throws {
        let origin = APIOrigin(scheme: "https", host: "nonexistent.invalid")
        let client = CurlHTTPClient()
        for _ in 0..<3 {
            let failure = try #require(await failing(client, get(origin, limit: .seconds(20))))
            #expect(failure.phase == .resolve)
            #expect(!failure.mayHaveBeenSent)
            if failure.kind == .timedOut { continue }
            switch lookUp("nonexistent.invalid") {
            case .isUnknown:
                #expect(failure.kind == .nameNotFound)
                #expect(failure.detail == "host name not found: nonexistent.invalid")
            case .hasNoNetwork: #expect(failure.kind == .unreachable)
            case .isUnanswered, .hasFailed: #expect(failure.kind == .nameResolutionFailed)
            case .exists: Issue.record("the name service invents names")
            }
            return
        }
    }

    @Test(.tags(.N28)) func aBodyOfExactlyTheLimitIsTaken() async throws {
        let body = String(repeating: "a", count: 1 << 20)
        let server = try FaultServer { .reply(body: $0.path == "/more" ? body + "a" : body) }
        let client = CurlHTTPClient()
        #expect(try await client.send(get(server.origin)).body.count == 1 << 20)
        #expect(await failing(client, get(server.origin, "/more"))?.kind == .bodyTooLarge)
    }

    @Test(.tags(.C2)) func oneThatHangsDoesNotHoldUpTheOthers() async throws {
        let server = try FaultServer { $0.path == "/hang" ? ServerAction([.stall]) : .reply(body: $0.path) }
        let client = CurlHTTPClient(configuration: CurlConfiguration(maximumConnections: 4))
        let origin = server.origin
        async let hanging = failing(client, get(origin, "/hang", limit: .seconds(20)))
        let (wrong, duration) = await timed {
            var wrong = 0
            for number in 0..<100 where (try? await client.send(get(origin, "/\(number)")))?.text != "/\(number)" {
                wrong += 1
            }
            return wrong
        }
        #expect(wrong == 0)
        #expect(duration < .seconds(20))
        #expect(await hanging?.kind == .timedOut)
    }
}
