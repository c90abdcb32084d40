internal import Synchronization

/// Asks the API: each question once a run however many destinations share it, again where that may help, and no faster
/// than TikTok takes it. Counts what was really sent.
public final class APIClient: Sendable {
    /// How a run asks.
    public struct Options: Sendable {
        /// The limit of one whole exchange.
        public var timeout: Duration
        /// When the run ends, on ``clock``; a wait that would last longer is not begun. Nil for never.
        public var deadline: Duration?
        /// The rate tier of the developer apps.
        public var tier = RateTier.basic
        /// Exchanges in flight at most.
        public var concurrency = 16
        /// When questions are asked again.
        public var retries = RetryPolicy()
        /// What waits go by.
        public var clock: any RunClock = MonotonicClock()

        /// Limits an exchange, and the run.
        public init(timeout: Duration = .seconds(10), deadline: Duration? = nil) {
            self.timeout = timeout
            self.deadline = deadline
        }
    }

    /// What was really sent.
    public struct Statistics: Sendable, Hashable {
        /// Requests that reached the network, or may have.
        public var calls = 0
        /// Events inside them.
        public var events = 0
        /// How often a question was asked again.
        public var retries = 0
    }

    private enum Question {
        case open(Task<AskedAnswer, Never>)
        /// Asked, with an answer that decides something or will not change.
        case settled(AskedAnswer)
        /// Not answered: a later caller may ask again.
        case undecided(AskedAnswer, nonce: UInt64)
    }

    private struct State {
        var questions: [APICall: Question] = [:]
        var statistics = Statistics()
        var nonce = UInt64.random(in: .min ... .max)
        var isStopped = false
    }

    private let http: any HTTPClient
    private let options: Options
    private let unixTime: @Sendable () -> Int
    private let state = Mutex(State())
    private let budget = RetryBudget()
    private let circuit = Circuit()
    private let limiter: RateLimiter
    private let places: AsyncSemaphore

    /// Makes a client for one run.
    ///
    /// - Parameters:
    ///   - http: What carries the requests.
    ///   - options: How to ask.
    ///   - unixTime: The wall clock, in seconds since 1970 UTC.
    public init(
        http: any HTTPClient,
        options: Options = Options(),
        unixTime: @escaping @Sendable () -> Int = { WallClock.unixTime }
    ) {
        self.http = http
        self.options = options
        self.unixTime = unixTime
        limiter = RateLimiter(clock: options.clock, tier: options.tier)
        places = AsyncSemaphore(options.concurrency)
    }

    /// Where tasks that ask had better run; see ``HTTPClient/executor``.
    public var executor: (any TaskExecutor)? { http.executor }

    /// What was sent so far.
    public var statistics: Statistics {
        state.withLock { $0.statistics }
    }

    /// Asks a question, waits for the answer where the same question is in flight, or returns the known answer.
    ///
    /// The exchange is shared: a caller that stops waiting does not end it, ``stop()`` does.
    ///
    /// - Parameters:
    ///   - call: The question.
    ///   - rateLimitKey: What TikTok counts it by.
    /// - Returns: The answer as it was read, or why there was none.
    public func ask(_ call: APICall, in rateLimitKey: RateLimitKey) async -> AskedAnswer {
        let isCancelled = Task.isCancelled
        let (known, task): (AskedAnswer?, Task<AskedAnswer, Never>?) = state.withLock { state in
            var before: AskedAnswer?
            var nonce = state.nonce &+ 1
            switch state.questions[call] {
            case .open(let task): return (nil, task)
            case .settled(let answer): return (answer, nil)
            case .undecided(let answer, let kept):
                guard answer.attempts < options.retries.maximumAttempts, budget.spend() else { return (answer, nil) }
                before = answer
                nonce = kept
                state.statistics.retries += 1
            case nil: state.nonce = nonce
            }
            guard !isCancelled, !state.isStopped else { return (before ?? Self.stopped, nil) }
            let task = Task(executorPreference: executor) { [self, before, nonce] in
                await settle(call, rateLimitKey, nonce: nonce, after: before)
            }
            state.questions[call] = .open(task)
            return (nil, task)
        }
        if let known { return known }
        return await task?.value ?? Self.stopped
    }

    /// Drops the answer to a question that is not asked again, so that a long run does not keep them all.
    public func forget(_ call: APICall) {
        state.withLock { _ = $0.questions.removeValue(forKey: call) }
    }

    /// Ends every exchange under way and refuses further ones.
    public func stop() {
        let questions = state.withLock { state in
            state.isStopped = true
            return Array(state.questions.values)
        }
        for case .open(let task) in questions { task.cancel() }
    }

    /// The requests that asking would send, for showing what a run would do.
    public func preview(_ call: APICall) -> HTTPRequest {
        call.request(timeout: options.timeout, unixTime: unixTime(), nonce: 0)
    }

    private static let stopped = AskedAnswer(
        .failure(TransportFailure(.cancelled, "the run was stopped")),
        from: .trackEvents
    )

    /// Asks until there is an answer to keep, and keeps it.
    private func settle(_ call: APICall, _ rateLimitKey: RateLimitKey, nonce: UInt64, after before: AskedAnswer?) async
        -> AskedAnswer
    {
        let answer = await answer(to: call, rateLimitKey, nonce: nonce, after: before)
        let advice = RetryAdvice(answer.answer, answer.reading)
        let mayAskAgain = answer.attempts > 0 && advice.isWorthwhile && call.mayBeRepeated(advice)
        state.withLock { state in
            state.questions[call] = mayAskAgain ? .undecided(answer, nonce: nonce) : .settled(answer)
        }
        return answer
    }

