internal import CCurl

/// The certificates that a client trusts.
///
/// libcurl reads what it is given anew for every connection, and copies and compares a piece of PEM with every exchange,
/// which takes longer than the exchange. So where the TLS library can, they are read once and shared.
final class TrustStore {
    private enum Kind {
        /// What libcurl trusts by default.
        case standard
        /// Read, in the TLS library's own form.
        case shared(UnsafeMutableRawPointer)
        /// In PEM, in memory that libcurl points into.
        case pem(UnsafeMutableBufferPointer<UInt8>, extraFile: String)
    }

    private let extraFile: String?
    private let library: CurlLibrary
    private var kind: Result<Kind, TransportFailure>?

    private init(extraFile: String?, library: CurlLibrary) {
        self.extraFile = extraFile
        self.library = library
    }

    /// The system's certificates and those of `extraFile`, if any, which must hold one. The system's are not read before
    /// they are needed.
    static func make(extraFile: String?, library: CurlLibrary) -> Result<TrustStore, TransportFailure> {
        let store = TrustStore(extraFile: extraFile, library: library)
        return extraFile.map { certificates(in: $0).map { _ in store } } ?? .success(store)
    }

    deinit {
        switch kind {
        case .success(.shared(let store)): ccurl_trust_destroy(library.table, store)
        case .success(.pem(let memory, _)): memory.deallocate()
        case .success(.standard), .failure, nil: break
        }
    }

    private func read() -> Result<Kind, TransportFailure> {
        if let store = shared() { return .success(.shared(store)) }
        guard let extraFile else { return .success(.standard) }
        return Self.combined(extraFile: extraFile, library: library).map { pem in
            let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: pem.count)
            _ = memory.initialize(from: pem)
            return .pem(memory, extraFile: extraFile)
        }
    }

    private func shared() -> UnsafeMutableRawPointer? {
        let built = ccurl_trust_file(library.table).map { String(cString: $0) }
        let folder = ccurl_trust_folder(library.table)
        var candidates = [built].compactMap { $0 }.map { [$0] }
        if let extraFile { candidates = (candidates + Self.usualFiles.map { [$0] } + [[]]).map { $0 + [extraFile] } }
        for files in candidates {
            let store = CurlLibrary.withCStrings(files) {
                ccurl_trust_create(library.table, $0, files.count, folder)
            }
            if let store { return store }
        }
        return nil
    }

    /// Makes a handle trust them and nothing else.
    func set(
        _ easy: UnsafeMutableRawPointer,
        _ memory: UnsafeMutablePointer<CCurlExchange>
    ) throws(TransportFailure) {
        let kind = self.kind ?? read()
        self.kind = kind
        let isTaken =
            switch try kind.get() {
            case .standard: true
            case .shared(let store): ccurl_share_trust(library.table, easy, memory, store) == CCURL_OK
            case .pem(let pem, let extraFile):
                ccurl_set_trust(library.table, easy, pem.baseAddress, pem.count) == CCURL_OK
                    || replaceFile(easy, by: extraFile)
            }
        guard !isTaken else { return }
        let detail = "the TLS library of the installed libcurl cannot take additional certificates"
        throw TransportFailure(.certificateStore, detail)
    }

    /// GnuTLS takes certificates from files only. Where the system's are also in a folder that libcurl looks in, the extra
    /// file can take the place of the system's file without taking anything away.
    private func replaceFile(_ easy: UnsafeMutableRawPointer, by extraFile: String) -> Bool {
        guard ccurl_trust_folder(library.table) != nil else { return false }
        return extraFile.withCString { ccurl_easy_set_pointer(library.table, easy, CCURL_OPT_CAINFO, $0) == CCURL_OK }
    }

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
        certificates(in: extraFile).map { extra in
            let built = ccurl_trust_file(library.table).map { [String(cString: $0)] } ?? []
            for file in built + usualFiles {
                guard let system = contents(ofFile: file, limit: fileLimit), holdsCertificate(system) else { continue }
                return system + [UInt8(ascii: "\n")] + extra
            }
            return extra
        }
    }

    private static func certificates(in extraFile: String) -> Result<[UInt8], TransportFailure> {
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
        return .success(extra)
    }

    private static func holdsCertificate(_ pem: [UInt8]) -> Bool {
        let markers = [Array("-----BEGIN CERTIFICATE-----".utf8), Array("-----BEGIN TRUSTED CERTIFICATE-----".utf8)]
        return pem.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
            .contains { line in markers.contains { line.starts(with: $0) } }
    }
}
