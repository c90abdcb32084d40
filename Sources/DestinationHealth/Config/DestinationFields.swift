import TikTokAPI

/// What is read of a destination, field by field, while it is read.
struct DestinationFields: Sendable {
    var name: String
    var nameRange: SourceRange?
    let range: SourceRange
    let placeInFile: Int32
    var type = DestinationType.events
    var pixelID: ConfigText?
    var accessToken: ConfigText?
    var declaredTokenKind: TokenKind?
    var app: AppConfig?
    var advertiserIDs: [ConfigText] = []
    var advertiserIDList: ConfigList?
    var scopes: [ConfigItem]?
    var scopesRange: SourceRange?
    var uses: [TokenUse]?
    var requiredScopes: [ConfigItem] = []
    var tokenIssuedAt: ConfigMoment?
    var tokenExpiresAt: ConfigMoment?
    var refreshTokenExpiresAt: ConfigMoment?
    var expiresIn: ConfigInteger?
    var refreshTokenExpiresIn: ConfigInteger?
    var refreshToken: ConfigText?
    var authCode: ConfigText?
    var rotateAfterDays: ConfigInteger?
    var expiryWarningDays: ConfigInteger?
    var testEventCode: ConfigText?
    var eventSource: EventSourceKind = .web
    var eventSourceID: ConfigText?
    var managedBy: ManagingProduct?
    var product: ForeignProduct?
    var keys: [String: String] = [:]
    var isEnabled: Bool = true
    var suppressions: [Suppression] = []
    var defects: [ConfigDefect] = []

    init(name: String, range: SourceRange, placeInFile: Int) {
        self.name = name
        self.range = range
        self.placeInFile = Int32(truncatingIfNeeded: placeInFile)
    }
}
