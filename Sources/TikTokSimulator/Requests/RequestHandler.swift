import LocatedJSON
import TikTokAPI

/// Answers one question that has found its route: first the token is judged, then the parameters, then the right.
///
/// That order was seen by two independent probes (2026-07, 2026-08).
struct RequestHandler {
    let world: World
    let question: Question
    let route: Route

    func reply() throws(Refusal) -> Reply {
        let token = try holder()
        switch route {
        case .trackEvents: return try trackEvents(token)
        case .listAdvertisers: return try listAdvertisers(token)
        case .userInfo: return try userInfo(token)
        case .listPixels: return try listPixels(token)
        case .accountTokenInfo: return try accountTokenInfo(token)
        case .advertiserInfo: return try advertiserInfo(token)
        case .listBusinessCenters:
            try requireScope(token)
            // Seen in the field: no Business Center is code 0 with nothing in `data`.
            return .success()
        case .listCampaigns, .listAdGroups, .listAds, .report, .listAudiences: return try emptyList(token)
        }
    }

    /// What the world knows of the token, if it is good here.
    private func holder() throws(Refusal) -> World.Token {
        guard let text = question.token else {
            throw route == .accountTokenInfo ? .missing("access_token") : .tokenMissing
        }
        guard let token = world.tokens[text], token.status != .revoked else { throw .tokenRejected }
        // Each host knows its own tokens; account tokens have calls of their own.
        guard (token.kind == .sandbox) == question.isInSandbox else { throw .tokenRejected }
        guard (token.kind == .tiktokAccount) == (route == .accountTokenInfo) else { throw .tokenRejected }
        guard token.status != .expired else { throw .tokenExpired }
        return token
    }

    /// Events Manager tokens have no scopes, so that they are refused wherever one is needed.
    func requireScope(_ token: World.Token) throws(Refusal) {
        guard route.scopes.contains(where: token.scopes.contains) else { throw .scopeMissing(route) }
    }

    /// The ad account that a read is about, if the token may read it.
    func readableAdvertiser(_ token: World.Token) throws(Refusal) -> String {
        let id = try number("advertiser_id")
        try requireScope(token)
        try requireRead(of: id, by: token)
        return id
    }

    func requireRead(of advertiser: String, by token: World.Token) throws(Refusal) {
        guard world.isAlive(advertiser: advertiser) else { throw .advertiserGone(advertiser) }
        guard token.advertisers.contains(advertiser) else { throw .noPermissionForAdvertiser }
    }

    /// A required query value of digits.
    func number(_ name: String) throws(Refusal) -> String {
        guard let text = question.query(name) else { throw .missing(name) }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), Int64(text) != nil else {
            throw .notANumber(name, text)
        }
        return text
    }

    /// The page and its size, of which the largest is given.
    func page(maximumSize: Int) throws(Refusal) -> (number: Int, size: Int) {
        let size = question.query("page_size") == nil ? 10 : Int(try number("page_size")) ?? 0
        let page = question.query("page") == nil ? 1 : Int(try number("page")) ?? 0
        guard (1...maximumSize).contains(size) else {
            throw .invalid("page_size", "must be between 1 and \(maximumSize)")
        }
        guard page >= 1 else { throw .invalid("page", "must be greater than or equal to 1") }
        return (page, size)
    }
}
