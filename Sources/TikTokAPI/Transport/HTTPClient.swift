/// Sends one HTTP request and gives back the whole answer.
///
/// The one seam between the checks and the world: libcurl implements it in production, the simulator under
/// `--simulate`, a recording double in tests.
public protocol HTTPClient: Sendable {
    /// Performs the exchange: no redirect followed, and sent a second time at most where a kept connection turns out to
    /// be dead, unless ``HTTPRequest/isSentOnce``; ``HTTPResponse/timesSent`` says so.
    ///
    /// - Parameter request: What to send. ``HTTPRequest/timeout`` bounds the whole exchange, from name resolution to
    ///   the last byte of the body.
    /// - Returns: The complete answer, of any status.
    /// - Throws: ``TransportFailure`` when no complete answer came. Cancelling the calling task ends the exchange and
    ///   throws a failure of kind ``TransportFailure/Kind/cancelled``.
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse

    /// Where tasks that send many requests had better run, so that no answer is handed from thread to thread; nil where
    /// it makes no difference. Blocking there holds up every exchange.
    var executor: (any TaskExecutor)? { get }
}

extension HTTPClient {
    /// Anywhere.
    public var executor: (any TaskExecutor)? { nil }
}

/// Where API calls go: a scheme, a host and a port.
public struct APIOrigin: Sendable, Hashable, CustomStringConvertible {
    /// `https`, or `http` for a loopback host.
    public let scheme: String
    /// A DNS name in lower case, or a loopback address as written in a URL (`127.0.0.1`, `[::1]`).
    public let host: String
    /// A TCP port, 1 to 65535; nil for the scheme's own.
    public let port: Int?

    /// Makes an origin of parts that are already known to be good.
    public init(scheme: String, host: String, port: Int? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// `https://business-api.tiktok.com` ("TikTok API for Business, base URLs", v1.3).
    public static let production = APIOrigin(scheme: "https", host: "business-api.tiktok.com")

    /// `https://sandbox-ads.tiktok.com` ("TikTok API for Business, sandbox", v1.3).
    public static let sandbox = APIOrigin(scheme: "https", host: "sandbox-ads.tiktok.com")

    /// Whether requests stay on this machine: `localhost`, `[::1]` or 127.0.0.0/8 written as four numbers.
    public var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0].elementsEqual("127".utf8)
            && parts.allSatisfy { part in
                part.allSatisfy { (0x30...0x39).contains($0) } && UInt8(String(decoding: part, as: UTF8.self)) != nil
            }
    }

    /// The origin as it begins a URL.
    public var description: String {
        "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "")
    }
}

/// One HTTP request, with its secrets kept apart from its text.
public struct HTTPRequest: Sendable {
    /// The two methods this API has.
    public enum Method: String, Sendable {
        /// Read.
        case get = "GET"
        /// Write, or a read whose arguments are in the body.
        case post = "POST"
    }

    /// A header or query value.
    public enum Value: Sendable, Hashable {
        /// Text that may be shown.
        case plain(String)
        /// Text that may not.
        case secret(Secret)

        /// The text that goes over the wire.
        public var unmasked: String {
            switch self {
            case .plain(let text): text
            case .secret(let secret): secret.unmasked
            }
        }

        /// The text that may be shown.
        public var masked: String {
            switch self {
            case .plain(let text): text
            case .secret(let secret): secret.masked
            }
        }
    }

    /// A name with its value.
    public struct Parameter: Sendable, Hashable {
        /// The header or query name.
        public let name: String
        /// Its value, not yet percent-encoded.
        public let value: Value

        /// Pairs a name with a value.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// GET or POST.
    public let method: Method
    /// The scheme, host and port.
    public let origin: APIOrigin
    /// The path, beginning with `/open_api/v1.3/` and ending with a slash.
    public let path: String
    /// The query, in order, not yet percent-encoded.
    public let query: [Parameter]
    /// The headers, in order.
    public let headers: [Parameter]
    /// The body; nil for none.
    public let body: [UInt8]?
    /// The limit of the whole exchange.
    public let timeout: Duration
    /// Whether it is sent once at most: on a connection of its own, since on a kept one it cannot be known whether a request
    /// without an answer arrived.
    public var isSentOnce = false

