import TikTokAPI

/// What a login leaves in the address of the redirect: good for one exchange, and not a token.
enum AuthorizationCode {
    /// What precedes a code in a callback's address, a form or a JSON text; no token holds any of it. OWOX's guide and
    /// TikTok's own pages call it `auth_code`, plain OAuth `code`.
    private static let markers = ["auth_code", "authcode", "authorization_code", "?code=", "&code="]
        .map { Array($0.utf8) }

    /// Whether a text that should be a token is, or holds, a code or the address that it came in.
    static func isIn(_ text: ConfigText) -> Bool {
        // Nearly every token is one that has none of these letters.
        if text.kind == .tokenOrSecret, text.defects.isEmpty { return false }
        // Nothing longer than an address is one.
        let bytes = text.raw.unmasked.utf8.prefix(8192).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return markers.contains { marker in
            bytes.count >= marker.count
                && (0...(bytes.count - marker.count)).contains { bytes[$0...].starts(with: marker) }
        }
    }

    /// For how long a code can be exchanged, for a message ("auth_code life", TikTok API facts, 2026-08).
    static func life(of kind: TokenKind) -> String {
        kind == .tiktokAccount ? "ten minutes" : "one hour"
    }
}
