/// What a request must be like before libcurl sees any of it: everything goes over the wire unchanged, or not at all.
enum RequestRules {
    /// Headers that belong to the connection, which libcurl writes itself.
    private static let reserved: Set<String> = [
        "accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization",
        "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// - Throws: A failure of kind ``TransportFailure/Kind/invalidRequest`` that names the part at fault, never a value.
    static func check(_ request: HTTPRequest) throws(TransportFailure) {
        try check(request.origin)
        guard request.path.utf8.first == UInt8(ascii: "/"), request.path.utf8.allSatisfy(isPathByte),
            !hasSegmentOfDots(request.path)
        else {
            throw refusal("the path is not an absolute path of unreserved characters")
        }
        for parameter in request.query where !isVisible(parameter.name) || parameter.name.isEmpty {
            throw refusal("a query name is empty or not visible ASCII")
        }
        for header in request.headers {
            guard !header.name.isEmpty, header.name.utf8.allSatisfy(isTokenByte) else {
                throw refusal("a header name is empty or has a character that no header name may have")
            }
            guard !reserved.contains(header.name.lowercased()) else {
                throw refusal("the header \(header.name) belongs to the transport")
            }
            guard isHeaderValue(header.value.unmasked) else {
                throw refusal("the value of the header \(header.name) is not visible ASCII")
            }
        }
        guard request.body == nil || request.method == .post else { throw refusal("a GET request has a body") }
    }

    private static func check(_ origin: APIOrigin) throws(TransportFailure) {
        guard isHost(origin.host) else { throw refusal("the host name is not one") }
        if let port = origin.port, !(1...65535).contains(port) { throw refusal("the port is not one of 1 to 65535") }
        switch origin.scheme {
        case "https": break
        case "http" where isLoopback(origin.host): break
        case "http": throw refusal("plain http is for this machine only, and \(origin.host) is another")
        default: throw refusal("the scheme is neither https nor http")
        }
    }

    private static func refusal(_ detail: String) -> TransportFailure {
        TransportFailure(.invalidRequest, detail)
    }

    /// Whether the host is this machine for certain: unlike a prefix, the whole address is looked at.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0].elementsEqual("127".utf8)
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(isDigit)
                    && Int(String(decoding: Array(part), as: UTF8.self)).map { $0 < 256 } == true
            }
    }

    /// Whether the host is one of TikTok's, which never has an address that is not public.
    static func isTikTok(_ host: String) -> Bool {
        host.lowercased().utf8.suffix(11).elementsEqual(".tiktok.com".utf8)
    }

    private static func isHost(_ host: String) -> Bool {
        if host == "[::1]" { return true }
        return (1...253).contains(host.utf8.count)
            && host.utf8.allSatisfy {
                isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
    }

    /// Whether "." or ".." is a segment, which a server may resolve to another path.
    private static func hasSegmentOfDots(_ path: String) -> Bool {
        var (dots, others) = (0, 0)
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "/"):
                if others == 0, (1...2).contains(dots) { return true }
                (dots, others) = (0, 0)
            case UInt8(ascii: "."): dots += 1
            default: others += 1
            }
        }
        return others == 0 && (1...2).contains(dots)
    }

    /// Bytes that a path holds unescaped.
    private static func isPathByte(_ byte: UInt8) -> Bool {
        isUnreserved(byte) || byte == UInt8(ascii: "/")
    }

    /// RFC 9110, 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private static func isVisible(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func isHeaderValue(_ text: String) -> Bool {
        text.utf8.first != 0x20 && text.utf8.last != 0x20 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// RFC 3986, 2.3.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// A request as the bytes that libcurl is given. Made at the last moment, and never shown.
enum RequestBytes {
    /// The URL, ended by a zero byte. Appends to `bytes`, which is cleared first.
    static func writeURL(of request: HTTPRequest, to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: request.origin.scheme.utf8)
        bytes.append(contentsOf: "://".utf8)
        bytes.append(contentsOf: request.origin.host.utf8)
        if let port = request.origin.port { bytes.append(contentsOf: ":\(port)".utf8) }
        bytes.append(contentsOf: request.path.utf8)
        var separator = UInt8(ascii: "?")
        for parameter in request.query {
            bytes.append(separator)
            separator = UInt8(ascii: "&")
            percentEncode(parameter.name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            percentEncode(parameter.value.unmasked, to: &bytes)
        }
        bytes.append(0)
    }

    /// The headers, each ended by a zero byte. Returns how many there are.
    static func writeHeaders(of request: HTTPRequest, to bytes: inout [UInt8]) -> Int {
        bytes.removeAll(keepingCapacity: true)
        var count = 0
        func add(_ name: String, _ mark: String = "", _ value: String = "") {
            bytes.append(contentsOf: name.utf8)
            bytes.append(contentsOf: mark.utf8)
            bytes.append(contentsOf: value.utf8)
            bytes.append(0)
            count += 1
        }
        var hasContentType = false
        for header in request.headers {
            if header.name.utf8.count == 12, header.name.lowercased() == "content-type" { hasContentType = true }
            let value = header.value.unmasked
            // libcurl takes a name with nothing behind the colon for one to leave out; a semicolon means an empty value.
            if value.isEmpty { add(header.name, ";") } else { add(header.name, ": ", value) }
        }
        if request.method == .post {
            // Without these libcurl would wait for "100 Continue" and call the body a form.
            add("Expect:")
            if !hasContentType { add("Content-Type:") }
        }
        return count
    }

    private static func percentEncode(_ text: String, to bytes: inout [UInt8]) {
        let digits: StaticString = "0123456789ABCDEF"
        for byte in text.utf8 {
            if RequestRules.isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits.utf8Start[Int(byte >> 4)])
                bytes.append(digits.utf8Start[Int(byte & 15)])
            }
        }
    }
}
