/// `value-reference`
struct ValueReferenceRule: Rule {
    static let description = RuleDescription(
        id: "value-reference",
        title: "a reference to a variable or file leads nowhere",
        rationale:
            "A secret that is not passed to the job is an empty secret: in CI this is the commonest reason why a "
            + "destination that works on a laptop does not work there.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "↓${env:SHOP_TOKEN}"}"#,
                says: "environment variable SHOP_TOKEN, which is not set"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "↓${SHOP_TOKEN}"}"#,
                says: "environment variable SHOP_TOKEN, which is empty",
                environment: ["SHOP_TOKEN": ""]
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "↓${file:no/such/file}"}"#,
                says: "file no/such/file, which cannot be read"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "↓${env:SHOP_TOKEN"}"#,
                says: "never closed"
            ),
            RuleExample(
                #"{"config": {"pixelCode": "{pixel}", "accessToken": ↓"{{ event.token || \"\" }}"}}"#,
                says: "config.accessToken is worked out for each event",
                severity: .unknown
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "${env:PIXEL:-{pixel}}", "access_token": "${env:SHOP_TOKEN}"}"#,
                environment: ["SHOP_TOKEN": "{token}"]
            )
        ],
        remedies: [.fixReference]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        let findings = destination.defects.filter { $0.kind == .reference || $0.kind == .elsewhere }.map { defect in
            finding(
                destination,
                severity: defect.kind == .elsewhere ? .unknown : nil,
                field: defect.field,
                message: defect.message,
                at: defect.range.location,
                remedy: .fixReference,
                advice: defect.advice
            )
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }
}
