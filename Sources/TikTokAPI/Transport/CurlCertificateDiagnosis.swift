internal import CCurl

/// Looks at the certificates of a server that was refused for them: libcurl says nothing of a certificate that it did
/// not accept.
///
/// For each origin there is one handshake that accepts any certificate, on a connection of its own that is closed right
/// after it: no request, no token and no header of ours is ever near it. Exchanges that were refused wait for what it
/// finds, each within its own limit, and say what they would have said without it where it finds nothing.
final class CertificateDiagnosis {
    private enum State {
        case running(CertificateHandshake)
        /// What it found; nil for nothing. It is not tried again.
        case known(CertificateReading?)
    }

    /// Two origins are in ordinary use; with more than this not all are explained.
    private static let originLimit = 64

    private let library: CurlLibrary
    private let multi: UnsafeMutableRawPointer
    private let sockets: OpaquePointer
    private let setting: CurlTransfer.Setting
    private var states: [APIOrigin: State] = [:]
    private var refusals: [FailedExchange] = []

    init(
        library: CurlLibrary,
        multi: UnsafeMutableRawPointer,
        sockets: OpaquePointer,
        setting: CurlTransfer.Setting
    ) {
        self.library = library
        self.multi = multi
        self.sockets = sockets
        self.setting = setting
    }

    /// Gives the exchange its failure, now or when more is known.
    func explain(_ refusal: FailedExchange) {
        let origin = refusal.facts.origin
        switch states[origin] {
        case .known(let reading)?:
            refusal.finish(certificates: reading)
        case .running?:
            refusals.append(refusal)
        case nil:
            let left = refusal.deadline - monotonicNanoseconds()
            guard states.count < Self.originLimit, left > 0,
                let handshake = CertificateHandshake(
                    origin: origin,
                    number: states.count,
                    limit: Int((left + 999_999) / 1_000_000),
                    library: library,
                    sockets: sockets,
                    setting: setting
                )
            else {
                refusal.finish()
                return
            }
            guard handshake.begin(multi: multi) else {
                handshake.close(multi: multi)
                refusal.finish()
                return
            }
            states[origin] = .running(handshake)
            refusals.append(refusal)
        }
    }

    /// Takes the end of a handshake; `number` is what libcurl gave back for it.
    func end(number: Int, code: Int32) {
        for case (let origin, .running(let handshake)) in states where handshake.number == number {
            end(origin, handshake, reading: code == CCURL_OK ? handshake.reading : nil)
            return
        }
    }

    private func end(_ origin: APIOrigin, _ handshake: CertificateHandshake, reading: CertificateReading?) {
        handshake.close(multi: multi)
        states[origin] = .known(reading)
        for refusal in refusals where refusal.facts.origin == origin {
            refusal.finish(certificates: reading)
        }
        refusals.removeAll { $0.facts.origin == origin }
    }

    /// Answers the exchanges whose limit has passed.
    func endOverdue() {
        guard !refusals.isEmpty else { return }
        let now = monotonicNanoseconds()
        for refusal in refusals where refusal.deadline <= now {
            refusal.finish()
        }
        refusals.removeAll { $0.deadline <= now || $0.exchange.isFinished }
        // libcurl ends a handshake with its limit; where it does not, no exchange waits any more.
        for case (let origin, .running(let handshake)) in states where handshake.deadline <= now {
            end(origin, handshake, reading: nil)
        }
    }

    /// The next moment at which ``endOverdue()`` has something to do; nil for none.
    var nextDeadline: Int64? { refusals.lazy.map(\.deadline).min() }

    /// Moves every limit on by a time in which this process did not run.
    func extend(by nanoseconds: Int64) {
        for index in refusals.indices { refusals[index].deadline += nanoseconds }
        for case (_, .running(let handshake)) in states { handshake.extend(by: nanoseconds) }
    }

    /// Ends what runs, with this reason for every exchange that waits.
    func close(_ reason: String) {
        for refusal in refusals { refusal.exchange.cancel(reason) }
        refusals = []
        for case (_, .running(let handshake)) in states { handshake.close(multi: multi) }
        states = [:]
    }
}

/// One handshake that accepts any certificate, and after which nothing is sent.
final class CertificateHandshake {
    /// Below zero, apart from the numbers of transfers; it comes back from libcurl with the end.
    let number: Int
    /// On the clock of `monotonicNanoseconds`.
    private(set) var deadline: Int64
    private var limit: Int
    private let library: CurlLibrary
    private let easy: UnsafeMutableRawPointer
    private let memory: UnsafeMutablePointer<CCurlExchange>
    private var isRunning = false

    /// - Parameter limit: In milliseconds.
    init?(
        origin: APIOrigin,
        number: Int,
        limit: Int,
        library: CurlLibrary,
        sockets: OpaquePointer,
        setting: CurlTransfer.Setting
    ) {
        guard let easy = ccurl_easy_init(library.table) else { return nil }
        guard let memory = ccurl_exchange_create(sockets) else {
            ccurl_easy_cleanup(library.table, easy)
            return nil
        }
        self.number = -2 - number
        self.limit = limit
        deadline = monotonicNanoseconds() + Int64(limit) * 1_000_000
        self.library = library
        self.easy = easy
        self.memory = memory
        guard set(origin: origin, setting: setting) else {
            close(multi: nil)
            return nil
        }
    }

