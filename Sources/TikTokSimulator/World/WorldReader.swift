import LocatedJSON
import TikTokAPI

/// Reads a world from its JSON text; what is referred to is read before what refers to it, in any order of the text.
struct WorldReader {
    private let fields: WorldFields

    init(_ root: JSONValue) throws(WorldError) {
        fields = try WorldFields(
            root,
            "a world",
            keys: ["$schema", "advertisers", "apps", "pixels", "event_sets", "tokens", "faults"]
        )
    }

    func world() throws(WorldError) -> World {
        var world = World()
        for member in try fields.members("advertisers") {
            world.advertisers[member.key] = try advertiser(member.value)
        }
        for member in try fields.members("apps") { world.apps[member.key] = try app(member.value) }
        for member in try fields.members("pixels") {
            world.pixels[member.key] = try pixel(member.key, member.value, in: world)
        }
        for member in try fields.members("event_sets") {
            world.eventSets[member.key] = try eventSet(member.value, in: world)
        }
        for member in try fields.members("tokens") {
            world.tokens[Secret(member.key)] = try token(member.value, in: world)
        }
        for element in try fields.elements("faults") { world.faults.append(try fault(element, in: world)) }
        return world
    }

    private func advertiser(_ value: JSONValue) throws(WorldError) -> World.Advertiser {
        let fields = try WorldFields(value, "an advertiser", keys: ["name", "status"])
        return World.Advertiser(
            name: try fields.string("name"),
            status: try fields.optionalChoice("status", World.Advertiser.Status.self) ?? .enabled
        )
    }

    private func app(_ value: JSONValue) throws(WorldError) -> World.App {
        let fields = try WorldFields(value, "an app", keys: ["secret", "status"])
        return World.App(
            secret: Secret(try fields.string("secret")),
            status: try fields.optionalChoice("status", World.App.Status.self) ?? .active
        )
    }

    private func pixel(_ code: String, _ value: JSONValue, in world: World) throws(WorldError) -> World.Pixel {
        let fields = try WorldFields(value, "a pixel", keys: ["pixel_id", "name", "advertiser", "ownership"])
        guard let advertiser = try known("advertiser", of: fields, in: world.advertisers, "advertisers") else {
            throw fields.missing("advertiser")
        }
        return World.Pixel(
            code: code,
            pixelID: try fields.string("pixel_id"),
            name: try fields.optionalString("name") ?? "",
            advertiser: advertiser,
            ownership: try fields.optionalChoice("ownership", World.Pixel.Ownership.self) ?? .owned
        )
    }

    private func eventSet(_ value: JSONValue, in world: World) throws(WorldError) -> World.EventSet {
        let fields = try WorldFields(value, "an event set", keys: ["event_source", "advertiser"])
        guard let advertiser = try known("advertiser", of: fields, in: world.advertisers, "advertisers") else {
            throw fields.missing("advertiser")
        }
        return World.EventSet(
            source: try fields.choice("event_source", World.EventSet.Source.self),
            advertiser: advertiser
        )
    }

    private func token(_ value: JSONValue, in world: World) throws(WorldError) -> World.Token {
        let fields = try WorldFields(
            value,
            "a token",
            keys: ["kind", "status", "pixels", "advertiser", "app", "advertisers", "scopes", "open_id"]
        )
        let kind = try fields.choice("kind", World.Token.Kind.self)
        var token = World.Token(
            kind: kind,
            status: try fields.optionalChoice("status", World.Token.Status.self) ?? .active
        )
        let reason = "means nothing for a token of kind \(kind.rawValue)"
        switch kind {
        case .eventsManager:
            try fields.refuse(["app", "advertisers", "scopes", "open_id"], because: reason)
            token.pixels = try known(allOf: "pixels", of: fields, in: world.pixels)
            token.advertisers =
                try known("advertiser", of: fields, in: world.advertisers, "advertisers").map { [$0] } ?? []
            guard fields["pixels"] != nil || fields["advertiser"] != nil else {
                throw WorldError("a token of kind events_manager needs \"pixels\" or \"advertiser\"", at: value)
            }
        case .marketing, .sandbox:
            try fields.refuse(["pixels", "advertiser", "open_id"], because: reason)
            if kind == .sandbox { try fields.refuse(["app"], because: reason) }
            token.app = try known("app", of: fields, in: world.apps, "apps")
            if kind == .marketing, token.app == nil { throw fields.missing("app") }
            token.advertisers = try known(allOf: "advertisers", of: fields, in: world.advertisers)
            token.scopes = try scopes(of: fields)
        case .tiktokAccount:
            try fields.refuse(["pixels", "advertiser", "advertisers"], because: reason)
            guard let app = try known("app", of: fields, in: world.apps, "apps") else { throw fields.missing("app") }
            token.app = app
            token.openID = try fields.optionalString("open_id")
            token.scopes = try fields.strings("scopes")
        }
        return token
    }

