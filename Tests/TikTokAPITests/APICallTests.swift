import LocatedJSON
import Testing

@testable import TikTokAPI

@Suite("Requests of the calls")
struct APICallTests {
    private static let token = Secret("5e884898da28047151d0e56f8dc6292773603d0d")
    private static let appSecret = Secret("0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33")
    private static let app = AppCredentials(appID: "7196993655622416073", secret: appSecret)
    private static let pixel = EventSource(kind: "web", id: "D1PK3C3C77U5M8Q0TTVG")

    private static let operations: [APICall.Operation] =
        [
            .sendTestEvent(pixel, testEventCode: "TEST12345"), .sendTestEvent(pixel, testEventCode: nil),
            .sendNoEvents(pixel),
            .listAdvertisers(app), .userInfo, .findPixel(code: pixel.id, advertiserID: "7571453051182950358"),
            .accountTokenInfo(appID: "7196993655622416073"),
        ] + AdvertiserRead.allCases.map { .readOne($0, advertiserID: "7571453051182950358") }

    private static func request(
        _ operation: APICall.Operation,
        unixTime: Int = 1_790_000_000,
        nonce: UInt64 = 0xC0FFEE
    ) -> HTTPRequest {
        APICall(operation, token: token, origin: .production).request(
            timeout: .seconds(7),
            unixTime: unixTime,
            nonce: nonce
        )
    }

