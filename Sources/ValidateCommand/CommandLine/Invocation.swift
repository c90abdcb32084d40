import LocatedJSON

/// What one start of the program is to do.
package enum Invocation: Sendable, Hashable {
    /// Check destinations.
    case check(CheckOptions)
    /// Fix configs.
    case fix(FixOptions)
    /// Write configs of other products as ours.
    case importConfig(ImportOptions)
    /// Explain a rule or a return code.
    case explain(ExplainOptions)
    /// List the rules.
    case rules(RulesOptions)
    /// Write the completions of a shell, or the manual page.
    case completions(CompletionsOptions)
    /// Compare two reports.
    case diff(DiffOptions)
    /// Join the reports of the parts of a run.
    case merge(MergeOptions)
    /// Write a starting config.
    case initialize(InitOptions)
    /// Write the JSON Schema of the config.
    case schema(SchemaOptions)
    /// Show the help of a command, or of all (``Command/main``).
    case help(Command)
    /// Show the version.
    case version

    /// Understands a command line.
    ///
    /// - Parameter arguments: The arguments without the program's name.
    /// - Throws: ``UsageError`` for the first thing that is wrong with them.
    package static func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
        let named = arguments.first.flatMap(Command.named)
        let command = named ?? .check
        // Before anything else, so that whoever asks for help gets it however wrong the rest is.
        let options = arguments.prefix { !$0.utf8.elementsEqual("--".utf8) }
        if options.contains(where: { isRequest($0, for: "help", of: command) }) { return .help(named ?? .main) }
        if options.contains(where: { isRequest($0, for: "version", of: command) }) { return .version }
        return try command.read(named == nil ? arguments : Array(arguments.dropFirst()), named != nil)
    }

    /// Whether an argument is the flag, by its long name or as one of several known letters (`-qh`).
    private static func isRequest(_ argument: String, for name: String, of command: Command) -> Bool {
        if argument.hasSameBytes(as: "--\(name)") { return true }
        let dash = UInt8(ascii: "-")
        let letters = argument.utf8.dropFirst()
        guard argument.utf8.first == dash, let first = letters.first, first != dash else { return false }
        let options = command.options
        let named = letters.compactMap { letter in
            options.first { $0.short.map { UInt8(ascii: $0) } == letter }?.name
        }
        return named.count == letters.count && named.contains(name)
    }
}
