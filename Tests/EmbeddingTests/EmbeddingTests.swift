import DestinationHealth
import Foundation
import TestSupport
import Testing
import TikTokAPI
import TikTokSimulator

/// What a program does that embeds the library: nothing here is more than public.
@Suite("The library, embedded")
struct EmbeddingTests {
    private static let config = """
        {
          "destinations": [
            {
              "name": "good", "pixel_id": "COH98PBC77U2GA5OQKK0", "test_event_code": "TEST12345",
              "access_token": "900d18305cee759b483db4704e1a46080624e88b"
            },
            {
              "name": "revoked", "pixel_id": "CMSFOFBC77U29EM3TVI0", "test_event_code": "TEST12345",
              "access_token": "401052a62decc4c2664d8b02245a2e65ba66a9a8"
            }
          ]
        }
        """

    /// Calls with the path of a config that exists meanwhile.
    private func withConfig<Result>(_ text: String = config, _ body: (String) async throws -> Result) async throws
        -> Result
    {
        let file = FileManager.default.temporaryDirectory.appending(path: "embedding-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: file)
        // A secret that everybody may read is worth a warning.
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path)
    }

    @Test("the documentation's example returns the verdicts of a simulated run")
    func simulated() async throws {
        let told = try await withConfig { try await verdicts(on: $0, from: SimulatedTikTok()) }
        #expect(told.count == 2)
        #expect(told.first == "good is healthy: []")
        #expect(told.last?.hasPrefix("revoked is unhealthy: [") == true)
    }

    @Test("what is wrong with the file is told too, and a file that is not there is an error")
    func unreadable() async throws {
        let told = try await withConfig("{") { try await verdicts(on: $0, from: SimulatedTikTok()) }
        #expect(told.count == 1 && told.first?.contains("not valid JSON") == true)
        await #expect(throws: FileReadError("no such file or directory")) {
            try await verdicts(on: "/nowhere/config.json", from: SimulatedTikTok())
        }
    }

    @Test("the same destinations are checked over the network, each verdict with its evidence and its steps")
    func live() async throws {
        let server = try FaultServer(answering: SimulatedTikTok())
        defer { server.stop() }
        let config = try await withConfig { try ConfigLoader().load(contentsOf: $0) }
        let client = APIClient(http: CurlHTTPClient())
        let check = HealthCheck(options: CheckOptions(live: LiveOptions(origin: server.origin)), api: client)
        let reports = await check.reports(on: config.destinations)
        #expect(reports.map(\.status) == [.healthy, .unhealthy])
        #expect(reports.map(\.isVerified) == [true, false])
        let finding = try #require(reports.last?.findings.first { $0.severity == .error })
        #expect(finding.rule == "token-accepted")
        #expect(finding.evidence?.code == 40105)
        #expect(!finding.remediation.steps.isEmpty)
        #expect(client.statistics.calls == server.requests.count)
    }

    @Test("offline nothing is asked, and a config can come from memory and its variables from anywhere")
    func offline() async throws {
        struct Vault: ConfigEnvironment {
            func variable(_ name: String) -> String? {
                name == "TOKEN" ? "900d18305cee759b483db4704e1a46080624e88b" : nil
            }

            func contents(
                ofFile path: String,
                relativeTo directory: String?,
                maximumBytes: Int
            ) throws(FileReadError) -> [UInt8] { throw FileReadError("no files here") }
        }
        let text = #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "${env:TOKEN}"}"#
        let config = ConfigLoader(environment: Vault()).load(Array(text.utf8), path: "shop.json")
        let server = try FaultServer { _ in .textThenClose("") }
        defer { server.stop() }
        let check = HealthCheck(
            options: CheckOptions(isOffline: true, live: LiveOptions(origin: server.origin)),
            api: APIClient(http: CurlHTTPClient())
        )
        let report = try #require(await check.reports(on: config.destinations).first)
        #expect(report.name == "shop")
        #expect(report.status == .healthy && !report.isVerified)
        #expect(server.requests.isEmpty)
    }
}
