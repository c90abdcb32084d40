import DestinationHealth
import Foundation
import TikTokAPI
import Testing

@testable import ValidateCommand

@Suite("Explain and rules")
struct ExplainTests {
    private static let rules = RuleRegistry.all.map { $0.description }

    /// A text with every run of white space made one space.
    private func words(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    // MARK: What is asked

    @Test(
        "a rule, a code, a constant and a group of codes can be asked for",
        arguments: [
            (["pixel-ownership"], .rule("pixel-ownership")), (["40001"], .code(40001)), (["0"], .code(0)),
            (["20001"], .code(20001)), (["-1"], .code(-1)), (["--", "-1"], .code(-1)),
            (["51xxx"], .codes(51000...51999)),
            (["401XX"], .codes(40100...40199)), (["4010x"], .codes(40100...40109)),
            (["PERMISSION_ERROR"], .code(40001)),
            (["invalid_access_token"], .code(40105)), (["--color=never", "40001"], .code(40001)),
            (["40001", "--color", "never"], .code(40001)),
        ] as [([String], ExplainOptions.Topic)]
    )
    func topics(_ arguments: [String], _ topic: ExplainOptions.Topic) throws {
        guard case .explain(let options) = try Invocation.parse(["explain"] + arguments) else {
            Issue.record("something else was understood")
            return
        }
        #expect(options.topic == topic)
        #expect(options.color == (arguments.count > 1 && arguments != ["--", "-1"] ? .never : .auto))
    }

    @Test(
        "an unknown rule or code is refused, with a suggestion where there is one",
        arguments: [
            ([], "no rule or return code is given", "'validate rules' lists"),
            (["40001", "40002"], "only one rule or return code", nil),
            (["-1", "40002"], "only one rule or return code", nil),
            (["pixel-ownrship"], "'pixel-ownrship' is neither", "did you mean pixel-ownership?"),
            (["INVALID_ACCES_TOKEN"], "is neither", "did you mean INVALID_ACCESS_TOKEN?"),
            (["12345"], "'12345' is no documented return code", "unknown"),
            (["-2"], "'-2' is no documented return code", "unknown"),
            (["99xxx"], "no return code begins like 99xxx", nil),
            (["xxxxx"], "is neither", "51xxx"), (["5xxxxx"], "is neither", "51xxx"), (["51x0x"], "is neither", "51xxx"),
            (["rule\u{1B}[31m"], "the argument is neither", nil),
            (["3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"], "the argument is neither", nil),
            (["--offline", "40001"], "unknown option --offline", nil),
            (["--color", "-1"], "--color needs a value", nil),
        ] as [([String], String, String?)]
    )
    func refused(_ arguments: [String], _ message: String, _ hint: String?) {
        let error = #expect(throws: UsageError.self) { try Invocation.parse(["explain"] + arguments) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        if let hint { #expect(error?.hint?.contains(hint) == true, "\(error?.hint ?? "")") }
    }

    @Test
    func rulesTakesNoArgument() throws {
        #expect(throws: UsageError.self) { try Invocation.parse(["rules", "pixel-ownership"]) }
        #expect(try Invocation.parse(["rules"]) == .rules(RulesOptions()))
        #expect(try Invocation.parse(["rules", "--format", "markdown"]) == .rules(RulesOptions(format: .markdown)))
    }

    // MARK: What is told

    @Test("the list has every rule once, under its stage", arguments: [40, 60, 80, 200])
    func list(_ width: Int) throws {
        let text = RulesOptions().text(ReferenceStyle(width: width))
        let told = words(text)
        for rule in Self.rules { #expect(told.contains("\(rule.id) \(rule.severity.rawValue) \(rule.title)")) }
        let live = try #require(text.firstRange(of: "live:"))
        for rule in Self.rules {
            let place = try #require(text.firstRange(of: "\(rule.id) "))
            #expect((place.lowerBound > live.lowerBound) == (rule.stage == .live))
        }
    }

    @Test("lines fit the width, and without UTF-8 everything is ASCII", arguments: [40, 57, 80, 100])
    func linesFit(_ width: Int) {
        let style = ReferenceStyle(width: width, usesUnicode: false)
        let codes = ReturnCode.all.map { ExplainOptions(.code($0.number)).text(style) }
        let families = [51000...51999, 40000...40999].map { ExplainOptions(.codes($0)).text(style) }
        for text in [RulesOptions().text(style)] + codes + families {
            for line in text.utf8.split(separator: 0x0A) {
                #expect(line.count <= width, "\(String(Substring(line)))")
                #expect(line.allSatisfy { (0x20..<0x7F).contains($0) }, "\(String(Substring(line)))")
            }
        }
    }

    @Test("colour changes nothing but colour")
    func color() {
        for topic in [ExplainOptions.Topic.code(40001), .codes(40100...40199)] + Self.rules.map({ .rule($0.id) }) {
            let plain = ExplainOptions(topic).text(ReferenceStyle())
            let coloured = ExplainOptions(topic).text(ReferenceStyle(usesColor: true))
            #expect(!plain.contains("\u{1B}") && coloured.contains("\u{1B}[1m"))
            #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
        }
    }

    @Test("a rule is explained in full", arguments: rules.map(\.id))
    func rule(_ id: String) throws {
        let rule = try #require(Self.rules.first { $0.id == id })
        let told = words(ExplainOptions(.rule(id)).text(ReferenceStyle()))
        #expect(told.contains("\(rule.id) \(rule.severity.rawValue)"))
        #expect(told.contains(rule.title) && told.contains(words(rule.rationale)))
        for step in rule.remedyExplanations.flatMap(\.steps) { #expect(told.contains(words(step)), "\(step)") }
        #expect(told.contains("Bad {") && told.contains(" ^ ") && told.contains("Good {"))
    }

    @Test("a code is explained with all its meanings", arguments: ReturnCode.all)
    func code(_ code: ReturnCode) {
        let told = words(ExplainOptions(.code(code.number)).text(ReferenceStyle()))
        #expect(told.hasPrefix("\(code.number) \(code.name.map { "\($0) " } ?? "")\(code.summary)"))
        for (index, explanation) in code.explanations.enumerated() {
            let cause = explanation.cause.map { "cause \($0.rawValue)" } ?? "proof"
            #expect(told.contains("\(index + 1). \(explanation.status.rawValue) \(cause) \(explanation.words)"))
            for remedy in explanation.remedies {
                #expect(told.contains(remedy.heading))
                for step in remedy.steps { #expect(told.contains(words(step)), "\(step)") }
            }
        }
    }

    @Test("a group shows each code and each meaning once")
    func family() {
        let told = words(ExplainOptions(.codes(51000...51999)).text(ReferenceStyle()))
        for code in ReturnCode.all where (51000...51999).contains(code.number) {
            #expect(told.contains("\(code.number) "))
        }
        #expect(told.contains("1. unknown cause server TikTok had a fault of its own all of them"))
        #expect(!told.contains("2. unknown"))
    }

    // MARK: Examples

    @Test(
        "an example is laid out without losing anything, and its mark points where the finding does",
        arguments: rules.map(\.id)
    )
    func examples(_ id: String) throws {
        let rule = try #require(Self.rules.first { $0.id == id })
        for example in rule.bad + rule.good {
            let layout = ExampleLayout(example)
            let parts = example.config.components(separatedBy: "↓")
            #expect(layout.lines.count { $0.mark != nil } == parts.count - 1)
            func dense(_ text: String) -> String { text.filter { !$0.isWhitespace } }
            guard parts.joined().utf8.allSatisfy({ $0 < 0x7F }) else {
                #expect(layout.lines.allSatisfy { $0.text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
                continue
            }
            #expect(dense(layout.lines.map(\.text).joined()) == dense(parts.joined()))
            for line in layout.lines {
                guard let mark = line.mark else { continue }
                let marked = line.text.dropFirst(mark)
                #expect(marked.first == parts[1].first, "\(line.text)")
            }
        }
    }

    @Test(
        "the examples of a live rule work as they are shown",
        arguments: rules.filter { $0.stage == .live }.map(\.id)
    )
    func tried(_ id: String) async throws {
        let rule = try #require(Self.rules.first { $0.id == id })
        let statusOfBad: Int32 = rule.severity == .error ? 1 : 0
        for (example, status) in [(rule.bad.first, statusOfBad), (rule.good.first, 0)] {
            let lines = ExampleLayout(try #require(example)).lines.map(\.text)
            let run = try await ProgramRun.of(["--simulate", "-"], input: lines.joined(separator: "\n"))
            #expect(run.status == status, "\(run.text)")
            let isReported = rule.severity == .error ? run.text.contains("\(id)\n") : run.text.contains("warning: ")
            #expect(isReported == (example?.line == rule.bad.first?.line))
        }
    }

    // MARK: The program

    @Test("the program ends with the statuses of the interface")
    func statuses() async throws {
        let rules = try await ProgramRun.of(["rules"])
        #expect(rules.status == 0 && rules.text.contains("pixel-ownership") && rules.errors.isEmpty)
        let code = try await ProgramRun.of(["explain", "-1"])
        #expect(code.status == 0 && code.text.contains("region") && code.errors.isEmpty)
        let unknown = try await ProgramRun.of(["explain", "12345"])
        #expect(unknown.status == 2 && unknown.output.isEmpty && unknown.errorText.contains("12345"))
        #expect(try await ProgramRun.of(["explain", "pixel-ownrship"]).status == 2)
        #if os(Linux)
            #expect(try await ProgramRun.shell("\"$VALIDATE\" explain 40001 > /dev/full").status == 4)
            #expect(try await ProgramRun.shell("\"$VALIDATE\" rules > /dev/full").status == 4)
        #endif
    }
}
