import TikTokAPI

/// `clock-skew`
struct ClockSkewRule: LiveRule, RunWideRule {
    static let description = RuleDescription(
        id: "clock-skew",
        title: "this machine's clock differs from TikTok's",
        rationale:
            "Whatever is said about expiry goes by this machine's clock, and so do the times of the events that it sends; "
            + "with a clock that is far off, TikTok's certificate looks invalid too.",
        stage: .live,
        severity: .warning,
        bad: [
            RuleExample(
                #"↓{"pixel_id": "{fault lab pixel}", "access_token": "{token of the slow clock}", "test_event_code": "TEST12345"}"#,
                says: "clock"
            )
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{good pixel}", "access_token": "{good token}", "test_event_code": "TEST12345"}"#
            )
        ],
        remedies: [.synchronizeClock, .runAgain]
    )

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        // The question that is asked anyway: any answer has a date.
        destination.primaryCall(context.options).map { [$0] } ?? []
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let result = context.evidence.datedResult, let clock = result.clock else {
            let silent = context.evidence.results.first { $0.summary.code == nil }
            guard let silent, !context.isSelected(TokenAcceptedRule.self) else {
                return .notApplicable("no answer of TikTok's has a date")
            }
            return .findings([finding(destination, about: silent, field: "", isConclusive: false)])
        }
        guard let skew = clock.skew else {
            let date = clock.serverTime.map { "says \(Timestamp.text($0)), which cannot be" } ?? "is no date"
            return .findings([
                finding(
                    destination,
                    severity: .note,
                    cause: .server,
                    field: nil,
                    message:
                        "the Date header of TikTok's answer \(date): it was not compared with this machine's clock",
                    at: destination.range.location,
                    result: result,
                    remedy: .runAgain
                )
            ])
        }
        guard abs(skew) > ClockReading.tolerance else { return .passed }
        return .findings([
            finding(
                destination,
                cause: .environment,
                field: nil,
                message: "this machine's clock is \(Timestamp.words(forSeconds: abs(skew))) "
                    + (skew > 0 ? "behind" : "ahead of") + " TikTok's",
                at: destination.range.location,
                result: result,
                remedy: .synchronizeClock
            )
        ])
    }
}
