public import TikTokAPI

/// A request as it came over the wire.
public struct ReceivedRequest: Sendable {
    /// `GET`, `POST`, ...
    public let method: String
    /// The request target as it stood in the request line: path and query, still percent-encoded.
    public let target: String
    /// The path, still percent-encoded.
    public let path: String
    /// The query in order, decoded; a plus sign stays one.
    public let query: [(name: String, value: String)]
    /// The headers in order, names as they were sent.
    public let headers: [(name: String, value: String)]
    /// The body, as long as `Content-Length` said.
    public let body: [UInt8]
    /// Which connection of the server it came on, from 0.
    public let connection: Int
    /// Which request of its connection it is, from 0.
    public let indexOnConnection: Int

    /// The first value of a header; the case of its name does not matter.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The first value of a query parameter.
    public func queryValue(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }
}

/// What a ``FaultServer`` does in turn once it has read a request.
public enum ServerStep: Sendable {
    /// Sends bytes.
    case bytes([UInt8])
    /// Sends bytes, a few at a time, with a pause after each few.
    case drip([UInt8], count: Int, every: Duration)
    /// Sends the same bytes over and over until the peer leaves, with a pause between.
    case endless([UInt8], every: Duration)
    /// Waits; ends early when the peer leaves.
    case pause(Duration)
    /// Waits until the peer leaves or the server stops.
    case stall
    /// Closes the connection in order (FIN).
    case close
    /// Resets the connection (RST).
    case reset
}

/// What a ``FaultServer`` does about one request. A connection that no step ends is kept for the next request.
public struct ServerAction: Sendable {
    /// In order.
    public let steps: [ServerStep]

    /// Makes an action of steps.
    public init(_ steps: [ServerStep]) {
        self.steps = steps
    }

    /// A well-formed answer; the connection is kept.
    public static func reply(
        _ status: Int = 200,
        headers: [(name: String, value: String)] = [("Content-Type", "application/json")],
        body: String = "{}"
    ) -> ServerAction {
        .reply(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    /// A well-formed answer; the connection is kept.
    public static func reply(_ response: HTTPResponse) -> ServerAction {
        ServerAction([.bytes(wireBytes(response))])
    }

    /// Text as it is, then an orderly close.
    public static func textThenClose(_ text: String) -> ServerAction {
        ServerAction([.bytes(Array(text.utf8)), .close])
    }

    /// Text as it is, then silence.
    public static func textThenStall(_ text: String) -> ServerAction {
        ServerAction([.bytes(Array(text.utf8)), .stall])
    }

    /// Text as it is, then a reset, after the peer had a moment to read.
    public static func textThenReset(_ text: String) -> ServerAction {
        ServerAction([.bytes(Array(text.utf8)), .pause(.milliseconds(50)), .reset])
    }

    /// An answer as HTTP/1.1, with a `Content-Length` unless it has one or is chunked.
    public static func wireBytes(_ response: HTTPResponse) -> [UInt8] {
        var text = "HTTP/1.1 \(response.status) Status\r\n"
        var hasLength = false
        for (name, value) in response.headers {
            text += "\(name): \(value)\r\n"
            hasLength = hasLength || ["content-length", "transfer-encoding"].contains(name.lowercased())
        }
        if !hasLength { text += "Content-Length: \(response.body.count)\r\n" }
        return Array((text + "\r\n").utf8) + response.body
    }
}
