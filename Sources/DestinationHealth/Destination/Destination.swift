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
public struct ConfigTimestamp: Sendable {
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

/// One destination: the values of the config with the places they stand in. A class, since many hold and pass on the same
/// one and none changes it.
public final class Destination: Sendable {
    /// The values that stand in another value's field.
    let misplacedValues: [MisplacedValue]
    let fields: DestinationFields
    /// Whether any of its texts has something about it that a rule may look for, or comes from elsewhere.
    let hasRemarkableText: Bool

    /// The name exactly as in the config, or the default.
    public var name: String { fields.name }
    /// Where the name stands; nil for a default name.
    public var nameRange: SourceRange? { fields.namePlace.map { SourceRange(range.file, $0) } }
    /// The destination's object, from its opening brace.
    public var range: SourceRange { fields.range }
    /// How many destinations stand before it in its file.
    var placeInFile: Int { Int(fields.placeInFile) }
    /// What it is for.
    public var type: DestinationType { fields.type }
    /// The pixel code.
    public var pixelID: ConfigText? { fields.pixelID }
    /// The access token.
    public var accessToken: ConfigText? { fields.accessToken }
    /// The kind of token that the config declares; nil when left out.
    public var declaredTokenKind: TokenKind? { fields.declaredTokenKind }
    /// The developer app.
    public var app: AppConfig? { fields.rareFields.first?.app }
    /// Ad accounts.
    public var advertiserIDs: [ConfigText] { fields.advertiserIDs }
    /// The list that they stand in; nil when left out or no list.
    public var advertiserIDList: ConfigList? {
        fields.advertiserIDList.map { ConfigList(isEmpty: $0.isEmpty, range: SourceRange(range.file, $0.place)) }
    }
    /// The scopes that the token was minted with; nil when not recorded.
    public var scopes: [ConfigItem]? { fields.rareFields.first?.scopes }
    /// Where the scopes stand; nil when not recorded.
    public var scopesRange: SourceRange? { fields.rareFields.first?.scopesRange }
    /// What the token must be able to do; nil when left out.
    public var uses: [TokenUse]? { fields.rareFields.first?.uses }
    /// Scopes that are needed besides.
    public var requiredScopes: [ConfigItem] { fields.rareFields.first?.requiredScopes ?? [] }
    /// When the token was made.
    public var tokenIssuedAt: ConfigTimestamp? {
        fields.tokenIssuedAt.map { ConfigTimestamp(unixTime: $0.unixTime, range: SourceRange(range.file, $0.place)) }
    }
    /// When it ends.
    public var tokenExpiresAt: ConfigTimestamp? { fields.rareFields.first?.tokenExpiresAt }
    /// When the refresh token ends.
    public var refreshTokenExpiresAt: ConfigTimestamp? { fields.rareFields.first?.refreshTokenExpiresAt }
    /// How long the token lives, in seconds.
    public var expiresIn: ConfigInteger? { fields.rareFields.first?.expiresIn }
    /// How long the refresh token lives, in seconds.
    public var refreshTokenExpiresIn: ConfigInteger? { fields.rareFields.first?.refreshTokenExpiresIn }
    /// The refresh token.
    public var refreshToken: ConfigText? { fields.rareFields.first?.refreshToken }
    /// The code of a login, which does not belong into a config.
    public var authCode: ConfigText? { fields.rareFields.first?.authCode }
    /// After how many days a token that never expires should be replaced.
    public var rotateAfterDays: ConfigInteger? { fields.rareFields.first?.rotateAfterDays }
    /// How many days before a token's end to warn; nil for the default.
    public var expiryWarningDays: ConfigInteger? { fields.rareFields.first?.expiryWarningDays }
    /// The test event code.
    public var testEventCode: ConfigText? { fields.testEventCode }
    /// What events are attributed to.
    public var eventSource: EventSourceKind { fields.eventSource }
    /// The id of an event source other than a pixel.
    public var eventSourceID: ConfigText? { fields.rareFields.first?.eventSourceID }
    /// The product in whose screens it is kept.
    public var managedBy: ManagingProduct? { fields.managedBy }
    /// The product whose config it stands in; nil for our own.
    public var product: ForeignProduct? { fields.rareFields.first?.product }
    /// How that product calls our fields, those that are missing too.
    var keys: [String: String] { fields.rareFields.first?.keys ?? [:] }
    /// Whether to check it.
    public var isEnabled: Bool { fields.isEnabled }
    /// Findings to be passed over.
    public var suppressions: [Suppression] { fields.rareFields.first?.suppressions ?? [] }
    /// What the loader found wrong, for the rules that report it.
    public var defects: [ConfigDefect] { fields.rareFields.first?.defects ?? [] }

    /// Works out what nearly every rule asks for, once all fields are read.
    init(_ fields: consuming DestinationFields) {
        misplacedValues = MisplacedValue.find(in: fields)
        var hasRemarkableText = false
        fields.forEachCopiedText { hasRemarkableText = hasRemarkableText || $0.isRemarkable }
        self.hasRemarkableText = hasRemarkableText
        self.fields = fields
    }

    /// Every text that is copied out of some screen, and so may carry what was copied with it. Put together when somebody
    /// asks, since very many destinations may be kept.
    public var copiedTexts: [ConfigText] {
        var texts: [ConfigText] = []
        fields.forEachCopiedText { texts.append($0) }
        return texts
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
