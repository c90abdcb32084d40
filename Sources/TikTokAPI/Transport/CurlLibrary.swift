internal import CCurl

/// A loaded libcurl.
struct CurlLibrary: @unchecked Sendable {
    // The table behind the pointer is written once, before anyone else sees it.
    let table: OpaquePointer
    /// Which TLS library the codes of CURLINFO_SSL_VERIFYRESULT are from.
    let verifyCodes: VerifyCodes
    /// Whether each exchange needs an easy handle of its own.
    let needsNewHandles: Bool

    enum VerifyCodes {
        /// OpenSSL, LibreSSL, BoringSSL and other descendants: `X509_V_ERR_...`.
        case openSSL
        /// GnuTLS: a set of `GNUTLS_CERT_...` bits.
        case gnuTLS
        case unknown
    }

    #if canImport(Darwin)
        static let standardCandidates = ["libcurl.4.dylib", "/usr/lib/libcurl.4.dylib"]
    #else
        static let standardCandidates = ["libcurl.so.4", "libcurl-gnutls.so.4"]
    #endif

    private static let standard = open(standardCandidates)

    /// The library that the candidates lead to. The standard one is loaded once in a process.
    static func load(_ candidates: [String]) -> Result<CurlLibrary, TransportFailure> {
        candidates == standardCandidates ? standard : open(candidates)
    }

    private static func open(_ candidates: [String]) -> Result<CurlLibrary, TransportFailure> {
        var missing: UnsafePointer<CChar>?
        guard let table = withCStrings(candidates, { ccurl_load($0, candidates.count, &missing) }) else {
            if let missing {
                return .failure(
                    TransportFailure(
                        .libraryMissing,
                        "the installed libcurl has no \(String(cString: missing)); version 7.68 or newer is needed"
                    )
                )
            }
            let names = candidates.joined(separator: ", ")
            return .failure(
                TransportFailure(
                    .libraryMissing,
                    "libcurl, which sends the requests, is not installed (tried: \(names))"
                )
            )
        }
        guard ccurl_global_init(table) == CCURL_OK, let tls = ccurl_tls_name(table) else {
            return .failure(TransportFailure(.libraryMissing, "the installed libcurl cannot do TLS"))
        }
        return .success(
            CurlLibrary(
                table: table,
                verifyCodes: verifyCodes(tlsName: String(cString: tls)),
                needsNewHandles: needsNewHandles(version: ccurl_version(table))
            )
        )
    }

    /// Versions 7.83.0 to 8.0.1 end the process where the first header line of an answer is folded and the handle had an
    /// answer before: <https://github.com/curl/curl/issues/11101>.
    static func needsNewHandles(version: UInt32) -> Bool { (0x075300...0x080001).contains(version) }

    /// Where several TLS libraries are built in, libcurl names those that are not in use in brackets.
    private static func verifyCodes(tlsName: String) -> VerifyCodes {
        let inUse = tlsName.split(separator: " ").first { $0.utf8.first != UInt8(ascii: "(") } ?? ""
        if inUse.hasPrefix("GnuTLS") { return .gnuTLS }
        let family = ["OpenSSL", "LibreSSL", "BoringSSL", "quictls", "AWS-LC", "wolfSSL"]
        return family.contains { inUse.hasPrefix($0) } ? .openSSL : .unknown
    }

    static func withCStrings<Answer>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Answer
    ) -> Answer {
        let bytes = strings.flatMap { Array($0.utf8CString) }
        return bytes.withUnsafeBufferPointer { buffer in
            var offset = 0
            var pointers: [UnsafePointer<CChar>?] = []
            for string in strings {
                pointers.append(buffer.baseAddress.map { $0 + offset })
                offset += string.utf8.count + 1
            }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