    private func set(origin: APIOrigin, setting: CurlTransfer.Setting) -> Bool {
        let isLoopback = RequestRules.isLoopback(origin.host)
        memory.pointee.may_send = { _, _ in true }
        memory.pointee.refuses_non_public =
            RequestRules.isTikTok(origin.host) && setting.proxy.isCertainlyDirect(origin)
        memory.pointee.guarded_port = Int32(origin.portInUse)
        let longs: [(Int32, Int)] = [
            (CCURL_OPT_NOSIGNAL, 1), (CCURL_OPT_NOPROGRESS, 1), (CCURL_OPT_FOLLOWLOCATION, 0), (CCURL_OPT_NETRC, 0),
            (CCURL_OPT_CONNECT_ONLY, 1), (CCURL_OPT_CERTINFO, 1), (CCURL_OPT_FRESH_CONNECT, 1),
            // What was agreed on without a look at the certificate must not serve anyone who does look.
            (CCURL_OPT_FORBID_REUSE, 1), (CCURL_OPT_SSL_SESSIONID_CACHE, 0),
            (CCURL_OPT_SSL_VERIFYPEER, 0), (CCURL_OPT_SSL_VERIFYHOST, 0),
            (CCURL_OPT_SSLVERSION, Int(CCURL_SSLVERSION_TLSv1_2)),
            (CCURL_OPT_HTTP_VERSION, Int(CCURL_HTTP_VERSION_1_1)), (CCURL_OPT_PROTOCOLS, Int(CCURL_PROTO_HTTPS)),
            (CCURL_OPT_SUPPRESS_CONNECT_HEADERS, 1),
            (CCURL_OPT_TIMEOUT_MS, limit), (CCURL_OPT_CONNECTTIMEOUT_MS, limit),
        ]
        let everyHost: [CChar] = [CChar(UInt8(ascii: "*")), 0]
        guard ccurl_attach(library.table, easy, memory) == CCURL_OK,
            ccurl_forbid_reuse(library.table, easy, memory) == CCURL_OK,
            longs.allSatisfy({ ccurl_easy_set_long(library.table, easy, $0.0, $0.1) == CCURL_OK }),
            set(CCURL_OPT_URL, Array("\(origin)/".utf8CString)),
            set(CCURL_OPT_NOPROXY, isLoopback ? everyHost : setting.noProxyOverride),
            ccurl_easy_set_pointer(
                library.table,
                easy,
                CCURL_OPT_PRIVATE,
                UnsafeRawPointer(bitPattern: number + 1)
            ) == CCURL_OK
        else { return false }
        _ = ccurl_easy_set_long(library.table, easy, CCURL_OPT_QUICK_EXIT, 1)
        if let entry = setting.resolveOverride { _ = ccurl_set_resolve(library.table, easy, entry) }
        return setting.proxyOverride == nil || set(CCURL_OPT_PROXY, setting.proxyOverride)
    }

    private func set(_ option: Int32, _ text: [CChar]?) -> Bool {
        guard let text else { return true }
        return text.withUnsafeBufferPointer {
            ccurl_easy_set_pointer(library.table, easy, option, $0.baseAddress) == CCURL_OK
        }
    }

    /// Returns whether it began.
    func begin(multi: UnsafeMutableRawPointer) -> Bool {
        isRunning = ccurl_multi_add(library.table, multi, easy) == 0
        return isRunning
    }

    /// Moves its limit on.
    func extend(by nanoseconds: Int64) {
        deadline += nanoseconds
        limit += Int(nanoseconds / 1_000_000)
        for option in [CCURL_OPT_TIMEOUT_MS, CCURL_OPT_CONNECTTIMEOUT_MS] {
            _ = ccurl_easy_set_long(library.table, easy, option, limit)
        }
    }

    /// What it found, when it has ended well and is not yet closed.
    var reading: CertificateReading? {
        var certificates: [[String]] = []
        while certificates.count < CertificateReading.chainLimit {
            guard var list = ccurl_certificate(library.table, easy, Int32(certificates.count)) else { break }
            certificates.append(texts(&list))
        }
        return CertificateReading(certificates)
    }

    private func texts(_ list: inout UnsafeRawPointer) -> [String] {
        var rest: UnsafeRawPointer? = list
        var texts: [String] = []
        for _ in 0..<CertificateReading.textLimit {
            guard let text = ccurl_next_text(&rest) else { break }
            let string = String(cString: text)
            if CertificateReading.isOfUse(string.utf8) { texts.append(string) }
        }
        return texts
    }

    /// Closes the connection and frees the handle.
    func close(multi: UnsafeMutableRawPointer?) {
        if isRunning, let multi { _ = ccurl_multi_remove(library.table, multi, easy) }
        isRunning = false
        ccurl_easy_cleanup(library.table, easy)
        ccurl_exchange_destroy(memory)
    }
}
