import TikTokAPI

/// `shared-credential`
struct SharedCredentialRule: Rule {
    static let description = RuleDescription(
        id: "shared-credential",
        title: "destinations share a token or hold several tokens for one pixel",
        rationale:
            "A token from Events Manager is good for the pixels of one ad account. Where many hang on one, they all stop "
            + "with it, and a pixel of another account never worked. Of several tokens for one pixel, one is usually a "
            + "forgotten one that is still good, and nobody would notice its loss or its misuse.",
        stage: .offline,
        severity: .warning,
        bad: [
            RuleExample(
                #"""
                {"destinations": [
                  {"name": "one", "pixel_id": "{pixel}", "access_token": ↓"{token}"},
                  {"name": "two", "pixel_id": "{other pixel}", "access_token": "{token}"}
                ]}
                """#,
                says: "also used for another pixel, in two"
            ),
            RuleExample(
                #"""
                {"destinations": [
                  {"name": "one", "pixel_id": "{pixel}", "access_token": ↓"{token}"},
                  {"name": "two", "pixel_id": "{pixel}", "access_token": "{other token}"}
                ]}
                """#,
                says: "another token in two"
            ),
        ],
        good: [
            RuleExample(
                #"""
                {"destinations": [
                  {"name": "one", "pixel_id": "{pixel}", "access_token": "{token}"},
                  {"name": "two", "pixel_id": "{other pixel}", "access_token": "{other token}"}
                ]}
                """#
            ),
            RuleExample(
                #"""
                {"destinations": [
                  {"name": "one", "pixel_id": "{pixel}", "access_token": "{token}", "token_kind": "marketing"},
                  {"name": "two", "pixel_id": "{other pixel}", "access_token": "{token}", "token_kind": "marketing"}
                ]}
                """#
            ),
        ],
        remedies: [.separateTokens, .keepOneToken]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let token = destination.accessToken, let pixel = destination.pixelID else {
            return .notApplicable("no pixel_id and access_token to compare")
        }
        var findings: [Finding] = []
        // A developer app's token is made to reach all ad accounts of its advertisers, and so all their pixels.
        if destination.tokenKind.kind == .eventsManager, destination.type == .events,
            let others = context.index.others(with: .accessToken, differingIn: .pixelID, as: destination),
            others.isFirst
        {
            let pixels = others.count == 1 ? "another pixel" : "\(others.count) other pixels"
            findings.append(
                finding(
                    destination,
                    cause: .credential,
                    field: token.field,
                    message: "\(token.label) is also used for \(pixels), in \(others.summary)",
                    at: token.range.location,
                    remedy: .separateTokens
                )
            )
        }
        if token.isUsable,
            let others = context.index.others(with: .pixelID, differingIn: .accessToken, as: destination)
        {
            findings.append(
                finding(
                    destination,
                    cause: .ownership,
                    field: token.field,
                    message: "the pixel \(pixel.shown) has another token in \(others.summary)",
                    at: token.range.location,
                    remedy: .keepOneToken
                )
            )
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }
}
