import TikTokAPI

/// `token-accepted`
struct TokenAcceptedRule: LiveRule {
    static let description = RuleDescription(
        id: "token-accepted",
        title: "TikTok does not accept the access token",
        rationale:
            "TikTok answers HTTP 200 to a dead token and names the failure only in the body, so software that looks at "
            + "the status alone loses every event without a word.",
        stage: .live,
        severity: .error,
        bad: [
            RuleExample(
                #"{"pixel_id": "{good pixel}", "access_token": ↓"{revoked token}", "test_event_code": "TEST12345"}"#,
                says: "wrong or was revoked"
            ),
            RuleExample(
                #"{"pixel_id": "{good pixel}", "access_token": ↓"{expired token}", "test_event_code": "TEST12345"}"#,
                says: "has expired"
            ),
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": ↓"{withdrawn token}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}", "{other ad account}"]}"#,
                says: "wrong or was revoked"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{good pixel}", "access_token": "{good token}", "test_event_code": "TEST12345"}"#
            ),
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": "{marketing token}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}", "{other ad account}"]}"#
            ),
        ],
        remedies: [
            .newEventsManagerToken, .authorizeAgain, .renewAccountToken, .newSandboxToken, .giveAppCredentials,
            .switchEnvironment, .joinAllowlist, .matchApp, .checkAppID, .completeDeveloperProfile,
        ]
    )

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        destination.primaryCall(context.options).map { [$0] } ?? []
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let result = Self.firstJudging(context.evidence) else {
            return .findings([
                finding(
                    destination,
                    severity: .unknown,
                    field: "access_token",
                    message: "could not tell: no call of the API judges this token without the app's id",
                    at: destination.range.location,
                    remedy: .giveAppCredentials
                )
            ])
        }
        let traits = result.meaning.traits
        switch traits.token {
        case .alive where traits.verdict == .proof || result.call.endpoint.takesToken(when: traits.verdict):
            return .passed
        case .refused: return .findings([finding(destination, about: result, field: "access_token")])
        case .alive, .unjudged: break
        }
        if AppCredentialsRule.judges(result), context.isSelected(AppCredentialsRule.self) {
            return .notApplicable("the app's credentials must be fixed first")
        }
        if PixelOwnershipRule.judges(result), context.isSelected(PixelOwnershipRule.self) {
            return .notApplicable("see \(PixelOwnershipRule.description.id)")
        }
        let isConclusive = [.trackEvents, .listAdvertisers].contains(result.call.endpoint) || traits.token == .unjudged
        return .findings([finding(destination, about: result, field: "access_token", isConclusive: isConclusive)])
    }

    /// The first answer, or a later one that goes into the token where the first does not.
    private static func firstJudging(_ evidence: Evidence) -> APIResult? {
        guard let first = evidence.results.first, first.meaning.traits.token == .unjudged else {
            return evidence.results.first
        }
        let later = evidence.result(from: .userInfo)
        return later.flatMap { $0.meaning.traits.token == .unjudged ? nil : $0 } ?? first
    }
}

extension Endpoint {
    /// Whether an answer without proof shows all the same that the token was taken: the Events API looks at the token before
    /// all else, and a refusal about an ad account comes after the token. Elsewhere a good token may be refused without being
    /// bad ("an Events Manager token at /user/info/", report from the field, 2026).
    fileprivate func takesToken(when verdict: AnswerMeaning.Verdict) -> Bool {
        self == .trackEvents || (self == .listAdvertisers && verdict == .conclusiveFailure)
    }
}
