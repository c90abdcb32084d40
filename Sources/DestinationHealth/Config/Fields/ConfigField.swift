import LocatedJSON

/// One field of a destination, or of an object in one: what schema, help and what writes configs are made of.
public struct ConfigField: Sendable {
    /// What a field's value is.
    public enum ValueType: Sendable, Hashable {
        /// A text.
        case text
        /// A text that must not be shown.
        case secret
        /// One of some words.
        case oneOf([String])
        /// A list of such words.
        case listOf([String])
        /// A list of texts.
        case textList
        /// `{app_id, secret}`.
        case app
        /// Whole numbers or digit strings, or one comma-separated text.
        case scopes
        /// Whole numbers or digit strings.
        case scopeNumbers
        /// An RFC 3339 text or Unix seconds.
        case moment
        /// A whole number, zero or more.
        case count
        /// True or false.
        case boolean
        /// A list of `{rule, reason, until}`.
        case suppressions
    }

    /// The key.
    public let name: String
    /// Which field of a destination it is; nil for one of an object in it.
    let key: FieldKey?
    /// Other keys that mean the same.
    public var aliases: [String] { key?.aliases ?? [] }
    /// What the value is.
    public let type: ValueType
    /// One sentence for people.
    public let summary: String
    /// What a text must match (ECMA 262) in which references are not resolved; nil for any text.
    let pattern: String?
    /// Values that the loader takes, as JSON.
    public let examples: [String]
    /// Whether `defaults` may hold it.
    public var canBeDefault: Bool { key?.canBeDefault ?? false }

    private init(_ key: FieldKey, _ type: ValueType, _ summary: String, pattern: String? = nil, examples: [String]) {
        self.init(key.name, key, type, summary, pattern, examples)
    }

    private init(_ name: String, _ type: ValueType, _ summary: String, pattern: String? = nil, examples: [String]) {
        self.init(name, nil, type, summary, pattern, examples)
    }

    private init(
        _ name: String,
        _ key: FieldKey?,
        _ type: ValueType,
        _ summary: String,
        _ pattern: String?,
        _ examples: [String]
    ) {
        self.name = name
        self.key = key
        self.type = type
        self.summary = summary
        self.pattern = pattern
        self.examples = examples
    }

