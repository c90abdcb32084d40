import TestSupport
import Testing

@testable import TikTokAPI

/// The proxy is set directly here: the environment belongs to the whole process, and so to all tests.
@Suite("Proxies over libcurl")
struct CurlProxyTests {
    private let password = "proxypassword"

    private func client(_ scheme: String, _ port: Int, resolving entry: String? = nil) -> CurlHTTPClient {
        var configuration = CurlConfiguration()
        configuration.proxyOverride = "\(scheme)://user:\(password)@127.0.0.1:\(port)"
        configuration.resolveOverride = entry
        return CurlHTTPClient(configuration: configuration)
    }

    @Test(
        .tags(.N37, .N38, .F29),
        arguments: [
            (ServerAction.reply(407), TransportFailure.Kind.proxyAuthentication, "wants credentials (407)"),
            (.reply(502), .proxy, "answered 502"), (.reply(403), .proxy, "answered 403"),
            (.reply(302, headers: [("Location", "http://127.0.0.1/")]), .proxy, "answered 302"),
            (ServerAction([.close]), .proxy, "ended the connection"),
            (ServerAction([.reset]), .proxy, "ended the connection"),
            (.textThenClose("SSH-2.0-OpenSSH_9.2\r\n"), .proxy, ""), (ServerAction([.stall]), .proxy, "within 1 s"),
        ]
    )
    func theProxysFailureIsCalledItsOwn(action: ServerAction, kind: TransportFailure.Kind, words: String) async throws {
        let proxy = try FaultServer { _ in action }
        let request = HTTPRequest(
            method: .get,
            origin: .production,
            path: "/open_api/v1.3/x/",
            headers: [.init("Access-Token", .secret(Secret("SECRETSECRETSECRET")))],
            timeout: .seconds(1)
        )
        let failure = try #require(await failing(client("http", proxy.port), request))
        #expect(failure.kind == kind, "\(failure)")
        #expect(failure.detail.contains(words), "\(failure)")
        #expect(!failure.detail.contains(password))
        #expect(!failure.mayHaveBeenSent)
        let received = try #require(proxy.requests.first)
        #expect(received.method == "CONNECT" && received.target == "business-api.tiktok.com:443")
        #expect(received.header("Access-Token") == nil)
        #expect(proxy.requests.count == 1)
    }

    @Test(.tags(.N38), arguments: ["http", "socks5h", "socks5"])
    func aProxyThatIsNotThereIsCalledThat(scheme: String) async throws {
        let proxy = try FaultServer { _ in .reply() }
        proxy.stop()
        let origin = APIOrigin(scheme: "https", host: "gateway.example")
        let client = client(scheme, proxy.port, resolving: "gateway.example:443:127.0.0.1")
        let failure = try #require(await failing(client, get(origin)))
        #expect(failure.kind == .proxy, "\(failure)")
        #expect(failure.detail.hasSuffix("cannot be reached: the connection was refused"), "\(failure)")
    }

    @Test(.tags(.N38)) func aProxyWithoutANameIsCalledThat() async throws {
        var configuration = CurlConfiguration()
        configuration.proxyOverride = "http://nonexistent.invalid:3128"
        let failure = await failing(CurlHTTPClient(configuration: configuration), get(.production))
        #expect(failure?.kind == .proxy)
        #expect(failure?.phase == .resolve)
    }

    @Test(.tags(.F29), arguments: ["garbage://x", "ftp://127.0.0.1:1", "garbage://user:proxypassword@127.0.0.1"])
    func aProxySettingThatIsNoneIsCalledThat(value: String) async throws {
        var configuration = CurlConfiguration()
        configuration.proxyOverride = value
        let failure = try #require(await failing(CurlHTTPClient(configuration: configuration), get(.production)))
        #expect(failure.kind == .proxy, "\(failure)")
        #expect(
            failure.detail == "the proxy setting of the environment (HTTPS_PROXY) is none that libcurl can use"
        )
        #expect(!failure.mayHaveBeenSent)
    }

    /// The proxy's port is the origin's, so that only the list of exceptions tells a direct connection.
    @Test(.tags(.N3, .N36), arguments: ["business-api.tiktok.com", ".tiktok.com", "example.com, TikTok.com", "*"])
    func aDirectConnectionIsGuardedWhateverTheProxysPort(exceptions: String) async throws {
        let server = try FaultServer { _ in .reply() }
        var configuration = CurlConfiguration()
        configuration.proxyOverride = "http://127.0.0.1:\(server.port)"
        configuration.noProxyOverride = exceptions
        configuration.resolveOverride = "business-api.tiktok.com:\(server.port):127.0.0.1"
        let origin = APIOrigin(scheme: "https", host: "business-api.tiktok.com", port: server.port)
        let failure = try #require(await failing(CurlHTTPClient(configuration: configuration), get(origin)))
        #expect(failure.kind == .nonPublicAddress, "\(failure)")
        #expect(server.connectionCount == 0)
    }

    @Test(
        .tags(.N36),
        arguments: [
            (nil, false), ("", false), ("*", true), ("a.example,*", false), ("tiktok.com", true), (".tiktok.com", true),
            ("TIKTOK.COM.", true), ("ktok.com", false), ("x.example business-api.tiktok.com", true),
            ("sandbox-ads.tiktok.com", false), ("com", true),
        ] as [(String?, Bool)]
    )
    func exceptionsAreReadAsLibcurlReadsThem(exceptions: String?, isExempt: Bool) {
        let proxy = ProxyEnvironment(value: "proxy", exceptions: exceptions)
        #expect(proxy.exempts("business-api.tiktok.com") == isExempt)
    }

    @Test func aLoopbackOriginNeedsNoProxy() async throws {
        let server = try FaultServer { _ in .reply(body: "direct") }
        let proxy = try FaultServer { _ in .reply(407) }
        #expect(try await client("http", proxy.port).send(get(server.origin)).text == "direct")
        #expect(proxy.connectionCount == 0)
    }
}
