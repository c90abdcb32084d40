import TestSupport
import Testing

@testable import TikTokAPI

/// Replies that TikTok published or that others observed live; ids are invented in the right shape.
@Suite("Published replies")
struct AnswerReplyTests {
    @Test("a published reply is read as what it was", .tags(.P2, .P3, .P4), arguments: published)
    func reply(case answer: AnswerCase) { answer.verify() }

    @Test(
        "a sentence from the field is read as what it was",
        .tags(.P2, .P3, .P4, .P5, .P6, .P7, .P8, .P19),
        arguments: wordings
    )
    func wording(case answer: AnswerCase) { answer.verify() }

    private static let noPixel =
        "No permission to operate pixel code: D1PK3C3C77U5M8Q0TTVG. You must be an admin or operator of this advertiser account."
    private static let withoutScope =
        "Permission error: The access token lacks the required scope for endpoint '/pixel/list/(method=GET)'. Please first "
        + "check if the request method is correct then ask the user to generate a new access token and reauthorize your "
        + "API App with the necessary API scopes."

    /// A token as the exchange and the renewal of TikTok accounts give it.
    private static func grant(expiresIn: Int) -> String {
        #"{"code":0,"message":"OK","data":{"access_token":"act.EXAMPLE","expires_in":86400,"open_id":"-000x","#
            + #""refresh_token":"rft.EXAMPLE","refresh_token_expires_in":\#(expiresIn),"scope":"video.list","#
            + #""token_type":"Bearer"}}"#
    }

