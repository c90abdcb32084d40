import LocatedJSON

extension ForeignFormat {
    /// RudderStack: one destination or its settings alone, a list of them, or the configuration of a workspace, where
    /// destinations stand at the top or under their sources.
    static let rudderStack = ForeignFormat(
        product: ForeignProduct(
            "rudderstack",
            "RudderStack",
            shape: #""config" with "accessToken""#,
            deliversEvents: true
        ),
        recognises: { root in
            isSettings(root) || entries(in: root).contains { isEntry($0) || isSettings($0) }
        },
        read: { root in
            var reading = ForeignConfig()
            var seen: Set<[UInt8]> = []
            for entry in isSettings(root) ? [root] : entries(in: root) {
                // A destination of several sources is listed under each of them.
                if let id = (entry["id"] ?? entry["ID"])?.string, !seen.insert(Array(id.utf8)).inserted { continue }
                if let destination = destination(entry) {
                    reading.destinations.append(destination)
                } else {
                    reading.others += 1
                }
            }
            return reading
        }
    )

    private static func destination(_ entry: JSONValue) -> ForeignDestination? {
        guard isSettings(entry) || isEntry(entry), let (settings, path) = settings(of: entry) else { return nil }
        // An answer of RudderStack's API has the type in place of the definition.
        let definition = [
            "destinationDefinition.name", "DestinationDefinition.Name", "destinationDefinition.Name", "type",
        ].lazy.compactMap { entry.member(at: $0)?.string }.first
        // Facebook's has a "pixelId".
        let looksLikeOne =
            settings["pixelCode"] != nil
            || settings.has("accessToken") && !settings.has("pixelId") && !hasDefinition(entry)
        guard definition.map({ $0.uppercased() == "TIKTOK_ADS" }) ?? looksLikeOne else { return nil }
        var destination = ForeignDestination(entry.byteRange, .events, name: entry["name"] ?? entry["Name"])
        destination.read(
            settings,
            ["accessToken": .accessToken, "pixelCode": .pixelID, "testEventCode": .testEventCode],
            path: path
        )
        destination.replaceContents { content in
            guard case .json(let value) = content, let text = value.string else { return nil }
            return template(Array(text.utf8), at: value.byteRange)
        }
        destination.isEnabled = (entry["enabled"] ?? entry["Enabled"])?.isFalse != true
        return destination
    }

    /// A setting may be worked out for each event (`{{ path || fallback }}`), or be taken from the environment of
    /// RudderStack's server (`env.NAME`).
    private static func template(_ text: [UInt8], at range: Range<Int>) -> ForeignDestination.Content? {
        if text.starts(with: "{{".utf8) { return .elsewhere("is worked out for each event", at: range) }
        guard text.starts(with: "env.".utf8) else { return nil }
        return .variable(String(decoding: text.dropFirst(4), as: UTF8.self), at: range)
    }

    private static func settings(of entry: JSONValue) -> (JSONValue, path: String)? {
        if isSettings(entry) { return (entry, "") }
        return ["config", "Config"].lazy.compactMap { key in entry.object(key).map { ($0, key) } }.first
    }

    private static func entries(in root: JSONValue) -> [JSONValue] {
        if root.kind == .array { return Array(root.elements) }
        let sources = (root["sources"].map { Array($0.elements) } ?? []) + (root["source"].map { [$0] } ?? [])
        let listed = ([root] + sources).flatMap { $0["destinations"].map { Array($0.elements) } ?? [] }
        return listed.isEmpty ? [root.object("destination") ?? root] : listed
    }

    private static func isEntry(_ value: JSONValue) -> Bool {
        guard !value.has("pixel_id", "pixel_code", "access_token") else { return false }
        return ["config", "Config"].contains { key in
            value.object(key).map { hasDefinition(value) || $0.has("accessToken", "pixelCode") } ?? false
        }
    }

    private static func hasDefinition(_ entry: JSONValue) -> Bool {
        entry.has("destinationDefinition", "DestinationDefinition", "destinationDefinitionId")
    }

    private static func isSettings(_ value: JSONValue) -> Bool {
        value.has("accessToken") && value.has("pixelCode", "hashUserProperties")
    }
}
