import DestinationHealth
import TikTokAPI

/// The checking itself, which ends early at the deadline or on a signal.
struct CheckRun {
    private let destinations: [Destination]
    private let index: DestinationIndex
    private let earlierProofs: [Int: EarlierProof]
    private let isOffline: Bool
    private let timeLeft: Duration
    private let signals: SignalListener
    private let stop = StopSignal()
    private let api: APIClient
    private let healthCheck: HealthCheck

    /// Sets up a run.
    ///
    /// - Parameters:
    ///   - rules: The rules to run.
    ///   - http: What carries the API calls.
    ///   - end: The deadline.
    ///   - signals: What ends the run early.
    ///   - input: The destinations: the selected ones are checked, and compared with all.
    ///   - earlierProofs: What earlier runs proved, by the place among the selected destinations.
    init(
        options: CheckOptions,
        rules: [any Rule.Type],
        http: any HTTPClient,
        end: ContinuousClock.Instant,
        signals: SignalListener,
        input: CheckInput,
        earlierProofs: [Int: EarlierProof]
    ) {
        destinations = input.selected
        index = DestinationIndex(input.all)
        self.earlierProofs = earlierProofs
        self.signals = signals
        isOffline = options.asksNothing
        // Reading the configs has taken some of the time.
        timeLeft = max(.zero, ContinuousClock.now.duration(to: end))

        var clientOptions = APIClient.Options(timeout: options.timeout, deadline: timeLeft)
        clientOptions.tier = options.tier
        clientOptions.concurrency = options.concurrency
        if options.simulation != nil {
            clientOptions.clock = SimulatedClock()
            clientOptions.deadline = nil
        }
        api = APIClient(http: http, options: clientOptions)
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

    /// Has every destination reported as not checked.
    func refuse() {
        if !isOffline { stop.request(.unusable) }
    }

    /// The requests that the run would send, as lines for people.
    func requests() -> [String] {
        let dryRun = DryRun(check: healthCheck, api: api, index: index)
        return destinations.flatMap(dryRun.lines)
    }

    /// Checks every destination and reports each in order. Returns when all are reported, at the latest shortly after the
    /// deadline or a signal.
    func run(_ report: (DestinationReport) -> Void) async {
        let end: @Sendable (StopSignal.Reason) -> Void = { [stop, api] reason in
            stop.request(reason)
            api.stop()
        }
        guard !isOffline else {
            // Nothing is waited for, so the deadline is looked at between destinations.
            signals.onSignal { [stop] in stop.request(.interrupted) }
            let deadline = ContinuousClock.now + timeLeft
            await healthCheck.run(destinations, earlierProofs: earlierProofs, index: index) {
                report($0)
                if ContinuousClock.now > deadline { stop.request(.deadline) }
            }
            return
        }
        signals.onSignal { end(.interrupted) }
        let timer = Task { [timeLeft] in
            if await Self.hasPassed(timeLeft) { end(.deadline) }
        }
        await healthCheck.run(destinations, earlierProofs: earlierProofs, index: index, report: report)
        timer.cancel()
    }

    /// Waits for some time that the program really ran: a laptop that sleeps meanwhile, or a process that is stopped, does
    /// not use it up.
    ///
    /// - Returns: False when the task is cancelled.
    private static func hasPassed(_ time: Duration) async -> Bool {
        let clock = SuspendingClock()
        // A step may take this much longer on a busy machine; more means that the process was stopped.
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
}
