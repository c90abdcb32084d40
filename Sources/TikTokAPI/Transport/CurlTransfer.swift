internal import CCurl

/// One pooled handle of libcurl, and the exchange that it is busy with.
final class CurlTransfer {
    /// What all handles of a client have in common.
    final class Setting {
        let userAgent: [CChar]
        let resolveOverride: [CChar]?
        let proxyOverride: [CChar]?
        let noProxyOverride: [CChar]?
        let keepsConnections: Bool
        let proxy: ProxyEnvironment
        let trust: TrustStore

        private init(_ configuration: CurlConfiguration, trust: TrustStore) {
            keepsConnections = configuration.keepsConnections
            userAgent = Array(configuration.userAgent.utf8CString)
            resolveOverride = (configuration.resolveOverride?.utf8CString).map { Array($0) }
            noProxyOverride = (configuration.noProxyOverride?.utf8CString).map { Array($0) }
            proxyOverride = (configuration.proxyOverride?.utf8CString).map { Array($0) }
            proxy =
                configuration.proxyOverride.map {
                    ProxyEnvironment(value: $0, exceptions: configuration.noProxyOverride)
                }
                ?? ProxyEnvironment.current()
            self.trust = trust
        }

        static func make(
            _ configuration: CurlConfiguration,
            library: CurlLibrary
        ) -> Result<Setting, TransportFailure> {
            guard configuration.userAgent.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                return .failure(TransportFailure(.invalidRequest, "the User-Agent is not visible ASCII"))
            }
            return TrustStore.make(extraFile: configuration.extraCertificatesFile, library: library)
                .map { Setting(configuration, trust: $0) }
        }
    }

    /// Its place in the pool.
    let number: Int
    private let library: CurlLibrary
    private let setting: Setting
    private var easy: UnsafeMutableRawPointer
    private let memory: UnsafeMutablePointer<CCurlExchange>
    /// Whether the handle must not have another exchange; see ``CurlLibrary/needsNewHandles``.
    private var isUsedUp = false
    private var isTrustSet = false
    private var isSetForLoopback: Bool?
    /// The origin of the latest exchange: as a rule that of the next one too.
    private var latestOrigin: APIOrigin?
    private var urlBytes: [UInt8] = []
    private var headerBytes: [UInt8] = []

    /// What it is busy with.
    private(set) var exchange: Exchange?
    /// When the loop ends the exchange, on the clock of `monotonicNanoseconds`. libcurl does not get it: it would end one in the
    /// middle of which the process was stopped before anyone could give the time back.
    private(set) var deadline: Int64 = 0
    /// How often the limit was moved on, and the connect limit that libcurl has now, in milliseconds.
    private var extensions = 0
    private var connectLimitTold = 0

    var isActive: Bool { exchange != nil }

    init?(number: Int, library: CurlLibrary, sockets: OpaquePointer, setting: Setting) {
        guard let easy = ccurl_easy_init(library.table) else { return nil }
        guard let memory = ccurl_exchange_create(sockets) else {
            ccurl_easy_cleanup(library.table, easy)
            return nil
        }
        self.number = number
        self.library = library
        self.setting = setting
        self.easy = easy
        self.memory = memory
        guard setOnce() else {
            close()
            return nil
        }
    }

    /// Sets what holds for every exchange. Returns whether libcurl took all of it.
    private func setOnce() -> Bool {
        let longs: [(Int32, Int)] = [
            (CCURL_OPT_NOSIGNAL, 1), (CCURL_OPT_NOPROGRESS, 1), (CCURL_OPT_FOLLOWLOCATION, 0), (CCURL_OPT_NETRC, 0),
            (CCURL_OPT_SSL_VERIFYPEER, 1), (CCURL_OPT_SSL_VERIFYHOST, 2),
            (CCURL_OPT_SSLVERSION, Int(CCURL_SSLVERSION_TLSv1_2)),
            (CCURL_OPT_HTTP_VERSION, Int(CCURL_HTTP_VERSION_1_1)), (CCURL_OPT_HTTP09_ALLOWED, 0),
            (CCURL_OPT_PATH_AS_IS, 1), (CCURL_OPT_SUPPRESS_CONNECT_HEADERS, 1), (CCURL_OPT_TCP_NODELAY, 1),
            // libcurl takes memory of this size for every request; the 64 KiB that it takes untold cost more than a body.
            (CCURL_OPT_UPLOAD_BUFFERSIZE, 16384),
        ]
        memory.pointee.may_send = { context, early in
            guard let context else { return false }
            return Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue().mayBeSent(early: early)
        }
        guard ccurl_attach(library.table, easy, memory) == CCURL_OK,
            setting.keepsConnections || ccurl_forbid_reuse(library.table, easy, memory) == CCURL_OK,
            longs.allSatisfy({ ccurl_easy_set_long(library.table, easy, $0.0, $0.1) == CCURL_OK }),
            set(CCURL_OPT_USERAGENT, setting.userAgent),
            ccurl_easy_set_pointer(
                library.table,
                easy,
                CCURL_OPT_PRIVATE,
                UnsafeRawPointer(bitPattern: number + 1)
            ) == CCURL_OK
        else { return false }
        // From 7.87 on; without it removing a handle waits for the name server.
        _ = ccurl_easy_set_long(library.table, easy, CCURL_OPT_QUICK_EXIT, 1)
        if let proxy = setting.proxyOverride { _ = set(CCURL_OPT_PROXY, proxy) }
        if let entry = setting.resolveOverride { _ = ccurl_set_resolve(library.table, easy, entry) }
        return true
    }

    private func set(_ option: Int32, _ text: [CChar]) -> Bool {
        text.withUnsafeBufferPointer {
            ccurl_easy_set_pointer(library.table, easy, option, $0.baseAddress) == CCURL_OK
        }
    }

    // MARK: - An exchange

    /// Begins the exchange. Returns false when it has ended already.
    func start(_ exchange: Exchange, multi: UnsafeMutableRawPointer) -> Bool {
        let limit = Self.milliseconds(exchange.request.timeout)
        guard limit > 0 else {
            exchange.finish(.failure(TransportFailure(.timedOut, "no time was left to send the request")))
            return false
        }
        do throws(TransportFailure) {
            try replaceUsedHandle()
            try setTrust(for: exchange.request.origin)
        } catch {
            exchange.finish(.failure(error))
            return false
        }
        ccurl_exchange_begin(memory)
        memory.pointee.times_sent = 0
        memory.pointee.may_send_context = Unmanaged.passUnretained(exchange).toOpaque()
        guard prepare(exchange.request, limit: limit), ccurl_multi_add(library.table, multi, easy) == 0 else {
            exchange.finish(.failure(TransportFailure(.invalidRequest, "libcurl did not take the request")))
            return false
        }
        self.exchange = exchange
        isUsedUp = library.needsNewHandles
        extensions = 0
        deadline = monotonicNanoseconds() + Int64(limit) * 1_000_000
        return true
    }

    /// Connections belong to the multi handle, which keeps them.
    private func replaceUsedHandle() throws(TransportFailure) {
        guard isUsedUp else { return }
        guard let new = ccurl_easy_init(library.table) else {
            throw TransportFailure(.libraryMissing, "libcurl could not be set up")
        }
        ccurl_easy_cleanup(library.table, easy)
        easy = new
        isTrustSet = false
        isSetForLoopback = nil
        latestOrigin = nil
        guard setOnce() else { throw TransportFailure(.libraryMissing, "libcurl could not be set up") }
        isUsedUp = false
    }

    /// Plain http needs none, and reading them takes longer than many an exchange.
    private func setTrust(for origin: APIOrigin) throws(TransportFailure) {
        guard !isTrustSet, origin.scheme == "https" else { return }
        try setting.trust.set(easy, memory)
        isTrustSet = true
    }

    /// Begins the exchange anew on a connection of its own, where the kept one was of no use: it was stopped before
    /// anything was sent on it, or it ended without a byte of an answer. The limit stays. Returns whether it did.
    func startAgain(after code: Int32, multi: UnsafeMutableRawPointer) -> Bool {
        let raw = memory.pointee
        guard let exchange, !exchange.isFinished, raw.asks_before_sending, raw.is_on_kept_connection else {
            return false
        }
        let wasStopped = code == CCURL_ABORTED_BY_CALLBACK && raw.wants_new_connection
        let hasEnded =
            [CCURL_GOT_NOTHING, CCURL_SEND_ERROR, CCURL_RECV_ERROR].contains(code)
            && raw.head_bytes_seen == 0 && !raw.answer_came_too_soon && raw.times_sent < CCURL_SEND_LIMIT
            && !(exchange.request.isSentOnce && raw.times_sent > 0)
        let left = Int((deadline - monotonicNanoseconds()) / 1_000_000)
        guard wasStopped || hasEnded, left > 0 else { return false }
        _ = ccurl_multi_remove(library.table, multi, easy)
        ccurl_exchange_begin(memory)
        guard prepare(exchange.request, limit: left),
            ccurl_easy_set_long(library.table, easy, CCURL_OPT_FRESH_CONNECT, 1) == CCURL_OK,
            ccurl_multi_add(library.table, multi, easy) == 0
        else {
            let detail = "libcurl did not take the request a second time"
            let times = Int(raw.times_sent)
            self.exchange = nil
            exchange.finish(
                .failure(TransportFailure(.invalidRequest, detail, mayHaveBeenSent: times > 0, timesSent: times))
            )
            return false
        }
        return true
    }

    /// Moves the limit on by a time in which this process did not run.
    ///
    /// A few times at most: a machine that is too busy to run it looks the same from here.
    func extend(by nanoseconds: Int64) {
        guard isActive, extensions < CurlLoop.mostSuspensions else { return }
        extensions += 1
        deadline += nanoseconds
        connectLimitTold += Int(nanoseconds / 1_000_000)
        // libcurl looks at it whenever it looks at the exchange.
        _ = ccurl_easy_set_long(library.table, easy, CCURL_OPT_CONNECTTIMEOUT_MS, connectLimitTold)
    }

    private func prepare(_ request: HTTPRequest, limit: Int) -> Bool {
        connectLimitTold = Self.connectLimit(limit)
        RequestBytes.writeURL(of: request, to: &urlBytes)
        let url = urlBytes.withUnsafeBytes {
            ccurl_easy_set_pointer(library.table, easy, CCURL_OPT_URL, $0.baseAddress)
        }
        let count = RequestBytes.writeHeaders(of: request, to: &headerBytes)
        let headers = headerBytes.withUnsafeBytes { bytes in
            let text = bytes.assumingMemoryBound(to: CChar.self).baseAddress
            return ccurl_set_headers(library.table, easy, memory, text, bytes.count, count)
        }
        let method =
            switch request.method {
            case .get: ccurl_set_no_body(library.table, easy, memory)
            case .post: setBody(request.body ?? [])
            }
        return ccurl_easy_set_long(library.table, easy, CCURL_OPT_FRESH_CONNECT, request.isSentOnce ? 1 : 0) == CCURL_OK
            && url == CCURL_OK && headers == CCURL_OK && method == CCURL_OK && set(for: request.origin)
            && ccurl_easy_set_long(library.table, easy, CCURL_OPT_CONNECTTIMEOUT_MS, connectLimitTold)
                == CCURL_OK
    }

    private func setBody(_ body: [UInt8]) -> Int32 {
        body.withUnsafeBufferPointer { ccurl_set_body(library.table, easy, memory, $0.baseAddress, $0.count) }
    }

    private func set(for origin: APIOrigin) -> Bool {
        if origin == latestOrigin { return true }
        memory.pointee.refuses_non_public =
            RequestRules.isTikTok(origin.host) && setting.proxy.isCertainlyDirect(origin)
        memory.pointee.guarded_port = Int32(origin.portInUse)
        guard setForLoopback(RequestRules.isLoopback(origin.host)) else { return false }
        latestOrigin = origin
        return true
    }

    /// Plain http, and never a proxy, for this machine; https alone, and proxies from the environment, for others.
    private func setForLoopback(_ isLoopback: Bool) -> Bool {
        if isSetForLoopback == isLoopback { return true }
        isSetForLoopback = isLoopback
        let protocols = Int(isLoopback ? CCURL_PROTO_HTTP | CCURL_PROTO_HTTPS : CCURL_PROTO_HTTPS)
        let everyHost: [CChar] = [CChar(UInt8(ascii: "*")), 0]
        let exceptions = isLoopback ? everyHost : setting.noProxyOverride
        let noProxy =
            exceptions.map { set(CCURL_OPT_NOPROXY, $0) }
            ?? (ccurl_easy_set_pointer(library.table, easy, CCURL_OPT_NOPROXY, nil) == CCURL_OK)
        return noProxy && ccurl_easy_set_long(library.table, easy, CCURL_OPT_PROTOCOLS, protocols) == CCURL_OK
    }

    /// Takes the handle out and gives the exchange its answer; or gives it back, where its failure can be said better
    /// after a look at the server's certificates, or at its name.
    func end(code: Int32, multi: UnsafeMutableRawPointer) -> FailedExchange? {
        guard let exchange else { return nil }
        guard code != CCURL_OK else {
            let outcome = outcome(of: exchange.request)
            drop(multi: multi)
            exchange.finish(outcome)
            return nil
        }
        let facts = facts(code: code, request: exchange.request)
        drop(multi: multi)
        if facts.isRefusedCertificate || facts.isUnresolvedName {
            return FailedExchange(exchange: exchange, facts: facts, deadline: deadline)
        }
        exchange.finish(.failure(facts.failure()))
        return nil
    }

    /// Whether the exchange failed before anything was sent, because this process can open no more files.
    func wantsDescriptor(code: Int32) -> Bool {
        guard let exchange, memory.pointee.times_sent == 0,
            [CCURL_COULDNT_CONNECT, CCURL_COULDNT_RESOLVE_HOST, CCURL_OUT_OF_MEMORY].contains(code)
        else { return false }
        return facts(code: code, request: exchange.request).wantsDescriptor
    }

    /// Takes the handle out, without an answer.
    func drop(multi: UnsafeMutableRawPointer) {
        guard exchange != nil else { return }
        exchange = nil
        _ = ccurl_multi_remove(library.table, multi, easy)
    }

    /// Frees the handle, which must not be in use.
    func close() {
        ccurl_easy_cleanup(library.table, easy)
        ccurl_exchange_destroy(memory)
    }

    private func outcome(of request: HTTPRequest) -> Exchange.Outcome {
        let status = get(CCURL_INFO_RESPONSE_CODE)
        let raw = memory.pointee
        let head = ResponseHead(UnsafeBufferPointer(start: raw.head, count: raw.head_length))
        // libcurl calls an answer that ends inside its head complete.
        guard raw.head_is_complete, status >= 200 || status == 101 else {
            let detail = "\(request.origin.place) closed the connection before the answer's headers were complete"
            return .failure(received(.connectionClosed, detail))
        }
        guard (200...999).contains(status), head.fault == nil else {
            let fault = head.fault ?? "its status is \(status)"
            let detail = "the answer of \(request.origin.place) cannot be relied upon: \(fault)"
            return .failure(received(.malformedResponse, detail))
        }
        let body = UnsafeBufferPointer(start: raw.body, count: raw.body_length)
        return .success(
            HTTPResponse(status: status, headers: head.headers, body: Array(body), timesSent: timesSentForAnAnswer)
        )
    }

    /// Where nothing was asked before sending, an answer shows it.
    private var timesSentForAnAnswer: Int { max(1, Int(memory.pointee.times_sent)) }

    private func received(_ kind: TransportFailure.Kind, _ detail: String) -> TransportFailure {
        let times = timesSentForAnAnswer
        return TransportFailure(kind, detail, phase: .receive, mayHaveBeenSent: true, timesSent: times)
    }

    private func facts(code: Int32, request: HTTPRequest) -> CurlFailureFacts {
        let limit = Self.milliseconds(request.timeout)
        return CurlFailureFacts(
            code: code,
            origin: request.origin,
            bodySize: request.body?.count ?? 0,
            limit: limit,
            connectLimit: Self.connectLimit(limit),
            verifyCodes: library.verifyCodes,
            trustFile: ccurl_trust_file(library.table).map { String(cString: $0) },
            proxy: RequestRules.isLoopback(request.origin.host) ? nil : setting.proxy,
            exchange: memory,
            long: get,
            offset: { [library, easy] in ccurl_easy_get_offset(library.table, easy, $0) }
        )
    }

    private func get(_ info: Int32) -> Int {
        ccurl_easy_get_long(library.table, easy, info)
    }

    /// Whole milliseconds, rounded up, so that a short limit does not become none; at most a day.
    static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let perMillisecond: Int64 = 1_000_000_000_000_000
        let fraction = (attoseconds + perMillisecond - 1) / perMillisecond
        return Int(min(seconds, 86_400) * 1000 + fraction)
    }

    /// Long enough for a second address family to be tried, short enough to leave time for the rest.
    static func connectLimit(_ limit: Int) -> Int {
        min(limit, 5000)
    }
}

extension APIOrigin {
    /// The port, said or not.
    var portInUse: Int { port ?? (scheme == "https" ? 443 : 80) }

    /// How messages name it.
    var place: String { "\(host):\(portInUse)" }
}
