import DestinationHealth
import Synchronization
import TikTokAPI
import TestSupport
import Testing

@Suite struct HealthCheckTests {
    private static let good =
        #""pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70", "test_event_code": "TEST12345""#

    @Test(
        "offline a destination without errors is healthy and not verified, and its live checks say why they were skipped"
    )
    func offline() async throws {
        let report = try #require(await check(LoadedConfig.load("{\(Self.good)}")).first)
        #expect(report.status == .healthy)
        #expect(!report.isVerified)
        #expect(report.checks.count == RuleRegistry.all.count)
        let live = report.checks.filter { $0.rule == "token-accepted" || $0.rule == "pixel-ownership" }
        #expect(live.map(\.reason) == ["offline", "offline"])
    }

    @Test("a disabled destination is skipped without a finding, whatever is wrong with it")
    func disabled() async throws {
        let report = try #require(
            await check(LoadedConfig.load(#"{"pixel_id": 5, "access_token": "", "enabled": false}"#)).first
        )
        #expect(report.status == .skipped)
        #expect(report.findings.isEmpty)
        #expect(report.checks.allSatisfy { $0.outcome == .skipped })
    }

    @Test("warnings make a destination unhealthy only when strict")
    func strict() async throws {
        let config = LoadedConfig.load(#"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "short"}"#)
        #expect(await check(config).map(\.status) == [.healthy])
        #expect(await check(config, strict: true).map(\.status) == [.unhealthy])
    }

    @Test("a finding is passed over until the day after its end, and the report says so")
    func suppression() async throws {
        func config(until: String) -> LoadedConfig {
            LoadedConfig.load(
                #"""
                {"pixel_id": "d2l6u03c77u3e3cu4pig", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70",
                 "suppress": [{"rule": "pixel-id-format", "reason": "known", "until": "\#(until)"}]}
                """#
            )
        }
        let active = try #require(await check(config(until: "2026-11-21")).first)
        #expect(active.status == .healthy)
        #expect(active.checks.contains { $0.rule == "pixel-id-format" && $0.outcome == .skipped })
        #expect(active.findings.map(\.severity) == [.note])
        let lapsed = try #require(await check(config(until: "2026-11-20")).first)
        #expect(lapsed.status == .unhealthy)
        #expect(Set(lapsed.findings.map(\.severity)) == [.error, .warning])
    }

    @Test("results come in the order of the config, whichever answer comes first")
    func order() async {
        let destinations = (0..<50).map { index in
            #"{"name": "d\#(index)", \#(Self.good.replacing("4PIG", with: index % 2 == 0 ? "4PI0" : "4PIG"))}"#
        }
        let config = LoadedConfig.load("{\"destinations\": [\(destinations.joined(separator: ","))]}")
        let reports = await check(config, offline: false, http: UnevenClient())
        #expect(reports.map(\.name) == (0..<50).map { "d\($0)" })
    }

    @Test(
        "what a deadline or a signal leaves unreached is unknown, never healthy",
        .tags(.C5),
        arguments: [StopSignal.Reason.deadline, .interrupted]
    )
    func stopping(_ reason: StopSignal.Reason) async throws {
        let config = LoadedConfig.load(
            "{\"destinations\": [\((0..<30).map { #"{"name": "d\#($0)", \#(Self.good)}"# }.joined(separator: ","))]}"
        )
        let stop = StopSignal()
        let client = APIClient(http: HangingClient(), options: askingAtOnce, unixTime: { testTime })
        let healthCheck = HealthCheck(
            options: CheckOptions(concurrency: 4),
            api: client,
            stop: stop,
            unixTime: { testTime }
        )
        let running = Task {
            var reports: [DestinationReport] = []
            await healthCheck.run(config.destinations, index: DestinationIndex(config.destinations)) {
                reports.append($0)
            }
            return reports
        }
        stop.request(reason)
        running.cancel()
        client.stop()
        let reports = await running.value
        #expect(reports.count == 30)
        #expect(reports.allSatisfy { $0.status == .unknown })
        let word = reason == .deadline ? "deadline" : "interrupted"
        #expect(reports.allSatisfy { $0.findings.map(\.message) == ["not checked: \(word)"] })
    }

    @Test("an offline run ends between two destinations, and the rest is unknown", .tags(.C5))
    func stoppingOffline() async {
        let config = LoadedConfig.load(
            "{\"destinations\": [\((0..<6).map { #"{"name": "d\#($0)", \#(Self.good)}"# }.joined(separator: ","))]}"
        )
        let stop = StopSignal()
        let healthCheck = HealthCheck(
            options: CheckOptions(isOffline: true),
            api: APIClient(http: NoNetwork(), options: askingAtOnce, unixTime: { testTime }),
            stop: stop,
            unixTime: { testTime }
        )
        var reports: [DestinationReport] = []
        await healthCheck.run(config.destinations, index: DestinationIndex(config.destinations)) { report in
            reports.append(report)
            if reports.count == 2 { stop.request(.interrupted) }
        }
        #expect(reports.map(\.status) == [.healthy, .healthy] + Array(repeating: .unknown, count: 4))
        #expect(reports.dropFirst(2).allSatisfy { $0.findings.map(\.message) == ["not checked: interrupted"] })
        #expect(reports.map(\.isChecked) == [true, true, false, false, false, false])
    }

    @Test("every remedy has steps, an actor, and no gap left to fill in", arguments: Remedy.allCases)
    func remedies(_ remedy: Remedy) {
        let entry = RemedyCatalogue.entry(for: remedy)
        #expect(!entry.steps.isEmpty)
        for step in entry.steps {
            #expect(step.hasSuffix(".") || step.hasSuffix("`."), "\(step)")
            let rest = ["{pixel}", "{field}", "{place}", "\"app\": {\"app_id\": ..., \"secret\": ...}"]
                .reduce(step) { $0.replacing($1, with: "") }
            #expect(!rest.contains("{"), "\(step)")
        }
    }
}

/// Answers every second question late.
private struct UnevenClient: HTTPClient {
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        if String(decoding: request.body ?? [], as: UTF8.self).contains("4PI0") {
            for _ in 0..<200 { await Task.yield() }
        }
        return HTTPResponse(status: 200, body: Array(#"{"code": 0, "message": "OK"}"#.utf8))
    }
}

/// Never answers, and ends when it is told to.
private struct HangingClient: HTTPClient {
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        try? await Task.sleep(for: .seconds(3600))
        throw TransportFailure(.cancelled, "cancelled")
    }
}
