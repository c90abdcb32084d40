/// A command as people and shells need to know it, and how its arguments are read.
public struct Command: Sendable {
    /// A command line that works, and what it is for.
    public struct Example: Sendable, Hashable {
        /// The whole line.
        public let commandLine: String
        /// What it does: one line, no full stop.
        public let purpose: String
    }

    /// The name, unique among commands.
    public let name: String
    /// What it does: one line, lower case, no full stop.
    public let summary: String
    /// The ways to write it.
    public let synopses: [String]
    /// What else to know: paragraphs.
    public let discussion: [String]
    /// What a shell can offer for an argument that is no option.
    public let operands: CommandOption.Value.Completion
    /// Its options, in the order of the help text.
    public let options: [CommandOption]
    /// The statuses it can end with.
    public let exitStatuses: [ExitStatus]
    /// Command lines to learn from.
    public let examples: [Example]
    /// Reads the arguments behind the name; the second argument says whether there was a name.
    let read: @Sendable ([String], Bool) throws(UsageError) -> Invocation

    init(
        _ name: String,
        _ summary: String,
        synopses: [String],
        discussion: [String] = [],
        operands: CommandOption.Value.Completion = .nothing,
        options: [CommandOption] = [],
        exitStatuses: [ExitStatus] = [],
        examples: [Example] = [],
        read: @escaping @Sendable ([String], Bool) throws(UsageError) -> Invocation
    ) {
        self.name = name
        self.summary = summary
        self.synopses = synopses
        self.discussion = discussion
        self.operands = operands
        self.options = options
        self.exitStatuses = exitStatuses
        self.examples = examples
        self.read = read
    }

    /// The command of this name.
    static func named(_ name: String) -> Command? {
        all.first { $0.name.hasSameBytes(as: name) }
    }
}

extension Command: Hashable {
    /// Compares names, which are unique.
    public static func == (left: Command, right: Command) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
