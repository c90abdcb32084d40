import TikTokAPI

/// `test-event-code-in-production`
struct TestEventCodeInProductionRule: Rule {
    static let description = RuleDescription(
        id: "test-event-code-in-production",
        title: "a test event code is left where events are sent from",
        rationale:
            "A product that finds a test event code in its settings sends it along with every event, and TikTok then shows "
            + "them in the test view and counts them in no report.",
        stage: .offline,
        severity: .warning,
        bad: [
            RuleExample(
                #"{"config": {"accessToken": "{good token}", "pixelCode": "{good pixel}", "testEventCode": ↓"TEST12345"}}"#,
                says: "RudderStack sends every event with it"
            )
        ],
        good: [
            RuleExample(
                #"{"config": {"accessToken": "{good token}", "pixelCode": "{good pixel}"}}"#
            ),
            // What only this program reads may name the code: it is for the test event.
            RuleExample(
                #"{"pixel_id": "{good pixel}", "access_token": "{good token}", "test_event_code": "TEST12345", "managed_by": "upstack"}"#
            ),
        ],
        remedies: [.removeTestEventCode]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let product = destination.product, product.deliversEvents, destination.type == .events else {
            return .notApplicable("no config of a product that sends events")
        }
        guard let code = destination.testEventCode else { return .passed }
        return .findings([
            finding(
                destination,
                field: code.field,
                message: "\(code.label) is set: \(product.name) sends every event with it, "
                    + "so that none counts outside the test view",
                at: code.range.location,
                remedy: .removeTestEventCode
            )
        ])
    }
}
