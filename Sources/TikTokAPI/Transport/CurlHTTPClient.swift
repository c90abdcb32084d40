/// How a ``CurlHTTPClient`` connects.
public struct CurlConfiguration: Sendable {
    /// Most exchanges, and so connections, at one time; at least 1. Further requests wait for their turn, and a
    /// request's limit begins with its turn.
    public var maximumConnections: Int
    /// A PEM file of certificates that are trusted beside the system's; nil for the system's alone.
    ///
    /// libcurl can only replace its certificate file, so the file that it was built to use and this one are joined in
    /// memory. A file that cannot be read, or holds no certificate, fails every exchange with
    /// ``TransportFailure/Kind/certificateStore``: to go on without it would only fail later and less clearly.
    public var extraCertificatesFile: String?
    /// The `User-Agent` header, visible ASCII.
    public var userAgent: String

    /// "host:port:address", standing in for name resolution in tests.
    var resolveOverride: String?
    /// A proxy's URL, standing in for the environment's in tests.
    var proxyOverride: String?
    /// Hosts without a proxy, standing in for the environment's in tests.
    var noProxyOverride: String?
    /// Whether a connection carries more than one exchange.
    ///
    /// HTTP/1.1 cannot distinguish a surplus answer from the answer to the next request, so that a server which sends one gives
    /// every later question another's answer. Without TLS a connection costs next to nothing and had better carry one.
    public var keepsConnections = true
    /// Where to look for libcurl, in order.
    var libraryCandidates = CurlLibrary.standardCandidates

    /// Makes a configuration.
    public init(
        maximumConnections: Int = 16,
        extraCertificatesFile: String? = nil,
        userAgent: String = "validate"
    ) {
        self.maximumConnections = maximumConnections
        self.extraCertificatesFile = extraCertificatesFile
        self.userAgent = userAgent
    }
}

/// An ``HTTPClient`` over libcurl, which is loaded with the first request.
///
/// - One thread runs all exchanges. It starts with the first request, and ends with ``shutdown()`` or with the last
///   reference to the client. It never keeps the process from exiting.
/// - TLS 1.2 or newer with the certificate and the host name checked; plain `http` to a loopback origin only.
/// - HTTP/1.1, connections kept alive where libcurl is 7.80 or newer: only that one lets a kept connection be looked at
///   before it carries the next request, and one on which anything waits to be read carries none.
/// - Nothing is retried, except that a request is sent once more, on a new connection, when a kept one ended without a
///   byte of an answer. ``HTTPResponse/timesSent`` and ``TransportFailure/timesSent`` count it. One that
///   ``HTTPRequest/isSentOnce`` has a connection of its own.
/// - Redirects, cookies, netrc and content codings are not used. Proxies come from the environment as with `curl`,
///   but never for a loopback origin.
/// - After a certificate was refused, one more handshake for each origin reads what is wrong with it; nothing is sent
///   there. After a name could not be looked up, the system is asked once why. Both within the exchange's limit.
/// - Where no more files may be open, an exchange waits until another one has ended.
/// - Time in which the process was stopped does not count, a few times for each exchange.
/// - At most 1 MiB of body, 64 KiB and 200 lines of headers.
public final class CurlHTTPClient: HTTPClient, Sendable {
    private let inbox: CurlInbox

    /// Makes a client. Nothing is loaded, opened or started yet.
    public init(configuration: CurlConfiguration = CurlConfiguration()) {
        inbox = CurlInbox(configuration: configuration)
    }

    deinit {
        inbox.stop()
    }

    /// Ends every exchange with ``TransportFailure/Kind/cancelled``, closes all connections and ends the thread, without
    /// waiting for it. Requests sent afterwards fail in the same way. May be called more than once.
    public func shutdown() {
        inbox.stop()
    }

    /// The thread that runs the exchanges.
    public var executor: (any TaskExecutor)? { inbox }

    /// Performs the exchange; see ``HTTPClient/send(_:)``.
    ///
    /// - Throws: ``TransportFailure``. ``TransportFailure/Kind/invalidRequest`` for a request that could not be put on
    ///   the wire unchanged: a header value that is not visible ASCII, a path that does not begin with "/", plain
    ///   `http` to another machine.
    public func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        try RequestRules.check(request)
        let exchange = Exchange(request)
        let outcome = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                exchange.attach(continuation)
                inbox.submit(exchange)
            }
        } onCancel: {
            inbox.cancel(exchange)
        }
        return try outcome.get()
    }
}
