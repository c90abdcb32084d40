import TikTokAPI

/// Which scopes each use of a token needs ("Scopes", TikTok API facts, 2026-08). Any of them may also come with what
/// contains it.
enum ScopeNeeds {
    /// The numbers that a use needs, all of them.
    static func numbers(for use: TokenUse) -> [UInt64] {
        switch use {
        // Report Conversion Event: Events API 2.0.
        case .eventsAPI: [7_224_195_155_857_866_754]
        // Read Pixels.
        case .pixelRead: [800]
        // Consolidated Report: every report of ads is read there.
        case .adsReporting: [44]
        // Read Custom Audiences.
        case .audiences: [30]
        // Read Ad Account Information, Campaigns, Ad Groups, Ads, Custom Audiences; Consolidated Report (OWOX's guide).
        case .owoxSource: [100, 200, 210, 220, 30, 44]
        }
    }

    /// The scopes that a use needs.
    static func scopes(for use: TokenUse) -> [PermissionScope] {
        numbers(for: use).compactMap(PermissionScope.numbered)
    }

    /// The small read that only a scope opens, as proof of it; nil where nothing but a write would prove it.
    static func read(proving scope: PermissionScope) -> AdvertiserRead? {
        AdvertiserRead.allCases.first { scope.endpoints.contains($0.endpoint.rawValue) }
    }

    /// The first step to get some scopes.
    static func advice(toAdd scopes: [PermissionScope]) -> String {
        let places = scopes.prefix(8).map { "\"\($0.path)\"" }.joined(separator: ", ")
        return
            "Add \(places) to the app (business-api.tiktok.com/portal > My Apps > the app); the review takes up to 7 "
            + "business days."
    }

    /// What a token is for when the config does not say.
    static func defaultUse(of type: DestinationType) -> TokenUse {
        switch type {
        case .events: .eventsAPI
        case .ads: .adsReporting
        }
    }

    /// Whether some granted numbers let a token do anything for an ad account, so that what it lacks by default may be
    /// meant to be lacking.
    static func allowAnyRead(_ granted: Set<UInt64>) -> Bool {
        (numbers(for: .owoxSource) + numbers(for: .pixelRead)).compactMap(PermissionScope.numbered)
            .contains { $0.isCovered(by: granted) }
    }
}
