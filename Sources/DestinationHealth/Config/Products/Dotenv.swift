/// A `.env` file, in which an application keeps the settings that it sends events with.
///
/// A variable counts if its name has `TIKTOK` in it, or is nothing but the name of a field (`PIXEL_CODE`). What else
/// stands in the name tells destinations apart: `SHOP_EU_TIKTOK_PIXEL_ID` and `TIKTOK_ACCESS_TOKEN_SHOP_EU` are of
/// `shop-eu`. What stands in no such name is for all that have none of their own.
enum Dotenv {
    static let product = ForeignProduct(
        "dotenv",
        ".env file",
        name: "the application",
        shape: "TIKTOK_PIXEL_ID=...",
        deliversEvents: true,
        hasApp: true
    )

    /// How people call a field, the longest first.
    private static let spellings: [(words: [String], field: Field)] = [
        (["PIXEL", "CODE"], .pixelID), (["PIXEL", "ID"], .pixelID), (["PIXELID"], .pixelID), (["PIXEL"], .pixelID),
        (["TEST", "EVENT", "CODE"], .testEventCode), (["TEST", "CODE"], .testEventCode),
        (["ADVERTISER", "IDS"], .advertiserIDs), (["ADVERTISER", "ID"], .advertiserIDs),
        (["AD", "ACCOUNT", "IDS"], .advertiserIDs), (["AD", "ACCOUNT", "ID"], .advertiserIDs),
        (["APP", "SECRET"], .appSecret), (["APP", "ID"], .appID),
        (["REFRESH", "TOKEN"], .refreshToken),
        (["ACCESS", "TOKEN"], .accessToken), (["API", "TOKEN"], .accessToken), (["CAPI", "TOKEN"], .accessToken),
        (["TOKEN"], .accessToken), (["SECRET"], .appSecret),
    ]

    /// Words that tell nothing apart: of frameworks, which show such variables to browsers, and of TikTok's products.
    private static let idleWords: Set<String> = [
        "TIKTOK", "TIK", "TOK", "TT", "NEXT", "PUBLIC", "VITE", "NUXT", "EXPO", "GATSBY", "REACT", "EVENTS", "EVENT",
        "API", "CAPI", "ADS", "BUSINESS", "MARKETING", "CONVERSIONS", "SERVER",
    ]

    /// Words of variables that are about something else than the field's value, or of TikTok's login.
    private static let otherWords: Set<String> = [
        "URL", "URI", "EXPIRES", "EXPIRY", "EXPIRED", "TTL", "PATH", "FILE", "NAME", "ENABLED", "VERSION", "TYPE",
        "CLIENT",
        "VERIFY", "WEBHOOK", "REDIRECT", "HEADER", "CSRF", "OPEN", "LOGIN", "ENDPOINT", "HOST", "COOKIE",
    ]

    private struct Variable {
        let field: Field
        /// What tells its destination apart; empty for none.
        let group: [String]
        let namesTikTok: Bool
        let assignment: DotenvDocument.Assignment
    }

    static func read(_ document: DotenvDocument) -> ForeignConfig {
        // A shell takes the last of two assignments.
        var latest: [String: Int] = [:]
        for (index, assignment) in document.assignments.enumerated() { latest[assignment.name] = index }
        let known = document.assignments.enumerated().filter { latest[$0.element.name] == $0.offset }
            .compactMap { variable($0.element) }
        let named = known.filter(\.namesTikTok)
        let bare = known.filter { variable in
            !variable.namesTikTok && variable.group.isEmpty && !named.contains { $0.field == variable.field }
        }
        let counted = named + bare
        let groups = Dictionary(grouping: counted, by: \.group)
        let shared = groups[[]] ?? []
        let someoneTakesTheToken = groups.contains { group, own in
            !group.isEmpty && isDestination(own) && !has(.accessToken, own)
        }
        var reading = ForeignConfig()
        var seen: Set<[String]> = []
        for group in counted.map(\.group) where seen.insert(group).inserted {
            let own = groups[group] ?? []
            // A token alone that others take is no destination.
            let isForOthers = group.isEmpty && !has(.pixelID, own) && someoneTakesTheToken
            guard isDestination(own), !isForOthers else { continue }
            reading.destinations.append(destination(group, own, shared: group.isEmpty ? [] : shared))
        }
        if reading.destinations.count > 1 {
            for index in reading.destinations.indices where reading.destinations[index].givenName == nil {
                reading.destinations[index].givenName = "tiktok"
            }
        }
        return reading
    }

