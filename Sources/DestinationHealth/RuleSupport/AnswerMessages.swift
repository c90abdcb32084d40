import TikTokAPI

extension AnswerMeaning {
    /// What a finding says of this meaning; lower case, no full stop. TikTok's own message is shown beside it as evidence.
    var message: String {
        switch self {
        case .accepted: "TikTok accepted it"
        case .partlyAccepted: "TikTok accepted only part of the call, which proves nothing"
        case .acceptedWithoutProof: "TikTok's answer is a success without the data that would prove it"
        case .tokenMissing: "TikTok says that the access token is missing"
        case .tokenRejected: "the access token is wrong or was revoked"
        case .tokenExpired: "the access token has expired"
        case .refreshTokenRejected: "the refresh token is wrong or has expired"
        case .authorizationWithdrawn: "the advertiser has withdrawn the authorisation"
        case .authorizationCodeSpent: "an authorisation code was refused: it is used up or too old"
        case .noPermissionForPixel: "the token has no right to this pixel, or there is no such pixel"
        case .pixelNotFound: "the pixel does not exist or was deleted"
        case .noPermissionForAdvertiser: "the token has no right to the ad account"
        case .advertiserNotFound: "the ad account does not exist or was deleted"
        case .scopeMissing: "the token lacks the permission (scope) for this call"
        case .permissionRefused: "TikTok refuses permission"
        case .objectNotFound: "TikTok says that the object does not exist"
        case .appMismatch: "app id, secret and token do not belong together, or the app is blocked"
        case .developerNotApproved: "the app's developer profile is not complete or not approved"
        case .notAllowlisted: "the feature is not open to this app, ad account or country"
        case .eventSourceIDInvalid: "TikTok refuses the form of the pixel code"
        case .testEventCodeInvalid: "TikTok refuses the test event code"
        case .appIDInvalid: "TikTok refuses the form of the app id"
        case .advertiserIDInvalid: "TikTok refuses the form of the advertiser id"
        case .wrongEnvironment: "sandbox and production are mixed up"
        case .notOfferedHere: "TikTok does not offer this call on this host: is it the sandbox?"
        case .regionBlocked: "TikTok refuses calls from this machine's country"
        case .throttled: "too many requests: TikTok is throttling"
        case .pixelThrottled: "too many requests for this pixel, which may mean that its token has leaked"
        case .serverFault: "TikTok had a fault of its own"
        case .maintenance: "TikTok is under maintenance"
        case .requestRefused: "TikTok refused the form of the question"
        case .endpointGone: "TikTok no longer offers this call in this form"
        case .redirected: "the answer was a redirect"
        case .notTheAPI: "what answered is not the API"
        case .gatewayRefused: "a gateway refused before the API was reached"
        case .contradictory: "the answer contradicts itself"
        case .unrelated: "TikTok answered with a code that says nothing about a credential"
        case .unrecognized: "TikTok answered with a code that nobody has written down"
        case .noAnswer: "no complete answer came"
        }
    }
}

extension APIResult {
    /// What a finding says of the answer, with what is known beyond its meaning.
    var message: String {
        if meaning == .noAnswer { return explanation ?? meaning.message }
        let status = summary.httpStatus.map { " (HTTP \($0))" } ?? ""
        let details = explanation.map { ": \($0)\(status)" } ?? ""
        return meaning.message + details + (retryAfter.map(Self.hint(toWait:)) ?? "")
    }

    private static func hint(toWait wait: Duration) -> String {
        "; it says to retry after \(wait.components.seconds) s, when this run will be over"
    }
}

extension Rule {
    /// A finding about an answer: an error for a conclusive failure, else that the rule could not tell.
    ///
    /// - Parameters:
    ///   - destination: About which destination.
    ///   - result: The answer.
    ///   - field: About which field.
    ///   - isConclusive: Whether a conclusive failure counts as one; false where the call may refuse a good credential.
    ///   - hint: What else is known, to follow the message.
    func finding(
        _ destination: Destination,
        about result: APIResult,
        field: String,
        isConclusive: Bool = true,
        hint: String = ""
    ) -> Finding {
        let isConclusiveFailure = isConclusive && result.meaning.traits.verdict == .conclusiveFailure
        let location = destination.copiedTexts.first { $0.field == field }?.range.location ?? destination.range.location
        return finding(
            destination,
            severity: isConclusiveFailure ? .error : .unknown,
            cause: result.cause ?? .unrecognized,
            field: field,
            message: (isConclusiveFailure ? "" : "could not tell: ") + result.message + hint,
            at: location,
            result: result,
            remedy: .forAnswer(result.meaning, kind: destination.tokenKind.kind, failure: result.failure)
        )
    }
}
