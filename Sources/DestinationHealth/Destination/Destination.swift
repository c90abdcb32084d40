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

/// A time that the config gives.
public struct ConfigTimestamp: Sendable {
    /// Seconds since 1970 UTC.
    public let unixTime: Int
    /// Where it is.
    public let range: SourceRange
}

/// A whole number that the config gives.
public struct ConfigInteger: Sendable {
    /// The number.
    public let value: Int
    /// Where it is.
    public let range: SourceRange
}

/// A list that the config gives.
public struct ConfigList: Sendable {
    /// Whether it is empty.
    public let isEmpty: Bool
    /// Where it is.
    public let range: SourceRange
}

/// A number or name that the config gives in a list.
public struct ConfigItem: Sendable {
    /// The digits, or the name, exactly as written.
    public let text: String
    /// Where it is.
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
    /// Where it is.
    public let range: SourceRange
}

/// One destination: what was read of the config, with the places of the values.
public struct Destination: Sendable {
    /// The name exactly as in the config, or the default.
    public internal(set) var name = ""
    /// Where the name is; nil for a default name.
    public internal(set) var nameRange: SourceRange?
    /// The destination's object, from its opening brace.
    public let range: SourceRange
    /// How many destinations are before it in its file.
    let placeInFile: Int
    /// What it is for.
    public internal(set) var type = DestinationType.events
    /// The pixel code.
    public internal(set) var pixelID: ConfigText?
    /// The access token.
    public internal(set) var accessToken: ConfigText?
    /// The kind of token that the config declares; nil when left out.
    public internal(set) var declaredTokenKind: TokenKind?
    /// Ad accounts.
    public internal(set) var advertiserIDs: [ConfigText] = []
    /// The list that they are in; nil when left out or no list.
    public internal(set) var advertiserIDList: ConfigList?
    /// Scopes that are needed besides those of the uses.
    public internal(set) var requiredScopes: [ConfigItem] = []
    /// When the token was issued.
    public internal(set) var tokenIssuedAt: ConfigTimestamp?
    /// The test event code.
    public internal(set) var testEventCode: ConfigText?
    /// What events are attributed to.
    public internal(set) var eventSource = EventSourceKind.web
    /// The product in whose screens it is kept.
    public internal(set) var managedBy: ManagingProduct?
    /// Whether to check it.
    public internal(set) var isEnabled = true
    /// Findings to be passed over.
    public internal(set) var suppressions: [Suppression] = []
    /// What the loader found wrong, for the rules that report it.
    public internal(set) var defects: [ConfigDefect] = []
    /// What another product calls our fields, also those that are missing.
    var keys: [String: String] = [:]
    /// The ``optional`` fields; nil for none.
    private(set) var box: OptionalFields.Box?
    /// The values that are in another value's field, worked out once all are read.
    var misplacedValues: [MisplacedValue] = []
    /// Whether any of its texts has something about it that a rule may look for, or comes from elsewhere.
    var hasRemarkableText = false

    init(range: SourceRange, placeInFile: Int) {
        self.range = range
        self.placeInFile = placeInFile
    }

    /// Fields that few destinations have.
    var optional: OptionalFields {
        get { box?.fields ?? OptionalFields() }
        set { box = OptionalFields.Box(newValue) }
    }

    /// Whether the config gives a developer app.
    public var hasApp: Bool { appRange != nil }

    /// Every text that is copied from some screen, and so may carry what was copied with it.
    public var copiedTexts: [ConfigText] {
        [pixelID, accessToken, appID, appSecret].compactMap { $0 } + advertiserIDs
            + [refreshToken, authCode, testEventCode, eventSourceID].compactMap { $0 }
    }

    /// What the config calls a field: `credentials.access_token` in another product's.
    func shown(_ field: String) -> String {
        if let key = keys[field] { return key }
        guard let bracket = field.utf8.firstIndex(of: UInt8(ascii: "[")), let key = keys[String(field[..<bracket])]
        else {
            return field
        }
        return key + field[bracket...]
    }
}

/// Something that the loader found wrong with a destination. The rules `config-field` and `value-reference` turn it into
/// a finding.
public struct ConfigDefect: Sendable {
    /// What kind of thing.
    public enum Kind: Sendable {
        /// A value of the wrong type or outside what is allowed.
        case badValue
        /// An unknown key.
        case unknownKey
        /// A reference that cannot be resolved.
        case reference
        /// A value that another product has and its config does not hold.
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
    /// Where it is.
    public let range: SourceRange
}
