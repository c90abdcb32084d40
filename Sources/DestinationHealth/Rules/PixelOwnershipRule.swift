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
        bad: [],
        good: []
    )

    /// Whether an answer is this rule's to report rather than `token-accepted`'s.
    static func judges(_ fact: Fact) -> Bool {
        fact.call.endpoint == .trackEvents && fact.meaning == .notAllowlisted
    }

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        guard destination.type == .events else { return [] }
        return destination.primaryCall(context.options).map { [$0] } ?? []
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard destination.type == .events else { return .notApplicable("type is tiktok_ads") }
        let field = destination.eventSource == .web ? "pixel_id" : "event_source_id"
        guard let fact = context.evidence.fact(from: .trackEvents) else {
            return .findings([
                unprovable(destination, field: field, "the sandbox has no Events API", .switchEnvironment)
            ])
        }
        let traits = fact.meaning.traits
        switch traits.verdict {
        case .proof:
            if fact.call.eventCount > 0 { return .passed }
            return .findings([unproven(destination, field: field)])
        case .accusation:
            if traits.token == .refused { return .notApplicable("the token was refused") }
            let isOurs = traits.token == .alive || Self.judges(fact)
            guard isOurs || !context.isSelected(TokenAcceptedRule.self) else {
                return .notApplicable("see \(TokenAcceptedRule.description.id)")
            }
            let accused = fact.meaning == .testEventCodeInvalid ? "test_event_code" : field
            return .findings([finding(destination, about: fact, field: accused)])
        case .undecided:
            // An empty list is refused for being empty, which is what was expected.
            if fact.meaning == .requestRefused, fact.call.eventCount == 0 {
                return .findings([unproven(destination, field: field)])
            }
            // An answer that does not even judge the token is reported once, by the rule about the token.
            if traits.token == .unjudged, context.isSelected(TokenAcceptedRule.self) { return .undecidedElsewhere }
            return .findings([finding(destination, about: fact, field: field)])
        }
    }

    /// The token is alive, but no event was sent that could have proven more.
    private func unproven(_ destination: Destination, field: String) -> Finding {
        if destination.eventSource != .web {
            return unprovable(
                destination,
                field: field,
                "a test event proves pixels only, not event source \(destination.eventSource.rawValue)",
                .runAgain
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
