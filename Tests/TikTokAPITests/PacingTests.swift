import Synchronization
import TestSupport
import Testing

@testable import TikTokAPI

/// Answers at once, and notes when, by the clock of the run.
private final class NotingClient: HTTPClient {
    private let clock: any RunClock
    private let noted = Mutex<[(token: String, time: Duration)]>([])
    private let inFlight = Mutex((now: 0, most: 0))

    init(clock: any RunClock) {
        self.clock = clock
    }

    var times: [Duration] { noted.withLock { $0.map(\.time) } }
    var tokens: [String] { noted.withLock { $0.map(\.token) } }
    var mostInFlight: Int { inFlight.withLock(\.most) }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        let token = request.headers.first { $0.name == "Access-Token" }?.value.unmasked ?? ""
        noted.withLock { $0.append((token, clock.now)) }
        inFlight.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        for _ in 0..<5 { await Task.yield() }
        inFlight.withLock { $0.now -= 1 }
        return HTTPResponse(status: 200, body: Array(#"{"code":0,"message":"OK"}"#.utf8))
    }
}

@Suite("Keeping to TikTok's rates", .timeLimit(.minutes(5)))
struct PacingTests {
    private static func call(_ number: Int, _ operation: APICall.Operation = .userInfo) -> APICall {
        APICall(operation, token: Secret("token \(number)"), origin: .production)
    }

    /// The most calls within any stretch of so many seconds.
    private static func most(_ times: [Duration], within length: Duration) -> Int {
        let times = times.sorted()
        return times.indices.map { first in times[first...].prefix { $0 - times[first] < length }.count }.max() ?? 0
    }

    private static func ask(_ calls: [APICall], in rateLimitKey: (Int) -> RateLimitKey, tier: RateTier = .basic) async
        -> NotingClient
    {
        let clock = SimulatedClock()
        let http = NotingClient(clock: clock)
        var options = APIClient.Options(timeout: .seconds(3))
        options.clock = clock
        options.tier = tier
        let client = APIClient(http: http, options: options, unixTime: { 1_790_000_000 })
        // One after the other, since simulated time passes for all at once.
        for (index, call) in calls.enumerated() { _ = await client.ask(call, in: rateLimitKey(index)) }
        #expect(http.times.count == calls.count)
        return http
    }

    @Test(
        "no more calls of one app in any second than its tier allows, and not much fewer",
        .tags(.C1),
        arguments: zip(RateTier.allCases, [10, 20, 30, 50])
    )
    func tiers(_ tier: RateTier, _ limit: Int) async {
        let times = await Self.ask((0..<200).map { Self.call($0) }, in: { _ in .app(id: "7") }, tier: tier).times
        #expect(Self.most(times, within: .seconds(1)) <= limit)
        let ideal = Double((200 + limit - 1) / limit - 1)
        #expect((times.max() ?? .zero) <= .seconds(ideal * 1.05))
    }

    @Test("a thousand events a second", .tags(.C1))
    func events() async {
        let times = await Self.ask((0..<3500).map { Self.call($0) }, in: { _ in .events }).times
        #expect(Self.most(times, within: .seconds(1)) <= 1000)
        #expect((times.max() ?? .zero) <= .seconds(3.15))
    }

    @Test("in the sandbox one call a second for each endpoint, and thirty a minute")
    func sandbox() async {
        let times = await Self.ask((0..<70).map { Self.call($0) }, in: { _ in .sandbox(.userInfo) }).times
        #expect(Self.most(times, within: .seconds(1)) == 1)
        #expect(Self.most(times, within: .seconds(60)) <= 30)
    }

    @Test("each app and each endpoint of the sandbox has a rate of its own")
    func rateLimitKeys() async {
        let apps = await Self.ask((0..<100).map { Self.call($0) }, in: { .app(id: "\($0 % 10)") }).times
        #expect(apps.max() == .zero, "ten calls each of ten apps need no wait")
        let endpoints: [Endpoint] = [.userInfo, .listCampaigns, .listAds]
        let sandbox = await Self.ask((0..<3).map { Self.call($0) }, in: { .sandbox(endpoints[$0]) }).times
        #expect(sandbox.max() == .zero)
    }

