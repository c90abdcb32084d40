import Foundation
import LocatedJSON
import TikTokSimulator
import TestSupport
import Testing

@testable import DestinationHealth

/// The examples of the rules are the tests of the rules.
@Suite struct RuleExampleTests {
    struct Case: CustomTestStringConvertible {
        let rule: any Rule.Type
        let example: RuleExample

        var testDescription: String { "\(rule.description.id), example on line \(example.line)" }
    }

    private static func cases(_ examples: (RuleDescription) -> [RuleExample]) -> [Case] {
        RuleRegistry.all.flatMap { rule in
            examples(rule.description).map { Case(rule: rule, example: $0) }
        }
    }

    private static func environment(of example: RuleExample) -> FixedEnvironment {
        FixedEnvironment(
            variables: example.environment,
            files: example.files.mapValues { Array($0.utf8) },
            exposure: example.exposure
        )
    }

    /// Checks with one rule; a live one asks the simulator's built-in world.
    private static func findings(of rule: any Rule.Type, in config: LoadedConfig) async -> [Finding] {
        let isOffline = rule.description.stage == .offline
        let simulator = SimulatedTikTok(world: .builtIn, unixTime: { testTime })
        return await check(config, rules: [rule], offline: isOffline, http: simulator).flatMap(\.findings)
    }

    @Test("every bad example gets a finding at its mark", .tags(.F9, .F11, .F13, .F19), arguments: cases(\.bad))
    func bad(_ test: Case) async throws {
        let marked = Array(test.example.config.utf8)
        let arrow = Array("↓".utf8)
        let mark = try #require(
            marked.indices.first { marked[$0...].starts(with: arrow) },
            "the example on line \(test.example.line) has no ↓"
        )
        let text = Array(marked[..<mark] + marked[(mark + arrow.count)...])
        let environment = Self.environment(of: test.example)
        let config = ConfigLoader(environment: environment).load(text, path: "config.json")
        try #require(config.problems.isEmpty, "\(config.problems.map(\.message))")
        let expected = try JSONDocument(parsing: text).position(at: mark)

        let findings = await Self.findings(of: test.rule, in: config)
        let severity = test.example.severity ?? test.rule.description.severity
        let found = findings.contains { finding in
            finding.source.position == expected && finding.severity == severity
                && (test.example.message.isEmpty || finding.message.contains(test.example.message))
        }
        let said = findings.map { "\($0.source.position) \($0.severity): \($0.message)" }
        #expect(
            found,
            "line \(test.example.line) of the rule: expected \(severity) \"\(test.example.message)\" at \(expected), got \(said)"
        )
        #expect(findings.allSatisfy { $0.rule == test.rule.description.id })
        for finding in findings {
            let isListed = finding.remediation.remedy.map(test.rule.description.remedies.contains) == true
            #expect(
                isListed,
                "\(test.rule.description.id) leaves out \(String(describing: finding.remediation.remedy))"
            )
        }
    }

    @Test("no good example gets a warning or an error", arguments: cases(\.good))
    func good(_ test: Case) async {
        let config = LoadedConfig.load(
            test.example.config,
            environment: Self.environment(of: test.example)
        )
        #expect(config.problems.isEmpty)
        let findings = await Self.findings(of: test.rule, in: config).filter { $0.severity > .note }
        #expect(findings.isEmpty, "line \(test.example.line) of the rule: \(findings.map(\.message))")
    }

    @Test("every rule has a good and a bad example")
    func examplesExist() {
        for rule in RuleRegistry.all {
            #expect(!rule.description.bad.isEmpty, "\(rule.description.id)")
            #expect(!rule.description.good.isEmpty, "\(rule.description.id)")
        }
    }

    @Test("every file of a rule is registered, and only rules are in its folder")
    func registration() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "Sources/DestinationHealth/Rules").path
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
        let names = files.compactMap { $0.split(separator: "/").last?.dropLast(".swift".count) }.map(String.init)
        #expect(names.allSatisfy { $0.hasSuffix("Rule") }, "\(names.filter { !$0.hasSuffix("Rule") })")
        let registered = Set(RuleRegistry.all.map { "\($0)" })
        let missing = Set(names).subtracting(registered).sorted()
        #expect(missing.isEmpty, "add a line for each to RuleRegistry.all, and run .ci/renew")
        #expect(registered.subtracting(names).isEmpty, "each rule has a file of its own name")
    }

    @Test("the credentials that examples name are those of the simulator's world, or known nowhere")
    func values() throws {
        let world = World.builtInText
        let nowhere: Set = ["token", "other token", "third token", "pixel", "other pixel"]
        for (name, value) in ExampleValues.all {
            #expect(world.contains(value) != nowhere.contains(name), "\(name)")
        }
        #expect(Set(ExampleValues.all.map(\.value)).count == ExampleValues.all.count)
        for rule in RuleRegistry.all {
            for example in rule.description.bad + rule.description.good {
                #expect(!example.config.contains(/\{[a-z ]+\}/), "\(rule.description.id), line \(example.line)")
            }
        }
    }

    @Test("rule ids are unique, and titles and reasons are there")
    func descriptions() {
        let ids = RuleRegistry.all.map { $0.description.id }
        #expect(Set(ids).count == ids.count)
        for rule in RuleRegistry.all {
            #expect(!rule.description.title.isEmpty)
            #expect(rule.description.rationale.hasSuffix("."))
        }
    }
}
