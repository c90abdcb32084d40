import LocatedJSON
import TikTokAPI

/// A request as the simulator understands it.
struct Question: Sendable {
    let request: HTTPRequest
    /// The call that the path names; nil for a path that the router does not know.
    let route: Route?
    /// The token that was sent; nil for none, or an empty one.
    let token: Secret?
    /// The body; nil for none, or one that is no JSON.
    let body: JSONValue?

    init(_ request: HTTPRequest) {
        self.request = request
        let base = Array(Route.base.utf8)
        let isBelowBase = request.path.utf8.starts(with: base)
        route =
            isBelowBase
            ? Route(rawValue: String(decoding: request.path.utf8.dropFirst(base.count), as: UTF8.self)) : nil
        body = request.body.flatMap { try? JSONDocument(parsing: $0).root }
        let sent = route == .accountTokenInfo ? body?["access_token"]?.string : Self.header("access-token", of: request)
        token = sent.flatMap { $0.isEmpty ? nil : Secret($0) }
    }

    /// Whether it went to the sandbox; every other host means production.
    var isInSandbox: Bool { request.origin.host == APIOrigin.sandbox.host }

    /// The pixel code or event set that it is about.
    var pixel: String? {
        switch route {
        case .trackEvents: body?["event_source_id"]?.string
        case .listPixels: query("code")
        default: nil
        }
    }

    /// A query value; nil for none, or an empty one.
    func query(_ name: String) -> String? {
        let value = request.query.first { $0.name == name }?.value.unmasked
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What stays the same when the question is asked again: everything but the time and id of an event.
    var fingerprint: UInt64 {
        var hash = StableHash()
        hash.add(request.method.rawValue)
        hash.add(request.origin.description)
        hash.add(request.path)
        hash.add(token?.unmasked ?? "")
        for parameter in request.query {
            hash.add(parameter.name)
            hash.add(parameter.value.unmasked)
        }
        guard route == .trackEvents, let body else {
            hash.add(request.body ?? [])
            return hash.value
        }
        for member in body.members where member.key != "data" {
            hash.add(member.key)
            hash.add(member.value.document.bytes[member.value.byteRange])
        }
        hash.add(String(body["data"]?.count ?? 0))
        return hash.value
    }

    /// A header's value without the white space around it, which HTTP does not count as part of it.
    private static func header(_ name: String, of request: HTTPRequest) -> String? {
        guard let header = request.headers.first(where: { $0.name.lowercased() == name }) else { return nil }
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let bytes = Array(header.value.unmasked.utf8.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
        return String(decoding: bytes, as: UTF8.self)
    }
}
