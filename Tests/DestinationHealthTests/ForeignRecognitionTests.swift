import Foundation
import LocatedJSON
import TestSupport
import Testing
import TikTokAPI
import TikTokSimulator

@testable import DestinationHealth

/// The configs of other products: each recognised by its shape, and none taken for another.
@Suite("Recognising the configs of other products")
struct ForeignRecognitionTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "fixtures")

    private static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: fixtures.appending(path: name)))
    }

    /// Who recognises a text.
    static func recognisers(of bytes: [UInt8]) -> [String] {
        let root = (try? JSONDocument(parsing: bytes))?.root
        let json = ForeignFormat.all.filter { format in root.map { format.recognises($0) } ?? false }.map(\.product.id)
        return json + (DotenvDocument.recognises(bytes) ? [Dotenv.product.id] : [])
    }

    struct Fixture: CustomTestStringConvertible {
        let file: String
        let format: String
        /// How many others it has.
        let others: Int
        /// `name: verdict`, in order.
        let verdicts: [String]
        var testDescription: String { file }
    }

    static let all = [
        Fixture(file: "airbyte.json", format: "airbyte", others: 0, verdicts: ["airbyte: healthy"]),
        Fixture(file: "airbyte-sandbox.json", format: "airbyte", others: 0, verdicts: ["tiktok sandbox: healthy"]),
        Fixture(
            file: "airbyte-environment.json",
            format: "airbyte",
            others: 0,
            verdicts: ["airbyte-environment: unhealthy"]
        ),
        Fixture(file: "owox.json", format: "owox", others: 0, verdicts: ["owox: healthy"]),
        Fixture(file: "owox-flat.json", format: "owox", others: 0, verdicts: ["owox-flat: unhealthy"]),
        Fixture(
            file: "rudderstack-workspace.json",
            format: "rudderstack",
            others: 2,
            verdicts: [
                "TikTok shop north: unknown", "TikTok shop north (2): unhealthy", "TikTok spring sale: skipped",
            ]
        ),
        Fixture(file: "rudderstack.json", format: "rudderstack", others: 0, verdicts: ["rudderstack: unhealthy"]),
        Fixture(
            file: "segment.json",
            format: "segment",
            others: 1,
            verdicts: ["TikTok Conversions (north): unknown", "TikTok Conversions (south): unhealthy"]
        ),
        Fixture(file: "singer.json", format: "singer", others: 0, verdicts: ["singer: healthy"]),
        Fixture(
            file: "gtm-server.json",
            format: "gtm",
            others: 2,
            verdicts: ["TikTok - purchase: healthy", "TikTok outlet: unknown", "TikTok last year: skipped"]
        ),
        Fixture(
            file: "shop.env",
            format: "dotenv",
            others: 0,
            verdicts: ["tiktok: healthy", "outlet: healthy", "south: unhealthy"]
        ),
    ]

    @Test("every fixture is of one product and no other, and gets real verdicts", arguments: all)
    func fixture(_ fixture: Fixture) async throws {
        let bytes = try Self.bytes("foreign/\(fixture.file)")
        #expect(Self.recognisers(of: bytes) == [fixture.format])
        let config = ConfigLoader(environment: FixedEnvironment()).load(bytes, path: "configs/\(fixture.file)")
        #expect(config.problems.isEmpty)
        #expect(config.recognised?.format == fixture.format)
        #expect(config.recognised?.destinations == fixture.verdicts.count)
        #expect(config.recognised?.others == fixture.others)
        #expect(config.destinations.allSatisfy { $0.product?.id == fixture.format })
        let simulator = SimulatedTikTok(world: .builtIn, unixTime: { testTime })
        let reports = await check(config, offline: false, http: simulator)
        #expect(reports.map { "\($0.name): \($0.status)" } == fixture.verdicts)
    }

    @Test("every fixture has a test")
    func allFixtures() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.fixtures.appending(path: "foreign").path)
        #expect(Set(files) == Set(Self.all.map(\.file)))
    }

    @Test(
        "our own config is nobody else's",
        arguments: [
            #"{"destinations": []}"#,
            #"{"destinations": [{"pixel_id": "x", "access_token": "y", "config": {"accessToken": "z"}}]}"#,
            #"{"pixel_id": "x", "access_token": "y"}"#, #"{"access_token": "y", "app": {"app_id": "1"}}"#,
            #"{"access_token": "y", "advertiser_ids": ["1"], "type": "tiktok_ads"}"#,
            #"{"pixel_code": "x", "access_token": "y", "accounts": "1"}"#, "{}", "[]", "1", "\"A=B\"", "null",
        ]
    )
    func ours(_ text: String) {
        #expect(Self.recognisers(of: Array(text.utf8)) == [])
    }

    @Test("the demo is nobody else's")
    func demo() throws {
        #expect(Self.recognisers(of: try Self.bytes("demo.json")) == [])
        #expect(LoadedConfig.load(#"{"pixel_id": "x", "access_token": "y"}"#).destinations.first?.product == nil)
    }

    @Test("what nobody recognises is told what would be", arguments: ["{}", #"{"name": "x", "config": {}}"#])
    func unrecognised(_ text: String) throws {
        let config = LoadedConfig.load(text)
        let problem = try #require(config.problems.first)
        #expect(config.problems.count == 1 && config.destinations.isEmpty && config.recognised == nil)
        for format in ForeignFormat.all.map(\.product) + [Dotenv.product] {
            #expect(problem.message.contains("\(format.title) (\(format.shape))"))
        }
        #expect(problem.message.contains(#""destinations": [...]"#))
        #expect(problem.message.unicodeScalars.count <= 500, "a report cuts it off")
    }
}
