/// Completions for bash, including 3.2 of macOS, without the package bash-completion.
enum BashCompletion {
    /// The script.
    static var script: String {
        let commands = Command.allCases
        return """
            # Completions of validate for bash, written by "validate completions bash".

            _validate() {
                local -a words
                local i piece word value command option count glue last
                words=()
                # bash splits words at = and :, which have no meaning here; the parts are joined again.
                glue=
                for ((i = 1; i <= COMP_CWORD; i++)); do
                    piece=${COMP_WORDS[i]}
                    count=${#words[@]}
                    if ((count > 0)) && [[ -n $glue || $piece == [=:]* ]]; then
                        words[count - 1]=${words[count - 1]}$piece
                    else
                        words[count]=$piece
                    fi
                    glue=
                    if [[ $piece == *[=:] && $i -lt $COMP_CWORD ]]; then glue=1; fi
                done
                count=${#words[@]}
                word=${words[count - 1]}
                last=
                if ((count > 1)); then last=${words[count - 2]}; fi

                command=check
                if ((count > 1)); then
                    case ${words[0]} in
                    \(commands.map(\.rawValue).joined(separator: " | "))) command=${words[0]} ;;
                    esac
                fi

                option=
                value=$word
                if [[ $word == --*=* ]]; then
                    option=${word%%=*}
                    value=${word#*=}
                else
                    case $command:$last in
                    \(valuedOptions(commands)))
                        option=$last
                        ;;
                    esac
                fi

                COMPREPLY=()
                if [[ -n $option ]]; then
                    case $command:$option in
            \(commands.flatMap(values).joined(separator: "\n"))
                    esac
                elif [[ $word == -* ]]; then
                    case $command in
            \(commands.map(options).joined(separator: "\n"))
                    esac
                else
                    case $command in
            \(commands.map(operands).joined(separator: "\n"))
                    esac
                    if ((count == 1)); then
                        _validate_words "$word" \(commands.map(\.rawValue).joined(separator: " "))
                    fi
                fi
            }

            # Offers the words that begin like the first argument, without the part that bash takes for an earlier word.
            _validate_words() {
                local given=$1 candidate head=
                shift
                if [[ $COMP_WORDBREAKS == *=* && $given == *=* ]]; then head=${given%=*}=; fi
                for candidate in "$@"; do
                    if [[ $candidate == "$given"* ]]; then
                        COMPREPLY[${#COMPREPLY[@]}]=${candidate#"$head"}
                    fi
                done
            }

            # Offers words that may follow others after a comma.
            _validate_list() {
                local given=$1 head= candidate
                shift
                if [[ $given == *,* ]]; then head=${given%,*},; fi
                for candidate in "$@"; do
                    if [[ $candidate == "${given##*,}"* ]]; then COMPREPLY[${#COMPREPLY[@]}]=$head$candidate; fi
                done
            }

            _validate_files() {
                local candidate
                while IFS= read -r candidate; do
                    COMPREPLY[${#COMPREPLY[@]}]=$candidate
                done < <(compgen -f -- "$1")
                compopt -o filenames 2>/dev/null || :
            }

            # Offers words, alone or with = and a file.
            _validate_formats() {
                local given=$1 candidate
                shift
                if [[ $given == *=* ]]; then
                    _validate_files "${given#*=}"
                else
                    for candidate in "$@"; do _validate_words "$given" "$candidate" "$candidate="; done
                fi
            }

            complete -F _validate validate

            """
    }

    /// A pattern of the options whose value is a word of its own.
    private static func valuedOptions(_ commands: [Command]) -> String {
        commands.flatMap { command in
            command.help.options.filter { $0.value?.isOptional == false }.map {
                "\(command.rawValue):--\($0.name)"
            }
        }.joined(separator: " | ")
    }

    private static func values(of command: Command) -> [String] {
        command.help.options.compactMap { option in
            guard let value = option.value, let call = call(value.completion) else { return nil }
            return "        \(command.rawValue):--\(option.name)) \(call) ;;"
        }
    }

    private static func call(_ completion: CommandOption.Value.Completion) -> String? {
        switch completion {
        case .nothing: nil
        case .file: #"_validate_files "$value""#
        case .words(let words): #"_validate_words "$value" "# + words.joined(separator: " ")
        case .rules: #"_validate_list "$value" "# + CompletionWords.rules.joined(separator: " ")
        case .formats(let words): #"_validate_formats "$value" "# + words.joined(separator: " ")
        }
    }

    private static func options(of command: Command) -> String {
        let words = command.help.options.flatMap { option in
            option.value?.isOptional == true ? ["--\(option.name)", "--\(option.name)="] : ["--\(option.name)"]
        }
        return #"        \#(command.rawValue)) _validate_words "$word" \#(words.joined(separator: " ")) ;;"#
    }

    private static func operands(of command: Command) -> String {
        "        \(command.rawValue)) \(call(command.help.operands) ?? ":") ;;"
    }
}
