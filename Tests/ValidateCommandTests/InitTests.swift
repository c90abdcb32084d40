import DestinationHealth
import Foundation
import LocatedJSON
import TestSupport
import TikTokSimulator
import Testing
import ValidateCommand

/// `validate init` and `validate schema`: what they write is good for what they say.
@Suite struct InitTests {
    static let products: [[String]] = [[], ["upstack"], ["sirdata"], ["owox"]]

    @Test("a starting config is healthy and verified with the simulator, without a warning", arguments: products)
    func simulated(_ product: [String]) async throws {
        let directory = try TemporaryDirectory()
        let line = "\"$VALIDATE\" init \(product.joined()) > config.json"
        let written = try await ProgramRun.shell(line, directory: directory.url)
        #expect(written.status == 0, "\(written.errorText)")
        let run = try await ProgramRun.of(
            ["config.json", "--simulate", "--strict", "--format", "json"],
            directory: directory.url
        )
        #expect(run.status == 0, "\(run.text)")
        let report = try run.report()
        #expect(report["problems"]?.count == 0)
        let destinations = try #require(report["destinations"]?.elements).map { $0 }
        #expect(destinations.map { $0["verified"]?.boolean } == [true])
        #expect(destinations.map { $0["findings"]?.count } == [0])
    }

    @Test(
        "with the variables set, the same config checks the user's own destination",
        arguments: [[], ["upstack"], ["sirdata"]]
    )
    func own(_ product: [String]) async throws {
        let server = try FaultServer(
            answering: SimulatedTikTok(world: .builtIn, unixTime: { Int(Date().timeIntervalSince1970) })
        )
        defer { server.stop() }
        let config = try await ProgramRun.of(["init"] + product).text
        let run = try await ProgramRun.of(
            ["-", "--base-url", "http://127.0.0.1:\(server.port)", "--format", "json"],
            input: config,
            environment: [
                "TIKTOK_PIXEL_ID": "COH98PBC77U2GA5OQKK0",
                "TIKTOK_ACCESS_TOKEN": "900d18305cee759b483db4704e1a46080624e88b",
            ]
        )
        #expect(run.status == 0, "\(run.text)")
        let destination = try #require(try run.report()["destinations"]?.elements.first { _ in true })
        #expect(destination["verified"]?.boolean == true)
        #expect(server.requests.count == 1)
    }

    @Test(
        "credentials of the simulator are never sent to TikTok, and the finding says what to set",
        arguments: products
    )
    func unset(_ product: [String]) async throws {
        let server = try FaultServer { _ in .textThenClose("") }
        defer { server.stop() }
        let config = try await ProgramRun.of(["init"] + product).text
        let run = try await ProgramRun.of(
            ["-", "--base-url", "http://127.0.0.1:\(server.port)", "--format", "json"],
            input: config
        )
        #expect(run.status == 1)
        #expect(run.text.contains("placeholder-value"))
        #expect(run.text.contains("Set environment variable TIKTOK_ACCESS_TOKEN"))
        #expect(server.requests.isEmpty)
    }

    @Test("the config for a product says where that product keeps the destination", arguments: products)
    func guidance(_ product: [String]) async throws {
        let config = try await ProgramRun.of(["init"] + product).report()
        let destination = try #require(config["destinations"]?.elements.first { _ in true })
        #expect(destination["managed_by"]?.string == product.first)
        #expect(config["$comment"]?.elements.allSatisfy { $0.string?.isEmpty == false } == true)
        let words = destination["$comment"]?.elements.compactMap(\.string).joined() ?? ""
        #expect(
            words.contains(
                ["upstack": "app.upstackdata.com", "sirdata": "Sirdata", "owox": "OWOX"][product.first ?? ""]
                    ?? "Events Manager"
            )
        )
    }

    @Test(
        "an unknown argument is refused with a suggestion",
        arguments: [
            (["init", "upstak"], "did you mean upstack?"), (["init", "segment"], "one of upstack, sirdata, owox"),
            (["init", "upstack", "sirdata"], "one product"), (["schema", "config.json"], "takes no argument"),
            (["init", "--simulate"], "unknown option"),
        ]
    )
    func wrong(_ arguments: [String], words: String) async throws {
        let run = try await ProgramRun.of(arguments)
        #expect(run.status == 2)
        #expect(run.text.isEmpty)
        #expect(run.errorText.contains(words), "\(run.errorText)")
    }

    @Test("there is a config for every product of managed_by")
    func everyProduct() {
        #expect(InitOptions.Product.allCases.map(\.rawValue) == ManagingProduct.allCases.map(\.rawValue))
    }

    @Test("the schema in the checkout is what the program writes, and the demo refers to it")
    func schema() async throws {
        let run = try await ProgramRun.of(["schema"])
        #expect(run.status == 0)
        let kept = try Data(contentsOf: ProgramRun.root.appending(path: "fixtures/schemas/config.schema.json"))
        #expect(
            run.output == [UInt8](kept),
            "renew it with: swift run validate schema > fixtures/schemas/config.schema.json"
        )
        let demo = try Data(contentsOf: ProgramRun.root.appending(path: "fixtures/demo.json"))
        #expect(try JSONDocument(parsing: [UInt8](demo)).root["$schema"]?.string == "schemas/config.schema.json")
    }
}
