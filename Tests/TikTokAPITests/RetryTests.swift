import Synchronization
import TestSupport
import Testing

@testable import TikTokAPI

/// A server that gives its answers in turn, the last one for ever.
final class Script: HTTPClient {
    typealias Outcome = Result<HTTPResponse, TransportFailure>

    private struct State {
        var requests: [HTTPRequest] = []
    }

    private let outcomes: [Outcome]
    private let state = Mutex(State())

    init(_ outcomes: [Outcome]) {
        self.outcomes = outcomes
    }

    var requests: [HTTPRequest] { state.withLock(\.requests) }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        let number = state.withLock { state in
            state.requests.append(request)
            return state.requests.count - 1
        }
        return try outcomes[min(number, outcomes.count - 1)].get()
    }

    static func reply(_ code: Int, _ words: String = "", status: Int = 200) -> Outcome {
        .success(HTTPResponse(status: status, body: Array(#"{"code":\#(code),"message":"\#(words)"}"#.utf8)))
    }

    static func page(_ status: Int, _ headers: [(name: String, value: String)] = []) -> Outcome {
        .success(HTTPResponse(status: status, headers: headers, body: Array("<html></html>".utf8)))
    }

    static func failure(_ kind: TransportFailure.Kind, sent: Bool = true) -> Outcome {
        .failure(TransportFailure(kind, "it failed", mayHaveBeenSent: sent))
    }
}

@Suite("Asking again", .timeLimit(.minutes(5)))
struct RetryTests {
    private static let source = EventSource(kind: "web", id: "D1PK3C3C77U5M8Q0TTVG")
    private static let token = Secret("5e884898da28047151d0e56f8dc6292773603d0d")
    private static let event = APICall(
        .sendTestEvent(source, testEventCode: "TEST1"),
        token: token,
        origin: .production
    )
    private static let productionEvent = APICall(
        .sendTestEvent(source, testEventCode: nil),
        token: token,
        origin: .production
    )
    private static let read = APICall(.userInfo, token: token, origin: .production)
    fileprivate static let good = Script.reply(0, "OK")

    /// A client whose waits take no time and are as long as can be.
    private static func client(
        _ script: Script,
        clock: SimulatedClock = SimulatedClock(),
        deadline: Duration? = nil
    ) -> APIClient {
        var options = APIClient.Options(timeout: .seconds(3), deadline: deadline)
        options.clock = clock
        options.retries.jitter = { $0 }
        return APIClient(http: script, options: options, unixTime: { 1_790_000_000 })
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let first: Script.Outcome
        /// Whether the question is put again, by what is asked.
        var read = true
        var event = true
        var productionEvent = false
    }

    static let cases: [Case] = [
        Case(testDescription: "HTTP 500", first: Script.page(500)),
        Case(testDescription: "HTTP 502", first: Script.page(502)),
        Case(testDescription: "HTTP 503", first: Script.page(503)),
        Case(testDescription: "HTTP 504", first: Script.page(504)),
        Case(testDescription: "HTTP 429", first: Script.page(429), productionEvent: true),
        Case(testDescription: "40100", first: Script.reply(40100, "Too many requests"), productionEvent: true),
        Case(testDescription: "40016", first: Script.reply(40016), productionEvent: true),
        Case(testDescription: "50000", first: Script.reply(50000)),
        Case(testDescription: "51010", first: Script.reply(51010)),
        Case(testDescription: "60001", first: Script.reply(60001)),
        Case(testDescription: "refused", first: Script.failure(.connectionRefused, sent: false), productionEvent: true),
        Case(testDescription: "unreachable", first: Script.failure(.unreachable, sent: false), productionEvent: true),
        Case(
            testDescription: "no name server",
            first: Script.failure(.nameResolutionFailed, sent: false),
            productionEvent: true
        ),
        Case(testDescription: "closed", first: Script.failure(.connectionClosed)),

        Case(
            testDescription: "no such name",
            first: Script.failure(.nameNotFound, sent: false),
            read: false,
            event: false
        ),
        Case(testDescription: "out of time", first: Script.failure(.timedOut), read: false, event: false),
        Case(
            testDescription: "certificate",
            first: Script.failure(.certificateDate, sent: false),
            read: false,
            event: false
        ),
        Case(testDescription: "TLS", first: Script.failure(.tlsHandshake, sent: false), read: false, event: false),
        Case(
            testDescription: "407",
            first: Script.failure(.proxyAuthentication, sent: false),
            read: false,
            event: false
        ),
        Case(testDescription: "not HTTP", first: Script.failure(.malformedResponse), read: false, event: false),
        Case(testDescription: "40105", first: Script.reply(40105), read: false, event: false),
        Case(testDescription: "40001", first: Script.reply(40001), read: false, event: false),
        Case(testDescription: "40132", first: Script.reply(40132), read: false, event: false),
        Case(testDescription: "49999", first: Script.reply(49999), read: false, event: false),
        Case(testDescription: "a web page", first: Script.page(200), read: false, event: false),
        Case(testDescription: "a redirect", first: Script.page(302), read: false, event: false),
        Case(testDescription: "HTTP 404", first: Script.page(404), read: false, event: false),
    ]

    @Test(
        "only what may pass soon is asked again, and no event outside the test view that may have arrived",
        .tags(.N19, .N43, .P3, .P7),
        arguments: cases
    )
    func whatIsAskedAgain(_ test: Case) async {
        let expected = [(Self.read, test.read), (Self.event, test.event), (Self.productionEvent, test.productionEvent)]
        for (call, isAskedAgain) in expected {
            let script = Script([test.first, Self.good])
            let answer = await Self.client(script).ask(call, in: .events)
            #expect(script.requests.count == (isAskedAgain ? 2 : 1), "\(call.operation)")
            #expect(answer.attempts == script.requests.count)
            #expect((answer.reading.meaning == .accepted) == isAskedAgain)
        }
    }

    @Test("three attempts at most, and a third that goes well is a success", .tags(.N43))
    func threeAttempts() async {
        let twice = Script([Script.page(503), Script.reply(50000), Self.good])
        #expect(await Self.client(twice).ask(Self.read, in: .events).reading.meaning == .accepted)
        let forever = Script([Script.page(503)])
        let client = Self.client(forever)
        let answer = await client.ask(Self.read, in: .events)
        #expect(answer.reading.meaning == .serverFault)
        #expect(answer.attempts == 3)
        #expect(forever.requests.count == 3)
        #expect(
            client.statistics
                == {
                    var all = APIClient.Statistics(); all.calls = 3; all.retries = 2; return all
                }()
        )
    }

    @Test("an event keeps its id when it is sent again, and the copies that may have arrived are counted")
    func eventCopies() async {
        let script = Script([Script.page(502), Script.failure(.connectionClosed), Self.good])
        let answer = await Self.client(script).ask(Self.event, in: .events)
        #expect(Set(script.requests.map(\.body)).count == 1)
        #expect(answer.timesActedOn == 3)
        let refused = Script([Script.failure(.connectionRefused, sent: false), Script.page(429), Self.good])
        #expect(await Self.client(refused).ask(Self.event, in: .events).timesActedOn == 1)
    }

    @Test("the waits double from their base, and after throttling from a second")
    func waits() async {
        for (first, seconds) in [(Script.page(503), 0.15), (Script.page(429), 3.0)] {
            let clock = SimulatedClock()
            let script = Script([first, first, Self.good])
            let answer = await Self.client(script, clock: clock).ask(Self.read, in: .events)
            #expect(answer.attempts == 3)
            #expect(clock.now == .seconds(seconds))
        }
    }

    @Test("the bound of a wait doubles up to its cap, and the wait is anything within it")
    func jitter() {
        var policy = RetryPolicy()
        for attempt in 1...200 {
            let wait = policy.delay(afterAttempt: attempt, isThrottled: true, retryAfter: nil)
            #expect(wait >= .zero && wait <= .seconds(20))
        }
        policy.jitter = { $0 }
        let bounds = [1, 2, 3, 10, 64, .max].map { policy.delay(afterAttempt: $0, isThrottled: false, retryAfter: nil) }
        #expect(bounds.prefix(3) == [.milliseconds(50), .milliseconds(100), .milliseconds(200)])
        #expect(bounds.suffix(3) == [.seconds(20), .seconds(20), .seconds(20)])
        #expect(policy.delay(afterAttempt: 1, isThrottled: true, retryAfter: .seconds(7)) == .seconds(8))
    }

    @Test(
        "Retry-After is waited for where the run lasts long enough, else nothing is asked again and the answer says so",
        .tags(.N41, .N42)
    )
    func retryAfter() async {
        let wish: [(name: String, value: String)] = [("retry-after", "7")]
        for status in [429, 503] {
            let clock = SimulatedClock()
            let script = Script([Script.page(status, wish), Self.good])
            _ = await Self.client(script, clock: clock, deadline: .seconds(60)).ask(Self.read, in: .events)
            #expect(script.requests.count == 2)
            #expect(clock.now >= .seconds(7))
        }
        let clock = SimulatedClock()
        let script = Script([Script.page(429, wish), Self.good])
        let client = Self.client(script, clock: clock, deadline: .seconds(6))
        let answer = await client.ask(Self.read, in: .app(id: "1"))
        #expect(script.requests.count == 1)
        #expect(answer.retryAfter == .seconds(7))
        #expect(clock.now < .seconds(1))
        // Others of that app are not kept waiting for what will not come.
        let other = await client.ask(APICall(.userInfo, token: Secret("other"), origin: .production), in: .app(id: "1"))
        #expect(other.attempts == 0)
        #expect(other.reading.cause == .rateLimited)
        #expect(script.requests.count == 1)
    }

    @Test(
        "every form of Retry-After is read, and nonsense is not",
        .tags(.N42),
        arguments: [
            (["5"], 5), (["0"], nil), (["-5"], nil), (["1e9"], nil), (["soon"], nil), ([""], nil), (["5", "9"], 9),
            (["garbage", "4"], 4), (["99999999999999999999"], 3_153_600_000),
            (["Mon, 21 Sep 2026 14:13:30 GMT"], 10), (["Monday, 21-Sep-26 14:13:30 GMT"], 10),
            (["Mon Sep 21 14:13:30 2026"], 10), (["Sun, 06 Nov 1994 08:49:37 GMT"], nil),
            (["Mon, 21 Sep 2026 14:13:30 CEST"], nil),
        ] as [([String], Int?)]
    )
    func retryAfterForms(_ values: [String], _ seconds: Int?) {
        let headers = values.map { (name: "retry-after", value: $0) }
        // 2026-09-21 14:13:20 UTC.
        let local = RetryAfter.delay(in: HTTPResponse(status: 429, headers: headers), unixTime: 1_790_000_000)
        #expect(local == seconds.map { .seconds($0) })
        let date = (name: "date", value: "Mon, 21 Sep 2026 14:13:20 GMT")
        let theirs = RetryAfter.delay(in: HTTPResponse(status: 429, headers: headers + [date]), unixTime: 0)
        #expect(theirs == local, "the server's own clock goes before this machine's")
    }

    @Test(
        "a dead API costs about one request for each destination, and in the end less",
        .tags(.N44),
        arguments: [50, 1000, 10_000]
    )
    func deadAPI(count: Int) async {
        for outcome in [Script.page(503), Script.failure(.connectionRefused, sent: false)] {
            let script = Script([outcome])
            let client = Self.client(script)
            for number in 0..<count {
                let call = APICall(.userInfo, token: Secret("token \(number)"), origin: .production)
                let answer = await client.ask(call, in: .events)
                #expect(answer.reading.meaning.traits.verdict == .undecided)
            }
            #expect(script.requests.count <= count + 20)
            #expect(count < 1000 || script.requests.count <= 200, "\(script.requests.count)")
        }
    }

    @Test("what is not asked does not wait for its app's rate", .tags(.N44))
    func deadAPIOfOneApp() async {
        let clock = SimulatedClock()
        let client = Self.client(Script([.failure(TransportFailure(.connectionRefused, "refused"))]), clock: clock)
        for number in 0..<2000 {
            let call = APICall(.userInfo, token: Secret("token \(number)"), origin: .production)
            _ = await client.ask(call, in: .app(id: "7196993655622416073"))
        }
        #expect(clock.now < .seconds(30), "\(clock.now)")
    }

    @Test("a few dead ones among many do not use up what the others need", .tags(.N43))
    func budgetLasts() async {
        let script = Alternating()
        var options = APIClient.Options(timeout: .seconds(3))
        options.clock = SimulatedClock()
        let client = APIClient(http: script, options: options, unixTime: { 1_790_000_000 })
        var accepted = 0
        for number in 0..<2000 {
            let token = Secret(number % 10 == 0 ? "dead \(number)" : "weak \(number)")
            let answer = await client.ask(APICall(.userInfo, token: token, origin: .production), in: .events)
            if answer.reading.meaning == .accepted { accepted += 1 }
        }
        #expect(accepted == 1800)
    }

    /// Fails for ever where the token is dead, and twice where it is weak.
    private final class Alternating: HTTPClient {
        private let seen = Mutex<[String: Int]>([:])

        func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
            let token = request.headers.first { $0.name == "Access-Token" }?.value.unmasked ?? ""
            let count = seen.withLock { seen in
                seen[token, default: 0] += 1
                return seen[token, default: 0]
            }
            let isGood = token.hasPrefix("weak") && count > 2
            return try (isGood ? RetryTests.good : Script.page(503)).get()
        }
    }

    @Test(
        "an answer that decides is kept for everybody; one that does not may be asked for again, three times in all",
        .tags(.C26, .F20)
    )
    func whatIsShared() async {
        let decided = Script([Script.reply(40105)])
        var client = Self.client(decided)
        for _ in 0..<5 { _ = await client.ask(Self.read, in: .events) }
        #expect(decided.requests.count == 1)
        let undecided = Script([Script.page(503)])
        client = Self.client(undecided)
        for _ in 0..<5 { _ = await client.ask(Self.read, in: .events) }
        #expect(undecided.requests.count == 3)
    }
}