    /// Makes a request.
    public init(
        method: Method,
        origin: APIOrigin,
        path: String,
        query: [Parameter] = [],
        headers: [Parameter] = [],
        body: [UInt8]? = nil,
        timeout: Duration = .seconds(10)
    ) {
        self.method = method
        self.origin = origin
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// A complete HTTP answer.
public struct HTTPResponse: Sendable {
    /// The status code as the server sent it, 100 to 999.
    public let status: Int
    /// The final answer's headers in order, names in lower case, values trimmed; repeated headers stay apart.
    public let headers: [(name: String, value: String)]
    /// The body, at most 1 MiB, still encoded if the server encoded it unasked.
    public let body: [UInt8]
    /// How often the request was sent to get it.
    public let timesSent: Int

    /// Makes an answer.
    public init(
        status: Int,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        timesSent: Int = 1
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.timesSent = timesSent
    }

    /// The first value of a header, by its lower-case name.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

/// Why no complete answer came. It says nothing about a credential, which is then "could not tell".
public struct TransportFailure: Error, Sendable, Hashable {
    /// What went wrong, coarsely enough to decide cause, retry and remedy by it.
    public enum Kind: String, Sendable, CaseIterable {
        /// libcurl is not installed, or lacks a function that is needed.
        case libraryMissing
        /// The request was refused before anything was sent (a header value with a control character, say).
        case invalidRequest
        /// The host name does not exist.
        case nameNotFound
        /// The host name could not be resolved in time, or the resolver failed.
        case nameResolutionFailed
        /// The host name of TikTok resolved to an address that is not public.
        case nonPublicAddress
        /// Nothing listens there.
        case connectionRefused
        /// No route, no network.
        case unreachable
        /// The limit of the exchange ran out; ``TransportFailure/phase`` says where.
        case timedOut
        /// The connection ended before the answer was complete.
        case connectionClosed
        /// The server does not speak TLS.
        case notTLS
        /// TLS could not be agreed on.
        case tlsHandshake
        /// The certificate has expired or is not valid yet.
        case certificateDate
        /// The certificate's issuer is not trusted.
        case certificateIssuer
        /// The certificate is for another host.
        case certificateHost
        /// The trusted certificates could not be read.
        case certificateStore
        /// The body passed 1 MiB.
        case bodyTooLarge
        /// The headers passed 64 KiB or 200 lines.
        case headersTooLarge
        /// The bytes are no HTTP answer that can be relied upon.
        case malformedResponse
        /// The proxy could not be found, refused the connection, or answered with an error of its own.
        case proxy
        /// The proxy wants credentials (407).
        case proxyAuthentication
        /// Nothing was asked, since the service had failed everybody before.
        case serviceDown
        /// Nothing was asked, since TikTok had wanted to be left alone for longer than the run may take.
        case toldToWait
        /// The run was cancelled.
        case cancelled
    }

    /// How far the exchange had come.
    public enum Phase: String, Sendable {
        /// Looking up the host's address.
        case resolve
        /// Opening the TCP connection.
        case connect
        /// Agreeing on TLS.
        case tls
        /// Sending the request.
        case send
        /// Waiting for the first byte of the answer.
        case wait
        /// Receiving the answer.
        case receive
    }

    /// What went wrong.
    public let kind: Kind
    /// A sentence part for people, lower case, no full stop, without secrets, URL or path of a build machine.
    public let detail: String
    /// Where it stood; nil where that says nothing.
    public let phase: Phase?
    /// Whether the request may have reached the server, so that sending it again could do its work twice.
    public let mayHaveBeenSent: Bool
    /// How often the request was sent, or may have been.
    public let timesSent: Int

    /// Makes a failure. Without a number, a request that may have been sent was sent once.
    public init(
        _ kind: Kind,
        _ detail: String,
        phase: Phase? = nil,
        mayHaveBeenSent: Bool = false,
        timesSent: Int? = nil
    ) {
        self.kind = kind
        self.detail = detail
        self.phase = phase
        self.mayHaveBeenSent = mayHaveBeenSent
        self.timesSent = timesSent ?? (mayHaveBeenSent ? 1 : 0)
    }
}
