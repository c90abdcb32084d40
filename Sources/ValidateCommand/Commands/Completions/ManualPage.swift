/// The manual page, in macros that every `man` supports.
enum ManualPage {
    /// The page of section 1.
    static var text: String {
        let program = CommandHelp.program
        var page = Roff()
        page.macro("TH", "VALIDATE", "1", "", "validate \(Program.version)", "User Commands")
        page.macro("SH", "NAME")
        page.line("validate \\- \(Roff.escaped(program.summary))")
        page.macro("SH", "SYNOPSIS")
        for command in Command.allCases {
            for synopsis in command.help.synopses { page.verbatim(synopsis) }
        }
        page.verbatim("validate --version | --help | COMMAND --help")
        page.macro("SH", "DESCRIPTION")
        page.paragraphs(program.discussion)
        page.macro("SH", "COMMANDS")
        for command in Command.allCases {
            page.entry(command.rawValue, command.help.summary)
        }
        page.macro("SH", "OPTIONS")
        let options = program.options
        for group in CommandOption.Group.allCases where options.contains(where: { $0.group == group }) {
            page.macro("SS", group.rawValue)
            for option in options where option.group == group { page.entry(option) }
        }
        for command in Command.allCases where command != .check {
            page.macro("SH", "VALIDATE \(command.rawValue.uppercased())")
            page.paragraphs(command.help.discussion)
            for option in command.help.options where option.group != .general { page.entry(option) }
        }
        page.macro("SH", "EXIT STATUS")
        for status in program.exitStatuses { page.entry("\(status.rawValue)", status.meaning) }
        page.macro("SH", "EXAMPLES")
        for (index, example) in Command.allCases.flatMap(\.help.examples).enumerated() {
            if index > 0 { page.macro("PP") }
            page.words(example.purpose + ":")
            page.macro("PP")
            page.macro("RS", "4")
            page.verbatim(example.commandLine)
            page.macro("RE")
        }
        return page.text
    }
}

/// A page in the language of `roff`.
private struct Roff {
    private(set) var text = ""

    /// Running text, in source lines of at most 78 characters.
    mutating func words(_ words: String) {
        var line = ""
        for word in words.utf8.split(separator: 0x20).map({ Self.escaped(String(Substring($0))) }) {
            if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > 78 {
                self.line(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        self.line(line)
    }

    /// Running text with a blank line between two paragraphs.
    mutating func paragraphs(_ paragraphs: [String]) {
        for (index, paragraph) in paragraphs.enumerated() {
            if index > 0 { macro("PP") }
            words(paragraph)
        }
    }

    /// A line of text that is already escaped.
    mutating func line(_ line: String) { text += line + "\n" }

    mutating func macro(_ name: String, _ arguments: String...) {
        line("." + ([name] + arguments.map { "\"\(Self.escaped($0))\"" }).joined(separator: " "))
    }

    /// A command line, unchanged, on a line of its own.
    mutating func verbatim(_ command: String) {
        macro("nf")
        line(Self.escaped(command))
        macro("fi")
    }

    /// A name with its description below.
    mutating func entry(_ name: String, _ summary: String) {
        macro("TP")
        line("\\fB\(Self.escaped(name))\\fR")
        words(summary + ".")
    }

    mutating func entry(_ option: CommandOption) {
        entry((option.short.map { "-\($0), " } ?? "") + option.usage, option.details)
    }

    /// Plain text, escaped so that `roff` shows it unchanged. Everything here is ASCII.
    static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): result += "\\e".utf8
            // These would become typographic characters, which a shell does not accept.
            case UInt8(ascii: "-"): result += "\\-".utf8
            case UInt8(ascii: "'"): result += "\\(aq".utf8
            case UInt8(ascii: "`"): result += "\\(ga".utf8
            case UInt8(ascii: "^"): result += "\\(ha".utf8
            case UInt8(ascii: "~"): result += "\\(ti".utf8
            // Arguments of macros are in quotation marks.
            case UInt8(ascii: "\""): result += "\\(dq".utf8
            case UInt8(ascii: ".") where result.isEmpty: result += "\\&.".utf8
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
