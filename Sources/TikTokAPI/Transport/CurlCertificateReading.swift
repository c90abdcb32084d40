/// What libcurl tells of the certificates that a server sent, its own first. All of it comes from outside.
struct CertificateReading: Sendable, Equatable {
    /// One certificate, as far as messages need it. Texts are printable ASCII and short.
    struct Certificate: Sendable, Equatable {
        /// Whose it is; empty where it does not say.
        var subject = ""
        /// Who vouches for it; empty where it does not say.
        var issuer = ""
        /// The host names and addresses that it is for, where the TLS library tells them.
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

/// A moment out of a certificate.
struct CertificateDate: Sendable, Equatable {
    /// Seconds since 1970 UTC.
    let unixTime: Int
    /// "2026-11-01".
    let day: String

    /// Reads "Nov  1 00:00:00 2026 GMT" (OpenSSL) and "2026-11-01 00:00:00 GMT" (GnuTLS and others); nil for any other
    /// form.
    init?(_ text: [UInt8]) {
        let words = text.split(separator: 0x20).map { Array($0) }
        let gmt = Array("GMT".utf8)
        if words.count == 5, words[4] == gmt, let month = Self.months.firstIndex(of: words[0]) {
            self.init(year: words[3], month: month + 1, day: words[1], time: words[2])
        } else if words.count == 3, words[2] == gmt {
            let parts = words[0].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map { Array($0) }
            guard parts.count == 3, let month = Self.number(parts[1], digits: 2...2) else { return nil }
            self.init(year: parts[0], month: month, day: parts[2], time: words[1])
        } else {
            return nil
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ].map { Array($0.utf8) }

    private init?(year: [UInt8], month: Int, day: [UInt8], time: [UInt8]) {
        let parts = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { Array($0) }
        guard let year = Self.number(year, digits: 4...4), let day = Self.number(day, digits: 1...2), parts.count == 3,
            let hour = Self.number(parts[0], digits: 2...2), let minute = Self.number(parts[1], digits: 2...2),
            let second = Self.number(parts[2], digits: 2...2), (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        unixTime = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        func padded(_ number: Int, _ count: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
        }
        self.day = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    private static func number(_ digits: [UInt8], digits count: ClosedRange<Int>) -> Int? {
        guard count.contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Days since 1970-01-01 in the Gregorian calendar; years are counted from March, so that a leap day comes last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let years = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468
    }
}
