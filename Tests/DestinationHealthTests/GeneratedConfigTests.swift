import FuzzTargets
import LocatedJSON
import TestSupport
import Testing
import TikTokAPI

@testable import DestinationHealth

@Suite struct WrittenConfigTests {
    private static let token = "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"
    private static let other = "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a"

    /// Loads what was written, with the variables that it asks for.
    private static func reloaded(_ written: GeneratedConfig, _ environment: FixedEnvironment) -> LoadedConfig {
        var environment = environment
        for variable in written.variables {
            if let value = variable.value { environment.variables[variable.name] = value.unmasked }
        }
        return ConfigLoader(environment: environment).load(written.bytes, path: "written.json")
    }

    private static func written(
        _ destinations: String...,
        environment: FixedEnvironment = FixedEnvironment()
    ) -> GeneratedConfig {
        GeneratedConfig(
            LoadedConfig.load("{\"destinations\": [\(destinations.joined(separator: ","))]}", environment: environment)
                .destinations
        )
    }

    private static func values(_ written: GeneratedConfig, _ field: String) throws -> [String?] {
        let root = try JSONDocument(parsing: written.bytes).root
        return root["destinations"]?.elements.map { $0[field]?.string } ?? []
    }

    // MARK: Fields

    /// A value for every field, none of them what applies without it.
    private static let fields: KeyValuePairs<String, String> = [
        "name": "\"shop\"", "type": "\"tiktok_events\"", "pixel_id": "\"D2L6U03C77U3E3CU4PIG\"",
        "access_token": "\"\(token)\"", "token_kind": "\"marketing\"",
        "app": "{\"app_id\": \"7000000000000000001\", \"secret\": \"\(other)\"}",
        "advertiser_ids": "[\"7000000000000000002\", \"7000000000000000003\"]", "scopes": "[4, \"100\"]",
        "uses": "[\"events_api\", \"audiences\"]", "required_scopes": "[\"20000000001234567890\"]",
        "token_issued_at": "1700000000", "token_expires_at": "\"2026-12-31T23:59:58+02:00\"", "expires_in": "86400",
        "refresh_token": "\"rft.abcdefgh12345678\"", "auth_code": "\"code-of-a-login\"",
        "refresh_token_expires_at": "\"2027-01-01\"", "refresh_token_expires_in": "31536000",
        "rotate_after_days": "90", "expiry_warning_days": "0", "test_event_code": "\"TEST12345\"",
        "event_source": "\"crm\"", "event_source_id": "\"7000000000000000004\"", "managed_by": "\"sirdata\"",
        "enabled": "false",
        "suppress":
            "[{\"rule\": \"token-rotation\", \"reason\": \"costs ${env:NOTHING}$$\", \"until\": \"2026-12-31\"}]",
    ]

