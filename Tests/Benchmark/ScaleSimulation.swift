import Synchronization
import TikTokAPI

/// How long a run takes where nothing but TikTok's rates holds it up: the program's own pacing, on a clock that passes by
/// waiting alone, before a server that answers at once.
struct ScaleSimulation {
    /// One line of the result.
    struct Row: Sendable {
        let title: String
        let destinations: Int
        let calls: Int
        /// In how many parts they are checked at the same time.
        let shards: Int
        /// Seconds until the last part ends.
        let seconds: Double
    }

    /// What each destination asks, and in the name of how many developer apps.
    private struct Case {
        let title: String
        let apps: Int
        var tier = RateTier.basic
        /// Nil for destinations that send one event.
        var callsOfEach: Int?
    }

    private static let destinations = 1_000_000
    /// How many calls are really paced at most; the rest goes on at the same pace.
    private static let paced = 40_000

    static func rows() async -> [Row] {
        let cases = [
            Case(title: "one event each", apps: 0),
            Case(title: "2 reads each, one developer app, basic tier", apps: 1, callsOfEach: 2),
            Case(title: "2 reads each, one developer app, ultimate tier", apps: 1, tier: .ultimate, callsOfEach: 2),
            Case(title: "2 reads each, 1,000 developer apps, basic tier", apps: 1_000, callsOfEach: 2),
        ]
        var rows: [Row] = []
        for entry in cases {
            for shards in [1, 16] where entry.apps != 1 || shards == 1 {
                let calls = destinations * (entry.callsOfEach ?? 1)
                // Apps are paced side by side, each by itself and each in one part.
                let inOneLane = calls / (entry.apps == 0 ? shards : entry.apps)
                rows.append(
                    Row(
                        title: entry.title,
                        destinations: destinations,
                        calls: calls,
                        shards: shards,
                        seconds: await time(of: inOneLane, in: entry.apps == 0 ? .events : .app(id: "1"), entry.tier)
                    )
                )
            }
        }
        return rows
    }

    /// Seconds that the calls of one lane take.
    private static func time(of calls: Int, in lane: RateLimitKey, _ tier: RateTier) async -> Double {
        if calls <= paced { return await pace(calls, in: lane, tier) }
        // The first second's calls wait for nothing, so that the pace shows between two numbers of calls.
        let early = await pace(paced / 2, in: lane, tier)
        let late = await pace(paced, in: lane, tier)
        return late + (late - early) * Double(calls - paced) / Double(paced - paced / 2)
    }

    /// Seconds on the simulated clock until so many calls were answered.
    private static func pace(_ count: Int, in lane: RateLimitKey, _ tier: RateTier) async -> Double {
        let clock = SimulatedClock()
        var options = APIClient.Options(timeout: .seconds(10))
        options.tier = tier
        options.clock = clock
        let client = APIClient(http: InstantAnswer(), options: options, unixTime: { 1_795_255_200 })
        let source = EventSource(kind: "web", id: "C0000000000000000000")
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                if index >= options.concurrency { await group.next() }
                let call = APICall(
                    lane == .events ? .sendNoEvents(source) : .userInfo,
                    token: Secret("token-\(index)"),
                    origin: .production
                )
                group.addTask { _ = await client.ask(call, in: lane) }
            }
        }
        return clock.now / .seconds(1)
    }

    private struct InstantAnswer: HTTPClient {
        func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
            HTTPResponse(
                status: 200,
                headers: [(name: "content-type", value: "application/json")],
                body: Array(#"{"code":0,"message":"OK","request_id":"1","data":{}}"#.utf8)
            )
        }
    }
}
