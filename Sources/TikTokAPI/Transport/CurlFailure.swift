internal import CCurl
internal import LocatedJSON

/// What is known about an exchange that failed, and what to call it.
struct CurlFailureFacts {
    let code: Int32
    let origin: APIOrigin
    let limit: Int
    let connectLimit: Int
    let verifyCodes: CurlLibrary.VerifyCodes
    /// Where libcurl looks for the system's certificates, if it says so.
    let trustFile: String?
    let verifyResult: Int
    let connectStatus: Int
    let systemError: Int32
    let nameFound: Bool
    let connected: Bool
    let securedTLS: Bool
    let requestIsOut: Bool
    let mayHaveBeenSent: Bool
    let timesSent: Int
    let tooSoon: Bool
    let bodyIsOut: Bool
    let hasAnswer: Bool
    let hasBody: Bool
    let headTooLarge: Bool
    let bodyTooLarge: Bool
    let outOfMemory: Bool
    let refusedAll: Bool
    let isProxied: Bool
    let isSOCKS: Bool
    /// Which proxy a message means.
    let proxyOwner: String
    /// libcurl's words, to recognise a failure by, never to be shown.
    let words: String

    init(
        code: Int32,
        origin: APIOrigin,
        bodySize: Int,
        limit: Int,
        connectLimit: Int,
        verifyCodes: CurlLibrary.VerifyCodes,
        trustFile: String?,
        proxy: ProxyEnvironment?,
        exchange: UnsafeMutablePointer<CCurlExchange>,
        long: (Int32) -> Int,
        offset: (Int32) -> Int64
    ) {
        self.code = code
        self.origin = origin
        self.limit = limit
        self.connectLimit = connectLimit
        self.verifyCodes = verifyCodes
        self.trustFile = trustFile
        verifyResult = long(CCURL_INFO_SSL_VERIFYRESULT)
        connectStatus = long(CCURL_INFO_HTTP_CONNECTCODE)
        let raw = exchange.pointee
        let socketError = raw.socket_error
        systemError = socketError != 0 ? socketError : Int32(truncatingIfNeeded: long(CCURL_INFO_OS_ERRNO))
        nameFound = offset(CCURL_INFO_NAMELOOKUP_TIME_T) > 0 || raw.sockets_opened > 0
        connected = offset(CCURL_INFO_CONNECT_TIME_T) > 0 || raw.tls_was_begun
        securedTLS = origin.scheme != "https" || offset(CCURL_INFO_APPCONNECT_TIME_T) > 0
        requestIsOut = offset(CCURL_INFO_PRETRANSFER_TIME_T) > 0
        hasAnswer = raw.head_bytes_seen > 0
        hasBody = raw.body_length > 0
        bodyIsOut = offset(CCURL_INFO_SIZE_UPLOAD_T) >= Int64(bodySize)
        headTooLarge = raw.head_too_large
        bodyTooLarge = raw.body_too_large
        outOfMemory = raw.out_of_memory
        refusedAll = raw.sockets_refused > 0 && raw.sockets_opened == 0
        isProxied =
            connectStatus != 0
            || proxy?.isProxied(connectionTo: Int(raw.last_port), origin: origin) == true
        proxyOwner = "of the environment (\(proxy?.variable ?? "HTTPS_PROXY"))"
        // A CONNECT to a proxy counts as request bytes too; the request itself comes after it.
        let seemsSent = requestIsOut || hasAnswer || (!isProxied && long(CCURL_INFO_REQUEST_SIZE) > 0)
        // Where no server was asked no connection was kept either, so that one had to be opened.
        timesSent = raw.asks_before_sending ? Int(raw.times_sent) : seemsSent && raw.sockets_opened > 0 ? 1 : 0
        mayHaveBeenSent = timesSent > 0
        tooSoon = raw.answer_came_too_soon
        isSOCKS = proxy?.isSOCKS == true
        words = withUnsafePointer(to: &exchange.pointee.error_text) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }

    var phase: TransportFailure.Phase {
        if hasAnswer { return .receive }
        if requestIsOut { return bodyIsOut ? .wait : .send }
        if !nameFound { return .resolve }
        if !connected { return .connect }
        return securedTLS ? .send : .tls
    }

    /// - Parameters:
    ///   - certificates: What the server sent, where that is known.
    ///   - name: What the system says of the host's name, where that is known.
    func failure(_ certificates: CertificateReading? = nil, name: NameFinding? = nil) -> TransportFailure {
        if headTooLarge { return make(.headersTooLarge, "the headers of \(place) passed 64 KiB or 200 lines") }
        if bodyTooLarge { return make(.bodyTooLarge, "the answer of \(place) passed 1 MiB") }
        if tooSoon {
            let detail = "\(place) sent an answer before it had the request"
            return make(.malformedResponse, detail, phase: .receive)
        }
        if refusedAll {
            let detail = "\(origin.host) resolves to a non-public address, so nothing was sent to it"
            return make(.nonPublicAddress, detail, phase: .resolve)
        }
        return proxyFailure ?? certificateFailure(certificates) ?? otherFailure(name)
    }

    var place: String { origin.place }

    /// Whether it failed because this process can open no more files.
    var wantsDescriptor: Bool {
        switch code {
        case CCURL_COULDNT_CONNECT: Self.isWantOfDescriptor(systemError)
        // Looking a name up takes descriptors too, and no error number says so.
        case CCURL_COULDNT_RESOLVE_HOST, CCURL_OUT_OF_MEMORY: !nameFound && !canOpenOneMore()
        default: false
        }
    }

    func make(
        _ kind: TransportFailure.Kind,
        _ detail: String,
        phase: TransportFailure.Phase? = nil
    ) -> TransportFailure {
        TransportFailure(
            kind,
            detail,
            phase: phase ?? self.phase,
            mayHaveBeenSent: mayHaveBeenSent,
            timesSent: timesSent
        )
    }

