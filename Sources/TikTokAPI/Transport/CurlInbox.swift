internal import CCurl
internal import Synchronization

/// What the callers put in and the thread that runs the exchanges takes out, with a wake-up when that thread sleeps.
///
/// The thread starts with the first exchange and holds this, not the client, so that a client that is let go can end
/// it.
final class CurlInbox: Sendable {
    /// What has come in since the thread last looked.
    struct Mail {
        var submitted: [Exchange] = []
        var cancelled: [Exchange] = []
        var names: [(host: String, finding: NameFinding)] = []
        /// Steps of tasks that prefer to run where the exchanges do.
        var jobs: [UnownedJob] = []
        var shallStop = false

        var isEmpty: Bool { submitted.isEmpty && cancelled.isEmpty && names.isEmpty && jobs.isEmpty && !shallStop }

        /// Forgets everything but how much room it took.
        mutating func clear() {
            submitted.removeAll(keepingCapacity: true)
            cancelled.removeAll(keepingCapacity: true)
            names.removeAll(keepingCapacity: true)
            jobs.removeAll(keepingCapacity: true)
            shallStop = false
        }
    }

    private enum Thread {
        case notStarted
        case running
        case failed(TransportFailure)
        case stopped
    }

    /// A multi handle, for waking its poll up from other threads, which libcurl allows.
    struct Waker: @unchecked Sendable {
        let library: CurlLibrary
        let multi: UnsafeMutableRawPointer

        func wake() {
            _ = ccurl_multi_wakeup(library.table, multi)
        }
    }

    private struct State {
        var thread = Thread.notStarted
        var mail = Mail()
        var isAsleep = false
        var waker: Waker?
    }

    let configuration: CurlConfiguration
    private let state = Mutex(State())

    init(configuration: CurlConfiguration) {
        self.configuration = configuration
    }

    func submit(_ exchange: Exchange) {
        if let refusal = put({ $0.submitted.append(exchange) }) { exchange.finish(.failure(refusal)) }
    }

    /// Puts something in, and starts the thread if need be. Returns why it will not be taken, if so.
    private func put(_ change: (inout Mail) -> Void) -> TransportFailure? {
        state.withLock { state in
            if case .notStarted = state.thread { state.thread = start() }
            switch state.thread {
            case .running, .notStarted:
                change(&state.mail)
                wake(&state)
                return nil
            case .failed(let failure): return failure
            case .stopped: return TransportFailure(.cancelled, "the HTTP client was shut down")
            }
        }
    }

    /// Answers the caller at once; the thread then drops the exchange.
    func cancel(_ exchange: Exchange) {
        exchange.cancel("the run was cancelled")
        state.withLock { state in
            guard case .running = state.thread else { return }
            state.mail.cancelled.append(exchange)
            wake(&state)
        }
    }

    /// Brings what a look-up found.
    func deliver(_ finding: NameFinding, of host: String) {
        state.withLock { state in
            guard case .running = state.thread else { return }
            state.mail.names.append((host, finding))
            wake(&state)
        }
    }

    func stop() {
        state.withLock { state in
            guard case .running = state.thread else {
                state.thread = .stopped
                return
            }
            state.thread = .stopped
            state.mail.shallStop = true
            wake(&state)
        }
    }

    // MARK: - For the thread

    /// From now on the thread can be woken, until ``takeLastMail()``.
    func setWaker(_ waker: Waker) {
        state.withLock { $0.waker = waker }
    }

    /// Takes what has come in, in the place of what came in before.
    func takeMail(into mail: inout Mail) {
        mail.clear()
        state.withLock { state in
            state.isAsleep = false
            swap(&state.mail, &mail)
        }
    }

    /// Whether nothing has come in, so that the thread may sleep; what is put in then wakes it.
    func prepareToSleep() -> Bool {
        state.withLock { state in
            state.isAsleep = state.mail.isEmpty
            return state.isAsleep
        }
    }

    /// Takes what has come in, and nothing is accepted or woken from now on.
    func takeLastMail(_ failure: TransportFailure?) -> Mail {
        state.withLock { state in
            state.waker = nil
            if let failure { state.thread = .failed(failure) } else { state.thread = .stopped }
            defer { state.mail = Mail() }
            return state.mail
        }
    }

    /// Under the lock, because the thread may close its handle as soon as the lock is free.
    private func wake(_ state: inout State) {
        guard state.isAsleep else { return }
        state.isAsleep = false
        state.waker?.wake()
    }

    private func start() -> Thread {
        switch CurlLibrary.load(configuration.libraryCandidates) {
        case .failure(let failure): return .failed(failure)
        case .success(let library):
            let isStarted = startDetachedThread { [self] in CurlLoop.run(inbox: self, library: library) }
            return isStarted ? .running : .failed(TransportFailure(.libraryMissing, "no thread could be started"))
        }
    }
}

/// A task that waits for exchanges all the time had better run where they do: handing each answer over to another thread
/// takes longer than anything that is done with it.
extension CurlInbox: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if put({ $0.jobs.append(job) }) != nil { Self.runElsewhere(job) }
    }

    /// A task goes on, even if the thread has ended.
    static func runElsewhere(_ job: UnownedJob) {
        globalConcurrentExecutor.enqueue(job)
    }
}
