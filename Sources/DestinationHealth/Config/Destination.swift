import TikTokAPI

/// What a destination is for.
public enum DestinationType: String, Sendable, CaseIterable {
    /// Sends events for a pixel or another event source.
    case events = "tiktok_events"
    /// Reads the Marketing API for ad accounts.
    case ads = "tiktok_ads"
}

/// The kinds of access token that TikTok hands out, which look much alike.
public enum TokenKind: String, Sendable, CaseIterable {
    /// Made in Events Manager; good for the event sources of one ad account. No timed expiry.
    case eventsManager = "events_manager"
    /// Made by authorising a developer app. No timed expiry.
    case marketing
    /// Made by a TikTok account's login; lives a day and is refreshed.
    case tiktokAccount = "tiktok_account"
    /// A marketing token of the sandbox.
    case sandbox
}

/// What events are attributed to.
public enum EventSourceKind: String, Sendable, CaseIterable {
    /// A pixel.
    case web
    /// A mobile app.
    case app
    /// An offline event set.
    case offline
    /// A CRM event set.
    case crm
}

/// What a token must be able to do.
public enum TokenUse: String, Sendable, CaseIterable {
    /// Send events.
    case eventsAPI = "events_api"
    /// Read pixels.
    case pixelRead = "pixel_read"
    /// Read campaigns and reports.
    case adsReporting = "ads_reporting"
    /// Read audiences.
    case audiences
    /// All that the OWOX source needs.
    case owoxSource = "owox_source"
}

/// The product in whose screens a destination is kept.
public enum ManagingProduct: String, Sendable, CaseIterable {
    /// Upstack Data.
    case upstack
    /// Sirdata.
    case sirdata
    /// OWOX Data Marts.
    case owox

    /// The product's name as it writes it.
    public var title: String {
        switch self {
        case .upstack: "Upstack"
        case .sirdata: "Sirdata"
        case .owox: "OWOX"
        }
    }
}

/// A developer app as the config gives it.
public struct AppConfig: Sendable {
    /// The app's id; nil when missing or of a wrong type.
    public var appID: ConfigText?
    /// The app's secret; nil when missing or of a wrong type.
    public var secret: ConfigText?
    /// Where the object stands.
    public let range: SourceRange
}

/// A moment that the config gives.
public struct ConfigMoment: Sendable {
    /// Seconds since 1970 UTC.
    public let unixTime: Int
    /// Where it stands.
    public let range: SourceRange
}

/// A whole number that the config gives.
public struct ConfigInteger: Sendable {
    /// The number.
    public let value: Int
    /// Where it stands.
    public let range: SourceRange
}

/// A list that the config gives.
public struct ConfigList: Sendable {
    /// Whether nothing stands in it.
    public let isEmpty: Bool
    /// Where it stands.
    public let range: SourceRange
}

/// A number or name that the config gives in a list.
public struct ConfigItem: Sendable {
    /// The digits, or the name, exactly as written.
    public let text: String
    /// Where it stands.
    public let range: SourceRange
}

/// A finding that the config asks to be passed over.
public struct Suppression: Sendable {
    /// The rule's id.
    public let rule: String
    /// Why.
    public let reason: String
    /// The last day on which it counts, as `YYYY-MM-DD`.
    public let until: String
    /// Where it stands.
    public let range: SourceRange
}

