import LocatedJSON

/// A command as people and shells need to know it, and how its arguments are read.
///
/// What only people and shells need is put together when it is asked for, since every start of the program looks for its
/// command among all of them.
package struct Command: Sendable {
    /// A command line that works, and what it is for.
    package struct Example: Sendable, Hashable {
        /// The whole line.
        package let commandLine: String
        /// What it does: one line, no full stop.
        package let purpose: String
    }

    /// The name, unique among commands.
    package let name: String
    /// What it does: one line, lower case, no full stop.
    package let summary: String
    /// The ways to write it.
    package var synopses: [String] { makeSynopses() }
    /// What else to know: paragraphs.
    package var discussion: [String] { makeDiscussion() }
    /// What a shell can offer for an argument that is no option.
    package var operands: CommandOption.Value.Completion { makeOperands() }
    /// Its options, in the order of the help text.
    package var options: [CommandOption] { makeOptions() }
    /// The statuses it can end with.
    package let exitStatuses: [ExitStatus]
    /// Command lines to learn from.
    package var examples: [Example] { makeExamples() }
    /// Reads the arguments behind the name; the second argument says whether there was a name.
    let read: @Sendable ([String], Bool) throws(UsageError) -> Invocation

    private let makeSynopses: @Sendable () -> [String]
    private let makeDiscussion: @Sendable () -> [String]
    private let makeOperands: @Sendable () -> CommandOption.Value.Completion
    private let makeOptions: @Sendable () -> [CommandOption]
    private let makeExamples: @Sendable () -> [Example]

    init(
        _ name: String,
        _ summary: String,
        synopses: @autoclosure @escaping @Sendable () -> [String],
        discussion: @autoclosure @escaping @Sendable () -> [String] = [],
        operands: @autoclosure @escaping @Sendable () -> CommandOption.Value.Completion = .nothing,
        options: @autoclosure @escaping @Sendable () -> [CommandOption] = [],
        exitStatuses: [ExitStatus] = [],
        examples: @autoclosure @escaping @Sendable () -> [Example] = [],
        read: @escaping @Sendable ([String], Bool) throws(UsageError) -> Invocation
    ) {
        self.name = name
        self.summary = summary
        makeSynopses = synopses
        makeDiscussion = discussion
        makeOperands = operands
        makeOptions = options
        self.exitStatuses = exitStatuses
        makeExamples = examples
        self.read = read
    }

    /// The command of this name.
    static func named(_ name: String) -> Command? {
        all.first { $0.name.hasSameBytes(as: name) }
    }
}

extension Command: Hashable {
    /// Compares names, which are unique.
    package static func == (left: Command, right: Command) -> Bool { left.name == right.name }

    /// Hashes the name.
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
