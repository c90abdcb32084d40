import LocatedJSON
import TikTokAPI

/// Writes destinations one by one, the fields in the order of ``Field``.
struct ConfigWriter {
    private(set) var references: SecretReferences
    private(set) var omissions: [String] = []
    private var json = JSONWriter(pretty: true)
    private var names: Set<[UInt8]> = []
    /// Every credential: one may stand in a field of another destination, too.
    private let secrets: Set<ArraySlice<UInt8>>
    private let secretLengths: Set<Int>

    /// Begins a config for some destinations.
    init(_ destinations: [Destination]) {
        references = SecretReferences(destinations)
        // A shorter one is a word that may stand anywhere.
        secrets = Set(destinations.flatMap(\.secrets).map { Array($0.unmasked.utf8)[...] }.filter { $0.count >= 8 })
        secretLengths = Set(secrets.map(\.count))
        json.beginObject()
        json.key("version")
        json.integer(1)
        json.key("destinations")
        json.beginArray()
    }

    /// The whole text, once all are written.
    mutating func finished() -> [UInt8] {
        json.endArray()
        json.endObject()
        return json.takeBytes() + [0x0A]
    }

    /// Writes the next destination.
    mutating func write(_ destination: Destination) {
        let name = uniqueName(of: destination)
        json.beginObject()
        for field in Field.ofDestination { write(field, of: destination, named: name) }
        json.endObject()
        if let product = destination.product, !product.hasApp, !destination.hasApp, destination.type == .ads,
            destination.tokenKind.kind == .marketing
        {
            omissions.append(
                "\(name): app is missing, which a config of ours needs and \(product.title) has not: add it"
            )
        }
        for defect in destination.defects where defect.kind != .unknownKey {
            let opening = "could not tell: "
            let isOpen = defect.message.utf8.starts(with: opening.utf8)
            omissions.append("\(name): \(isOpen ? String(defect.message.dropFirst(opening.count)) : defect.message)")
        }
    }

    private mutating func write(_ field: Field, of destination: Destination, named name: String) {
        switch field.value {
        case .text(let property), .secret(let property):
            let text = destination[keyPath: property]
            guard let written = written(text, field.path, of: destination, named: name) else { return }
            if written.utf8.isEmpty, field.declaration.ignoresEmpty { return }
            json.key(field.name)
            json.string(written)
        case .literal:
            json.key(field.name)
            json.string(name)
        case .word(let words):
            guard let word = words.get(destination) else { return }
            json.key(field.name)
            json.string(word)
        case .uses:
            guard let uses = destination.uses else { return }
            writeList(field, uses.map(\.rawValue))
        case .advertiserIDs:
            guard destination.advertiserIDList != nil || !destination.advertiserIDs.isEmpty else { return }
            let ids = destination.advertiserIDs.compactMap { written($0, $0.field, of: destination, named: name) }
            writeList(field, ids)
        case .app:
            guard destination.hasApp else { return }
            json.key(field.name)
            json.beginObject()
            for member in [Field.appID, .appSecret] { write(member, of: destination, named: name) }
            json.endObject()
        case .scopes:
            guard let items = destination.scopes else { return }
            writeScopes(field, items, name)
        case .requiredScopes:
            guard !destination.requiredScopes.isEmpty else { return }
            writeScopes(field, destination.requiredScopes, name)
        case .timestamp(let property):
            guard let time = destination[keyPath: property] else { return }
            json.key(field.name)
            json.string(Timestamp.text(time.unixTime))
        case .count(let property):
            guard let count = destination[keyPath: property] else { return }
            json.key(field.name)
            json.integer(count.value)
        case .boolean(let property, let usual):
            guard destination[keyPath: property] != usual else { return }
            json.key(field.name)
            json.boolean(!usual)
        case .suppressions: writeSuppressions(field, of: destination, named: name)
        }
    }

    private mutating func writeScopes(_ field: Field, _ items: [ConfigItem], _ name: String) {
        let shown = items.map(\.text).filter { !holdsSecret($0) }
        if shown.count < items.count { omit(field, "what looks like a credential", name) }
        writeList(field, shown.map(Self.escaped))
    }

    private mutating func writeList(_ field: Field, _ texts: [String]) {
        json.key(field.name)
        json.beginArray()
        for text in texts { json.string(text) }
        json.endArray()
    }

    private mutating func writeSuppressions(_ field: Field, of destination: Destination, named name: String) {
        let shown = destination.suppressions.filter { suppression in
            ![suppression.rule, suppression.reason].contains { holdsSecret($0) }
        }
        if shown.count < destination.suppressions.count { omit(field, "an entry that holds a credential", name) }
        guard !shown.isEmpty else { return }
        json.key(field.name)
        json.beginArray()
        for suppression in shown {
            json.beginObject()
            // References are not resolved in these, nor is a dollar sign doubled.
            for (member, text) in zip(field.members, [suppression.rule, suppression.reason, suppression.until]) {
                json.key(member.name)
                json.string(text)
            }
            json.endObject()
        }
        json.endArray()
    }

    private mutating func omit(_ field: Field, _ what: String, _ name: String) {
        omissions.append("\(name): \(field.name) holds \(what), which is left out")
    }

    // MARK: Texts

    /// What is written for a text; nil for nothing.
    private mutating func written(
        _ text: ConfigText?,
        _ field: String,
        of destination: Destination,
        named name: String
    ) -> String? {
        guard let text else {
            // It is known elsewhere: setting the variable completes the config.
            let isElsewhere = destination.defects.contains { defect in
                (defect.kind == .elsewhere || defect.kind == .reference) && defect.field == field
            }
            return isElsewhere ? references.new(for: nil, field, of: name) : nil
        }
        let isHidden = text.isCredential || holdsSecret(text.cleaned.unmasked)
        if let kept = references.kept(of: text, isHidden: isHidden, field, of: name) { return kept }
        // An empty secret is none, and an empty variable would be another fault.
        guard isHidden, !text.cleaned.unmasked.utf8.isEmpty else { return Self.escaped(text.cleaned.unmasked) }
        return references.new(for: text.cleaned, field, of: name)
    }

    /// A text in which no dollar sign begins a reference.
    private static func escaped(_ text: String) -> String {
        let dollar = UInt8(ascii: "$")
        guard text.utf8.contains(dollar) else { return text }
        return String(decoding: text.utf8.flatMap { $0 == dollar ? [dollar, dollar] : [$0] }, as: UTF8.self)
    }

    private func holdsSecret(_ text: String) -> Bool {
        if TokenShape.looksLikeCredential(text) { return true }
        let bytes = Array(text.utf8)
        return secretLengths.contains { length in
            length <= bytes.count
                && (0...(bytes.count - length)).contains { secrets.contains(bytes[$0..<($0 + length)]) }
        }
    }

    /// The name, another one if it is taken or not to be shown.
    private mutating func uniqueName(of destination: Destination) -> String {
        let isUsable = !destination.name.utf8.isEmpty && !holdsSecret(destination.name)
        let base = isUsable ? destination.name : "destination-\(names.count + 1)"
        var name = base
        var number = 2
        while !names.insert(Array(name.utf8)).inserted {
            name = "\(base)-\(number)"
            number += 1
        }
        return name
    }
}
