/// Completions for zsh.
enum ZshCompletion {
    /// The script.
    static var script: String {
        let commands = Command.allCases
        return """
            #compdef validate
            # Completions of validate for zsh, written by "validate completions zsh".

            _validate() {
                local curcontext=$curcontext ret=1
                local -a commands
                commands=(
            \(commands.map { "        \(described($0))" }.joined(separator: "\n"))
                )
                if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
                    _describe -t commands command commands && ret=0
                    _files && ret=0
                    return ret
                fi
                case $words[2] in
            \(commands.filter { $0 != .check }.map(branch).joined(separator: "\n"))
                    check)
                        shift words
                        (( CURRENT-- ))
                        ;;
                esac
                _validate_check
            }

            __validate_rule_ids() {
                _values -s , rule \(CompletionWords.rules.joined(separator: " "))
            }

            # Words, alone or with = and a file.
            __validate_formats() {
                if compset -P '*='; then
                    _files
                else
                    compadd -- "$@"
                    compadd -S '' -- "${(@)^@}="
                fi
            }

            \(commands.map(function).joined(separator: "\n\n"))

            if [[ $funcstack[1] == _validate ]]; then
                _validate "$@"
            else
                compdef _validate validate
            fi

            """
    }

    private static func described(_ command: Command) -> String {
        CompletionWords.quoted("\(command.rawValue):\(CompletionWords.escaped(command.help.summary, ":\\"))")
    }

    private static func branch(_ command: Command) -> String {
        """
                \(command.rawValue))
                    shift words
                    (( CURRENT-- ))
                    _validate_\(command.rawValue)
                    return
                    ;;
        """
    }

    private static func function(_ command: Command) -> String {
        var rows = command.help.options.flatMap(specifications)
        if let action = action(command.help.operands) {
            rows.append(CompletionWords.quoted("*:argument:\(action)"))
        }
        return "_validate_\(command.rawValue)() {\n    _arguments -s -S \\\n        "
            + rows.joined(separator: " \\\n        ") + "\n}"
    }

    private static func specifications(_ option: CommandOption) -> [String] {
        let summary = CompletionWords.escaped(option.summary, "[]:\\")
        let others = [option.name, option.contradicts].compactMap { $0 }.map { "--\($0)" }
        let short = option.short.map { "-\($0)" }
        let guarding = option.isRepeatable ? "*" : "(\((others + [short].compactMap { $0 }).joined(separator: " ")))"
        guard let value = option.value else {
            return (["--\(option.name)"] + [short].compactMap { $0 }).map {
                CompletionWords.quoted("\(guarding)\($0)[\(summary)]")
            }
        }
        let name = CompletionWords.escaped(value.name, "[]:\\")
        let sign = value.isOptional ? "=-" : "="
        let colon = value.isOptional ? "::" : ":"
        return [
            CompletionWords.quoted(
                "\(guarding)--\(option.name)\(sign)[\(summary)]\(colon)\(name):\(action(value.completion) ?? " ")"
            )
        ]
    }

    private static func action(_ completion: CommandOption.Value.Completion) -> String? {
        switch completion {
        case .nothing: nil
        case .file: "_files"
        case .words(let words): "(\(words.joined(separator: " ")))"
        case .rules: "__validate_rule_ids"
        case .formats(let words): "{__validate_formats \(words.joined(separator: " "))}"
        }
    }
}
