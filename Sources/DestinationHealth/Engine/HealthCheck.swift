import Synchronization
public import TikTokAPI

/// Checks destinations: gathers evidence, applies the rules, and turns their findings into verdicts.
public struct HealthCheck: Sendable {
    /// A rule with its id, which is cheaper to keep than to ask its description for.
    private struct SelectedRule: Sendable {
        let rule: any Rule
        let id: String

        init(_ type: any Rule.Type) {
            rule = type.init()
            id = type.description.id
        }
    }

    /// How often the rules may ask again after an answer.
    private static let maximumRounds = 3

    private let options: CheckOptions
    private let rules: [SelectedRule]
    private let selectedRules: Set<String>
    private let api: APIClient
    private let stop: StopSignal
    private let diagnosticEvents = EventBudget(20)
    private let unixTime: @Sendable () -> Int

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - options: Which checks to make.
    ///   - api: Asks the API; not used when offline.
    ///   - stop: Ends the run early. Its owner must stop `api` as well.
    ///   - unixTime: The wall clock, in seconds since 1970 UTC.
    public init(
        options: CheckOptions = CheckOptions(),
        api: APIClient,
        stop: StopSignal = StopSignal(),
        unixTime: @escaping @Sendable () -> Int = { WallClock.unixTime }
    ) {
        rules = options.rules.map(SelectedRule.init)
        selectedRules = Set(rules.map(\.id))
        var options = options
        options.live.provesOwnership = selectedRules.contains(PixelOwnershipRule.description.id)
        self.options = options
        self.api = api
        self.stop = stop
        self.unixTime = unixTime
    }

    /// Checks destinations, compared with each other alone.
    ///
    /// - Parameter destinations: Which to check.
    /// - Returns: A report of each, in the same order, even of one that could not be checked.
    public func reports(on destinations: [Destination]) async -> [DestinationReport] {
        var reports: [DestinationReport] = []
        await run(destinations, index: DestinationIndex(destinations)) { reports.append($0) }
        return reports
    }

    /// Checks destinations and reports each as soon as it and all before it are known.
    ///
    /// - Parameters:
    ///   - destinations: Which to check, in the order of reporting.
    ///   - proofs: What earlier runs proved of them, by their place among the destinations. Those are sent an empty list
    ///     instead of a test event, so that a token that was revoked since is still found.
    ///   - index: All destinations that the rules compare with, usually more than are checked.
    ///   - report: Called once for each destination, in order. The exchanges wait while it runs.
    public func run(
        _ destinations: [Destination],
        earlierProofs proofs: [Int: EarlierProof] = [:],
        index: DestinationIndex,
        report: (DestinationReport) -> Void
    ) async {
        var reported = ReportedOnce()
        if options.isOffline {
            for destination in destinations {
                let verdict =
                    stop.reason.map { notChecked(destination, $0) } ?? judge(destination, Evidence(), index: index)
                report(verdict.report(after: &reported))
            }
            return
        }
        await withTaskExecutorPreference(api.executor) {
            await withTaskGroup(of: (Int, VerdictBuilder).self) { group in
                var order = StartOrder(destinations.indices.lazy.map { destinations[$0].slowestRateLimitKey })
                var verdicts = InOrder<VerdictBuilder>()
                func startOne() {
                    // Limited for each key: one that waits long for its turn has left the processor's cache by then.
                    guard let place = order.next(atMost: 4 * options.concurrency) else { return }
                    group.addTask { (place, await self.check(destinations[place], proofs[place], index: index)) }
                }
                // More are started than can be asked at a time, so that one that waits for its turn delays no other.
                for _ in 0..<max(256, 4 * options.concurrency) { startOne() }
                while let (place, verdict) = await group.next() {
                    order.end(place)
                    verdicts.add(verdict, at: place) { report($0.report(after: &reported)) }
                    startOne()
                }
            }
        }
    }

    /// The calls that checking a destination makes next, each once.
    ///
    /// - Parameters:
    ///   - destination: Which to check.
    ///   - evidence: What was answered so far; by default nothing, for the calls of the first round.
    ///   - proof: What an earlier run proved, so that no event needs to be sent.
    ///   - index: All destinations of the run.
    public func questions(
        about destination: Destination,
        after evidence: Evidence = Evidence(),
        earlierProof proof: EarlierProof? = nil,
        index: DestinationIndex
    ) -> [APICall] {
        let context = QuestionContext(options: live(proof), evidence: evidence, index: index)
        var calls: [APICall] = []
        for rule in rules.lazy.compactMap(\.rule.live) {
            for call in rule.questions(about: destination, in: context)
            where !calls.contains(call) && !evidence.answers(call) {
                calls.append(call)
            }
        }
        return calls
    }

