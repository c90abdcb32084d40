import DestinationHealth
import Synchronization
import TikTokAPI
import TikTokSimulator
import TestSupport
import Testing

@Suite struct ClockSkewTests {
    private static let simulator = SimulatedTikTok(world: .builtIn, unixTime: { testTime })
    /// Its answers are dated 15 minutes later.
    private static let skewed =
        #""pixel_id": "CFLFN9BC77UEUNENBHO0", "access_token": "e2006f469ffd06e1e5ec840c1d1977496a598877", "test_event_code": "TEST12345""#
    private static let exact =
        #""pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345""#

    private static func rules(_ ids: String...) -> [any Rule.Type] {
        RuleRegistry.all.filter { ids.contains($0.description.id) }
    }

    @Test("a clock that differs is a warning, and changes no verdict")
    func simulated() async throws {
        let config = LoadedConfig.load("{\(Self.skewed)}")
        let report = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(report.status == .healthy)
        #expect(report.isVerified)
        let finding = try #require(report.findings.first)
        #expect(report.findings.count == 1)
        #expect(finding.rule == "clock-skew")
        #expect(finding.severity == .warning)
        #expect(finding.cause == .environment)
        #expect(finding.message == "this machine's clock is 15 minutes behind TikTok's")
        #expect(finding.evidence?.httpStatus == 200)
        #expect(finding.remediation.steps.contains { $0.contains("network time") })
    }

    @Test("it is reported once a run, for the first destination that shows it", .tags(.P20), arguments: [1, 16])
    func once(_ concurrency: Int) async {
        let list = (0..<20).map { "{\"name\": \"d\($0)\", \($0 < 3 ? Self.exact : Self.skewed)}" }
        let config = LoadedConfig.load("{\"destinations\": [\(list.joined(separator: ","))]}")
        let rules = Self.rules("token-accepted", "pixel-ownership", "clock-skew")
        let checker = HealthCheck(
            options: CheckOptions(rules: rules, isStrict: true, concurrency: concurrency),
            api: APIClient(http: Self.simulator, options: askingAtOnce, unixTime: { testTime }),
            unixTime: { testTime }
        )
        var reports: [DestinationReport] = []
        await checker.run(config.destinations, index: DestinationIndex(config.destinations)) { reports.append($0) }
        #expect(reports.map(\.findings.count) == (0..<20).map { $0 == 3 ? 1 : 0 })
        #expect(reports.map(\.status) == (0..<20).map { $0 == 3 ? .unhealthy : .healthy })
        let outcomes = reports.map { $0.checks.first { $0.rule == "clock-skew" }?.outcome }
        #expect(outcomes[..<5] == [.passed, .passed, .passed, .warned, .skipped])
    }

    struct DateCase: CustomTestStringConvertible {
        let date: String?
        let severity: Severity?
        let words: String
        var testDescription: String { date ?? "none" }

        init(_ date: String?, _ severity: Severity? = nil, _ words: String = "") {
            self.date = date
            self.severity = severity
            self.words = words
        }
    }

