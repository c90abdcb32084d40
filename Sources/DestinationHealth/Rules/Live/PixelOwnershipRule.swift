import TikTokAPI

/// `pixel-ownership`
struct PixelOwnershipRule: LiveRule {
    static let description = RuleDescription(
        id: "pixel-ownership",
        title: "the token does not own the pixel",
        rationale:
            "A token of Events Manager works for the pixels of one ad account only. With another account's pixel every "
            + "event is refused, under HTTP 200, while token and pixel each look right.",
        stage: .live,
        severity: .error,
        bad: [
            RuleExample(
                #"{"pixel_id": ↓"{pixel of another shop}", "access_token": "{good token}", "test_event_code": "TEST12345"}"#,
                says: "no right to this pixel"
            ),
            RuleExample(
                #"{"pixel_id": ↓"{pixel}", "access_token": "{good token}", "test_event_code": "TEST12345"}"#,
                says: "there is no such pixel"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{good pixel}", "access_token": "{good token}", "test_event_code": "TEST12345"}"#
            )
        ],
        remedies: [
            .grantPixel, .swapTokens, .findPixel, .checkTestEventCode, .proveWithTestEventCode, .grantScope,
            .grantAdvertiser, .checkAdvertiserID, .joinAllowlist, .switchEnvironment, .proveInEventsManager,
        ]
    )

