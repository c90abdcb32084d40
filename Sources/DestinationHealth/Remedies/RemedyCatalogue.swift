/// The words of every remedy, in one place.
///
/// `{pixel}`, `{field}` and `{place}` are filled in for the destination at hand. The paths of screens are those of
/// TikTok Ads Manager, Business Center and the developer portal as customer-data platforms describe them (guides of
/// Sirdata, Upstack and OWOX, 2026-08).
public enum RemedyCatalogue {
    /// Who acts, and the steps.
    public struct Entry: Sendable {
        /// Who must act.
        public let actor: Actor
        /// What to do, in order.
        public let steps: [String]
        /// Whether it ends with a new token that must be put where the old one was.
        public let replacesToken: Bool
        /// What a product adds to the steps where it keeps the destination.
        public let additions: [ManagingProduct: String]

        init(
            _ actor: Actor,
            replacesToken: Bool = false,
            additions: [ManagingProduct: String] = [:],
            _ steps: String...
        ) {
            self.actor = actor
            self.steps = steps
            self.replacesToken = replacesToken
            self.additions = additions
        }
    }

    /// The words of one remedy.
    public static func entry(for remedy: Remedy) -> Entry {
        config(remedy) ?? values(remedy) ?? credential(remedy) ?? time(remedy) ?? connection(remedy)
    }

    private static func config(_ remedy: Remedy) -> Entry? {
        switch remedy {
        case .fillInField:
            Entry(.you, "Add {field} to {place}.")
        case .fixField:
            Entry(.you, "Correct {field} in {place}.")
        case .fixReference:
            Entry(.you, "Correct the reference in {field}.")
        case .removeWhitespace:
            Entry(
                .you,
                "Remove the whitespace around {field} in {place}.",
                "The system that sends the events may hold the same text: remove it there too."
            )
        case .removeHiddenCharacter:
            Entry(
                .you,
                "Remove the character from {field} in {place}; deleting the value and typing or pasting it as plain text "
                    + "is the surest way.",
                "The system that sends the events may hold the same text: fix it there too."
            )
        case .retypeCharacter:
            Entry(.you, "Copy {field} once more from its source as plain text, and put it into {place}.")
        case .removeDecoration:
            Entry(
                .you,
                "Keep only the value itself in {place}, without quotes, header name or code around it.",
                "The system that sends the events may hold the same text: fix it there too."
            )
        case .replacePlaceholder:
            Entry(.you, "Replace the placeholder in {place} by the real value of {field}.")
        case .copyPixelCode:
            Entry(
                .you,
                "In TikTok Ads Manager open Tools > Events and choose the pixel.",
                "Copy the 20-character code that stands under its name (also in its base code as ttq.load('...')), not a "
                    + "number and not its name.",
                "Put it into {place}."
            )
        case .checkToken:
            Entry(
                .you,
                "Compare {field} with its source: tokens are usually 40 characters, 0-9 and a-f.",
                "If part of it is missing, make a new token: Events Manager shows a token only once."
            )
        case .checkTestEventCode:
            Entry(
                .you,
                "In Events Manager open the pixel's Test events tab and copy the code shown there, such as TEST12345.",
                "Put it into {place} as \"test_event_code\"."
            )
        case .removeTestEventCode:
            Entry(
                .you,
                "Clear {field} in the product that sends the events, once they were seen in Events Manager > the pixel > Test "
                    + "events, and in {place}."
            )
        case .renameDestination:
            Entry(.you, "Give each destination in {place} a name of its own.")
        case .mergeDestinations:
            Entry(
                .you,
                "Keep one destination for the pixel, or make sure that both send the same event_id, so that TikTok can drop "
                    + "the second copy of each event."
            )
        case .renewSuppression:
            Entry(.you, "Fix what was passed over, or set a new \"until\" date with a reason that still holds.")
        default: nil
        }
    }