    private func answer(to call: APICall, _ rateLimitKey: RateLimitKey, nonce: UInt64, after before: AskedAnswer?) async
        -> AskedAnswer
    {
        // One request for all attempts: an event keeps its id, by which TikTok knows it again.
        let request = call.request(timeout: options.timeout, unixTime: unixTime(), nonce: nonce)
        var latest = before
        while true {
            let isProbe: Bool
            do throws(CancellationError) {
                switch try await enter(call, rateLimitKey, after: latest) {
                case .admitted(let asProbe): isProbe = asProbe
                case .refused(let refusal): return refusal
                }
            } catch {
                return latest ?? Self.stopped
            }
            let (response, advice, retryAfter) = await exchange(call, request, after: latest)
            places.leave()
            latest = response
            let now = options.clock.now
            circuit.record(response.answer, advice, from: call.origin, now: now, wasProbe: isProbe)
            if !advice.helpsNobody { budget.earn(afterRetries: response.attempts - 1) }
            guard advice.isWorthwhile,
                max(response.attempts, response.timesSent) < options.retries.maximumAttempts,
                call.mayBeRepeated(advice)
            else { return response }

            let delay = options.retries.delay(
                afterAttempt: response.attempts,
                isThrottled: advice.isThrottled,
                retryAfter: retryAfter
            )
            if advice.isThrottled || retryAfter != nil {
                limiter.pause(rateLimitKey, token: call.token, until: now + delay)
            }
            if let deadline = options.deadline, now + delay >= deadline {
                return retryAfter.map { response.asked(toWait: $0) } ?? response
            }
            guard budget.spend() else { return response }
            do throws(CancellationError) {
                try await options.clock.sleep(until: now + delay)
            } catch {
                return response
            }
            state.withLock { $0.statistics.retries += 1 }
        }
    }

    /// Whether a question may be asked, and then has a place, or what is said instead of asking.
    private enum Entry {
        case admitted(asProbe: Bool)
        case refused(AskedAnswer)
    }

    /// Waits until the question may be asked, and takes a place for it.
    private func enter(
        _ call: APICall,
        _ rateLimitKey: RateLimitKey,
        after latest: AskedAnswer?
    ) async throws(CancellationError) -> Entry {
        while true {
            if let deadline = options.deadline, let end = limiter.pauseEnd(rateLimitKey, token: call.token),
                end >= deadline
            {
                let detail = "not asked, since TikTok wants no more such requests for longer than the run may take"
                let answer = AskedAnswer(.failure(TransportFailure(.toldToWait, detail)), from: call.endpoint)
                return .refused(latest ?? answer)
            }
            func outlook() -> Circuit.Admission {
                circuit.admission(to: call.origin, now: options.clock.now, isDecided: false)
            }
            // What will not be asked must not use up what others may ask.
            if latest == nil {
                switch outlook() {
                case .admitted: break
                case .refused(let failure): return .refused(AskedAnswer(.failure(failure), from: call.endpoint))
                case .wait(let time):
                    try await options.clock.sleep(until: time)
                    continue
                }
            }
            let hasEntered = try await limiter.enter(rateLimitKey, token: call.token, places: places) {
                if latest == nil, case .refused = outlook() { false } else { true }
            }
            guard hasEntered else { continue }
            // What was asked before has been let in, and its retries have a budget of their own. Looked at last: much may
            // have failed while this one waited for its place.
            guard latest == nil else { return .admitted(asProbe: false) }
            switch circuit.admission(to: call.origin, now: options.clock.now) {
            case .admitted(let asProbe): return .admitted(asProbe: asProbe)
            case .refused(let failure):
                places.leave()
                return .refused(AskedAnswer(.failure(failure), from: call.endpoint))
            case .wait(let time):
                places.leave()
                try await options.clock.sleep(until: time)
            }
        }
    }

    private func exchange(
        _ call: APICall,
        _ request: HTTPRequest,
        after earlier: AskedAnswer?
    ) async -> (AskedAnswer, RetryAdvice, retryAfter: Duration?) {
        let answer: APIAnswer
        let timesSent: Int
        var retryAfter: Duration?
        do throws(TransportFailure) {
            guard !Task.isCancelled else { throw TransportFailure(.cancelled, "the run was stopped") }
            let response = try await http.send(request)
            timesSent = response.timesSent
            retryAfter = RetryAfter.delay(in: response, unixTime: unixTime())
            answer = APIAnswer(response).keepingOnlyWhatIsUsed(by: call.endpoint).received(at: unixTime())
        } catch {
            timesSent = error.timesSent
            answer = .failure(error)
        }
        state.withLock { state in
            state.statistics.calls += timesSent
            state.statistics.events += timesSent * call.eventCount
        }
        var asked = AskedAnswer(answer, from: call.endpoint)
        let advice = RetryAdvice(answer, asked.reading)
        asked.count(timesSent: timesSent, mayHaveActed: advice.mayHaveActed, after: earlier)
        return (asked, advice, advice.isWorthwhile ? retryAfter : nil)
    }
}

extension APICall {
    /// Whether asking again does no harm. A test event keeps its id, and TikTok takes an id once in 48 hours ("event
    /// deduplication", v1.3); one outside the test view is sent again only when it certainly did not arrive.
    fileprivate func mayBeRepeated(_ advice: RetryAdvice) -> Bool {
        !isProductionEvent || !advice.mayHaveActed
    }
}
