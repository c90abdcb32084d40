import TikTokAPI

/// Reads `--base-url` byte by byte, and allows only what is listed here: URL parsers disagree about everything else, and
/// the access token is sent to the result.
enum BaseURL {
    /// Why a text cannot be used as a base URL; never quotes it.
    struct Fault: Error {
        /// The rest of a sentence that begins with the option's name.
        let reason: String
    }

    /// The origin that a base URL names.
    static func origin(of text: String) throws(Fault) -> APIOrigin {
        let bytes = Array(text.utf8)
        try checkCharacters(bytes)
        let (scheme, rest) = try schemeAndRest(bytes)
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        guard !authority.contains(UInt8(ascii: "@")) else {
            throw Fault(reason: "must not carry a user name or a password")
        }
        try checkTail(rest[authority.endIndex...])
        let (host, port) = try hostAndPort(authority)
        let isLoopback = try checkHost(host)
        guard scheme == "https" || isLoopback else {
            throw Fault(reason: "may be http only for a loopback host (localhost, 127.0.0.1, [::1]), else https")
        }
        return APIOrigin(
            scheme: scheme,
            host: String(decoding: host, as: UTF8.self),
            port: port == (scheme == "https" ? 443 : 80) ? nil : port
        )
    }

    private static func checkCharacters(_ bytes: [UInt8]) throws(Fault) {
        for byte in bytes {
            switch byte {
            case 0...0x20, 0x7F: throw Fault(reason: "must not hold whitespace or control characters")
            case 0x80...: throw Fault(reason: "must not hold characters other than ASCII")
            case UInt8(ascii: "\\"): throw Fault(reason: "must not hold a backslash")
            default: break
            }
        }
    }

    private static func schemeAndRest(_ bytes: [UInt8]) throws(Fault) -> (scheme: String, rest: ArraySlice<UInt8>) {
        for scheme in ["https", "http"] where bytes.starts(with: "\(scheme)://".utf8) {
            return (scheme, bytes[(scheme.utf8.count + 3)...])
        }
        throw Fault(reason: "must begin with https://")
    }

    private static func checkTail(_ tail: ArraySlice<UInt8>) throws(Fault) {
        guard !tail.contains(UInt8(ascii: "#")) else { throw Fault(reason: "must not have a fragment (#)") }
        guard !tail.contains(UInt8(ascii: "?")) else { throw Fault(reason: "must not have a query (?)") }
        guard tail.isEmpty || tail.elementsEqual("/".utf8) else {
            throw Fault(reason: "must not have a path; the paths stay /open_api/v1.3/")
        }
    }

    /// The host in lower case, and the port.
    private static func hostAndPort(_ authority: ArraySlice<UInt8>) throws(Fault) -> (host: [UInt8], port: Int?) {
        let colon =
            if authority.first == UInt8(ascii: "[") {
                authority.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } ?? authority.endIndex
            } else {
                authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
            }
        let host = authority[..<colon].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard colon < authority.endIndex else { return (host, nil) }
        let digits = authority[(colon + 1)...]
        guard authority[colon] == UInt8(ascii: ":"), digits.count <= 5, digits.first != UInt8(ascii: "0"),
            let port = Digits.number(digits), (1...65_535).contains(port)
        else {
            throw Fault(reason: "has a port that is not a number from 1 to 65535")
        }
        return (host, port)
    }

    /// Whether a host, which must be a name or a loopback address, is this machine.
    private static func checkHost(_ host: [UInt8]) throws(Fault) -> Bool {
        guard !host.isEmpty else { throw Fault(reason: "has no host") }
        if host.elementsEqual("localhost".utf8) || host.elementsEqual("[::1]".utf8) { return true }
        let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if isLoopbackQuad(labels) { return true }
        guard host[0] != UInt8(ascii: "["), !isAddress(labels) else {
            throw Fault(reason: "must name a host, not an IP address (loopback: 127.0.0.1 or [::1], written like this)")
        }
        guard labels.last?.isEmpty == false else { throw Fault(reason: "must not have a dot at the end of the host") }
        guard host.count <= 253, labels.allSatisfy(isLabel) else {
            throw Fault(reason: "has a host that is no valid name")
        }
        // "xn--" hides letters that look like other letters.
        guard !labels.contains(where: { $0.starts(with: "xn--".utf8) }) else {
            throw Fault(reason: "must not have an internationalised (xn--) host")
        }
        return false
    }

    /// 127.0.0.0/8, four decimal numbers without leading zeros (which some take for octal).
    private static func isLoopbackQuad(_ labels: [ArraySlice<UInt8>]) -> Bool {
        labels.count == 4 && labels[0].elementsEqual("127".utf8)
            && labels.allSatisfy { label in
                guard let number = Digits.number(label) else { return false }
                return number <= 255 && (label.count == 1 || label.first != UInt8(ascii: "0"))
            }
    }

    /// Whether some parser may read these labels as an IPv4 address: the last one is a number, decimal, octal or hex (also
    /// before a final dot), or the first is 127, which a prefix comparison takes for loopback.
    private static func isAddress(_ labels: [ArraySlice<UInt8>]) -> Bool {
        guard let last = labels.last(where: { !$0.isEmpty }) else { return false }
        let isDecimal = last.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isDecimal || last.starts(with: "0x".utf8) || labels[0].elementsEqual("127".utf8)
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            && label.allSatisfy { byte in
                switch byte {
                case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
