/// Where in a destination a text stands. Takes less room than its name, since a config may have very many texts.
enum FieldPath: Sendable, Equatable {
    case pixelID
    case accessToken
    case appID
    case appSecret
    case appAuthCode
    /// One of the ad accounts, by its place in the list.
    case advertiserID(Int32)
    case refreshToken
    case authCode
    case testEventCode
    case eventSourceID

    /// The same as a text: `app.secret`, `advertiser_ids[1]`.
    var text: String {
        switch self {
        case .pixelID: "pixel_id"
        case .accessToken: "access_token"
        case .appID: "app.app_id"
        case .appSecret: "app.secret"
        case .appAuthCode: "app.auth_code"
        case .advertiserID(let index): "advertiser_ids[\(index)]"
        case .refreshToken: "refresh_token"
        case .authCode: "auth_code"
        case .testEventCode: "test_event_code"
        case .eventSourceID: "event_source_id"
        }
    }

    /// Whether the value must not be shown.
    var isSecret: Bool {
        switch self {
        case .accessToken, .appSecret, .appAuthCode, .refreshToken, .authCode: true
        case .pixelID, .appID, .advertiserID, .testEventCode, .eventSourceID: false
        }
    }

    /// One of the ad accounts.
    static func advertiserID(at index: Int) -> FieldPath { .advertiserID(Int32(truncatingIfNeeded: index)) }
}
