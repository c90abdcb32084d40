/// What libcurl says of the certificates that a server sent, its own first. All of it comes from outside.
struct CertificateReading: Sendable, Equatable {
    /// One certificate, as far as messages need it. Texts are printable ASCII and short.
    struct Certificate: Sendable, Equatable {
        /// Whose it is; empty where it does not say.
        var subject = ""
        /// Who vouches for it; empty where it does not say.
        var issuer = ""
        /// The host names and addresses that it is for, where the TLS library gives them.
        var names: String?
        var start: CertificateDate?
        var end: CertificateDate?
    }

    /// Most certificates that are looked at, and the most texts of each.
    static let chainLimit = 8
    static let textLimit = 64
    /// Most bytes of a name in a message.
    private static let nameLimit = 100

    let chain: [Certificate]

    /// Who vouches for the last certificate that leads up from the server's own: whom this machine would have to trust.
    var lastIssuer: String? {
        guard var current = chain.first else { return nil }
        var others = chain.dropFirst()
        while current.issuer != current.subject,
            let next = others.firstIndex(where: { $0.subject == current.issuer })
        {
            current = others[next]
            others = others[(next + 1)...]
        }
        return current.issuer.isEmpty ? nil : current.issuer
    }

    /// Reads the texts of each certificate, "Issuer:CN = Test Authority" say. Names of fields differ by TLS library.
    init?(_ texts: [[String]]) {
        chain = texts.map { Self.certificate($0) }
        guard !chain.isEmpty else { return nil }
    }

    /// Whether a text is one that is read.
    static func isOfUse(_ text: some Collection<UInt8>) -> Bool {
        let names = ["subject:", "issuer:", "start date:", "expire date:", "x509v3 subject alternative name:"]
        return names.contains { name in text.lazy.map(lowercased).starts(with: name.utf8) }
    }

    private static func certificate(_ texts: [String]) -> Certificate {
        var certificate = Certificate()
        for text in texts {
            guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = Array(text.utf8[text.utf8.index(after: colon)...])
            switch text[..<colon].lowercased() {
            case "subject": certificate.subject = printable(value)
            case "issuer": certificate.issuer = printable(value)
            case "start date": certificate.start = CertificateDate(value)
            case "expire date": certificate.end = CertificateDate(value)
            case "x509v3 subject alternative name": certificate.names = printable(withoutKinds(value))
            default: break
            }
        }
        return certificate
    }

    /// "DNS:other.example, IP Address:127.0.0.1" without the kinds.
    private static func withoutKinds(_ value: [UInt8]) -> [UInt8] {
        let kinds = ["DNS:", "IP Address:"].map { Array($0.utf8) }
        var names: [UInt8] = []
        for part in value.split(separator: UInt8(ascii: ",")) {
            let name = part.drop { $0 == 0x20 }
            let kind = kinds.first { name.starts(with: $0) }
            if !names.isEmpty { names += ", ".utf8 }
            names += name.dropFirst(kind?.count ?? 0)
        }
        return names
    }

    /// Printable ASCII, cut where it is long.
    private static func printable(_ value: [UInt8]) -> String {
        let dots = "..."
        let isLong = value.count > nameLimit
        let kept = isLong ? value.prefix(nameLimit - dots.utf8.count) : value[...]
        let text = String(decoding: kept.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
        return isLong ? text + dots : text
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}

/// A date of a certificate.
struct CertificateDate: Sendable, Equatable {
    /// Seconds since 1970 UTC.
    let unixTime: Int
    /// "2026-11-01".
    var day: String { CivilDate(unixTime: unixTime).day }

    init?(_ text: [UInt8]) {
        guard let time = Timestamp.unixTime(certificateDate: text) else { return nil }
        unixTime = time
    }
}
