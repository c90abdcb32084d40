/// The description of an option, from which parsing, help, completions and the manual page follow.
package struct CommandOption: Sendable, Hashable {
    /// The headings of the help text, in this order.
    package enum Group: String, Sendable, CaseIterable {
        /// Which destinations and rules.
        case selection = "What is checked"
        /// What counts as good.
        case verdict = "What fails the run"
        /// How TikTok is asked.
        case network = "How TikTok is asked"
        /// What is written, and where.
        case report = "What is written"
        /// Between one run and the next.
        case history = "From run to run"
        /// Help and version.
        case general = "General"
    }

    /// The value that an option takes.
    package struct Value: Sendable, Hashable {
        /// What a shell can offer for it.
        package enum Completion: Sendable, Hashable {
            /// Nothing.
            case nothing
            /// Names of files.
            case file
            /// One of these words.
            case words([String])
            /// Rule ids, separated by commas.
            case rules
            /// One of these words, alone or with `=` and the name of a file.
            case formats([String])
        }

        /// The name in the help text (`S`, `PATH`).
        package var name: String {
            if case .words(let words) = completion { words.joined(separator: "|") } else { placeholder }
        }
        /// Whether the option may be given without it; such a value can only be given as `--name=value`.
        package let isOptional: Bool
        /// What a shell can offer for it.
        package let completion: Completion
        /// The name of a value that is not one of a few words.
        fileprivate let placeholder: String

        fileprivate init<T>(_ syntax: ValueSyntax<T>, isOptional: Bool) {
            self.isOptional = isOptional
            completion = syntax.completion
            placeholder = syntax.name
        }
    }

    /// The long name, without dashes.
    package let name: String
    /// The one-letter name, if there is one.
    package var short: Unicode.Scalar?
    /// The value it takes; nil for a flag.
    package var value: Value?
    /// What it does: one line, lower case, no full stop.
    package let summary: String
    /// The default, in words; nil for a flag.
    package var defaultText: String?
    /// Whether it may be given more than once.
    package var isRepeatable = false
    /// The long name of an option that it has no meaning without.
    package var requires: String?
    /// The long name of an option that it contradicts.
    package var contradicts: String?
    /// Its heading in the help text.
    package let group: Group

    /// The long name with its value, as in the help text (`--timeout S`, `--simulate[=WORLD.json]`).
    package var usage: String {
        guard let value else { return "--\(name)" }
        return value.isOptional ? "--\(name)[=\(value.name)]" : "--\(name) \(value.name)"
    }

    /// The summary with whether it is repeatable and what the default is.
    var details: String {
        summary
            + (isRepeatable ? "; may be given more than once" : "")
            + (defaultText.map { " (default: \($0))" } ?? "")
    }
}

/// An option, and how its value is stored.
struct OptionRow<Options>: Sendable {
    /// The description.
    let option: CommandOption
    /// Reads the value (nil where none was given) and puts it into the options.
    let assign: @Sendable (inout Options, String?) throws(UsageError) -> Void

    /// An option without a value.
    static func flag(
        _ name: String,
        short: Unicode.Scalar? = nil,
        _ group: CommandOption.Group,
        _ summary: String,
        contradicts: String? = nil,
        set: @escaping @Sendable (inout Options) -> Void
    ) -> OptionRow {
        OptionRow(
            option: CommandOption(
                name: name,
                short: short,
                summary: summary,
                contradicts: contradicts,
                group: group
            ),
            assign: { (options: inout Options, _: String?) throws(UsageError) in set(&options) }
        )
    }

    /// An option with a value.
    static func value<Value>(
        _ name: String,
        _ syntax: ValueSyntax<Value>,
        _ group: CommandOption.Group,
        _ summary: String,
        default defaultText: String,
        isRepeatable: Bool = false,
        requires: String? = nil,
        set: @escaping @Sendable (inout Options, Value) -> Void
    ) -> OptionRow {
        OptionRow(
            option: CommandOption(
                name: name,
                value: .init(syntax, isOptional: false),
                summary: summary,
                defaultText: defaultText,
                isRepeatable: isRepeatable,
                requires: requires,
                group: group
            ),
            assign: { (options: inout Options, text: String?) throws(UsageError) in
                set(&options, try syntax.read(text ?? "", name))
            }
        )
    }

    /// An option that may be given alone or with `=value`.
    static func optionalValue<Value>(
        _ name: String,
        _ syntax: ValueSyntax<Value>,
        _ group: CommandOption.Group,
        _ summary: String,
        set: @escaping @Sendable (inout Options, Value?) -> Void
    ) -> OptionRow {
        OptionRow(
            option: CommandOption(
                name: name,
                value: .init(syntax, isOptional: true),
                summary: summary,
                group: group
            ),
            assign: { (options: inout Options, text: String?) throws(UsageError) in
                guard let text else { return set(&options, nil) }
                set(&options, try syntax.read(text, name))
            }
        )
    }

    /// `--color`, of every command that writes for people.
    static func color(set: @escaping @Sendable (inout Options, ColorMode) -> Void) -> OptionRow {
        .value(
            "color",
            .word(ColorMode.self),
            .report,
            "whether to colour the text; NO_COLOR and CLICOLOR_FORCE are honoured, auto is off where there is no terminal",
            default: "auto",
            set: set
        )
    }

    /// The options of every command. ``Invocation/parse(_:)`` looks for them first, so reading them changes nothing.
    static var general: [OptionRow] {
        [
            .flag("help", short: "h", .general, "show this help", set: { _ in }),
            .flag("version", .general, "show the version", set: { _ in }),
        ]
    }
}
