import TikTokAPI

/// `pixel-state`
struct PixelStateRule: LiveRule {
    static let description = RuleDescription(
        id: "pixel-state",
        title: "the pixel was moved, is shared, or has lost its ad account",
        rationale:
            "Who owns a pixel, and which ad accounts may use it, can change while the token goes on working; whoever looks "
            + "after the destination should know before its campaigns are looked at.",
        stage: .live,
        severity: .warning,
        bad: [
            RuleExample(
                #"{"pixel_id": ↓"{unlinked pixel}", "access_token": "{marketing token}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}"]}"#,
                says: "no longer linked"
            ),
            RuleExample(
                #"{"pixel_id": ↓"{shared pixel}", "access_token": "{marketing token}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{other ad account}"]}"#,
                says: "in none of the ad accounts"
            ),
        ],
        good: [
            RuleExample(
                #"{"pixel_id": "{shared pixel}", "access_token": "{marketing token}", "app": {"app_id": "{app id}", "secret": "{app secret}"}, "advertiser_ids": ["{ad account}"]}"#
            )
        ],
        remedies: [.linkPixel]
    )

    func questions(about destination: Destination, in context: QuestionContext) -> [APICall] {
        Array(destination.pixelCalls(context.options).prefix(1))
    }

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        guard let code = destination.pixelID?.cleaned.unmasked, let pixelID = destination.pixelID else {
            return .notApplicable("no pixel_id")
        }
        let lists = context.evidence.pixelSearches
        guard let first = lists.first else { return .notApplicable("only a developer app's token can read pixels") }
        let read = lists.filter { $0.meaning == .accepted && $0.pixels != nil }
        guard !read.isEmpty else {
            return .notApplicable("the ad account's pixels could not be read: \(first.message)")
        }
        let found = read.compactMap { result in
            result.pixels?.first { $0.code.utf8.elementsEqual(code.utf8) }.map { (result, $0) }
        }
        guard let (result, pixel) = found.first else {
            // Only where every named ad account was read is it known to be in none of them.
            guard read.count == destination.advertiserIDs.count else { return .passed }
            return .findings([
                finding(
                    destination,
                    cause: .notFound,
                    field: pixelID.field,
                    message: "the pixel is in none of the ad accounts of advertiser_ids",
                    at: pixelID.range.location,
                    result: read.first,
                    remedy: .linkPixel
                )
            ])
        }
        guard let status = pixel.relationStatus else { return .passed }
        let (severity, words) = Self.reading(of: status)
        return .findings([
            finding(
                destination,
                severity: severity,
                cause: .ownership,
                field: pixelID.field,
                message: words,
                at: pixelID.range.location,
                result: result,
                remedy: .linkPixel
            )
        ])
    }

    /// The documented states ("/pixel/list/", `asset_relation_status`, v1.3); any other is reported as unknown to this version.
    private static func reading(of status: String) -> (Severity, String) {
        switch status {
        case "TRANSFERRED": (.note, "the pixel belongs to a Business Center, to which it was moved")
        case "SHARED": (.note, "the pixel is shared with this ad account by its owner")
        case "UNBOUND": (.warning, "the pixel is no longer linked to this ad account")
        default: (.note, "TikTok gives the pixel a state that this version does not know")
        }
    }
}
