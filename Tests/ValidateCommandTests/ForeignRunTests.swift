import Foundation
import LocatedJSON
import Testing

/// The configs of other products, given to the program as they are.
@Suite("Runs with the configs of other products")
struct ForeignRunTests {
    private static let files = [
        "airbyte.json", "airbyte-sandbox.json", "airbyte-environment.json", "owox.json", "owox-flat.json",
        "rudderstack-workspace.json", "rudderstack.json", "segment.json", "singer.json", "gtm-server.json", "shop.env",
    ].map { "fixtures/foreign/\($0)" }

    @Test("the report says what each config was recognised as, in every format")
    func recognised() async throws {
        let run = try await ProgramRun.of(["--simulate", "--format", "json"] + Self.files)
        #expect(run.status == 1)
        let configs = try run.report()["configs"]?.elements.map { config in
            [config["path"]?.string, config["format"]?.string, config["title"]?.string]
        }
        #expect(configs?.map { $0[0] } == Self.files)
        #expect(configs?.first == [Self.files[0], "airbyte", "Airbyte source-tiktok-marketing"])
        let text = try await ProgramRun.of(["--simulate", "fixtures/foreign/gtm-server.json"]).text
        #expect(text.contains("recognised as Google Tag Manager, 2 others"))
        let markdown = try await ProgramRun.of(["--simulate", "--format", "markdown", "fixtures/foreign/segment.json"])
        #expect(markdown.text.contains("recognised as Segment, 1 other"))
        let page = try await ProgramRun.of(["--simulate", "--format", "html", "fixtures/foreign/segment.json"])
        #expect(page.text.contains("recognised as Segment, 1 other"))
    }

    @Test("our own config is not listed as another product's")
    func own() async throws {
        let run = try await ProgramRun.of(["fixtures/demo.json", "--simulate", "--format", "json"])
        #expect(try run.report()["configs"]?.kind == .array)
        #expect(try run.report()["configs"]?.count == 0)
    }

    @Test("a merged report keeps what the configs were recognised as")
    func merged() async throws {
        let directory = try TemporaryDirectory()
        var parts: [String] = []
        for index in 1...2 {
            let part = directory.url.appending(path: "part-\(index).json").path
            let arguments = ["--simulate", "--shard", "\(index)/2", "--format", "json=\(part)"]
            _ = try await ProgramRun.of(arguments + ["fixtures/foreign/rudderstack-workspace.json"])
            parts.append(part)
        }
        let merged = try await ProgramRun.of(["merge", "--format", "json"] + parts).report()
        let config = merged["configs"]?.elements.map { $0 }.first
        #expect(config?["format"]?.string == "rudderstack")
        #expect(config?["others"]?.number == "2")
    }

    @Test("findings point at the line of the config's own file", arguments: ["gtm-server.json:96:", "shop.env:13:"])
    func lines(_ place: String) async throws {
        let file = place.split(separator: ":")[0]
        let run = try await ProgramRun.of(["fixtures/foreign/\(file)", "--simulate"])
        #expect(run.text.contains("fixtures/foreign/\(place)"))
    }

    @Test("a key of several lines is not read as variables, and no part of it is shown beside a change")
    func keyOverLines() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: ".env").path
        let lines = [
            "KEY=\"-----BEGIN PRIVATE KEY-----", "MIIEpAIBAAKCAQEA75vYtJbYwE", "QvBnLk12zzTopqRsTuVw==",
            "-----END PRIVATE KEY-----\"", "TIKTOK_PIXEL_ID=\"COH98PBC77U2GA5OQKK0 \"", "TIKTOK_ACCESS_TOKEN=t",
        ]
        try lines.joined(separator: "\n").write(toFile: file, atomically: false, encoding: .utf8)
        let run = try await ProgramRun.of(["fix", "--diff", file])
        #expect(run.text.contains("-TIKTOK_PIXEL_ID=\"COH98PBC77U2GA5OQKK0 \""))
        for part in ["MIIEpA", "75vY", "QvBnLk", "zzTop"] { #expect(!run.text.contains(part)) }
    }
}
