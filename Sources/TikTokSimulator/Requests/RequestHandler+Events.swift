import LocatedJSON

extension RequestHandler {
    /// `/event/track/` ("Events API 2.0 parameters", v1.3).
    func trackEvents(_ token: World.Token) throws(Refusal) -> Reply {
        guard let body = question.body, body.kind == .object else { throw .bodyInvalid }
        guard let source = body["event_source"] else { throw .missing("event_source") }
        guard let source = source.string, ["web", "app", "offline", "crm"].contains(source) else {
            throw .eventSourceInvalid
        }
        guard let id = body["event_source_id"] else { throw .missing("event_source_id") }
        guard let id = id.string, !id.isEmpty else { throw .invalid("event_source_id", "not a valid string") }
        if let code = body["test_event_code"], code.string == nil {
            throw .invalid("test_event_code", "not a valid string")
        }
        try checkEvents(body["data"])
        if token.kind == .marketing { try requireScope(token) }
        try requireRight(of: token, to: id, source: source)
        return .success()
    }

    private func checkEvents(_ data: JSONValue?) throws(Refusal) {
        guard let data else { throw .missing("data") }
        guard data.kind == .array else { throw .invalid("data", "not a valid list") }
        guard (1...1000).contains(data.count) else { throw .invalid("data", "length must be between 1 and 1000") }
        for (index, event) in data.elements.enumerated() {
            guard event.kind == .object else { throw .invalid("data.\(index)", "not a valid object") }
            guard let name = event["event"] else { throw .missing("data.\(index).event") }
            guard let name = name.string, !name.isEmpty else {
                throw .invalid("data.\(index).event", "not a valid string")
            }
            guard let time = event["event_time"] else { throw .missing("data.\(index).event_time") }
            guard time.number.flatMap({ Int64($0) }) != nil else {
                throw .invalid("data.\(index).event_time", "not a valid integer")
            }
            if let eventID = event["event_id"], eventID.string == nil {
                throw .invalid("data.\(index).event_id", "not a valid string")
            }
        }
    }

    /// A pixel that does not exist gets the same sentence as one of another account: no other was ever seen.
    private func requireRight(of token: World.Token, to id: String, source: String) throws(Refusal) {
        guard source == "web" else {
            guard let set = world.eventSets[id], set.source.rawValue == source, serves(token, set.advertiser) else {
                throw .noPermission(eventSet: id)
            }
            return
        }
        guard let pixel = world.pixels[id] else { throw .noPermission(pixel: id) }
        let isNamed = token.pixels.contains(id)
        guard isNamed || pixel.ownership != .unbound && serves(token, pixel.advertiser) else {
            throw .noPermission(pixel: id)
        }
    }

    private func serves(_ token: World.Token, _ advertiser: String) -> Bool {
        token.advertisers.contains(advertiser) && world.isAlive(advertiser: advertiser)
    }
}
