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
        bad: [],
        good: []
    )

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        destination.primaryCall(context.options).map { [$0] } ?? []
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let fact = context.evidence.facts.first else {
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
        let traits = fact.meaning.traits
        switch traits.token {
        // Who the pixel or ad account belongs to is for other rules to say.
        case .alive where traits.verdict == .proof || fact.call.endpoint.judgesMoreThanToken: return .passed
        case .refused: return .findings([finding(destination, about: fact, field: "access_token")])
        case .alive, .unjudged: break
        }
        if AppCredentialsRule.judges(fact), context.isSelected(AppCredentialsRule.self) {
            return .notApplicable("the app's credentials must be mended first")
        }
        if PixelOwnershipRule.judges(fact), context.isSelected(PixelOwnershipRule.self) {
            return .notApplicable("see \(PixelOwnershipRule.description.id)")
        }
        let mayAccuse = fact.call.endpoint.judgesMoreThanToken || traits.token == .unjudged
        return .findings([finding(destination, about: fact, field: "access_token", mayAccuse: mayAccuse)])
    }
}

extension Endpoint {
    /// Whether a refusal here that takes the token itself for good is another rule's to report. Elsewhere a good token may
    /// be refused without being bad ("an Events Manager token at /user/info/", report from the field, 2026).
    fileprivate var judgesMoreThanToken: Bool {
        self == .trackEvents || self == .listAdvertisers
    }
}
