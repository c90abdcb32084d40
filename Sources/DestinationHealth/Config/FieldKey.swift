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

    /// Whether the value must not be shown.
    var isSecret: Bool { self == .accessToken || self == .refreshToken || self == .authCode }

    /// Whether `defaults` may hold it.
    var canBeDefault: Bool { self != .name }

    /// The key of a member; nil where nobody knows it.
    static func of(_ member: JSONMember) -> FieldKey? {
        // Every member of every destination comes here: no text is made of its key.
        guard let key = member.shortKey ?? ShortText(member.key) else { return nil }
        for number in firstOfLength[key.count]..<firstOfLength[key.count + 1] where spellings[number].text == key {
            return spellings[number].key
        }
        return nil
    }

    private struct Spelling {
        let text: ShortText
        let key: FieldKey
    }

    /// The keys and their aliases, the shortest first.
    private static let spellings = allCases.flatMap { key in
        key.all.compactMap { name in ShortText(name).map { Spelling(text: $0, key: key) } }
    }.sorted { $0.text.count < $1.text.count }

    /// The number of the first spelling that has at least so many bytes.
    private static let firstOfLength = (0...ShortText.longest + 1).map { length in
        spellings.firstIndex { $0.text.count >= length } ?? spellings.count
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
