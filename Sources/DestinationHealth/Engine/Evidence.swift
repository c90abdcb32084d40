import LocatedJSON
public import TikTokAPI

/// What the API answered to one question, without the answer's body.
public struct APIResult: Sendable {
    /// The question.
    public let call: APICall
    /// What the answer means.
    public let meaning: AnswerMeaning
    /// Why a finding is raised for it; nil for proof.
    public let cause: Cause?
    /// The answer as a finding quotes it.
    public let summary: ResponseSummary
    /// In words, for an answer that is not the API's or did not come; nil otherwise.
    public let explanation: String?
    /// The ad accounts in the answer; nil where the call lists none.
    public let advertisers: ListedAdvertisers?
    /// The pixels in the answer's list; nil where the call has none, or the list was missing.
    public let pixels: [ListedPixel]?
    /// Why the exchange failed; nil if it did not.
    public let failure: TransportFailure?
    /// How long the server wants to be left alone, where that is longer than the run may still take.
    public let retryAfter: Duration?
    /// What the answer tells of the clocks; nil where it had no date.
    public let clock: ClockReading?

    init(_ asked: AskedAnswer, to call: APICall) {
        self.call = call
        retryAfter = asked.retryAfter
        let answer = asked.answer
        let reading = asked.reading
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
            explanation = foreign.words
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
            attempts: asked.attempts,
            eventCopies: asked.timesActedOn * call.eventCount
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

    /// Reads the list; nil if there is none, or if any element of it is not understood: from half a list nobody may be
    /// accused.
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
        // The call is documented without pages; should TikTok add some, the first page must not pass for all.
        let page = data["page_info"] ?? data
        func count(_ key: String) -> Int { page[key]?.number.flatMap { Int($0) } ?? 0 }
        isComplete =
            count("total_page") <= 1 && count("total_number") <= list.count
            && page["has_more"]?.boolean != true && data["has_more"]?.boolean != true
    }
}

/// A pixel as `/pixel/list/` tells of it.
public struct ListedPixel: Sendable, Hashable {
    /// Its code.
    public let code: String
    /// `asset_relation_status`: `TRANSFERRED`, `SHARED`, `UNBOUND` or what TikTok adds; nil for a pixel that never left
    /// its ad account ("/pixel/list/", v1.3, and an answer captured in 2026-09).
    public let relationStatus: String?
}

extension ForeignAnswer {
    /// In what way the answer is not the API's, as part of a sentence.
    var words: String {
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
    /// In the order of asking.
    public private(set) var results: [APIResult] = []
    /// Why nothing could be asked; nil if it could.
    public let skipReason: String?

    /// Nothing asked yet.
    public init(skipReason: String? = nil) {
        self.skipReason = skipReason
    }

    mutating func add(_ fact: APIResult) {
        results.append(fact)
    }

    /// The answers to the questions that look the pixel up, one for each ad account that was asked.
    public var pixelSearches: [APIResult] {
        results.filter { fact in
            if case .findPixel = fact.call.operation { true } else { false }
        }
    }

    /// Whether exactly this question was asked. Looks at the results where they are: copying one takes longer.
    func answers(_ call: APICall) -> Bool {
        results.indices.contains { results[$0].call == call }
    }

    /// The answer to exactly this question; nil if it was not asked.
    public func result(answering call: APICall) -> APIResult? {
        results.indices.first { results[$0].call == call }.map { results[$0] }
    }

    /// The first answer to a question of some endpoint; nil if none was asked.
    public func result(from endpoint: Endpoint) -> APIResult? {
        results.indices.first { results[$0].call.endpoint == endpoint }.map { results[$0] }
    }
}
