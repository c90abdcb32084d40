import LocatedJSON
import TikTokAPI

/// Reads one config in one pass.
struct ConfigParser {
    let file: SourceFile
    private let resolver: ReferenceResolver
    /// What the destinations of a list have in common.
    private let origin: DestinationReader.Origin
    private(set) var destinations: [Destination] = []
    private(set) var problems: [Problem] = []
    /// The texts of the destinations that must not be shown.
    private(set) var secrets: [Secret] = []
    /// The paths of the secret files that were read, as written.
    private(set) var secretFiles: Set<String> = []
    /// Texts under misspelt keys that look like credentials.
    private(set) var strayCredentials: [Secret] = []

    init(file: SourceFile, resolver: ReferenceResolver) {
        self.file = file
        self.resolver = resolver
        origin = DestinationReader.Origin(file: file, resolver: resolver, list: "destinations")
    }

    /// Reads the config of another product.
    mutating func read(_ foreign: ForeignConfig, of product: ForeignProduct, root: JSONValue?) {
        if foreign.destinations.isEmpty {
            let others = foreign.others == 0 ? "" : " among the \(foreign.others) that it lists"
            problem("recognised as \(product.title) (\(product.shape)), with no TikTok destination\(others)", at: 0..<0)
        }
        let origin = DestinationReader.Origin(file: file, resolver: resolver, list: nil)
        var names: Set<ByteString> = []
        var counts: [ByteString: Int] = [:]
        for (index, item) in foreign.destinations.enumerated() {
            let given = item.name.flatMap { $0.text.utf8.isEmpty ? nil : $0.text } ?? item.givenName
            let base = given ?? (foreign.destinations.count == 1 ? nameOfFile : "destination-\(index + 1)")
            // Two may have one name, since products identify theirs by ids.
            var name = base
            while !names.insert(ByteString(name)).inserted {
                counts[ByteString(base), default: 1] += 1
                name = "\(base) (\(counts[ByteString(base), default: 1]))"
            }
            var reader = DestinationReader(from: origin, place: index, range: item.range)
            reader.read(item, of: product)
            add(reader.finished(orNamed: name))
        }
        if let root { noteForeignCredentials(in: root) }
        if case .dotenv(let document) = file.document {
            for assignment in document.assignments.prefix(10_000) {
                noteForeignCredential(assignment.value, under: assignment.name)
            }
        }
    }

    mutating func read(_ root: JSONValue) {
        guard root.kind == .object else {
            let list = root.kind == .array ? "; lists are known of RudderStack and Segment, and this is neither" : ""
            problem("a config must be a JSON object, found \(root.typeName)\(list)", at: root.byteRange)
            return
        }
        if let list = root["destinations"] {
            readFile(root, list)
        } else if ["pixel_id", "pixel_code", "access_token"].contains(where: { root[$0] != nil }) {
            guard isOfKnownVersion(root) else { return }
            add(destination(root, index: 0, defaults: nil, isWholeFile: true))
        } else {
            let guess = root.members.lazy.compactMap { NearestName.suggestion(for: $0.key, among: ["destinations"]) }
                .first
            let hint = guess.map { " (did one of its keys mean \"\($0)\"?)" } ?? ""
            problem(
                "holds no destinations\(hint): expected \"destinations\": [...], or one destination with \"pixel_id\" and "
                    + "\"access_token\", or a config of \(ForeignFormat.shapes)",
                at: root.byteRange
            )
        }
    }

    private mutating func isOfKnownVersion(_ root: JSONValue) -> Bool {
        guard let version = root["version"], version.number != "1" else { return true }
        problem("\"version\" must be 1, the only version there is", at: version.byteRange)
        return false
    }

    private mutating func readFile(_ root: JSONValue, _ list: JSONValue) {
        for member in root.members where !member.isTopLevelKey {
            let suggestion = NearestName.suggestion(for: member.key, among: ConfigSchema.topLevelKeys)
            let hint = suggestion.map { ", did you mean \"\($0)\"?" } ?? ""
            problem("unknown key at the top level of the config\(hint)", severity: .warning, at: member.keyRange)
            noteStrayCredentials(in: member.value)
        }
        guard isOfKnownVersion(root) else { return }
        guard list.kind == .array else {
            problem("\"destinations\" must be a list, found \(list.typeName)", at: list.byteRange)
            return
        }
        guard !list.isEmpty else {
            problem("\"destinations\" is empty: there is nothing to check", at: list.byteRange)
            return
        }
        var defaults = root["defaults"]
        if let given = defaults, given.kind != .object {
            problem("\"defaults\" must be an object, found \(given.typeName)", at: given.byteRange)
            defaults = nil
        }
        for member in defaults.map({ Array($0.members) }) ?? [] {
            if let field = Field(member.key), field.declaration.canBeDefault {
                noteMistypedSecrets(field, member.value)
                continue
            }
            let suggestion = NearestName.suggestion(for: member.key, among: Field.allKeys)
            let unknown = "unknown key in \"defaults\"" + (suggestion.map { ", did you mean \"\($0)\"?" } ?? "")
            let words = Field(member.key).map { "\"\($0.name)\" cannot have a default" } ?? unknown
            problem(words, severity: .warning, at: member.keyRange)
            noteStrayCredentials(in: member.value)
        }
        for (index, element) in list.elements.enumerated() {
            add(destination(element, index: index, defaults: defaults))
        }
    }

