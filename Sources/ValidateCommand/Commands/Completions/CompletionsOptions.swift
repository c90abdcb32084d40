import LocatedJSON

/// The options of `validate completions`.
package struct CompletionsOptions: Sendable, Hashable {
    /// The program that reads the output.
    package enum Reader: String, WordChoice, Hashable {
        /// bash 3.2 or later.
        case bash
        /// zsh.
        case zsh
        /// fish.
        case fish
        /// `man`, which shows the manual page.
        case man
    }

    /// The program that reads the output.
    package var reader: Reader

    /// Asks for completions, or for the manual page.
    package init(_ reader: Reader) {
        self.reader = reader
    }

    /// Reads the arguments of `completions`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: OptionRow<CompletionsOptions>.general, options: CompletionsOptions(.bash))
        try reader.read(arguments)
        let words = Reader.allCases.map(\.rawValue)
        guard let text = reader.operands.first?.text else {
            throw UsageError("no shell is given", hint: "such as 'validate completions bash'")
        }
        guard reader.operands.count == 1 else { throw UsageError("only one shell can be given") }
        guard let known = Reader.allCases.first(where: { $0.rawValue.hasSameBytes(as: text) }) else {
            throw UsageError(
                "\(text.quotedIfHarmless ?? "the argument") is no shell that this version knows",
                hint: "one of \(words.joined(separator: ", "))"
            )
        }
        self.init(known)
    }

    /// The output.
    var text: String {
        switch reader {
        case .bash: BashCompletion.script
        case .zsh: ZshCompletion.script
        case .fish: FishCompletion.script
        case .man: ManualPage.text
        }
    }
}

extension CommandHelp {
    /// `validate completions`.
    static var completions: CommandHelp {
        CommandHelp(
            summary: "write the completions of a shell, or the manual page, to standard output",
            synopses: ["validate completions bash|zsh|fish|man"],
            discussion: [
                "They know every command, option and rule of this version, so write them again after an update.",
                "bash: source the output, or write it to bash-completion's directory under the name validate. zsh: write it "
                    + "as _validate to a directory of $fpath. fish: write it to "
                    + "~/.config/fish/completions/validate.fish. man: write it as validate.1 to the directory man1 of "
                    + "$MANPATH.",
            ],
            operands: .words(CompletionsOptions.Reader.allCases.map(\.rawValue)),
            options: OptionRow<CompletionsOptions>.general.map(\.option),
            examples: [
                Example(commandLine: "validate completions bash", purpose: "Write the completions of bash"),
                Example(commandLine: "validate completions man", purpose: "Write the manual page"),
            ]
        )
    }
}
