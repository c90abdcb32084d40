import DestinationHealth
import TikTokAPI

/// The checking itself, with its limit of time and its reaction to signals.
struct CheckRun {
    let isOffline: Bool
    private let destinations: [Destination]
    private let earlierProofs: [Int: EarlierProof]
    private let index: DestinationIndex
    private let deadline: Duration
    private let stop = StopSignal()
    private let api: APIClient
    private let healthCheck: HealthCheck
    private let signals: SignalListener

    init(
        options: CheckOptions,
        rules: [any Rule.Type],
        http: any HTTPClient,
        began: ContinuousClock.Instant,
        signals: SignalListener,
        destinations: [Destination],
        earlierProofs: [Int: EarlierProof],
        index: DestinationIndex
    ) {
        // A dry run sends nothing, so it can judge only what needs no answer.
        isOffline = options.isOffline || options.isDryRun
        self.destinations = destinations
        self.earlierProofs = earlierProofs
        self.index = index
        self.signals = signals
        // Reading the configs has used some of it up.
        deadline = max(.zero, options.deadline - began.duration(to: .now))
        var asking = APIClient.Options(timeout: options.timeout, deadline: deadline)
        asking.tier = options.tier
        asking.concurrency = options.concurrency
        if options.simulation != nil {
            asking.clock = SimulatedClock()
            asking.deadline = nil
        }
        api = APIClient(http: http, options: asking)
        healthCheck = HealthCheck(
            options: DestinationHealth.CheckOptions(
                rules: rules,
                isOffline: isOffline,
                isStrict: options.isStrict,
                concurrency: options.concurrency,
                live: options.live
            ),
            api: api,
            stop: stop
        )
    }

    /// What was really sent.
    var statistics: APIClient.Statistics { api.statistics }

    /// Reports every destination as not checked, unless it can be checked without the API.
    func refuse() {
        if !isOffline { stop.request(.unusable) }
    }

    /// Checks every destination and reports each in order. Returns when all are reported, at the latest shortly after the
    /// deadline or a signal.
    func check(_ report: (DestinationReport) -> Void) async {
        guard !isOffline else {
            signals.onSignal { [stop] in stop.request(.interrupted) }
            let end = ContinuousClock.now + deadline
            await healthCheck.run(destinations, earlierProofs: earlierProofs, index: index) {
                report($0)
                if ContinuousClock.now > end { stop.request(.deadline) }
            }
            return
        }
        let end: @Sendable (StopSignal.Reason) -> Void = { [stop, api] reason in
            stop.request(reason)
            api.stop()
        }
        signals.onSignal { end(.interrupted) }
        let timer = Task { [deadline] in
            if await Self.hasPassed(deadline) { end(.deadline) }
        }
        await healthCheck.run(destinations, earlierProofs: earlierProofs, index: index, report: report)
        timer.cancel()
    }

    /// Waits for so long, by the time that the program really ran: a laptop that sleeps meanwhile, or a process that is
    /// stopped, does not use it up. Returns false when the task is cancelled.
    private static func hasPassed(_ time: Duration) async -> Bool {
        let clock = SuspendingClock()
        // What a step may last longer on a busy machine; more is a stop.
        let slack = Duration.seconds(1)
        var left = time
        while left > .zero {
            let step = min(left, .milliseconds(500))
            let began = clock.now
            guard (try? await clock.sleep(until: began + step)) != nil else { return false }
            left -= min(began.duration(to: clock.now), step + slack)
        }
        return true
    }

    /// The requests that a run would send, as lines for people.
    func requests() -> [String] {
        let dryRun = DryRun(check: healthCheck, api: api, index: index)
        return destinations.flatMap(dryRun.lines)
    }
}

extension CheckOptions {
    /// How live checks are made.
    var live: LiveOptions {
        LiveOptions(
            origin: baseURL,
            allowsProductionEvent: allowsProductionEvent,
            isSimulated: simulation != nil
        )
    }
}