    /// Whether an answer is this rule's to report rather than `token-accepted`'s.
    static func judges(_ result: APIResult) -> Bool {
        result.call.endpoint == .trackEvents && result.meaning == .notAllowlisted
    }

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        guard destination.type == .events, let primary = destination.primaryCall(context.options) else { return [] }
        var calls = [primary]
        guard let result = context.evidence.result(answering: primary) else {
            return calls + destination.pixelCalls(context.options).prefix(1)
        }
        // The pixel may be in any of the named ad accounts; each further one costs a call.
        if !Self.isListed(destination, in: context.evidence) {
            calls += destination.pixelCalls(context.options).dropFirst().prefix(2)
        }
        if result.meaning.refusesPixel { calls += TokenSwap.questions(about: destination, in: context) }
        return calls
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard destination.type == .events else { return .notApplicable("type is tiktok_ads") }
        let field = destination.eventSource == .web ? "pixel_id" : "event_source_id"
        guard let result = context.evidence.result(from: .trackEvents) else {
            return .findings([
                unprovable(destination, field: field, "the sandbox has no Events API", .switchEnvironment)
            ])
        }
        let traits = result.meaning.traits
        switch traits.verdict {
        case .proof where result.call.eventCount > 0:
            let notes = [refusedList(destination, context.evidence), repeatedEvent(destination, result)].compactMap {
                $0
            }
            return notes.isEmpty ? .passed : .findings(notes)
        case .proof:
            return Self.isListed(destination, in: context.evidence)
                ? .passed : withoutEvent(destination, field: field, in: context)
        case .conclusiveFailure:
            if traits.token == .refused, context.isSelected(TokenAcceptedRule.self) {
                return .notApplicable("the token was refused")
            }
            let isOurs = traits.token == .alive || Self.judges(result)
            // An answer is passed on only to a rule that runs.
            guard isOurs || !context.isSelected(TokenAcceptedRule.self) else {
                return .notApplicable("see \(TokenAcceptedRule.description.id)")
            }
            if result.meaning.refusesPixel, let swap = TokenSwap.diagnosis(of: destination, in: context) {
                return .findings([refused(destination, about: result, swap)])
            }
            let accused = result.meaning == .testEventCodeInvalid ? "test_event_code" : field
            return .findings([finding(destination, about: result, field: accused)])
        case .undecided:
            // An empty list is refused for being empty, which is what was expected.
            if result.meaning == .requestRefused, result.call.eventCount == 0 {
                return Self.isListed(destination, in: context.evidence)
                    ? .passed : withoutEvent(destination, field: field, in: context)
            }
            // An answer that does not even judge the token is reported once, by the rule about the token.
            if traits.token == .unjudged, context.isSelected(TokenAcceptedRule.self) { return .undecidedElsewhere }
            return .findings([finding(destination, about: result, field: field)])
        }
    }

    /// Whether an ad account's list of pixels, read with this token, has the pixel in it: a proof without an event.
    private static func isListed(_ destination: Destination, in evidence: Evidence) -> Bool {
        guard let code = destination.pixelID?.cleaned.unmasked else { return false }
        return evidence.results.contains { result in
            result.meaning == .accepted && result.pixels?.contains { $0.code.utf8.elementsEqual(code.utf8) } ?? false
        }
    }

    /// TikTok took the event, so a refused list of pixels undoes nothing; it is worth a note.
    private func refusedList(_ destination: Destination, _ evidence: Evidence) -> Finding? {
        guard let result = evidence.pixelSearches.first, result.meaning.traits.verdict == .conclusiveFailure else {
            return nil
        }
        return finding(
            destination,
            severity: .note,
            cause: result.cause ?? .unrecognized,
            field: "advertiser_ids",
            message: "the event was accepted, but the ad account's pixels cannot be read: \(result.message)",
            at: destination.advertiserIDs.first?.range.location ?? destination.range.location,
            result: result,
            remedy: .forAnswer(result.meaning, kind: destination.tokenKind.kind, failure: result.failure)
        )
    }

    /// The event was sent again while it was not known whether it had arrived; people who count events may want to know.
    private func repeatedEvent(_ destination: Destination, _ result: APIResult) -> Finding? {
        guard result.summary.eventCopies > 1 else { return nil }
        return finding(
            destination,
            severity: .note,
            cause: .network,
            field: "pixel_id",
            message:
                "the test event may have arrived \(result.summary.eventCopies) times: an answer did not come, or was a fault "
                + "of TikTok's, and it was sent again",
            at: destination.pixelID?.range.location ?? destination.range.location,
            result: result,
            remedy: .runAgain,
            advice: "Nothing needs fixing: all copies have one event_id, which TikTok takes once in 48 hours."
        )
    }

    private func refused(_ destination: Destination, about result: APIResult, _ swap: TokenSwap) -> Finding {
        finding(
            destination,
            cause: result.cause ?? .ownership,
            field: "pixel_id",
            message: "\(result.meaning.message): \(swap.message)",
            at: destination.pixelID?.range.location ?? destination.range.location,
            result: result,
            remedy: .swapTokens,
            advice: swap.advice
        )
    }

    /// The token is alive, and whether it owns the pixel is as an earlier run proved it, or not known.
    private func withoutEvent(_ destination: Destination, field: String, in context: RuleContext) -> RuleOutcome {
        context.earlierProof.map(RuleOutcome.provenEarlier) ?? .findings([unproven(destination, field: field)])
    }

    /// The token is alive, but no event was sent that could have proven more.
    private func unproven(_ destination: Destination, field: String) -> Finding {
        if destination.eventSource != .web {
            return unprovable(
                destination,
                field: field,
                "a test event proves pixels only, not event source \(destination.eventSource.rawValue)",
                .proveInEventsManager
            )
        }
        return finding(
            destination,
            severity: .unknown,
            field: field,
            message: "could not tell: without a test_event_code no event was sent that would prove ownership",
            at: destination.pixelID?.range.location ?? destination.range.location,
            remedy: .proveWithTestEventCode
        )
    }

    private func unprovable(_ destination: Destination, field: String, _ words: String, _ remedy: Remedy) -> Finding {
        finding(
            destination,
            severity: .unknown,
            cause: remedy == .switchEnvironment ? .environment : .config,
            field: field,
            message: "could not tell: \(words)",
            at: destination.copiedTexts.first { $0.field == field }?.range.location ?? destination.range.location,
            remedy: remedy
        )
    }
}
