import TikTokAPI

/// `test-event-code-format`
struct TestEventCodeFormatRule: Rule {
    static let description = RuleDescription(
        id: "test-event-code-format",
        title: "the test event code does not look like one",
        rationale: "With a wrong code the test event goes nowhere that anybody looks.",
        stage: .offline,
        severity: .warning,
        bad: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "test_event_code": ↓"12345"}"#,
                says: "TEST and 5 digits"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "test_event_code": ↓"test12345"}"#,
                says: "upper case"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "test_event_code": "TEST12345"}"#
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}", "test_event_code": "${env:NO_CODE:-}"}"#
            ),
        ],
        remedies: [.checkTestEventCode]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let code = destination.testEventCode else { return .notApplicable("no test_event_code") }
        // The mobile SDKs use the app's id as the code, so only the web's is known.
        guard destination.eventSource == .web else { return .notApplicable("the format is known for the web only") }
        guard code.isUsable, code.kind != .testEventCode else { return .passed }
        let bytes = Array(code.cleaned.unmasked.utf8)
        if Self.isUsual(bytes) { return .passed }
        let isLowerCase = Self.isUsual(bytes.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 })
        if context.isSelected(SwappedValuesRule.self), MisplacedValue.explains(code, of: destination) {
            return .notApplicable("see swapped-values")
        }
        return .findings([
            finding(
                destination,
                field: code.field,
                message: "\(code.label) is not of the usual form, TEST and 5 digits"
                    + (isLowerCase ? ", in upper case" : ""),
                at: code.range.location,
                remedy: .checkTestEventCode
            )
        ])
    }

    /// `TEST` and 1 to 20 letters or digits: all codes seen had 5 digits, but no pattern is documented ("Formats", TikTok API
    /// results, 2026-08).
    private static func isUsual(_ bytes: [UInt8]) -> Bool {
        let rest = bytes.dropFirst(4)
        return bytes.starts(with: Array("TEST".utf8)) && (1...20).contains(rest.count)
            && rest.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
    }
}
