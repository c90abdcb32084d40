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
                #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70↓ "}"#,
                says: "U+0020 space after character 40"
            ),
            RuleExample(
                #"{"pixel_id": "↓\tD2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
                says: "U+0009 tab before the first character"
            ),
            RuleExample(
                #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70↓\r\n"}"#,
                says: "U+000D carriage return after character 40, and 1 more"
            ),
            RuleExample(
                "{\"pixel_id\": \"D2L6U03C77U3E3CU4PIG↓\u{A0}\", \"access_token\": \"3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70\"}",
                says: "U+00A0 no-break space after character 20"
            ),
            RuleExample(
                #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": ↓"${T}"}"#,
                says: "access_token (from environment variable T) has U+000A line feed after character 40",
                environment: ["T": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70\n"]
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#
            ),
            RuleExample(
                #"{"name": " spaced ", "pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#
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
