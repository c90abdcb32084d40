import TestSupport
import Testing

@testable import TikTokAPI

/// Sentences that hold a telling word without telling anything.
@Suite("Accusations that would rest on too little")
struct AnswerGuardTests {
    @Test("a sentence about something else accuses nobody", .tags(.P5, .P8), arguments: innocent)
    func accusesNobody(case answer: AnswerCase) {
        answer.verify()
        #expect(answer.meaning.traits.verdict == .undecided)
    }

    @Test("a name inside a sentence does not change what it says", arguments: quoting)
    func staysReadable(case answer: AnswerCase) { answer.verify() }

    @Test("words do not override a decisive code", arguments: MessagePattern.decisiveCodes.sorted())
    func decisive(code: Int) throws {
        let words = [
            "Too many requests", "No permission to operate pixel code: X", "Access token is incorrect",
            "auth_code is expired",
            "The system is under maintenance", "The app_id is inconsistent with the token", "not supported in sandbox",
            "OK",
        ]
        let known = try #require(ReturnCode.numbered(code))
        for message in words {
            for endpoint in Endpoint.allCases {
                AnswerCase(code, message, at: endpoint, known.meaning).verify()
            }
        }
    }

    @Test(
        "a complaint about a field of our own making never accuses",
        .tags(.P5),
        arguments: [
            "event", "event_time", "event_id", "data", "page", "page.url", "user", "user.ip", "data.0.event",
            "data.0.event_time",
            "data.0.event_id", "data.0.page.url", "data.0.user.user_agent", "properties",
            "data.0.properties.pixel_code",
            "data.0.event_source_id", "event_source", "partner_name",
        ],
        [40000, 40002]
    )
    func ownFields(field: String, code: Int) {
        for message in [
            "Invalid value for \(field): not a valid string.", "Missing required field(s): \(field).",
            "\(field) is invalid", "Invalid parameter: \(field)", "\(field): no permission", "\(field) does not exist",
            "\(field) has expired or been revoked",
            "Invalid value for \(field): scope, auth code, access token is invalid X",
        ] {
            let answer = AnswerClassifier(
                APIAnswer(HTTPResponse(status: 200, body: AnswerCase.envelope(code, message))),
                from: .trackEvents
            )
            #expect(answer.meaning.traits.verdict == .undecided, "\(message)")
        }
    }

    private static let innocent: [AnswerCase] = [
        AnswerCase(40002, "Invalid value for scope.", .requestRefused),
        AnswerCase(40002, "The date range is out of scope.", .requestRefused),
        AnswerCase(40002, "Invalid permission value in filter.", .requestRefused),
        AnswerCase(40002, "Missing required field(s): auth_code.", .requestRefused),
        AnswerCase(40002, "Missing required field(s): event_source_id.", .requestRefused),
        AnswerCase(40002, "Missing required field(s): app_id.", at: .listAdvertisers, .requestRefused),
        AnswerCase(40002, "Missing required field(s): advertiser_id.", at: .listPixels, .requestRefused),
        AnswerCase(40002, "pixel_code is required", .requestRefused),
        AnswerCase(40002, "Use event_source_id and not pixel_code.", .requestRefused),
        AnswerCase(40002, "Event 1 of event_source_id D1PK3C3C77U5M8Q0TTVG is too old.", .requestRefused),
        AnswerCase(40002, "test_event_code cannot be combined with batches.", .requestRefused),
        AnswerCase(40002, "The pixel event ValidateHealthCheck does not exist.", .requestRefused),
        AnswerCase(40002, "The page token is invalid.", .requestRefused),
        AnswerCase(40002, "Invalid page token.", .requestRefused),
        AnswerCase(40002, "Please cancel the previous authorization request first.", .requestRefused),
        AnswerCase(40002, "Refresh token has expired.", .refreshTokenRejected),
        AnswerCase(40002, "You don't have permission to operate this catalog:7263230018234764310.", .requestRefused),
        AnswerCase(40002, "You have no permission to use this identity.", .requestRefused),
        AnswerCase(40002, "Events from sandbox accounts show after a day.", .requestRefused),
        AnswerCase(40002, "Invalid secret_level.", .requestRefused),
        AnswerCase(40002, "Secret menu. The name is invalid.", .requestRefused),
        AnswerCase(40002, "Check the pixel. The page does not exist.", .requestRefused),
        AnswerCase(40002, "", .requestRefused),
        AnswerCase(40000, "Invalid parameter", .requestRefused),
        AnswerCase(40000, "Invalid parameter: advertiser_id", at: .listAdvertisers, .requestRefused),
        AnswerCase(40007, "The operation doesn't exist.", .endpointGone),
        AnswerCase(40007, "API path /event/track/ not found", .objectNotFound),
        AnswerCase(40007, "The path does not exist.", .endpointGone),
        AnswerCase(40007, "", at: .listAdvertisers, .objectNotFound),
        AnswerCase(40007, "", at: .userInfo, .objectNotFound),
        AnswerCase(40101, "", .unrelated),
        AnswerCase(40101, "Invalid partner", at: .userInfo, .unrelated),
        AnswerCase(40110, "", at: .listAdvertisers, .authorizationCodeSpent),
        AnswerCase(40061, "Invalid batch size", .requestRefused),
        AnswerCase(40062, "The email is not hashed: no permission", .requestRefused),
        AnswerCase(40904, "Access token is invalid", .unrelated),
        AnswerCase(50000, "No permission to operate pixel code: X", .serverFault),
        AnswerCase(20001, "Access token is invalid", .partlyAccepted),
        AnswerCase(49999, "Access token is incorrect or has been revoked.", .unrecognized),
        AnswerCase(49999, "No permission to operate pixel code: X", .unrecognized),
    ]

    private static let quoting: [AnswerCase] = [
        AnswerCase(40001, "No permission to operate pixel code: ACCESS TOKEN IS INVALID.", .noPermissionForPixel),
        AnswerCase(40001, "No permission to operate advertiser: Access token is expired", .noPermissionForAdvertiser),
        AnswerCase(40002, "Invalid value for event_source_id: access token is invalid.", .eventSourceIDInvalid),
        AnswerCase(40002, #"Invalid value for event: "no permission to operate pixel""#, .requestRefused),
        AnswerCase(40002, "Invalid name 'access token is invalid'.", .requestRefused),
        AnswerCase(40002, #"Invalid name: "Access token is invalid""#, .requestRefused),
        AnswerCase(40002, "Invalid name: `Access token is invalid`", .requestRefused),
        AnswerCase(
            40002,
            #"The advertiser "Scope & Permission Ltd" doesn't exist or has been deleted."#,
            .advertiserNotFound
        ),
        AnswerCase(40001, #"No permission to operate pixel code: "pixel does not exist"."#, .noPermissionForPixel),
        AnswerCase(40002, "Invalid event ACCESS TOKEN IS INVALID", .requestRefused),
        AnswerCase(40001, "No permission to operate advertiser. The pixel does not exist.", .noPermissionForAdvertiser),
        AnswerCase(0, #"The name "error" is taken"#, .contradictory),
    ]
}
