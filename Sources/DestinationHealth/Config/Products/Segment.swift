import LocatedJSON

extension ForeignFormat {
    /// Twilio Segment: one destination, a list of them, or the answer of its Public API.
    static let segment = ForeignFormat(
        product: ForeignProduct(
            "segment",
            "Segment",
            shape: #""settings" with "accessToken""#,
            deliversEvents: true
        ),
        recognises: { entries(in: $0).contains(where: isEntry) },
        read: { root in
            var reading = ForeignConfig()
            for entry in entries(in: root) {
                guard isEntry(entry), let settings = entry.object("settings"), isTikTok(entry, settings) else {
                    reading.others += 1
                    continue
                }
                var destination = ForeignDestination(entry.byteRange, .events, name: entry["name"])
                destination.read(
                    settings,
                    ["accessToken": .accessToken, "pixelCode": .pixelID, "testEventCode": .testEventCode],
                    path: "settings"
                )
                destination.isEnabled = entry["enabled"]?.isFalse != true
                reading.destinations.append(destination)
            }
            return reading
        }
    )

    /// Conversions of the web; audiences, app events and the browser's pixel have no pixel code with a token.
    private static func isTikTok(_ entry: JSONValue, _ settings: JSONValue) -> Bool {
        guard let slug = (entry.member(at: "metadata.slug") ?? entry["slug"])?.string else {
            return settings["pixelCode"] != nil || !entry.has("metadata")
        }
        let name = slug.utf8.starts(with: "actions-".utf8) ? slug.utf8.dropFirst(8) : slug.utf8[...]
        return name.starts(with: "tiktok-conversions".utf8)
    }

    private static func entries(in root: JSONValue) -> [JSONValue] {
        if root.kind == .array { return Array(root.elements) }
        let answer = root.object("data") ?? root
        if let list = answer["destinations"], list.kind == .array { return Array(list.elements) }
        return [answer.object("destination") ?? root]
    }

    private static func isEntry(_ value: JSONValue) -> Bool {
        guard let settings = value.object("settings") else { return false }
        return value.has("metadata.slug") || settings.has("accessToken", "pixelCode")
    }
}