/// One destination: the values of the config with the places they stand in.
public struct Destination: Sendable {
    /// The name exactly as in the config, or the default.
    public internal(set) var name: String
    /// Where the name stands; nil for a default name.
    public internal(set) var nameRange: SourceRange?
    /// The destination's object, from its opening brace.
    public let range: SourceRange
    /// What it is for.
    public internal(set) var type: DestinationType
    /// The pixel code.
    public internal(set) var pixelID: ConfigText?
    /// The access token.
    public internal(set) var accessToken: ConfigText?
    /// The kind of token that the config declares; nil when left out.
    public internal(set) var declaredTokenKind: TokenKind?
    /// The developer app.
    public internal(set) var app: AppConfig?
    /// Ad accounts.
    public internal(set) var advertiserIDs: [ConfigText] = []
    /// The list that they stand in; nil when left out or no list.
    public internal(set) var advertiserIDList: ConfigList?
    /// The scopes that the token was minted with; nil when not recorded.
    public internal(set) var scopes: [ConfigItem]?
    /// Where the scopes stand; nil when not recorded.
    public internal(set) var scopesRange: SourceRange?
    /// What the token must be able to do; nil when left out.
    public internal(set) var uses: [TokenUse]?
    /// Scopes that are needed besides.
    public internal(set) var requiredScopes: [ConfigItem] = []
    /// When the token was made.
    public internal(set) var tokenIssuedAt: ConfigMoment?
    /// When it ends.
    public internal(set) var tokenExpiresAt: ConfigMoment?
    /// When the refresh token ends.
    public internal(set) var refreshTokenExpiresAt: ConfigMoment?
    /// How long the token lives, in seconds.
    public internal(set) var expiresIn: ConfigInteger?
    /// How long the refresh token lives, in seconds.
    public internal(set) var refreshTokenExpiresIn: ConfigInteger?
    /// The refresh token.
    public internal(set) var refreshToken: ConfigText?
    /// The code of a login, which does not belong into a config.
    public internal(set) var authCode: ConfigText?
    /// After how many days a token that never expires should be replaced.
    public internal(set) var rotateAfterDays: ConfigInteger?
    /// How many days before a token's end to warn; nil for the default.
    public internal(set) var expiryWarningDays: ConfigInteger?
    /// The test event code.
    public internal(set) var testEventCode: ConfigText?
    /// What events are attributed to.
    public internal(set) var eventSource: EventSourceKind = .web
    /// The id of an event source other than a pixel.
    public internal(set) var eventSourceID: ConfigText?
    /// The product in whose screens it is kept.
    public internal(set) var managedBy: ManagingProduct?
    /// The product whose config it stands in; nil for our own.
    public internal(set) var product: ForeignProduct?
    /// How that product calls our fields, those that are missing too.
    var keys: [String: String] = [:]
    /// Whether to check it.
    public internal(set) var isEnabled = true
    /// Findings to be passed over.
    public internal(set) var suppressions: [Suppression] = []
    /// What the loader found wrong, for the rules that report it.
    public internal(set) var defects: [ConfigDefect] = []
    /// Every text that is copied out of some screen, and so may carry what was copied with it.
    public private(set) var copiedTexts: [ConfigText] = []
    /// The values that stand in another value's field.
    private(set) var mixups: [Mixup] = []

    init(name: String, range: SourceRange, type: DestinationType = .events) {
        self.name = name
        self.range = range
        self.type = type
    }

    /// A field as whoever wrote the config knows it: `credentials.access_token` where the product calls it so.
    func shown(_ field: String) -> String {
        if let key = keys[field] { return key }
        guard let bracket = field.utf8.firstIndex(of: UInt8(ascii: "[")), let key = keys[String(field[..<bracket])]
        else {
            return field
        }
        return key + field[bracket...]
    }

    /// Works out what nearly every rule asks for, once all fields are read.
    mutating func settle() {
        copiedTexts =
            [pixelID, accessToken, app?.appID, app?.secret].compactMap { $0 } + advertiserIDs
            + [refreshToken, authCode, testEventCode, eventSourceID].compactMap { $0 }
        mixups = Mixup.find(in: self)
    }
}

/// Something that the loader found wrong with a destination. The rules `config-field` and `value-reference` turn it into
/// a finding.
public struct ConfigDefect: Sendable {
    /// What kind of thing.
    public enum Kind: Sendable {
        /// A value of the wrong type or outside what is allowed.
        case badValue
        /// A key that nobody knows.
        case unknownKey
        /// A reference that cannot be resolved.
        case reference
        /// A value that another product has, and that its config does not tell.
        case elsewhere
    }

    /// What kind of thing.
    public let kind: Kind
    /// The field's path inside the destination, such as `app.secret`.
    public let field: String
    /// Lower case, no full stop; never a value.
    public let message: String
    /// What to do, as one sentence.
    public let advice: String
    /// Where it stands.
    public let range: SourceRange
}
