import TestSupport
import Testing

@testable import TikTokAPI

@Suite("The client over libcurl")
struct CurlClientTests {
    // MARK: - Requests that never leave

    @Test(
        .tags(.T2, .T4, .T5),
        arguments: [
            "a\r\nX: 1", "a\n", "\ra", "a\0b", "tab\there", " lead", "trail ", "u\u{308}", "\u{200B}t", "\u{7F}", "ü",
        ]
    )
    func aHeaderValueThatIsNotVisibleASCIIIsRefused(value: String) async throws {
        let server = try FaultServer { _ in .reply() }
        let request = HTTPRequest(
            method: .get,
            origin: server.origin,
            path: "/x",
            headers: [.init("Access-Token", .secret(Secret(value)))]
        )
        let failure = try #require(await failing(CurlHTTPClient(), request))
        #expect(failure.kind == .invalidRequest)
        #expect(failure.detail == "the value of the header Access-Token is not visible ASCII")
        #expect(!failure.mayHaveBeenSent)
        #expect(server.connectionCount == 0)
    }

    @Test(
        .tags(.T2),
        arguments: [
            "", "a b", "a:b", "a\r\nb", "ü", "Host", "content-length", "Transfer-Encoding", "Expect", "Connection",
        ]
    )
    func aHeaderNameThatIsNotOneIsRefused(name: String) async throws {
        let request = HTTPRequest(
            method: .get,
            origin: .production,
            path: "/x",
            headers: [.init(name, .plain("secret value"))]
        )
        let failure = try #require(await failing(CurlHTTPClient(), request))
        #expect(failure.kind == .invalidRequest)
        #expect(!failure.detail.contains("secret value"))
    }

    @Test(arguments: [
        "", "x", "http://evil.example/", "/a b", "/a?b=c", "/a#b", "/a\r\nb", "/%2e", "/../x", "/a/./b", "/ü", "/a\\b",
        "/@",
    ])
    func aPathThatIsNotOneIsRefused(path: String) async throws {
        let failure = await failing(CurlHTTPClient(), get(.production, path))
        #expect(failure?.kind == .invalidRequest)
    }

    @Test(
        .tags(.T22),
        arguments: [
            APIOrigin(scheme: "http", host: "business-api.tiktok.com"),
            APIOrigin(scheme: "http", host: "127.evil.example"),
            APIOrigin(scheme: "http", host: "127.0.0.1.evil.example"), APIOrigin(scheme: "http", host: "127.0.0.999"),
            APIOrigin(scheme: "http", host: "localhost.evil.example"), APIOrigin(scheme: "ftp", host: "localhost"),
            APIOrigin(scheme: "file", host: ""), APIOrigin(scheme: "https", host: ""),
            APIOrigin(scheme: "https", host: "a@b"), APIOrigin(scheme: "https", host: "a/b"),
            APIOrigin(scheme: "https", host: "[::2]"), APIOrigin(scheme: "https", host: "a\\b"),
            APIOrigin(scheme: "https", host: "tiktök.com"), APIOrigin(scheme: "https", host: "a", port: 0),
            APIOrigin(scheme: "https", host: "a", port: 65536),
        ]
    )
    func anOriginThatIsNotOneIsRefused(origin: APIOrigin) async throws {
        let failure = await failing(CurlHTTPClient(), get(origin))
        #expect(failure?.kind == .invalidRequest)
    }

    @Test func otherRequestsThatCannotBeMeantAreRefused() async throws {
        let client = CurlHTTPClient()
        let withBody = HTTPRequest(method: .get, origin: .production, path: "/x", body: [])
        #expect(await failing(client, withBody)?.kind == .invalidRequest)
        let badQuery = HTTPRequest(method: .get, origin: .production, path: "/x", query: [.init("", .plain("a"))])
        #expect(await failing(client, badQuery)?.kind == .invalidRequest)
        let agent = CurlHTTPClient(configuration: CurlConfiguration(userAgent: "a\r\nX: 1"))
        #expect(await failing(agent, get(.production))?.kind == .invalidRequest)
    }