    // MARK: - The proxy

    private var proxyFailure: TransportFailure? {
        let owner = proxyOwner
        // libcurl's words; it has no code for it.
        if !nameFound, words.contains("nsupported proxy") {
            return make(.proxy, "the proxy setting \(owner) is none that libcurl can use", phase: .resolve)
        }
        if code == CCURL_COULDNT_RESOLVE_PROXY {
            return make(.proxy, "the host name of the proxy \(owner) was not found", phase: .resolve)
        }
        if connectStatus == 407 {
            return make(.proxyAuthentication, "the proxy \(owner), not \(origin.host), wants credentials (407)")
        }
        if connectStatus >= 300 {
            return make(.proxy, "the proxy \(owner), not \(origin.host), answered \(connectStatus)")
        }
        if code == CCURL_PROXY {
            return make(.proxy, "the proxy \(owner) did not open a connection to \(place)")
        }
        guard isProxied, connectStatus == 0, !requestIsOut else { return nil }
        if code == CCURL_OPERATION_TIMEDOUT {
            // Past the connection, a SOCKS proxy may have done its part, and the origin be the silent one.
            if !connected {
                return make(.proxy, "no connection to the proxy \(owner) within \(Self.seconds(connectLimit))")
            }
            let detail = "the proxy \(owner) opened no connection to \(place) within \(Self.seconds(connectLimit))"
            return isSOCKS ? nil : make(.proxy, detail, phase: .connect)
        }
        if code == CCURL_COULDNT_CONNECT {
            return make(.proxy, "the proxy \(owner) cannot be reached: \(Self.reason(systemError))")
        }
        // Past the connection, TLS with the origin can run through a SOCKS proxy only without a status.
        return isSOCKS ? nil : make(.proxy, "the proxy \(owner) ended the connection before it reached \(place)")
    }

    // MARK: - The rest

    private func otherFailure(_ name: NameFinding?) -> TransportFailure {
        switch code {
        case CCURL_COULDNT_RESOLVE_HOST where wantsDescriptor, CCURL_OUT_OF_MEMORY where wantsDescriptor:
            let detail = "\(origin.host) cannot be looked up: \(Self.tooManyFiles)"
            return make(.nameResolutionFailed, detail, phase: .resolve)
        case CCURL_COULDNT_RESOLVE_HOST: return nameFailure(name)
        case CCURL_COULDNT_CONNECT: return connectFailure
        case CCURL_OPERATION_TIMEDOUT: return make(.timedOut, timeoutDetail)
        case CCURL_PARTIAL_FILE, CCURL_GOT_NOTHING, CCURL_SEND_ERROR, CCURL_RECV_ERROR, CCURL_ABORTED_BY_CALLBACK:
            return lostConnection
        case CCURL_UNSUPPORTED_PROTOCOL where !mayHaveBeenSent:
            return make(.libraryMissing, "the installed libcurl cannot do \(origin.scheme)", phase: .resolve)
        // libcurl has limits of its own for a single line.
        case CCURL_TOO_LARGE where !hasBody, CCURL_OUT_OF_MEMORY where mayHaveBeenSent && !outOfMemory && !hasBody:
            return make(.headersTooLarge, "the headers of \(place) passed 64 KiB or 200 lines")
        case CCURL_UNSUPPORTED_PROTOCOL, CCURL_WEIRD_SERVER_REPLY:
            return make(.malformedResponse, "the answer of \(place) is not HTTP")
        case CCURL_OUT_OF_MEMORY, CCURL_WRITE_ERROR:
            return make(.malformedResponse, "the answer of \(place) could not be taken, for want of memory")
        case CCURL_URL_MALFORMAT: return make(.invalidRequest, "libcurl did not take the request")
        default: return make(.malformedResponse, "the exchange with \(place) failed (libcurl error \(code))")
        }
    }

    private var lostConnection: TransportFailure {
        // These words are libcurl's for a broken chunk and for heads that it will not read.
        if ["chunk", "Chunk", "Illegal or missing hexadecimal"].contains(where: words.contains), hasAnswer {
            return make(.malformedResponse, "the answer of \(place) is cut into malformed chunks")
        }
        if words.contains("Too large response headers") {
            return make(.headersTooLarge, "the headers of \(place) passed 64 KiB or 200 lines")
        }
        return make(
            .connectionClosed,
            hasAnswer
                ? "\(place) closed the connection before the answer was complete"
                : "\(place) closed the connection without an answer"
        )
    }

    private var connectFailure: TransportFailure {
        let kind = Self.kind(systemError)
        return make(kind, "\(place) cannot be reached: \(Self.reason(systemError))", phase: .connect)
    }

    private var timeoutDetail: String {
        return switch phase {
        case .resolve: "looking up \(origin.host) took longer than \(Self.seconds(connectLimit))"
        case .connect: "no connection to \(place) within \(Self.seconds(connectLimit))"
        case .tls: "\(place) did not agree on TLS within \(Self.seconds(connectLimit))"
        case .send: "the request to \(place) could not be sent within \(Self.seconds(limit))"
        case .wait: "\(place) did not answer within \(Self.seconds(limit))"
        case .receive: "the answer of \(place) was not complete within \(Self.seconds(limit))"
        }
    }

    /// "10 s", "0.5 s", "0.025 s".
    static func seconds(_ milliseconds: Int) -> String {
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        if rest == 0 { return "\(whole) s" }
        var digits = String(String(1000 + rest).dropFirst())
        while digits.utf8.last == UInt8(ascii: "0") { digits.removeLast() }
        return "\(whole).\(digits) s"
    }
}
