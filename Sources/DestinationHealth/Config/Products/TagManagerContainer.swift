import LocatedJSON

extension ForeignFormat {
    /// The export of a Google Tag Manager server container, in which tags of TikTok's own template or of Stape's send
    /// events. Tags for several events of one pixel are one destination.
    static let tagManager = ForeignFormat(
        product: ForeignProduct(
            "gtm",
            "Google Tag Manager",
            shape: #""containerVersion""#,
            deliversEvents: true
        ),
        recognises: { $0.has("exportFormatVersion") && $0.object("containerVersion") != nil },
        read: { root in
            root.object("containerVersion").map { TagManagerContainer($0).reading } ?? ForeignConfig()
        }
    )
}

/// The tags of a container, and what they refer to.
private struct TagManagerContainer {
    private let tags: [JSONValue]
    private let templates: [JSONValue]
    private var constants: [[UInt8]: JSONValue] = [:]
    private var labels: [JSONValue] = []

    init(_ version: JSONValue) {
        func list(_ key: String) -> [JSONValue] {
            version[key].map { $0.elements.filter { $0.kind == .object } } ?? []
        }
        tags = list("tag")
        templates = list("customTemplate")
        for variable in list("variable") where variable["type"]?.isWord("c") == true {
            guard let name = variable["name"]?.string else { continue }
            constants[Array(name.utf8)] = Self.parameter("value", of: variable)
            labels += Self.labels(of: variable)
        }
    }

    var reading: ForeignConfig {
        var reading = ForeignConfig()
        reading.labels = labels
        var seen: Set<[[UInt8]]> = []
        for tag in tags {
            guard isTikTok(tag) else {
                reading.others += 1
                continue
            }
            reading.labels += Self.labels(of: tag)
            let destination = destination(tag)
            if seen.insert(Self.identity(of: destination)).inserted { reading.destinations.append(destination) }
        }
        return reading
    }

    private func destination(_ tag: JSONValue) -> ForeignDestination {
        var destination = ForeignDestination(tag.byteRange, .events, name: tag["name"])
        let source = Self.parameter("eventSource", of: tag)?.string.flatMap(EventSourceKind.init(rawValue:)) ?? .web
        destination.eventSource = source
        let id = source == .web ? Field.pixelID : .eventSourceID
        let keys: KeyValuePairs<String, Field> = [
            "accessToken": .accessToken, "access_token": .accessToken,
            "pixelId": id, "pixelCode": id, "pixel_code": id, "pixel_id": id,
            "testEventCode": .testEventCode, "test_event_code": .testEventCode, "testId": .testEventCode,
        ]
        for (key, field) in keys where destination.content(of: field) == nil {
            guard let value = Self.parameter(key, of: tag) else { continue }
            let content = content(of: value, place: value.byteRange)
            // A code that is worked out for each event is no code that was left there.
            if field == .testEventCode, case .elsewhere = content { continue }
            destination.values.append(ForeignDestination.Value(field: field, content: content, path: key))
        }
        destination.call(.accessToken, "accessToken")
        destination.call(id, id == .pixelID ? "pixelId" : "eventSourceId")
        destination.isEnabled = tag["paused"]?.isTrue != true
        return destination
    }

    /// A value, or that of the constant that it names.
    private func content(of value: JSONValue, place: Range<Int>, depth: Int = 0) -> ForeignDestination.Content {
        guard let text = value.string.map({ Array($0.utf8) }), text.starts(with: "{{".utf8) || Self.refers(text) else {
            return .json(value)
        }
        let name = text.dropFirst(2).dropLast(2)
        let isWhole =
            text.starts(with: "{{".utf8) && text.suffix(2).elementsEqual("}}".utf8) && !Self.refers(Array(name))
        if isWhole, depth < 8, let constant = constants[Array(name)] {
            return content(of: constant, place: place, depth: depth + 1)
        }
        return .elsewhere("is taken from a variable that is no constant", at: place)
    }

    private func isTikTok(_ tag: JSONValue) -> Bool {
        guard let type = tag["type"]?.string, type.utf8.starts(with: "cvt_".utf8) else { return false }
        guard ["accessToken", "access_token"].contains(where: { Self.parameter($0, of: tag) != nil }) else {
            return false
        }
        // Other networks' templates have the same keys.
        guard let template = templates.first(where: { Self.isTemplate($0, ofType: Array(type.utf8)) }) else {
            return Self.namesTikTok(tag["name"]) || Self.parameter("pixel_code", of: tag) != nil
        }
        return Self.namesTikTok(template["name"])
            || Self.namesTikTok(template.member(at: "galleryReference.repository"))
            || Self.namesTikTok(template.member(at: "galleryReference.owner"))
    }

    /// A tag's type is `cvt_`, and its template's id in the container or in the gallery.
    private static func isTemplate(_ template: JSONValue, ofType type: [UInt8]) -> Bool {
        if let id = template["templateId"]?.string, type.suffix(id.utf8.count + 1).elementsEqual("_\(id)".utf8) {
            return true
        }
        guard let id = template.member(at: "galleryReference.galleryTemplateId")?.string else { return false }
        return type.dropFirst(4).elementsEqual(id.utf8)
    }

    private static func namesTikTok(_ value: JSONValue?) -> Bool {
        guard let text = value?.string, text.utf8.count <= 200 else { return false }
        let letters = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }.filter {
            (0x61...0x7A).contains($0)
        }
        return letters.indices.contains { letters[$0...].starts(with: "tiktok".utf8) }
    }

    private static func parameter(_ key: String, of holder: JSONValue) -> JSONValue? {
        guard let parameters = holder["parameter"] else { return nil }
        return parameters.elements.first { $0["key"]?.string?.utf8.elementsEqual(key.utf8) == true }?["value"]
    }

    /// What a parameter is called, and how it is written.
    private static func labels(of holder: JSONValue) -> [JSONValue] {
        holder["parameter"].map { $0.elements.flatMap { [$0["type"], $0["key"]].compactMap { $0 } } } ?? []
    }

    private static func refers(_ text: [UInt8]) -> Bool {
        text.indices.contains { text[$0...].starts(with: "{{".utf8) }
    }

    /// What makes two tags one destination.
    private static func identity(of destination: ForeignDestination) -> [[UInt8]] {
        [Array("\(destination.isEnabled) \(destination.eventSource)".utf8)]
            + destination.values.map { value in
                switch value.content {
                case .json(let json): Array("\(value.field)=\(json.string ?? json.number ?? "")".utf8)
                case .text(let text): Array("\(value.field)=\(text.text)".utf8)
                case .variable(_, let range), .elsewhere(_, let range): Array("\(value.field)@\(range)".utf8)
                }
            }
    }
}