    private mutating func add(_ destination: Destination) {
        destinations.append(destination)
        for text in destination.copiedTexts {
            text.addSecrets(to: &secrets)
            if !text.files.isEmpty { secretFiles.formUnion(text.files) }
        }
    }

    private mutating func destination(
        _ value: JSONValue,
        index: Int,
        defaults: JSONValue?,
        isWholeFile: Bool = false
    ) -> Destination {
        let origin =
            isWholeFile ? DestinationReader.Origin(file: file, resolver: resolver, list: nil) : self.origin
        var reader = DestinationReader(from: origin, place: index, range: value.byteRange)
        guard value.kind == .object else {
            reader.rejectWhole(value)
            return reader.finished(orNamed: isWholeFile ? nameOfFile : "destination-\(index + 1)")
        }
        for member in value.members {
            if let field = Field(member.key) {
                reader.read(field, member.value)
                noteMistypedSecrets(field, member.value)
            } else if !(member.isComment || isWholeFile && member.isAboutFile) {
                reader.rejectKey(member)
                noteStrayCredentials(in: member.value)
            }
        }
        for member in defaults.map({ Array($0.members) }) ?? [] {
            guard let field = Field(member.key), field.declaration.canBeDefault, !reader.hasRead(field) else {
                continue
            }
            reader.read(field, member.value)
        }
        reader.inferType()
        return reader.finished(orNamed: isWholeFile ? nameOfFile : "destination-\(index + 1)")
    }

    /// Collects texts from a value of the wrong type where a secret belongs, since it was not read.
    private mutating func noteMistypedSecrets(_ field: Field, _ value: JSONValue) {
        if field.isSecret {
            if value.kind != .string { noteStrayCredentials(in: value) }
        } else if field == .app {
            guard value.kind == .object else { return noteStrayCredentials(in: value) }
            for member in value.members {
                if let inner = field.member(member.key) {
                    noteMistypedSecrets(inner, member.value)
                } else {
                    noteStrayCredentials(in: member.value)
                }
            }
        }
    }

    /// Collects the texts in a value at any depth.
    private mutating func noteStrayCredentials(in value: JSONValue) {
        var open = [value]
        // Limited, since data pasted whole is no list of credentials, and each text costs time in every line of a report.
        var (remaining, containers) = (1_000, 10_000)
        while let next = open.popLast(), remaining > 0 {
            if let text = next.string {
                guard text.utf8.count >= 8 else { continue }
                strayCredentials.append(Secret(text))
                remaining -= 1
            } else if !next.isEmpty, containers > 0 {
                containers -= 1
                let inner = next.members.prefix(10_000).map(\.value) + next.elements.prefix(10_000)
                open += inner.reversed()
            }
        }
    }

    /// Collects texts that look like a credential in another product's config, or have the name of one.
    private mutating func noteForeignCredentials(in root: JSONValue) {
        var open = [root]
        var (remaining, values) = (1_000, 1_000_000)
        while let next = open.popLast(), remaining > 0, values > 0 {
            for member in next.members {
                values -= 1
                guard let text = member.value.string else {
                    if !member.value.isEmpty { open.append(member.value) }
                    continue
                }
                remaining -= noteForeignCredential(text, under: member.keyRange.count <= 64 ? member.key : "") ? 1 : 0
            }
            for element in next.elements {
                values -= 1
                if let text = element.string {
                    remaining -= noteForeignCredential(text, under: "") ? 1 : 0
                } else if !element.isEmpty {
                    open.append(element)
                }
            }
        }
    }

    /// Collects a text if it looks like a credential, or has the name of one: `secretKey`, `API_TOKEN`, but not `key`, which
    /// names things.
    @discardableResult
    private mutating func noteForeignCredential(_ text: String, under key: String) -> Bool {
        let name = Array(key.utf8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let isNamed =
            name.count > 3
            && ["token", "secret", "password", "key", "auth_code"].contains { word in
                name.suffix(word.utf8.count).elementsEqual(word.utf8)
            }
        guard text.utf8.count >= 8, isNamed || TokenShape.looksLikeCredential(text) else { return false }
        strayCredentials.append(Secret(text))
        return true
    }

    private mutating func problem(_ words: String, severity: Severity = .error, at bytes: Range<Int>) {
        let location = SourceRange(file, bytes.lowerBound..<bytes.lowerBound).location
        problems.append(Problem("\(file.path): \(words)", severity: severity, source: location))
    }

    /// `configs/shop-eu.json` makes `shop-eu`.
    private var nameOfFile: String {
        guard file.path != "-" else { return "stdin" }
        let base = file.path.utf8.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? Array(file.path.utf8)
        let ending = Array(".json".utf8)
        let stem =
            base.count > ending.count && base.suffix(ending.count) == ending[...]
            ? base.dropLast(ending.count) : base[...]
        return String(decoding: stem, as: UTF8.self)
    }
}

extension JSONMember {
    fileprivate var isTopLevelKey: Bool {
        isComment || isAboutFile || keyEquals("defaults") || keyEquals("destinations")
    }

    /// Whether the key describes the file, and so may be beside the fields of its only destination.
    fileprivate var isAboutFile: Bool { keyEquals("$schema") || keyEquals("version") }

    /// Whether the value is for people.
    fileprivate var isComment: Bool { keyEquals("$comment") }
}

extension Destination {
    /// Every text of the destination that must not be shown, as written and as cleaned.
    var secrets: [Secret] {
        copiedTexts.flatMap(\.secrets)
    }
}
