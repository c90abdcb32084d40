import TikTokAPI

/// `scope-access`
struct ScopeAccessRule: LiveRule {
    static let description = RuleDescription(
        id: "scope-access",
        title: "TikTok refuses a call that the token is needed for",
        rationale:
            "A token may be alive and reach its ad accounts, and yet lack the permission for reports or audiences. One "
            + "small read for each need tells, where the config does not record the scopes.",
        stage: .live,
        severity: .error,
        bad: [
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": ↓"{token that may only send events}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}"], "uses": ["ads_reporting"]}"#,
                says: "lacks"
            )
        ],
        good: [
            RuleExample(
                #"{"type": "tiktok_ads", "access_token": "{marketing token}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}"], "uses": ["ads_reporting"]}"#
            )
        ],
        remedies: [.grantScope, .fillInField]
    )

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        guard Self.reasonToPass(destination) == nil, let token = destination.accessToken?.cleaned,
            let primary = destination.primaryCall(context.options)
        else { return [] }
        // Nothing more is sent for a token that was not proven alive.
        guard let answer = context.evidence.results.first else { return [primary] }
        guard answer.meaning.traits.token == .alive,
            let advertiserID = Self.advertiserID(of: destination, context.evidence)
        else { return [] }
        let reads = Self.openNeeds(of: destination).compactMap(\.read)
        return reads.filter { Self.answer(to: $0, at: advertiserID, in: context.evidence) == nil }
            .map { APICall(.readOne($0, advertiserID: advertiserID), token: token, origin: primary.origin) }
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        if let reason = Self.reasonToPass(destination) { return .notApplicable(reason) }
        guard let primary = context.evidence.results.first else {
            return .notApplicable("no call here judges the token")
        }
        guard primary.meaning.traits.token == .alive else {
            guard context.isSelected(TokenAcceptedRule.self) else {
                return .findings([finding(destination, about: primary, field: "access_token")])
            }
            return primary.meaning.traits.verdict == .conclusiveFailure
                ? .notApplicable("nothing more is asked with this token") : .undecidedElsewhere
        }
        guard let advertiserID = Self.advertiserID(of: destination, context.evidence) else {
            return withoutAdvertiser(destination, context)
        }
        return judge(Self.openNeeds(of: destination), of: destination, at: advertiserID, in: context)
    }

    // MARK: What to ask

    /// A scope that the config does not settle.
    private struct Need {
        let scope: PermissionScope
        /// Which use needs it.
        let use: TokenUse
        /// What proves it; nil if nothing does where the token is good.
        let read: AdvertiserRead?
    }

    /// Why there is nothing to look at; nil if there is.
    private static func reasonToPass(_ destination: Destination) -> String? {
        guard let uses = destination.uses, !uses.isEmpty else { return "uses does not say what the token must do" }
        let kind = destination.tokenKind.kind
        guard kind == .marketing || kind == .sandbox else { return "only a developer app's token has scopes" }
        if destination.type == .events, kind == .marketing {
            guard destination.hasApp, !destination.advertiserIDs.isEmpty else {
                return "reads need an app and advertiser_ids"
            }
        }
        return openNeeds(of: destination).isEmpty ? "nothing is left to ask" : nil
    }

    /// The scopes of the uses that the record neither grants nor lacks; those that it lacks are `scope-coverage`'s.
    private static func openNeeds(of destination: Destination) -> [Need] {
        let recorded = RecordedScopes(destination)
        let isInSandbox = destination.tokenKind.kind == .sandbox
        var needs: [Need] = []
        for use in destination.uses ?? [] {
            // Where events are sent, they themselves are the proof.
            if use == .eventsAPI, destination.type == .events { continue }
            for scope in ScopeNeeds.scopes(for: use) where recorded?.settles(scope) != true {
                guard !needs.contains(where: { $0.scope == scope }) else { continue }
                let read = ScopeNeeds.read(proving: scope)
                needs.append(
                    Need(scope: scope, use: use, read: isInSandbox && read?.endpoint.isInSandbox == false ? nil : read)
                )
            }
        }
        return needs
    }

    /// The first of the config's ad accounts that the token reaches, or any that it reaches; nil for none.
    private static func advertiserID(of destination: Destination, _ evidence: Evidence) -> String? {
        let listed = evidence.result(from: .listAdvertisers)?.advertisers?.ids
        let configured = destination.advertiserIDs.map(\.cleaned.unmasked).filter(isPlainNumber)
        guard let listed else { return configured.first }
        guard destination.advertiserIDs.isEmpty else { return configured.first { listed.contains($0) } }
        return listed.filter(isPlainNumber).min()
    }

    private static func isPlainNumber(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    // MARK: What the answers say

    private static let aboutAdvertisers: Set<AnswerMeaning> = [
        .noPermissionForAdvertiser, .advertiserNotFound, .advertiserIDInvalid,
    ]

    private func judge(
        _ needs: [Need],
        of destination: Destination,
        at advertiserID: String,
        in context: RuleContext
    ) -> RuleOutcome {
        let isReportedElsewhere = reportsAdvertiser(advertiserID, context)
        var findings: [Finding] = []
        var reported: Set<AnswerMeaning> = []
        var isRefusedElsewhere = false
        for need in needs {
            guard let read = need.read,
                let result = Self.answer(to: read, at: advertiserID, in: context.evidence)
            else {
                findings.append(unprovable(destination, need))
                continue
            }
            switch result.meaning {
            case .accepted: continue
            case .scopeMissing: findings.append(missing(destination, need, result))
            case let meaning where Self.aboutAdvertisers.contains(meaning) && isReportedElsewhere:
                isRefusedElsewhere = true
            default:
                // One cause is reported once, however many reads it affects.
                guard reported.insert(result.meaning).inserted else { continue }
                findings.append(finding(destination, about: result, field: "access_token", isConclusive: false))
            }
        }
        if !findings.isEmpty { return .findings(findings) }
        return isRefusedElsewhere ? .notApplicable("the ad account was refused") : .passed
    }

    /// The answer to a read; looking a pixel up in the ad account needs the same scope as reading any pixel of it.
    private static func answer(to read: AdvertiserRead, at advertiserID: String, in evidence: Evidence) -> APIResult? {
        evidence.results.first { result in
            if case .findPixel(_, advertiserID) = result.call.operation { return read == .pixels }
            return result.call.operation == .readOne(read, advertiserID: advertiserID)
        }
    }

    /// Whether `advertiser-access` says what is wrong with an ad account.
    private func reportsAdvertiser(_ advertiserID: String, _ context: RuleContext) -> Bool {
        guard context.isSelected(AdvertiserAccessRule.self),
            let listing = context.evidence.result(from: .listAdvertisers)
        else { return false }
        return listing.meaning.traits.verdict != .proof || listing.advertisers?.ids.contains(advertiserID) != true
    }

    private func missing(_ destination: Destination, _ need: Need, _ result: APIResult) -> Finding {
        finding(
            destination,
            cause: .scope,
            field: "access_token",
            message: "the token lacks \"\(need.scope.name)\" (\(need.scope.id)), needed for \(need.use.rawValue): "
                + "\(result.call.endpoint.rawValue) is refused",
            at: (destination.accessToken?.range ?? destination.range).location,
            result: result,
            remedy: .grantScope,
            advice: ScopeNeeds.advice(toAdd: [need.scope])
        )
    }

    private func unprovable(_ destination: Destination, _ need: Need) -> Finding {
        let place =
            destination.tokenKind.kind == .sandbox ? "the sandbox has no call that proves it" : "no read proves it"
        return finding(
            destination,
            severity: .unknown,
            cause: .config,
            field: "scopes",
            message: "could not tell whether the token has \"\(need.scope.name)\" (\(need.scope.id)), needed for "
                + "\(need.use.rawValue): \(place)",
            at: destination.range.location,
            remedy: .fillInField,
            advice: "Record the numbers of data.scope in the answer of /oauth2/access_token/ as \"scopes\", in quotes."
        )
    }

    private func withoutAdvertiser(_ destination: Destination, _ context: RuleContext) -> RuleOutcome {
        if let listing = context.evidence.result(from: .listAdvertisers), listing.advertisers != nil,
            context.isSelected(AdvertiserAccessRule.self)
        {
            return .notApplicable("the token reaches none of the ad accounts")
        }
        return .findings([
            finding(
                destination,
                severity: .unknown,
                field: "advertiser_ids",
                message: "could not tell: there is no ad account to ask about",
                at: (destination.advertiserIDs.first?.range ?? destination.range).location,
                remedy: .fillInField
            )
        ])
    }
}