    // MARK: - libcurl

    @Test func aMissingLibraryIsAFailureAndNoCrash() async throws {
        var configuration = CurlConfiguration()
        configuration.libraryCandidates = ["libnone-such.so.4", "libneither.so"]
        let client = CurlHTTPClient(configuration: configuration)
        let results = await withTaskGroup(of: TransportFailure?.self) { group in
            for _ in 0..<20 { group.addTask { await failing(client, get(.production)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let expected = TransportFailure(
            .libraryMissing,
            "libcurl, which sends the requests, is not installed (tried: libnone-such.so.4, libneither.so)"
        )
        #expect(results.count == 20 && results.allSatisfy { $0 == expected })
    }

    #if os(Linux)
        @Test func aLibraryWithoutTheFunctionsIsAFailureAndNoCrash() async throws {
            var configuration = CurlConfiguration()
            configuration.libraryCandidates = ["libc.so.6"]
            let failure = await failing(CurlHTTPClient(configuration: configuration), get(.production))
            #expect(failure?.kind == .libraryMissing)
            #expect(failure?.detail.contains("curl_global_init") == true)
        }
    #endif

    // MARK: - Addresses

    @Test(
        .tags(.N3),
        arguments: [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "0.0.0.0",
            "100.64.0.1",
            "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "127.0.0.1,[::1]",
        ]
    )
    func aTikTokNameWithANonPublicAddressIsRefused(address: String) async throws {
        let server = try FaultServer { _ in .reply() }
        for host in ["business-api.tiktok.com", "SANDBOX-ads.TikTok.com"] {
            var configuration = CurlConfiguration()
            configuration.resolveOverride = "\(host):\(server.port):\(address)"
            let origin = APIOrigin(scheme: "https", host: host, port: server.port)
            let failure = try #require(await failing(CurlHTTPClient(configuration: configuration), get(origin)))
            #expect(failure.kind == .nonPublicAddress, "\(failure)")
            #expect(failure.detail == "\(host) resolves to a non-public address, so nothing was sent to it")
            #expect(!failure.mayHaveBeenSent)
        }
        #expect(server.connectionCount == 0)
    }

    @Test func anotherNameMayHaveAnyAddress() async throws {
        let server = try FaultServer(greeting: ServerAction([.close]))
        var configuration = CurlConfiguration()
        configuration.resolveOverride = "gateway.example:\(server.port):127.0.0.1"
        let origin = APIOrigin(scheme: "https", host: "gateway.example", port: server.port)
        let failure = await failing(CurlHTTPClient(configuration: configuration), get(origin))
        #expect(failure?.kind == .tlsHandshake)
        #expect(server.connectionCount == 1)
    }

    /// The first address is dead; the second one answers.
    @Test func theNextAddressIsTried() async throws {
        let server = try FaultServer(greeting: ServerAction([.close]))
        var configuration = CurlConfiguration()
        configuration.resolveOverride = "gateway.example:\(server.port):[::1],127.0.0.1"
        let origin = APIOrigin(scheme: "https", host: "gateway.example", port: server.port)
        let failure = await failing(CurlHTTPClient(configuration: configuration), get(origin))
        #expect(failure?.kind == .tlsHandshake)
        #expect(server.connectionCount == 1)
    }

    /// The IPv6 address swallows every packet: its listener's queue is full.
    @Test(
        .tags(.N7),
        .enabled(if: SilentIPv6Listener.isPossible, "this machine has no IPv6 loopback, or drops nothing")
    )
    func aDeadIPv6AddressGivesWayToIPv4() async throws {
        let server = try FaultServer { _ in .reply(body: "four") }
        let sink = try #require(SilentIPv6Listener(port: server.port))
        defer { sink.close() }
        var configuration = CurlConfiguration()
        configuration.resolveOverride = "localhost:\(server.port):[::1],127.0.0.1"
        let client = CurlHTTPClient(configuration: configuration)
        let origin = APIOrigin(scheme: "http", host: "localhost", port: server.port)
        let (answer, duration) = await timed { await outcome(client, get(origin, limit: .seconds(10))) }
        #expect(try answer.get().text == "four")
        #expect(duration < .seconds(5), "within the limit of connecting, took \(duration)")
        #expect(server.connectionCount == 1)
    }

    // MARK: - Cancellation and shutdown

    // MARK: - Tasks on the thread of the exchanges

    @Test func aTaskRunsWhereTheExchangesDo() async throws {
        let server = try FaultServer { _ in .reply(body: "here") }
        let client = CurlHTTPClient()
        let origin = server.origin
        let texts = await withTaskExecutorPreference(client.executor) {
            await withTaskGroup(of: String?.self) { group in
                for _ in 0..<100 { group.addTask { try? await client.send(get(origin)).text } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(texts.allSatisfy { $0 == "here" } && texts.count == 100)
    }

    /// One that never pauses keeps no exchange from going on.
    @Test func aTaskThatOnlyYieldsHoldsNobodyUp() async throws {
        let server = try FaultServer { _ in .reply() }
        let client = CurlHTTPClient()
        let origin = server.origin
        let hasEnded = Shared(false)
        await withTaskExecutorPreference(client.executor) {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { while !hasEnded.value { await Task.yield() } }
                group.addTask {
                    #expect(await failing(client, get(origin, limit: .seconds(30))) == nil)
                    hasEnded.value = true
                }
            }
        }
    }

    @Test func aTaskGoesOnWithoutTheThread() async throws {
        var configuration = CurlConfiguration()
        configuration.libraryCandidates = ["libnothing.so.0"]
        let stopped = CurlHTTPClient()
        stopped.shutdown()
        for client in [CurlHTTPClient(configuration: configuration), stopped] {
            let failure = await withTaskExecutorPreference(client.executor) {
                await Task.yield()
                return await failing(client, get(.production))
            }
            #expect([.libraryMissing, .cancelled].contains(failure?.kind))
        }
        let server = try FaultServer { _ in ServerAction([.stall]) }
        let client = CurlHTTPClient()
        let origin = server.origin
        let task = Task(executorPreference: client.executor) {
            let failure = await failing(client, get(origin, limit: .seconds(60)))
            await Task.yield()
            return failure?.kind
        }
        while server.connectionCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        client.shutdown()
        #expect(await task.value == .cancelled)
    }

    @Test func cancellingEndsTheExchangeAtOnce() async throws {
        let hasArrived = Shared(false)
        let server = try FaultServer { request in
            if request.path == "/good" { return .reply() }
            hasArrived.value = true
            return ServerAction([.stall])
        }
        let client = CurlHTTPClient(configuration: CurlConfiguration(maximumConnections: 1))
        let origin = server.origin
        let (failure, duration) = await OwnThread.run {
            // A child task stays on this thread; one of its own would wait for the pool.
            await withTaskGroup(of: TransportFailure?.self) { group in
                group.addTask { await failing(client, get(origin, limit: .seconds(30))) }
                while !hasArrived.value { await Task.yield() }
                let clock = ContinuousClock()
                let start = clock.now
                group.cancelAll()
                return (await group.next() ?? nil, clock.now - start)
            }
        }
        #expect(duration < .seconds(25))
        #expect(failure?.kind == .cancelled)
        #expect(failure?.mayHaveBeenSent == true)
        // Its handle is free again.
        #expect(try await client.send(get(origin, "/good")).status == 200)
    }

    @Test func aTaskCancelledBeforeItSendsSendsNothing() async throws {
        let server = try FaultServer { _ in .reply() }
        let client = CurlHTTPClient()
        let origin = server.origin
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failing(client, get(origin))
        }
        #expect(await task.value?.kind == .cancelled)
        #expect(await task.value?.mayHaveBeenSent == false)
        #expect(server.requests.isEmpty)
    }

    /// Cancels at every moment there is, to find a continuation resumed twice or never.
    @Test func cancellingAtAnyMomentLosesNothing() async throws {
        let server = try FaultServer { _ in .reply(body: "ok") }
        let client = CurlHTTPClient(configuration: CurlConfiguration(maximumConnections: 4))
        let origin = server.origin
        let ends = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<600 {
                group.addTask {
                    let task = Task { await outcome(client, get(origin, limit: .seconds(30))) }
                    if number % 3 != 0 {
                        for _ in 0..<(number % 40) { await Task.yield() }
                        task.cancel()
                    }
                    switch await task.value {
                    case .success(let answer): return answer.text == "ok"
                    case .failure(let failure): return failure.kind == .cancelled && number % 3 != 0
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ends.count == 600 && ends.allSatisfy { $0 })
        #expect(try await client.send(get(origin)).text == "ok")
    }

    @Test func shutdownEndsWhatRunsWhatWaitsAndWhatComes() async throws {
        let arrivals = Shared(0)
        let server = try FaultServer { _ in
            arrivals.value += 1
            return ServerAction([.stall])
        }
        let client = CurlHTTPClient(configuration: CurlConfiguration(maximumConnections: 1))
        let origin = server.origin
        let tasks = (0..<10).map { _ in Task { await failing(client, get(origin, limit: .seconds(300))) } }
        while arrivals.value == 0 { try await Task.sleep(for: .milliseconds(2)) }
        client.shutdown()
        client.shutdown()
        for task in tasks { #expect(await task.value?.kind == .cancelled) }
        #expect(await failing(client, get(origin))?.kind == .cancelled)
        #expect(server.connectionCount == 1)
    }

    @Test func aClientThatWasNeverUsedCanBeShutDown() async {
        let client = CurlHTTPClient()
        client.shutdown()
        #expect(await failing(client, get(.production))?.kind == .cancelled)
    }

    /// The server sees the connection end when the last reference to the client goes.
    @Test func lettingGoOfTheClientClosesItsConnections() async throws {
        let server = try FaultServer { _ in .reply() }
        for _ in 0..<20 {
            let client = CurlHTTPClient()
            _ = try await client.send(get(server.origin))
        }
        let clock = ContinuousClock()
        let start = clock.now
        while server.openConnectionCount > 0, clock.now - start < .seconds(5) {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(server.openConnectionCount == 0)
        #expect(server.connectionCount == 20)
    }

    // MARK: - Parts

    @Test(arguments: [
        (Duration.milliseconds(500), 500), (.microseconds(1), 1), (.zero, 0), (.seconds(-3), 0), (.seconds(10), 10_000),
        (.seconds(1e12), 86_400_000), (.microseconds(1500), 2),
    ])
    func limitsBecomeWholeMilliseconds(duration: Duration, milliseconds: Int) {
        #expect(CurlTransfer.milliseconds(duration) == milliseconds)
    }

    @Test(
        arguments: [
            (nil, nil, false), ("proxy", 1080, false), ("proxy:3128", 3128, false),
            ("http://u:p@proxy:3128/", 3128, false),
            ("https://proxy", 443, false), ("socks5h://[::1]:9050", 9050, true), ("HTTP://u:p@[fe80::1]", 1080, false),
            ("http://user:8080@proxy", 1080, false),
        ] as [(String?, Int?, Bool)]
    )
    func theProxysPortIsRead(value: String?, port: Int?, isSOCKS: Bool) {
        let proxy = ProxyEnvironment(value: value)
        #expect(proxy.port == port)
        #expect(proxy.isSOCKS == isSOCKS)
    }
}
