import LocatedJSON

/// What one start of the program is to do.
package enum Invocation: Sendable, Hashable {
    /// Check destinations.
    case check(CheckOptions)
    /// Fix configs.
    case fix(FixOptions)
    /// Convert configs of other products to ours.
    case importConfig(ImportOptions)
    /// Compare two reports.
    case diff(DiffOptions)
    /// Join the reports of a run's shards.
    case merge(MergeOptions)
    /// Explain a rule or a return code.
    case explain(ExplainOptions)
    /// List the rules.
    case rules(RulesOptions)
    /// Print completions for a shell, or the manual page.
    case completions(CompletionsOptions)
    /// Print a starting config.
    case initialize(InitOptions)
    /// Print the JSON Schema of the config.
    case schema(SchemaOptions)
    /// Print the help of a command; nil for that of the whole program.
    case help(Command?)
    /// Print the version.
    case version

    /// Parses a command line.
    ///
    /// - Parameter arguments: The arguments without the program's name.
    /// - Throws: ``UsageError`` for the first thing that is wrong with them.
    package static func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
        let named = arguments.first.flatMap(Command.named)
        let command = named ?? .check
        // Before anything else: --help works even if the rest of the line is wrong.
        let options = arguments.prefix { !$0.hasSameBytes(as: "--") }
        if options.contains(where: { isRequest($0, for: "help", of: command) }) { return .help(named) }
        if options.contains(where: { isRequest($0, for: "version", of: command) }) { return .version }

        let rest = named == nil ? arguments : Array(arguments.dropFirst())
        switch command {
        case .check: return .check(try CheckOptions(reading: rest, isNamed: named != nil))
        case .fix: return .fix(try FixOptions(reading: rest))
        case .importConfig: return .importConfig(try ImportOptions(reading: rest))
        case .diff: return .diff(try DiffOptions(reading: rest))
        case .explain: return .explain(try ExplainOptions(reading: rest))
        case .rules: return .rules(try RulesOptions(reading: rest))
        case .merge: return .merge(try MergeOptions(reading: rest))
        case .initialize: return .initialize(try InitOptions(reading: rest))
        case .schema: return .schema(try SchemaOptions(reading: rest))
        case .completions: return .completions(try CompletionsOptions(reading: rest))
        }
    }

    /// Whether an argument is the flag, by its long name or as one of several known letters (`-qh`).
    private static func isRequest(_ argument: String, for name: String, of command: Command) -> Bool {
        if argument.hasSameBytes(as: "--\(name)") { return true }
        let dash = UInt8(ascii: "-")
        let letters = argument.utf8.dropFirst()
        guard argument.utf8.first == dash, let first = letters.first, first != dash else { return false }
        let options = command.help.options
        let named = letters.compactMap { letter in
            options.first { $0.short.map { UInt8(ascii: $0) } == letter }?.name
        }
        return named.count == letters.count && named.contains(name)
    }
}
