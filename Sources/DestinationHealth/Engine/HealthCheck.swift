import Synchronization
public import TikTokAPI

/// Which checks to make, and how strictly.
public struct CheckOptions: Sendable {
    /// The rules to run, in the registry's order.
    public var rules: [any Rule.Type]
    /// Whether nothing is asked of the API.
    public var isOffline: Bool
    /// Whether warnings make a destination unhealthy.
    public var isStrict: Bool
    /// How many exchanges are in flight at most.
    public var concurrency: Int
    /// Where and how live checks are made.
    public var live: LiveOptions

    /// Makes options.
    public init(
        rules: [any Rule.Type] = RuleRegistry.all,
        isOffline: Bool = false,
        isStrict: Bool = false,
        concurrency: Int = 16,
        live: LiveOptions = LiveOptions()
    ) {
        self.rules = rules
        self.isOffline = isOffline
        self.isStrict = isStrict
        self.concurrency = max(1, concurrency)
        self.live = live
    }
}

/// Tells a running check that it must end, and why. Safe to use from a signal's thread.
public final class StopSignal: Sendable {
    /// Why a run ends early.
    public enum Reason: Sendable {
        /// The run's own limit.
        case deadline
        /// A signal.
        case interrupted
        /// The run could not begin at all: wrong options, say.
        case unusable
    }

    private let stored = Mutex<Reason?>(nil)

    /// Nothing has happened yet.
    public init() {}

    /// Why to end; nil while there is no reason. The first reason stays.
    public var reason: Reason? { stored.withLock { $0 } }

    /// Asks the run to end.
    public func request(_ reason: Reason) {
        stored.withLock { $0 = $0 ?? reason }
    }
}

/// How many events a run may still send to find out more about what went wrong.
private final class EventBudget: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) {
        left = Mutex(count)
    }

    /// Whether so many may be sent.
    func spend(_ count: Int) -> Bool {
        left.withLock { left in
            guard count <= left else { return false }
            left -= count
            return true
        }
    }
}

/// A rule that a run applies, with what is asked of it for every destination.
/// A value that is looked at where it lies: counting references takes as long as many a check.
private struct SelectedRule: Sendable {
    let rule: any Rule
    let id: String
    let isRunWide: Bool
    /// Whether it asks the API; kept beside the rule itself, which takes longer to look at.
    let isLive: Bool
    let live: (any LiveRule)?

    init(_ type: any Rule.Type) {
        rule = type.init()
        id = type.description.id
        isRunWide = type.isRunWide
        live = rule.live
        isLive = live != nil
    }
}

/// Hands results on in their order, in whatever order they come.
private struct InOrder<Result> {
    private var waiting: [Int: Result] = [:]
    private var next = 0

    mutating func add(_ result: Result, at index: Int, _ handOn: (Result) -> Void) {
        guard index == next else {
            waiting[index] = result
            return
        }
        handOn(result)
        next += 1
        while let result = waiting.removeValue(forKey: next) {
            handOn(result)
            next += 1
        }
    }
}

/// Checks destinations: gathers evidence, lets the rules judge, folds their findings into verdicts.
public struct HealthCheck: Sendable {
    /// How often the rules may ask again after an answer.
    private static let maximumRounds = 3

    private let options: CheckOptions
    private let rules: [SelectedRule]
    private let liveRules: [any LiveRule]
    private let selectedRules: Set<String>
    private let api: APIClient
    private let stop: StopSignal
    private let diagnosticEvents = EventBudget(20)
    private let unixTime: @Sendable () -> Int

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - options: Which checks to make.
    ///   - api: Whom to ask; not used when offline.
    ///   - stop: What ends the run early. Whoever requests it must also stop the client.
    ///   - unixTime: The wall clock, in seconds since 1970 UTC.
    public init(
        options: CheckOptions = CheckOptions(),
        api: APIClient,
        stop: StopSignal = StopSignal(),
        unixTime: @escaping @Sendable () -> Int = { WallClock.unixTime }
    ) {
        var options = options
        selectedRules = Set(options.rules.map { $0.description.id })
        options.live.provesOwnership = selectedRules.contains(PixelOwnershipRule.description.id)
        self.options = options
        rules = options.rules.map(SelectedRule.init)
        liveRules = rules.compactMap(\.live)
        self.api = api
        self.stop = stop
        self.unixTime = unixTime
    }

