import TikTokAPI

/// The references of a config that is written: those that there were, and new ones for what was written out.
struct SecretReferences {
    /// Every variable that is referred to, in order.
    private(set) var variables: [GeneratedConfig.Variable] = []
    private var places: [String: Int] = [:]
    /// The variable that holds a secret already.
    private var variableOfSecret: [Secret: String] = [:]
    private var secretOfVariable: [String: Secret] = [:]
    /// Names that mean something already, though nothing may have been written of it yet.
    private var taken: Set<String> = []

    /// Takes note of the references that destinations came with.
    init(_ destinations: [Destination]) {
        for text in destinations.lazy.flatMap(\.copiedTexts) {
            guard let template = text.reference else { continue }
            let parts = ReferenceParts(template)
            taken.formUnion(parts.variables)
            guard parts.isWhole, !text.isFallback, let name = parts.variables.first,
                // Two files of variables may each have one of this name.
                secretOfVariable[name].map({ $0 == text.cleaned }) ?? true
            else { continue }
            secretOfVariable[name] = text.cleaned
            variableOfSecret[text.cleaned] = name
        }
    }

    /// The reference that leads to a text already, if a config can go by it: no part of a secret may be written out.
    mutating func kept(of text: ConfigText, isHidden: Bool, _ field: String, of owner: String) -> String? {
        // What is no secret stays as it is written.
        guard var template = text.reference, isHidden || text.origin != .literal else { return nil }
        var parts = ReferenceParts(template)
        if isHidden {
            guard parts.isWhole, !text.isFallback else { return nil }
            if let name = parts.variables.first {
                guard secretOfVariable[name] == text.cleaned else { return nil }
                if parts.hasFallback {
                    template = "${env:\(name)}"
                    parts = ReferenceParts(template)
                }
            }
        }
        guard !TokenShape.looksLikeCredential(template), parts.isUsable else { return nil }
        for name in parts.variables { note(name, parts.isWhole ? text.cleaned : nil, field, of: owner) }
        return template
    }

    /// A reference to a variable for a value that was written out, or that could not be read at all.
    mutating func new(for secret: Secret?, _ field: String, of owner: String) -> String {
        let name = secret.flatMap { variableOfSecret[$0] } ?? unusedName(field, of: owner)
        if let secret { variableOfSecret[secret] = name }
        note(name, secret, field, of: owner)
        return "${env:\(name)}"
    }

    private mutating func note(_ name: String, _ value: Secret?, _ field: String, of owner: String) {
        let use = "\(field) of \(owner)"
        if let place = places[name] {
            variables[place].uses.append(use)
        } else {
            places[name] = variables.count
            variables.append(GeneratedConfig.Variable(name: name, uses: [use], value: value))
        }
    }

    /// `SHOP_EU_ACCESS_TOKEN` for the token of `shop-eu`.
    private mutating func unusedName(_ field: String, of owner: String) -> String {
        var words = [Self.word(owner), Self.word(field)].filter { !$0.utf8.isEmpty }
        // A name begins with a letter, and one that is the field's alone would mean every destination.
        if words.count < 2 || words[0].utf8.first.map({ $0 < 0x41 }) ?? true { words.insert("TIKTOK", at: 0) }
        let base = words.joined(separator: "_")
        var name = base
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(base)_\(number)"
            number += 1
        }
        return name
    }

    /// ASCII letters in upper case and digits, with an underscore for whatever stands between them.
    private static func word(_ text: String) -> String {
        let pieces = text.utf8.prefix(64).split { byte in
            !((0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20))
        }
        let words = pieces.map { piece in
            String(decoding: piece.map { (0x61...0x7A).contains($0) ? $0 & ~0x20 : $0 }, as: UTF8.self)
        }
        return words.joined(separator: "_")
    }
}

/// What a text with references is made of.
private struct ReferenceParts {
    /// The variables that it reads, in order.
    private(set) var variables: [String] = []
    /// Whether one reference is all of it.
    private(set) var isWhole = false
    /// Whether all of them can be variables.
    private(set) var isUsable = true
    /// Whether a text that is not empty stands for a variable that is not set.
    private(set) var hasFallback = false

    init(_ template: String) {
        let bytes = Array(template.utf8)
        var index = 0
        while index + 1 < bytes.count {
            guard bytes[index] == UInt8(ascii: "$") else {
                index += 1
                continue
            }
            guard bytes[index + 1] == UInt8(ascii: "{"), let end = bytes[index...].firstIndex(of: UInt8(ascii: "}"))
            else {
                // "$$" is a dollar sign, and the second begins no reference.
                index += bytes[index + 1] == UInt8(ascii: "$") ? 2 : 1
                continue
            }
            isWhole = index == 0 && end == bytes.count - 1
            add(bytes[(index + 2)..<end])
            index = end + 1
        }
    }

    private mutating func add(_ body: ArraySlice<UInt8>) {
        guard !body.starts(with: "file:".utf8) else { return }
        let expression = body.starts(with: "env:".utf8) ? body.dropFirst(4) : body
        let name = expression.prefix { $0 != UInt8(ascii: ":") }
        hasFallback = hasFallback || expression.count > name.count + 2
        isUsable = isUsable && ReferenceResolver.isVariableName(name)
        variables.append(String(decoding: name, as: UTF8.self))
    }
}

extension ConfigText {
    /// Whether the config has a fallback that was taken.
    fileprivate var isFallback: Bool { origin != .literal && isWrittenOut }
}
