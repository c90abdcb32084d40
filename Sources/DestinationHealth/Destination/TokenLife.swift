/// How long a kind of token lives by TikTok's own rules, in seconds.
///
/// Only a TikTok account's token has a timer. Marketing and Events Manager tokens end by revocation; that they live for 24
/// hours, as some guides say, is a mix-up with account tokens ("Do tokens expire?", TikTok API facts, 2026-08; the answer of
/// `/tt_user/oauth2/token/` says `expires_in` 86400 and `refresh_token_expires_in` 31536000, that of
/// `/oauth2/access_token/` says neither).
public struct TokenLife: Sendable, Hashable {
    /// Of the access token; nil where there is no timer.
    public let access: Int?
    /// Of the refresh token, which counts down from the first login; nil where there is none.
    public let refresh: Int?

    /// The life of a TikTok account's tokens.
    public static let tiktokAccount = TokenLife(access: 86_400, refresh: 31_536_000)
    /// No timer: the token ends by revocation.
    public static let untimed = TokenLife(access: nil, refresh: nil)

    /// The life of a kind's tokens.
    public static func of(_ kind: TokenKind) -> TokenLife {
        switch kind {
        case .tiktokAccount: .tiktokAccount
        case .eventsManager, .marketing, .sandbox: .untimed
        }
    }
}

/// When a token ends, and how that is known.
struct TokenEnd: Sendable {
    /// How an end is known.
    enum Basis: Sendable {
        /// The config gives the moment.
        case recorded
        /// It was counted from the moment at which the token was made; the words say by what.
        case counted(String)
    }

    /// Seconds since 1970 UTC.
    let unixTime: Int
    let basis: Basis
    /// The field to correct when it is wrong.
    let field: String
    let range: SourceRange

    /// Where it is known from, for a message.
    var source: String {
        switch basis {
        case .recorded: field
        case .counted(let words): words
        }
    }

    var isRecorded: Bool {
        if case .recorded = basis { true } else { false }
    }
}

/// What the config says of the life of one of the two tokens.
struct TokenDates: Sendable {
    /// `the access token` or `the refresh token`.
    let title: String
    let issuedAt: ConfigTimestamp?
    let expiresAtField: String
    let expiresAt: ConfigTimestamp?
    let expiresInField: String
    let expiresIn: ConfigInteger?
    /// The life that TikTok gives to such a token; nil for none.
    let usualLife: Int?

    /// Nothing is compared more exactly than this: clocks differ, and people round.
    static let tolerance = 60

    var isRecorded: Bool { expiresAt != nil || expiresIn != nil }

    /// When the token ends; nil where that is not recorded, or contradicts itself. The reader keeps moments and counts far
    /// below the largest number, so that nothing overflows.
    var end: TokenEnd? {
        if let expiresAt {
            guard expiresAt.unixTime > issuedAt?.unixTime ?? 0 else { return nil }
            return TokenEnd(
                unixTime: expiresAt.unixTime,
                basis: .recorded,
                field: expiresAtField,
                range: expiresAt.range
            )
        }
        guard let issuedAt else { return nil }
        if let expiresIn {
            guard expiresIn.value > 0 else { return nil }
            return TokenEnd(
                unixTime: issuedAt.unixTime + expiresIn.value,
                basis: .counted("token_issued_at + \(expiresInField)"),
                field: expiresInField,
                range: expiresIn.range
            )
        }
        guard let usualLife else { return nil }
        return TokenEnd(
            unixTime: issuedAt.unixTime + usualLife,
            basis: .counted(
                "token_issued_at + \(usualLife == 86_400 ? "24 hours" : "1 year"), the life that TikTok gives it"
            ),
            field: "token_issued_at",
            range: issuedAt.range
        )
    }

    /// The life that the config gives to the token, in seconds; nil where it does not tell.
    var recordedLife: Int? {
        if let expiresAt { return issuedAt.map { expiresAt.unixTime - $0.unixTime } }
        return expiresIn?.value
    }

    /// Whether the recorded life is a certain one.
    func records(life: Int?) -> Bool {
        guard let life, let recordedLife else { return false }
        return (life - Self.tolerance...life + Self.tolerance).contains(recordedLife)
    }
}

extension Destination {
    /// Whether the config records how long a token lives, or when it ends.
    var recordsTokenEnd: Bool {
        tokenExpiresAt != nil || expiresIn != nil || refreshTokenExpiresAt != nil || refreshTokenExpiresIn != nil
    }

    /// What the config says of the access token's life.
    var accessTokenDates: TokenDates {
        TokenDates(
            title: "the access token",
            issuedAt: tokenIssuedAt,
            expiresAtField: "token_expires_at",
            expiresAt: tokenExpiresAt,
            expiresInField: "expires_in",
            expiresIn: expiresIn,
            usualLife: TokenLife.of(tokenKind.kind).access
        )
    }

    /// What the config says of the refresh token's life.
    var refreshTokenDates: TokenDates {
        TokenDates(
            title: "the refresh token",
            issuedAt: tokenIssuedAt,
            expiresAtField: "refresh_token_expires_at",
            expiresAt: refreshTokenExpiresAt,
            expiresInField: "refresh_token_expires_in",
            expiresIn: refreshTokenExpiresIn,
            usualLife: refreshToken == nil ? nil : TokenLife.of(tokenKind.kind).refresh
        )
    }

    /// The ends of its credentials that are known. A day that somebody recorded for a token without a timer is none.
    var credentialExpiries: [CredentialExpiry] {
        let isTimed = TokenLife.of(tokenKind.kind).access != nil
        guard isTimed || tokenExpiresAt != nil || expiresIn != nil else { return [] }
        let access =
            isTimed || !accessTokenDates.records(life: TokenLife.tiktokAccount.access) ? accessTokenDates.end : nil
        let refresh = isTimed ? refreshTokenDates.end : nil
        return [("access_token", access), ("refresh_token", refresh)].compactMap { name, end in
            end.map { CredentialExpiry(credential: name, unixTime: $0.unixTime) }
        }
    }
}
