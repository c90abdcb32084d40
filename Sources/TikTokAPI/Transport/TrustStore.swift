internal import CCurl

/// The trusted certificates of a client that was given a file of its own.
enum TrustStore {
    private static let fileLimit = 16 << 20

    /// Where systems keep their certificates in one file, for a libcurl that does not say what it was built to use.
    private static let usualFiles = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]

    /// The system's certificates and those of `extraFile` in one piece of PEM.
    ///
    /// Where the system keeps single files in a folder only, libcurl goes on looking there beside this.
    static func combined(extraFile: String, library: CurlLibrary) -> Result<[UInt8], TransportFailure> {
        guard let extra = contents(ofFile: extraFile, limit: fileLimit) else {
            return .failure(
                TransportFailure(.certificateStore, "the file of additional certificates cannot be read: \(extraFile)")
            )
        }
        guard holdsCertificate(extra) else {
            return .failure(
                TransportFailure(
                    .certificateStore,
                    "the file of additional certificates has no certificate in PEM: \(extraFile)"
                )
            )
        }
        let built = ccurl_trust_file(library.table).map { [String(cString: $0)] } ?? []
        for file in built + usualFiles {
            guard let system = contents(ofFile: file, limit: fileLimit), holdsCertificate(system) else { continue }
            return .success(system + [UInt8(ascii: "\n")] + extra)
        }
        return .success(extra)
    }

    private static func holdsCertificate(_ pem: [UInt8]) -> Bool {
        let markers = [Array("-----BEGIN CERTIFICATE-----".utf8), Array("-----BEGIN TRUSTED CERTIFICATE-----".utf8)]
        return pem.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
            .contains { line in markers.contains { line.starts(with: $0) } }
    }
}
