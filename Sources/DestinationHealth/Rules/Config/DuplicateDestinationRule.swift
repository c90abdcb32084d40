import TikTokAPI
import LocatedJSON

/// `duplicate-destination`
struct DuplicateDestinationRule: Rule {
    static let description = RuleDescription(
        id: "duplicate-destination",
        title: "two destinations share a name, or a pixel and its token",
        rationale:
            "Reports, state and baselines go by the name, so two of one name cannot be told apart. Two destinations "
            + "for one pixel usually send every event twice.",
        stage: .offline,
        severity: .error,
        bad: [
            RuleExample(
                #"""
                {"destinations": [
                  {"name": ↓"shop", "pixel_id": "{pixel}", "access_token": "{token}"},
                  {"name": "shop", "pixel_id": "{other pixel}", "access_token": "{other token}"}
                ]}
                """#,
                says: "2 destinations"
            ),
            RuleExample(
                #"""
                {"destinations": [
                  {"name": ↓"shop", "pixel_id": "{pixel}", "access_token": "{token}"},
                  {"name": "sh\u043Ep", "pixel_id": "{other pixel}", "access_token": "{other token}"}
                ]}
                """#,
                says: "looks like",
                severity: .warning
            ),
            RuleExample(
                #"""
                {"destinations": [
                  {"name": "one", "pixel_id": ↓"{pixel}", "access_token": "{token}"},
                  {"name": "two", "pixel_id": "{pixel}", "access_token": "{token}"}
                ]}
                """#,
                says: "also in two",
                severity: .warning
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
            )
        ],
        remedies: [.renameDestination, .mergeDestinations]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        var findings: [Finding] = []
        let namePlace = destination.nameRange ?? destination.range
        if let others = context.index.sameName(as: destination) {
            let line = others.firstThree.first?.range.location.position.line
            findings.append(
                finding(
                    destination,
                    field: "name",
                    message: "\(others.count + 1) destinations of this file have this name"
                        + (line.map { ", another one begins on line \($0)" } ?? ""),
                    at: namePlace.location,
                    remedy: .renameDestination
                )
            )
        } else if let other = context.index.confusableName(with: destination) {
            findings.append(
                finding(
                    destination,
                    severity: .warning,
                    field: "name",
                    message:
                        "the name looks like that of the destination on line \(other.range.location.position.line)",
                    at: namePlace.location,
                    remedy: .renameDestination
                )
            )
        }
        if let pixel = destination.pixelID, let others = duplicates(of: destination, in: context.index) {
            findings.append(
                finding(
                    destination,
                    severity: .warning,
                    cause: .ownership,
                    field: pixel.field,
                    message: "the same pixel is also in \(others.summary)",
                    at: pixel.range.location,
                    remedy: .mergeDestinations
                )
            )
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }

    /// The other destinations with the same pixel that may have the same token. Where the tokens differ,
    /// `shared-credential` reports it.
    private func duplicates(of destination: Destination, in index: DestinationIndex) -> OtherDestinations? {
        if let others = index.others(with: .pixelID, and: .accessToken, as: destination) { return others }
        return destination.comparableValue(of: .accessToken) == nil
            ? index.others(with: .pixelID, differingIn: .accessToken, as: destination)
            : index.others(with: .pixelID, without: .accessToken, as: destination)
    }
}
