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
                  {"name": ↓"shop", "pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"},
                  {"name": "shop", "pixel_id": "C4G8U03C77U3E3CU4PI0", "access_token": "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"}
                ]}
                """#,
                says: "2 destinations"
            ),
            RuleExample(
                #"""
                {"destinations": [
                  {"name": ↓"shop", "pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"},
                  {"name": "sh\u043Ep", "pixel_id": "C4G8U03C77U3E3CU4PI0", "access_token": "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"}
                ]}
                """#,
                says: "looks like",
                severity: .warning
            ),
            RuleExample(
                #"""
                {"destinations": [
                  {"name": "one", "pixel_id": ↓"D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"},
                  {"name": "two", "pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"}
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
                  {"name": "one", "pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"},
                  {"name": "two", "pixel_id": "C4G8U03C77U3E3CU4PI0", "access_token": "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"}
                ]}
                """#
            )
        ],
        remedies: [.renameDestination, .mergeDestinations]
    )

    func check(_ destination: Destination, in context: RuleContext) -> RuleOutcome {
        var findings: [Finding] = []
        let namePlace = destination.nameRange ?? destination.range
        if let namesakes = context.fleet.namesakes(of: destination) {
            let line = namesakes.first?.range.location.position.line
            findings.append(
                finding(
                    destination,
                    field: "name",
                    message: "\(namesakes.count + 1) destinations of this file have this name"
                        + (line.map { ", another one begins on line \($0)" } ?? ""),
                    at: namePlace.location,
                    remedy: .renameDestination
                )
            )
        } else if let other = context.fleet.lookalike(of: destination) {
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
        // Where the tokens differ, `shared-credential` tells.
        if let pixel = destination.pixelID, let twins = context.fleet.twins(of: destination) {
            findings.append(
                finding(
                    destination,
                    severity: .warning,
                    cause: .ownership,
                    field: pixel.field,
                    message: "the same pixel is also in \(twins.words)",
                    at: pixel.range.location,
                    remedy: .mergeDestinations
                )
            )
        }
        return findings.isEmpty ? .passed : .findings(findings)
    }
}