    @Test("whoever waits for his rate keeps nobody else waiting", .tags(.C2))
    func othersGoOn() async {
        let clock = HeldClock()
        let http = NotingClient(clock: clock)
        var options = APIClient.Options(timeout: .seconds(3))
        options.concurrency = 1
        options.clock = clock
        let client = APIClient(http: http, options: options, unixTime: { 1_790_000_000 })
        let slow = Task {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<3 {
                    group.addTask { _ = await client.ask(Self.call(number), in: .sandbox(.userInfo)) }
                }
            }
        }
        while clock.sleepers == 0 { await Task.yield() }
        for number in 100..<120 { _ = await client.ask(Self.call(number), in: .events) }
        #expect(http.times.count == 21, "the sandbox's second call is a second away, and time stands still")
        client.stop()
        await slow.value
    }

    /// Time that stands still: whoever sleeps wakes up only when he is cancelled.
    private final class HeldClock: RunClock {
        private let count = Mutex(0)
        var sleepers: Int { count.withLock { $0 } }
        var now: Duration { .zero }

        func sleep(until time: Duration) async throws(CancellationError) {
            count.withLock { $0 += 1 }
            try? await Task.sleep(for: .seconds(3600))
            throw CancellationError()
        }
    }

    @Test("no more exchanges are in flight than asked for", .tags(.C1), arguments: [1, 3, 16])
    func inFlight(_ limit: Int) async {
        let http = NotingClient(clock: MonotonicClock())
        var options = APIClient.Options(timeout: .seconds(3))
        options.concurrency = limit
        let client = APIClient(http: http, options: options, unixTime: { 1_790_000_000 })
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 { group.addTask { _ = await client.ask(Self.call(number), in: .events) } }
        }
        #expect(http.times.count == 200)
        #expect(http.mostInFlight <= limit)
    }

    @Test("throttling stops an app's other calls too, and nobody else's", .tags(.P3))
    func sharedBackOff() async {
        let clock = SimulatedClock()
        let limiter = RateLimiter(clock: clock, tier: .basic)
        let places = AsyncSemaphore(4)
        limiter.pause(.app(id: "1"), token: Secret("a"), until: .seconds(5))
        limiter.pause(.events, token: Secret("a"), until: .seconds(9))
        _ = try? await limiter.enter(.app(id: "2"), token: Secret("a"), places: places)
        _ = try? await limiter.enter(.events, token: Secret("b"), places: places)
        #expect(clock.now == .zero)
        _ = try? await limiter.enter(.app(id: "1"), token: Secret("b"), places: places)
        #expect(clock.now == .seconds(5))
        _ = try? await limiter.enter(.events, token: Secret("a"), places: places)
        #expect(clock.now == .seconds(9))
    }

    @Test("places are given in the order of coming, and whoever is cancelled gives his up")
    func semaphore() async throws {
        let semaphore = AsyncSemaphore(2)
        let order = SharedList()
        try await semaphore.enter()
        try await semaphore.enter()
        var tasks: [Task<Void, any Error>] = []
        let begun = SharedList()
        for number in 0..<6 {
            tasks.append(
                Task {
                    begun.add(number)
                    try await semaphore.enter()
                    order.add(number)
                    semaphore.leave()
                }
            )
            while begun.numbers.count <= number { await Task.yield() }
            // Long enough to be in line before the next one comes.
            try await Task.sleep(for: .milliseconds(20))
        }
        tasks[2].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[2].value }
        semaphore.leave()
        for (number, task) in tasks.enumerated() where number != 2 { try await task.value }
        #expect(order.numbers == [0, 1, 3, 4, 5])
        // Both places are free again: one was given back above, one is still held.
        try await semaphore.enter()
    }

    /// Numbers that several tasks note.
    private final class SharedList: Sendable {
        private let state = Mutex<[Int]>([])
        var numbers: [Int] { state.withLock { $0 } }
        func add(_ number: Int) { state.withLock { $0.append(number) } }
    }

    @Test(
        "the circuit opens after enough failures that lasted long enough, probes now and then, and closes with an answer",
        .tags(.N44)
    )
    func circuit() {
        let circuit = Circuit()
        let refused = APIAnswer.failure(TransportFailure(.connectionRefused, "refused"))
        let good = APIAnswer(HTTPResponse(status: 200, body: Array(#"{"code":0,"message":"OK"}"#.utf8)))
        func record(_ answer: APIAnswer, at time: Duration, wasProbe: Bool = false) {
            let advice = RetryAdvice(answer, AnswerClassifier(answer, from: .userInfo))
            circuit.record(answer, advice, from: .production, now: time, wasProbe: wasProbe)
        }
        func admission(at time: Duration) -> String {
            switch circuit.admission(to: .production, now: time) {
            case .admitted(let asProbe): asProbe ? "probe" : "admitted"
            case .wait(let end): "wait \(end.components.seconds) \(end.components.attoseconds / 1_000_000_000_000_000)"
            case .refused(let failure): "\(failure.kind)"
            }
        }
        for _ in 0..<9 { record(refused, at: .seconds(10)) }
        #expect(admission(at: .seconds(10)) == "admitted")
        record(refused, at: .seconds(10))
        #expect(admission(at: .seconds(10)) == "wait 10 500")
        #expect(admission(at: .milliseconds(10_600)) == "probe", "one looks whether it is back")
        #expect(admission(at: .milliseconds(10_700)) == "wait 10 750", "the others wait for what it finds")
        record(refused, at: .milliseconds(10_710))
        #expect(
            admission(at: .milliseconds(10_720)) == "wait 10 770",
            "an older question tells nothing of the origin now"
        )
        record(refused, at: .milliseconds(10_750), wasProbe: true)
        #expect(admission(at: .milliseconds(10_800)) == "connectionRefused")
        #expect(admission(at: .milliseconds(11_700)) == "probe")
        #expect(admission(at: .milliseconds(11_800)) == "connectionRefused", "it failed a moment ago")
        if case .admitted = circuit.admission(to: .sandbox, now: .seconds(10.7)) {
        } else {
            Issue.record("the other host has a circuit of its own")
        }
        record(good, at: .seconds(12))
        #expect(admission(at: .seconds(12)) == "admitted")

        let down = APIAnswer(HTTPResponse(status: 503, body: Array("<html>".utf8)))
        for _ in 0..<99 { record(down, at: .seconds(20)) }
        #expect(admission(at: .seconds(30)) == "admitted")
        record(down, at: .seconds(20))
        #expect(admission(at: .seconds(30)) == "probe")
        record(down, at: .seconds(30.1), wasProbe: true)
        #expect(admission(at: .seconds(30.1)) == "serviceDown")
    }

    @Test("an API that throttles some is there for the others", .tags(.P3))
    func circuitAndThrottling() {
        let circuit = Circuit()
        let throttled = APIAnswer(
            HTTPResponse(status: 200, body: Array(#"{"code":40100,"message":"Too many requests"}"#.utf8))
        )
        let advice = RetryAdvice(throttled, AnswerClassifier(throttled, from: .trackEvents))
        #expect(advice.isThrottled)
        for _ in 0..<500 { circuit.record(throttled, advice, from: .production, now: .zero) }
        guard case .admitted(false) = circuit.admission(to: .production, now: .seconds(1)) else {
            Issue.record("nothing failed but by the API's own rates")
            return
        }
    }

    /// Refuses every connection until its clock says that the server is back, and then takes a while for an answer.
    private final class RestartingServer: HTTPClient {
        private let clock: any RunClock
        private let isBack: Duration

        init(clock: any RunClock, isBack: Duration) {
            self.clock = clock
            self.isBack = isBack
        }

        func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
            guard clock.now >= isBack else { throw TransportFailure(.connectionRefused, "refused") }
            try? await clock.sleep(until: clock.now + .milliseconds(200))
            return HTTPResponse(status: 200, body: Array(#"{"code":0,"message":"OK"}"#.utf8))
        }
    }

    @Test("a server that restarts within the circuit's patience costs only those who asked meanwhile", .tags(.N44))
    func restart() async {
        let clock = MonotonicClock()
        var options = APIClient.Options(timeout: .seconds(3))
        options.clock = clock
        options.retries.maximumAttempts = 1
        let http = RestartingServer(clock: clock, isBack: clock.now + .milliseconds(350))
        let client = APIClient(http: http, options: options, unixTime: { 1_790_000_000 })
        let accepted = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    await client.ask(Self.call(number), in: .events).reading.meaning == .accepted
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accepted >= 150, "\(accepted)")
    }
}
