import LocatedJSON
import TikTokAPI

/// Reads the members of one destination's object into a ``Destination``, noting what is wrong as it goes.
struct DestinationReader {
    var destination: DestinationFields
    let file: SourceFile
    let resolver: ReferenceResolver
    /// What leads to the destination from the root of its file; nil for nothing that could be told.
    let list: String?
    /// How another product calls the value at hand; nil for our own fields.
    var shownAs: String?
    private var fieldsRead: [ObjectIdentifier] = []
    private var hasPixel = false
    private var hasType = false

    /// Begins a destination.
    ///
    /// - Parameters:
    ///   - file: Its file.
    ///   - resolver: What its references lead to.
    ///   - list: The key of the list that it stands in, for messages; nil for none of ours.
    ///   - place: How many destinations stand before it in its file.
    ///   - range: Its bytes.
    ///   - name: Its name, where it gives none itself.
    init(
        file: SourceFile,
        resolver: ReferenceResolver,
        list: String? = nil,
        place: Int,
        range: Range<Int>,
        name: String
    ) {
        self.file = file
        self.resolver = resolver
        self.list = list
        destination = DestinationFields(name: name, range: SourceRange(file, range), placeInFile: place)
        fieldsRead.reserveCapacity(16)
    }

    /// Where it stands, for messages: `destinations[0]`.
    var path: String { list.map { "\($0)[\(destination.placeInFile)]" } ?? "" }

