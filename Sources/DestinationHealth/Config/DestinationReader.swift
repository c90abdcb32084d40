import LocatedJSON
import TikTokAPI

/// Reads the members of one destination's object into a ``Destination``, noting what is wrong as it goes.
struct DestinationReader {
    var destination: Destination
    private let origin: Origin
    /// What another product calls the value at hand; nil for our own fields.
    var displayName: String?
    private var fieldsRead: Set<Field> = []

    /// Where destinations come from.
    struct Origin {
        let file: SourceFile
        let resolver: ReferenceResolver
        /// The key of their list, for messages; nil for none.
        let list: String?
    }

    /// Begins a destination.
    ///
    /// - Parameters:
    ///   - origin: Where it comes from.
    ///   - place: How many destinations are before it in its file.
    ///   - range: Its bytes.
    init(from origin: Origin, place: Int, range: Range<Int>) {
        self.origin = origin
        destination = Destination(range: SourceRange(origin.file, range), placeInFile: place)
    }

    var file: SourceFile { origin.file }

    var resolver: ReferenceResolver { origin.resolver }

    /// Where it is, for messages: `destinations[0]`.
    var path: String { origin.list.map { "\($0)[\(destination.placeInFile)]" } ?? "" }

    func hasRead(_ field: Field) -> Bool { fieldsRead.contains(field) }

    /// The element is no object at all.
    mutating func rejectWhole(_ value: JSONValue) {
        reject(
            "",
            "must be an object, found \(value.typeName)",
            "Write {\"pixel_id\": ..., \"access_token\": ...}.",
            value
        )
    }