    @Test("every field of a destination comes back from what was written, and none is written that was not given")
    func everyField() throws {
        #expect(Set(Self.fields.map(\.key)) == Set(Field.ofDestination.map(\.name)), "a new field needs a value here")
        let all = "{\(Self.fields.map { "\"\($0)\": \($1)" }.joined(separator: ", "))}"
        let loaded = LoadedConfig.load("{\"destinations\": [\(all)]}")
        let destination = try #require(loaded.destinations.first)
        #expect(destination.defects.isEmpty)
        let written = GeneratedConfig(loaded.destinations)
        let again = Self.reloaded(written, FixedEnvironment())
        #expect(again.problems.isEmpty)
        #expect(again.destinations.first?.defects.isEmpty == true)
        #expect(again.destinations.map(facts) == [facts(of: destination)])
        #expect(written.omissions.isEmpty)
        let qualified = try #require([destination].qualified(byFile: "file").first)
        #expect(qualified.name == "file/\(destination.name)")
        #expect(facts(of: qualified).dropFirst() == facts(of: destination).dropFirst(), "only the name changes")
        #expect(qualified.nameRange?.bytes == destination.nameRange?.bytes)
        #expect(qualified.placeInFile == destination.placeInFile && qualified.range.bytes == destination.range.bytes)
        let keys = try JSONDocument(parsing: written.bytes).root["destinations"]?.elements.first { _ in true }?
            .members.map(\.key)
        #expect(keys == Field.ofDestination.map(\.name), "in the order in which people write them")
        #expect(
            written.variables.map(\.name) == [
                "SHOP_ACCESS_TOKEN", "SHOP_APP_SECRET", "SHOP_REFRESH_TOKEN", "SHOP_AUTH_CODE",
            ]
        )

        let bare = try Self.values(Self.written("{\"access_token\": \"\(Self.token)\"}"), "name")
        #expect(bare == ["destination-1"])
        let text = String(decoding: Self.written("{\"access_token\": \"\(Self.token)\"}").bytes, as: UTF8.self)
        #expect(
            text == """
                {
                  "version": 1,
                  "destinations": [
                    {
                      "name": "destination-1",
                      "type": "tiktok_ads",
                      "access_token": "${env:DESTINATION_1_ACCESS_TOKEN}"
                    }
                  ]
                }

                """
        )
    }

    // MARK: References

    @Test(
        "what came from a reference goes on coming from it, and no part of a secret is written out",
        arguments: [
            ("${env:SET}", "${env:SET}"), ("${SET}", "${SET}"), ("${env:SET:-}", "${env:SET:-}"),
            ("${file:token}", "${file:token}"),
            // The fallback stands in the config, and may be the secret itself.
            ("${env:SET:-\(other)}", "${env:SET}"), ("${env:UNSET:-\(token)}", "${env:SHOP_ACCESS_TOKEN}"),
            ("${UNSET:-short}", "${env:SHOP_ACCESS_TOKEN}"),
            ("Bearer ${env:SET}", "${env:SHOP_ACCESS_TOKEN}"), ("${env:HALF}7c9e1b3d5f70", "${env:SHOP_ACCESS_TOKEN}"),
            ("\(token)", "${env:SHOP_ACCESS_TOKEN}"), ("  \(token)\\n", "${env:SHOP_ACCESS_TOKEN}"),
            ("a$$b", "${env:SHOP_ACCESS_TOKEN}"), ("", ""),
            // It leads nowhere here, and whoever uses the config has to set something.
            ("${env:UNSET}", "${env:SHOP_ACCESS_TOKEN}"), ("${file:nowhere}", "${env:SHOP_ACCESS_TOKEN}"),
        ]
    )
    func references(_ text: String, _ expected: String) throws {
        let environment = FixedEnvironment(
            variables: ["SET": Self.token, "HALF": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a"],
            files: ["token": Array(Self.token.utf8)]
        )
        let written = Self.written("{\"name\": \"shop\", \"access_token\": \"\(text)\"}", environment: environment)
        #expect(try Self.values(written, "access_token") == [expected])
        let isUnresolved = text == "${env:UNSET}" || text == "${file:nowhere}"
        #expect(written.omissions.isEmpty == !isUnresolved)
        #expect(written.variables.allSatisfy { ($0.value == nil) == isUnresolved })
        #expect(written.variables.map(\.name) == Self.names(in: expected))
    }

    /// The variables of a reference as this test writes them.
    private static func names(in reference: String) -> [String] {
        let name = reference.split { !($0.isASCII && ($0.isLetter && $0.isUppercase || $0 == "_")) }
        return name.map(String.init)
    }

    @Test("values that are no secrets are written cleaned, with dollar signs that begin nothing")
    func literals() throws {
        let environment = FixedEnvironment(variables: ["PIXEL": "D2L6U03C77U3E3CU4PIG"])
        let cases = [
            (" D2L6U03C77U3E3CU4PIG\\n", "D2L6U03C77U3E3CU4PIG"), ("\\u200bD2L6\\u00a0", "D2L6"), ("D2 L6", "D2 L6"),
            ("a$b", "a$$b"), ("$$", "$$"), ("$${env:PIXEL}", "$${env:PIXEL}"), ("${env:PIXEL}", "${env:PIXEL}"),
            ("x-${PIXEL}-$$", "x-${PIXEL}-$$"), ("\(Self.token)", "${env:SHOP_PIXEL_ID}"),
            ("${env:PIXEL:-\(Self.token)}", "D2L6U03C77U3E3CU4PIG"),
        ]
        for (text, expected) in cases {
            let written = Self.written("{\"name\": \"shop\", \"pixel_id\": \"\(text)\"}", environment: environment)
            #expect(try Self.values(written, "pixel_id") == [expected], "\(text)")
        }
    }

    @Test("a secret of several destinations is read from one variable, under a name that none has")
    func sharedSecrets() throws {
        let environment = FixedEnvironment(variables: ["ONE_ACCESS_TOKEN": "of another time"])
        let written = Self.written(
            "{\"name\": \"one\", \"access_token\": \"\(Self.token)\", \"pixel_id\": \"${env:ONE_ACCESS_TOKEN}\"}",
            "{\"name\": \"two\", \"access_token\": \"\(Self.token) \"}",
            "{\"name\": \"three\", \"access_token\": \"\(Self.other)\", \"refresh_token\": \"\(Self.token)\"}",
            environment: environment
        )
        #expect(
            try Self.values(written, "access_token") == [
                "${env:ONE_ACCESS_TOKEN_2}", "${env:ONE_ACCESS_TOKEN_2}", "${env:THREE_ACCESS_TOKEN}",
            ]
        )
        let variable = try #require(written.variables.first { $0.name == "ONE_ACCESS_TOKEN_2" })
        #expect(variable.uses == ["access_token of one", "access_token of two", "refresh_token of three"])
        #expect(variable.value == Secret(Self.token))

        let known = Self.written(
            "{\"name\": \"literal\", \"access_token\": \"\(Self.token)\"}",
            "{\"name\": \"reference\", \"access_token\": \"${env:SHOP}\"}",
            environment: FixedEnvironment(variables: ["SHOP": Self.token])
        )
        #expect(try Self.values(known, "access_token") == ["${env:SHOP}", "${env:SHOP}"])
    }

    @Test(
        "variables are named after their destination, in letters that every shell takes",
        arguments: [
            ("shop-eu", "SHOP_EU"), ("eu/Shop 2", "EU_SHOP_2"), ("--a..b--", "A_B"), ("2nd", "TIKTOK_2ND"),
            ("L\u{E4}den", "L_DEN"), ("\u{7530}", "TIKTOK"), ("$(rm -rf /)", "RM_RF"), ("a\nb", "A_B"), ("_", "TIKTOK"),
            (String(repeating: "x", count: 500), String(repeating: "X", count: 64)),
        ]
    )
    func variableNames(_ name: String, _ expected: String) throws {
        var writer = JSONWriter(pretty: false)
        writer.string(name)
        let quoted = String(decoding: writer.bytes, as: UTF8.self)
        let written = Self.written("{\"name\": \(quoted), \"access_token\": \"\(Self.token)\"}")
        #expect(written.variables.map(\.name) == ["\(expected)_ACCESS_TOKEN"])
        #expect(try Self.values(written, "name") == [name])
    }

    @Test("names are unique, and one that holds a secret is replaced")
    func names() throws {
        let odd = "hunter2hunter2"
        let written = Self.written(
            "{\"name\": \"a\", \"access_token\": \"\(Self.token)\"}",
            "{\"name\": \"a\", \"access_token\": \"\(Self.other)\"}",
            "{\"name\": \"a-2\"}",
            "{\"name\": \"\(Self.token)\"}",
            "{\"name\": \"shop \(odd)\", \"access_token\": \"\(odd)\"}"
        )
        #expect(try Self.values(written, "name") == ["a", "a-2", "a-2-2", "destination-4", "destination-5"])
        #expect(
            written.variables.map(\.name) == ["A_ACCESS_TOKEN", "A_2_ACCESS_TOKEN", "DESTINATION_5_ACCESS_TOKEN"]
        )
    }

    @Test("what cannot be carried over is told, without a value")
    func omissions() throws {
        let written = Self.written(
            """
            {"name": "a", "access_token": "\(Self.token)", "advertiser_ids": [7000000000000000001], "color": "red",
             "scopes": ["4", "\(Self.token)"], "token_expires_at": "\(Self.token)",
             "suppress": [{"rule": "token-rotation", "reason": "\(Self.token)", "until": "2026-12-31"}]}
            """
        )
        #expect(written.omissions.count == 4, "\(written.omissions)")
        #expect(written.omissions.allSatisfy { $0.hasPrefix("a: ") })
        for text in [String(decoding: written.bytes, as: UTF8.self)] + written.omissions {
            #expect(!text.contains(Self.token))
        }
    }

    // MARK: Any config

    /// What a destination says. An optional text with nothing in it but what must be removed is none.
    private static func told(_ destination: Destination) -> [String] {
        facts(of: destination).map { $0.hasSuffix(": <>") ? $0.dropLast(2) + "nil" : $0 }
    }

    @Test("whatever a config holds, what is written of it holds no secret and loads as the same destinations")
    func roundTrip() throws {
        var random = SeededRandom(seed: 20_261_121)
        for round in 0..<200 {
            let text = ConfigOfEveryKind.make(&random)
            let loaded = LoadedConfig.load(text, environment: ConfigOfEveryKind.environment)
            try #require(!loaded.destinations.isEmpty, "\(text)")
            let written = GeneratedConfig(loaded.destinations)
            let again = Self.reloaded(written, ConfigOfEveryKind.environment)
            try #require(again.problems.isEmpty, "round \(round): \(text)")
            try #require(
                again.destinations.map(Self.told) == loaded.destinations.map(Self.told),
                "round \(round): \(text)"
            )
            // A secret that reads like a reference stands where that reference is meant.
            for secret in loaded.secrets
            where secret.unmasked.utf8.count >= 8 && !secret.unmasked.utf8.starts(with: "${".utf8) {
                let isWritten = written.bytes.contains(Array(secret.unmasked.utf8))
                try #require(!isWritten, "round \(round): \(text)")
            }
            // Written once more it is the same.
            try #require(GeneratedConfig(again.destinations).bytes == written.bytes, "round \(round): \(text)")
        }
    }
}

