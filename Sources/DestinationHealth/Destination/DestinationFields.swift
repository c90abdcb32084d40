import TikTokAPI

/// What is read of a destination, field by field, while it is read. Moved, never copied: to count the references to all that
/// it holds takes time.
struct DestinationFields: ~Copyable, Sendable {
    // In an order that leaves little room between them: a config may have very many destinations.
    /// Empty as long as none is given.
    var name = ""
    let range: SourceRange
    var pixelID: ConfigText?
    var accessToken: ConfigText?
    var advertiserIDs: [ConfigText] = []
    var testEventCode: ConfigText?
    /// None or one, once something of it is given: an array takes no more room than a reference.
    private(set) var rareFields: [RareFields] = []
    var tokenIssuedAt: WrittenTimestamp?
    var type = DestinationType.events
    var declaredTokenKind: TokenKind?
    var eventSource: EventSourceKind = .web
    var advertiserIDList: WrittenList?
    var namePlace: ByteSpan?
    var managedBy: ManagingProduct?
    var isEnabled = true
    let placeInFile: Int32

    // Without the file, which all of a destination have in common: to count the references to it takes time.
    struct WrittenList {
        let place: ByteSpan
        let isEmpty: Bool
    }

    struct WrittenTimestamp {
        let unixTime: Int
        let place: ByteSpan
    }

    init(range: SourceRange, placeInFile: Int) {
        self.range = range
        self.placeInFile = Int32(truncatingIfNeeded: placeInFile)
    }

    /// The same under another name.
    func named(_ name: String) -> DestinationFields {
        var fields = DestinationFields(range: range, placeInFile: Int(placeInFile))
        fields.name = name
        fields.namePlace = namePlace
        fields.type = type
        fields.pixelID = pixelID
        fields.accessToken = accessToken
        fields.declaredTokenKind = declaredTokenKind
        fields.advertiserIDs = advertiserIDs
        fields.advertiserIDList = advertiserIDList
        fields.tokenIssuedAt = tokenIssuedAt
        fields.testEventCode = testEventCode
        fields.eventSource = eventSource
        fields.managedBy = managedBy
        fields.isEnabled = isEnabled
        fields.rareFields = rareFields
        return fields
    }

    /// What few destinations have.
    var rare: RareFields {
        get { rareFields.first ?? RareFields() }
        set { rareFields = [newValue] }
    }

    /// Does something with every text that is copied out of some screen.
    func forEachCopiedText(_ body: (ConfigText) -> Void) {
        if let pixelID { body(pixelID) }
        if let accessToken { body(accessToken) }
        if let app = rareFields.first?.app {
            if let id = app.appID { body(id) }
            if let secret = app.secret { body(secret) }
        }
        for id in advertiserIDs { body(id) }
        if let rare = rareFields.first {
            if let token = rare.refreshToken { body(token) }
            if let code = rare.authCode { body(code) }
        }
        if let testEventCode { body(testEventCode) }
        if let id = rareFields.first?.eventSourceID { body(id) }
    }
}

/// What few destinations have. Kept apart, since there may be very many destinations.
struct RareFields: Sendable {
    var app: AppConfig?
    var scopes: [ConfigItem]?
    var scopesRange: SourceRange?
    var uses: [TokenUse]?
    var requiredScopes: [ConfigItem] = []
    var tokenExpiresAt: ConfigTimestamp?
    var refreshTokenExpiresAt: ConfigTimestamp?
    var expiresIn: ConfigInteger?
    var refreshTokenExpiresIn: ConfigInteger?
    var refreshToken: ConfigText?
    var authCode: ConfigText?
    var rotateAfterDays: ConfigInteger?
    var expiryWarningDays: ConfigInteger?
    var eventSourceID: ConfigText?
    var product: ForeignProduct?
    var keys: [String: String] = [:]
    var suppressions: [Suppression] = []
    var defects: [ConfigDefect] = []
}
