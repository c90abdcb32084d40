/// Where in a destination a text stands. Takes less room than its name, since a config may have very many texts.
enum FieldPath: Sendable, Hashable {
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
        case .pixelID: FieldKey.pixelID.name
        case .accessToken: FieldKey.accessToken.name
        case .appID: "app.app_id"
        case .appSecret: "app.secret"
        case .appAuthCode: "app.auth_code"
        case .advertiserID(let index): "\(FieldKey.advertiserIDs.name)[\(index)]"
        case .refreshToken: FieldKey.refreshToken.name
        case .authCode: FieldKey.authCode.name
        case .testEventCode: FieldKey.testEventCode.name
        case .eventSourceID: FieldKey.eventSourceID.name
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
