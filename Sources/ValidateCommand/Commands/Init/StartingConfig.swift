import LocatedJSON
import DestinationHealth

/// A config to start from: it works with the simulator as it is, and for the user's own destination once variables are set.
struct StartingConfig {
    private let product: InitOptions.Product?

    init(_ product: InitOptions.Product?) {
        self.product = product
    }

    /// The config.
    var text: String {
        var writer = JSONWriter(pretty: true)
        writer.beginObject()
        write("$comment", guidance, to: &writer)
        writer.key("version")
        writer.integer(1)
        writer.key("destinations")
        writer.beginArray()
        writer.beginObject()
        write("$comment", sources, to: &writer)
        write("name", product.map { "shop-\($0.rawValue)" } ?? "shop", to: &writer)
        if product == .owox { writeAccount(to: &writer) } else { writePixel(to: &writer) }
        if let product { write("managed_by", product.rawValue, to: &writer) }
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private func writePixel(to writer: inout JSONWriter) {
        write("pixel_id", variable("PIXEL_ID", or: SampleCredentials.pixelID), to: &writer)
        write("access_token", variable("ACCESS_TOKEN", or: SampleCredentials.accessToken), to: &writer)
        write("test_event_code", variable("TEST_EVENT_CODE", or: "TEST12345"), to: &writer)
    }

    private func writeAccount(to writer: inout JSONWriter) {
        write("type", DestinationType.ads.rawValue, to: &writer)
        write("access_token", variable("ACCESS_TOKEN", or: SampleCredentials.marketingToken), to: &writer)
        writer.key("app")
        writer.beginObject()
        write("app_id", variable("APP_ID", or: SampleCredentials.appID), to: &writer)
        write("secret", variable("APP_SECRET", or: SampleCredentials.appSecret), to: &writer)
        writer.endObject()
        write("advertiser_ids", [variable("ADVERTISER_ID", or: SampleCredentials.advertiserID)], to: &writer)
        write("uses", [TokenUse.owoxSource.rawValue], to: &writer)
    }

    /// The next steps.
    private var guidance: [String] {
        [
            "1. Rehearse: validate config.json --simulate. Until the variables below are set, this describes a sample "
                + "destination of the simulator.",
            "2. Set \(variables). They are set in the environment, so that no secret is in this file.",
            "3. Check your own: validate config.json. Its exit status is 0 when everything is healthy.",
            "More destinations: copy the object and give its variables other names.",
            "Completion in an editor: validate schema > config.schema.json, and \"$schema\": \"config.schema.json\" "
                + "in the first line.",
        ]
    }

    private var variables: String {
        if product == .owox { return "TIKTOK_ACCESS_TOKEN, TIKTOK_APP_ID, TIKTOK_APP_SECRET and TIKTOK_ADVERTISER_ID" }
        return "TIKTOK_PIXEL_ID and TIKTOK_ACCESS_TOKEN, and TIKTOK_TEST_EVENT_CODE to see the test event arrive"
    }

    /// Where the values are found ("How to Generate Your TikTok API Access Token", Upstack; "TikTok Token Retrieval",
    /// Sirdata; "TikTok Ads Source Authentication Guide", OWOX; 2026-08).
    private var sources: [String] {
        switch product {
        case nil:
            [
                "pixel_id: Events Manager (Tools > Events in TikTok Ads Manager), the pixel; 20 letters and digits.",
                "access_token: the pixel > Settings > Events API > Generate access token. It is shown only once.",
                testEventCode,
            ]
        case .upstack:
            [
                "pixel_id and access_token: the TikTok destination at app.upstackdata.com/pixel/event-destinations. Where "
                    + "they come from: Events Manager > Data sources > the UpstackData pixel.",
                "A token is made in its tab Settings > Events API > Generate access token, and shown only once: copy it "
                    + "into the dashboard and into the variable at the same time.",
                testEventCode,
            ]
        case .sirdata:
            [
                "pixel_id and access_token: the TikTok destination in Sirdata's dashboard. Where they come from: TikTok "
                    + "Ads Manager > Tools > Events, the pixel that receives the data.",
                "A token is made there under Events API > Generate Access Token; where that cannot be clicked, rights in the "
                    + "Business Center are missing.",
                testEventCode,
            ]
        case .owox:
            [
                "All four are in the TikTok Ads source of OWOX Data Marts (Access Token, App ID, App Secret, Advertiser "
                    + "IDs).",
                "App id and secret: the TikTok for Business Developers portal > My Apps > the app. The token is what the "
                    + "app got for the auth_code of its advertiser authorization URL, not the auth_code.",
            ]
        }
    }

    private var testEventCode: String {
        "test_event_code: the pixel's tab Test events. With a code, one event named ValidateHealthCheck is sent to the "
            + "test view and proves token and pixel together."
    }

    private func variable(_ name: String, or value: String) -> String { "${env:TIKTOK_\(name):-\(value)}" }

    private func write(_ key: String, _ text: String, to writer: inout JSONWriter) {
        writer.key(key)
        writer.string(text)
    }

    private func write(_ key: String, _ texts: [String], to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }
}
