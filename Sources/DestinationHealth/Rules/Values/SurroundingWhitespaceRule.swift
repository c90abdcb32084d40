/// `surrounding-whitespace`
struct SurroundingWhitespaceRule: Rule {
    static let description = RuleDescription(
        id: "surrounding-whitespace",
        title: "a copied value has whitespace around it",
        rationale:
            "TikTok compares tokens byte by byte: with a space or line break that came along in the copying, a good "
            + "token is refused as wrong. It is the first thing that every guide says to check.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}↓ "}"#,
                says: "U+0020 space after character 40"
            ),
            RuleExample(
                #"{"pixel_id": "↓\tD2L6U03C77U3E3CU4PIG", "access_token": "{token}"}"#,
                says: "U+0009 tab before the first character"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}↓\r\n"}"#,
                says: "U+000D carriage return after character 40, and 1 more"
            ),
            RuleExample(
                "{\"pixel_id\": \"{pixel}↓\u{A0}\", \"access_token\": \"{token}\"}",
                says: "U+00A0 no-break space after character 20"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": ↓"${T}"}"#,
                says: "access_token (from environment variable T) has U+000A line feed after character 40",
                environment: ["T": "{token}\n"]
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}"}"#
            ),
            RuleExample(
                #"{"name": " spaced ", "pixel_id": "{pixel}", "access_token": "{token}"}"#
            ),
        ],
        remedies: [.removeWhitespace]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        findings(destination, ofDefects: { $0 == .surroundingWhitespace }) { text, defects in
            finding(
                destination,
                field: text.field,
                message: "\(text.label) has \(defects.described)",
                at: text.location(ofByte: defects[0].utf8Offset),
                remedy: .removeWhitespace
            )
        }
    }
}
