import Testing

@testable import ValidateCommand

// Swift Testing has one too.
private typealias ExitStatus = ValidateCommand.ExitStatus

@Suite("Command line: help")
struct CommandLineHelpTests {
    /// A text with every run of white space and shell line break made one space.
    private func words(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\n" }.filter { $0 != "\\" }.joined(separator: " ")
    }

    @Test(arguments: ["validate", "check"], [0, 40, 41, 60, 79, 80, 100, 120, 1_000])
    func linesFit(name: String, width: Int) {
        let command = Command.named(name)
        let limit = min(max(width, 40), 120)
        for line in Help.text(for: command, width: width).utf8.split(separator: 0x0A) {
            #expect(line.count <= limit, "\(String(Substring(line)))")
            #expect(line.last != 0x20)
            #expect(line.allSatisfy { (0x20..<0x7F).contains($0) })
        }
    }

    @Test(arguments: ["validate", "check"], [40, 80, 120])
    func everythingIsDocumented(name: String, width: Int) {
        let command = Command.named(name)
        let help = command?.help ?? .program
        // A list of choices that is too long for a line goes on in the next.
        let text = words(Help.text(for: command, width: width)).replacing(" |", with: "|")
        for option in help.options {
            #expect(text.contains("\(option.usage) "), "--\(option.name)")
            #expect(text.contains(words(option.summary)), "--\(option.name)")
            if let short = option.short { #expect(text.contains("-\(short), --\(option.name)")) }
        }
        for paragraph in help.discussion { #expect(text.contains(paragraph)) }
        for status in ExitStatus.allCases { #expect(text.contains("\(status.rawValue) \(status.meaning)")) }
        for example in help.examples { #expect(text.contains("\(example.purpose) \(example.commandLine)")) }
    }

    @Test
    func everyCommandIsListed() {
        let text = words(Help.text(for: nil, width: 80))
        for command in Command.allCases { #expect(text.contains("\(command.rawValue) \(command.help.summary)")) }
    }

    @Test
    func columnsAreAligned() {
        let lines = Help.text(for: nil, width: 80).split(separator: "\n")
        let starts = ["--offline", "--strict", "--timeout S", "--concurrency N", "-q, --quiet"].map { label in
            lines.first { $0.contains("\(label)  ") }.flatMap { line -> Int? in
                guard let end = line.firstRange(of: label)?.upperBound,
                    let text = line[end...].firstIndex(where: { $0 != " " })
                else { return nil }
                return line.distance(from: line.startIndex, to: text)
            }
        }
        #expect(starts.allSatisfy { $0 != nil })
        #expect(Set(starts).count == 1)
    }

    @Test
    func everyOptionIsDocumented() {
        for help in Command.allCases.map(\.help) + [.program] {
            #expect(!help.summary.isEmpty && !help.synopses.isEmpty)
            let names = help.options.map(\.name)
            #expect(Set(names).count == names.count)
            let shorts = help.options.compactMap(\.short)
            #expect(Set(shorts).count == shorts.count)
            for option in help.options {
                #expect(!option.summary.isEmpty && option.summary.utf8.last != UInt8(ascii: "."), "\(option.name)")
                #expect(option.value == nil || option.value?.isOptional == true || option.defaultText != nil)
                #expect(option.requires.map(names.contains) != false)
                #expect(option.contradicts.map(names.contains) != false)
            }
        }
    }

    /// The whole contract of `check`, so that no option gets lost.
    @Test
    func theTableHasEveryOptionOfTheContract() {
        let contract = [
            "offline", "only", "skip", "destination", "format", "on-unknown", "strict", "dry-run", "simulate",
            "base-url",
            "timeout", "deadline", "concurrency", "tier", "allow-production-event", "color", "state", "baseline",
            "shard",
            "confirm", "reuse-healthy", "notify-command", "ca-file", "quiet", "verbose", "help", "version",
        ]
        #expect(Set(CommandHelp.check.options.map(\.name)) == Set(contract))
        #expect(Set(CommandHelp.check.options.filter(\.isRepeatable).map(\.name)) == ["destination", "format"])
    }

    @Test(arguments: Command.allCases.flatMap(\.help.examples))
    func everyExampleParses(_ example: CommandHelp.Example) throws {
        let words = example.commandLine.split(separator: " ").map { $0.filter { $0 != "'" } }
        #expect(words.first == "validate")
        switch try Invocation.parse(Array(words.dropFirst())) {
        case .check(let options): #expect(!options.configs.isEmpty)
        case .importConfig(let options): #expect(!options.configs.isEmpty)
        case .merge(let options): #expect(!options.parts.isEmpty)
        case .fix(let options): #expect(!options.configs.isEmpty)
        case .diff, .explain, .rules, .completions, .initialize, .schema: break
        case .help, .version: Issue.record("an example without an effect")
        }
    }
}
