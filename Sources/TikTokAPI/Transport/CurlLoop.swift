internal import CCurl

/// The thread that runs the exchanges: the only one that touches libcurl's handles.
final class CurlLoop {
    /// So much time in which the thread neither slept on purpose nor worked is time in which the process did not run.
    static let suspensionThreshold: Int64 = 500_000_000
    /// How often one exchange's limit is moved on for that at most.
    static let mostSuspensions = 3
    /// How long the thread sleeps at most while something runs: the shorter, the less of a suspension goes unnoticed.
    static let slice: Int64 = 250

    /// How many steps of one task may follow each other before the exchanges are looked at again.
    static let maxJobsPerTurn = 32

    private let inbox: CurlInbox
    private let library: CurlLibrary
    private let multi: UnsafeMutableRawPointer
    private let setting: CurlTransfer.Setting
    private let sockets: OpaquePointer
    private let certificates: CertificateDiagnosis
    private let names: NameDiagnosis
    /// Goes down where this process can open no more files.
    private var maximumTransfers: Int
    /// How long an exchange that found no socket waits, in nanoseconds, where no other one is about to end.
    static let wantOfSocketPause: Int64 = 50_000_000
    /// How often in a row at most: what keeps the files open then is not about to close them.
    static let mostPauses = 20
    private var pauses = 0
    private var pausedUntil: Int64 = 0
    /// All pooled handles, by number; the number comes back from libcurl with a finished exchange.
    private var transfers: [CurlTransfer] = []
    private var idle: [Int] = []
    private var mail = CurlInbox.Mail()
    /// What waits for a free handle: a queue whose taken part is cut off now and then.
    private var waiting: [Exchange] = []
    private var nextWaiting = 0
    /// The clock, and the time for which this thread has worked, when they were last compared.
    private var lastSeen = (clock: monotonicNanoseconds(), work: threadNanoseconds())

    /// Runs until the inbox says stop. What is left then gets its answer: none is lost.
    static func run(inbox: CurlInbox, library: CurlLibrary) {
        var failure: TransportFailure?
        switch CurlTransfer.Setting.make(inbox.configuration, library: library) {
        case .failure(let reason): failure = reason
        case .success(let setting):
            if let sockets = ccurl_sockets_create(), let multi = ccurl_multi_init(library.table) {
                inbox.setWaker(CurlInbox.Waker(library: library, multi: multi))
                let loop = CurlLoop(inbox: inbox, library: library, multi: multi, sockets: sockets, setting: setting)
                loop.run()
                loop.close(mail: inbox.takeLastMail(nil))
                return
            }
            failure = TransportFailure(.libraryMissing, "libcurl could not be started")
        }
        let mail = inbox.takeLastMail(failure)
        for exchange in mail.submitted {
            exchange.finish(.failure(failure ?? TransportFailure(.cancelled, "the HTTP client was shut down")))
        }
        for job in mail.jobs { CurlInbox.runElsewhere(job) }
    }

    private init(
        inbox: CurlInbox,
        library: CurlLibrary,
        multi: UnsafeMutableRawPointer,
        sockets: OpaquePointer,
        setting: CurlTransfer.Setting
    ) {
        self.inbox = inbox
        self.library = library
        self.multi = multi
        self.sockets = sockets
        self.setting = setting
        certificates = CertificateDiagnosis(library: library, multi: multi, sockets: sockets, setting: setting)
        names = NameDiagnosis(inbox: inbox)
        maximumTransfers = max(1, inbox.configuration.maximumConnections)
        _ = ccurl_multi_set_long(library.table, multi, CCURL_MOPT_MAXCONNECTS, maximumTransfers)
        // Where resolver threads belong to the multi handle (libcurl 8.20 on), it must not wait for them either.
        _ = ccurl_multi_set_long(library.table, multi, CCURL_MOPT_QUICK_EXIT, 1)
    }

    private func run() {
        while takeMail() {
            startWaiting()
            compensateForSuspension()
            let code = ccurl_multi_perform(library.table, multi)
            compensateForSuspension()
            collectFinished()
            if code != 0 { endAll() }
            endOverdue()
            // Handles came free: fill them before sleeping.
            if startWaiting() { continue }
            let milliseconds = inbox.prepareToSleep() ? millisecondsToNextDeadline() : 0
            let pollCode = ccurl_multi_poll(library.table, multi, milliseconds)
            compensateForSuspension(slept: Int64(milliseconds) * 1_000_000)
            if pollCode != 0 { endAll() }
        }
    }

    /// Takes what has come in, and lets tasks go on until they have nothing to do, or for long enough. Returns whether to
    /// go on.
    private func takeMail() -> Bool {
        for _ in 0..<Self.maxJobsPerTurn {
            inbox.takeMail(into: &mail)
            waiting.append(contentsOf: mail.submitted)
            for exchange in mail.cancelled { drop(exchange) }
            for (host, finding) in mail.names { names.end(host, finding) }
            for job in mail.jobs { job.runSynchronously(on: inbox.asUnownedTaskExecutor()) }
            if mail.shallStop { return false }
            if mail.jobs.isEmpty { break }
        }
        return true
    }

    /// A process that was stopped, or a machine that slept, gives what runs the time back: its peer may well have
    /// answered. A thread that was merely busy has worked in that time.
    private func compensateForSuspension(slept: Int64 = 0) {
        let now = (clock: monotonicNanoseconds(), work: threadNanoseconds())
        let stopped = now.clock - lastSeen.clock - slept - (now.work - lastSeen.work)
        lastSeen = now
        guard stopped > Self.suspensionThreshold else { return }
        for transfer in transfers { transfer.extend(by: stopped) }
        certificates.extend(by: stopped)
        names.extend(by: stopped)
    }

