/// The help texts.
package enum Help {
    /// The help of a command.
    ///
    /// - Parameters:
    ///   - command: The command; nil for the whole program.
    ///   - width: The columns of the terminal; taken as at least 40 and at most 120, where lines are still readable.
    /// - Returns: ASCII lines, each ended by a line break, none longer than the width.
    package static func text(for command: Command?, width: Int) -> String {
        let help = command?.help ?? .program
        var page = HelpPage(width: min(max(width, 40), 120))
        page.synopses(help.synopses)
        for paragraph in help.discussion { page.paragraph(paragraph) }
        if command == nil {
            page.heading("Commands")
            page.columns(Command.allCases.map { ($0.rawValue, $0.help.summary) })
        }
        let options = help.options
        let labels = options.map(label)
        for group in CommandOption.Group.allCases {
            let members = options.filter { $0.group == group }
            guard !members.isEmpty else { continue }
            page.heading(group.rawValue)
            page.columns(members.map { (label(of: $0), $0.details) }, alignedWith: labels)
        }
        if !help.exitStatuses.isEmpty {
            page.heading("Exit status")
            page.columns(help.exitStatuses.map { ("\($0.rawValue)", $0.meaning) })
        }
        if !help.examples.isEmpty {
            page.heading("Examples")
            for example in help.examples { page.example(example) }
        }
        return page.text
    }

    private static func label(of option: CommandOption) -> String {
        (option.short.map { "-\($0), " } ?? "    ") + option.usage
    }
}

/// Lays out text in lines of limited width. Everything in it is ASCII, so a byte is a column.
struct HelpPage {
    /// The width of a line.
    let width: Int
    /// The lines so far.
    private(set) var text = ""

    init(width: Int) {
        self.width = width
    }

    /// The ways to write a command, one below the other.
    mutating func synopses(_ synopses: [String]) {
        for (index, synopsis) in synopses.enumerated() {
            add(synopsis, first: index == 0 ? "usage: " : "       ", other: "         ")
        }
    }

    /// A paragraph with an empty line above.
    mutating func paragraph(_ paragraph: String) {
        text += "\n"
        add(paragraph)
    }

    /// A heading with an empty line above.
    mutating func heading(_ heading: String) {
        text += "\n\(heading):\n"
    }

    /// Rows of two columns, or the second below the first where the width does not allow two.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - labels: The labels of other rows that must have the same columns.
    mutating func columns(_ rows: [(label: String, text: String)], alignedWith labels: [String] = []) {
        // A longer label gets a line of its own rather than pushing every text to the right.
        let labelWidth = (rows.map(\.label) + labels).map(\.utf8.count).filter { $0 <= 28 }.max() ?? 0
        let column = 2 + labelWidth + 2
        for row in rows {
            let used = 2 + row.label.utf8.count
            if width - column < 36 {
                label(row.label)
                add(row.text, first: spaces(8), other: spaces(8))
            } else if used + 2 > column {
                text += "  \(row.label)\n"
                add(row.text, first: spaces(column), other: spaces(column))
            } else {
                add(row.text, first: "  \(row.label)" + spaces(column - used), other: spaces(column))
            }
        }
    }

    /// A label on its own line; one that is too long is broken between its choices.
    private mutating func label(_ label: String) {
        var line = "  "
        for choice in label.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false) {
            let piece = (choice.startIndex == label.utf8.startIndex ? "" : "|") + String(Substring(choice))
            if line.utf8.count + piece.utf8.count > width {
                text += line + "\n"
                line = spaces(6)
            }
            line += piece
        }
        text += line + "\n"
    }

    /// An example: what it is for, and the command line, broken as a shell allows.
    mutating func example(_ example: CommandHelp.Example) {
        add(example.purpose, first: "  ", other: "  ")
        add(example.commandLine, first: "    ", other: "      ", breakMark: " \\")
    }

    /// Adds words, broken into lines.
    private mutating func add(_ words: String, first: String = "", other: String = "", breakMark: String = "") {
        var line = first
        var isEmpty = true
        for word in words.utf8.split(separator: 0x20) {
            let needed = line.utf8.count + (isEmpty ? 0 : 1) + word.count + breakMark.utf8.count
            if needed > width, !isEmpty {
                text += line + breakMark + "\n"
                line = other
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + String(Substring(word))
            isEmpty = false
        }
        text += line + "\n"
    }

    private func spaces(_ count: Int) -> String {
        String(repeating: " ", count: count)
    }
}