    private static func destination(
        _ group: [String],
        _ own: [Variable],
        shared: [Variable]
    ) -> ForeignDestination {
        let start = own.map(\.assignment.nameRange.lowerBound).min() ?? 0
        let isEvents = has(.pixelID, own)
        var destination = ForeignDestination(start..<(start + 1), isEvents ? .events : .ads)
        destination.givenName = group.isEmpty ? nil : group.joined(separator: "-").lowercased()
        let names: KeyValuePairs<Field, String> = [
            .pixelID: "TIKTOK_PIXEL_ID", .accessToken: "TIKTOK_ACCESS_TOKEN", .appID: "TIKTOK_APP_ID",
            .appSecret: "TIKTOK_APP_SECRET",
        ]
        for (field, name) in names { destination.call(field, name) }
        for variable in own + shared where destination.content(of: variable.field) == nil {
            if !isEvents, variable.field == .pixelID { continue }
            let assignment = variable.assignment
            let written = SourceText(
                text: assignment.value,
                range: assignment.valueRange,
                placement: assignment.placement,
                variable: assignment.name
            )
            let isShown = assignment.name.utf8.count <= 64 && !TokenShape.looksLikeCredential(assignment.name)
            destination.values.append(
                ForeignDestination.Value(
                    field: variable.field,
                    content: .text(written),
                    path: isShown ? assignment.name : variable.field.path
                )
            )
        }
        return destination
    }

    private static func isDestination(_ variables: [Variable]) -> Bool {
        has(.pixelID, variables) || has(.accessToken, variables)
    }

    private static func has(_ field: Field, _ variables: [Variable]) -> Bool {
        variables.contains { $0.field == field }
    }

    private static func variable(_ assignment: DotenvDocument.Assignment) -> Variable? {
        guard assignment.name.utf8.count <= 128 else { return nil }
        var words = assignment.name.uppercased().split(separator: "_").map(String.init)
        guard !words.contains(where: otherWords.contains) else { return nil }
        let namesTikTok =
            words.contains("TIKTOK") || words.contains("TT")
            || zip(words, words.dropFirst()).contains { $0 == "TIK" && $1 == "TOK" }
        for (spelling, field) in spellings {
            guard let start = words.indices.first(where: { words[$0...].starts(with: spelling) }) else { continue }
            // Any secret or token may be called just that.
            if spelling.count == 1, spelling != ["PIXELID"], !namesTikTok { return nil }
            words.removeSubrange(start..<(start + spelling.count))
            let group = words.filter { !idleWords.contains($0) }
            return Variable(field: field, group: group, namesTikTok: namesTikTok, assignment: assignment)
        }
        return nil
    }
}

/// The variables of a `.env` file before those of the environment, as its own references mean them.
struct DotenvEnvironment: ConfigEnvironment {
    let outside: any ConfigEnvironment
    let document: DotenvDocument

    func variable(_ name: String) -> String? {
        let own = document.assignments.last { $0.name.utf8.elementsEqual(name.utf8) }
        return own?.value ?? outside.variable(name)
    }

    func contents(
        ofFile path: String,
        relativeTo directory: String?,
        maximumBytes: Int
    ) throws(FileReadError) -> [UInt8] {
        try outside.contents(ofFile: path, relativeTo: directory, maximumBytes: maximumBytes)
    }
}