    /// Checks destinations, compared with each other alone.
    ///
    /// - Parameter destinations: Which to check. Whatever is wrong with one, it gets a report; nothing is thrown.
    /// - Returns: A report of each, in the same order.
    public func reports(on destinations: [Destination]) async -> [DestinationReport] {
        var reports: [DestinationReport] = []
        await run(destinations, fleet: Fleet(destinations)) { reports.append($0) }
        return reports
    }

    /// Checks destinations and reports each as soon as it and all before it are known.
    ///
    /// - Parameters:
    ///   - destinations: Which to check, in the order of reporting.
    ///   - proofs: What earlier runs proved of them, by their place among the destinations. Those are sent no test event,
    ///     but an empty list, so that a token that was revoked since is found all the same.
    ///   - fleet: What the rules compare with; usually of more destinations than are checked.
    ///   - report: Called once for each destination, in order. What takes its time there holds up the exchanges.
    public func run(
        _ destinations: [Destination],
        earlierProofs proofs: [Int: EarlierProof] = [:],
        fleet: Fleet,
        report: (DestinationReport) -> Void
    ) async {
        var told = ReportedOnce()
        var results = InOrder<[JudgedDestination]>()
        func tell(_ result: [JudgedDestination], of index: Int) {
            results.add(result, at: index) { for judged in $0 { report(judged.report(after: &told)) } }
        }
        if options.isOffline {
            await judge(destinations, fleet: fleet, tell)
            return
        }
        await withTaskExecutorPreference(api.executor) {
            await withTaskGroup(of: (Int, JudgedDestination).self) { group in
                var order = StartOrder(destinations.indices.lazy.map { destinations[$0].slowestRateLimitKey })
                func startOne() {
                    // Not too many of a kind: what waits for its turn for long has left the processor's memory by then.
                    guard let index = order.next(atMost: 4 * options.concurrency) else { return }
                    group.addTask { (index, await self.check(destinations[index], proofs[index], fleet: fleet)) }
                }
                // More are begun than can be asked at a time: one that waits for its turn at TikTok keeps nobody else
                // waiting.
                for _ in 0..<max(256, 4 * options.concurrency) { startOne() }
                while let (index, result) = await group.next() {
                    order.end(index)
                    tell([result], of: index)
                    startOne()
                }
            }
        }
    }

    /// Judges without asking anything, on every processor: some hundred destinations at a time, so that handing them over
    /// costs next to nothing and few wait for those before them.
    private func judge(
        _ destinations: [Destination],
        fleet: Fleet,
        _ tell: (_ result: [JudgedDestination], _ index: Int) -> Void
    ) async {
        let size = 256
        await withTaskGroup(of: (Int, [JudgedDestination]).self) { group in
            var rest = stride(from: 0, to: destinations.count, by: size).makeIterator()
            func startOne() {
                guard let start = rest.next() else { return }
                group.addTask {
                    // Objects of its own: processors that count the references to one object wait for each other.
                    let context = self.context(Evidence(), fleet: fleet.again())
                    let rules = self.rules.map { $0 }
                    var alike: [CheckResult] = []
                    let part = destinations[start..<min(start + size, destinations.count)].map { destination in
                        let judged = self.judge(destination, by: rules, in: context, like: alike)
                        alike = judged.checks
                        return judged
                    }
                    return (start / size, part)
                }
            }
            for _ in 0..<8 { startOne() }
            while let (index, result) = await group.next() {
                tell(result, index)
                startOne()
            }
        }
    }

    /// The calls that checking a destination makes next, each once.
    ///
    /// - Parameters:
    ///   - destination: Which to check.
    ///   - evidence: What was answered so far; by default nothing, so that the result is what is asked in any case.
    ///   - proof: What an earlier run proved, so that no event need be sent.
    ///   - fleet: All destinations of the run.
    public func questions(
        about destination: Destination,
        after evidence: Evidence = Evidence(),
        earlierProof proof: EarlierProof? = nil,
        fleet: Fleet
    ) -> [APICall] {
        let context = QuestionContext(options: live(proof), evidence: evidence, fleet: fleet)
        var calls: [APICall] = []
        for rule in liveRules {
            for call in rule.questions(about: destination, in: context)
            where !calls.contains(call) && !evidence.answers(call) {
                calls.append(call)
            }
        }
        return calls
    }

