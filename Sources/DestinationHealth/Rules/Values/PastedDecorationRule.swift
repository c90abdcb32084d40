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
                #"{"pixel_id": "{pixel}", "access_token": "↓\"{token}\""}"#,
                says: "quotation marks"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "↓Bearer {token}"}"#,
                says: "\"Bearer \""
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "↓Access-Token: {token}"}"#,
                says: "\"Access-Token:\""
            ),
            RuleExample(
                #"{"pixel_id": "↓ttq.load('{pixel}');", "access_token": "{token}"}"#,
                says: "code snippet"
            ),
            RuleExample(
                "{\"pixel_id\": \"↓\u{201C}{pixel}\u{201D}\", \"access_token\": \"{token}\"}",
                says: "quotation marks"
            ),
            RuleExample(
                #"{"pixel_id": "↓https://analytics.tiktok.com/i18n/pixel/events.js?sdkid={pixel}&lib=ttq", "access_token": "{token}"}"#,
                says: "the pixel script's address"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}"}"#
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
