import TestSupport
import Testing

@testable import TikTokAPI

@Suite(
    "Certificates that are refused",
    .enabled(if: TLSFixture.unavailable == nil, "openssl and python3 make the certificates and the server")
)
struct CurlCertificateTests {
    private let fixture: TLSFixture

    init() async throws {
        fixture = try await TLSFixture.make()
    }

    /// libcurl in the forms that are installed here: they differ by TLS library.
    private static let libraries: [String] = {
        let all = CurlLibrary.standardCandidates
        return all.filter { name in
            if case .success = CurlLibrary.load([name]) { true } else { false }
        }
    }()

    private func client(trusting: Bool = true, library: String? = nil, connections: Int = 16) -> CurlHTTPClient {
        var configuration = CurlConfiguration(
            maximumConnections: connections,
            extraCertificatesFile: trusting ? fixture.authorityFile : nil
        )
        if let library { configuration.libraryCandidates = [library] }
        return CurlHTTPClient(configuration: configuration)
    }

    private func origin(_ server: TLSServer) -> APIOrigin {
        APIOrigin(scheme: "https", host: "127.0.0.1", port: server.port)
    }

    private func request(_ server: TLSServer, limit: Duration = .seconds(20)) -> HTTPRequest {
        HTTPRequest(
            method: .get,
            origin: origin(server),
            path: "/x",
            headers: [.init("Access-Token", .secret(Secret("tok-en")))],
            timeout: limit
        )
    }

    private func ended(_ server: TLSServer, count: Int) async throws -> [Int?] {
        for _ in 0..<1000 where server.endedConnections.count < count { try await Task.sleep(for: .milliseconds(10)) }
        return server.endedConnections
    }

    struct Case: CustomTestStringConvertible {
        let certificate: TLSFixture.Certificate
        var trusting = true
        let kind: TransportFailure.Kind
        let words: [String]

        var testDescription: String { "\(certificate)\(trusting ? "" : ", its authority unknown")" }
    }

    @Test(
        .tags(.N11, .N12, .N13, .N14, .T8),
        arguments: [
            Case(
                certificate: .good,
                trusting: false,
                kind: .certificateIssuer,
                words: ["Test Authority\"", "--ca-file"]
            ),
            Case(
                certificate: .selfSigned,
                trusting: false,
                kind: .certificateIssuer,
                words: ["localhost\"", "--ca-file"]
            ),
            Case(certificate: .selfSigned, kind: .certificateIssuer, words: ["localhost\"", "--ca-file"]),
            Case(
                certificate: .expired,
                kind: .certificateDate,
                words: ["expired on 2021-01-01; the local clock is 20"]
            ),
            Case(
                certificate: .notYetValid,
                kind: .certificateDate,
                words: ["is not valid before 2048-01-01; the local clock is 20", "may be slow"]
            ),
            Case(
                certificate: .behindExpired,
                kind: .certificateDate,
                words: ["Between\", which issued the", "expired on 2021-01-01; the local clock is 20"]
            ),
            Case(certificate: .otherHost, kind: .certificateHost, words: ["is not for 127.0.0.1"]),
        ],
        libraries
    )
    func theFailureSaysWhatAPersonNeeds(test: Case, library: String) async throws {
        let server = try await fixture.serve(test.certificate)
        let client = client(trusting: test.trusting, library: library)
        let failure = try #require(await failing(client, request(server)))
        #expect(failure.kind == test.kind, "\(failure)")
        #expect(failure.detail.contains("certificate of 127.0.0.1:\(server.port)"))
        for words in test.words { #expect(failure.detail.contains(words), "\(failure)") }
        #expect(failure.phase == .tls)
        #expect(!failure.mayHaveBeenSent && failure.timesSent == 0)
    }

    @Test func theHostsThatACertificateIsForAreNamed() async throws {
        let server = try await fixture.serve(.otherHost)
        let failure = try #require(await failing(client(), request(server)))
        #expect(
            failure.detail
                == "the certificate of 127.0.0.1:\(server.port) is not for 127.0.0.1, but for other.example"
        )
    }

    /// Only the look at the certificate comes past the handshake, and it says nothing.
    @Test func nothingIsSentOnTheConnectionThatLooks() async throws {
        let server = try await fixture.serve(.expired)
        _ = try #require(await failing(client(), request(server)))
        let connections = try await ended(server, count: 2)
        #expect(connections.count == 2)
        #expect(connections.compactMap { $0 } == [0])
    }