    /// Every field of a destination, in the order in which people write them.
    public static let all: [ConfigField] = [
        ConfigField(
            .name,
            .text,
            "How reports call the destination; unique in its file.",
            pattern: anything,
            examples: [#""shop-eu""#]
        ),
        ConfigField(
            .type,
            .oneOf(DestinationType.allCases.map(\.rawValue)),
            "What the destination is for.",
            examples: [#""tiktok_events""#]
        ),
        ConfigField(
            .pixelID,
            .text,
            "The pixel code, 20 letters and digits.",
            examples: [#""D2L6U03C77U3E3CU4PIG""#]
        ),
        ConfigField(
            .accessToken,
            .secret,
            "The access token.",
            examples: [reference("TIKTOK_ACCESS_TOKEN"), secretFile]
        ),
        ConfigField(
            .tokenKind,
            .oneOf(TokenKind.allCases.map(\.rawValue)),
            "The kind of token; inferred if left out.",
            examples: [#""events_manager""#]
        ),
        ConfigField(
            .app,
            .app,
            "The developer app: its id and secret.",
            examples: [#"{"app_id": "7000000000000000001", "secret": "${env:TIKTOK_APP_SECRET}"}"#]
        ),
        ConfigField(
            .advertiserIDs,
            .textList,
            "The ad accounts that the token must reach.",
            examples: [#"["7000000000000000002"]"#]
        ),
        ConfigField(
            .scopes,
            .scopes,
            "The scopes that came with the token.",
            examples: [#"["4", "7224195155857866754"]"#, #""user.info.basic,video.list""#]
        ),
        ConfigField(
            .uses,
            .listOf(TokenUse.allCases.map(\.rawValue)),
            "What the token must be able to do.",
            examples: [#"["events_api", "pixel_read"]"#]
        ),
        ConfigField(
            .requiredScopes,
            .scopeNumbers,
            "Scopes that are needed besides those of the uses.",
            examples: [#"["30"]"#]
        ),
        ConfigField(.tokenIssuedAt, .moment, "When the token was made.", examples: [moment, "1795255200"]),
        ConfigField(.tokenExpiresAt, .moment, "When the token ends.", examples: [moment, "1795255200"]),
        ConfigField(.expiresIn, .count, "How many seconds the token lives from its making.", examples: ["86400"]),
        ConfigField(
            .refreshToken,
            .secret,
            "The refresh token of a TikTok account's token.",
            examples: [reference("TIKTOK_REFRESH_TOKEN")]
        ),
        ConfigField(
            .authCode,
            .secret,
            "Not for a config: the code of a login, which must be exchanged for a token.",
            examples: [reference("TIKTOK_AUTH_CODE")]
        ),
        ConfigField(
            .refreshTokenExpiresAt,
            .moment,
            "When the refresh token ends.",
            examples: [moment, "1795255200"]
        ),
        ConfigField(
            .refreshTokenExpiresIn,
            .count,
            "How many seconds the refresh token lives.",
            examples: ["31536000"]
        ),
        ConfigField(
            .rotateAfterDays,
            .count,
            "After how many days to replace a token that never expires.",
            examples: ["180"]
        ),
        ConfigField(
            .expiryWarningDays,
            .count,
            "How many days before the end to warn; 14 if left out.",
            examples: ["14"]
        ),
        ConfigField(
            .testEventCode,
            .text,
            "The code from Events Manager's Test events; proves ownership harmlessly.",
            examples: [#""TEST12345""#]
        ),
        ConfigField(
            .eventSource,
            .oneOf(EventSourceKind.allCases.map(\.rawValue)),
            "What events are attributed to.",
            examples: [#""web""#]
        ),
        ConfigField(
            .eventSourceID,
            .text,
            "The id of an event source other than a pixel.",
            examples: [#""7000000000000000003""#]
        ),
        ConfigField(
            .managedBy,
            .oneOf(ManagingProduct.allCases.map(\.rawValue)),
            "The product that keeps it.",
            examples: [#""upstack""#]
        ),
        ConfigField(.enabled, .boolean, "False: listed, not checked.", examples: ["false"]),
        ConfigField(
            .suppress,
            .suppressions,
            "Findings to pass over for a while, each with its reason.",
            examples: [#"[{"rule": "token-rotation", "reason": "replaced in spring", "until": "2026-12-31"}]"#]
        ),
    ]

    /// The members of `app`.
    static let ofApp = [
        ConfigField("app_id", .text, "The developer app's id.", examples: [#""7000000000000000001""#]),
        ConfigField("secret", .secret, "The developer app's secret.", examples: [reference("TIKTOK_APP_SECRET")]),
        ConfigField(
            "auth_code",
            .secret,
            "Not for a config: the code of a login, which must be exchanged for a token.",
            examples: [reference("TIKTOK_AUTH_CODE")]
        ),
    ]

    /// The members of an entry of `suppress`, all required; references are not resolved in them.
    static let ofSuppression = [
        ConfigField(
            "rule",
            .text,
            "The rule's id, as `validate rules` lists it.",
            pattern: #"^[\s\S]{0,64}$"#,
            examples: RuleRegistry.all.map { "\"\($0.description.id)\"" }
        ),
        ConfigField(
            "reason",
            .text,
            "Why the finding is passed over.",
            pattern: anything,
            examples: [#""replaced in spring""#]
        ),
        ConfigField(
            "until",
            .text,
            "The last day on which it is.",
            pattern: "^\(DatePattern.date)$",
            examples: [#""2026-12-31""#]
        ),
    ]

    /// At least one character.
    private static let anything = #"[\s\S]"#
    private static let moment = #""2026-11-21T10:00:00Z""#
    private static let secretFile = #""${file:secrets/token}""#

    private static func reference(_ variable: String) -> String { "\"${env:\(variable)}\"" }

    /// The keys of a config file around its destinations.
    public static let topLevelKeys = ["$schema", "$comment", "version", "defaults", "destinations"]

    /// Keys whose text values may be printed with their source line; every other text is masked there.
    public static let plainKeys: Set<String> = {
        let shown = all.filter { field in
            switch field.type {
            case .secret, .app: false
            case .text, .oneOf, .listOf, .textList, .scopes, .scopeNumbers, .moment, .count, .boolean, .suppressions:
                true
            }
        }
        return Set(shown.flatMap(\.keys) + ["app_id", "version"] + ofSuppression.map(\.name))
    }()

    /// The keys that a destination may have, aliases among them.
    static let knownKeys = FieldKey.allCases.flatMap(\.all)

    /// The names that the field goes by.
    var keys: [String] { [name] + aliases }
}