    /// Gives free handles to waiting exchanges. Returns whether any was started.
    @discardableResult private func startWaiting() -> Bool {
        var hasStarted = false
        guard pausedUntil == 0 || pausedUntil <= monotonicNanoseconds() else { return false }
        pausedUntil = 0
        while nextWaiting < waiting.count {
            guard let number = freeTransfer() else { break }
            let exchange = waiting[nextWaiting]
            nextWaiting += 1
            guard !exchange.isFinished, transfers[number].start(exchange, multi: multi) else {
                idle.append(number)
                continue
            }
            hasStarted = true
        }
        if nextWaiting == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            nextWaiting = 0
        } else if nextWaiting > 1024 {
            waiting.removeFirst(nextWaiting)
            nextWaiting = 0
        }
        return hasStarted
    }

    private func freeTransfer() -> Int? {
        guard transfers.count - idle.count < maximumTransfers else { return nil }
        if let number = idle.popLast() { return number }
        guard let transfer = CurlTransfer(number: transfers.count, library: library, sockets: sockets, setting: setting)
        else {
            // Without memory for one more, those that run go on; without any, nothing ever would.
            if transfers.isEmpty { refuseWaiting(TransportFailure(.libraryMissing, "libcurl could not be set up")) }
            return nil
        }
        transfers.append(transfer)
        return transfer.number
    }

    private func refuseWaiting(_ failure: TransportFailure) {
        for exchange in waiting[nextWaiting...] { exchange.finish(.failure(failure)) }
        nextWaiting = waiting.count
    }

    private func collectFinished() {
        var pointer: UnsafeMutableRawPointer?
        var code: Int32 = 0
        while ccurl_multi_next_finished(library.table, multi, &pointer, &code) {
            let number = Int(bitPattern: pointer) - 1
            certificates.end(number: number, code: code)
            guard transfers.indices.contains(number) else { continue }
            if transfers[number].startAgain(after: code, multi: multi) { continue }
            if !putBack(number, code: code) { end(transfers[number], code: code) }
        }
    }

    private func end(_ transfer: CurlTransfer, code: Int32) {
        let failed = transfer.end(code: code, multi: multi)
        idle.append(transfer.number)
        guard let failed else { return }
        if failed.facts.isRefusedCertificate { certificates.explain(failed) } else { names.explain(failed) }
    }

    /// Makes do with fewer connections where this process can open no more files: nothing was sent, so that the exchange
    /// can wait for another one's end or, where it is the only one, for other files to be closed. Returns whether it
    /// does.
    private func putBack(_ number: Int, code: Int32) -> Bool {
        let others = transfers.count - idle.count - 1
        guard transfers[number].wantsDescriptor(code: code) else {
            pauses = 0
            return false
        }
        guard others > 0 || pauses < Self.mostPauses, let exchange = transfers[number].exchange else { return false }
        transfers[number].drop(multi: multi)
        idle.append(number)
        if others == 0 {
            pauses += 1
            pausedUntil = monotonicNanoseconds() + Self.wantOfSocketPause
        }
        maximumTransfers = max(1, min(maximumTransfers, others))
        _ = ccurl_multi_set_long(library.table, multi, CCURL_MOPT_MAXCONNECTS, maximumTransfers)
        waiting.append(exchange)
        return true
    }

    /// Ends what has passed its limit, even if libcurl would go on.
    private func endOverdue() {
        var now: Int64?
        for transfer in transfers where transfer.isActive {
            let time = now ?? monotonicNanoseconds()
            now = time
            if transfer.deadline <= time { end(transfer, code: CCURL_OPERATION_TIMEDOUT) }
        }
        certificates.endOverdue()
        names.endOverdue()
    }

    /// libcurl itself no longer works: nothing that runs can be relied upon.
    private func endAll() {
        for transfer in transfers where transfer.isActive {
            end(transfer, code: CCURL_RECV_ERROR)
        }
    }

    private func drop(_ exchange: Exchange) {
        guard let transfer = transfers.first(where: { $0.exchange === exchange }) else { return }
        transfer.drop(multi: multi)
        idle.append(transfer.number)
    }

    private func millisecondsToNextDeadline() -> Int32 {
        // Mail wakes the loop up; should that fail once, nothing waits for longer than this.
        let idleSleep: Int64 = 500
        let deadlines = transfers.lazy.filter(\.isActive).map(\.deadline)
        let all = [
            deadlines.min(), certificates.nextDeadline, names.nextDeadline, pausedUntil == 0 ? nil : pausedUntil,
        ]
        guard let deadline = all.compactMap({ $0 }).min() else { return Int32(idleSleep) }
        return Int32(min(max((deadline - monotonicNanoseconds()) / 1_000_000 + 1, 0), Self.slice))
    }

    private func close(mail: CurlInbox.Mail) {
        let reason = "the HTTP client was shut down"
        for exchange in waiting[nextWaiting...] { exchange.cancel(reason) }
        for exchange in mail.submitted { exchange.cancel(reason) }
        for job in mail.jobs { CurlInbox.runElsewhere(job) }
        certificates.close(reason)
        names.close(reason)
        for transfer in transfers {
            transfer.exchange?.cancel(reason)
            transfer.drop(multi: multi)
            transfer.close()
        }
        ccurl_multi_cleanup(library.table, multi)
        ccurl_sockets_destroy(sockets)
    }
}
