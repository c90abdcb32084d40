import DestinationHealth
import LocatedJSON
import TikTokAPI
import Testing

/// Which destination hears of a file that lies open, and what it is told to write.
@Suite struct PlaintextSecretTests {
    private static let token = "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"
    private static let open = FileExposure(permissions: 0o644, isTrackedByGit: true)

    private static func findings(
        _ text: String,
        path: String = "config.json",
        files: [String: [UInt8]] = [:],
        exposure: FileExposure? = open
    ) async -> [[Finding]] {
        let environment = FixedEnvironment(files: files, exposure: exposure)
        let config = ConfigLoader(environment: environment).load(Array(text.utf8), path: path)
        return await check(config).map { $0.findings.filter { $0.rule == "plaintext-secret" } }
    }

    @Test(
        "the line to write names a variable after destination and field",
        arguments: [
            ("shop-eu", "${env:SHOP_EU_ACCESS_TOKEN}"), ("Shop EU (new)", "${env:SHOP_EU_NEW_ACCESS_TOKEN}"),
            ("2nd shop", "${env:TIKTOK_2ND_SHOP_ACCESS_TOKEN}"), ("店", "${env:TIKTOK_ACCESS_TOKEN}"),
            ("--", "${env:TIKTOK_ACCESS_TOKEN}"),
            ("9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a", "${env:TIKTOK_ACCESS_TOKEN}"),
        ]
    )
    func names(_ name: String, _ reference: String) async throws {
        let config = #"{"name": "\#(name)", "pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "\#(Self.token)"}"#
        let finding = try #require(await Self.findings(config).first?.first)
        let step = try #require(finding.remediation.steps.first)
        #expect(step.contains("\"access_token\": \"\(reference)\""), "\(step)")
        #expect(finding.severity == .warning)
    }

    @Test("the app's secret and what stands in the defaults have lines of their own")
    func otherFields() async throws {
        let findings = await Self.findings(
            #"""
            {"defaults": {"app": {"app_id": "7000000000000000001", "secret": "\#(Self.token)"}},
             "destinations": [{"name": "shop", "type": "tiktok_ads", "access_token": "${file:t}"}]}
            """#,
            files: ["t": Array("9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a".utf8)]
        )
        let told = findings.flatMap { $0 }
        #expect(told.map(\.field) == ["app.secret", "access_token"])
        #expect(told.first?.remediation.steps.first?.contains(#""secret": "${env:TIKTOK_APP_SECRET}""#) == true)
        #expect(told.first?.source.position.line == 1)
    }

    @Test("an open file is told once, at the first enabled destination, with the number of its secrets")
    func once() async {
        let destinations = (0..<5).map { index in
            #"{"pixel_id": "D2L6U03C77U3E3CU4PI\#(index)", "access_token": "\#(Self.token)", "enabled": \#(index > 0)}"#
        }
        let findings = await Self.findings("{\"destinations\": [\(destinations.joined(separator: ","))]}")
        #expect(findings.map(\.count) == [0, 1, 0, 0, 0])
        #expect(
            findings[1].first?.message
                == "access_token is written out in the config, which git keeps and which every user of this machine may "
                + "read (mode 0644), and so are 3 more secrets"
        )
    }

    @Test("a secret file that many destinations read is told once")
    func secretFile() async {
        let destinations = (0..<3).map {
            #"{"pixel_id": "D2L6U03C77U3E3CU4PI\#($0)", "access_token": "${file:token}"}"#
        }
        let findings = await Self.findings(
            "{\"destinations\": [\(destinations.joined(separator: ","))]}",
            files: ["token": Array(Self.token.utf8)]
        )
        #expect(findings.map(\.count) == [1, 0, 0])
        #expect(findings[0].first?.remediation.steps.first?.contains("file token: mode 0600") == true)
    }

    @Test("what is not known accuses nobody")
    func unknown() async {
        let config = #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "\#(Self.token)"}"#
        #expect(await Self.findings(config, exposure: nil).map(\.count) == [0])
        #expect(await Self.findings(config, path: "-").map(\.count) == [0])
        #expect(await Self.findings(config.replacing(Self.token, with: "YOUR_TOKEN")).map(\.count) == [0])
        #expect(await Self.findings(config.replacing(Self.token, with: "D2L6U03C77U3E3CU4PIG")).map(\.count) == [0])
        #expect(await Self.findings(config, exposure: FileExposure(permissions: 0o660)).map(\.count) == [0])
    }
}
