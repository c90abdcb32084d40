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
        bad: [],
        good: []
    )

    /// Whether an answer is this rule's to report rather than `token-accepted`'s.
    static func judges(_ fact: Fact) -> Bool {
        guard fact.call.endpoint == .listAdvertisers || fact.call.endpoint == .accountTokenInfo else { return false }
        return [.appMismatch, .appIDInvalid, .developerNotApproved, .authorizationCodeSpent].contains(fact.meaning)
    }

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        guard destination.type == .ads, destination.app != nil else { return [] }
        return destination.primaryCall(context.options).map { [$0] } ?? []
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard destination.type == .ads, destination.app != nil else { return .notApplicable("no app to check") }
        guard let fact = context.evidence.fact(from: .listAdvertisers) ?? context.evidence.fact(from: .accountTokenInfo)
        else { return .notApplicable("no call here judges the app") }
        if fact.meaning.traits.verdict == .proof { return .passed }
        if Self.judges(fact) { return .findings([finding(destination, about: fact, field: "app.app_id")]) }
        if fact.meaning.traits.token == .refused { return .notApplicable("the token was refused") }
        guard fact.meaning.traits.verdict == .undecided else { return .notApplicable("see the other findings") }
        return context.isSelected(TokenAcceptedRule.self)
            ? .undecidedElsewhere : .findings([finding(destination, about: fact, field: "app.app_id")])
    }
}
