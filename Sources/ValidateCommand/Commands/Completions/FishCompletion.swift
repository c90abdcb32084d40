/// Completions for fish.
enum FishCompletion {
    /// The script.
    static var script: String {
        let commands = Command.allCases
        return """
            # Completions of validate for fish, written by "validate completions fish".

            function __validate_is
                set -l words (commandline -opc)
                set -l command check
                if set -q words[2]; and contains -- $words[2] \(commands.map(\.rawValue).joined(separator: " "))
                    set command $words[2]
                end
                test "$command" = $argv[1]
            end

            function __validate_is_first
                test (count (commandline -opc)) -eq 1
            end

            # Words that may follow others after a comma.
            function __validate_list
                set -l given (commandline -ct | string replace -r -- '^--[a-z-]+=' '')
                set -l before (string match -r -- '^.*,' "$given")
                for word in $argv
                    echo "$before$word"
                end
            end

            # Words, alone or with = and a file.
            function __validate_formats
                set -l given (commandline -ct | string replace -r -- '^--[a-z-]+=' '')
                if string match -q -- '*=*' "$given"
                    set -l format (string replace -r -- '=.*' '=' "$given")
                    for file in (__fish_complete_path (string replace -r -- '^[^=]*=' '' "$given"))
                        echo "$format$file"
                    end
                else
                    for word in $argv
                        echo $word
                        echo $word=
                    end
                end
            end

            complete -c validate -f
            \(commands.map(name).joined(separator: "\n"))
            \(commands.flatMap(rows).joined(separator: "\n"))

            """
    }

    private static func quoted(_ text: String) -> String {
        // In single quotes a backslash escapes itself and the apostrophe.
        CompletionWords.quoted(CompletionWords.escaped(text, "\\"), apostrophe: #"\'"#)
    }

    private static func name(_ command: Command) -> String {
        "complete -c validate -n __validate_is_first -a \(command.rawValue) -d \(quoted(command.help.summary))"
    }

    private static func rows(_ command: Command) -> [String] {
        let beginning = "complete -c validate -n '__validate_is \(command.rawValue)'"
        var rows: [String] = []
        switch command.help.operands {
        case .nothing: break
        case .file: rows.append("\(beginning) -F")
        case .words(let words), .formats(let words):
            rows.append("\(beginning) -a \(quoted(words.joined(separator: " ")))")
        case .rules: rows.append("\(beginning) -a \(quoted(CompletionWords.rules.joined(separator: " ")))")
        }
        for option in command.help.options {
            var row = beginning + (option.short.map { " -s \($0)" } ?? "") + " -l \(option.name)"
            if let value = option.value {
                // With -r the value may be a word of its own; an optional one only follows =.
                switch value.completion {
                case .nothing: row += value.isOptional ? "" : " -x"
                case .file: row += value.isOptional ? " -F" : " -r -F"
                case .words(let words): row += " -x -a \(quoted(words.joined(separator: " ")))"
                case .rules:
                    row += " -x -a \(quoted("(__validate_list \(CompletionWords.rules.joined(separator: " ")))"))"
                case .formats(let words):
                    row += " -x -a \(quoted("(__validate_formats \(words.joined(separator: " ")))"))"
                }
            }
            rows.append(row + " -d \(quoted(option.summary))")
        }
        return rows
    }
}
