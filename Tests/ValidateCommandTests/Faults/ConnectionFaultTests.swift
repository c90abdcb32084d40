import Foundation
import LocatedJSON
import TestSupport
import Testing

/// Faults of the way to TikTok, which befall every destination alike.
@Suite(.serialized) struct ConnectionFaultTests {
    /// Where a run is sent to, and what must be said of it.
    struct Way: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let faults: [Tag]
        let words: [String]
        /// How a server greets whoever connects; nil for none at all.
        var greeting: ServerAction?
        /// PORT is the server's.
        var baseURL: String? = "https://127.0.0.1:PORT"
        var environment: [String: String] = [:]
        var isImmediate = true

        init(
            _ description: String,
            _ faults: [Tag],
            _ greeting: ServerAction? = nil,
            says words: String...
        ) {
            testDescription = description
            self.faults = faults
            self.greeting = greeting
            self.words = words
        }

        func at(_ baseURL: String) -> Way { with { $0.baseURL = baseURL } }
        func slowly() -> Way { with { $0.isImmediate = false } }
        /// To TikTok itself, through a proxy at the server's port.
        func through(_ variable: String, _ value: String) -> Way {
            with {
                $0.environment[variable] = value
                $0.baseURL = nil
            }
        }

        private func with(_ change: (inout Way) -> Void) -> Way {
            var copy = self
            change(&copy)
            return copy
        }
    }

    /// Runs three destinations over the same way. Nothing may be said of any credential.
    private static func verify(_ way: Way, port: Int, arguments: [String] = []) async throws {
        let presentation = Presentation.of(way.testDescription)
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "report.json").path
        let base = way.baseURL.map { ["--base-url", $0.replacing("PORT", with: "\(port)")] } ?? []
        let limit = way.isImmediate ? 30 : 1.5
        let run = try await ProgramRun.of(
            ["-"] + base + ["--timeout", "\(limit)"] + arguments + presentation.arguments(reportAt: path),
            input: FaultRun.config(["{\"name\": \"ads\", \(FaultRun.ads)}"]),
            environment: way.environment.mapValues { $0.replacing("PORT", with: "\(port)") }
        )
        // Two calls one after another for the token of an app: its own, and the one that tells more.
        FaultRules.expect(
            run,
            status: 3,
            within: way.isImmediate ? 5 : 2 * limit,
            secrets: FaultRun.secrets + [password]
        )
        let report = try FaultRules.report(
            of: run,
            presentation,
            at: path,
            names: ["control-0", "ads", "control-1"],
            secrets: FaultRun.secrets + [password]
        )
        for destination in report["destinations"]?.elements.map({ $0 }) ?? [] {
            #expect(destination["status"]?.string == "unknown")
            for word in way.words { #expect(destination.said.contains(word), "no \"\(word)\" in: \(destination.said)") }
            #expect(!destination.said.contains("  credential"))
        }
    }

    private static let password = "pr0xy-Passw0rd-51ab0c9d"

    private static let plain = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

    static let ways: [Way] = [
        Way("a name that does not exist", [.N1, .T7], says: "host name not found: nonexistent.invalid")
            .at("https://nonexistent.invalid"),
        Way("a port where nothing listens", [.N4, .T7], says: "refused", "127.0.0.1:"),
        Way("a port where nothing listens, plain", [.N4, .T7], says: "refused").at("http://localhost:PORT"),
        Way("silence instead of TLS", [.N8, .T9], ServerAction([.stall]), says: "did not agree on TLS within")
            .slowly(),
        Way("a close instead of TLS", [.N9], ServerAction([.close]), says: "did not agree on TLS"),
        Way("a reset instead of TLS", [.N9], ServerAction([.reset]), says: "did not agree on TLS"),
        Way("plain HTTP instead of TLS", [.N10, .T9], .textThenClose(plain), says: "is not a TLS server"),
        Way("plain HTTP that waits", [.N10, .T9], .textThenStall(plain), says: "is not a TLS server"),
        Way(
            "a banner instead of TLS",
            [.N10],
            .textThenStall("220 smtp ESMTP\r\n"),
            says: "is not a TLS server"
        ),
    ]

    @Test("without a connection every destination is unknown, at once or at the limit", arguments: ways)
    func noConnection(_ way: Way) async throws {
        let closed = try TakenPort()
        let server = try way.greeting.map { try FaultServer(greeting: $0) }
        try await Self.verify(way, port: server?.port ?? closed.number)
    }

    static let proxies: [Way] = [
        Way(
            "that wants credentials",
            [.N37, .F29, .T7],
            .reply(407),
            says: "proxy",
            "wants credentials (407)"
        ),
        Way("that answers 502", [.N38], .reply(502), says: "the proxy", "answered 502"),
        Way("that answers 403", [.N38], .reply(403), says: "the proxy", "answered 403"),
        Way("that hangs up", [.N38], ServerAction([.close]), says: "the proxy", "ended the connection"),
        Way("that is silent", [.N38], ServerAction([.stall]), says: "the proxy", "within").slowly(),
        Way("that is down", [.N38, .F29], says: "the proxy", "refused"),
        Way(
            "that leads to another server",
            [.N36],
            .textThenStall("HTTP/1.1 200 Connection established\r\n\r\n220 smtp ESMTP\r\n"),
            says: "TLS"
        ),
    ]

    @Test("a proxy of the environment is used, distinguished from TikTok, and gets no token", arguments: proxies)
    func proxy(_ way: Way) async throws {
        let proxy = try FaultServer { _ in way.greeting ?? .reply() }
        let closed = try TakenPort()
        try await Self.verify(
            way.through("HTTPS_PROXY", "http://user:\(Self.password)@127.0.0.1:PORT"),
            port: way.greeting == nil ? closed.number : proxy.port
        )
        guard way.greeting != nil else { return }
        #expect(!proxy.requests.isEmpty)
        for request in proxy.requests {
            #expect(request.method == "CONNECT" && request.target == "business-api.tiktok.com:443")
            #expect(request.header("Access-Token") == nil)
        }
    }

    @Test(
        "a host that NO_PROXY names is reached without the proxy",
        .tags(.N36),
        arguments: ["no_proxy", "NO_PROXY"]
    )
    func exemptHost(_ variable: String) async throws {
        let proxy = try FaultServer { _ in .reply(502) }
        var way = Way("an exempt host", [], says: "host name not found").at("https://nonexistent.invalid")
        way.environment = ["HTTPS_PROXY": "http://127.0.0.1:PORT", variable: "example.com,.invalid"]
        try await Self.verify(way, port: proxy.port)
        #expect(proxy.connectionCount == 0)
    }

    @Test("a first packet that is lost ends at the connection timeout", .tags(.N6))
    func swallowed() async throws {
        let full = try TakenPort(listensWithoutRoom: true)
        let way = Way("a full backlog", [], says: "no connection to 127.0.0.1", "within 1.5 s").slowly()
        try await Self.verify(way.at("http://127.0.0.1:PORT"), port: full.number)
    }
}
