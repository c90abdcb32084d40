import TikTokAPI

/// `app-credentials`
struct AppCredentialsRule: LiveRule {
    static let description = RuleDescription(
        id: "app-credentials",
        title: "app id, secret and token do not belong together",
        rationale:
            "A developer app's id and secret are needed to list ad accounts and to renew an authorisation. Those of "
            + "another app, or a secret that was reset, fail only when somebody needs them.",
        stage: .live,
        severity: .error,
        bad: [
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": "{token of the other app}", "app": {"app_id": ↓"{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}", "{other ad account}"]}"#,
                says: "do not belong together"
            ),
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": "{marketing token}", "app": {"app_id": ↓"{app id}", "secret": "0123456789abcdef0123456789abcdef01234567"}, "advertiser_ids": ["{ad account}", "{other ad account}"]}"#,
                says: "do not belong together"
            ),
        ],
        good: [
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": "{marketing token}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}", "{other ad account}"]}"#
            )
        ],
        remedies: [.matchApp, .checkAppID, .completeDeveloperProfile, .authorizeAgain, .renewAccountToken]
    )

    /// Whether an answer is this rule's to report rather than `token-accepted`'s.
    static func judges(_ result: APIResult) -> Bool {
        guard result.call.endpoint == .listAdvertisers || result.call.endpoint == .accountTokenInfo else {
            return false
        }
        return [.appMismatch, .appIDInvalid, .developerNotApproved, .authorizationCodeSpent].contains(result.meaning)
    }

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        guard destination.hasApp, destination.type == .ads || destination.readsAccounts else { return [] }
        let call = destination.advertisersCall(context.options)
        var calls = (call ?? destination.primaryCall(context.options)).map { [$0] } ?? []
        // Three things can be wrong together; a call that needs only the token shows whether it is the token.
        if let call, context.evidence.result(answering: call)?.meaning == .appMismatch,
            let tokenCall = destination.call(.userInfo, context.options)
        {
            calls.append(tokenCall)
        }
        return calls
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard destination.hasApp else { return .notApplicable("no app to check") }
        guard
            let result = context.evidence.result(from: .listAdvertisers)
                ?? context.evidence.result(from: .accountTokenInfo)
        else { return .notApplicable("no call here judges the app") }
        if result.meaning.traits.verdict == .proof { return .passed }
        if Self.judges(result) {
            let hint = result.meaning == .appMismatch ? whichOfThree(context.evidence.result(from: .userInfo)) : ""
            return .findings([finding(destination, about: result, field: "app.app_id", hint: hint)])
        }
        if result.meaning.traits.verdict == .conclusiveFailure {
            let isReported = context.isSelected(TokenAcceptedRule.self) || context.isSelected(AdvertiserAccessRule.self)
            return isReported
                ? .notApplicable("the answer is about the token or the ad account")
                : .findings([finding(destination, about: result, field: "app.app_id")])
        }
        return context.isSelected(TokenAcceptedRule.self)
            ? .undecidedElsewhere : .findings([finding(destination, about: result, field: "app.app_id")])
    }

    private func whichOfThree(_ result: APIResult?) -> String {
        switch result?.meaning.traits.token {
        case .alive: "; the token itself is good, so app id and secret are not those of its app"
        case .refused: "; the token itself is refused too, so begin with the token"
        case .unjudged, nil: "; which of the three it is could not be determined"
        }
    }
}
