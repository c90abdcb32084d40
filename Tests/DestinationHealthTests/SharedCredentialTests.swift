import DestinationHealth
import TikTokAPI
import Testing

/// Which of the destinations that share something are reported, and with which message.
@Suite struct SharedCredentialTests {
    private static let t = ["3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70", "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"]
    private static let p = [
        "D2L6U03C77U3E3CU4PIG", "C4G8U03C77U3E3CU4PI0", "COH98PBC77U2GA5OQKK0", "CFB7HG3C77U31EOTDK9G",
    ]

    struct Case: CustomTestStringConvertible {
        let words: String
        let destinations: [String]
        /// `index rule: message`, of the two rules.
        let found: [String]
        var testDescription: String { words }
    }

    private static func destination(_ pixel: String, _ token: String?, _ more: String = "") -> String {
        "{\"pixel_id\": \"\(pixel)\"" + (token.map { ", \"access_token\": \"\($0)\"" } ?? "") + more + "}"
    }

    private static let cases = [
        Case(
            words: "one token for five destinations and four pixels is reported once",
            destinations: [0, 1, 1, 2, 3].map { destination(p[$0], t[0]) },
            found: [
                "0 shared-credential: access_token is also used for 3 other pixels, in destination-2, destination-4, "
                    + "destination-5",
                "1 duplicate-destination: the same pixel is also in destination-3",
                "2 duplicate-destination: the same pixel is also in destination-2",
            ]
        ),
        Case(
            words: "one pixel with two tokens is reported on both sides",
            destinations: [destination(p[0], t[0]), destination(p[0], t[1])],
            found: [
                "0 shared-credential: the pixel \(p[0]) has another token in destination-2",
                "1 shared-credential: the pixel \(p[0]) has another token in destination-1",
            ]
        ),
        Case(
            words: "a token that is not known is compared with none, and the pixel is still shared",
            destinations: [destination(p[0], t[0]), destination(p[0], nil), destination(p[1], "${env:UNSET}")],
            found: [
                "0 duplicate-destination: the same pixel is also in destination-2",
                "1 duplicate-destination: the same pixel is also in destination-1",
            ]
        ),
        Case(
            words: "placeholders share nothing",
            destinations: [destination(p[0], "YOUR_TOKEN"), destination(p[1], "YOUR_TOKEN")],
            found: []
        ),
        Case(
            words: "a space or a letter's case makes another token only where TikTok sees it",
            destinations: [
                destination(p[0], t[0]), destination(p[0], t[0] + " "), destination(p[1], t[0].uppercased()),
            ],
            found: [
                "0 duplicate-destination: the same pixel is also in destination-2",
                "1 duplicate-destination: the same pixel is also in destination-1",
            ]
        ),
        Case(
            words: "disabled destinations share nothing",
            destinations: [destination(p[0], t[0]), destination(p[1], t[0], ", \"enabled\": false")],
            found: []
        ),
        Case(
            words: "a developer app's token is made for many pixels",
            destinations: (0..<2).map { destination(p[$0], t[0], ", \"token_kind\": \"marketing\"") },
            found: []
        ),
    ]

    @Test("destinations that share a token or a pixel are reported once", arguments: cases)
    func sharing(_ test: Case) async {
        let config = LoadedConfig.load("{\"destinations\": [\(test.destinations.joined(separator: ","))]}")
        let reports = await check(config)
        let found = reports.enumerated().flatMap { index, report in
            report.findings.filter { ["shared-credential", "duplicate-destination"].contains($0.rule) }
                .map { "\(index) \($0.rule): \($0.message)" }
        }
        #expect(found == test.found)
    }

    @Test("ten thousand destinations on one token name three and count the rest")
    func manySharers() async throws {
        let count = 10_000
        let destinations = (0..<count).map { index in
            let digits = String(index, radix: 32, uppercase: true)
            let pixel = "C" + String(repeating: "0", count: 18 - digits.utf8.count) + digits + "0"
            return Self.destination(pixel, Self.t[0])
        }
        let config = LoadedConfig.load("{\"destinations\": [\(destinations.joined(separator: ","))]}")
        let rules = RuleRegistry.all.filter { $0.description.id == "shared-credential" }
        let findings = await check(config, rules: rules).flatMap(\.findings)
        #expect(
            findings.map(\.message) == [
                "access_token is also used for 9999 other pixels, in destination-2, destination-3, destination-4 and "
                    + "9996 more"
            ]
        )
    }
}
