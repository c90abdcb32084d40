import LocatedJSON
import TikTokAPI

@testable import TikTokSimulator

/// What the built-in world calls by long names.
enum Known {
    static let shopNorth = "900d18305cee759b483db4704e1a46080624e88b"
    static let shopSouth = "900d2d778f3858295a8ae8e2ded8077a10f65ca3"
    static let revoked = "401052a62decc4c2664d8b02245a2e65ba66a9a8"
    static let expired = "401029f3e6fe67379beb332fee39fbea2d8100d7"
    static let marketing = "a0001562e145dec3e17f393d3d43dd758b64029f"
    static let noAdvertisers = "a0002fc774518690e44ba90599c0580038d6c6da"
    static let otherApp = "a0003c0216d72e18f51d7916131f69feee8d604d"
    static let eventsOnly = "a0004f1dd1cb2f2b24f79ebd989ab92da3b9d10d"
    static let deletedAdvertiser = "a0005f5edd6974ca2891db2fed75cacb0eaab849"
    static let notGranted = "a0008bdf189e4b3f1b2d017d19f3ea8d16a8c94b"
    static let blockedApp = "a000739f9c5a0011c768cda4a13fddde7aa03582"
    static let account = "act.BCVCSrSTyAPKiqUUCKPVGrEAbiQFvHAQLiytmoFQLWSxbYFX"
    static let expiredAccount = "act.cFSoNswHFHvduufzwEpvMsgMornmoHgncbSdiqdGmRmLuvgZ"
    static let sandbox = "5a0d1a2ae7ca833c2253de4b1a4c339014390a2c"
    static let retried = "e200899e40be86fb32e088c8dbeb82a1c7260915"
    static let stranger = "7c41f09be2d38a5617c0d94eb3f8a26d5071ce9b"

    static let northPixel = "COH98PBC77U2GA5OQKK0"
    static let southPixel = "CMSFOFBC77U29EM3TVI0"
    static let sharedPixel = "CCL73FRC77U60JT0SG40"
    static let transferredPixel = "DAHRG7RC77U2Q7L12UHG"
    static let unboundPixel = "CLGJ0MRC77U197L7I48G"
    static let busyPixel = "CU3D7URC77U194G439KG"
    static let labPixel = "CFLFN9BC77UEUNENBHO0"
    static let absentPixel = "D2L6U03C77U3E3CU4PIG"

    static let offlineSet = "7581871610330981173"
    static let app = AppCredentials(
        appID: "7196993655622416073",
        secret: Secret("b608897955ca88e77be570133fdf5d65302e6a78")
    )
    static let blocked = AppCredentials(
        appID: "7308791179173366946",
        secret: Secret("c6c893c89f5b5373bb2cacb534052045c7a0e98d")
    )
    static let agencyOne = "7263230018234764310"
    static let agencyTwo = "7026986696069619138"
    static let shopNorthAccount = "7571453051182950358"
    static let closedShop = "7414765366700312258"
}

/// 2026-11-21 10:00:00 UTC.
let tenOClock = 1_795_255_200

func simulator(_ world: World = .builtIn, at unixTime: Int = tenOClock, seed: UInt64 = 0) -> SimulatedTikTok {
    SimulatedTikTok(world: world, unixTime: { unixTime }, seed: seed)
}

func request(
    _ operation: APICall.Operation,
    token: String,
    origin: APIOrigin = .production,
    nonce: UInt64 = 7
) -> HTTPRequest {
    APICall(operation, token: Secret(token), origin: origin)
        .request(timeout: .seconds(10), unixTime: tenOClock, nonce: nonce)
}

func event(_ pixel: String, kind: String = "web") -> APICall.Operation {
    .sendTestEvent(EventSource(kind: kind, id: pixel), testEventCode: "TEST12345")
}

/// A request to `/event/track/` with any body.
func track(_ body: String, token: String = Known.shopNorth) -> HTTPRequest {
    HTTPRequest(
        method: .post,
        origin: .production,
        path: "/open_api/v1.3/event/track/",
        headers: [HTTPRequest.Parameter("Access-Token", .secret(Secret(token)))],
        body: Array(body.utf8)
    )
}

/// A GET of any path.
func get(
    _ path: String,
    token: String = Known.marketing,
    origin: APIOrigin = .production,
    query: [String: String] = [:]
) -> HTTPRequest {
    HTTPRequest(
        method: .get,
        origin: origin,
        path: path,
        query: query.sorted { $0.key < $1.key }.map { HTTPRequest.Parameter($0.key, .plain($0.value)) },
        headers: [HTTPRequest.Parameter("access-token", .secret(Secret(token)))]
    )
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    var root: JSONValue? { try? JSONDocument(parsing: body).root }

    var code: Int? { root?["code"]?.number.flatMap { Int($0) } }

    var message: String? { root?["message"]?.string }
}