    /// Why nothing would be asked for a destination; nil if something would.
    public func skipReason(to destination: Destination) -> String? {
        guard destination.isEnabled else { return Self.disabled }
        if let skipReason = destination.skipReason { return skipReason }
        return options.live.isSimulated ? nil : destination.sampleCredential.map { "\($0.field) is the simulator's" }
    }

    private static let disabled = "disabled in the config"

    /// How a destination is asked about.
    private func live(_ proof: EarlierProof?) -> LiveOptions {
        var live = options.live
        if proof != nil { live.provesOwnership = false }
        return live
    }

    /// Asks about a destination, and judges it by the answers.
    private func check(
        _ destination: Destination,
        _ proof: EarlierProof?,
        index: DestinationIndex
    ) async -> VerdictBuilder {
        let began = ContinuousClock.now
        if let reason = stop.reason { return notChecked(destination, reason, since: began) }
        if let skipReason = skipReason(to: destination) {
            return judge(destination, Evidence(skipReason: skipReason), index: index, since: began)
        }
        var evidence = Evidence()
        for round in 0..<Self.maximumRounds {
            let calls = questions(about: destination, after: evidence, earlierProof: proof, index: index)
            if calls.isEmpty { break }
            for call in calls where round == 0 || diagnosticEvents.spend(call.eventCount) {
                let result = APIResult(await api.ask(call, in: destination.rateLimitKey(of: call)), to: call)
                if result.failure?.kind == .cancelled {
                    return notChecked(destination, stop.reason ?? .interrupted, since: began)
                }
                evidence.add(result)
            }
        }
        // The answer to a token that no other destination has is needed again only by the questions about swapped tokens.
        if index.others(with: .accessToken, as: destination) == nil, let call = evidence.results.first?.call {
            api.forget(call)
        }
        return judge(destination, evidence, proof, index: index, since: began)
    }

    /// Applies the rules to a destination.
    ///
    /// - Parameter began: When its check began; nil where nothing was waited for.
    private func judge(
        _ destination: Destination,
        _ evidence: Evidence,
        _ proof: EarlierProof? = nil,
        index: DestinationIndex,
        since began: ContinuousClock.Instant? = nil
    ) -> VerdictBuilder {
        let now = unixTime()
        var verdict = VerdictBuilder(destination, evidence, isStrict: options.isStrict, unixTime: now)
        // A suppressed rule reports nothing, so no other rule may leave a finding to it.
        var selectedRules = selectedRules
        selectedRules.subtract(verdict.suppressedRules)
        let context = RuleContext(
            evidence: evidence,
            index: index,
            unixTime: now,
            live: live(proof),
            selectedRules: selectedRules,
            earlierProof: proof
        )
        var skipped: [any Rule] = []
        for selected in rules {
            let isLive = selected.rule.live != nil
            if !destination.isEnabled {
                verdict.skip(selected.id, Self.disabled)
            } else if isLive, options.isOffline {
                verdict.skip(selected.id, "offline")
            } else if isLive, evidence.skipReason != nil {
                skipped.append(selected.rule)
            } else {
                let outcome = selected.rule.check(destination, in: context)
                verdict.add(outcome, of: selected.id, isRunWide: type(of: selected.rule).isRunWide)
            }
        }
        if let reason = evidence.skipReason { verdict.skipUnasked(skipped, reason) }
        if let began { verdict.duration = began.duration(to: .now) }
        return verdict
    }

    private func notChecked(
        _ destination: Destination,
        _ reason: StopSignal.Reason,
        since began: ContinuousClock.Instant? = nil
    ) -> VerdictBuilder {
        var verdict = VerdictBuilder(destination, Evidence(), isStrict: false, unixTime: unixTime())
        guard destination.isEnabled else {
            for rule in rules { verdict.skip(rule.id, Self.disabled) }
            return verdict
        }
        verdict.leaveUnchecked(rules.map(\.rule), reason)
        if let began { verdict.duration = began.duration(to: .now) }
        return verdict
    }
}

/// The events that a run may still send to find out more about what went wrong.
private final class EventBudget: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) {
        left = Mutex(count)
    }

    /// Spends some events; false if fewer are left.
    func spend(_ count: Int) -> Bool {
        left.withLock { left in
            guard count <= left else { return false }
            left -= count
            return true
        }
    }
}

/// Hands results on in their order, however they arrive.
private struct InOrder<Result> {
    private var waiting: [Int: Result] = [:]
    private var next = 0

    mutating func add(_ result: Result, at place: Int, _ handOn: (Result) -> Void) {
        waiting[place] = result
        while let result = waiting.removeValue(forKey: next) {
            handOn(result)
            next += 1
        }
    }
}