    @Test(.tags(.T8)) func anOriginIsLookedAtOnce() async throws {
        let server = try await fixture.serve(.expired)
        let client = client(connections: 8)
        let details = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<40 { group.addTask { await failing(client, request(server))?.detail } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(details.count == 40)
        #expect(details.allSatisfy { $0?.contains("expired on 2021-01-01") == true })
        #expect(await failing(client, request(server))?.detail.contains("expired on 2021-01-01") == true)
        let connections = try await ended(server, count: 42)
        #expect(connections.count == 42)
        #expect(connections.compactMap { $0 } == [0])
    }

    @Test(.tags(.T8)) func aServerThatStallsThenDoesNotOverrunTheLimit() async throws {
        let server = try await fixture.serve(.expired, patience: 1)
        let client = client()
        let (failure, duration) = await timed { [self] in await failing(client, request(server, limit: .seconds(2))) }
        #expect(duration > .milliseconds(1500), "it waits for what the look finds, took \(duration)")
        #expect(duration < .seconds(20), "2 s and some for a busy machine, took \(duration)")
        #expect(failure?.kind == .certificateDate)
        #expect(
            failure?.detail.contains("has expired; the local clock is 20") == true,
            "\(String(describing: failure))"
        )
        #expect(try await ended(server, count: 2).compactMap { $0 }.isEmpty)
    }

    @Test func cancellingEndsTheWaitForTheLook() async throws {
        let server = try await fixture.serve(.expired, patience: 1)
        let client = client()
        let (failure, duration) = await timed { [self] in
            await withTaskGroup(of: TransportFailure?.self) { group in
                group.addTask { await failing(client, request(server, limit: .seconds(60))) }
                while server.endedConnections.isEmpty { await Task.yield() }
                group.cancelAll()
                return await group.next() ?? nil
            }
        }
        #expect(duration < .seconds(30))
        #expect([.cancelled, .certificateDate].contains(failure?.kind))
    }

    @Test func shutdownEndsTheWaitForTheLook() async throws {
        let server = try await fixture.serve(.expired, patience: 1)
        let client = client()
        let task = Task { await failing(client, request(server, limit: .seconds(60))) }
        _ = try await ended(server, count: 1)
        try await Task.sleep(for: .milliseconds(200))
        client.shutdown()
        #expect(await task.value?.kind == .cancelled)
    }
}

@Suite("Reading what libcurl tells of certificates")
struct CertificateReadingTests {
    @Test(
        arguments: [
            ("Nov  1 00:00:00 2026 GMT", "2026-11-01", 1_793_491_200),
            ("Feb 29 23:59:59 2024 GMT", "2024-02-29", 1_709_251_199),
            ("2026-11-01 00:00:00 GMT", "2026-11-01", 1_793_491_200), ("Jan  1 00:00:00 1970 GMT", "1970-01-01", 0),
            ("Dec 31 23:59:59 9999 GMT", "9999-12-31", 253_402_300_799),
        ] as [(String, String, Int)]
    )
    func datesAreRead(text: String, day: String, time: Int) throws {
        let date = try #require(CertificateDate(Array(text.utf8)))
        #expect(date.day == day)
        #expect(date.unixTime == time)
    }

    @Test(arguments: [
        "", "GMT", "Nov 1 2026", "Nov  1 00:00:00 2026", "Nov  1 00:00:00 2026 CET", "Foo  1 00:00:00 2026 GMT",
        "Nov 32 00:00:00 2026 GMT", "Nov  1 25:00:00 2026 GMT", "Nov  1 00:00 2026 GMT", "Nov  1 00:00:00 20266 GMT",
        "2026-13-01 00:00:00 GMT", "2026-11 00:00:00 GMT", "2026-11-01T00:00:00Z", "2026--1-01 00:00:00 GMT",
        "99999999999999999999-01-01 00:00:00 GMT", "Bad time value", "\u{1B}[31m Nov  1 00:00:00 2026 GMT",
    ])
    func whatIsNoDateIsLeftOut(text: String) {
        #expect(CertificateDate(Array(text.utf8)) == nil)
    }

    @Test func namesAreMadePrintableAndShort() throws {
        let long = String(repeating: "x", count: 5000)
        let reading = try #require(
            CertificateReading([
                [
                    "Issuer:CN = a\u{1B}[31m\r\n::error::\u{202E}", "Subject:\(long)", "no colon", "", ":",
                    "Expire date:soon",
                ]
            ])
        )
        let certificate = reading.chain[0]
        #expect(certificate.issuer == "CN = a?[31m??::error::???")
        #expect(certificate.subject.utf8.count == 100 && certificate.subject.hasSuffix("x..."))
        #expect(certificate.end == nil)
    }

    /// What has to be trusted is whoever vouches for the last one that leads up.
    @Test(
        arguments: [
            ([("leaf", "middle"), ("middle", "root")], "root"), ([("leaf", "middle")], "middle"),
            ([("leaf", "leaf")], "leaf"), ([("leaf", "middle"), ("other", "elsewhere")], "middle"),
            ([("leaf", "a"), ("a", "b"), ("b", "a")], "a"), ([("a", "b"), ("root", "root"), ("b", "root")], "root"),
        ] as [([(String, String)], String)]
    )
    func theLastIssuerIsFound(chain: [(String, String)], issuer: String) {
        let texts = chain.map { ["Subject:CN=\($0.0)", "Issuer:CN=\($0.1)"] }
        #expect(CertificateReading(texts)?.lastIssuer == "CN=\(issuer)")
    }

    @Test func nothingIsReadOfNothing() {
        #expect(CertificateReading([]) == nil)
        #expect(CertificateReading([[]])?.lastIssuer == nil)
    }
}
