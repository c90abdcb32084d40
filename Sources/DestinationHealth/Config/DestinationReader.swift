import LocatedJSON
import TikTokAPI

/// Reads the members of one destination's object into a ``Destination``, noting what is wrong as it goes.
struct DestinationReader: ~Copyable {
    var destination: DestinationFields
    private let origin: Origin
    /// How another product calls the value at hand; nil for our own fields.
    var displayName: String?
    private var fieldsRead = FieldKeys()

    /// Where destinations come from. A class, since each of them has the same.
    final class Origin: Sendable {
        /// Their file.
        let file: SourceFile
        /// What their references lead to.
        let resolver: ReferenceResolver
        /// What leads to them from the root of the file; nil for nothing that could be told.
        let list: String?

        init(file: SourceFile, resolver: ReferenceResolver, list: String?) {
            self.file = file
            self.resolver = resolver
            self.list = list
        }
    }

    /// Begins a destination.
    ///
    /// - Parameters:
    ///   - origin: Where it comes from.
    ///   - place: How many destinations stand before it in its file.
    ///   - range: Its bytes.
    init(from origin: Origin, place: Int, range: Range<Int>) {
        self.origin = origin
        destination = DestinationFields(range: SourceRange(origin.file, range), placeInFile: place)
    }

    var file: SourceFile { origin.file }

    var resolver: ReferenceResolver { origin.resolver }

    /// Where it stands, for messages: `destinations[0]`.
    var path: String { origin.list.map { "\($0)[\(destination.placeInFile)]" } ?? "" }

    func hasRead(_ key: FieldKey) -> Bool { fieldsRead.contains(key) }

    /// The element is no object at all.
    mutating func rejectWhole(_ value: JSONValue) {
        reject(
            "",
            "must be an object, found \(value.typeName)",
            "Write {\"pixel_id\": ..., \"access_token\": ...}.",
            value
        )
    }

    /// Nobody knows the key.
    mutating func rejectKey(_ member: JSONMember) {
        // A key may itself be a misplaced credential, so it is quoted only when it is short and plain.
        let key = member.key
        let isPlain = key.utf8.count <= 32 && key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let shown = isPlain && !TokenShape.looksLikeCredential(key) ? "\"\(key)\"" : "a key"
        let suggestion = NearestName.suggestion(for: key, among: ConfigField.knownKeys)
        destination.rare.defects.append(
            ConfigDefect(
                kind: .unknownKey,
                field: isPlain && !TokenShape.looksLikeCredential(key) ? key : "",
                message: "\(shown) is not a field of a destination"
                    + (suggestion.map { ", did you mean \"\($0)\"?" } ?? ""),
                advice: suggestion.map { "Rename it to \"\($0)\", or remove it." }
                    ?? "Remove it; 'validate schema' prints the fields that exist.",
                range: SourceRange(file, member.keyRange)
            )
        )
    }

