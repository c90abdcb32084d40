import LocatedJSON
import TikTokAPI

extension RequestHandler {
    /// `/oauth2/advertiser/get/`: app id, secret and token are judged together.
    func listAdvertisers(_ token: World.Token) throws(Refusal) -> Reply {
        let appID = try number("app_id")
        guard let secret = question.query("secret") else { throw .missing("secret") }
        guard let app = world.apps[appID], app.status == .active else { throw .appForbidden }
        guard app.secret.unmasked.utf8.elementsEqual(secret.utf8) else { throw .secretMismatch }
        // Seen once only: an Events Manager token is refused here with 40001.
        guard token.kind == .marketing else { throw .scopeMissing(route) }
        guard token.app == appID else { throw .appMismatch }
        let advertisers = token.advertisers.filter(world.isAlive(advertiser:))
        return .success { writer in
            writer.beginObject()
            writer.key("list")
            writer.beginArray()
            for id in advertisers {
                writer.beginObject()
                writer.member("advertiser_id", id)
                writer.member("advertiser_name", world.advertisers[id]?.name ?? "")
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
    }

    /// `/user/info/`: refused to Events Manager tokens, which belong to no user.
    func userInfo(_ token: World.Token) throws(Refusal) -> Reply {
        guard token.kind != .eventsManager else { throw .scopeMissing(route) }
        var hash = StableHash()
        hash.add(question.token?.unmasked ?? "")
        let user = String(7_000_000_000_000_000_000 + hash.value % 600_000_000_000_000_000)
        return .success { writer in
            writer.beginObject()
            writer.member("core_user_id", user)
            writer.member("display_name", "Simulated User")
            writer.member("email", "s***r@example.com")
            writer.member("avatar_url", "https://example.com/avatar.jpeg")
            writer.key("create_time")
            writer.integer(1_600_000_000 + Int(hash.value % 100_000_000))
            writer.endObject()
        }
    }

    /// `/tt_user/token_info/get/`, whose arguments are in the body.
    func accountTokenInfo(_ token: World.Token) throws(Refusal) -> Reply {
        guard let appID = question.body?["app_id"] else { throw .missing("app_id") }
        guard let appID = appID.string else { throw .invalid("app_id", "not a valid string") }
        guard token.app == appID else { throw .appMismatch }
        return .success { writer in
            writer.beginObject()
            writer.member("app_id", appID)
            writer.member("creator_id", token.openID ?? "")
            writer.member("scope", token.scopes.joined(separator: ","))
            writer.endObject()
        }
    }
}
