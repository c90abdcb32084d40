import LocatedJSON

/// The commands of the program, in the order of the help text.
package enum Command: String, Sendable, CaseIterable {
    case check
    case fix
    case importConfig = "import"
    case diff
    case explain
    case rules
    case merge
    case initialize = "init"
    case schema
    case completions

    /// The command of this name.
    static func named(_ name: String) -> Command? {
        allCases.first { $0.rawValue.hasSameBytes(as: name) }
    }

    /// What help, completions and the manual page say about it.
    package var help: CommandHelp {
        switch self {
        case .check: .check
        case .fix: .fix
        case .importConfig: .importConfig
        case .diff: .diff
        case .explain: .explain
        case .rules: .rules
        case .merge: .merge
        case .initialize: .initialize
        case .schema: .schema
        case .completions: .completions
        }
    }
}

/// The description of a command, from which its help, its completions and its part of the manual page are made.
package struct CommandHelp: Sendable {
    /// A command line that works, and what it is for.
    package struct Example: Sendable, Hashable {
        /// The whole line.
        package let commandLine: String
        /// What it does: one line, no full stop.
        package let purpose: String
    }

    /// What the command does: one line, lower case, no full stop.
    package let summary: String
    /// The ways to write it.
    package let synopses: [String]
    /// Paragraphs with details.
    package var discussion: [String] = []
    /// What a shell can offer for an argument that is not an option.
    package var operands = CommandOption.Value.Completion.nothing
    /// Its options, in the order of the help text.
    package var options: [CommandOption]
    /// The statuses it can end with, where they are those of `check`.
    package var exitStatuses: [ExitStatus] = []
    /// Command lines to learn from.
    package var examples: [Example] = []

    /// The description of the program as a whole, for `validate --help`: that of `check`, whose name may be left out.
    package static var program: CommandHelp {
        let check = CommandHelp.check
        return CommandHelp(
            summary: "check the health of TikTok event destinations",
            synopses: check.synopses + ["validate --version | --help | COMMAND --help"],
            discussion: check.discussion,
            options: check.options,
            exitStatuses: check.exitStatuses,
            examples: check.examples
        )
    }
}
