import LocatedJSON

/// One object of a world, whose keys have been checked.
struct WorldFields {
    let object: JSONValue

    /// - Parameters:
    ///   - value: What should be an object.
    ///   - name: What it is, with its article, for messages.
    ///   - keys: The keys it may have, besides `note`.
    init(_ value: JSONValue, _ name: String, keys: [String]) throws(WorldError) {
        guard value.kind == .object else {
            throw WorldError("\(name) must be an object, not \(value.typeName)", at: value)
        }
        let allowed = keys + ["note"]
        for member in value.members where !allowed.contains(member.key) {
            let position = value.document.position(at: member.keyRange.lowerBound)
            throw WorldError(Self.unknown(member.key, in: name, allowed), at: position)
        }
        object = value
        _ = try optionalString("note")
    }

    private static func unknown(_ key: String, in name: String, _ allowed: [String]) -> String {
        // A key that looks like no key may be a pasted secret, so it is not quoted.
        let isWord = key.utf8.count <= 24 && key.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
        let subject = isWord ? "\(name) has no key \"\(key)\"" : "\(name) has a key that is not known"
        if let nearest = NearestName.suggestion(for: key, among: allowed) {
            return subject + "; did you mean \"\(nearest)\"?"
        }
        return subject + "; known are " + allowed.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    subscript(_ key: String) -> JSONValue? { object[key] }

    func optionalString(_ key: String) throws(WorldError) -> String? {
        guard let value = object[key] else { return nil }
        return try Self.string(value, key)
    }

    func string(_ key: String) throws(WorldError) -> String {
        guard let text = try optionalString(key) else { throw missing(key) }
        return text
    }

    func strings(_ key: String) throws(WorldError) -> [String] {
        var texts: [String] = []
        for element in try elements(key) {
            guard let text = element.string else {
                throw WorldError("\"\(key)\" must hold strings, not \(element.typeName)", at: element)
            }
            texts.append(text)
        }
        return texts
    }

    func elements(_ key: String) throws(WorldError) -> [JSONValue] {
        guard let value = object[key] else { return [] }
        guard value.kind == .array else {
            throw WorldError("\"\(key)\" must be an array, not \(value.typeName)", at: value)
        }
        return Array(value.elements)
    }

    func members(_ key: String) throws(WorldError) -> [JSONMember] {
        guard let value = object[key] else { return [] }
        guard value.kind == .object else {
            throw WorldError("\"\(key)\" must be an object, not \(value.typeName)", at: value)
        }
        return Array(value.members)
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(WorldError) -> Int? {
        guard let value = object[key] else { return nil }
        guard let number = value.number.flatMap({ Int($0) }), range.contains(number) else {
            throw WorldError(
                "\"\(key)\" must be a whole number from \(range.lowerBound) to \(range.upperBound)",
                at: value
            )
        }
        return number
    }

    func optionalChoice<Choice>(_ key: String, _: Choice.Type) throws(WorldError) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let value = object[key] else { return nil }
        let text = try Self.string(value, key)
        guard let choice = Choice(rawValue: text) else {
            let allowed = Choice.allCases.map(\.rawValue)
            if let nearest = NearestName.suggestion(for: text, among: allowed) {
                throw WorldError("this is no value of \"\(key)\"; did you mean \"\(nearest)\"?", at: value)
            }
            throw WorldError("\"\(key)\" must be one of " + allowed.joined(separator: ", "), at: value)
        }
        return choice
    }

    func choice<Choice>(_ key: String, _ type: Choice.Type) throws(WorldError) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let choice = try optionalChoice(key, type) else { throw missing(key) }
        return choice
    }

    func missing(_ key: String) -> WorldError { WorldError("\"\(key)\" is missing here", at: object) }

    /// Refuses a key that means nothing beside the others.
    func refuse(_ keys: [String], because reason: String) throws(WorldError) {
        for key in keys {
            guard let value = object[key] else { continue }
            throw WorldError("\"\(key)\" \(reason)", at: value)
        }
    }

    private static func string(_ value: JSONValue, _ key: String) throws(WorldError) -> String {
        guard let text = value.string else {
            throw WorldError("\"\(key)\" must be a string, not \(value.typeName)", at: value)
        }
        return text
    }
}
