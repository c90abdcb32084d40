import LocatedJSON
import Testing
import TikTokAPI

@testable import TikTokSimulator

@Suite struct AnswerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let request: HTTPRequest
        let code: Int
        let message: String

        init(_ name: String, _ request: HTTPRequest, _ code: Int, _ message: String = "OK") {
            self.name = name
            self.request = request
            self.code = code
            self.message = message
        }

        var testDescription: String { name }
    }

    static let rejected = "Access token is incorrect or has been revoked."
    static let missing = "Access token is null, you should set it in http header with key Access-Token."
    static let inconsistent =
        "The app_id is inconsistent with the token's app information. Please retry after correcting it."

    static func noPermission(_ pixel: String) -> String {
        "No permission to operate pixel code: \(pixel). You must be an admin or operator of this advertiser account."
    }

    static func noScope(_ endpoint: String) -> String {
        "Permission error: The access token lacks the required scope for endpoint '\(endpoint)'. Please first check if "
            + "the request method is correct then ask the user to generate a new access token and reauthorize your API "
            + "App with the necessary API scopes."
    }

    static let eventRows: [Row] = [
        Row("own pixel", request(event(Known.northPixel), token: Known.shopNorth), 0),
        Row("own pixel, listed", request(event(Known.southPixel), token: Known.shopSouth), 0),
        Row("swapped", request(event(Known.southPixel), token: Known.shopNorth), 40001, noPermission(Known.southPixel)),
        Row(
            "swapped back",
            request(event(Known.northPixel), token: Known.shopSouth),
            40001,
            noPermission(Known.northPixel)
        ),
        Row(
            "no such pixel",
            request(event(Known.absentPixel), token: Known.shopNorth),
            40001,
            noPermission(Known.absentPixel)
        ),
        Row("no token", request(event(Known.northPixel), token: ""), 40104, missing),
        Row("blank token", request(event(Known.northPixel), token: " \t"), 40104, missing),
        Row("unknown token", request(event(Known.northPixel), token: Known.stranger), 40105, rejected),
        Row("blanks around", request(event(Known.northPixel), token: " \(Known.shopNorth) "), 0),
        Row("upper case", request(event(Known.northPixel), token: Known.shopNorth.uppercased()), 40105, rejected),
        Row("revoked", request(event(Known.northPixel), token: Known.revoked), 40105, rejected),
        Row("expired", request(event(Known.northPixel), token: Known.expired), 40102, "Access token is expired."),
        Row("sandbox token in production", request(event(Known.northPixel), token: Known.sandbox), 40105, rejected),
        Row("account token", request(event(Known.northPixel), token: Known.account), 40105, rejected),
        Row("marketing token", request(event(Known.sharedPixel), token: Known.marketing), 0),
        Row(
            "marketing, other account",
            request(event(Known.northPixel), token: Known.marketing),
            40001,
            noPermission(Known.northPixel)
        ),
        Row(
            "marketing, unlinked",
            request(event(Known.unboundPixel), token: Known.marketing),
            40001,
            noPermission(Known.unboundPixel)
        ),
        Row("marketing, events only", request(event(Known.sharedPixel), token: Known.eventsOnly), 0),
        Row("offline set", request(event(Known.offlineSet, kind: "offline"), token: Known.shopNorth), 0),
        Row(
            "offline set under another kind",
            request(event(Known.offlineSet, kind: "crm"), token: Known.shopNorth),
            40001,
            "No permission to operate event_source_id: \(Known.offlineSet). "
                + "You must be an admin or operator of this advertiser account."
        ),
        Row(
            "no events",
            request(.sendNoEvents(EventSource(kind: "web", id: Known.northPixel)), token: Known.shopNorth),
            40002,
            "Invalid value for data: length must be between 1 and 1000."
        ),
        Row(
            "no events, bad token",
            request(.sendNoEvents(EventSource(kind: "web", id: Known.northPixel)), token: Known.stranger),
            40105,
            rejected
        ),
        Row("bad body, bad token", track("{", token: Known.stranger), 40105, rejected),
        Row("bad body", track("{"), 40002, "Invalid request body: not a valid JSON object."),
        Row("no source", track("{}"), 40002, "Missing required field(s): event_source."),
        Row(
            "bad source",
            track(#"{"event_source":"tv","event_source_id":"x","data":[]}"#),
            40002,
            "Invalid value for event_source: must be web, app or offline."
        ),
        Row(
            "id no string",
            track(#"{"event_source":"web","event_source_id":5,"data":[]}"#),
            40002,
            "Invalid value for event_source_id: not a valid string."
        ),
        Row(
            "no data",
            track(#"{"event_source":"web","event_source_id":"x"}"#),
            40002,
            "Missing required field(s): data."
        ),
        Row(
            "event without a time",
            track(#"{"event_source":"web","event_source_id":"x","data":[{"event":"A"}]}"#),
            40002,
            "Missing required field(s): data.0.event_time."
        ),
        Row(
            "event with a text for a time",
            track(#"{"event_source":"web","event_source_id":"x","data":[{"event":"A","event_time":"now"}]}"#),
            40002,
            "Invalid value for data.0.event_time: not a valid integer."
        ),
    ]

    static func wrong(_ secret: String) -> AppCredentials {
        AppCredentials(appID: Known.app.appID, secret: Secret(secret))
    }

    static func pixel(_ code: String, in advertiser: String = Known.agencyOne) -> APICall.Operation {
        .findPixel(code: code, advertiserID: advertiser)
    }

    static let accountRows: [Row] = [
        Row("app, secret and token", request(.listAdvertisers(Known.app), token: Known.marketing), 0),
        Row("no advertisers", request(.listAdvertisers(Known.app), token: Known.noAdvertisers), 0),
        Row("other app", request(.listAdvertisers(Known.app), token: Known.otherApp), 40113, inconsistent),
        Row(
            "wrong secret",
            request(.listAdvertisers(wrong("ab")), token: Known.marketing),
            40101,
            "The app_id and secret do not match."
        ),
        Row(
            "blocked app",
            request(.listAdvertisers(Known.blocked), token: Known.blockedApp),
            40113,
            "The app does not exist or has been forbidden."
        ),
        Row("bad token first", request(.listAdvertisers(wrong("ab")), token: Known.stranger), 40105, rejected),
        Row(
            "app id no number",
            request(.listAdvertisers(AppCredentials(appID: "main", secret: Secret("s"))), token: Known.marketing),
            40002,
            #"Invalid value for app_id: strconv.ParseInt: parsing "main": invalid syntax."#
        ),
        Row(
            "events token",
            request(.listAdvertisers(Known.app), token: Known.shopNorth),
            40001,
            noScope("/oauth2/advertiser/get/(method=GET)")
        ),
        Row("user", request(.userInfo, token: Known.marketing), 0),
        Row("sandbox user", request(.userInfo, token: Known.sandbox, origin: .sandbox), 0),
        Row("sandbox user in production", request(.userInfo, token: Known.sandbox), 40105, rejected),
        Row(
            "production user in the sandbox",
            request(.userInfo, token: Known.marketing, origin: .sandbox),
            40105,
            rejected
        ),
        Row(
            "user of an events token",
            request(.userInfo, token: Known.shopNorth),
            40001,
            noScope("/user/info/(method=GET)")
        ),
        Row("pixel", request(pixel(Known.sharedPixel), token: Known.marketing), 0),
        Row(
            "pixel without scope",
            request(pixel(Known.sharedPixel), token: Known.eventsOnly),
            40001,
            noScope("/pixel/list/(method=GET)")
        ),
        Row(
            "pixel, not granted",
            request(pixel(Known.sharedPixel), token: Known.notGranted),
            40001,
            "advertiser does not grant you /pixel/list/:GET permission"
        ),
        Row(
            "pixel of another account",
            request(pixel(Known.northPixel, in: Known.shopNorthAccount), token: Known.marketing),
            40001,
            "No permission to operate advertiser"
        ),
        Row(
            "pixel of a deleted account",
            request(pixel(Known.northPixel, in: Known.closedShop), token: Known.deletedAdvertiser),
            40002,
            "The advertiser \(Known.closedShop) doesn't exist or has been deleted."
        ),
        Row(
            "busy pixel",
            request(event(Known.busyPixel), token: Known.shopNorth),
            40132,
            "The request QPS is limited by pixel_code's value."
        ),
        Row("account", request(.accountTokenInfo(appID: Known.app.appID), token: Known.account), 0),
        Row(
            "account of another app",
            request(.accountTokenInfo(appID: "7"), token: Known.account),
            40113,
            inconsistent
        ),
        Row(
            "expired account",
            request(.accountTokenInfo(appID: Known.app.appID), token: Known.expiredAccount),
            40102,
            "Access token is expired."
        ),
        Row("no account", request(.accountTokenInfo(appID: Known.app.appID), token: Known.marketing), 40105, rejected),
        Row(
            "campaigns",
            get("/open_api/v1.3/campaign/get/", query: ["advertiser_id": Known.agencyOne, "page_size": "1"]),
            0
        ),
        Row(
            "campaigns without scope",
            get("/open_api/v1.3/campaign/get/", token: Known.eventsOnly, query: ["advertiser_id": Known.agencyOne]),
            40001,
            noScope("/campaign/get/(method=GET)")
        ),
        Row("no account named", get("/open_api/v1.3/ad/get/"), 40002, "Missing required field(s): advertiser_id."),
        Row(
            "page far away",
            get(
                "/open_api/v1.3/pixel/list/",
                query: ["advertiser_id": Known.agencyOne, "page": "9223372036854775807"]
            ),
            0
        ),
        Row(
            "page too large",
            get("/open_api/v1.3/pixel/list/", query: ["advertiser_id": Known.agencyOne, "page_size": "21"]),
            40002,
            "Invalid value for page_size: must be between 1 and 20."
        ),
        Row(
            "account info",
            get("/open_api/v1.3/advertiser/info/", query: ["advertiser_ids": "[\"\(Known.agencyOne)\"]"]),
            0
        ),
        Row(
            "events in the sandbox",
            request(event(Known.northPixel), token: Known.sandbox, origin: .sandbox),
            40008,
            "The endpoint /event/track/ is not supported in sandbox environment."
        ),
        Row(
            "advertisers in the sandbox",
            request(.listAdvertisers(Known.app), token: Known.sandbox, origin: .sandbox),
            40008,
            "The endpoint /oauth2/advertiser/get/ is not supported in sandbox environment."
        ),
    ]

    @Test(arguments: eventRows + accountRows)
    func `answers as TikTok does`(_ row: Row) async throws {
        let response = try await simulator().send(row.request)
        #expect(response.status == 200)
        #expect(response.code == row.code)
        #expect(response.message == row.message)
        #expect(response.header("content-type") == "application/json")
        #expect(response.header("date") == "Sat, 21 Nov 2026 10:00:00 GMT")
        let root = try #require(try? JSONDocument(parsing: response.body).root)
        #expect(root.members.map(\.key) == ["code", "message", "request_id", "data"])
        let id = Array(try #require(root["request_id"]?.string).utf8)
        #expect(id.count == 34)
        #expect(id.starts(with: "20261121100000".utf8))
        #expect(id.dropFirst(14).allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) })
    }

    @Test func `lists what the token reaches`() async throws {
        let advertisers = try await simulator().send(request(.listAdvertisers(Known.app), token: Known.marketing))
        let ids = advertisers.root?["data"]?["list"]?.elements.compactMap { $0["advertiser_id"]?.string }
        #expect(ids == [Known.agencyOne, Known.agencyTwo])
        let none = try await simulator().send(request(.listAdvertisers(Known.app), token: Known.noAdvertisers))
        #expect(none.root?["data"]?["list"]?.count == 0)
        let account = try await simulator().send(
            request(.accountTokenInfo(appID: Known.app.appID), token: Known.account)
        )
        #expect(account.root?["data"]?["scope"]?.string == "user.info.basic,video.list,video.insights,comment.list")
    }

    @Test(arguments: [
        (Known.sharedPixel, "SHARED", false), (Known.transferredPixel, "TRANSFERRED", true),
        (Known.unboundPixel, "UNBOUND", false),
    ])
    func `tells who holds a pixel`(code: String, status: String, isOwned: Bool) async throws {
        let response = try await simulator().send(request(Self.pixel(code), token: Known.marketing))
        let pixels = try #require(response.root?["data"]?["pixels"])
        #expect(pixels.count == 1)
        let pixel = try #require(pixels.elements.first { _ in true })
        #expect(pixel["pixel_code"]?.string == code)
        #expect(pixel["asset_ownership"]?["asset_relation_status"]?.string == status)
        #expect(pixel["asset_ownership"]?["ownership_status"]?.boolean == isOwned)
        let absent = try await simulator().send(request(Self.pixel(Known.absentPixel), token: Known.marketing))
        #expect(absent.root?["data"]?["pixels"]?.count == 0)
    }

    @Test(arguments: [
        (get("/open_api/v1.3/event/track/"), 405, "<html>"), (get("/open_api/v1.3/no/such/path/"), 404, "Not Found"),
        (get("/open_api/v1.2/user/info/"), 404, "Not Found"),
        (get("/open_api/v1.3/user/info"), 404, "404 page not found"),
        (get(""), 404, "404 page not found"),
    ])
    func `has a router`(request: HTTPRequest, status: Int, beginning: String) async throws {
        let response = try await simulator().send(request)
        #expect(response.status == status)
        #expect(response.body.starts(with: beginning.utf8))
        #expect(response.header("date") != nil)
    }
}
