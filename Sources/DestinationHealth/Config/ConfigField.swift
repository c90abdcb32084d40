/// One field of a destination: what the loader reads by, what help and schema are made of.
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
    /// Other keys that mean the same.
    public let aliases: [String]
    /// What the value is.
    public let type: ValueType
    /// One sentence for people.
    public let summary: String
    /// Whether `defaults` may hold it.
    public let canBeDefault: Bool

    init(
        _ name: String,
        _ type: ValueType,
        aliases: [String] = [],
        canBeDefault: Bool = true,
        _ summary: String
    ) {
        self.name = name
        self.aliases = aliases
        self.type = type
        self.summary = summary
        self.canBeDefault = canBeDefault
    }

    /// Every field of a destination, in the order in which people write them.
    public static let all: [ConfigField] = [
        ConfigField("name", .text, canBeDefault: false, "How reports call the destination; unique in its file."),
        ConfigField("type", .oneOf(DestinationType.allCases.map(\.rawValue)), "What the destination is for."),
        ConfigField("pixel_id", .text, aliases: ["pixel_code"], "The pixel code, 20 letters and digits."),
        ConfigField("access_token", .secret, "The access token."),
        ConfigField(
            "token_kind",
            .oneOf(TokenKind.allCases.map(\.rawValue)),
            "The kind of token; inferred if left out."
        ),
        ConfigField("app", .app, "The developer app: its id and secret."),
        ConfigField("advertiser_ids", .textList, "The ad accounts that the token must reach."),
        ConfigField("scopes", .scopes, "The scopes that came with the token."),
        ConfigField("uses", .listOf(TokenUse.allCases.map(\.rawValue)), "What the token must be able to do."),
        ConfigField("required_scopes", .scopeNumbers, "Scopes that are needed besides those of the uses."),
        ConfigField("token_issued_at", .moment, "When the token was made."),
        ConfigField("token_expires_at", .moment, "When the token ends."),
        ConfigField("expires_in", .count, "How many seconds the token lives from its making."),
        ConfigField("refresh_token", .secret, "The refresh token of a TikTok account's token."),
        ConfigField(
            "auth_code",
            .secret,
            aliases: ["authorization_code", "code"],
            "Not for a config: the code of a login, which must be exchanged for a token."
        ),
        ConfigField("refresh_token_expires_at", .moment, "When the refresh token ends."),
        ConfigField("refresh_token_expires_in", .count, "How many seconds the refresh token lives."),
        ConfigField("rotate_after_days", .count, "After how many days to replace a token that never expires."),
        ConfigField("expiry_warning_days", .count, "How many days before the end to warn; 14 if left out."),
        ConfigField(
            "test_event_code",
            .text,
            "The code from Events Manager's Test events; proves ownership harmlessly."
        ),
        ConfigField("event_source", .oneOf(EventSourceKind.allCases.map(\.rawValue)), "What events are attributed to."),
        ConfigField("event_source_id", .text, "The id of an event source other than a pixel."),
        ConfigField("managed_by", .oneOf(ManagingProduct.allCases.map(\.rawValue)), "The product that keeps it."),
        ConfigField("enabled", .boolean, "False: listed, not checked."),
        ConfigField("suppress", .suppressions, "Findings to pass over for a while, each with its reason."),
    ]

    /// The keys of a config file around its destinations.
    public static let topLevelKeys = ["$schema", "version", "defaults", "destinations"]

    /// Keys whose text values may be printed with their source line; every other text is masked there.
    public static let plainKeys: Set<String> = {
        let shown = all.filter { field in
            switch field.type {
            case .secret, .app: false
            case .text, .oneOf, .listOf, .textList, .scopes, .scopeNumbers, .moment, .count, .boolean, .suppressions:
                true
            }
        }
        return Set(shown.flatMap { [$0.name] + $0.aliases } + ["app_id", "rule", "reason", "until", "version"])
    }()

    /// The keys that a destination may have, aliases among them.
    static let knownKeys = all.flatMap { [$0.name] + $0.aliases }

    /// The field of a key; nil for a key that nobody knows.
    static func named(_ key: String) -> ConfigField? {
        // Looking up a long key by canonical equivalence can take quadratic time.
        key.utf8.count <= 64 ? byKey[key] : nil
    }

    private static let byKey: [String: ConfigField] = {
        var fields: [String: ConfigField] = [:]
        for field in all {
            for key in [field.name] + field.aliases { fields[key] = field }
        }
        return fields
    }()
}
