import LocatedJSON

extension ForeignFormat {
    /// Airbyte's source-tiktok-marketing: what its form asks for, alone or in the answer of Airbyte's API. Connectors
    /// from before 2022 have `environment` in place of `credentials`.
    static let airbyte = ForeignFormat(
        product: ForeignProduct(
            "airbyte",
            "Airbyte source-tiktok-marketing",
            name: "Airbyte",
            shape: #""credentials" or "environment""#,
            hasApp: true
        ),
        recognises: { source(in: $0) != nil },
        read: { root in
            guard let source = source(in: root) else { return ForeignConfig() }
            var destination = ForeignDestination(root.byteRange, .ads, name: root["name"])
            destination.read(
                source,
                [
                    "credentials.access_token": .accessToken, "credentials.app_id": .appID,
                    "credentials.secret": .appSecret, "credentials.advertiser_id": .advertiserIDs,
                    "environment.app_id": .appID, "environment.secret": .appSecret,
                    "environment.advertiser_id": .advertiserIDs, "access_token": .accessToken,
                ]
            )
            destination.replaceContents { content in
                guard case .json(let value) = content, value.has("_secret") else { return nil }
                return .elsewhere("is kept in Airbyte's secret store", at: value.byteRange)
            }
            let kind = source.member(at: "credentials.auth_type")
            // The flat form had a choice of environments: one asked for an app, the other for a sandbox's ad account.
            let hasNoApp = destination.content(of: .appID) == nil && destination.content(of: .appSecret) == nil
            let isSandbox = hasNoApp && destination.content(of: .advertiserIDs) != nil
            if kind.map({ $0.isWord("sandbox_access_token") }) ?? isSandbox { destination.tokenKind = .sandbox }
            return ForeignConfig(destinations: [destination])
        }
    )

    private static func source(in root: JSONValue) -> JSONValue? {
        [root, root.object("configuration"), root.object("connectionConfiguration")].compactMap { $0 }.first { value in
            if let credentials = value.object("credentials") {
                // Sources for other networks have credentials with an auth_type, too, of clients and accounts.
                let isOfTikTok = ["oauth2.0", "sandbox_access_token"].contains {
                    credentials["auth_type"]?.isWord($0) == true
                }
                return isOfTikTok && !credentials.has("client_id", "client_secret")
                    || credentials.has("access_token") && credentials.has("app_id", "secret", "advertiser_id")
            }
            return value.object("environment")?.has("app_id", "secret", "advertiser_id") ?? false
        }
    }
}