    private static func credential(_ remedy: Remedy) -> Entry? {
        switch remedy {
        case .newEventsManagerToken:
            Entry(
                .you,
                replacesToken: true,
                "In TikTok Ads Manager open Tools > Events, choose the pixel {pixel}, and open its Settings.",
                "Under Events API choose Generate Access Token, and copy the token at once: it is shown only once.",
                "If there is no such button, your rights in the Business Center are too low: ask one of its admins."
            )
        case .authorizeAgain:
            Entry(
                .advertiser,
                replacesToken: true,
                "A marketing token has no expiry and cannot be refreshed: it ends when the advertiser cancels the "
                    + "authorisation or someone revokes it.",
                "Open the app's Advertiser authorization URL (business-api.tiktok.com/portal > My Apps > the app), logged in "
                    + "as someone who can manage the ad accounts, and tick all of them.",
                "The redirect URL in it, such as http://localhost:8080, must equal the one registered with the app.",
                "Exchange the auth_code of the redirect for a token with POST /oauth2/access_token/ and app_id, secret and "
                    + "auth_code: once, and within one hour. The answer's advertiser_ids are the ad accounts that it reaches.",
                "For a single token of your own, the Access Token Tool (My Apps > the app > Tools) does the same."
            )
        case .renewAccountToken:
            Entry(
                .you,
                replacesToken: true,
                "A TikTok account's token lives 24 hours: get a new one at /tt_user/oauth2/refresh_token/ with the refresh "
                    + "token.",
                "If the refresh token (one year) is over too, let the account's owner log in and authorise the app again."
            )
        case .newSandboxToken:
            Entry(
                .appOwner,
                replacesToken: true,
                "Open business-api.tiktok.com/portal > My Apps > the app > Sandbox ad account, and generate a new token.",
                "A sandbox token works on the sandbox host alone; give a production token for production."
            )
        case .proveWithTestEventCode:
            Entry(
                .you,
                "In Events Manager open the pixel {pixel} > Test events, and copy the code shown there, such as TEST12345.",
                "Add it to {place} as \"test_event_code\", and run validate again: the test event then shows in Test events "
                    + "alone.",
                "Or run with --allow-production-event, which sends one clearly named custom event."
            )
        case .proveInEventsManager:
            Entry(
                .you,
                "The token is alive; that it may send for this event source cannot be proven without sending to it.",
                "Let your own system send one event with a test event code, and look for it in Events Manager > the event "
                    + "source > Test events.",
                "Until then leave this rule out for the destination with \"suppress\", or run with --on-unknown pass."
            )
        case .swapTokens:
            Entry(
                .you,
                "Put each access token to the pixel in whose settings it was made.",
                "The system that sends the events may have them mixed up in the same way: fix it there too."
            )
        case .grantPixel:
            Entry(
                .businessCenterAdmin,
                replacesToken: true,
                "Compare the pixel code {pixel} letter by letter with Events Manager (0 and O look alike): a code that does "
                    + "not exist is refused with the same words.",
                "Make the token from the settings of this very pixel (Tools > Events > the pixel > Settings > Events API > "
                    + "Generate Access Token); a token of another ad account's pixel is refused.",
                "Whoever makes it must be Admin or Operator of the ad account that owns the pixel; Analyst is not enough.",
                "In the Business Center give that person the pixel (Members > Manage permissions > Pixels) and the ad account."
            )
        case .findPixel:
            Entry(
                .you,
                "In TikTok Ads Manager open Tools > Events and look for the pixel {pixel}: it may have been deleted or moved "
                    + "to another Business Center.",
                "Copy the code that stands there into {place}, letter by letter (0 and O look alike)."
            )
        case .linkPixel:
            Entry(
                .businessCenterAdmin,
                "In the Business Center open Assets > Pixels, choose the pixel {pixel}, and link it to the ad account that "
                    + "runs the campaigns.",
                "If it was moved to another Business Center, ask the admins there to share it."
            )
        case .grantAdvertiser:
            Entry(
                .advertiser,
                replacesToken: true,
                "The login that authorised the app has no right to this ad account: have a Business Center admin give it the "
                    + "account as Admin or Operator.",
                "Authorise the app again with that login and tick the ad account; the token carries what was ticked."
            )
        case .grantScope:
            Entry(
                .appOwner,
                replacesToken: true,
                additions: [
                    .owox:
                        "For OWOX the app needs Read Ad Account Information, Read Campaigns, Read Ad Groups, Read Ads, Read "
                        + "Custom Audiences and all of Reporting."
                ],
                "Add the permission to the app (business-api.tiktok.com/portal > My Apps > the app > Scope of permission); the "
                    + "review takes up to 7 business days.",
                "After the approval let the advertiser authorise the app again: a token keeps the permissions it was made with."
            )
        case .matchApp:
            Entry(
                .appOwner,
                "Copy app id and secret from business-api.tiktok.com/portal > My Apps > the app > Basic Information: they must "
                    + "be of the app for which the token was made.",
                "If the secret was reset, the old one no longer works.",
                "If the app is right, let the advertiser authorise it again and use that token."
            )
        case .completeDeveloperProfile:
            Entry(
                .appOwner,
                "Complete the developer profile at business-api.tiktok.com/portal and wait for its approval."
            )
        case .joinAllowlist:
            Entry(.tiktokSupport, "Ask your TikTok representative to open the feature for this app and ad account.")
        case .checkAppID:
            Entry(.you, "Copy the app's id (19 digits) from business-api.tiktok.com/portal > My Apps into {place}.")
        case .checkAdvertiserID:
            Entry(
                .you,
                "Copy the ad account's id from Ads Manager (Account setup, or aadvid= in its address) into {place}, in quotes.",
                "Make sure that the ad account still exists."
            )
        case .switchEnvironment:
            Entry(
                .you,
                "Token, ad account and host must all be of the sandbox or all of production.",
                "Set \"token_kind\": \"sandbox\" for a sandbox token, and remove it for any other."
            )
        case .giveAppCredentials:
            Entry(
                .you,
                "Add \"app\": {\"app_id\": ..., \"secret\": ...} to {place}, from business-api.tiktok.com/portal > My Apps > "
                    + "the app > Basic Information.",
                "Without an app: choose Become a Developer there, then Create an App, with a redirect URL such as "
                    + "http://localhost:8080; the approval takes up to 7 business days."
            )
        default: nil
        }
    }
}

