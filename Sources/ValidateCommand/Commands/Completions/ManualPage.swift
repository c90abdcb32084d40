/// The manual page, in the macros that every `man` understands.
enum ManualPage {
    /// The page of section 1.
    static var text: String {
        let main = Command.main
        var page = Roff()
        page.macro("TH", "VALIDATE", "1", "", "validate \(Program.version)", "User Commands")
        page.macro("SH", "NAME")
        page.line("validate \\- \(Roff.escaped(main.summary))")
        page.macro("SH", "SYNOPSIS")
        for command in Command.all {
            for synopsis in command.synopses { page.verbatim(synopsis) }
        }
        page.verbatim("validate --version | --help | COMMAND --help")
        page.macro("SH", "DESCRIPTION")
        for (index, paragraph) in main.discussion.enumerated() {
            if index > 0 { page.macro("PP") }
            page.words(paragraph)
        }
        page.macro("SH", "COMMANDS")
        for command in Command.all {
            page.entry(command.name, command.summary)
        }
        page.macro("SH", "OPTIONS")
        let options = Command.check.options
        for group in CommandOption.Group.allCases where options.contains(where: { $0.group == group }) {
            page.macro("SS", group.rawValue)
            for option in options where option.group == group { page.entry(option) }
        }
        for command in Command.all where command != .check {
            let own = command.options.filter { $0.group != .general }
            page.macro("SH", "VALIDATE \(command.name.uppercased())")
            for (index, paragraph) in command.discussion.enumerated() {
                if index > 0 { page.macro("PP") }
                page.words(paragraph)
            }
            for option in own { page.entry(option) }
        }
        page.macro("SH", "EXIT STATUS")
        for status in main.exitStatuses { page.entry("\(status.rawValue)", status.meaning) }
        page.macro("SH", "EXAMPLES")
        for (index, example) in Command.all.flatMap(\.examples).enumerated() {
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

    /// Running text, in lines of the length that those who read the source are used to.
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

    /// A line of ordinary text, which is escaped already.
    mutating func line(_ line: String) { text += line + "\n" }

    mutating func macro(_ name: String, _ arguments: String...) {
        line("." + ([name] + arguments.map { "\"\(Self.escaped($0))\"" }).joined(separator: " "))
    }

    /// A command line as it is to be typed, in a line of its own.
    mutating func verbatim(_ command: String) {
        macro("nf")
        line(Self.escaped(command))
        macro("fi")
    }

    /// A name with what it is below.
    mutating func entry(_ name: String, _ summary: String) {
        macro("TP")
        line("\\fB\(Self.escaped(name))\\fR")
        words(summary + ".")
    }

    mutating func entry(_ option: CommandOption) {
        let short = option.short.map { "-\($0), " } ?? ""
        let repetition = option.isRepeatable ? "; may be given more than once" : ""
        let standard = option.defaultText.map { " (default: \($0))" } ?? ""
        entry(short + option.usage, option.summary + repetition + standard)
    }

    /// Plain text as `roff` shows it sign for sign. Everything here is ASCII.
    static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): result += "\\e".utf8
            // These would become typographic signs, which nobody can copy into a shell.
            case UInt8(ascii: "-"): result += "\\-".utf8
            case UInt8(ascii: "'"): result += "\\(aq".utf8
            case UInt8(ascii: "`"): result += "\\(ga".utf8
            case UInt8(ascii: "^"): result += "\\(ha".utf8
            case UInt8(ascii: "~"): result += "\\(ti".utf8
            // An argument of a macro stands in quotation marks.
            case UInt8(ascii: "\""): result += "\\(dq".utf8
            case UInt8(ascii: ".") where result.isEmpty: result += "\\&.".utf8
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
