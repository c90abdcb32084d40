/// What the environment says of a proxy for https, as libcurl reads it: enough to tell the proxy's part in a failure.
///
/// Which exchanges really go through the proxy is for libcurl alone to say (`NO_PROXY` has rules of its own), so it is
/// told by what libcurl does: by the port that it connects to.
struct ProxyEnvironment {
    /// The proxy's port; nil for no proxy.
    let port: Int?
    /// Whether it is a SOCKS proxy, which has no status codes.
    let isSOCKS: Bool
    /// Whether some hosts are exempt.
    let hasExceptions: Bool

    static func current() -> ProxyEnvironment {
        let variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        let value = variables.lazy.compactMap(environment).first
        return ProxyEnvironment(
            value: value,
            hasExceptions: environment("no_proxy") != nil || environment("NO_PROXY") != nil
        )
    }

    init(value: String?, hasExceptions: Bool) {
        self.hasExceptions = hasExceptions
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

    /// Whether a connection to this port can only be one to the origin itself.
    func isCertainlyDirect(connectionTo connected: Int, originPort: Int) -> Bool {
        connected == originPort && port != originPort
    }

    /// Whether a connection to this port is one to the proxy, as far as that can be told.
    func isProxied(connectionTo connected: Int, originPort: Int) -> Bool {
        guard let port, connected != 0 else { return false }
        return connected != originPort || (port == originPort && !hasExceptions)
    }
}
