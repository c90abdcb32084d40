import Synchronization

/// Asks the API, each question at most once a run however many destinations share it, and counts what was really sent.
public final class APIClient: Sendable {
    private let http: any HTTPClient
    private let timeout: Duration
    private let unixTime: @Sendable () -> Int
    private let state: Mutex<State>

    private struct State {
        /// Every question so far, with its answer or the exchange that will bring it.
        var asked: [APICall: Task<APIAnswer, Never>] = [:]
        var statistics = Statistics()
        var nonce = UInt64.random(in: .min ... .max)
        var isStopped = false
    }

    /// What was really sent.
    public struct Statistics: Sendable, Hashable {
        /// Requests that reached the network, or may have.
        public var calls = 0
        /// Events inside them.
        public var events = 0
    }

    /// Makes a client for one run.
    ///
    /// - Parameters:
    ///   - http: What carries the requests.
    ///   - timeout: The limit of one whole exchange.
    ///   - unixTime: The wall clock, in seconds since 1970 UTC.
    public init(http: any HTTPClient, timeout: Duration, unixTime: @escaping @Sendable () -> Int) {
        self.http = http
        self.timeout = timeout
        self.unixTime = unixTime
        state = Mutex(State())
    }

    /// What was sent so far.
    public var statistics: Statistics {
        state.withLock { $0.statistics }
    }

    /// Asks a question, or waits for the answer if somebody asked it before.
    ///
    /// The exchange belongs to nobody in particular: whoever stops waiting does not end it, ``stop()`` does.
    public func ask(_ call: APICall) async -> APIAnswer {
        let isCancelled = Task.isCancelled
        let task = state.withLock { state -> Task<APIAnswer, Never>? in
            if let task = state.asked[call] { return task }
            guard !isCancelled, !state.isStopped else { return nil }
            state.nonce &+= 1
            let task = Task { [nonce = state.nonce] in await exchange(call, nonce: nonce) }
            state.asked[call] = task
            return task
        }
        return await task?.value ?? Self.stopped
    }

    private static let stopped = APIAnswer.failure(TransportFailure(.cancelled, "the run was stopped"))

    /// Ends every exchange under way and refuses further ones.
    public func stop() {
        let tasks = state.withLock { state in
            state.isStopped = true
            return Array(state.asked.values)
        }
        for task in tasks { task.cancel() }
    }

    /// The requests that asking would send, for showing what a run would do.
    public func preview(_ call: APICall) -> HTTPRequest {
        call.request(timeout: timeout, unixTime: unixTime(), nonce: 0)
    }

    private func exchange(_ call: APICall, nonce: UInt64) async -> APIAnswer {
        guard !Task.isCancelled else { return Self.stopped }
        let request = call.request(timeout: timeout, unixTime: unixTime(), nonce: nonce)
        do throws(TransportFailure) {
            let response = try await http.send(request)
            count(call, timesSent: response.timesSent)
            return APIAnswer(response).keepingOnlyWhatIsUsed(by: call.endpoint).received(at: unixTime())
        } catch {
            count(call, timesSent: error.timesSent)
            return .failure(error)
        }
    }

    private func count(_ call: APICall, timesSent: Int) {
        state.withLock { state in
            state.statistics.calls += timesSent
            state.statistics.events += timesSent * call.eventCount
        }
    }
}
