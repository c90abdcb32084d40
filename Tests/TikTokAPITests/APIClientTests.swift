import Synchronization
import TestSupport
import Testing

@testable import TikTokAPI

/// A server that answers when it is told to, and records what it was asked.
private final class Gate: HTTPClient {
    private struct State {
        var requests: [HTTPRequest] = []
        var cancellations = 0
        var isOpen: Bool
        var result: Result<HTTPResponse, TransportFailure>
    }

    private let state: Mutex<State>

    init(
        isOpen: Bool = true,
        result: Result<HTTPResponse, TransportFailure> = .success(
            HTTPResponse(status: 200, body: Array(#"{"code":0,"message":"OK"}"#.utf8))
        )
    ) {
        state = Mutex(State(isOpen: isOpen, result: result))
    }

    var requests: [HTTPRequest] { state.withLock(\.requests) }
    var cancellations: Int { state.withLock(\.cancellations) }

    func open() { state.withLock { $0.isOpen = true } }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        state.withLock { $0.requests.append(request) }
        while !state.withLock(\.isOpen) {
            guard !Task.isCancelled else {
                state.withLock { $0.cancellations += 1 }
                throw TransportFailure(.cancelled, "cancelled", mayHaveBeenSent: true)
            }
            await Task.yield()
        }
        return try state.withLock(\.result).get()
    }
}

@Suite("Asking each question once", .timeLimit(.minutes(5)))
struct APIClientTests {
    private static let token = Secret("5e884898da28047151d0e56f8dc6292773603d0d")
    private static let event = APICall(
        .sendTestEvent(EventSource(kind: "web", id: "D1PK3C3C77U5M8Q0TTVG"), testEventCode: "TEST12345"),
        token: token,
        origin: .production
    )
    private static let user = APICall(.userInfo, token: token, origin: .production)

    private static func client(_ gate: Gate) -> APIClient {
        APIClient(http: gate, options: APIClient.Options(timeout: .seconds(3)), unixTime: { 1_790_000_000 })
    }

    private static func wait(until isTrue: () -> Bool) async {
        while !isTrue() { await Task.yield() }
    }

    private static func isAccepted(_ answer: APIAnswer) -> Bool {
        AnswerClassifier(answer, from: .trackEvents).meaning == .accepted
    }

    private static func isCancelled(_ answer: APIAnswer) -> Bool {
        if case .failure(let failure) = answer { failure.kind == .cancelled } else { false }
    }

