import LocatedJSON

extension ForeignFormat {
    /// OWOX's TikTok Ads source: its configuration alone, or in the definition of a data mart. Before 2026 what is under
    /// `AuthType.oauth2` stood at the top.
    static let owox = ForeignFormat(
        product: ForeignProduct(
            "owox",
            "OWOX TikTok Ads",
            name: "OWOX",
            shape: #""AuthType" or "AccessToken""#,
            hasApp: true
        ),
        recognises: { !sources(in: $0).isEmpty },
        read: { root in
            let sources = sources(in: root)
            return ForeignConfig(destinations: sources.map { destination($0, isOnly: sources.count == 1, of: root) })
        }
    )

    private static func destination(_ source: JSONValue, isOnly: Bool, of root: JSONValue) -> ForeignDestination {
        var destination = ForeignDestination(source.byteRange, .ads, name: isOnly ? root["title"] : nil)
        destination.read(
            source,
            [
                "AuthType.oauth2.AccessToken": .accessToken, "AuthType.oauth2.AppId": .appID,
                "AuthType.oauth2.AppSecret": .appSecret, "AuthType.items.AccessToken": .accessToken,
                "AuthType.items.AppId": .appID, "AuthType.items.AppSecret": .appSecret,
                "AccessToken": .accessToken, "AppId": .appID, "AppSecret": .appSecret,
                "AdvertiserIDs": .advertiserIDs,
            ]
        )
        if source.member(at: "SandboxMode")?.unwrapped.isTrue == true { destination.tokenKind = .sandbox }
        // OWOX takes an empty text for none.
        destination.values.removeAll { value in
            guard case .json(let json) = value.content, value.field == .appID || value.field == .appSecret else {
                return false
            }
            return json.string?.utf8.isEmpty == true
        }
        // The app that users log in with may be known to OWOX's server alone.
        let fallbacks: KeyValuePairs<Field, (key: String, variable: String)> = [
            .appID: ("AppId", "OAUTH_TIKTOK_ADS_APP_ID"), .appSecret: ("AppSecret", "OAUTH_TIKTOK_ADS_APP_SECRET"),
        ]
        let place = source["AuthType"]?.byteRange ?? source.byteRange
        for (field, fallback) in fallbacks where destination.tokenKind == nil && destination.content(of: field) == nil {
            destination.values.append(
                ForeignDestination.Value(
                    field: field,
                    content: .variable(fallback.variable, at: place),
                    path: fallback.key
                )
            )
        }
        let stored = source.member(at: "AuthType.oauth2._source_credential_id") ?? source["_source_credential_id"]
        if let stored, destination.content(of: .accessToken) == nil {
            let content = ForeignDestination.Content.elsewhere("is kept by OWOX itself", at: stored.byteRange)
            destination.values.append(
                ForeignDestination.Value(field: .accessToken, content: content, path: "AccessToken")
            )
        }
        destination.managedBy = .owox
        destination.uses = [.owoxSource]
        return destination
    }

    private static func sources(in root: JSONValue) -> [JSONValue] {
        let definition = root.object("definition") ?? root
        if let source = definition.object("connector.source"), source["name"]?.isWord("TikTokAds") == true {
            return source["configuration"].map { $0.elements.filter { $0.kind == .object } } ?? []
        }
        return [root, root.object("config")].compactMap { $0 }.filter(isSource).prefix(1).map { $0 }
    }

    private static func isSource(_ value: JSONValue) -> Bool {
        // Its sources for other networks have an AuthType, too, and accounts of theirs (spelled so).
        guard !value.has("AccoundIDs", "AccountIDs") else { return false }
        return value.object("AuthType")?.has("oauth2", "items") == true
            && value.has("AdvertiserIDs", "DataLevel", "AuthType.oauth2.AccessToken")
            || value.has("AccessToken") && value.has("AdvertiserIDs", "AppId", "AppSecret", "DataLevel")
    }
}
