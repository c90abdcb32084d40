extension RemedyCatalogue {
    /// The remedies for values in the wrong place: another field, too many destinations, an open file.
    static func values(_ remedy: Remedy) -> Entry? {
        switch remedy {
        case .putValueInItsField:
            Entry(
                .you,
                "Put each value into its own field in {place}.",
                "To tell them apart: a pixel code is 20 upper-case letters and digits, ids of apps and ad accounts are 19 "
                    + "digits, access tokens and app secrets are usually 40 of 0-9 and a-f, and a test event code begins "
                    + "with TEST."
            )
        case .copyAppSecret:
            Entry(
                .appOwner,
                "Copy the app's secret from business-api.tiktok.com/portal > My Apps > the app > Basic Information into {place}."
            )
        case .moveSecretOut:
            Entry(
                .you,
                "Take {field} out of {place}: read it from an environment variable or from a file of its own.",
                "If others had the file, or it was ever committed, replace the secret by a new one: history and copies keep "
                    + "the old one.",
                "Until then let only its owner read the file (mode 0600)."
            )
        case .protectSecretFile:
            Entry(.you, "Let only its owner, or a group of its own, read {place}: mode 0600 or 0640.")
        case .separateTokens:
            Entry(
                .you,
                "Make sure that all these pixels belong to the ad account in which the token was made: the pixels of another "
                    + "account refuse it.",
                "To limit what one lost token stops, make a token for each pixel (Tools > Events > the pixel > Settings > "
                    + "Events API > Generate Access Token)."
            )
        case .keepOneToken:
            Entry(
                .you,
                "Find out which of the tokens is the one in use, and give it to every destination of the pixel {pixel}.",
                "Revoke the others in Events Manager (Tools > Events > the pixel > Settings > Events API).",
                "Make sure that the destinations send the same event_id, so that TikTok can drop the second copy of each event."
            )
        default: nil
        }
    }
}
