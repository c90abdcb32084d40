import TikTokAPI

/// `pixel-id-format`
struct PixelIDFormatRule: Rule {
    static let description = RuleDescription(
        id: "pixel-id-format",
        title: "the pixel code does not look like one",
        rationale:
            "Events go by the pixel's code. Its numeric id, an ad account's id or another network's pixel id are "
            + "easily taken for it, and are refused in words that speak of missing permission.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"{"pixel_id": ↓"7081234567890123456", "access_token": "{token}"}"#,
                says: "numeric id"
            ),
            RuleExample(
                #"{"pixel_id": ↓"d2l6u03c77u3e3cu4pig", "access_token": "{token}"}"#,
                says: "lower case"
            ),
            RuleExample(
                #"{"pixel_id": ↓"G-AB12CD34EF", "access_token": "{token}"}"#,
                says: "Google Analytics"
            ),
            RuleExample(
                #"{"pixel_id": ↓"{other token}", "access_token": "{token}"}"#,
                says: "access token"
            ),
            RuleExample(
                #"{"pixel_id": ↓"D2L6U03C77U3E3CU4PI", "access_token": "{token}"}"#,
                says: "19 characters",
                severity: .warning
            ),
            RuleExample(
                #"{"pixel_id": ↓"D2L6U03C77U3E3CU4PIO", "access_token": "{token}"}"#,
                says: "letter O",
                severity: .warning
            ),
            RuleExample(
                #"{"pixel_id": ↓"D2L6U03C77W3E3CU4PIG", "access_token": "{token}"}"#,
                says: "letter W",
                severity: .warning
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{pixel}", "access_token": "{token}"}"#
            ),
            RuleExample(
                #"{"pixel_id": "{other pixel}", "access_token": "{token}"}"#
            ),
        ],
        remedies: [.copyPixelCode]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let pixel = destination.pixelID, !pixel.cleaned.unmasked.utf8.isEmpty else {
            return .notApplicable("no pixel_id")
        }
        // Characters that cannot be sent and placeholders have rules of their own.
        guard pixel.isUsable else { return .passed }
        let shape = PixelCode.shape(of: pixel)
        if shape != .usual, context.isSelected(SwappedValuesRule.self), MisplacedValue.explains(pixel, of: destination)
        {
            return .notApplicable("see swapped-values")
        }
        switch shape {
        case .usual: return .passed
        case .unusual(let words): return .findings([finding(about: pixel, of: destination, words, severity: .warning)])
        case .impossible(let words): return .findings([finding(about: pixel, of: destination, words, severity: .error)])
        }
    }

    private func finding(
        about pixel: ConfigText,
        of destination: Destination,
        _ words: String,
        severity: Severity
    ) -> Finding {
        finding(
            destination,
            severity: severity,
            field: pixel.field,
            message: "\(pixel.label) \(words)",
            at: pixel.range.location,
            remedy: .copyPixelCode
        )
    }
}