    /// Why nothing would be asked for a destination; nil if something would.
    public func skipReason(to destination: Destination) -> String? {
        guard destination.isEnabled else { return "disabled in the config" }
        if let skipReason = destination.skipReason { return skipReason }
        return options.live.isSimulated ? nil : destination.sampleCredential.map { "\($0.field) is the simulator's" }
    }

    /// How a destination is asked about.
    private func live(_ proof: EarlierProof?) -> LiveOptions {
        var live = options.live
        if proof != nil { live.provesOwnership = false }
        return live
    }

    private func check(_ destination: Destination, _ proof: EarlierProof?, fleet: Fleet) async -> JudgedDestination {
        let began = ContinuousClock.now
        if let reason = stop.reason { return notChecked(destination, reason, began: began) }
        if let skipReason = skipReason(to: destination) {
            return judge(
                destination,
                by: rules,
                in: context(Evidence(skipReason: skipReason), fleet: fleet),
                since: began
            )
        }
        var evidence = Evidence()
        for round in 0..<Self.maximumRounds {
            let calls = questions(about: destination, after: evidence, earlierProof: proof, fleet: fleet)
            if calls.isEmpty { break }
            for call in calls where round == 0 || diagnosticEvents.spend(call.eventCount) {
                let fact = APIResult(await api.ask(call, in: destination.rateLimitKey(of: call)), to: call)
                if fact.failure?.kind == .cancelled {
                    return notChecked(destination, stop.reason ?? .interrupted, began: began)
                }
                evidence.add(fact)
            }
        }
        // Nobody will ask what only this token asks, save the questions that look for swapped tokens.
        if !fleet.sharesToken(destination), let call = evidence.results.first?.call { api.forget(call) }
        return judge(destination, by: rules, in: context(evidence, proof, fleet: fleet), since: began)
    }

    private func context(_ evidence: Evidence, _ proof: EarlierProof? = nil, fleet: Fleet) -> RuleContext {
        RuleContext(
            evidence: evidence,
            fleet: fleet,
            unixTime: unixTime(),
            live: live(proof),
            selectedRules: selectedRules,
            earlierProof: proof
        )
    }

    /// Lets the rules judge.
    ///
    /// - Parameters:
    ///   - destination: Which one.
    ///   - rules: Those that run.
    ///   - context: What they may look at besides.
    ///   - other: How the same rules judged another destination.
    ///   - began: When its check began; nil where nothing was waited for.
    private func judge(
        _ destination: Destination,
        by rules: [SelectedRule],
        in context: RuleContext,
        like other: [CheckResult] = [],
        since began: ContinuousClock.Instant? = nil
    ) -> JudgedDestination {
        var judgement = Judgement(destination, strict: options.isStrict, unixTime: context.unixTime, like: other)
        // A rule that is passed over tells nothing, so no other may leave anything to it.
        if !judgement.suppressedRules.isEmpty, !context.isWithout(judgement.suppressedRules) {
            let context = context.without(judgement.suppressedRules)
            return judge(destination, by: rules, in: context, like: other, since: began)
        }
        for number in rules.indices {
            if !destination.isEnabled {
                judgement.skip(rules[number].id, "disabled in the config")
            } else if rules[number].isLive, options.isOffline {
                if judgement.repeats(.skipped, "offline") { continue }
                judgement.skip(rules[number].id, "offline")
            } else if rules[number].isLive, let skipReason = context.evidence.skipReason {
                judgement.block(rules[number].rule, skipReason)
            } else {
                let outcome = rules[number].rule.check(destination, in: context)
                if case .passed = outcome, judgement.repeats(.passed) { continue }
                judgement.add(outcome, of: rules[number].id, isRunWide: rules[number].isRunWide)
            }
        }
        return JudgedDestination(
            judgement: consume judgement,
            evidence: context.evidence,
            duration: began.map { $0.duration(to: .now) } ?? .zero
        )
    }

    private func notChecked(
        _ destination: Destination,
        _ reason: StopSignal.Reason,
        began: ContinuousClock.Instant
    ) -> JudgedDestination {
        var judgement = Judgement(destination, strict: false, unixTime: unixTime())
        guard destination.isEnabled else {
            for rule in rules { judgement.skip(rule.id, "disabled in the config") }
            return JudgedDestination(judgement: judgement, evidence: Evidence(), duration: .zero)
        }
        judgement.leaveUnchecked(rules.map(\.rule), reason)
        return JudgedDestination(judgement: judgement, evidence: Evidence(), duration: began.duration(to: .now))
    }
}
