import Synchronization

/// Asks the API, each question at most once a run however many destinations share it, and counts what was really sent.
public final class APIClient: Sendable {
    private let http: any HTTPClient
    private let timeout: Duration
    private let unixTime: @Sendable () -> Int
    private let state: Mutex<State>

    private struct State {
        /// How many more destinations will ask this; at zero the answer is dropped, so that memory does not grow.
        var expected: [APICall: Int] = [:]
        var shared: [APICall: Task<APIAnswer, Never>] = [:]
        /// Every exchange under way, also those whose last asker has come, so that stopping reaches them.
        var running: [UInt64: Task<APIAnswer, Never>] = [:]
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

    /// Announces a question of one destination. A question that was announced more than once is asked once and its
    /// answer given to all.
    public func expect(_ call: APICall) {
        state.withLock { $0.expected[call, default: 0] += 1 }
    }

    /// Asks a question, or waits for the answer if somebody asked it before. The answer to a question that was never
    /// announced is kept to the end of the run, since nobody knows who else will ask it.
    ///
    /// The exchange of a shared question belongs to nobody in particular: whoever stops waiting does not end it.
    public func ask(_ call: APICall) async -> APIAnswer {
        let isCancelled = Task.isCancelled
        let (task, isShared) = state.withLock { state -> (Task<APIAnswer, Never>?, Bool) in
            let others = state.expected[call].map { $0 - 1 }
            state.expected[call] = others == 0 ? nil : others
            let known = state.shared[call]
            let task = known ?? (isCancelled ? nil : start(call, &state))
            state.shared[call] = others == 0 ? nil : task
            return (task, known != nil || others != 0)
        }
        guard let task else { return Self.stopped }
        guard !isShared else { return await task.value }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Ends every exchange under way and refuses further ones.
    public func stop() {
        let tasks = state.withLock { state in
            state.isStopped = true
            return Array(state.running.values)
        }
        for task in tasks { task.cancel() }
    }

    /// The requests that asking would send, for showing what a run would do.
    public func preview(_ call: APICall) -> HTTPRequest {
        call.request(timeout: timeout, unixTime: unixTime(), nonce: 0)
    }

    /// Begins an exchange. The lock is held, so it is noted before it can end.
    private func start(_ call: APICall, _ state: inout State) -> Task<APIAnswer, Never> {
        state.nonce &+= 1
        let nonce = state.nonce
        let task = Task {
            let answer = await exchange(call, nonce: nonce)
            self.state.withLock { $0.running[nonce] = nil }
            return answer
        }
        state.running[nonce] = task
        return task
    }

    private func exchange(_ call: APICall, nonce: UInt64) async -> APIAnswer {
        guard !Task.isCancelled, !state.withLock({ $0.isStopped }) else {
            return Self.stopped
        }
        let request = call.request(timeout: timeout, unixTime: unixTime(), nonce: nonce)
        do throws(TransportFailure) {
            let response = try await http.send(request)
            count(call)
            return APIAnswer(response).keepingOnlyWhatIsUsed(by: call.endpoint)
        } catch {
            if error.mayHaveBeenSent { count(call) }
            return .failure(error)
        }
    }

    private static let stopped = APIAnswer.failure(TransportFailure(.cancelled, "the run was stopped"))

    private func count(_ call: APICall) {
        state.withLock { state in
            state.statistics.calls += 1
            state.statistics.events += call.eventCount
        }
    }
}