    /// The key is unknown.
    mutating func rejectKey(_ member: JSONMember) {
        // A key may itself be a misplaced credential, so it is quoted only when it is short and plain.
        let key = member.key
        let isPlain = key.utf8.count <= 32 && key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let shown = isPlain && !TokenShape.looksLikeCredential(key) ? "\"\(key)\"" : "a key"
        let suggestion = NearestName.suggestion(for: key, among: Field.allKeys)
        destination.defects.append(
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

    mutating func read(_ field: Field, _ value: JSONValue) {
        guard fieldsRead.insert(field).inserted else {
            let aliases = field.declaration.aliases.joined(separator: "\" or \"")
            return reject(
                field.path,
                "is given twice, as \"\(field.name)\" and as \"\(aliases)\"",
                "Keep one of the two.",
                value
            )
        }
        readValue(of: field, value)
    }

    /// Infers the type from other fields, once all that the object gives has been read.
    mutating func inferType() {
        guard !fieldsRead.contains(.type) else { return }
        let isOtherSource = destination.eventSource != .web || destination.eventSourceID != nil
        destination.type = fieldsRead.contains(.pixelID) || isOtherSource ? .events : .ads
    }

    /// The destination.
    ///
    /// - Parameter name: Its name, where it gives none itself.
    consuming func finished(orNamed name: @autoclosure () -> String) -> Destination {
        if destination.name.utf8.isEmpty { destination.name = name() }
        destination.misplacedValues = MisplacedValue.find(in: destination)
        destination.hasRemarkableText = destination.copiedTexts.contains(where: \.isRemarkable)
        return destination
    }

    // MARK: One field

    private mutating func readValue(of field: Field, _ value: JSONValue) {
        switch field.value {
        case .text(let property), .secret(let property):
            if let text = text(FieldPath(field), value) { set(property, text, of: field) }
        case .literal: readName(value)
        case .word(let words): readWord(field, words, value)
        case .uses: readUses(value)
        case .app: readApp(value)
        case .advertiserIDs: destination.advertiserIDs = advertiserIDs(value)
        case .scopes:
            let items = scopes(field, value, allowsText: true)
            // An empty text is how one config serves with and without an optional value; an empty list is a record.
            destination.optional.scopes = items.isEmpty && value.kind == .string ? nil : items
            destination.optional.scopesRange = SourceRange(file, value.byteRange)
        case .requiredScopes: destination.requiredScopes = scopes(field, value, allowsText: false)
        case .timestamp(let property):
            if let time = timestamp(field, value) {
                destination[keyPath: property] = ConfigTimestamp(
                    unixTime: time,
                    range: SourceRange(file, value.byteRange)
                )
            }
        case .count(let property): if let count = count(field, value) { destination[keyPath: property] = count }
        case .boolean(let property, _):
            guard let flag = value.boolean else { return rejectType(field.path, "true or false", value) }
            destination[keyPath: property] = flag
        case .suppressions: readSuppressions(value)
        }
    }

    /// Keeps a text.
    mutating func set(_ property: FieldValue.Property<ConfigText?>, _ text: ConfigText, of field: Field) {
        if field.declaration.ignoresEmpty, text.raw.unmasked.utf8.isEmpty { return }
        destination[keyPath: property] = text
    }

    private mutating func readName(_ value: JSONValue) {
        // Names are printed in reports, state files and baselines exactly as written, so references are not resolved.
        guard let name = value.string else { return rejectType("name", "a string", value) }
        guard !name.utf8.isEmpty else {
            return reject("name", "is empty", "Give the destination a name, or remove the key.", value)
        }
        destination.name = name
        destination.nameRange = SourceRange(file, value.byteRange)
    }

    private mutating func readWord(_ field: Field, _ words: FieldWords, _ value: JSONValue) {
        guard let word = resolvedText(field.path, value) else { return }
        // No word is nearly as long, and comparing long texts can take quadratic time.
        guard word.utf8.count <= 64, words.all.contains(word) else {
            return rejectWord(field.path, word, words.all, value)
        }
        words.set(&destination, word)
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
        destination.optional.uses = uses
    }

    private mutating func readApp(_ value: JSONValue) {
        guard value.kind == .object else { return rejectType("app", "an object with \"app_id\" and \"secret\"", value) }
        destination.optional.appRange = SourceRange(file, value.byteRange)
        for member in value.members {
            if let field = Field.app.member(member.key) {
                readValue(of: field, member.value)
            } else {
                rejectKey(member)
            }
        }
    }

    /// Seconds since 1970 UTC.
    private mutating func timestamp(_ field: Field, _ value: JSONValue) -> Int? {
        var time: Int?
        var digits = value.number
        if digits == nil {
            guard let text = resolvedText(field.path, value) else { return nil }
            time = Timestamp.unixTime(rfc3339: text)
            digits = time == nil && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
        }
        if let number = digits.flatMap({ Int($0) }) {
            // Past the year 5138 it is milliseconds.
            time = number < 100_000_000_000 ? number : nil
        }
        guard let time, time >= 0 else {
            reject(
                field.path,
                "is no point in time",
                "Write it as 2026-11-21T10:00:00Z, or as whole Unix seconds (not milliseconds).",
                value
            )
            return nil
        }
        return time
    }

    private mutating func count(_ field: Field, _ value: JSONValue) -> ConfigInteger? {
        guard let number = value.number else {
            rejectType(field.path, "a whole number", value)
            return nil
        }
        guard let count = Int(number), (0...1_000_000_000_000).contains(count) else {
            reject(
                field.path,
                "must be a whole number, zero or more",
                "Write plain digits, without a fraction.",
                value
            )
            return nil
        }
        return ConfigInteger(value: count, range: SourceRange(file, value.byteRange))
    }

    private mutating func readSuppressions(_ value: JSONValue) {
        guard value.kind == .array else { return rejectType("suppress", "a list of {rule, reason, until}", value) }
        for (index, element) in value.elements.enumerated() {
            let path = "suppress[\(index)]"
            guard element.kind == .object else {
                rejectType(path, "an object with \"rule\", \"reason\" and \"until\"", element)
                continue
            }
            for member in element.members where Field.suppress.member(member.key) == nil { rejectKey(member) }
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
            destination.suppressions.append(
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
        destination.advertiserIDList = ConfigList(isEmpty: value.isEmpty, range: SourceRange(file, value.byteRange))
        var texts: [ConfigText] = []
        for (index, element) in value.elements.enumerated() {
            let path = FieldPath(.advertiserIDs, at: index)
            guard let text = text(path, element) else { continue }
            guard !text.cleaned.unmasked.utf8.isEmpty else {
                reject(path.text, "is empty", "Write the id, or remove the entry.", element)
                continue
            }
            texts.append(text)
        }
        return texts
    }

    /// The numbers and names of a list, or of one text with commas.
    private mutating func scopes(_ field: Field, _ value: JSONValue, allowsText: Bool) -> [ConfigItem] {
        if allowsText, value.kind == .string {
            guard let text = resolvedText(field.path, value) else { return [] }
            let range = SourceRange(file, value.byteRange)
            return text.utf8.split(separator: UInt8(ascii: ",")).map { part in
                ConfigItem(text: Self.trimmed(part), range: range)
            }
        }
        guard value.kind == .array else {
            rejectType(field.path, "a list of scope numbers", value)
            return []
        }
        var items: [ConfigItem] = []
        for (index, element) in value.elements.enumerated() {
            let path = "\(field.path)[\(index)]"
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