    @Test(
        "the server's date is read in all its forms, and an absurd one is only noted",
        .tags(.P26, .C23, .T27),
        arguments: [
            DateCase("Sat, 21 Nov 2026 10:00:00 GMT"),
            DateCase("Sat, 21 Nov 2026 10:05:00 GMT"),
            DateCase("Sat, 21 Nov 2026 10:05:01 GMT", .warning, "5 minutes behind TikTok's"),
            DateCase("Sat, 21 Nov 2026 09:55:00 GMT"),
            DateCase("Sat, 21 Nov 2026 09:54:59 GMT", .warning, "5 minutes ahead of TikTok's"),
            DateCase("Sat, 21 Nov 2026 23:59:60 GMT", .warning, "14 hours behind TikTok's"),
            DateCase("Saturday, 21-Nov-26 11:00:00 GMT", .warning, "60 minutes behind TikTok's"),
            DateCase("Sat Nov 21 07:00:00 2026", .warning, "3 hours ahead of TikTok's"),
            DateCase("Sun Nov  1 10:00:00 2026", .warning, "20 days ahead of TikTok's"),
            DateCase("Mon, 29 Feb 2044 10:00:00 GMT", .warning, "days behind TikTok's"),
            DateCase("Thu, 01 Jan 1970 00:00:00 GMT", .note, "says 1970-01-01T00:00:00Z, which cannot be"),
            DateCase("Sunday, 06-Nov-94 08:49:37 GMT", .note, "says 1994-11-06T08:49:37Z, which cannot be"),
            DateCase("Fri, 31 Dec 9999 23:59:59 GMT", .note, "says 9999-12-31T23:59:59Z, which cannot be"),
            DateCase("Fri, 31 Dec 99999 23:59:59 GMT", .note, "is no date"),
            DateCase("Mon, 29 Feb 2027 10:00:00 GMT", .note, "is no date"),
            DateCase("Sat, 21 Nov 2026 24:00:00 GMT", .note, "is no date"),
            DateCase("Sat, 21 Nov 2026 10:00:00 -0500", .note, "is no date"),
            DateCase("Sat, 21 Nov 2026 10:00 GMT", .note, "is no date"),
            DateCase("Sat, 21 November 2026 10:00:00 GMT", .note, "is no date"),
            DateCase("2026-11-21T10:00:00Z", .note, "is no date"),
            DateCase("1795255200", .note, "is no date"),
            DateCase("", .note, "is no date"),
            DateCase(",,,,-- ::", .note, "is no date"),
            DateCase(String(repeating: "S", count: 9000), .note, "is no date"),
            DateCase(nil),
        ]
    )
    func dates(_ test: DateCase) async throws {
        let client = DatedClient(dates: [test.date])
        let config = LoadedConfig.load("{\(Self.exact)}")
        let report = try #require(
            await check(config, rules: Self.rules("token-accepted", "clock-skew"), offline: false, http: client).first
        )
        #expect(report.status == .healthy)
        let said = report.findings.map { "\($0.severity) \($0.message)" }
        #expect(report.findings.map(\.severity) == (test.severity.map { [$0] } ?? []), "\(said)")
        #expect(report.findings.allSatisfy { $0.message.contains(test.words) }, "\(said)")
    }

    @Test("an absurd date does not keep a later true one from being reported")
    func absurdThenTrue() async {
        let client = DatedClient(dates: ["Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 21 Nov 2026 11:00:00 GMT"])
        let other = Self.exact.replacing("4e1a46080624e88b", with: "4e1a46080624e88c")
        let last = Self.exact.replacing("4e1a46080624e88b", with: "4e1a46080624e88d")
        let config = LoadedConfig.load("{\"destinations\": [{\(Self.exact)}, {\(other)}, {\(last)}]}")
        let checker = HealthCheck(
            options: CheckOptions(rules: Self.rules("token-accepted", "clock-skew"), concurrency: 1),
            api: APIClient(http: client, options: askingAtOnce, unixTime: { testTime }),
            unixTime: { testTime }
        )
        var severities: [[Severity]] = []
        await checker.run(config.destinations, index: DestinationIndex(config.destinations)) {
            severities.append($0.findings.map(\.severity))
        }
        #expect(severities == [[.note], [.warning], []])
    }

    @Test("an answer that is shared is compared with the moment at which it came, not with that of its last reader")
    func sharedAnswer() async {
        let clock = Mutex(testTime)
        let now: @Sendable () -> Int = { clock.withLock { $0 } }
        let client = DatedClient(dates: ["Sat, 21 Nov 2026 10:00:00 GMT"])
        let list = (0..<3).map { "{\"name\": \"d\($0)\", \(Self.exact)}" }
        let config = LoadedConfig.load("{\"destinations\": [\(list.joined(separator: ","))]}")
        let checker = HealthCheck(
            options: CheckOptions(rules: Self.rules("token-accepted", "clock-skew"), concurrency: 1),
            api: APIClient(http: client, options: askingAtOnce, unixTime: now),
            unixTime: now
        )
        var findings: [Finding] = []
        await checker.run(config.destinations, index: DestinationIndex(config.destinations)) { report in
            findings += report.findings
            clock.withLock { $0 += 1000 }
        }
        #expect(client.count == 1)
        #expect(findings.isEmpty, "\(findings.map(\.message))")
    }

    @Test(
        "selected alone, it says that it could not tell where nothing answered",
        arguments: ["c0007176eb7db2731d0871316d80f06e47b714a1", "e20018dab824caf019ee3a0324afa747aafe24a2"]
    )
    func noAnswer(_ token: String) async throws {
        let config = LoadedConfig.load(#"{"pixel_id": "CFLFN9BC77UEUNENBHO0", "access_token": "\#(token)"}"#)
        let alone = try #require(
            await check(config, rules: Self.rules("clock-skew"), offline: false, http: Self.simulator).first
        )
        #expect(alone.status == .unknown)
        #expect(alone.findings.map(\.severity) == [.unknown])
        let together = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(!together.findings.contains { $0.rule == "clock-skew" })
    }

    @Test("it asks nothing that is not asked anyway")
    func asksNothingMore() async {
        let recorder = RecordingClient(Self.simulator)
        _ = await check(LoadedConfig.load("{\(Self.exact)}"), offline: false, http: recorder)
        #expect(recorder.requests.count == 1)
    }

    @Test("a certificate out of its dates points at the clock")
    func certificate() async throws {
        let config = LoadedConfig.load(
            #"{"pixel_id": "CFLFN9BC77UEUNENBHO0", "access_token": "c0060e46578b34df51613cc60ab05837bc7fc7e3"}"#
        )
        let report = try #require(await check(config, offline: false, http: Self.simulator).first)
        #expect(report.status == .unknown)
        #expect(report.findings.first?.remediation.steps.contains { $0.contains("clock") } == true)
    }

    struct ExpiryCase: CustomTestStringConvertible {
        let what: String
        let members: String
        let date: String
        let severity: Severity?
        let words: String
        var testDescription: String { what }
    }

    @Test(
        "expiry goes by TikTok's clock, and nothing has ended by a wrong one",
        .tags(.P20, .P26),
        arguments: [
            ExpiryCase(
                what: "over here, not there",
                members: #""token_expires_at": "2026-11-21T09:30:00Z""#,
                date: "Sat, 21 Nov 2026 09:00:00 GMT",
                severity: .warning,
                words: "by this machine's clock, but not by TikTok's"
            ),
            ExpiryCase(
                what: "over there, not here",
                members: #""token_expires_at": "2026-11-21T10:30:00Z""#,
                date: "Sat, 21 Nov 2026 11:00:00 GMT",
                severity: .warning,
                words: "by TikTok's clock, but not by this machine's"
            ),
            ExpiryCase(
                what: "over by both",
                members: #""token_expires_at": "2026-11-21T08:30:00Z""#,
                date: "Sat, 21 Nov 2026 09:00:00 GMT",
                severity: .error,
                words: "expired at 2026-11-21T08:30:00Z"
            ),
            ExpiryCase(
                what: "over here, and there a year ago, which cannot be",
                members: #""token_expires_at": "2026-11-21T09:30:00Z""#,
                date: "Thu, 01 Jan 1970 00:00:00 GMT",
                severity: .error,
                words: "expired at"
            ),
            ExpiryCase(
                what: "near by TikTok's clock alone",
                members: #""token_expires_at": "2026-12-06T10:00:00Z""#,
                date: "Mon, 23 Nov 2026 10:00:00 GMT",
                severity: .warning,
                words: "expires in 13 days"
            ),
            ExpiryCase(
                what: "near by this machine's clock alone",
                members: #""token_expires_at": "2026-12-04T10:00:00Z""#,
                date: "Tue, 17 Nov 2026 10:00:00 GMT",
                severity: nil,
                words: ""
            ),
            ExpiryCase(
                what: "a difference of minutes does not count",
                members: #""token_expires_at": "2026-11-21T10:00:00Z""#,
                date: "Sat, 21 Nov 2026 09:56:00 GMT",
                severity: .error,
                words: "expired at"
            ),
            ExpiryCase(
                what: "counted, and refuted by TikTok",
                members: #""token_issued_at": "2026-11-20", "token_kind": "tiktok_account""#,
                date: "Sat, 21 Nov 2026 10:00:00 GMT",
                severity: .warning,
                words: "but TikTok accepted it"
            ),
        ]
    )
    func expiry(_ test: ExpiryCase) async throws {
        let client = DatedClient(dates: [test.date])
        let config = LoadedConfig.load("{\(Self.exact), \(test.members)}")
        let rules = Self.rules("token-expiry", "token-accepted")
        let report = try #require(await check(config, rules: rules, offline: false, http: client).first)
        let said = report.findings.map { "\($0.severity) \($0.message)" }
        #expect(report.findings.map(\.severity) == (test.severity.map { [$0] } ?? []), "\(said)")
        #expect(report.findings.allSatisfy { $0.message.contains(test.words) }, "\(said)")
    }
}

/// Accepts every event, each answer with the next date; the last stays.
private final class DatedClient: HTTPClient {
    private let dates: [String?]
    private let answered = Mutex(0)

    init(dates: [String?]) {
        self.dates = dates
    }

    var count: Int { answered.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        let index = answered.withLock { count in
            count += 1
            return min(count, dates.count) - 1
        }
        let headers = dates[index].map { [(name: "date", value: $0)] } ?? []
        return HTTPResponse(
            status: 200,
            headers: headers,
            body: Array(#"{"code": 0, "message": "OK", "request_id": "2026112110000001", "data": {}}"#.utf8)
        )
    }
}
