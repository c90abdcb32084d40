extension RemedyCatalogue {
    /// Remedies for what ends: tokens and the codes that they are made from, and for the
    /// clock that says so.
    static func time(_ remedy: Remedy) -> Entry? {
        switch remedy {
        case .authorizeAccountAgain:
            Entry(
                .advertiser,
                replacesToken: true,
                "Let the account's owner log in and authorise the app again: without a living refresh token (they live one "
                    + "year) there is no other way to a new token.",
                "Exchange the auth_code of the redirect for tokens at /tt_user/oauth2/token/: once, and within ten minutes.",
                "Keep the refresh token of the answer too, and record \"token_issued_at\"; /tt_user/oauth2/refresh_token/ "
                    + "then gives a new access token every 24 hours."
            )
        case .correctExpiry:
            Entry(
                .you,
                "TikTok puts no timer on a token of this kind, it ends by revocation: if {field} is not a date of your own "
                    + "choice, remove it from {place}.",
                "If it is, make a new token: for an Events Manager token in Tools > Events > the pixel > Settings > Events "
                    + "API > Generate Access Token, for a marketing token by letting the advertiser authorise the app again.",
                "Put the new token where the old one was, correct the dates in {place}, and run validate without --offline: "
                    + "TikTok's answer is the proof."
            )
        case .removeExpiry:
            Entry(
                .you,
                "Remove {field}: \"valid for 24 hours\" and refresh tokens belong to TikTok accounts alone; say "
                    + "\"token_kind\": \"tiktok_account\" if this is such a token.",
                "To have it replaced after a time all the same, set \"token_issued_at\" and \"rotate_after_days\"."
            )
        case .recordTokenDates:
            Entry(.you, "Add \"token_issued_at\" to {place}: when the token was made, such as 2026-11-21T10:00:00Z.")
        case .rotateToken:
            Entry(
                .you,
                replacesToken: true,
                "Make a new token: for an Events Manager token in Tools > Events > the pixel > Settings > Events API > "
                    + "Generate Access Token, for a marketing token by letting the advertiser authorise the app again.",
                "Set \"token_issued_at\" to the moment at which it was made, and revoke the old token once events arrive with the "
                    + "new one."
            )
        case .exchangeCode:
            Entry(
                .you,
                replacesToken: true,
                "If the code is younger than one hour and was never used, exchange it now: POST app_id, secret and auth_code to "
                    + "https://business-api.tiktok.com/open_api/v1.3/oauth2/access_token/.",
                "If not, open the app's Advertiser authorization URL (business-api.tiktok.com/portal > My Apps > the app) for a "
                    + "new code, and exchange that.",
                "Remove the code from {place}."
            )
        case .exchangeAccountCode:
            Entry(
                .you,
                replacesToken: true,
                "If the code is younger than ten minutes and was never used, exchange it now: POST client_id, client_secret, "
                    + "grant_type authorization_code, auth_code and redirect_uri to "
                    + "https://business-api.tiktok.com/open_api/v1.3/tt_user/oauth2/token/.",
                "If not, let the account's owner log in once more for a new code, and exchange that.",
                "Remove the code from {place}, and record \"token_issued_at\" and the refresh token of the answer."
            )
        case .synchronizeClock:
            Entry(
                .you,
                "Set this machine's clock by network time (`timedatectl set-ntp true` on most Linux machines); a container has "
                    + "the clock of its host.",
                "Then run again: until then the ends of tokens and suppressions are judged by a wrong clock, and so may be the "
                    + "times of your events."
            )
        default: nil
        }
    }
}
