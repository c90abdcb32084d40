import LocatedJSON
import Testing

@testable import TikTokAPI

/// An HTTP answer and what it has to be read as.
struct AnswerCase: Sendable, CustomTestStringConvertible {
    let response: HTTPResponse
    let endpoint: Endpoint
    let meaning: AnswerMeaning
    let cause: Cause?
    let testDescription: String

    /// An answer of any form.
    init(
        _ status: Int,
        _ body: [UInt8],
        at endpoint: Endpoint = .trackEvents,
        headers: [(name: String, value: String)] = [],
        _ meaning: AnswerMeaning,
        _ cause: Cause?
    ) {
        response = HTTPResponse(status: status, headers: headers, body: body)
        self.endpoint = endpoint
        self.meaning = meaning
        self.cause = cause
        let start = String(decoding: body.prefix(120), as: UTF8.self)
        testDescription = "\(status) \(start) at \(endpoint.rawValue) -> \(meaning.rawValue)"
    }

    init(
        _ status: Int,
        _ body: String,
        at endpoint: Endpoint = .trackEvents,
        headers: [(name: String, value: String)] = [],
        _ meaning: AnswerMeaning,
        _ cause: Cause?
    ) {
        self.init(status, Array(body.utf8), at: endpoint, headers: headers, meaning, cause)
    }

    /// An envelope with a code and a message, under HTTP 200.
    init(_ code: Int, _ message: String, at endpoint: Endpoint = .trackEvents, _ meaning: AnswerMeaning) {
        self.init(200, Self.envelope(code, message), at: endpoint, meaning, expectedCauses[meaning] ?? nil)
    }

    static func envelope(_ code: Int, _ message: String) -> [UInt8] {
        var writer = JSONWriter(pretty: false)
        writer.beginObject()
        writer.key("code")
        writer.integer(code)
        writer.key("message")
        writer.string(message)
        writer.key("request_id")
        writer.string("20260819154233B0A1C2D3E4F5061728394A")
        writer.key("data")
        writer.beginObject()
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    var reading: AnswerClassifier { AnswerClassifier(APIAnswer(response), from: endpoint) }

    func verify(_ location: SourceLocation = #_sourceLocation) {
        let reading = reading
        #expect(reading.meaning == meaning, sourceLocation: location)
        #expect(reading.cause == cause, sourceLocation: location)
    }
}

/// The cause of every meaning, typed out a second time.
let expectedCauses: [AnswerMeaning: Cause?] = [
    .accepted: nil,
    .partlyAccepted: .unrecognized,
    .tokenMissing: .credential,
    .tokenRejected: .credential,
    .tokenExpired: .expiry,
    .refreshTokenRejected: .expiry,
    .authorizationWithdrawn: .credential,
    .authorizationCodeSpent: .credential,
    .noPermissionForPixel: .ownership,
    .pixelNotFound: .notFound,
    .noPermissionForAdvertiser: .ownership,
    .advertiserNotFound: .notFound,
    .scopeMissing: .scope,
    .permissionRefused: .ownership,
    .objectNotFound: .notFound,
    .appMismatch: .appMismatch,
    .developerNotApproved: .credential,
    .notAllowlisted: .scope,
    .eventSourceIDInvalid: .config,
    .testEventCodeInvalid: .config,
    .appIDInvalid: .config,
    .advertiserIDInvalid: .config,
    .wrongEnvironment: .environment,
    .acceptedWithoutProof: .unrecognized,
    .notOfferedHere: .environment,
    .regionBlocked: .region,
    .throttled: .rateLimited,
    .pixelThrottled: .rateLimited,
    .serverFault: .server,
    .maintenance: .server,
    .requestRefused: .request,
    .endpointGone: .request,
    .redirected: .network,
    .notTheAPI: .network,
    .gatewayRefused: .network,
    .contradictory: .unrecognized,
    .unrelated: .unrecognized,
    .unrecognized: .unrecognized,
    .noAnswer: .network,
]

@Suite("Answer meanings")
struct AnswerMeaningTests {
    @Test("every meaning has the cause that was agreed on", arguments: AnswerMeaning.allCases)
    func cause(of meaning: AnswerMeaning) throws {
        let expected = try #require(expectedCauses[meaning])
        #expect(meaning.traits.cause == expected)
    }

    @Test("traits do not contradict one another", arguments: AnswerMeaning.allCases)
    func consistency(of meaning: AnswerMeaning) {
        let traits = meaning.traits
        #expect((traits.verdict == .proof) == (meaning == .accepted))
        #expect((traits.cause == nil) == (traits.verdict == .proof))
        if traits.token == .refused { #expect(traits.verdict == .conclusiveFailure) }
        if traits.verdict == .proof { #expect(traits.token == .alive) }
        if traits.isTransient { #expect(traits.verdict == .undecided) }
        if traits.cause == .network || traits.cause == .server || traits.cause == .rateLimited
            || traits.cause == .region
        {
            #expect(traits.verdict == .undecided)
        }
    }

    @Test(
        "what no call here sends cannot be accused",
        arguments: [
            AnswerMeaning.refreshTokenRejected, .authorizationCodeSpent, .objectNotFound, .requestRefused,
        ]
    )
    func unsent(meaning: AnswerMeaning) {
        #expect(meaning.traits.verdict == .undecided)
    }
}
