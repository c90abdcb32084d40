import LocatedJSON
public import TikTokAPI

/// What the API answered to one call, without the answer's body.
public struct APIResult: Sendable {
    /// The call.
    public let call: APICall
    /// What the answer means.
    public let meaning: AnswerMeaning
    /// The cause of a finding about it; nil for proof.
    public let cause: Cause?
    /// The answer as a finding shows it.
    public let summary: ResponseSummary
    /// What came instead of an answer of the API; nil for one of its own.
    public let explanation: String?
    /// The ad accounts in the answer; nil where the call lists none.
    public let advertisers: ListedAdvertisers?
    /// The pixels in the answer's list; nil where the call has none, or the list was missing.
    public let pixels: [ListedPixel]?
    /// Why the exchange failed; nil if it did not.
    public let failure: TransportFailure?
    /// How long the server asks to wait, where that is longer than the run may still take.
    public let retryAfter: Duration?
    /// TikTok's clock beside this machine's; nil where the answer had no date.
    public let clock: ClockReading?

    init(_ outcome: AskedAnswer, to call: APICall) {
        self.call = call
        retryAfter = outcome.retryAfter
        let answer = outcome.answer
        let reading = outcome.reading
        var advertisers: ListedAdvertisers?
        var pixels: [ListedPixel]?
        var hasProof = true
        if case .reply(let reply) = answer, reading.meaning == .accepted {
            switch call.operation {
            case .listAdvertisers:
                advertisers = ListedAdvertisers(reply.data)
                hasProof = advertisers != nil
            case .findPixel:
                pixels = Self.pixels(in: reply.data)
                hasProof = pixels != nil
            case .accountTokenInfo(let appID):
                hasProof = reply.data?["app_id"].flatMap { $0.string ?? $0.number } == appID
            case .sendTestEvent, .sendNoEvents, .userInfo, .readOne: break
            }
        }
        self.advertisers = advertisers
        self.pixels = pixels
        meaning = hasProof ? reading.meaning : .acceptedWithoutProof
        cause = hasProof ? reading.cause : meaning.traits.cause
        clock = ClockReading(answer)
        var code: Int?
        var message: String?
        var requestID: String?
        switch answer {
        case .reply(let reply):
            if case .number(let number) = reply.code { code = number }
            message = reply.message.isEmpty ? nil : Self.capped(reply.message)
            requestID = reply.requestID.map(Self.capped)
            explanation = nil
            failure = nil
        case .foreign(let foreign):
            explanation = foreign.explanation
            failure = nil
        case .failure(let transportFailure):
            explanation = transportFailure.detail
            failure = transportFailure
        }
        summary = ResponseSummary(
            endpoint: call.endpoint.rawValue,
            httpStatus: answer.httpStatus,
            code: code,
            message: message,
            requestID: requestID,
            attempts: outcome.attempts,
            eventCopies: outcome.timesActedOn * call.eventCount
        )
    }

    /// At most 1,000 Unicode scalars of a text from outside. Reports show half of that: they mask secrets first, and a
    /// secret must not be cut before it is masked.
    private static func capped(_ text: String) -> String {
        guard text.utf8.count > 1000, text.unicodeScalars.count > 1000 else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(1000)))
    }

    private static func pixels(in data: JSONValue?) -> [ListedPixel]? {
        guard let list = data?["pixels"], list.kind == .array else { return nil }
        return list.elements.compactMap { pixel in
            pixel["pixel_code"]?.string.map { code in
                ListedPixel(code: code, relationStatus: pixel["asset_ownership"]?["asset_relation_status"]?.string)
            }
        }
    }
}

/// The ad accounts that `/oauth2/advertiser/get/` lists.
public struct ListedAdvertisers: Sendable, Hashable {
    /// Their ids as exact digits.
    public let ids: Set<String>
    /// Whether nothing in the answer says that there are more.
    public let isComplete: Bool

    /// Reads the list; nil if there is none, or if any element of it is not understood: half a list proves no fault.
    init?(_ data: JSONValue?) {
        guard let data, let list = data["list"], list.kind == .array else { return nil }
        var ids: Set<String> = []
        for element in list.elements {
            guard let value = element["advertiser_id"], let id = value.string ?? value.number, !id.isEmpty,
                id.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            ids.insert(id)
        }
        self.ids = ids
        // TikTok documents no pages for this call, but the first of several must not be taken for all.
        let page = data["page_info"] ?? data
        func count(_ key: String) -> Int { page[key]?.number.flatMap { Int($0) } ?? 0 }
        isComplete =
            count("total_page") <= 1 && count("total_number") <= list.count
            && page["has_more"]?.boolean != true && data["has_more"]?.boolean != true
    }
}

/// A pixel in the answer of `/pixel/list/`.
public struct ListedPixel: Sendable, Hashable {
    /// Its code.
    public let code: String
    /// `asset_relation_status`: `TRANSFERRED`, `SHARED`, `UNBOUND` or a later addition; nil for a pixel that never left
    /// its ad account ("/pixel/list/", v1.3, and an answer captured in 2026-09).
    public let relationStatus: String?
}

extension ForeignAnswer {
    /// What came instead of the API's answer, as part of a sentence.
    var explanation: String {
        switch kind {
        case .redirect: "a redirect" + (redirectHost.map { " to \($0)" } ?? "") + ", which is not followed"
        case .empty: "an empty answer"
        case .html: "a web page instead of the API's JSON"
        case .brokenJSON: "JSON that is cut off or not valid"
        case .otherJSON: "JSON without a return code"
        case .otherText: "text that is not the API's JSON"
        }
    }
}

/// The answers that were gathered for one destination.
public struct Evidence: Sendable {
    /// In the order of the calls.
    public private(set) var results: [APIResult] = []
    /// Why nothing could be asked; nil if it could.
    public let skipReason: String?

    /// Nothing asked yet.
    public init(skipReason: String? = nil) {
        self.skipReason = skipReason
    }

    mutating func add(_ result: APIResult) {
        results.append(result)
    }

    /// The answers to the calls that look the pixel up, one for each ad account.
    public var pixelSearches: [APIResult] {
        results.filter { result in
            if case .findPixel = result.call.operation { true } else { false }
        }
    }

    /// Whether exactly this call was made.
    func answers(_ call: APICall) -> Bool {
        results.contains { $0.call == call }
    }

    /// The answer to exactly this call; nil if it was not made.
    public func result(answering call: APICall) -> APIResult? {
        results.first { $0.call == call }
    }

    /// The first answer of an endpoint; nil if it was not called.
    public func result(from endpoint: Endpoint) -> APIResult? {
        results.first { $0.call.endpoint == endpoint }
    }
}