    @Test("many askers at once cost one request", .tags(.F20), arguments: [1, 2, 7, 100])
    func singleFlight(count: Int) async {
        let gate = Gate(isOpen: false)
        let client = Self.client(gate)
        await withTaskGroup(of: APIAnswer.self) { group in
            for _ in 0..<count { group.addTask { await client.ask(Self.event) } }
            await Self.wait { !gate.requests.isEmpty }
            gate.open()
            for await answer in group { #expect(Self.isAccepted(answer)) }
        }
        #expect(gate.requests.count == 1)
        #expect(client.statistics == Self.statistics(calls: 1, events: 1))
    }

    @Test("one after another they cost one request too")
    func sequential() async {
        let gate = Gate()
        let client = Self.client(gate)
        for _ in 0..<3 { #expect(Self.isAccepted(await client.ask(Self.user))) }
        #expect(gate.requests.count == 1)
        #expect(client.statistics == Self.statistics(calls: 1, events: 0))
    }

    @Test("different questions are asked apart")
    func different() async {
        let gate = Gate()
        let client = Self.client(gate)
        let other = APICall(Self.user.operation, token: Secret("another"), origin: .production)
        let sandbox = APICall(Self.user.operation, token: Self.token, origin: .sandbox)
        for call in [Self.user, other, sandbox, Self.event] {
            _ = await client.ask(call)
        }
        #expect(gate.requests.count == 4)
        #expect(client.statistics == Self.statistics(calls: 4, events: 1))
    }

    @Test("whoever stops waiting does not end a shared exchange", .tags(.C3))
    func sharedSurvives() async {
        let gate = Gate(isOpen: false)
        let client = Self.client(gate)
        let first = Task { await client.ask(Self.user) }
        await Self.wait { gate.requests.count == 1 }
        let second = Task { await client.ask(Self.user) }
        let third = Task { await client.ask(Self.user) }
        first.cancel()
        second.cancel()
        for _ in 0..<50 { await Task.yield() }
        gate.open()
        #expect(Self.isAccepted(await third.value))
        _ = await (first.value, second.value)
        #expect(gate.requests.count == 1)
        #expect(gate.cancellations == 0)
    }

    @Test("stopping ends a shared exchange and refuses further ones")
    func stop() async {
        let gate = Gate(isOpen: false)
        let client = Self.client(gate)
        let askers = (0..<2).map { _ in Task { await client.ask(Self.event) } }
        await Self.wait { gate.requests.count == 1 }
        client.stop()
        for asker in askers { #expect(Self.isCancelled(await asker.value)) }
        #expect(gate.cancellations == 1)
        gate.open()
        #expect(Self.isCancelled(await client.ask(Self.user)))
        #expect(gate.requests.count == 1)
        #expect(client.statistics == Self.statistics(calls: 1, events: 1))
    }

    @Test("stopping ends an exchange however many wait for it", arguments: [1, 2])
    func stopEnds(askers count: Int) async {
        let gate = Gate(isOpen: false)
        let client = Self.client(gate)
        let askers = (0..<count).map { _ in Task { await client.ask(Self.event) } }
        await Self.wait { gate.requests.count == 1 }
        for _ in 0..<500 { await Task.yield() }
        client.stop()
        for _ in 0..<500 where gate.cancellations == 0 { await Task.yield() }
        #expect(gate.cancellations == 1)
        gate.open()
        for asker in askers { _ = await asker.value }
        #expect(gate.requests.count == 1)
    }

    @Test("an asker that was cancelled before sends nothing")
    func cancelledBefore() async {
        let gate = Gate()
        let client = Self.client(gate)
        let asker = Task {
            await Self.wait { Task.isCancelled }
            return await client.ask(Self.user)
        }
        asker.cancel()
        #expect(Self.isCancelled(await asker.value))
        #expect(gate.requests.isEmpty)
        #expect(client.statistics == Self.statistics(calls: 0, events: 0))
    }

    @Test("a failure counts if the request may have been sent", arguments: [true, false])
    func failures(mayHaveBeenSent: Bool) async {
        let failure = TransportFailure(.timedOut, "no answer", mayHaveBeenSent: mayHaveBeenSent)
        let gate = Gate(result: .failure(failure))
        let client = Self.client(gate)
        for _ in 0..<2 {
            guard case .failure(let answer) = await client.ask(Self.event) else {
                Issue.record("an answer came from nowhere")
                return
            }
            #expect(answer == failure)
        }
        #expect(gate.requests.count == 1)
        let count = mayHaveBeenSent ? 1 : 0
        #expect(client.statistics == Self.statistics(calls: count, events: count))
    }

    @Test("what was sent twice counts twice")
    func sentTwice() async {
        let body = Array(#"{"code":0,"message":"OK"}"#.utf8)
        let answered = Gate(result: .success(HTTPResponse(status: 200, body: body, timesSent: 2)))
        let failed = Gate(
            result: .failure(TransportFailure(.connectionClosed, "", mayHaveBeenSent: true, timesSent: 2))
        )
        for gate in [answered, failed] {
            let client = Self.client(gate)
            _ = await client.ask(Self.event)
            let attempts = client.statistics.retries + 1
            #expect(client.statistics.calls == 2 * attempts)
            #expect(client.statistics.events == 2 * attempts)
        }
    }

    @Test("no two events have one id, and the clock and limit are the client's")
    func requests() async {
        let gate = Gate()
        let client = Self.client(gate)
        for number in 0..<20 {
            _ = await client.ask(APICall(Self.event.operation, token: Secret("token \(number)"), origin: .production))
        }
        let bodies = gate.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) }
        #expect(Set(bodies).count == 20)
        #expect(bodies.allSatisfy { $0.contains("1790000000") })
        #expect(gate.requests.allSatisfy { $0.timeout == .seconds(3) })
    }

    @Test("showing a request sends none")
    func preview() {
        let gate = Gate()
        let client = Self.client(gate)
        #expect(client.preview(Self.event).body != nil)
        #expect(gate.requests.isEmpty)
        #expect(client.statistics == Self.statistics(calls: 0, events: 0))
    }

    @Test("a client is freed after its run")
    func freed() async {
        weak var held: APIClient?
        do {
            let client = Self.client(Gate())
            held = client
            _ = await client.ask(Self.user)
        }
        for _ in 0..<10_000 where held != nil { await Task.yield() }
        #expect(held == nil)
    }

    private static func statistics(calls: Int, events: Int) -> APIClient.Statistics {
        var statistics = APIClient.Statistics()
        statistics.calls = calls
        statistics.events = events
        return statistics
    }
}

extension APIClient {
    /// The answer alone, where it does not matter what it took.
    fileprivate func ask(_ call: APICall) async -> APIAnswer {
        await ask(call, in: .events).answer
    }
}
