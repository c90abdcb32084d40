import LocatedJSON

/// The fields of a destination in a config of ours.
enum FieldKey: UInt8, Sendable, CaseIterable {
    case name
    case type
    case pixelID
    case accessToken
    case tokenKind
    case app
    case advertiserIDs
    case scopes
    case uses
    case requiredScopes
    case tokenIssuedAt
    case tokenExpiresAt
    case expiresIn
    case refreshToken
    case authCode
    case refreshTokenExpiresAt
    case refreshTokenExpiresIn
    case rotateAfterDays
    case expiryWarningDays
    case testEventCode
    case eventSource
    case eventSourceID
    case managedBy
    case enabled
    case suppress

    /// The key.
    var name: String {
        switch self {
        case .name: "name"
        case .type: "type"
        case .pixelID: "pixel_id"
        case .accessToken: "access_token"
        case .tokenKind: "token_kind"
        case .app: "app"
        case .advertiserIDs: "advertiser_ids"
        case .scopes: "scopes"
        case .uses: "uses"
        case .requiredScopes: "required_scopes"
        case .tokenIssuedAt: "token_issued_at"
        case .tokenExpiresAt: "token_expires_at"
        case .expiresIn: "expires_in"
        case .refreshToken: "refresh_token"
        case .authCode: "auth_code"
        case .refreshTokenExpiresAt: "refresh_token_expires_at"
        case .refreshTokenExpiresIn: "refresh_token_expires_in"
        case .rotateAfterDays: "rotate_after_days"
        case .expiryWarningDays: "expiry_warning_days"
        case .testEventCode: "test_event_code"
        case .eventSource: "event_source"
        case .eventSourceID: "event_source_id"
        case .managedBy: "managed_by"
        case .enabled: "enabled"
        case .suppress: "suppress"
        }
    }

    /// Other keys that mean the same.
    var aliases: [String] {
        switch self {
        case .pixelID: ["pixel_code"]
        case .authCode: ["authorization_code", "code"]
        default: []
        }
    }

    /// The names that the field goes by.
    var all: [String] { [name] + aliases }

    /// Where the text stands; nil for a field that is not one text.
    var path: FieldPath? {
        switch self {
        case .pixelID: .pixelID
        case .accessToken: .accessToken
        case .refreshToken: .refreshToken
        case .authCode: .authCode
        case .testEventCode: .testEventCode
        case .eventSourceID: .eventSourceID
        case .name, .type, .tokenKind, .app, .advertiserIDs, .scopes, .uses, .requiredScopes, .tokenIssuedAt,
            .tokenExpiresAt, .expiresIn, .refreshTokenExpiresAt, .refreshTokenExpiresIn, .rotateAfterDays,
            .expiryWarningDays, .eventSource, .managedBy, .enabled, .suppress:
            nil
        }
    }

    /// Whether the value must not be shown.
    var isSecret: Bool { path?.isSecret ?? false }

    /// Whether `defaults` may hold it.
    var canBeDefault: Bool { self != .name }

    private static let byName = Dictionary(
        uniqueKeysWithValues: allCases.flatMap { field in field.all.map { (ByteString($0), field) } }
    )

    /// The field that a key names; nil for none.
    init?(_ key: String) {
        guard let field = Self.byName[ByteString(key)] else { return nil }
        self = field
    }
}

/// Some fields.
struct FieldKeys {
    private var bits: UInt32 = 0

    /// Adds a field; false if it is there already.
    mutating func insert(_ key: FieldKey) -> Bool {
        let isNew = !contains(key)
        bits |= 1 << UInt32(key.rawValue)
        return isNew
    }

    func contains(_ key: FieldKey) -> Bool { bits & 1 << UInt32(key.rawValue) != 0 }
}
