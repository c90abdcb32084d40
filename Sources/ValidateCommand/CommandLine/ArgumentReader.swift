import LocatedJSON
import DestinationHealth

/// Reads the arguments of a command by the table of its options.
struct ArgumentReader<Options> {
    /// An argument that is not an option.
    struct Operand {
        /// The argument.
        let text: String
        /// Whether it follows `--`.
        let isAfterEnd: Bool
    }

    /// The table.
    let rows: [OptionRow<Options>]
    /// The options read so far.
    var options: Options
    /// The operands in order.
    private(set) var operands: [Operand] = []
    private var given: [String] = []

    init(rows: [OptionRow<Options>], options: Options) {
        self.rows = rows
        self.options = options
    }

    /// Reads all arguments.
    ///
    /// - Throws: The first error.
    mutating func read(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let bytes = argument.utf8
            if bytes.elementsEqual("--".utf8) {
                operands += rest.map { Operand(text: $0, isAfterEnd: true) }
                break
            } else if bytes.starts(with: "--".utf8) {
                try readLong(argument, &rest)
            } else if bytes.first == UInt8(ascii: "-"), bytes.count > 1 {
                try readFlags(argument)
            } else {
                operands.append(Operand(text: argument, isAfterEnd: false))
            }
        }
        try checkRequirements()
    }

    private mutating func readLong(_ argument: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
        let parts = argument.utf8.dropFirst(2).split(
            separator: UInt8(ascii: "="),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let name = String(Substring(parts[0]))
        guard let row = rows.first(where: { $0.option.name.hasSameBytes(as: name) }) else { throw unknown(name) }
        try admit(row.option)
        var value = parts.count == 2 ? String(Substring(parts[1])) : nil
        if let placeholder = row.option.value {
            if value == nil, !placeholder.isOptional { value = try separateValue(of: row.option, &rest) }
            guard value?.isEmpty != true else {
                throw UsageError("--\(name) needs a value", hint: "write \(row.option.usage)")
            }
        } else if value != nil {
            throw UsageError("--\(name) takes no value")
        }
        try row.assign(&options, value)
    }

    /// The argument after an option. One that begins with a dash is more likely the next option than a value.
    private func separateValue(
        of option: CommandOption,
        _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let next = rest.first else {
            throw UsageError("--\(option.name) needs a value", hint: "write \(option.usage)")
        }
        guard next.utf8.first != UInt8(ascii: "-") || next.utf8.count == 1 else {
            throw UsageError(
                "--\(option.name) needs a value",
                hint: "write \(option.usage); for a value that begins with a dash, --\(option.name)=VALUE"
            )
        }
        rest.removeFirst()
        return next
    }

    private mutating func readFlags(_ argument: String) throws(UsageError) {
        let letters = argument.utf8.dropFirst()
        for letter in letters {
            guard let row = rows.first(where: { $0.option.short.map { UInt8(ascii: $0) } == letter }) else {
                throw unknownFlag(letter, in: String(Substring(letters)))
            }
            try admit(row.option)
            try row.assign(&options, nil)
        }
    }

    /// Makes sure that an option may be given.
    private mutating func admit(_ option: CommandOption) throws(UsageError) {
        if let other = option.contradicts, given.contains(other) {
            throw UsageError("--\(other) and --\(option.name) contradict each other")
        }
        guard option.isRepeatable || !given.contains(option.name) else {
            throw UsageError("--\(option.name) is given more than once")
        }
        given.append(option.name)
    }

    private func checkRequirements() throws(UsageError) {
        for row in rows where given.contains(row.option.name) {
            guard let required = row.option.requires, !given.contains(required) else { continue }
            throw UsageError("--\(row.option.name) needs --\(required)")
        }
    }

    private func unknown(_ name: String) -> UsageError {
        let known = rows.map(\.option.name)
        let suggestion = NearestName.suggestion(for: name, among: known + SecretArguments.names)
        if SecretArguments.isName(name) || suggestion.map(SecretArguments.names.contains) == true {
            return SecretArguments.refusal
        }
        return UsageError(
            name.quotedIfHarmless.map { _ in "unknown option --\(name)" } ?? "unknown option",
            hint: suggestion.map { "did you mean --\($0)?" }
        )
    }

    private func unknownFlag(_ letter: UInt8, in letters: String) -> UsageError {
        if rows.contains(where: { $0.option.name.hasSameBytes(as: letters) }) {
            return UsageError("unknown option -\(letters)", hint: "did you mean --\(letters)?")
        }
        if SecretArguments.isName(letters) { return SecretArguments.refusal }
        guard (0x21..<0x7F).contains(letter) else { return UsageError("unknown option") }
        return UsageError("unknown option -\(Unicode.Scalar(letter))")
    }
}

/// The option names with which people try to pass a credential. None exists: the arguments of a process are public.
enum SecretArguments {
    /// Names for the comparison with a misspelt one.
    static let names = [
        "access-token", "token", "refresh-token", "secret", "app-secret", "client-secret", "password", "credential",
        "api-key", "auth-code",
    ]

    /// Whether an option of this name would carry a secret.
    static func isName(_ name: String) -> Bool {
        let end = name.utf8.firstIndex(of: UInt8(ascii: "=")) ?? name.utf8.endIndex
        let folded = name.utf8[..<end].map { byte in
            switch byte {
            case 0x41...0x5A: byte | 0x20
            case UInt8(ascii: "_"): UInt8(ascii: "-")
            default: byte
            }
        }
        return ["token", "secret", "passw", "credential", "api-key", "apikey", "auth-code"].contains { part in
            folded.indices.contains { folded[$0...].starts(with: part.utf8) }
        }
    }

    /// The error for all of them.
    static let refusal = UsageError(
        "secrets are not accepted as arguments: a command line is visible to every process of the machine",
        hint: "put \"access_token\": \"${env:NAME}\" into the config and the secret into the environment variable NAME"
    )
}
