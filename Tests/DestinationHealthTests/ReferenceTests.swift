import DestinationHealth
import TikTokAPI
import TestSupport
import Testing

@Suite struct ReferenceTests {
    private static let environment = FixedEnvironment(
        variables: ["TOKEN": "from-env", "EMPTY": "", "NESTED": "${env:TOKEN}", "SPACED": " x\n"],
        files: [
            "token": Array("from-file\n".utf8), "crlf": Array("from-file\r\n".utf8), "two": Array("from-file\n\n".utf8),
            "none": [], "breaks": Array("\n".utf8), "binary": [0xFF, 0xFE],
            "big": Array(repeating: 0x61, count: (64 << 10) + 1),
        ]
    )

    @Test(
        "references resolve once, from variables, fallbacks and files",
        .tags(.F15, .F16),
        arguments: [
            ("plain", "plain"), ("${env:TOKEN}", "from-env"), ("${TOKEN}", "from-env"),
            ("a-${env:TOKEN}-${TOKEN}-b", "a-from-env-from-env-b"), ("${env:MISSING:-other}", "other"),
            ("${env:EMPTY:-other}", "other"), ("${MISSING:-}", ""), ("${env:TOKEN:-other}", "from-env"),
            ("$$", "$"), ("$${env:TOKEN}", "${env:TOKEN}"), ("a$b", "a$b"), ("$", "$"), ("a$", "a$"),
            ("${env:NESTED}", "${env:TOKEN}"),
            ("${file:token}", "from-file"), ("${file:crlf}", "from-file"), ("${file:two}", "from-file\n"),
            ("${env:SPACED}", " x\n"),
        ]
    )
    func resolves(_ text: String, _ expected: String) throws {
        let config = LoadedConfig.load(#"{"pixel_id": "P", "access_token": "\#(text)"}"#, environment: Self.environment)
        let destination = try #require(config.destinations.first)
        #expect(destination.defects.isEmpty)
        #expect(destination.accessToken?.raw.unmasked == expected)
    }

    @Test(
        "a reference that leads nowhere names the variable or file and never a value",
        .tags(.F15, .F16),
        arguments: [
            ("${env:MISSING}", "environment variable MISSING, which is not set"),
            ("${EMPTY}", "environment variable EMPTY, which is empty"),
            ("${file:nowhere}", "file nowhere, which cannot be read: no such file"),
            ("${file:none}", "file none, which is empty"), ("${file:breaks}", "file breaks, which is empty"),
            ("${file:binary}", "is not UTF-8 text"), ("${file:big}", "it is larger than"),
            ("${env:TOKEN", "never closed"), ("${}", "names neither a variable nor a file"),
            ("${env:}", "names neither a variable nor a file"), ("${env:A B}", "names neither a variable nor a file"),
            ("${env:MISSING:-${env:TOKEN}", "references cannot be nested"),
            ("${env:MISSING:-${env:TOKEN}}", "references cannot be nested"),
            ("${env:TOKEN:-${TOKEN}}", "references cannot be nested"),
            ("${file:${env:TOKEN}}", "references cannot be nested"),
            ("${9LIVES}", "names neither a variable nor a file"), ("${file:}", "without a path"),
        ]
    )
    func failures(_ text: String, _ words: String) async throws {
        let config = LoadedConfig.load(
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "\#(text)"}"#,
            environment: Self.environment
        )
        let report = try #require(await check(config).first)
        let finding = try #require(report.findings.first)
        #expect(report.findings.count == 1, "the missing value is explained once: \(report.findings.map(\.message))")
        #expect(finding.rule == "value-reference")
        #expect(finding.message.contains(words), "\(finding.message)")
        #expect(report.status == .unhealthy)
    }

    @Test(
        "a token pasted between the braces does not come out as a variable's name or a file's",
        .tags(.F15),
        arguments: ["", "env:", "file:", "file:./"]
    )
    func tokenAsName(_ prefix: String) async throws {
        let token = "a8f31c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"
        let config = LoadedConfig.load(
            #"{"pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "${\#(prefix)\#(token)}"}"#
        )
        let finding = try #require(await check(config).first?.findings.first)
        #expect(!(finding.message + finding.remediation.steps.joined()).contains(token))
    }

    @Test("names are taken exactly as they stand")
    func names() {
        let config = LoadedConfig.load(
            #"{"destinations": [{"name": "Ke$$ha ${env:TOKEN}", "pixel_id": "P", "access_token": "x"}]}"#,
            environment: Self.environment
        )
        #expect(config.destinations.first?.name == "Ke$$ha ${env:TOKEN}")
    }
}