    private static let published: [AnswerCase] = [
        AnswerCase(200, #"{"code":40002,"message":"\#(noPixel)"}"#, .noPermissionForPixel, .ownership),
        AnswerCase(40002, "Invalid value for event_source: must be web, app or offline.", .requestRefused),
        AnswerCase(40002, "Invalid value for event_source_id: not a valid string.", .eventSourceIDInvalid),
        AnswerCase(
            200,
            #"{"code":0,"message":"OK","request_id":"20260819154233B0A1C2D3E4F5061728394A","data":{}}"#,
            .accepted,
            nil
        ),
        AnswerCase(
            200,
            #"{"code":0,"data":null,"message":"OK","request_id":"20260819154233B0A1C2D3E4F5061728394A"}"#,
            .accepted,
            nil
        ),
        AnswerCase(
            200,
            #"{"code":40132,"message":"The request QPS is limited by pixel_code's value."}"#,
            .pixelThrottled,
            .rateLimited
        ),
        AnswerCase(
            40104,
            "Access token is null, you should set it in http header with key Access-Token.",
            at: .listPixels,
            .tokenMissing
        ),
        AnswerCase(40105, "Access token is incorrect or has been revoked.", at: .userInfo, .tokenRejected),
        AnswerCase(40105, "Access token is incorrect or has been revoked.", .tokenRejected),
        AnswerCase(40001, "No permission to operate advertiser", at: .listPixels, .noPermissionForAdvertiser),
        AnswerCase(
            200,
            #"{"code":40100,"message":"App 7301440125561090087 reaches the QPS limit 10, current QPS is 11"}"#,
            at: .listAdvertisers,
            .throttled,
            .rateLimited
        ),
        AnswerCase(
            40100,
            "App 7301440125561090087 reaches the QPS limit 1, current QPS is 2.",
            at: .userInfo,
            .throttled
        ),
        AnswerCase(404, "404 page not found", at: .listAdvertisers, .endpointGone, .request),
        AnswerCase(404, "Not Found", .endpointGone, .request),
        AnswerCase(405, "<html><head><title>405 Not Allowed</title></head></html>", .endpointGone, .request),
        AnswerCase(40002, "Missing required field(s): account_id.", .requestRefused),
        AnswerCase(
            40110,
            "The auth_code is canceled. Please re-authorize and try again with a new auth_code.",
            at: .listAdvertisers,
            .authorizationCodeSpent
        ),
        AnswerCase(
            40101,
            "Invalid auth_code. Not able to get long-term access_token with an old auth_code. Please retry with the old auth_code. ",
            at: .listAdvertisers,
            .authorizationCodeSpent
        ),
        AnswerCase(
            40113,
            "The app_id is inconsistent with the token's app information. Please retry after correcting it. ",
            at: .listAdvertisers,
            .appMismatch
        ),
        AnswerCase(
            40108,
            "Invalid value for grant_type: client_credentials is not supported.",
            at: .accountTokenInfo,
            .unrelated
        ),
        AnswerCase(
            40133,
            "Advertiser (7571453051182950358)'s QPS (21) reaches QPS limit 20 for current path, request is temporarily restricted.",
            at: .listPixels,
            .throttled
        ),
        AnswerCase(
            40001,
            "You don't have permission to operate this catalog:7263230018234764310.",
            .permissionRefused
        ),
        AnswerCase(40002, "Time format should be %Y-%m-%dT%H:%M. Please try again.", .requestRefused),
        AnswerCase(
            40009,
            "Unsupported data_level in sandbox environment: AUCTION_ADVERTISER.",
            at: .userInfo,
            .wrongEnvironment
        ),
        AnswerCase(40007, "The ad 1804422190337026 does not exist.", .objectNotFound),
        AnswerCase(200, #"{"message":"OK","code":0,"data":{}}"#, at: .listAdvertisers, .accepted, nil),
        AnswerCase(
            200,
            #"{"code":0,"message":"OK","data":{"app_id":"7196993655622416073","creator_id":"-000x","scope":"user.info.basic"}}"#,
            at: .accountTokenInfo,
            .accepted,
            nil
        ),
        AnswerCase(
            200,
            #"{"message":"OK","code":0,"data":{"access_token":"0f3a","scope":[4],"advertiser_ids":["7571453051182950358"]}}"#,
            at: .listAdvertisers,
            .accepted,
            nil
        ),
        AnswerCase(40105, "Access token is incorrect or has been revoked.", at: .listPixels, .tokenRejected),
        AnswerCase(200, grant(expiresIn: 31_536_000), at: .accountTokenInfo, .accepted, nil),
        AnswerCase(200, grant(expiresIn: 28_484_364), at: .accountTokenInfo, .accepted, nil),
        AnswerCase(
            200,
            #"{"code":0,"message":"OK","data":{"advertiser_ids":["7571453051182950358"],"app_id":"7196993655622416073"}}"#,
            at: .listAdvertisers,
            .accepted,
            nil
        ),
        AnswerCase(
            200,
            #"{"code":0,"message":"OK","request_id":"x","data":{}}"#,
            at: .accountTokenInfo,
            .accepted,
            nil
        ),
    ]

    /// Each sentence stood in a public connector's test, issue or notes (2022 to 2026).
    private static let wordings: [AnswerCase] = [
        AnswerCase(40001, noPixel, .noPermissionForPixel),
        AnswerCase(40001, noPixel.uppercased(), .noPermissionForPixel),
        AnswerCase(40001, "  " + noPixel.replacing(":", with: "") + "  \n", .noPermissionForPixel),
        AnswerCase(40000, noPixel, at: .listPixels, .noPermissionForPixel),
        AnswerCase(40001, "No permission to operate pixel code", .noPermissionForPixel),
        AnswerCase(40001, "No permission to operate pixel code: X", .noPermissionForPixel),
        AnswerCase(40001, "You don’t have permission to operate this pixel.", .noPermissionForPixel),
        AnswerCase(
            40001,
            "No permission to operate event_source_id: 7301440125561090087. You must be an admin or operator of this "
                + "advertiser account.",
            .noPermissionForPixel
        ),
        AnswerCase(40001, "Permission denied", .noPermissionForPixel),
        AnswerCase(40003, "No permission.", .noPermissionForPixel),
        AnswerCase(40002, "No permission", .permissionRefused),
        AnswerCase(40001, "", .permissionRefused),
        AnswerCase(40001, "Permission denied", at: .userInfo, .permissionRefused),

        AnswerCase(40001, "No permission to operate advertiser: 123", at: .listPixels, .noPermissionForAdvertiser),
        AnswerCase(
            40001,
            "No permission to operate advertiser 7571453051182950358.",
            at: .listPixels,
            .noPermissionForAdvertiser
        ),
        AnswerCase(40002, "No permission to operate advertiser", at: .listPixels, .noPermissionForAdvertiser),
        AnswerCase(40110, "No permission to access this advertiser", at: .listAdvertisers, .noPermissionForAdvertiser),
        AnswerCase(
            40001,
            "The advertiser 123 doesn't exist or has been deleted.",
            at: .listPixels,
            .advertiserNotFound
        ),
        AnswerCase(
            40002,
            "The advertiser 123 doesn't exist or has been deleted.",
            at: .listPixels,
            .advertiserNotFound
        ),
        AnswerCase(
            40300,
            "The advertiser 123 doesn't exist or has been deleted.",
            at: .listPixels,
            .advertiserNotFound
        ),
        AnswerCase(40001, "The advertiser doesn't exist", .advertiserNotFound),
        AnswerCase(40300, "", at: .listPixels, .advertiserNotFound),
        AnswerCase(
            40001,
            "advertiser does not grant you /pixel/list/:GET permission",
            at: .listPixels,
            .scopeMissing
        ),
        AnswerCase(40002, "advertiser does not grant you /pixel/list/:GET permission", at: .listPixels, .scopeMissing),
        AnswerCase(40001, withoutScope, at: .listPixels, .scopeMissing),
        AnswerCase(40001, withoutScope, .scopeMissing),
        AnswerCase(40130, "", .scopeMissing),
        AnswerCase(40125, "Developer has no permission", .scopeMissing),
        AnswerCase(40117, "", .scopeMissing),

        AnswerCase(40105, "The access token is invalid or has been revoked.", .tokenRejected),
        AnswerCase(40105, "Invalid access_token", at: .listAdvertisers, .tokenRejected),
        AnswerCase(40105, "token revoked", .tokenRejected),
        AnswerCase(40105, "", .tokenRejected),
        AnswerCase(40102, "Access token is expired.", .tokenExpired),
        AnswerCase(40102, "", at: .accountTokenInfo, .tokenExpired),
        AnswerCase(40001, "Access token is incorrect or has been revoked.", .tokenRejected),
        AnswerCase(40000, "Error: invalid access_token.", at: .accountTokenInfo, .tokenRejected),
        AnswerCase(40002, "Your access_token has expired.", .tokenExpired),
        AnswerCase(40001, "Access token is empty.", .tokenMissing),
        AnswerCase(40002, "Authorization canceled by the advertiser.", .authorizationWithdrawn),
        AnswerCase(40001, "The advertiser 123 has cancelled the authorization.", .authorizationWithdrawn),
        AnswerCase(40002, "Auth code is expired or has been used.", at: .listAdvertisers, .authorizationCodeSpent),
        AnswerCase(40002, "Invalid auth_code", at: .listAdvertisers, .authorizationCodeSpent),
        AnswerCase(40115, "Authorization code is expired", at: .accountTokenInfo, .authorizationCodeSpent),
        AnswerCase(40110, "Authorization code has been canceled", at: .listAdvertisers, .authorizationCodeSpent),
        AnswerCase(40115, "", .authorizationCodeSpent),
        AnswerCase(40002, "Invalid refresh_token", at: .accountTokenInfo, .refreshTokenRejected),
        AnswerCase(40107, "", .refreshTokenRejected),
        AnswerCase(40103, "", .refreshTokenRejected),

        AnswerCase(
            40000,
            "The app_id is inconsistent with the token's app information. Please retry after correcting it.",
            at: .listAdvertisers,
            .appMismatch
        ),
        AnswerCase(40101, "The app_id and secret do not match.", at: .listAdvertisers, .appMismatch),
        AnswerCase(40002, "App id and secret don't match", at: .listAdvertisers, .appMismatch),
        AnswerCase(40113, "The app does not exist or has been forbidden.", .appMismatch),
        AnswerCase(40101, "", at: .listAdvertisers, .appMismatch),
        AnswerCase(40124, "", at: .listAdvertisers, .developerNotApproved),
        AnswerCase(40118, "Not in the allowlist: this feature is not supported in your country.", .notAllowlisted),
        AnswerCase(
            40002,
            #"Invalid value for app_id: strconv.ParseInt: parsing "abc": invalid syntax."#,
            at: .listAdvertisers,
            .appIDInvalid
        ),
        AnswerCase(40000, "Invalid parameter: advertiser_id", at: .listPixels, .advertiserIDInvalid),
        AnswerCase(40002, "Invalid value for test_event_code: not a valid string.", .testEventCodeInvalid),
        AnswerCase(40002, "test_event_code is invalid", .testEventCodeInvalid),
        AnswerCase(40002, "Invalid pixel code", .eventSourceIDInvalid),
        AnswerCase(40001, "The pixel code D1PK3C3C77U5M8Q0TTVG does not exist.", .pixelNotFound),
        AnswerCase(40002, "Pixel D1PK3C3C77U5M8Q0TTVG has been deleted", .pixelNotFound),
        AnswerCase(40007, "", .pixelNotFound),
        AnswerCase(40007, "The event source does not exist.", .pixelNotFound),

        AnswerCase(40000, "Request too frequent.", .throttled),
        AnswerCase(40001, "Requests made too frequently", at: .userInfo, .throttled),
        AnswerCase(40001, "Rate limit exceeded", .throttled),
        AnswerCase(40001, "Quota exceeded for today", .throttled),
        AnswerCase(40001, "You have reached the API call limit.", .throttled),
        AnswerCase(40002, "Too many requests, please retry later", .throttled),
        AnswerCase(40016, "", .throttled),
        AnswerCase(40100, "App reaches the QPS limit.", .throttled),
        AnswerCase(40100, "Access token is invalid", .throttled),
        AnswerCase(40132, "Too many requests", .pixelThrottled),
        AnswerCase(40133, "", .throttled),
        AnswerCase(51021, "Too many requests", .throttled),
        AnswerCase(61000, "", .throttled),
        AnswerCase(49999, "Too many requests.", .throttled),
        AnswerCase(41000, "The request comes from a banned country or region.", .regionBlocked),
        AnswerCase(41000, "Access token is invalid", .regionBlocked),
        AnswerCase(-1, "", .regionBlocked),
        AnswerCase(-1, "Your country is not supported", .regionBlocked),
        AnswerCase(40001, "Requests from banned country", .regionBlocked),
        AnswerCase(50000, "System error", .serverFault),
        AnswerCase(50000, "remote or network error", .serverFault),
        AnswerCase(40001, "Internal error. Please retry later.", .serverFault),
        AnswerCase(40001, "Failed to check permission: service unavailable", .serverFault),
        AnswerCase(40001, "permission check failed due to an internal error", .serverFault),
        AnswerCase(51002, "Internal service error. Please retry later.", .serverFault),
        AnswerCase(50002, "", .serverFault),
        AnswerCase(60001, "The system is in maintenance", .maintenance),
        AnswerCase(60001, "", .maintenance),
        AnswerCase(40008, "The endpoint /event/track/ is not supported in sandbox environment.", .wrongEnvironment),
        AnswerCase(40008, "", .notOfferedHere),
        AnswerCase(40009, "", .wrongEnvironment),
        AnswerCase(40013, "", .wrongEnvironment),
        AnswerCase(40014, "", .wrongEnvironment),
        AnswerCase(20001, "Partial success.", .partlyAccepted),
        AnswerCase(40002, "Shop must belong to a Business Center account.", .requestRefused),
        AnswerCase(49999, "Something unheard of has happened.", .unrecognized),
    ]
}
