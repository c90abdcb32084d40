import LocatedJSON
import TikTokAPI

extension DestinationReader {
    /// Reads a destination of another product.
    mutating func read(_ foreign: ForeignDestination, of product: ForeignProduct) {
        destination.rare.product = product
        destination.namePlace = foreign.name.map { ByteSpan($0.range) }
        destination.type = foreign.type
        destination.isEnabled = foreign.isEnabled
        destination.declaredTokenKind = foreign.tokenKind
        destination.rare.uses = foreign.uses
        destination.managedBy = foreign.managedBy
        destination.eventSource = foreign.eventSource
        destination.rare.keys = foreign.keys
        for value in foreign.values {
            destination.rare.keys[value.field.rawValue] = value.path
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
            // Whoever writes an id without quotes has a product that reads it so.
            let written = field.isSecret ? SourceText(json) : SourceText(textOrNumber: json)
            if let written { set(field, written) } else { rejectType(field.rawValue, "a string", json) }
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
                    field.path,
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

    /// The product knows the value, and nobody here does.
    private mutating func note(
        _ field: ForeignDestination.Field,
        _ words: String,
        at range: Range<Int>,
        advice: String = "Write the config as one of ours with \"validate import\", and fill in the real value."
    ) {
        if field == .appID || field == .appSecret { setApp(nil, nil) }
        destination.rare.defects.append(
            ConfigDefect(
                kind: .elsewhere,
                field: field.rawValue,
                message: "could not tell: \(shownPath(field.rawValue)) \(words)",
                advice: advice,
                range: SourceRange(file, range)
            )
        )
    }

    private mutating func set(_ field: ForeignDestination.Field, _ written: SourceText) {
        guard let text = text(field.path, written) else { return }
        set(field, text)
    }

    private mutating func set(_ field: ForeignDestination.Field, _ text: ConfigText) {
        // Forms write an empty text for what was left out.
        let isUnset = text.raw.unmasked.utf8.isEmpty
        switch field {
        case .pixelID: destination.pixelID = text
        case .accessToken: destination.accessToken = text
        case .refreshToken: destination.rare.refreshToken = isUnset ? nil : text
        case .appID: setApp(text, nil)
        case .appSecret: setApp(nil, text)
        case .testEventCode: destination.testEventCode = isUnset ? nil : text
        case .eventSourceID: destination.rare.eventSourceID = isUnset ? nil : text
        case .advertiserIDs: destination.advertiserIDs.append(text)
        }
    }

    private mutating func setApp(_ id: ConfigText?, _ secret: ConfigText?) {
        let known = destination.rare.app
        destination.rare.app = AppConfig(
            appID: id ?? known?.appID,
            secret: secret ?? known?.secret,
            range: destination.range
        )
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
        destination.advertiserIDList = .init(place: ByteSpan(range), isEmpty: items.isEmpty)
        for (index, item) in items.enumerated() {
            guard let text = text(.advertiserID(at: index), item) else { continue }
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
                .advertiserID(at: destination.advertiserIDs.count),
                raw: Secret(id),
                origin: list.origin,
                range: list.range,
                files: list.files,
                key: list.key
            )
        )
    }
}
