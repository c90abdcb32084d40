internal import CCurl
internal import LocatedJSON

extension CurlFailureFacts {
    /// Whether a look at the certificates that the server sends would let the failure be said better.
    var isRefusedCertificate: Bool {
        [.certificateDate, .certificateIssuer, .certificateHost].contains(failure().kind)
    }

    /// - Parameter certificates: What the server sent, where that is known.
    func certificateFailure(_ certificates: CertificateReading?) -> TransportFailure? {
        switch code {
        case CCURL_SSL_CACERT_BADFILE:
            let place = trustFile.map { " (\($0): install the package ca-certificates)" } ?? ""
            let detail = "the trusted certificates of this machine\(place), or those of --ca-file, cannot be read"
            return make(.certificateStore, detail, phase: .tls)
        case CCURL_SSL_ISSUER_ERROR: return untrusted(certificates)
        case CCURL_PEER_FAILED_VERIFICATION: break
        case CCURL_SSL_CONNECT_ERROR, CCURL_SSL_CIPHER, 53, 54, 58, 66, 80, 90, 91, 98: return tlsFailure
        case CCURL_RECV_ERROR, CCURL_SEND_ERROR, CCURL_GOT_NOTHING:
            return phase == .tls ? tlsFailure : nil
        default: return nil
        }
        switch certificateProblem {
        case .expired: return expired(certificates)
        case .notYetValid: return notYetValid(certificates)
        case .otherHost: return otherHost(certificates)
        case .untrusted: return untrusted(certificates)
        case .unacceptable:
            return make(.tlsHandshake, "the certificate of \(place) is not acceptable", phase: .tls)
        }
    }

    // MARK: - The words

    private func expired(_ certificates: CertificateReading?) -> TransportFailure {
        let now = wallClockSeconds()
        let clock = "; the local clock is \(wallClockMinute())"
        let over = certificates?.chain.enumerated().lazy.compactMap { place, certificate in
            certificate.end.flatMap { $0.unixTime < now ? (place, certificate, $0.day) : nil }
        }
        let detail =
            switch over?.first {
            case nil: "the certificate of \(place) has expired"
            case (0, _, let day)?: "the certificate of \(place) expired on \(day)"
            // It replaces one further up, which another party renews.
            case (_, let certificate, let day)?:
                "\(Self.quoted(certificate.subject)), which issued the certificate of \(place), expired on \(day)"
            }
        return make(.certificateDate, detail + clock, phase: .tls)
    }

    private func notYetValid(_ certificates: CertificateReading?) -> TransportFailure {
        let now = wallClockSeconds()
        let clock = "; the local clock is \(wallClockMinute()), which may be slow"
        let early = certificates?.chain.enumerated().lazy.compactMap { place, certificate in
            certificate.start.flatMap { $0.unixTime > now ? (place, certificate, $0.day) : nil }
        }
        let detail =
            switch early?.first {
            case nil: "the certificate of \(place) is not valid yet"
            case (0, _, let day)?: "the certificate of \(place) is not valid before \(day)"
            case (_, let certificate, let day)?:
                "\(Self.quoted(certificate.subject)), which issued the certificate of \(place), "
                    + "is not valid before \(day)"
            }
        return make(.certificateDate, detail + clock, phase: .tls)
    }

    private func otherHost(_ certificates: CertificateReading?) -> TransportFailure {
        var detail = "the certificate of \(place) is not for \(origin.host)"
        if let names = certificates?.chain.first?.names, !names.isEmpty { detail += ", but for \(names)" }
        return make(.certificateHost, detail, phase: .tls)
    }

    private func untrusted(_ certificates: CertificateReading?) -> TransportFailure {
        let name = certificates?.lastIssuer.map { ", \(Self.quoted($0))," } ?? ""
        let detail =
            "the issuer of the certificate of \(place)\(name) is not trusted; behind a company proxy, give its "
            + "certificate with --ca-file"
        return make(.certificateIssuer, detail, phase: .tls)
    }

    private static func quoted(_ name: String) -> String { "\"\(name)\"" }

    // MARK: - What libcurl says

    private enum CertificateProblem { case expired, notYetValid, otherHost, untrusted, unacceptable }

    private var certificateProblem: CertificateProblem {
        switch verifyCodes {
        case .openSSL:
            // X509_V_ERR_...: x509_vfy.h of OpenSSL. libcurl compares the host name itself, and then leaves the number
            // at its start value, 1, or at a good result, 0.
            switch verifyResult {
            case 0, 1, 62, 64: return .otherHost
            case 9, 13: return .notYetValid
            case 10, 14: return .expired
            case 2, 18, 19, 20, 21, 24, 27, 28: return .untrusted
            default: return .unacceptable
            }
        case .gnuTLS:
            // GNUTLS_CERT_...: gnutls.h.
            if verifyResult & 1024 != 0 { return .expired }
            if verifyResult & 512 != 0 { return .notYetValid }
            if verifyResult & (64 | 128) != 0 { return .untrusted }
            return verifyResult == 0 ? .otherHost : .unacceptable
        case .unknown: return .unacceptable
        }
    }

    private var tlsFailure: TransportFailure {
        let plain = ["wrong version number", "unknown protocol", "http request", "unexpected TLS packet"]
        if plain.contains(where: words.contains) {
            return make(.notTLS, "\(place) is not a TLS server", phase: .tls)
        }
        return make(.tlsHandshake, "\(place) did not agree on TLS 1.2 or newer", phase: .tls)
    }
}