/// Configs of ours of every kind, with faults that a config may have and still be read.
private enum ConfigOfEveryKind {
    static let environment = FixedEnvironment(
        variables: [
            "TOKEN": "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70",
            "SPACED": " 9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a\n",
            "WORD": "word", "ODD": "a$b{c}", "EMPTY": "",
        ],
        files: ["secret": Array("rft.abcdefgh12345678\n".utf8)]
    )

    private static let texts = [
        "D2L6U03C77U3E3CU4PIG", "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70",
        "Bearer 3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70",
        " 7000000000000000001 ", "act.abcdefgh12345678!4567", "a$b", "$$", "$", "$${env:TOKEN}", "${env:TOKEN}",
        "${WORD}",
        "${env:SPACED}", "${env:ODD}", "${env:MISSING:-fallback}", "${EMPTY:-}", "${file:secret}", "x${WORD}y$$",
        "${env:MISSING:-9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a}", "${env:MISSING}", "${file:nowhere}",
        "\u{200B}x\u{FEFF}",
        "\u{201C}quoted\u{201D}", "two words", "caf\u{E9}", "\u{0}", "", " ", "\"", "\\", "\u{1B}[2J", "TEST12345",
        "{\"access_token\": \"9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a\"}", "##[x]", "hunter2hunter2",
        "password=hunter2hunter2",
    ]

