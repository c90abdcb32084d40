/// The examples of `token-expiry`.
enum TokenExpiryExamples {
    static let bad = [
        RuleExample(
            #"{"token_kind": "tiktok_account", "app": {"app_id": "7000000000000000001"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc", "token_expires_at": ↓"2020-01-01T00:00:00Z"}"#,
            says: "the access token expired at 2020-01-01T00:00:00Z (token_expires_at)"
        ),
        RuleExample(
            #"{"token_kind": "tiktok_account", "app": {"app_id": "7000000000000000001"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc", "token_issued_at": ↓"2020-01-01"}"#,
            says: "expired at 2020-01-02T00:00:00Z (token_issued_at + 24 hours"
        ),
        RuleExample(
            #"{"token_kind": "tiktok_account", "app": {"app_id": "7000000000000000001"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc", "token_issued_at": "2099-01-01", "refresh_token": "rft.r7Tq2LmZx9", "refresh_token_expires_at": ↓"2020-12-01"}"#,
            says: "refresh_token_expires_at is not after token_issued_at",
            severity: .warning
        ),
        RuleExample(
            #"{"token_kind": "tiktok_account", "app": {"app_id": "7000000000000000001"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc", "refresh_token": "rft.r7Tq2LmZx9", "refresh_token_expires_at": ↓"2020-12-01"}"#,
            says: "the refresh token expired at 2020-12-01T00:00:00Z (refresh_token_expires_at)"
        ),
        RuleExample(
            #"{"pixel_id": "{pixel}", "access_token": "{token}", "token_expires_at": ↓1577836800}"#,
            says: "the access token expired at 2020-01-01T00:00:00Z"
        ),
        RuleExample(
            #"{"pixel_id": "{pixel}", "access_token": "{token}", "token_expires_at": ↓"2099-01-01", "expiry_warning_days": 100000}"#,
            says: "the access token expires in",
            severity: .warning
        ),
        RuleExample(
            #"{"pixel_id": "{pixel}", "access_token": "{token}", "token_issued_at": "2020-01-01", "expires_in": ↓86400}"#,
            says: "ends by revocation",
            severity: .note
        ),
    ]

    static let good = [
        RuleExample(
            #"{"pixel_id": "{pixel}", "access_token": "{token}", "token_issued_at": "2020-01-01"}"#
        ),
        RuleExample(
            #"{"pixel_id": "{pixel}", "access_token": "{token}", "token_issued_at": "2020-01-01", "token_expires_at": "2020-01-02"}"#
        ),
        RuleExample(
            #"{"token_kind": "tiktok_account", "app": {"app_id": "7000000000000000001"}, "access_token": "act.k3J9sQ2mVbX7pLzR4tYw8nHc", "token_expires_at": "9999-12-31T23:59:59Z", "refresh_token": "rft.r7Tq2LmZx9", "refresh_token_expires_at": "2099-12-01"}"#
        ),
    ]
}
