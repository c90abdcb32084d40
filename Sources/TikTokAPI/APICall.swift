import LocatedJSON

/// A developer app's credentials.
public struct AppCredentials: Sendable, Hashable {
    /// The app's number as digits.
    public let appID: String
    /// The app's secret.
    public let secret: Secret

    /// Pairs an app id with its secret.
    public init(appID: String, secret: Secret) {
        self.appID = appID
        self.secret = secret
    }
}

/// What events are attributed to: a pixel on the web, an app, an offline or CRM event set.
public struct EventSource: Sendable, Hashable {
    /// `web`, `app`, `offline` or `crm`.
    public let kind: String
    /// For the web the pixel code, else the id of the app or event set.
    public let id: String

    /// Pairs a kind with an id.
    public init(kind: String, id: String) {
        self.kind = kind
        self.id = id
    }
}

/// One question to the API. Two equal calls get the same answer within a run, so it is also the key under which an
/// answer is shared between destinations.
public struct APICall: Sendable, Hashable {
    /// What is asked.
    public enum Operation: Sendable, Hashable {
        /// Sends one custom-named event; with a test event code it shows in the test view only.
        case sendTestEvent(EventSource, testEventCode: String?)
        /// Sends an empty list of events: stores nothing, yet the token is judged.
        case sendNoEvents(EventSource)
        /// Lists the ad accounts that authorised the app.
        case listAdvertisers(AppCredentials)
        /// Asks for the user of the token.
        case userInfo
        /// Looks one pixel up by its code in one ad account.
        case findPixel(code: String, advertiserID: String)
        /// Returns the scopes of a TikTok account's token.
        case accountTokenInfo(appID: String)
        /// Reads one row of what an ad account has.
        case readOne(AdvertiserRead, advertiserID: String)
    }

    /// What is asked.
    public let operation: Operation
    /// With which token.
    public let token: Secret
    /// Of which host.
    public let origin: APIOrigin

    /// Makes a call.
    public init(_ operation: Operation, token: Secret, origin: APIOrigin) {
        self.operation = operation
        self.token = token
        self.origin = origin
    }

    /// Hashes what differs between the calls of a run; of origins it has one or two.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(operation)
        hasher.combine(token)
    }

    /// The endpoint that the call goes to.
    public var endpoint: Endpoint {
        switch operation {
        case .sendTestEvent, .sendNoEvents: .trackEvents
        case .listAdvertisers: .listAdvertisers
        case .userInfo: .userInfo
        case .findPixel: .listPixels
        case .accountTokenInfo: .accountTokenInfo
        case .readOne(let read, _): read.endpoint
        }
    }

    /// How many events the call sends.
    public var eventCount: Int {
        if case .sendTestEvent = operation { 1 } else { 0 }
    }
}

extension APICall {
    /// The name of the custom event that proves ownership; never one of TikTok's standard events, which would be
    /// optimised for.
    public static let testEventName = "ValidateHealthCheck"

    /// How the `event_id` of each test event begins, so that it can be recognised in Events Manager.
    public static let testEventIDPrefix = "validate-health-check-"

    /// The request that asks this.
    ///
    /// - Parameters:
    ///   - timeout: The limit of the whole exchange.
    ///   - unixTime: Now, in seconds since 1970 UTC; becomes the event's time.
    ///   - nonce: Makes the event id unique, since TikTok drops repeated ids for 48 hours.
    /// - Returns: The request; its secrets are in the header, and the app's where TikTok wants it.
    public func request(timeout: Duration, unixTime: Int, nonce: UInt64) -> HTTPRequest {
        var query: [HTTPRequest.Parameter] = []
        var body: [UInt8]?
        var headers: [HTTPRequest.Parameter] = [HTTPRequest.Parameter("Access-Token", .secret(token))]
        switch operation {
        case .sendTestEvent(let source, let testEventCode):
            body = Self.eventBody(source, testEventCode: testEventCode, event: (unixTime, nonce))
        case .sendNoEvents(let source):
            body = Self.eventBody(source, testEventCode: nil, event: nil)
        case .listAdvertisers(let app):
            query = [
                HTTPRequest.Parameter("app_id", .plain(app.appID)),
                HTTPRequest.Parameter("secret", .secret(app.secret)),
            ]
        case .userInfo:
            break
        case .findPixel(let code, let advertiserID):
            query = [
                HTTPRequest.Parameter("advertiser_id", .plain(advertiserID)),
                HTTPRequest.Parameter("code", .plain(code)),
            ]
        case .readOne(let read, let advertiserID):
            query = read.query(advertiserID: advertiserID).map { HTTPRequest.Parameter($0.name, .plain($0.value)) }
        case .accountTokenInfo(let appID):
            // This one call takes the token in its body and no header.
            headers = []
            var writer = JSONWriter(pretty: false)
            writer.beginObject()
            writer.key("app_id")
            writer.string(appID)
            writer.key("access_token")
            writer.string(token.unmasked)
            writer.endObject()
            body = writer.bytes
        }
        headers.append(HTTPRequest.Parameter("Accept", .plain("application/json")))
        if body != nil { headers.append(HTTPRequest.Parameter("Content-Type", .plain("application/json"))) }
        var request = HTTPRequest(
            method: endpoint.method,
            origin: origin,
            path: endpoint.path,
            query: query,
            headers: headers,
            body: body,
            timeout: timeout
        )
        request.isSentOnce = isProductionEvent
        return request
    }

    /// Whether an event is sent that TikTok counts as one of the shop's.
    var isProductionEvent: Bool {
        if case .sendTestEvent(_, nil) = operation { true } else { false }
    }

    /// The body of `/event/track/` ("Events API 2.0 parameters", v1.3), without any person's data: the page is on
    /// example.com (RFC 2606) and the address from 203.0.113.0/24 (RFC 5737).
    private static func eventBody(
        _ source: EventSource,
        testEventCode: String?,
        event: (unixTime: Int, nonce: UInt64)?
    ) -> [UInt8] {
        var writer = JSONWriter(pretty: false, capacity: 512)
        writer.beginObject()
        writer.key("event_source")
        writer.string(source.kind)
        writer.key("event_source_id")
        writer.string(source.id)
        if let testEventCode {
            writer.key("test_event_code")
            writer.string(testEventCode)
        }
        writer.key("data")
        writer.beginArray()
        if let event {
            writer.beginObject()
            writer.key("event")
            writer.string(testEventName)
            writer.key("event_time")
            writer.integer(event.unixTime)
            writer.key("event_id")
            writer.string(testEventIDPrefix + String(event.nonce, radix: 16))
            writer.key("user")
            writer.beginObject()
            writer.key("ip")
            writer.string("203.0.113.1")
            writer.key("user_agent")
            writer.string("validate-health-check")
            writer.endObject()
            writer.key("page")
            writer.beginObject()
            writer.key("url")
            writer.string("https://example.com/validate-health-check")
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