    private static func body(_ operation: APICall.Operation, nonce: UInt64 = 0xC0FFEE) throws -> JSONValue {
        try JSONDocument(parsing: #require(request(operation, nonce: nonce).body)).root
    }

    @Test("method, path, headers and timeout are the endpoint's", arguments: operations)
    func frame(operation: APICall.Operation) {
        let call = APICall(operation, token: Self.token, origin: .sandbox)
        let request = call.request(timeout: .seconds(7), unixTime: 0, nonce: 0)
        #expect(request.method == call.endpoint.method)
        #expect(request.path == "/open_api/v1.3" + call.endpoint.rawValue)
        #expect(request.path.hasSuffix("/"))
        #expect(request.origin == .sandbox)
        #expect(request.timeout == .seconds(7))
        #expect(request.isSentOnce == (operation == .sendTestEvent(Self.pixel, testEventCode: nil)))
        #expect((request.body != nil) == (request.method == .post))
        let hasType = request.headers.contains { $0.name == "Content-Type" && $0.value == .plain("application/json") }
        #expect(hasType == (request.body != nil))
        #expect(Set(request.headers.map(\.name)).count == request.headers.count)
    }

    @Test("the token travels in its header, and nowhere else but where the call has no header", arguments: operations)
    func tokenPlace(operation: APICall.Operation) {
        let request = Self.request(operation)
        let header = request.headers.first { $0.name == "Access-Token" }
        let text = String(decoding: request.body ?? [], as: UTF8.self)
        if case .accountTokenInfo = operation {
            #expect(header == nil)
            #expect(text.contains(Self.token.unmasked))
        } else {
            #expect(header?.value == .secret(Self.token))
            #expect(!text.contains(Self.token.unmasked))
        }
        for secret in [Self.token.unmasked, Self.appSecret.unmasked] {
            #expect(!request.path.contains(secret))
            #expect(!request.origin.description.contains(secret))
            for parameter in request.query + request.headers where parameter.value.unmasked.contains(secret) {
                #expect(!parameter.value.masked.contains(secret))
                #expect(parameter.value.unmasked == secret)
            }
        }
        #expect(!request.query.contains { $0.value.unmasked.contains(Self.token.unmasked) })
    }

    @Test("the app's secret is a secret parameter of one call only", arguments: operations)
    func appSecretPlace(operation: APICall.Operation) {
        let request = Self.request(operation)
        let holders = request.query.filter { $0.value == .secret(Self.appSecret) }
        if case .listAdvertisers = operation {
            #expect(request.query.map(\.name) == ["app_id", "secret"])
            #expect(holders.map(\.name) == ["secret"])
        } else {
            #expect(holders.isEmpty)
        }
        #expect(!String(decoding: request.body ?? [], as: UTF8.self).contains(Self.appSecret.unmasked))
    }

    @Test("a test event has exactly this shape")
    func testEvent() throws {
        let root = try Self.body(.sendTestEvent(Self.pixel, testEventCode: "TEST12345"))
        #expect(Self.keys(root) == ["event_source", "event_source_id", "test_event_code", "data"])
        #expect(root["event_source"]?.string == "web")
        #expect(root["event_source_id"]?.string == Self.pixel.id)
        #expect(root["test_event_code"]?.string == "TEST12345")
        let events = try #require(root["data"])
        #expect(events.kind == .array)
        #expect(events.count == 1)
        let event = try #require(events.elements.first { _ in true })
        #expect(Self.keys(event) == ["event", "event_time", "event_id", "user", "page"])
        #expect(event["event"]?.string == APICall.testEventName)
        #expect(event["event_time"]?.number == "1790000000")
        #expect(event["event_id"]?.string == "validate-health-check-c0ffee")
        #expect(try Self.keys(#require(event["user"])) == ["ip", "user_agent"])
        #expect(try Self.keys(#require(event["page"])) == ["url"])
        #expect(event["page"]?["url"]?.string?.hasPrefix("https://example.com/") == true)
    }

    @Test("without a test event code the member is left out")
    func productionEvent() throws {
        let root = try Self.body(.sendTestEvent(Self.pixel, testEventCode: nil))
        #expect(Self.keys(root) == ["event_source", "event_source_id", "data"])
        #expect(root["data"]?.count == 1)
    }

    @Test("no events means an empty list")
    func noEvents() throws {
        let source = EventSource(kind: "offline", id: "7301440125561090087")
        let root = try Self.body(.sendNoEvents(source))
        #expect(Self.keys(root) == ["event_source", "event_source_id", "data"])
        #expect(root["event_source"]?.string == "offline")
        #expect(root["event_source_id"]?.string == source.id)
        #expect(root["data"]?.kind == .array)
        #expect(root["data"]?.count == 0)
    }

    @Test("the question about an account's token has exactly this shape")
    func accountToken() throws {
        let root = try Self.body(.accountTokenInfo(appID: "7196993655622416073"))
        #expect(Self.keys(root) == ["app_id", "access_token"])
        #expect(root["app_id"]?.string == "7196993655622416073")
        #expect(root["access_token"]?.string == Self.token.unmasked)
    }

    @Test("a pixel is looked up by code in one ad account")
    func findPixel() {
        let request = Self.request(.findPixel(code: Self.pixel.id, advertiserID: "7571453051182950358"))
        #expect(request.query.map(\.name) == ["advertiser_id", "code"])
        #expect(request.query.map(\.value) == [.plain("7571453051182950358"), .plain(Self.pixel.id)])
    }

    @Test(
        "values from a config cannot leave their place in the JSON",
        arguments: [
            #"x","data":[],"y":""#, "\u{0}\u{1F}\"\\", "\u{2028}é\u{1F600}", "",
        ]
    )
    func injection(text: String) throws {
        let root = try Self.body(.sendTestEvent(EventSource(kind: text, id: text), testEventCode: text))
        #expect(Self.keys(root) == ["event_source", "event_source_id", "test_event_code", "data"])
        for key in ["event_source", "event_source_id", "test_event_code"] {
            #expect(root[key]?.string.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test("the event is none of TikTok's standard events, whatever the case")
    func eventName() {
        let standard = [
            "AddPaymentInfo", "AddToCart", "AddToWishlist", "ApplicationApproval", "ClickButton", "CompletePayment",
            "CompleteRegistration", "Contact", "CustomizeProduct", "Download", "FindLocation", "InitiateCheckout",
            "Lead",
            "Pageview", "PageView", "PlaceAnOrder", "Purchase", "Schedule", "Search", "StartTrial", "SubmitApplication",
            "SubmitForm", "Subscribe", "ViewContent", "InstallApp", "LaunchAPP", "Login", "Logout", "Registration",
            "Checkout",
        ]
        let name = APICall.testEventName.lowercased()
        #expect(!standard.contains { $0.lowercased() == name })
        #expect(name.utf8.allSatisfy { (0x61...0x7A).contains($0) })
    }

    @Test("the address is one that nobody has (RFC 5737)")
    func address() throws {
        let event = try Self.body(.sendTestEvent(Self.pixel, testEventCode: nil))["data"]?.elements.first { _ in true }
        let parts = try #require(event?["user"]?["ip"]?.string).split(separator: ".")
        #expect(parts.count == 4)
        #expect(parts.prefix(3).elementsEqual(["203", "0", "113"]))
        #expect(parts.last.flatMap { UInt8($0) } != nil)
    }

    @Test("event ids begin alike and differ by nonce")
    func eventIDs() throws {
        let nonces: [UInt64] = [0, 1, 15, 16, 255, 256, .max - 1, .max]
        let ids = try nonces.map { nonce in
            let root = try Self.body(.sendTestEvent(Self.pixel, testEventCode: nil), nonce: nonce)
            return root["data"]?.elements.first { _ in true }?["event_id"]?.string ?? ""
        }
        #expect(Set(ids).count == nonces.count)
        #expect(ids.allSatisfy { $0.hasPrefix(APICall.testEventIDPrefix) && $0 != APICall.testEventIDPrefix })
    }

    @Test("a read asks for one row of one ad account", arguments: AdvertiserRead.allCases)
    func oneRow(read: AdvertiserRead) {
        let request = Self.request(.readOne(read, advertiserID: "7571453051182950358"))
        let query = Dictionary(uniqueKeysWithValues: request.query.map { ($0.name, $0.value.unmasked) })
        if read == .account {
            #expect(query == ["advertiser_ids": #"["7571453051182950358"]"#, "fields": #"["name","status"]"#])
        } else {
            #expect(query["advertiser_id"] == "7571453051182950358")
            #expect(query["page"] == "1")
            #expect(query["page_size"] == "1")
        }
        if read == .report {
            #expect(query["report_type"] == "BASIC")
            #expect(query["data_level"] == "AUCTION_ADVERTISER")
            #expect(query["dimensions"] == #"["advertiser_id"]"#)
            #expect(query["metrics"] == #"["spend"]"#)
            #expect(query["query_lifetime"] == "true")
        }
    }

    @Test("equal calls are one question, others are not")
    func identity() {
        let calls = Self.operations.map { APICall($0, token: Self.token, origin: .production) }
        #expect(Set(calls).count == calls.count)
        #expect(Set(calls + calls).count == calls.count)
        #expect(
            Set(calls + calls.map { APICall($0.operation, token: Self.token, origin: .sandbox) }).count == 2
                * calls.count
        )
        #expect(calls.map(\.eventCount) == [1, 1] + Array(repeating: 0, count: calls.count - 2))
    }

    private static func keys(_ value: JSONValue) -> [String] {
        value.members.map { $0.key }
    }
}
