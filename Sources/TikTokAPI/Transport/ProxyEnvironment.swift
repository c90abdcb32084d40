/// What the environment says of a proxy for https, as libcurl reads it: enough to name the proxy's part in a failure, and
/// where a connection can only be one to the origin itself.
struct ProxyEnvironment {
    /// The variable that names it.
    let variable: String
    /// The proxy's port; nil for no proxy.
    let port: Int?
    /// Whether it is a SOCKS proxy, which has no status codes.
    let isSOCKS: Bool
    /// Hosts that are exempt, in lower case and without dots around them; "*" alone for all.
    private let exceptions: [String]

    static func current() -> ProxyEnvironment {
        let variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        let variable = variables.first { environment($0) != nil }
        return ProxyEnvironment(
            value: variable.flatMap(environment),
            exceptions: environment("no_proxy") ?? environment("NO_PROXY"),
            variable: variable ?? "HTTPS_PROXY"
        )
    }

    init(value: String?, exceptions: String? = nil, variable: String = "HTTPS_PROXY") {
        self.variable = variable
        self.exceptions = (exceptions ?? "").lowercased().utf8
            .split { $0 == UInt8(ascii: ",") || $0 == 0x20 || $0 == 0x09 }
            .map { Self.withoutDots(String(decoding: Array($0), as: UTF8.self)) }
            .filter { !$0.isEmpty }
        guard let value else {
            port = nil
            isSOCKS = false
            return
        }
        let bytes = Array(value.utf8)
        var rest = bytes[...]
        var scheme = "http"
        if let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) {
            scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
            rest = bytes[(colon + 3)...]
        }
        isSOCKS = scheme.utf8.starts(with: "socks".utf8)
        rest = rest.prefix { $0 != UInt8(ascii: "/") }
        if let at = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[(at + 1)...] }
        if let bracket = rest.lastIndex(of: UInt8(ascii: "]")) { rest = rest[(bracket + 1)...] }
        let written = rest.firstIndex(of: UInt8(ascii: ":")).flatMap { colon in
            Int(String(decoding: rest[(colon + 1)...], as: UTF8.self))
        }
        port = written ?? (scheme == "https" ? 443 : 1080)
    }

    private static func withoutDots(_ name: String) -> String {
        let dot = UInt8(ascii: ".")
        let bytes = Array(name.utf8)
        let start = bytes.first == dot ? 1 : 0
        let end = bytes.count - (bytes.count > start && bytes.last == dot ? 1 : 0)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Whether the host is exempt: it, or a domain that it is in, is named, or all hosts are.
    func exempts(_ host: String) -> Bool {
        let host = Self.withoutDots(host.lowercased())
        if exceptions == ["*"] { return true }
        return exceptions.contains { host == $0 || host.utf8.reversed().starts(with: ("." + $0).utf8.reversed()) }
    }

    /// Whether a connection to the origin's port can only be one to the origin itself.
    func isCertainlyDirect(_ origin: APIOrigin) -> Bool {
        port != origin.portInUse || exempts(origin.host)
    }

    /// Whether a connection to this port is one to the proxy.
    func isProxied(connectionTo connected: Int, origin: APIOrigin) -> Bool {
        guard let port, connected != 0 else { return false }
        return !exempts(origin.host) && (connected != origin.portInUse || port == origin.portInUse)
    }
}