    /// Scopes pass 2^53, so they stay the digits they are written as.
    private func scopes(of fields: WorldFields) throws(WorldError) -> [String] {
        var scopes: [String] = []
        for element in try fields.elements("scopes") {
            let digits = element.number ?? element.string ?? ""
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw WorldError("a scope must be a whole number or a string of digits", at: element)
            }
            scopes.append(digits)
        }
        return scopes
    }

    private func fault(_ value: JSONValue, in world: World) throws(WorldError) -> Fault {
        let fields = try WorldFields(
            value,
            "a fault",
            keys: ["fault", "token", "pixel", "endpoint", "times", "seconds", "http_status", "headers", "body"]
        )
        var fault = Fault(kind: try fields.choice("fault", Fault.Kind.self))
        if let token = try fields.optionalString("token") {
            guard world.tokens[Secret(token)] != nil else { throw unknown("token", of: fields, in: "tokens") }
            fault.token = Secret(token)
        }
        fault.pixel = try known("pixel", of: fields, in: world.pixels, "pixels")
        fault.route = try fields.optionalChoice("endpoint", Route.self)
        fault.times = try fields.integer("times", in: 1...1_000_000)
        let reason = "means nothing for the fault \(fault.kind.rawValue)"
        if let seconds = try fields.integer("seconds", in: -1_000_000_000...1_000_000_000) {
            guard fault.kind == .clockSkew else {
                throw WorldError("\"seconds\" \(reason)", at: fields["seconds"] ?? value)
            }
            fault.seconds = seconds
        }
        if fault.kind == .reply {
            fault.reply = try reply(fields)
        } else {
            try fields.refuse(["http_status", "headers", "body"], because: reason)
        }
        return fault
    }

    private func reply(_ fields: WorldFields) throws(WorldError) -> Fault.Reply {
        guard let body = fields["body"] else { throw fields.missing("body") }
        let bytes: [UInt8]
        switch body.kind {
        case .string: bytes = Array((body.string ?? "").utf8)
        case .object, .array: bytes = Array(body.document.bytes[body.byteRange])
        default: throw WorldError("\"body\" must be a string, an object or an array, not \(body.typeName)", at: body)
        }
        var headers: [(name: String, value: String)] = []
        for member in try fields.members("headers") {
            guard let text = member.value.string else {
                throw WorldError("a header must be a string, not \(member.value.typeName)", at: member.value)
            }
            headers.append((name: member.key.lowercased(), value: text))
        }
        return Fault.Reply(
            status: try fields.integer("http_status", in: 100...999) ?? 200,
            headers: headers,
            body: bytes
        )
    }

    private func known<Thing>(
        _ key: String,
        of fields: WorldFields,
        in things: [String: Thing],
        _ section: String
    ) throws(WorldError) -> String? {
        guard let id = try fields.optionalString(key) else { return nil }
        guard things[id] != nil else { throw unknown(key, of: fields, in: section) }
        return id
    }

    private func known<Thing>(
        allOf key: String,
        of fields: WorldFields,
        in things: [String: Thing]
    ) throws(WorldError) -> [String] {
        let ids = try fields.strings(key)
        for (id, element) in zip(ids, try fields.elements(key)) where things[id] == nil {
            throw WorldError("this is not among the world's \"\(key)\"", at: element)
        }
        return ids
    }

    private func unknown(_ key: String, of fields: WorldFields, in section: String) -> WorldError {
        WorldError("this \(key) is not among the world's \"\(section)\"", at: fields[key] ?? fields.object)
    }
}
