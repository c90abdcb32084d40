internal import CCurl

/// The thread that runs the exchanges: the only one that touches libcurl's handles.
final class CurlLoop {
    /// How long libcurl may overrun a limit before the loop ends the exchange itself.
    static let grace: Int64 = 200_000_000

    private let inbox: CurlInbox
    private let library: CurlLibrary
    private let multi: UnsafeMutableRawPointer
    private let setting: CurlTransfer.Setting
    private let sockets: OpaquePointer
    private let maximumTransfers: Int
    /// All pooled handles, by number; the number comes back from libcurl with a finished exchange.
    private var transfers: [CurlTransfer] = []
    private var idle: [Int] = []
    /// What waits for a free handle: a queue whose taken part is cut off now and then.
    private var waiting: [Exchange] = []
    private var nextWaiting = 0

    /// Runs until the inbox says stop. Whatever is then left has its answer: none is lost.
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
        for exchange in inbox.takeLastMail(failure).submitted {
            exchange.finish(.failure(failure ?? TransportFailure(.cancelled, "the HTTP client was shut down")))
        }
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
        maximumTransfers = max(1, inbox.configuration.maximumConnections)
        _ = ccurl_multi_set_long(library.table, multi, CCURL_MOPT_MAXCONNECTS, maximumTransfers)
        // Where resolver threads belong to the multi handle (libcurl 8.20 on), it must not wait for them either.
        _ = ccurl_multi_set_long(library.table, multi, CCURL_MOPT_QUICK_EXIT, 1)
    }

    private func run() {
        while true {
            let mail = inbox.takeMail()
            if mail.shallStop {
                waiting.append(contentsOf: mail.submitted)
                return
            }
            waiting.append(contentsOf: mail.submitted)
            for exchange in mail.cancelled { drop(exchange) }
            startWaiting()
            let code = ccurl_multi_perform(library.table, multi)
            collectFinished()
            if code != 0 { endAll() }
            endOverdue()
            // Handles came free: fill them before sleeping.
            if startWaiting() { continue }
            let milliseconds = inbox.prepareToSleep() ? millisecondsToNextDeadline() : 0
            if ccurl_multi_poll(library.table, multi, milliseconds) != 0 { endAll() }
        }
    }

    /// Gives free handles to waiting exchanges. Returns whether any was started.
    @discardableResult private func startWaiting() -> Bool {
        var hasStarted = false
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
        if let number = idle.popLast() { return number }
        guard transfers.count < maximumTransfers else { return nil }
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
            guard transfers.indices.contains(number) else { continue }
            if transfers[number].startAgain(after: code, multi: multi) { continue }
            transfers[number].end(code: code, multi: multi)
            idle.append(number)
        }
    }

    /// Ends what has passed its limit, whatever libcurl thinks of it.
    private func endOverdue() {
        var now: Int64?
        for transfer in transfers where transfer.isActive {
            let time = now ?? monotonicNanoseconds()
            now = time
            if transfer.deadline <= time {
                transfer.end(code: CCURL_OPERATION_TIMEDOUT, multi: multi)
                idle.append(transfer.number)
            }
        }
    }

    /// libcurl itself no longer works: nothing that runs can be relied upon.
    private func endAll() {
        for transfer in transfers where transfer.isActive {
            transfer.end(code: CCURL_RECV_ERROR, multi: multi)
            idle.append(transfer.number)
        }
    }

    private func drop(_ exchange: Exchange) {
        guard let transfer = transfers.first(where: { $0.exchange === exchange }) else { return }
        transfer.drop(multi: multi)
        idle.append(transfer.number)
    }

    private func millisecondsToNextDeadline() -> Int32 {
        let idleSleep: Int64 = 60_000
        guard let deadline = transfers.lazy.filter(\.isActive).map(\.deadline).min() else { return Int32(idleSleep) }
        return Int32(min(max((deadline - monotonicNanoseconds()) / 1_000_000 + 1, 0), idleSleep))
    }

    private func close(mail: CurlInbox.Mail) {
        let reason = "the HTTP client was shut down"
        for exchange in waiting[nextWaiting...] { exchange.cancel(reason) }
        for exchange in mail.submitted { exchange.cancel(reason) }
        for transfer in transfers {
            transfer.exchange?.cancel(reason)
            transfer.drop(multi: multi)
            transfer.close()
        }
        ccurl_multi_cleanup(library.table, multi)
        ccurl_sockets_destroy(sockets)
    }
}
