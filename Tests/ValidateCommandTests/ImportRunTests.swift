import DestinationHealth
import Foundation
import LocatedJSON
import TestSupport
import Testing
import TikTokAPI

@testable import ValidateCommand

/// `validate import`.
@Suite struct ImportRunTests {
    private static let fixtures: [String] = {
        let folder = ProgramRun.root.appending(path: "fixtures/foreign").path
        return (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
    }()

    /// What the destinations of a file say, and the texts in it that must not be shown.
    private static func loaded(
        _ bytes: [UInt8],
        path: String,
        environment: Variables
    ) -> (destinations: [Destination], secrets: [Secret]) {
        let config = ConfigLoader(environment: environment).load(bytes, path: path)
        return (config.destinations, config.secrets)
    }

    private struct Variables: ConfigEnvironment {
        var values: [String: String] = [:]

        func variable(_ name: String) -> String? { values[name] }

        func contents(
            ofFile path: String,
            relativeTo directory: String?,
            maximumBytes: Int
        ) throws(FileReadError) -> [UInt8] {
            throw FileReadError("no such file")
        }
    }

    /// What must be the same before and after.
    private static func facts(_ destination: Destination) -> [String] {
        let texts = [
            destination.pixelID, destination.accessToken, destination.appID, destination.appSecret,
            destination.testEventCode, destination.refreshToken, destination.eventSourceID,
        ]
        return [
            destination.name, destination.type.rawValue, destination.declaredTokenKind?.rawValue ?? "-",
            destination.uses?.map(\.rawValue).joined(separator: ",") ?? "-", destination.managedBy?.rawValue ?? "-",
            destination.eventSource.rawValue, "\(destination.isEnabled)",
        ] + texts.map { $0?.cleaned.unmasked ?? "-" } + destination.advertiserIDs.map(\.cleaned.unmasked)
    }

    @Test("there is a fixture for each product")
    func everyProduct() {
        for product in ["airbyte", "owox", "rudderstack", "segment", "singer", "gtm", "shop.env"] {
            #expect(Self.fixtures.contains { $0.hasPrefix(product) })
        }
    }

    @Test(
        "an imported config has the same destinations and verdicts, and no secret",
        arguments: fixtures
    )
    func fixture(_ name: String) async throws {
        let path = "fixtures/foreign/\(name)"
        let imported = try await ProgramRun.of(["import", path])
        #expect(imported.status == 0, "\(imported.errorText)")
        #expect(imported.errorText.contains("\(path): recognised as "))

        let bytes = try [UInt8](Data(contentsOf: ProgramRun.root.appending(path: path)))
        let foreign = Self.loaded(bytes, path: path, environment: Variables())
        for secret in foreign.secrets where secret.unmasked.utf8.count >= 8 {
            #expect(!imported.text.contains(secret.unmasked))
            #expect(!imported.errorText.contains(secret.unmasked))
        }
        let variables = GeneratedConfig(foreign.destinations).variables
        var values: [String: String] = [:]
        for variable in variables {
            values[variable.name] = variable.value?.unmasked
            #expect(imported.errorText.contains("  \(variable.name)  "))
        }
        let ours = Self.loaded(imported.output, path: "ours.json", environment: Variables(values: values))
        #expect(ours.destinations.map(Self.facts) == foreign.destinations.map(Self.facts))

        let before = try await ProgramRun.of([path, "--simulate", "--format", "json"]).report()
        let after = try await ProgramRun.of(
            ["-", "--simulate", "--format", "json"],
            input: imported.text,
            environment: values
        ).report()
        let live: Set = ["token-accepted", "pixel-ownership", "app-credentials", "advertiser-access", "scope-access"]
        let pairs = zip(
            before["destinations"]?.elements.map { $0 } ?? [],
            after["destinations"]?.elements.map { $0 } ?? []
        )
        for (old, new) in pairs {
            let said = { (report: JSONValue) in
                report["checks"]?.elements.filter { live.contains($0["rule"]?.string ?? "") }.map {
                    "\($0["rule"]?.string ?? "") \($0["outcome"]?.string ?? "")"
                }
            }
            let errors = { (report: JSONValue) in
                Set(
                    report["findings"]?.elements.filter { $0["severity"]?.string != "warning" }
                        .compactMap { $0["rule"]?.string } ?? []
                )
            }
            let name = new["name"]?.string ?? ""
            if imported.errorText.contains("not carried over: \(name): app is missing") {
                #expect(errors(new) == ["config-field"])
            } else if imported.errorText.contains("not carried over: \(name): ") {
                // The variable that takes its place cannot be set here.
                #expect(errors(new).contains("value-reference") && !errors(old).isEmpty)
            } else {
                #expect(said(new) == said(old), "\(name)")
                // What was pasted with a value is gone.
                #expect(errors(new) == errors(old).subtracting(["surrounding-whitespace"]))
            }
        }
    }

    @Test("several configs become one, and one that cannot be read does not stop the others")
    func several() async throws {
        let run = try await ProgramRun.of(
            ["import", "fixtures/foreign/singer.json", "none.json", "Package.swift", "fixtures/foreign/segment.json"]
        )
        #expect(run.status == 2)
        let root = try JSONDocument(parsing: run.output).root
        #expect(root["version"]?.number == "1")
        #expect(root["destinations"]?.count == 3)
        #expect(run.errorText.contains("none.json: cannot be read: no such file"))
        #expect(run.errorText.contains("Package.swift:1:1"))
    }

    @Test(
        "a config that is ours, unknown or empty is status 2, with nothing on standard output",
        arguments: [
            (#"{"pixel_id": "P", "access_token": "T"}"#, "is a config of ours already"),
            (#"{"destinations": [{}]}"#, "is a config of ours already"), (#"{"hello": 1}"#, "holds no destinations"),
            ("", "not valid JSON"), (#"{"destinations": []}"#, "is empty"),
        ]
    )
    func refused(_ config: String, _ words: String) async throws {
        let run = try await ProgramRun.of(["import", "-"], input: config)
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(
            run.errorText.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words),
            "\(run.errorText)"
        )
    }

    @Test("a directory can be imported, its names qualified by file")
    func directory() async throws {
        let run = try await ProgramRun.of(["import", "fixtures/foreign/"])
        let root = try JSONDocument(parsing: run.output).root
        let names = root["destinations"]?.elements.map { $0["name"]?.string ?? "" } ?? []
        #expect(names.contains("segment/TikTok Conversions (north)") && names.contains("singer"))
        #expect(Set(names).count == names.count)
    }

    @Test("the variables of a .env file keep their names, and two of one name with different values do not become one")
    func variables() async throws {
        let directory = try TemporaryDirectory()
        let pixel = "TIKTOK_PIXEL_ID=COH98PBC77U2GA5OQKK0\nTIKTOK_ACCESS_TOKEN="
        _ = try directory.write("\(pixel)\"900d18305cee759b483db4704e1a46080624e88b \"\n", to: "one.env")
        _ = try directory.write("\(pixel)3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70\n", to: "two.env")
        let run = try await ProgramRun.of(["import", "one.env", "two.env"], directory: directory.url)
        #expect(run.status == 0, "\(run.errorText)")
        let destinations = try JSONDocument(parsing: run.output).root["destinations"]?.elements.map { $0 } ?? []
        #expect(destinations.map { $0["pixel_id"]?.string } == Array(repeating: "COH98PBC77U2GA5OQKK0", count: 2))
        let names = destinations.map { $0["name"]?.string ?? "" }
        #expect(Set(names).count == 2)
        let tokens = destinations.map { $0["access_token"]?.string ?? "" }
        #expect(tokens.first == "${env:TIKTOK_ACCESS_TOKEN}")
        #expect(Set(tokens).count == 2 && tokens.allSatisfy { $0.hasPrefix("${env:") })
    }

    @Test("standard output that cannot be written is status 4", .tags(.C8))
    func unwritable() async throws {
        let run = try await ProgramRun.shell("$VALIDATE import fixtures/foreign/singer.json >/dev/full")
        #expect(run.status == 4)
        #expect(run.errorText.contains("standard output could not be written"))
    }

    @Test(
        "a value that looks like a secret is in no name, message or variable's name",
        .tags(.C30)
    )
    func planted() async throws {
        let token = "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"
        let config = """
            {"name": "\(token)", "config": {"accessToken": " \(token)\\n", "pixelCode": "\(token)", "testEventCode": 7,
             "hashUserProperties": true, "other": "\(token)"}}
            """
        let run = try await ProgramRun.of(["import", "-"], input: config)
        #expect(run.status == 0, "\(run.errorText)")
        for text in [run.text, run.errorText] {
            #expect(!text.lowercased().contains(token))
        }
        #expect(run.text.contains("\"name\": \"destination-1\""))
    }
}