    func hasRead(_ field: ConfigField) -> Bool {
        fieldsRead.contains(ObjectIdentifier(field))
    }

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
                    ?? "Remove it; the README lists the fields that exist.",
                range: SourceRange(file, member.keyRange)
            )
        )
    }

    mutating func read(_ field: ConfigField, _ member: JSONMember) {
        guard !hasRead(field) else {
            reject(
                field.name,
                "is given twice, as \"\(field.name)\" and as \"\(field.aliases.joined(separator: "\" or \""))\"",
                "Keep one of the two.",
                member.value
            )
            return
        }
        fieldsRead.append(ObjectIdentifier(field))
        read(field, member.value)
    }

    /// What depends on several fields.
    mutating func finish() {
        if !hasType {
            let isOtherSource = destination.eventSource != .web || destination.rare.eventSourceID != nil
            destination.type = hasPixel || isOtherSource ? .events : .ads
        }
    }

    // MARK: One field

    private mutating func read(_ field: ConfigField, _ value: JSONValue) {
        switch field.type {
        case .text where field.name == "name": readName(value)
        case .text, .secret: readText(field, value)
        case .oneOf(let words): readWord(field, value, words)
        case .listOf(let words): readUses(field, value, words)
        case .textList: destination.advertiserIDs = texts(field.name, value)
        case .app: readApp(value)
        case .scopes:
            let items = scopes(field.name, value, allowsText: true)
            // An empty text is how one config serves with and without an optional value; an empty list is a record.
            destination.rare.scopes = items.isEmpty && value.kind == .string ? nil : items
            destination.rare.scopesRange = SourceRange(file, value.byteRange)
        case .scopeNumbers: destination.rare.requiredScopes = scopes(field.name, value, allowsText: false)
        case .moment: readMoment(field, value)
        case .count: readCount(field, value)
        case .boolean: readBoolean(field, value)
        case .suppressions: readSuppressions(value)
        }
    }

    private mutating func readName(_ value: JSONValue) {
        // Names stand in reports, state files and baselines exactly as written, so references are not resolved in them.
        guard let name = value.string else { return rejectType("name", "a string", value) }
        guard !name.utf8.isEmpty else {
            return reject("name", "is empty", "Give the destination a name, or remove the key.", value)
        }
        destination.name = name
        destination.nameRange = SourceRange(file, value.byteRange)
    }

    private mutating func readText(_ field: ConfigField, _ value: JSONValue) {
        if field.name == "pixel_id" { hasPixel = true }
        guard let text = text(field.name, value, isSecret: field.type == .secret) else { return }
        // "${env:CODE:-}" is how one config serves with and without an optional value.
        let isUnset = text.raw.unmasked.utf8.isEmpty
        switch field.name {
        case "pixel_id": destination.pixelID = text
        case "access_token": destination.accessToken = text
        case "refresh_token": destination.rare.refreshToken = isUnset ? nil : text
        case "auth_code": destination.rare.authCode = isUnset ? nil : text
        case "test_event_code": destination.testEventCode = isUnset ? nil : text
        case "event_source_id": destination.rare.eventSourceID = isUnset ? nil : text
        default: break
        }
    }

    private mutating func readWord(_ field: ConfigField, _ value: JSONValue, _ words: [String]) {
        if field.name == "type" { hasType = true }
        guard let word = resolved(field.name, value)?.text else { return }
        guard word.utf8.count <= 64, words.contains(word) else { return rejectWord(field.name, word, words, value) }
        switch field.name {
        case "type": destination.type = DestinationType(rawValue: word) ?? destination.type
        case "token_kind": destination.declaredTokenKind = TokenKind(rawValue: word)
        case "event_source": destination.eventSource = EventSourceKind(rawValue: word) ?? .web
        case "managed_by": destination.managedBy = ManagingProduct(rawValue: word)
        default: break
        }
    }

    private mutating func readUses(_ field: ConfigField, _ value: JSONValue, _ words: [String]) {
        guard value.kind == .array else { return rejectType(field.name, "a list of strings", value) }
        var uses: [TokenUse] = []
        for (index, element) in value.elements.enumerated() {
            let path = "\(field.name)[\(index)]"
            guard let word = resolved(path, element)?.text else { continue }
            if word.utf8.count <= 64, let use = TokenUse(rawValue: word) {
                uses.append(use)
            } else {
                rejectWord(path, word, words, element)
            }
        }
        destination.rare.uses = uses
    }

    private mutating func readApp(_ value: JSONValue) {
        guard value.kind == .object else { return rejectType("app", "an object with \"app_id\" and \"secret\"", value) }
        var app = AppConfig(appID: nil, secret: nil, range: SourceRange(file, value.byteRange))
        for member in value.members {
            if member.keyEquals("app_id") {
                app.appID = text("app.app_id", member.value, isSecret: false)
            } else if member.keyEquals("secret") {
                app.secret = text("app.secret", member.value, isSecret: true)
            } else if member.keyEquals("auth_code") {
                destination.rare.authCode =
                    text("app.auth_code", member.value, isSecret: true) ?? destination.rare.authCode
            } else {
                rejectKey(member)
            }
        }
        destination.rare.app = app
    }

    private mutating func readMoment(_ field: ConfigField, _ value: JSONValue) {
        var time: Int?
        var digits = value.number
        if digits == nil {
            guard let text = resolved(field.name, value)?.text else { return }
            time = Moment.unixTime(rfc3339: text)
            digits = time == nil && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
        }
        if let number = digits.flatMap({ Int($0) }) {
            // Past the year 5138 somebody gave milliseconds.
            time = number < 100_000_000_000 ? number : nil
        }
        guard let time, time >= 0 else {
            return reject(
                field.name,
                "is no point in time",
                "Write it as 2026-11-21T10:00:00Z, or as whole Unix seconds (not milliseconds).",
                value
            )
        }
        let moment = ConfigMoment(unixTime: time, range: SourceRange(file, value.byteRange))
        switch field.name {
        case "token_issued_at": destination.tokenIssuedAt = moment
        case "token_expires_at": destination.rare.tokenExpiresAt = moment
        case "refresh_token_expires_at": destination.rare.refreshTokenExpiresAt = moment
        default: break
        }
    }

    private mutating func readCount(_ field: ConfigField, _ value: JSONValue) {
        guard let number = value.number else { return rejectType(field.name, "a whole number", value) }
        guard let count = Int(number), (0...1_000_000_000_000).contains(count) else {
            return reject(
                field.name,
                "must be a whole number, zero or more",
                "Write plain digits, without a fraction.",
                value
            )
        }
        let integer = ConfigInteger(value: count, range: SourceRange(file, value.byteRange))
        switch field.name {
        case "expires_in": destination.rare.expiresIn = integer
        case "refresh_token_expires_in": destination.rare.refreshTokenExpiresIn = integer
        case "rotate_after_days": destination.rare.rotateAfterDays = integer
        case "expiry_warning_days": destination.rare.expiryWarningDays = integer
        default: break
        }
    }

    private mutating func readBoolean(_ field: ConfigField, _ value: JSONValue) {
        guard let flag = value.boolean else { return rejectType(field.name, "true or false", value) }
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
                let until = element["until"]?.string, until.utf8.count == 10, Moment.unixTime(rfc3339: until) != nil
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

    private mutating func texts(_ field: String, _ value: JSONValue) -> [ConfigText] {
        guard value.kind == .array else {
            rejectType(field, "a list of strings", value)
            return []
        }
        destination.advertiserIDList = ConfigList(isEmpty: value.count == 0, range: SourceRange(file, value.byteRange))
        var texts: [ConfigText] = []
        for (index, element) in value.elements.enumerated() {
            let path = ConfigField.element(index, of: field)
            guard let text = text(path, element, isSecret: false) else { continue }
            guard !text.cleaned.unmasked.utf8.isEmpty else {
                reject(path, "is empty", "Write the id, or remove the entry.", element)
                continue
            }
            texts.append(text)
        }
        return texts
    }

    private mutating func scopes(_ field: String, _ value: JSONValue, allowsText: Bool) -> [ConfigItem] {
        if allowsText, value.kind == .string {
            guard let text = resolved(field, value)?.text else { return [] }
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
                guard let resolved = resolved(path, element)?.text else { continue }
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

    private mutating func text(_ field: String, _ value: JSONValue, isSecret: Bool) -> ConfigText? {
        guard let written = written(field, value) else { return nil }
        return text(field, written, isSecret: isSecret)
    }

    mutating func text(_ field: String, _ written: WrittenText, isSecret: Bool) -> ConfigText? {
        guard let resolution = resolved(field, written) else { return nil }
        let isLiteral = resolution.origin == .literal
        return ConfigText(
            field: field,
            isSecret: isSecret,
            raw: Secret(resolution.text),
            origin: resolution.origin,
            range: SourceRange(file, written.range),
            placement: written.placement.withDoubledDollars(at: resolution.doubledDollars),
            reference: written.variable.map { "${env:\($0)}" } ?? (isLiteral ? nil : written.text),
            files: resolution.files,
            isFallback: resolution.isFallback,
            key: shownAs.map { _ in shownPath(field) }
        )
    }

    private mutating func written(_ field: String, _ value: JSONValue) -> WrittenText? {
        let written = WrittenText(value)
        if written == nil { rejectType(field, "a string", value) }
        return written
    }

    private mutating func resolved(_ field: String, _ value: JSONValue) -> ReferenceResolver.Resolution? {
        guard let written = written(field, value) else { return nil }
        return resolved(field, written)
    }

    mutating func resolved(_ field: String, _ written: WrittenText) -> ReferenceResolver.Resolution? {
        do throws(ReferenceResolver.Failure) {
            return try resolver.resolve(written.text)
        } catch {
            let start = written.placement.byteOffset(ofTextByte: error.utf8Offset)
            destination.rare.defects.append(
                ConfigDefect(
                    kind: .reference,
                    field: field,
                    message: "\(shownPath(field)) \(error.message)",
                    advice: error.advice,
                    range: SourceRange(file, start..<max(start, written.range.upperBound - 1))
                )
            )
            return nil
        }
    }

    private static func trimmed(_ bytes: Substring.UTF8View.SubSequence) -> String {
        let rest = bytes.drop { $0 == 0x20 }
        return String(decoding: rest, as: UTF8.self)
    }
}
