import LocatedJSON
import TikTokAPI

extension DestinationReader {
    /// Reads a destination of another product.
    mutating func read(_ foreign: ForeignDestination, of product: ForeignProduct) {
        destination.optional.product = product
        destination.nameRange = foreign.name.map { SourceRange(file, $0.range) }
        destination.type = foreign.type
        destination.isEnabled = foreign.isEnabled
        destination.declaredTokenKind = foreign.tokenKind
        destination.optional.uses = foreign.uses
        destination.managedBy = foreign.managedBy
        destination.eventSource = foreign.eventSource
        destination.keys = foreign.keys
        for value in foreign.values {
            destination.keys[value.field.path] = value.path
            displayName = value.path
            read(value, of: product)
        }
        displayName = nil
    }

    private mutating func read(_ value: ForeignDestination.Value, of product: ForeignProduct) {
        let field = value.field
        switch value.content {
        case .json(let json) where field == .advertiserIDs: readList(json)
        case .json(let json):
            // A product that lets ids be written without quotes reads them so.
            let written = field.isSecret ? SourceText(json) : SourceText(textOrNumber: json)
            if let written { set(field, written) } else { rejectType(field.path, "a string", json) }
        case .text(let written) where field == .advertiserIDs: setList(written.parts, at: written.range)
        case .text(let written): set(field, written)
        case .variable(let name, let range):
            let source = "environment variable \(TokenShape.looksLikeCredential(name) ? Secret(name).masked : name)"
            guard let text = resolver.environment.variable(name), !text.utf8.isEmpty else {
                let words = "is taken from \(source) where \(product.name) runs, and it is not set here"
                return note(field, words, at: range, advice: "Set it where validate runs, too.")
            }
            set(
                field,
                ConfigText(
                    FieldPath(field, at: field == .advertiserIDs ? 0 : nil),
                    raw: Secret(text),
                    origin: .reference(source),
                    range: SourceRange(file, range),
                    reference: "${env:\(name)}",
                    key: displayName
                )
            )
        case .elsewhere(let words, let range): note(field, words, at: range)
        }
    }

    /// Only the product knows the value.
    private mutating func note(
        _ field: Field,
        _ words: String,
        at range: Range<Int>,
        advice: String = "Write the config as one of ours with \"validate import\", and fill in the real value."
    ) {
        if field.declaration.parent == .app { destination.optional.appRange = destination.range }
        destination.defects.append(
            ConfigDefect(
                kind: .elsewhere,
                field: field.path,
                message: "could not tell: \(shownPath(field.path)) \(words)",
                advice: advice,
                range: SourceRange(file, range)
            )
        )
    }

    private mutating func set(_ field: Field, _ written: SourceText) {
        guard let text = text(FieldPath(field), written) else { return }
        set(field, text)
    }

    private mutating func set(_ field: Field, _ text: ConfigText) {
        if field.declaration.parent == .app { destination.optional.appRange = destination.range }
        switch field.value {
        case .text(let property), .secret(let property): set(property, text, of: field)
        case .advertiserIDs: destination.advertiserIDs.append(text)
        default: break
        }
    }

    /// A list of ids: texts or numbers, or one text with commas.
    private mutating func readList(_ value: JSONValue) {
        if value.kind != .array, let written = SourceText(textOrNumber: value) {
            setList(written.parts, at: value.byteRange)
        } else if value.kind == .array {
            var items: [SourceText] = []
            for (index, element) in value.elements.enumerated() {
                if let written = SourceText(textOrNumber: element) {
                    items.append(written)
                } else {
                    rejectType("advertiser_ids[\(index)]", "a string", element)
                }
            }
            setList(items, at: value.byteRange)
        } else {
            rejectType("advertiser_ids", "a text of ids with commas between them", value)
        }
    }

    private mutating func setList(_ items: [SourceText], at range: Range<Int>) {
        destination.advertiserIDList = ConfigList(isEmpty: items.isEmpty, range: SourceRange(file, range))
        for (index, item) in items.enumerated() {
            guard let text = text(FieldPath(.advertiserIDs, at: index), item) else { continue }
            // A variable may hold the whole list.
            let ids = text.origin == .literal ? [] : text.raw.unmasked.utf8.split(separator: UInt8(ascii: ","))
            if ids.count > 1 {
                for id in ids { appendID(String(decoding: id.drop { $0 == 0x20 }, as: UTF8.self), of: text) }
            } else {
                destination.advertiserIDs.append(text)
            }
        }
    }

    private mutating func appendID(_ id: String, of list: ConfigText) {
        destination.advertiserIDs.append(
            ConfigText(
                FieldPath(.advertiserIDs, at: destination.advertiserIDs.count),
                raw: Secret(id),
                origin: list.origin,
                range: list.range,
                files: list.files,
                key: list.key
            )
        )
    }
}