    static func make(_ random: inout SeededRandom) -> String {
        let count = 1 + random.below(3)
        let destinations = (0..<count).map { index in destination(index, &random) }
        return "{\"destinations\": [\(destinations.joined(separator: ",\n"))]}"
    }

    private static func destination(_ index: Int, _ random: inout SeededRandom) -> String {
        var members: [String] = []
        for field in Field.ofDestination where random.below(3) > 0 {
            members.append("\"\(field.name)\": \(value(field, index, &random))")
        }
        return "{\(members.joined(separator: ", "))}"
    }

    private static func value(_ field: Field, _ index: Int, _ random: inout SeededRandom) -> String {
        switch field.value {
        case .literal:
            return quoted(["shop", "\u{7530} $HOME ${x}", "a/b\n", "3"][random.below(4)] + "-\(index)")
        case .text, .secret: return quoted(text(&random))
        case .word(let words): return quoted(words.all[random.below(words.all.count)])
        case .uses:
            let uses = TokenUse.allCases
            return list(random.below(3), &random) { quoted(uses[$0.below(uses.count)].rawValue) }
        // An empty id is left out by the loader, and an unresolved one too.
        case .advertiserIDs: return list(1 + random.below(3), &random) { quoted("7\($0.below(1_000_000_000))") }
        case .app: return "{\"app_id\": \(quoted(text(&random))), \"secret\": \(quoted(text(&random)))}"
        case .scopes, .requiredScopes:
            return list(random.below(4), &random) { ["4", "\"100\"", "\"user.info.basic\"", "\"$\""][$0.below(4)] }
        case .timestamp: return ["\"2026-11-21T10:00:00+01:00\"", "1800000000", "0", "99999999999"][random.below(4)]
        case .count: return "\(random.below(1_000_000))"
        case .boolean: return random.below(2) == 0 ? "true" : "false"
        case .suppressions:
            return list(random.below(3), &random) { random in
                let reason = quoted(["why $$ not", "\u{202E}${env:NOTHING}"][random.below(2)])
                return "{\"rule\": \"token-rotation\", \"reason\": \(reason), \"until\": \"2026-12-31\"}"
            }
        }
    }

    private static func text(_ random: inout SeededRandom) -> String {
        texts[random.below(texts.count)]
    }

    private static func list(
        _ count: Int,
        _ random: inout SeededRandom,
        _ element: (inout SeededRandom) -> String
    ) -> String {
        var elements: [String] = []
        for _ in 0..<count { elements.append(element(&random)) }
        return "[\(elements.joined(separator: ", "))]"
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter(pretty: false)
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
