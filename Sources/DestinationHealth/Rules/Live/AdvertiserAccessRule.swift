import TikTokAPI

/// `advertiser-access`
struct AdvertiserAccessRule: LiveRule {
    static let description = RuleDescription(
        id: "advertiser-access",
        title: "the token does not reach the ad accounts",
        rationale:
            "A token carries the ad accounts that were ticked when the app was authorised, which may be fewer than the "
            + "config names, or none.",
        stage: .live,
        severity: .error,
        bad: [
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": "{marketing token}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}", ↓"{third ad account}"]}"#,
                says: "does not reach the ad account"
            ),
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": "{token without accounts}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": [↓"{ad account}"]}"#,
                says: "no ad account at all"
            ),
            RuleExample(
                #"{"access_token": "{marketing token}", "accounts": "{ad account}, ↓{third ad account}"}"#,
                says: "no right to the ad account"
            ),
        ],
        good: [
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": "{marketing token}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}", "{other ad account}"]}"#
            ),
            RuleExample(
                #"{"access_token": "{marketing token}", "accounts": "{ad account}, {other ad account}", "sandbox": "false"}"#
            ),
        ],
        remedies: [.grantAdvertiser, .checkAdvertiserID, .grantPixel, .findPixel, .grantScope, .joinAllowlist]
    )

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        guard destination.type == .ads || destination.readsAccounts else { return [] }
        return destination.advertisersCall(context.options).map { [$0] } ?? accountReads(destination, context)
    }

    /// Without an app nothing lists ad accounts, so each is read once the token is known to live.
    private func accountReads(_ destination: Destination, _ context: QuestionContext) -> [APICall] {
        guard destination.isReadAccountByAccount else { return [] }
        guard let answer = context.evidence.result(from: .userInfo) else {
            return destination.call(.userInfo, context.options).map { [$0] } ?? []
        }
        guard answer.meaning.traits.token == .alive else { return [] }
        return destination.advertiserIDs.filter { $0.skipReason == nil }.compactMap { id in
            destination.call(.readOne(.account, advertiserID: id.cleaned.unmasked), context.options)
        }
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard destination.type == .ads || destination.readsAccounts else {
            return .notApplicable("no app and ad accounts to check")
        }
        if destination.isReadAccountByAccount { return checkAccounts(destination, in: context) }
        guard let result = context.evidence.result(from: .listAdvertisers) else {
            return .notApplicable("no call here lists ad accounts")
        }
        guard result.meaning.traits.verdict == .proof else {
            if destination.type == .events, context.evidence.showsEventsManagerToken {
                return .findings([eventsOnly(destination, result)])
            }
            if result.meaning.traits.verdict == .conclusiveFailure {
                guard result.meaning.traits.token == .alive || !context.isSelected(TokenAcceptedRule.self) else {
                    return .notApplicable("the call was refused before ad accounts were looked at")
                }
                return .findings([finding(destination, about: result, field: "advertiser_ids")])
            }
            return context.isSelected(TokenAcceptedRule.self)
                ? .undecidedElsewhere : .findings([finding(destination, about: result, field: "advertiser_ids")])
        }
        guard let listed = result.advertisers else { return .notApplicable("no call here lists ad accounts") }
        let missing = destination.advertiserIDs.filter { !listed.ids.contains($0.cleaned.unmasked) }
        let isNothing = listed.ids.isEmpty
        guard isNothing || !missing.isEmpty else { return .passed }
        guard listed.isComplete else {
            return .findings([
                finding(
                    destination,
                    severity: .unknown,
                    cause: .unrecognized,
                    field: "advertiser_ids",
                    message: "could not tell: TikTok's list of ad accounts is not complete",
                    at: destination.advertiserIDs.first?.range.location ?? destination.range.location,
                    result: result,
                    remedy: .reportToTikTok
                )
            ])
        }
        if isNothing {
            return .findings([
                finding(
                    destination,
                    cause: .ownership,
                    field: "advertiser_ids",
                    message: "the token reaches no ad account at all",
                    at: destination.advertiserIDs.first?.range.location ?? destination.range.location,
                    result: result,
                    remedy: .grantAdvertiser
                )
            ])
        }
        return .findings(
            missing.map { id in
                finding(
                    destination,
                    cause: .ownership,
                    field: id.field,
                    message: "the token does not reach the ad account \(id.shown)",
                    at: id.range.location,
                    result: result,
                    remedy: .grantAdvertiser
                )
            }
        )
    }

    private func checkAccounts(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        if let answer = context.evidence.result(from: .userInfo), answer.meaning.traits.token != .alive {
            guard context.isSelected(TokenAcceptedRule.self) else {
                return .findings([finding(destination, about: answer, field: "access_token")])
            }
            return answer.meaning.traits.verdict == .conclusiveFailure
                ? .notApplicable("nothing more is asked with this token") : .undecidedElsewhere
        }
        var findings: [Finding] = []
        for id in destination.advertiserIDs {
            let operation = APICall.Operation.readOne(.account, advertiserID: id.cleaned.unmasked)
            guard let result = context.evidence.results.first(where: { $0.call.operation == operation }) else {
                return .notApplicable("the ad accounts were not asked about")
            }
            if result.meaning != .accepted { findings.append(finding(destination, about: result, field: id.field)) }
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }

    /// The events get through, so the destination works; that its ad accounts cannot be read is worth knowing.
    private func eventsOnly(_ destination: Destination, _ result: APIResult) -> Finding {
        finding(
            destination,
            severity: .note,
            cause: result.cause ?? .scope,
            field: "advertiser_ids",
            message: "the token sends events but may not list ad accounts, as those made in Events Manager",
            at: destination.advertiserIDs.first?.range.location ?? destination.range.location,
            result: result,
            remedy: .grantScope
        )
    }
}

extension Destination {
    /// Whether its ad accounts are proven one by one: those of a product that has no place for the developer app that could
    /// list them.
    fileprivate var isReadAccountByAccount: Bool {
        type == .ads && tokenKind.kind == .marketing && product?.hasApp == false && !hasApp
            && !advertiserIDs.isEmpty
    }
}
