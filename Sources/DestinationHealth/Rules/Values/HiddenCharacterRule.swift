/// `hidden-character`
struct HiddenCharacterRule: Rule {
    static let description = RuleDescription(
        id: "hidden-character",
        title: "a copied value has a character that cannot be seen or cannot belong to it",
        rationale:
            "Web pages, chats and documents add zero-width characters, byte order marks and look-alike letters to "
            + "what is copied from them. The value looks right in every editor and is wrong for TikTok.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                "{\"pixel_id\": \"{pixel}\", \"access_token\": \"{token}↓\u{200B}\"}",
                says: "U+200B zero width space after character 40"
            ),
            RuleExample(
                #"{"pixel_id": "↓\uFEFFD2L6U03C77U3E3CU4PIG", "access_token": "{token}"}"#,
                says: "U+FEFF byte order mark before the first character"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "3f8a1c5e7b9d2f4a6c8e↓ 0b1d3f5a7c9e1b3d5f70"}"#,
                says: "U+0020 space after character 20"
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "3f8↓\u04301c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
                says: "U+0430 cyrillic small letter a after character 3, which looks like \"a\""
            ),
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "3f8a1c5e↓\u00007b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}"#,
                says: "U+0000 null after character 8"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}"}"#
            ),
            RuleExample(
                "{\"name\": \"café ☕\u{FE0F}\", \"pixel_id\": \"{pixel}\", \"access_token\": \"{token}\"}"
            ),
        ],
        remedies: [.removeHiddenCharacter, .retypeCharacter]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        findings(destination, ofDefects: Self.isHidden) { text, defects in
            let isRemovable = defects.allSatisfy { $0.kind == .hiddenCharacter }
            return finding(
                destination,
                field: text.field,
                message: "\(text.label) has \(defects.described)",
                at: text.location(ofByte: defects[0].utf8Offset),
                remedy: isRemovable ? .removeHiddenCharacter : .retypeCharacter
            )
        }
    }

    private static func isHidden(_ kind: TextDefect.Kind) -> Bool {
        switch kind {
        case .hiddenCharacter, .innerWhitespace, .controlCharacter, .foreignCharacter: true
        case .surroundingWhitespace, .decoration: false
        }
    }
}
