import Foundation
import TestSupport
import Testing

@testable import TikTokAPI

@Suite(
    "TLS over libcurl",
    .enabled(if: TLSFixture.unavailable == nil, "openssl and python3 make the certificates and the server")
)
struct CurlTLSTests {
    private let fixture: TLSFixture

    init() async throws {
        fixture = try await TLSFixture.make()
    }

    private func client(trusting: Bool) -> CurlHTTPClient {
        CurlHTTPClient(configuration: CurlConfiguration(extraCertificatesFile: trusting ? fixture.authorityFile : nil))
    }

    private func origin(_ server: TLSServer, host: String = "127.0.0.1") -> APIOrigin {
        APIOrigin(scheme: "https", host: host, port: server.port)
    }

    @Test(arguments: ["127.0.0.1", "localhost"], ["TLSv1_2", "TLSv1_3"])
    func anExtraAuthorityIsTrusted(host: String, version: String) async throws {
        let server = try await fixture.serve(.good, maximumVersion: version)
        let client = client(trusting: true)
        for _ in 0..<3 {
            #expect(try await client.send(get(origin(server, host: host))).text == #"{"tls":true}"#)
        }
    }

    @Test func certificatesAreReadOnce() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("authority-\(UUID().uuidString).pem")
        try FileManager.default.copyItem(atPath: fixture.authorityFile, toPath: file.path)
        let client = CurlHTTPClient(configuration: CurlConfiguration(extraCertificatesFile: file.path))
        let servers = [try await fixture.serve(.good), try await fixture.serve(.good)]
        #expect(try await client.send(get(origin(servers[0]))).text == #"{"tls":true}"#)
        try FileManager.default.removeItem(at: file)
        #expect(try await client.send(get(origin(servers[1]))).text == #"{"tls":true}"#)
    }

    /// Session tickets of TLS 1.3, which come unasked, are no reason to give a connection up.
    @Test(arguments: ["TLSv1_2", "TLSv1_3"])
    func aConnectionIsKept(version: String) async throws {
        let server = try await fixture.serve(.good, maximumVersion: version)
        let client = client(trusting: true)
        for _ in 0..<5 {
            #expect(try await client.send(get(origin(server), "/connection")).text == "           1")
        }
    }

    /// The surplus is in the TLS library's hands, or still in the socket.
    @Test(arguments: ["/surplus", "/late"], ["TLSv1_2", "TLSv1_3"])
    func whatNobodyAskedForIsNoAnswer(path: String, version: String) async throws {
        let server = try await fixture.serve(.good, maximumVersion: version)
        let client = client(trusting: true)
        #expect(try await client.send(get(origin(server), path)).text == #"{"tls":true}"#)
        try await Task.sleep(for: .milliseconds(300))
        for _ in 0..<2 {
            #expect(try await client.send(get(origin(server), "/connection")).text == "           2")
        }
    }

    /// The server would rather speak HTTP/2: it is not offered.
    @Test(.tags(.N39, .N40, .T11)) func onlyHTTP11IsOffered() async throws {
        let server = try await fixture.serve(.good)
        #expect(try await client(trusting: true).send(get(origin(server), "/alpn")).text == "    http/1.1")
    }

    @Test(.tags(.N15)) func oldTLSIsRefused() async throws {
        let server = try await fixture.serve(.good, maximumVersion: "TLSv1_1")
        let failure = try #require(await failing(client(trusting: true), get(origin(server))))
        #expect(failure.kind == .tlsHandshake, "\(failure)")
        #expect(failure.phase == .tls)
        #expect(!failure.mayHaveBeenSent)
    }

    @Test func theSystemsAuthoritiesStayTrusted() throws {
        guard case .success(let library) = CurlLibrary.load(CurlLibrary.standardCandidates) else { return }
        let system = contents(ofFile: "/etc/ssl/certs/ca-certificates.crt", limit: 1 << 24)
        let both = try TrustStore.combined(extraFile: fixture.authorityFile, library: library).get()
        #expect(both.count > (system?.count ?? 0))
    }
}

/// What needs no certificate.
@Suite("TLS that does not come about")
struct CurlNoTLSTests {
    /// A server of plain text that has something to say as soon as it sees two line ends, or nothing at all.
    private func https(_ server: FaultServer) -> APIOrigin {
        APIOrigin(scheme: "https", host: "127.0.0.1", port: server.port)
    }

    @Test(.tags(.N8, .T9)) func silenceOnTheTLSPortEndsWithTheLimit() async throws {
        let server = try FaultServer { _ in .reply() }
        let failure = try #require(await failing(CurlHTTPClient(), get(https(server), limit: .milliseconds(500))))
        #expect(failure.kind == .timedOut)
        #expect(failure.phase == .tls)
        #expect(!failure.mayHaveBeenSent)
        #expect(failure.detail == "127.0.0.1:\(server.port) did not agree on TLS within 0.5 s")
    }

    @Test(
        .tags(.N9, .N10, .T9),
        arguments: [
            (
                [ServerStep.bytes(Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8))],
                TransportFailure.Kind.notTLS
            ),
            ([.bytes(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))], .notTLS),
            ([.close], .tlsHandshake),
            ([.reset], .tlsHandshake),
        ]
    )
    func whatIsNoTLSIsCalledThat(steps: [ServerStep], kind: TransportFailure.Kind) async throws {
        let server = try FaultServer(greeting: ServerAction(steps))
        let failure = try #require(await failing(CurlHTTPClient(), get(https(server))))
        #expect(failure.kind == kind, "\(failure)")
        #expect(failure.phase == .tls)
        #expect(!failure.mayHaveBeenSent)
    }

    @Test(arguments: ["/nonexistent/ca.pem", "/etc/passwd", "/"])
    func anExtraFileThatIsNoneIsReported(path: String) async throws {
        let server = try FaultServer { _ in .reply() }
        let client = CurlHTTPClient(configuration: CurlConfiguration(extraCertificatesFile: path))
        for _ in 0..<2 {
            let failure = try #require(await failing(client, get(server.origin)))
            #expect(failure.kind == .certificateStore)
            #expect(failure.detail.hasSuffix(": \(path)"))
        }
        #expect(server.connectionCount == 0)
    }
}
