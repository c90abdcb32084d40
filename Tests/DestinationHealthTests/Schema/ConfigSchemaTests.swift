import DestinationHealth
import Foundation
import LocatedJSON
import Testing
import TikTokAPI

@Suite("The schema of the config")
struct ConfigSchemaTests {
    private static func finds(fault config: String) -> Bool {
        let loaded = LoadedConfig.load(config, environment: RandomConfig.environment)
        return !loaded.problems.isEmpty
            || loaded.destinations.contains { destination in
                destination.defects.contains { $0.kind == .badValue || $0.kind == .unknownKey }
            }
    }

    private static func value(_ text: String) throws -> JSONValue {
        try JSONDocument(parsing: Array(text.utf8)).root
    }

    @Test("schema and loader agree on thousands of configs")
    func agreement() throws {
        let schema = try SchemaEvaluator(ConfigSchema.text)
        var dice = RandomConfig(seed: 20_261_121)
        var faulty = 0
        let count = 1_500
        for _ in 0..<count {
            let config = dice.config()
            let isFaulty = Self.finds(fault: config)
            faulty += isFaulty ? 1 : 0
            let isAccepted = try schema.accepts(Self.value(config))
            try #require(isAccepted == !isFaulty, "accepted by the schema: \(isAccepted)\n\(config)")
        }
        #expect((count / 5...4 * count / 5).contains(faulty), "\(faulty) of \(count) are faulty")
    }

    @Test(
        "each fault is seen by both",
        arguments: [
            #"[]"#, #"{}"#, #"{"destinations": []}"#, #"{"destinations": [5]}"#, #"{"destination": [{}]}"#,
            #"{"version": 2, "destinations": [{}]}"#, #"{"version": 2, "pixel_id": "x"}"#,
            #"{"defaults": {}, "pixel_id": "x"}"#, #"{"defaults": {"name": "x"}, "destinations": [{}]}"#,
            #"{"pixel_id": "x", "pixel_code": "x"}"#, #"{"access_token": "x", "code": "x", "auth_code": "x"}"#,
            #"{"pixel_id": 7}"#, #"{"pixel_id": "x", "acces_token": "x"}"#, #"{"pixel_id": "x", "name": ""}"#,
            #"{"pixel_id": "x", "app": {"id": "x"}}"#, #"{"pixel_id": "x", "advertiser_ids": [" "]}"#,
            #"{"pixel_id": "x", "token_issued_at": "2026-02-29"}"#, #"{"pixel_id": "x", "uses": ["everything"]}"#,
            #"{"pixel_id": "x", "token_issued_at": "1965-01-01"}"#, #"{"pixel_id": "x", "expires_in": -1}"#,
            #"{"pixel_id": "x", "token_issued_at": 1795255200000}"#, #"{"pixel_id": "x", "event_source": "$${T}"}"#,
            #"{"pixel_id": "x", "suppress": [{"rule": "clock-skew", "reason": "x", "until": "2100-02-29"}]}"#,
            #"{"pixel_id": "x", "suppress": [{"rule": "clock-skew", "until": "2026-12-31"}]}"#,
        ]
    )
    func faults(_ config: String) throws {
        #expect(Self.finds(fault: config))
        #expect(try !SchemaEvaluator(ConfigSchema.text).accepts(Self.value(config)))
    }

    @Test(
        "what is right is right for both",
        arguments: [
            #"{"pixel_code": "x"}"#, #"{"access_token": ""}"#, #"{"$schema": "x", "version": 1, "pixel_id": "x"}"#,
            #"{"$comment": "x", "pixel_id": "x"}"#, #"{"$comment": ["x", "y"], "destinations": [{"$comment": "x"}]}"#,
            #"{"pixel_id": "x", "token_issued_at": "2028-02-29T23:59:60.5+14:00"}"#,
            #"{"pixel_id": "x", "event_source": "${env:SOURCE}"}"#, #"{"pixel_id": "x", "scopes": "a,b"}"#,
            #"{"defaults": {"enabled": false}, "destinations": [{}]}"#,
        ]
    )
    func right(_ config: String) throws {
        #expect(!Self.finds(fault: config))
        #expect(try SchemaEvaluator(ConfigSchema.text).accepts(Self.value(config)))
    }

    @Test(
        "what JSON Schema cannot say it accepts, and nothing else than this",
        arguments: [
            #"{"pixel_id": "x", "expires_in": 1.0}"#, #"{"pixel_id": "x", "token_issued_at": 1e3}"#,
            #"{"pixel_id": "x", "version": 1.0}"#, #"{"pixel_id": "x", "scopes": [4.0]}"#,
            #"{"pixel_id": "x", "advertiser_ids": ["\u200b"]}"#, #"{"pixel_id": "x", "type": "${env:MISSING:-wob}"}"#,
            #"{"pixel_id": "x", "suppress": [{"rule": "\#(String(repeating: "é", count: 33))", "reason": "x", "until": "2026-12-31"}]}"#,
        ]
    )
    func leniency(_ config: String) throws {
        #expect(Self.finds(fault: config))
        #expect(try SchemaEvaluator(ConfigSchema.text).accepts(Self.value(config)))
    }

    @Test(
        "in two places the schema refuses what the loader passes over",
        arguments: [
            #"{"defaults": {"type": "wob"}, "destinations": [{"type": "tiktok_ads"}]}"#,
            #"{"pixel_id": "x", "token_issued_at": "1969-12-31T23:00:00-02:00"}"#,
        ]
    )
    func strictness(_ config: String) throws {
        #expect(!Self.finds(fault: config))
        #expect(try !SchemaEvaluator(ConfigSchema.text).accepts(Self.value(config)))
    }

    @Test(
        "what a field's description calls a secret is one to the loader, and nothing else is",
        arguments: Field.ofDestination
    )
    func secrets(_ field: Field) {
        switch field.value {
        case .text, .secret, .literal: break
        default: return
        }
        let text = "some plain words"
        for name in field.keys {
            let config = #"{"destinations": [{"\#(name)": "\#(text)"}]}"#
            let loaded = ConfigLoader().load(Array(config.utf8), path: "shops.json")
            #expect(loaded.secrets.contains { $0.unmasked == text } == field.isSecret, "\(name)")
        }
    }

    @Test("every field has a title, a description and examples that the loader takes", arguments: Field.ofDestination)
    func examples(_ field: Field) throws {
        let definitions = try #require(JSONDocument(parsing: ConfigSchema.text).root["definitions"])
        for name in field.keys {
            let definition = try #require(definitions[name])
            #expect(definition["title"]?.string?.isEmpty == false)
            #expect(definition["description"]?.string?.hasPrefix(field.declaration.summary) == true)
            #expect(
                definition["examples"]?.count == field.declaration.examples.count && !field.declaration.examples.isEmpty
            )
            for example in field.declaration.examples {
                let config = #"{"destinations": [{"\#(name)": \#(example)}]}"#
                #expect(!Self.finds(fault: config), "\(config)")
                #expect(try SchemaEvaluator(ConfigSchema.text).accepts(Self.value(config)), "\(config)")
            }
        }
    }

    @Test("a comment says nothing to the checker, and its words are no field")
    func comment() throws {
        let config = LoadedConfig.load(
            #"{"$comment": {"access_token": "x"}, "destinations": [{"$comment": ["${MISSING}"], "pixel_id": "x"}]}"#
        )
        #expect(config.problems.isEmpty)
        #expect(config.destinations.map(\.defects.isEmpty) == [true])
    }
}
