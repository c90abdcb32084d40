/// `pasted-decoration`
struct PastedDecorationRule: Rule {
    static let description = RuleDescription(
        id: "pasted-decoration",
        title: "a copied value wears quotes, a header name or code",
        rationale:
            "A token copied out of a header, a shell line or a code sample brings its surroundings along, and a pixel "
            + "code its whole snippet. TikTok takes them for part of the value.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "↓\"3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70\""}"#,
                says: "quotation marks"
            ),
            RuleExample(
                #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "↓Bearer 3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
                says: "\"Bearer \""
            ),
            RuleExample(
                #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "↓Access-Token: 3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
                says: "\"Access-Token:\""
            ),
            RuleExample(
                #"{"pixel_id": "↓ttq.load('D2L6U03C77U3E3CU4PIG');", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
                says: "code snippet"
            ),
            RuleExample(
                "{\"pixel_id\": \"↓\u{201C}D2L6U03C77U3E3CU4PIG\u{201D}\", \"access_token\": \"3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70\"}",
                says: "quotation marks"
            ),
            RuleExample(
                #"{"pixel_id": "↓https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=D2L6U03C77U3E3CU4PIG&lib=ttq", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
                says: "the pixel script's address"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#
            )
        ],
        remedies: [.removeDecoration]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        findings(destination, ofDefects: { Self.words(of: $0) != nil }) { text, defects in
            let words = defects.compactMap { Self.words(of: $0.kind) }
            return finding(
                destination,
                field: text.field,
                message: "\(text.label) holds more than the value: \(words.joined(separator: ", "))",
                at: text.location(ofByte: defects[0].utf8Offset),
                remedy: .removeDecoration
            )
        }
    }

    private static func words(of kind: TextDefect.Kind) -> String? {
        if case .decoration(let words) = kind { words } else { nil }
    }
}
