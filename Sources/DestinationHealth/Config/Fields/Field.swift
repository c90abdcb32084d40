import TikTokAPI

/// A field of a destination. Its declaration is all that the program knows of it: reader, writer, schema, reference page
/// and masking follow from it.
package enum Field: UInt8, Sendable, CaseIterable {
    // In the order in which people write them, which is the order of the schema and of written configs.
    case name
    case type
    case pixelID
    case accessToken
    case tokenKind
    case app
    case appID
    case appSecret
    case appAuthCode
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
    case suppressedRule
    case suppressionReason
    case suppressionEnd

    /// Declares the field. ``declaration`` keeps the result.
    func declare() -> FieldDeclaration {
        switch self {
        case .name:
            FieldDeclaration(
                "name",
                .literal(pattern: #"[\s\S]"#),
                "The destination's name in reports; unique in its file.",
                canBeDefault: false,
                examples: [#""shop-eu""#]
            )
        case .type:
            FieldDeclaration("type", .word(\.type), "What the destination is for.", examples: [#""tiktok_events""#])
        case .pixelID:
            FieldDeclaration(
                "pixel_id",
                aliases: ["pixel_code"],
                .text(\.pixelID),
                "The pixel code, 20 letters and digits.",
                noun: "pixel code",
                accepts: [.pixelCode],
                examples: [#""D2L6U03C77U3E3CU4PIG""#]
            )
        case .accessToken:
            FieldDeclaration(
                "access_token",
                .secret(\.accessToken),
                "The access token.",
                noun: "access token",
                accepts: [.tokenOrSecret, .accountToken],
                examples: [#""${env:TIKTOK_ACCESS_TOKEN}""#, #""${file:secrets/token}""#]
            )
        case .tokenKind:
            FieldDeclaration(
                "token_kind",
                .word(\.declaredTokenKind),
                "The kind of token; inferred if left out.",
                examples: [#""events_manager""#]
            )
        case .app:
            FieldDeclaration(
                "app",
                .app,
                "The developer app: its id and secret.",
                examples: [#"{"app_id": "7000000000000000001", "secret": "${env:TIKTOK_APP_SECRET}"}"#]
            )
        case .appID:
            FieldDeclaration(
                "app_id",
                in: .app,
                .text(\.optional.appID),
                "The developer app's id.",
                noun: "app id",
                accepts: [.number],
                examples: [#""7000000000000000001""#]
            )
        case .appSecret:
            FieldDeclaration(
                "secret",
                in: .app,
                .secret(\.optional.appSecret),
                "The developer app's secret.",
                noun: "app secret",
                accepts: [.tokenOrSecret],
                examples: [#""${env:TIKTOK_APP_SECRET}""#]
            )
        case .appAuthCode:
            FieldDeclaration(
                "auth_code",
                in: .app,
                .secret(\.optional.authCode),
                "Not for a config: the code of a login, to be exchanged for a token.",
                examples: [#""${env:TIKTOK_AUTH_CODE}""#]
            )
        case .advertiserIDs:
            FieldDeclaration(
                "advertiser_ids",
                .advertiserIDs,
                "The ad accounts that the token must reach.",
                noun: "ad account's id",
                accepts: [.number],
                examples: [#"["7000000000000000002"]"#]
            )
        case .scopes:
            FieldDeclaration(
                "scopes",
                .scopes,
                "The scopes that came with the token.",
                examples: [#"["4", "7224195155857866754"]"#, #""user.info.basic,video.list""#]
            )
        case .uses:
            FieldDeclaration(
                "uses",
                .uses,
                "What the token must be able to do.",
                examples: [#"["events_api", "pixel_read"]"#]
            )
        case .requiredScopes:
            FieldDeclaration(
                "required_scopes",
                .requiredScopes,
                "Scopes that are needed besides those of the uses.",
                examples: [#"["30"]"#]
            )
        case .tokenIssuedAt:
            FieldDeclaration(
                "token_issued_at",
                .timestamp(\.tokenIssuedAt),
                "When the token was issued.",
                examples: Self.timestamps
            )
        case .tokenExpiresAt:
            FieldDeclaration(
                "token_expires_at",
                .timestamp(\.optional.tokenExpiresAt),
                "When the token expires.",
                examples: Self.timestamps
            )
        case .expiresIn:
            FieldDeclaration(
                "expires_in",
                .count(\.optional.expiresIn),
                "How many seconds after its issue the token expires.",
                examples: ["86400"]
            )
        case .refreshToken:
            FieldDeclaration(
                "refresh_token",
                .secret(\.optional.refreshToken),
                "The refresh token of a TikTok account's token.",
                ignoresEmpty: true,
                noun: "refresh token",
                accepts: [.refreshToken],
                // It may be one of another program; the rule of the field decides.
                tolerates: [.tokenOrSecret],
                examples: [#""${env:TIKTOK_REFRESH_TOKEN}""#]
            )
        case .authCode:
            FieldDeclaration(
                "auth_code",
                aliases: ["authorization_code", "code"],
                .secret(\.optional.authCode),
                "Not for a config: the code of a login, to be exchanged for a token.",
                ignoresEmpty: true,
                examples: [#""${env:TIKTOK_AUTH_CODE}""#]
            )
        case .refreshTokenExpiresAt:
            FieldDeclaration(
                "refresh_token_expires_at",
                .timestamp(\.optional.refreshTokenExpiresAt),
                "When the refresh token expires.",
                examples: Self.timestamps
            )
        case .refreshTokenExpiresIn:
            FieldDeclaration(
                "refresh_token_expires_in",
                .count(\.optional.refreshTokenExpiresIn),
                "How many seconds after its issue the refresh token expires.",
                examples: ["31536000"]
            )
        case .rotateAfterDays:
            FieldDeclaration(
                "rotate_after_days",
                .count(\.optional.rotateAfterDays),
                "After how many days to replace a token that never expires.",
                examples: ["180"]
            )
        case .expiryWarningDays:
            FieldDeclaration(
                "expiry_warning_days",
                .count(\.optional.expiryWarningDays),
                "How many days before the token expires to warn; 14 if left out.",
                examples: ["14"]
            )
        case .testEventCode:
            FieldDeclaration(
                "test_event_code",
                .text(\.testEventCode),
                "The code from Events Manager's Test events; proves ownership harmlessly.",
                ignoresEmpty: true,
                noun: "test event code",
                accepts: [.testEventCode],
                examples: [#""TEST12345""#]
            )
        case .eventSource:
            FieldDeclaration(
                "event_source",
                .word(\.eventSource, default: .web),
                "What events are attributed to; web if left out.",
                examples: [#""web""#, #""app""#]
            )
        case .eventSourceID:
            FieldDeclaration(
                "event_source_id",
                .text(\.optional.eventSourceID),
                "The id of an event source other than a pixel.",
                ignoresEmpty: true,
                examples: [#""7000000000000000003""#]
            )
        case .managedBy:
            FieldDeclaration(
                "managed_by",
                .word(\.managedBy),
                "The product in whose screens the destination is kept.",
                examples: [#""upstack""#]
            )
        case .enabled:
            FieldDeclaration(
                "enabled",
                .boolean(\.isEnabled, default: true),
                "Whether to check the destination; false: it is only listed.",
                examples: ["false"]
            )
        case .suppress:
            FieldDeclaration(
                "suppress",
                .suppressions,
                "Findings to pass over for a while, each with its reason.",
                examples: [#"[{"rule": "token-rotation", "reason": "replaced in spring", "until": "2026-12-31"}]"#]
            )
        case .suppressedRule:
            FieldDeclaration(
                "rule",
                in: .suppress,
                .literal(pattern: #"^[\s\S]{0,64}$"#),
                "The rule's id, as `validate rules` lists it.",
                examples: RuleRegistry.all.map { "\"\($0.description.id)\"" }
            )
        case .suppressionReason:
            FieldDeclaration(
                "reason",
                in: .suppress,
                .literal(pattern: #"[\s\S]"#),
                "Why the finding is passed over.",
                examples: [#""replaced in spring""#]
            )
        case .suppressionEnd:
            FieldDeclaration(
                "until",
                in: .suppress,
                .literal(pattern: "^\(DatePattern.date)$"),
                "The last day on which it is passed over.",
                examples: [#""2026-12-31""#]
            )
        }
    }

    private static let timestamps = [#""2026-11-21T10:00:00Z""#, "1795255200"]
}
