package import LocatedJSON

/// What came back from one call.
public enum APIAnswer: Sendable {
    /// A JSON object with the API's envelope, of any code and HTTP status.
    case reply(APIReply)
    /// A complete HTTP answer that is not the API's envelope.
    case foreign(ForeignAnswer)
    /// No complete answer.
    case failure(TransportFailure)
}

extension APIAnswer {
    /// The status of the HTTP answer; nil when none came.
    public var httpStatus: Int? {
        switch self {
        case .reply(let reply): reply.httpStatus
        case .foreign(let foreign): foreign.httpStatus
        case .failure: nil
        }
    }
}

/// The API's envelope: `code`, `message`, `request_id`, `data`.
public struct APIReply: Sendable {
    /// The `code` member, or why there is none that could be relied upon.
    public enum Code: Sendable, Hashable {
        /// An integer, written as one.
        case number(Int)
        /// No `code` at all.
        case missing
        /// A `code` that is no integer (`"0"`, `0.0`, `null`, `true`).
        case malformed
    }

    /// The HTTP status that it came with. TikTok uses 200 for nearly everything.
    public let httpStatus: Int
    /// The return code.
    public let code: Code
    /// TikTok's words; empty where there were none. From outside: mask, escape and cap before showing.
    public let message: String
    /// Whether the `message` was a text, null or missing, as it should be.
    let messageIsText: Bool
    /// The id that TikTok support asks for; nil where there was none.
    public let requestID: String?
    /// The `data` member; nil where there was none, or where it is not used.
    package internal(set) var data: JSONValue?
    /// Whether the `data` member has a code of its own that is not 0, or reports a failure in another way.
    let dataHasFailure: Bool
    /// The server's `Date` header as sent.
    public let serverDate: String?
    /// This machine's clock when the answer came, in seconds since 1970 UTC; nil for an answer that never travelled.
    public internal(set) var receivedAt: Int?
}

/// An HTTP answer without the API's envelope.
public struct ForeignAnswer: Sendable, Hashable {
    /// In what way it is not the API's.
    public enum Kind: String, Sendable, CaseIterable {
        /// A 3xx status.
        case redirect
        /// No body.
        case empty
        /// An HTML page.
        case html
        /// A JSON text that is cut off, has duplicate keys, or is otherwise not valid.
        case brokenJSON
        /// JSON, but not an object with a code.
        case otherJSON
        /// Anything else.
        case otherText
    }

    /// In what way it is not the API's.
    public let kind: Kind
    /// The HTTP status.
    public let httpStatus: Int
    /// For a redirect the host it leads to, without path and query; nil if there is none.
    public let redirectHost: String?
}

extension APIAnswer {
    /// The answer without unused data, so that keeping many answers costs little. What is
    /// dropped has been looked through for contradictions.
    func keepingOnlyWhatIsUsed(by endpoint: Endpoint) -> APIAnswer {
        guard case .reply(var reply) = self, !endpoint.hasUsefulData else { return self }
        reply.data = nil
        return .reply(reply)
    }

    /// Reads an HTTP answer as the API's envelope. The JSON is read at any HTTP status, since TikTok's return-code page
    /// ranks the code above the status.
    public init(_ response: HTTPResponse) {
        func foreign(_ kind: ForeignAnswer.Kind, host: String? = nil) -> APIAnswer {
            .foreign(ForeignAnswer(kind: kind, httpStatus: response.status, redirectHost: host))
        }
        if (300..<400).contains(response.status) {
            self = foreign(.redirect, host: response.header("location").flatMap(Self.host(ofLocation:)))
            return
        }
        guard let first = response.body.first(where: { !Self.isJSONWhitespace($0) }) else {
            self = foreign(.empty)
            return
        }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            self = foreign(first == UInt8(ascii: "<") ? .html : .otherText)
            return
        }
        guard let document = try? JSONDocument(parsing: response.body) else {
            self = foreign(.brokenJSON)
            return
        }
        let root = document.root
        // An object without any member of the envelope is not TikTok's.
        guard root.kind == .object, root["code"] != nil || root["request_id"] != nil || root["message"] != nil else {
            self = foreign(.otherJSON)
            return
        }
        self = .reply(
            APIReply(
                httpStatus: response.status,
                code: Self.code(root["code"]),
                message: root["message"]?.string ?? "",
                messageIsText: root["message"].map { $0.kind == .string || $0.kind == .null } ?? true,
                requestID: root["request_id"]?.string,
                data: root["data"],
                dataHasFailure: root["success"]?.boolean == false || root["data"].map(Self.tellsOfFailure) ?? false,
                serverDate: response.header("date")
            )
        )
    }

    private static func code(_ value: JSONValue?) -> APIReply.Code {
        guard let value else { return .missing }
        // Int's own parser would also take "+5"; JSON has no plus sign, so what reaches it is digits and a minus.
        guard let literal = value.number, let number = Int(literal), literal != "-0" else { return .malformed }
        return .number(number)
    }

    /// Whether the data has a code of its own that is not 0, or names what was not taken.
    private static func tellsOfFailure(_ data: JSONValue) -> Bool {
        ["code", "error_code"].contains { key in data[key].map { $0.number != "0" } ?? false }
            || data["success"]?.boolean == false
            || ["errors", "error_list", "failed_events", "failed_list"].contains { key in (data[key]?.count ?? 0) > 0 }
    }

    private static func isJSONWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// The host of a `Location` header, letters, digits, dots and hyphens only; nil for a relative one.
    private static func host(ofLocation location: String) -> String? {
        let bytes = Array(location.utf8)
        guard let slashes = bytes.indices.dropLast().first(where: { bytes[$0] == 0x2F && bytes[$0 + 1] == 0x2F }) else {
            return nil
        }
        let authority = bytes[(slashes + 2)...].prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 && $0 != 0x5C }
        let afterUserInfo = authority.lastIndex(of: 0x40).map { authority[($0 + 1)...] } ?? authority
        let host = afterUserInfo.prefix { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x2E || byte == 0x2D
        }
        return host.isEmpty ? nil : String(decoding: host.prefix(253), as: UTF8.self)
    }
}