    mutating func read(_ key: FieldKey, _ value: JSONValue) {
        guard fieldsRead.insert(key) else {
            reject(
                key.name,
                "is given twice, as \"\(key.name)\" and as \"\(key.aliases.joined(separator: "\" or \""))\"",
                "Keep one of the two.",
                value
            )
            return
        }
        readNew(key, value)
    }

    /// Works out what follows from several fields, once all that the object gives has been read.
    mutating func inferType() {
        guard !fieldsRead.contains(.type) else { return }
        let isOtherSource = destination.eventSource != .web || destination.rareFields.first?.eventSourceID != nil
        destination.type = fieldsRead.contains(.pixelID) || isOtherSource ? .events : .ads
    }

    /// The destination.
    ///
    /// - Parameter name: Its name, where it gives none itself.
    consuming func finished(orNamed name: @autoclosure () -> String) -> Destination {
        if destination.name.utf8.isEmpty { destination.name = name() }
        return Destination(destination)
    }

    // MARK: One field

    private mutating func readNew(_ key: FieldKey, _ value: JSONValue) {
        switch key {
        case .name: readName(value)
        case .type: if let type: DestinationType = word(key, value) { destination.type = type }
        case .pixelID: if let text = text(.pixelID, value) { destination.pixelID = text }
        case .accessToken: if let text = text(.accessToken, value) { destination.accessToken = text }
        case .tokenKind: if let kind: TokenKind = word(key, value) { destination.declaredTokenKind = kind }
        case .app: readApp(value)
        case .advertiserIDs: destination.advertiserIDs = advertiserIDs(value)
        case .scopes:
            let items = scopes(key.name, value, allowsText: true)
            // An empty text is how one config serves with and without an optional value; an empty list is a record.
            destination.rare.scopes = items.isEmpty && value.kind == .string ? nil : items
            destination.rare.scopesRange = SourceRange(file, value.byteRange)
        case .uses: readUses(value)
        case .requiredScopes: destination.rare.requiredScopes = scopes(key.name, value, allowsText: false)
        case .tokenIssuedAt:
            guard let time = moment(key, value) else { return }
            destination.tokenIssuedAt = .init(unixTime: time, place: ByteSpan(value.byteRange))
        case .tokenExpiresAt: if let moment = located(key, value) { destination.rare.tokenExpiresAt = moment }
        case .expiresIn: if let count = count(key, value) { destination.rare.expiresIn = count }
        case .refreshToken: if let text = optionalText(.refreshToken, value) { destination.rare.refreshToken = text }
        case .authCode: if let text = optionalText(.authCode, value) { destination.rare.authCode = text }
        case .refreshTokenExpiresAt:
            if let moment = located(key, value) { destination.rare.refreshTokenExpiresAt = moment }
        case .refreshTokenExpiresIn:
            if let count = count(key, value) { destination.rare.refreshTokenExpiresIn = count }
        case .rotateAfterDays: if let count = count(key, value) { destination.rare.rotateAfterDays = count }
        case .expiryWarningDays: if let count = count(key, value) { destination.rare.expiryWarningDays = count }
        case .testEventCode: if let text = optionalText(.testEventCode, value) { destination.testEventCode = text }
        case .eventSource: if let source: EventSourceKind = word(key, value) { destination.eventSource = source }
        case .eventSourceID: if let text = optionalText(.eventSourceID, value) { destination.rare.eventSourceID = text }
        case .managedBy: if let product: ManagingProduct = word(key, value) { destination.managedBy = product }
        case .enabled: readBoolean(key, value)
        case .suppress: readSuppressions(value)
        }
    }

    private mutating func readName(_ value: JSONValue) {
        // Names stand in reports, state files and baselines exactly as written, so references are not resolved in them.
        guard let name = value.string else { return rejectType("name", "a string", value) }
        guard !name.utf8.isEmpty else {
            return reject("name", "is empty", "Give the destination a name, or remove the key.", value)
        }
        destination.name = name
        destination.namePlace = ByteSpan(value.byteRange)
    }

    /// A text that is not given where it is empty: `"${env:CODE:-}"` is how one config serves with and without it.
    private mutating func optionalText(_ path: FieldPath, _ value: JSONValue) -> ConfigText? {
        text(path, value).flatMap { $0.raw.unmasked.utf8.isEmpty ? nil : $0 }
    }

    private mutating func word<Word: RawRepresentable & CaseIterable>(_ key: FieldKey, _ value: JSONValue) -> Word?
    where Word.RawValue == String {
        func word(_ text: String) -> Word? {
            // No word is nearly as long, and comparing long texts can take quadratic time.
            text.utf8.count <= 64 ? Word(rawValue: text) : nil
        }
        // None of the words has a reference in it.
        if let word = value.string.flatMap(word) { return word }
        guard let text = resolvedText(key.name, value) else { return nil }
        if let word = word(text) { return word }
        rejectWord(key.name, text, Word.allCases.map(\.rawValue), value)
        return nil
    }

    private mutating func readUses(_ value: JSONValue) {
        guard value.kind == .array else { return rejectType("uses", "a list of strings", value) }
        var uses: [TokenUse] = []
        for (index, element) in value.elements.enumerated() {
            let path = "uses[\(index)]"
            guard let word = resolvedText(path, element) else { continue }
            if word.utf8.count <= 64, let use = TokenUse(rawValue: word) {
                uses.append(use)
            } else {
                rejectWord(path, word, TokenUse.allCases.map(\.rawValue), element)
            }
        }
        destination.rare.uses = uses
    }

    private mutating func readApp(_ value: JSONValue) {
        guard value.kind == .object else { return rejectType("app", "an object with \"app_id\" and \"secret\"", value) }
        var app = AppConfig(appID: nil, secret: nil, range: SourceRange(file, value.byteRange))
        for member in value.members {
            if member.keyEquals("app_id") {
                app.appID = text(.appID, member.value)
            } else if member.keyEquals("secret") {
                app.secret = text(.appSecret, member.value)
            } else if member.keyEquals("auth_code") {
                destination.rare.authCode =
                    text(.appAuthCode, member.value) ?? destination.rare.authCode
            } else {
                rejectKey(member)
            }
        }
        destination.rare.app = app
    }

    private mutating func located(_ key: FieldKey, _ value: JSONValue) -> ConfigTimestamp? {
        moment(key, value).map { ConfigTimestamp(unixTime: $0, range: SourceRange(file, value.byteRange)) }
    }

    /// Seconds since 1970 UTC.
    private mutating func moment(_ key: FieldKey, _ value: JSONValue) -> Int? {
        var time: Int?
        var digits = value.number
        if digits == nil {
            guard let text = resolvedText(key.name, value) else { return nil }
            time = Timestamp.unixTime(rfc3339: text)
            digits = time == nil && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
        }
        if let number = digits.flatMap({ Int($0) }) {
            // Past the year 5138 somebody gave milliseconds.
            time = number < 100_000_000_000 ? number : nil
        }
        guard let time, time >= 0 else {
            reject(
                key.name,
                "is no point in time",
                "Write it as 2026-11-21T10:00:00Z, or as whole Unix seconds (not milliseconds).",
                value
            )
            return nil
        }
        return time
    }

    private mutating func count(_ key: FieldKey, _ value: JSONValue) -> ConfigInteger? {
        guard let number = value.number else {
            rejectType(key.name, "a whole number", value)
            return nil
        }
        guard let count = Int(number), (0...1_000_000_000_000).contains(count) else {
            reject(
                key.name,
                "must be a whole number, zero or more",
                "Write plain digits, without a fraction.",
                value
            )
            return nil
        }
        return ConfigInteger(value: count, range: SourceRange(file, value.byteRange))
    }

    private mutating func readBoolean(_ key: FieldKey, _ value: JSONValue) {
        guard let flag = value.boolean else { return rejectType(key.name, "true or false", value) }
        destination.isEnabled = flag
    }

    private mutating func readSuppressions(_ value: JSONValue) {
        guard value.kind == .array else { return rejectType("suppress", "a list of {rule, reason, until}", value) }
        for (index, element) in value.elements.enumerated() {
            let path = "suppress[\(index)]"
            guard element.kind == .object else {
                rejectType(path, "an object with \"rule\", \"reason\" and \"until\"", element)
                continue
            }
            for member in element.members
            where !(member.keyEquals("rule") || member.keyEquals("reason") || member.keyEquals("until")) {
                rejectKey(member)
            }
            guard let rule = element["rule"]?.string, rule.utf8.count <= 64, let reason = element["reason"]?.string,
                !reason.utf8.isEmpty,
                let until = element["until"]?.string, until.utf8.count == 10, Timestamp.unixTime(rfc3339: until) != nil
            else {
                reject(
                    path,
                    "needs a \"rule\", a \"reason\" and an \"until\" date that exists",
                    "Write {\"rule\": \"...\", \"reason\": \"why\", \"until\": \"2026-12-31\"}: what is passed over "
                        + "without a reason and an end is forgotten.",
                    element
                )
                continue
            }
            destination.rare.suppressions.append(
                Suppression(rule: rule, reason: reason, until: until, range: SourceRange(file, element.byteRange))
            )
        }
    }

    // MARK: Texts

    private mutating func advertiserIDs(_ value: JSONValue) -> [ConfigText] {
        guard value.kind == .array else {
            rejectType("advertiser_ids", "a list of strings", value)
            return []
        }
        destination.advertiserIDList = .init(place: ByteSpan(value.byteRange), isEmpty: value.isEmpty)
        var texts: [ConfigText] = []
        for (index, element) in value.elements.enumerated() {
            let path = FieldPath.advertiserID(at: index)
            guard let text = text(path, element) else { continue }
            guard !text.cleaned.unmasked.utf8.isEmpty else {
                reject(path.text, "is empty", "Write the id, or remove the entry.", element)
                continue
            }
            texts.append(text)
        }
        return texts
    }

    private mutating func scopes(_ field: String, _ value: JSONValue, allowsText: Bool) -> [ConfigItem] {
        if allowsText, value.kind == .string {
            guard let text = resolvedText(field, value) else { return [] }
            let range = SourceRange(file, value.byteRange)
            return text.utf8.split(separator: UInt8(ascii: ",")).map { part in
                ConfigItem(text: Self.trimmed(part), range: range)
            }
        }
        guard value.kind == .array else {
            rejectType(field, "a list of scope numbers", value)
            return []
        }
        var items: [ConfigItem] = []
        for (index, element) in value.elements.enumerated() {
            let path = "\(field)[\(index)]"
            let text: String?
            if let number = element.number {
                text = number.utf8.allSatisfy { (0x30...0x39).contains($0) } ? number : nil
            } else {
                guard let resolved = resolvedText(path, element) else { continue }
                text = resolved
            }
            guard let text else {
                reject(
                    path,
                    "must be a whole number in plain digits",
                    "Copy the number digit by digit, in quotes.",
                    element
                )
                continue
            }
            items.append(ConfigItem(text: text, range: SourceRange(file, element.byteRange)))
        }
        return items
    }

    private static func trimmed(_ bytes: Substring.UTF8View.SubSequence) -> String {
        let rest = bytes.drop { $0 == 0x20 }
        return String(decoding: rest, as: UTF8.self)
    }
}