extension RemedyCatalogue {
    /// A remedy in the words that fit a destination.
    ///
    /// - Parameters:
    ///   - remedy: What to do.
    ///   - destination: For whom.
    ///   - field: The config field that it is about.
    ///   - advice: A sentence that is more exact than the catalogue's first step, and replaces it.
    static func remediation(
        _ remedy: Remedy,
        for destination: Destination,
        field: String? = nil,
        advice: String? = nil
    ) -> Remediation {
        let entry = destination.product.flatMap { _ in foreign(remedy) } ?? entry(for: remedy)
        var steps = advice.map { [$0] + entry.steps.dropFirst() } ?? entry.steps
        if let command = fixingCommand(for: remedy, field, of: destination), let step = steps.first {
            steps[0] = "Run '\(command)', or by hand: \(step.prefix(1).lowercased())\(step.dropFirst())"
        }
        if let addition = destination.managedBy.flatMap({ entry.additions[$0] }) { steps.append(addition) }
        if entry.replacesToken { steps.append(stepForNewToken(destination)) }
        let values = [
            ("{pixel}", destination.pixelID.map(\.shown) ?? "of this destination"),
            ("{field}", field.map(destination.shown) ?? "the value"),
            ("{place}", place(of: field, in: destination)),
            ("{product}", destination.product?.name ?? ""),
        ]
        return Remediation(
            actor: entry.actor,
            steps: steps.map { step in values.reduce(step) { $0.replacingFirst($1.0, with: $1.1) } },
            remedy: remedy
        )
    }

    /// Where the new token goes: into the product that keeps it, or to where the config takes it from.
    private static func stepForNewToken(_ destination: Destination) -> String {
        switch destination.managedBy {
        case .upstack:
            "Paste the new token into the destination at app.upstackdata.com/pixel/event-destinations and save it, where it "
                + "then shows as Healthy; Events Manager lists the token as active."
        case .sirdata: "Paste the new token into the TikTok destination in Sirdata's dashboard."
        case .owox: "Paste the new token into the TikTok Ads source in OWOX Data Marts."
        case nil where destination.product != nil:
            "Put the new token into {product}, without spaces or quotes around it, and into "
                + "\(place(of: "access_token", in: destination)) before the next check."
        case nil where destination.accessToken?.origin == .literal:
            "Put the new token into \(place(of: "access_token", in: destination)), without spaces or quotes around it; better "
                + "still, keep it in a secret store and refer to it with ${env:NAME}."
        case nil:
            "Put the new token into \(place(of: "access_token", in: destination)), without spaces or quotes around it."
        }
    }

    private static func place(of field: String?, in destination: Destination) -> String {
        if let text = field.flatMap({ text(of: $0, in: destination) }), case .reference(let source) = text.origin {
            return source
        }
        return destination.range.file.path == "-" ? "the config" : destination.range.file.path
    }

    /// The text of a field. A destination may have thousands of ad accounts with a finding each, so none is passed by.
    static func text(of field: String, in destination: Destination) -> ConfigText? {
        guard let wanted = index(inList: field) else {
            let single = [
                destination.pixelID, destination.accessToken, destination.appID, destination.appSecret,
                destination.refreshToken, destination.authCode, destination.testEventCode, destination.eventSourceID,
            ]
            return single.lazy.compactMap { $0 }.first { $0.field.utf8.elementsEqual(field.utf8) }
        }
        // Elements that are no texts are left out, so a text may come before its index.
        let texts = destination.advertiserIDs
        var (low, high) = (0, texts.count)
        while low < high {
            let middle = (low + high) / 2
            if let index = texts[middle].path.index, index < wanted { low = middle + 1 } else { high = middle }
        }
        guard low < texts.count, texts[low].field.utf8.elementsEqual(field.utf8) else { return nil }
        return texts[low]
    }

    /// The 7 of `advertiser_ids[7]`.
    private static func index(inList field: String) -> Int? {
        guard field.utf8.last == UInt8(ascii: "]"), let open = field.utf8.lastIndex(of: UInt8(ascii: "[")) else {
            return nil
        }
        return Int(String(field[open...].dropFirst().dropLast()))
    }
}

extension String {
    /// Replaces the first occurrence of some ASCII text, compared by bytes.
    func replacingFirst(_ marker: String, with text: String) -> String {
        let (bytes, wanted) = (Array(utf8), Array(marker.utf8))
        guard bytes.count >= wanted.count,
            let start = (0...(bytes.count - wanted.count)).first(where: { bytes[$0...].starts(with: wanted) })
        else { return self }
        return String(decoding: bytes[..<start] + Array(text.utf8) + bytes[(start + wanted.count)...], as: UTF8.self)
    }
}
