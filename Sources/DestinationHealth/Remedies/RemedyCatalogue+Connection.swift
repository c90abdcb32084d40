extension RemedyCatalogue {
    /// The connection to TikTok, and what no other part covers.
    static func connection(_ remedy: Remedy) -> Entry {
        switch remedy {
        case .waitForRate:
            Entry(
                .nobody,
                "Wait, then run again: a limit per second is over in a second, one per minute in five, one per day at 00:00 UTC.",
                "If it happens often, lower --concurrency, or spread the jobs that use the same app."
            )
        case .rotateOverusedToken:
            Entry(
                .you,
                "Look for a system that sends more events for the pixel {pixel} than it should; a leaked token does that.",
                "If you find none, make a new token, remove the old one, and open a ticket with TikTok.",
                "Then wait, and run again."
            )
        case .waitForService:
            Entry(
                .nobody,
                "This is TikTok's own fault: wait about five minutes and run again.",
                "If it lasts, look at TikTok's status page, and quote the request id in a ticket."
            )
        case .changeRegion:
            Entry(
                .networkTeam,
                "TikTok refuses the country of this machine's address, whatever the credential: run from another region or "
                    + "through a proxy there (HTTPS_PROXY)."
            )
        case .reportToMaintainers:
            Entry(
                .you,
                "TikTok refused the form of validate's own question, not your credential: please report it with the words "
                    + "above."
            )
        case .updateProgram:
            Entry(
                .you,
                "Check --base-url if you gave one.",
                "Otherwise TikTok has changed the call: update validate, or report it with the words above."
            )
        case .openNetwork:
            Entry(
                .networkTeam,
                "Let this machine reach https://business-api.tiktok.com:443 (DNS, firewall, captive portal), or set "
                    + "HTTPS_PROXY.",
                "Then run again: nothing was learnt about the credential."
            )
        case .raiseTimeout:
            Entry(
                .nobody,
                "Run again; if it lasts, raise --timeout, or check the way to https://business-api.tiktok.com:443."
            )
        case .trustCertificate:
            Entry(
                .networkTeam,
                "If a proxy of your company opens TLS, give its certificate with --ca-file PEM.",
                "Otherwise somebody stands between this machine and TikTok: do not send tokens from here."
            )
        case .setClock:
            Entry(
                .you,
                "Set this machine's clock; if it is right, the certificate shown here is not TikTok's current one."
            )
        case .fixProxy:
            Entry(
                .networkTeam,
                "Correct the proxy in HTTPS_PROXY (host, port, credentials), or except TikTok with NO_PROXY."
            )
        case .installLibrary:
            Entry(
                .you,
                "Install libcurl: `apt-get install libcurl4` (Debian, Ubuntu), `dnf install libcurl`, `apk add libcurl`."
            )
        case .reportToTikTok:
            Entry(
                .tiktokSupport,
                "Run again; if the answer stays, look it up in TikTok's list of return codes, or ask TikTok support with the "
                    + "request id."
            )
        default:
            Entry(.nobody, "Run validate again.")
        }
    }
}
