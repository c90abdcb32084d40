import LocatedJSON
internal import DestinationHealth
internal import TikTokAPI

/// What `validate explain` was asked to do.
package struct ExplainOptions: Sendable, Hashable {
    /// What can be explained.
    package enum Topic: Sendable, Hashable {
        /// The rule of that id.
        case rule(String)
        /// The return code of that number.
        case code(Int)
        /// The return codes within bounds, as `51xxx` names them.
        case codes(ClosedRange<Int>)
    }

    /// What to explain.
    package var topic: Topic
    /// `--color`.
    package var color = ColorMode.auto

    /// Asks for an explanation.
    package init(_ topic: Topic, color: ColorMode = .auto) {
        self.topic = topic
        self.color = color
    }

    /// Reads the arguments behind `explain`.
    init(reading arguments: [String]) throws(UsageError) {
        // -1 is a return code, not a flag.
        var reader = ArgumentReader(rows: ReferenceOptions.explainRows, options: ReferenceOptions())
        try reader.read(arguments.filter { !Topic.isNegativeNumber($0) })
        let given =
            arguments.filter(Topic.isNegativeNumber)
            + reader.operands.map(\.text).filter { !Topic.isNegativeNumber($0) }
        guard let text = given.first else {
            throw UsageError(
                "no rule or return code is given",
                hint:
                    "such as 'validate explain pixel-ownership' or 'validate explain 40001'; 'validate rules' lists the rules"
            )
        }
        guard given.count == 1 else { throw UsageError("only one rule or return code can be explained at a time") }
        self.init(try Topic(named: text), color: reader.options.color)
    }
}

extension ExplainOptions.Topic {
    /// The rule or code that a text names.
    init(named text: String) throws(UsageError) {
        let ids = RuleRegistry.all.map { $0.description.id }
        let constants = ReturnCode.all.compactMap(\.name)
        if ids.contains(where: text.hasSameBytes) {
            self = .rule(text)
        } else if let code = ReturnCode.all.first(where: { $0.name.map(text.uppercasedASCII.hasSameBytes) == true }) {
            self = .code(code.number)
        } else if let number = Self.number(text) {
            guard ReturnCode.numbered(number) != nil else {
                throw UsageError(
                    "\(text.quotedIfHarmless ?? "the number") is no return code that anybody has written down",
                    hint:
                        "an answer with it leaves a destination unknown, unless its HTTP status or words say more; ask "
                        + "TikTok support with the answer's request id"
                )
            }
            self = .code(number)
        } else if let bounds = Self.family(text) {
            guard ReturnCode.all.contains(where: { bounds.contains($0.number) }) else {
                throw UsageError("no return code begins like \(text)")
            }
            self = .codes(bounds)
        } else {
            throw UsageError(
                "\(text.quotedIfHarmless ?? "the argument") is neither a rule nor a return code",
                hint: NearestName.suggestion(for: text, among: ids + constants).map { "did you mean \($0)?" }
                    ?? "'validate rules' lists the rules; a return code is a number such as 40001, or 51xxx"
            )
        }
    }

    static func isNegativeNumber(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "-") && Digits.number(text.utf8.dropFirst()) != nil
    }

    private static func number(_ text: String) -> Int? {
        isNegativeNumber(text) ? Digits.number(text.utf8.dropFirst()).map { -$0 } : Digits.number(text.utf8)
    }

    /// The bounds of five digits of which the last ones are an `x`: `51xxx` is 51000 to 51999.
    private static func family(_ text: String) -> ClosedRange<Int>? {
        let digits = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "x") }
        let open = text.utf8.count - digits.count
        guard text.utf8.count == 5, open > 0, text.utf8.suffix(open).allSatisfy({ $0 | 0x20 == UInt8(ascii: "x") }),
            let first = Digits.number(digits)
        else { return nil }
        let size = (0..<open).reduce(1) { size, _ in size * 10 }
        return first * size...first * size + size - 1
    }
}

/// What `validate rules` was asked to do.
package struct RulesOptions: Sendable, Hashable {
    /// The form of the list.
    package enum Format: String, WordChoice, Hashable {
        /// A table for people.
        case text
        /// The reference page.
        case markdown
    }

    /// `--format`.
    package var format = Format.text
    /// `--color`.
    package var color = ColorMode.auto

    /// Asks for a list.
    package init(format: Format = .text, color: ColorMode = .auto) {
        self.format = format
        self.color = color
    }

    /// Reads the arguments behind `rules`.
    init(reading arguments: [String]) throws(UsageError) {
        var reader = ArgumentReader(rows: ReferenceOptions.rulesRows, options: ReferenceOptions())
        try reader.read(arguments)
        guard reader.operands.isEmpty else {
            throw UsageError("rules takes no argument", hint: "one rule is explained by 'validate explain RULE'")
        }
        self.init(format: reader.options.format, color: reader.options.color)
    }
}

/// The options of both commands, as they are read.
struct ReferenceOptions {
    var format = RulesOptions.Format.text
    var color = ColorMode.auto

    static var explainRows: [OptionRow<ReferenceOptions>] { [color] + OptionRow.general }
    static var rulesRows: [OptionRow<ReferenceOptions>] { [format, color] + OptionRow.general }

    private static var format: OptionRow<ReferenceOptions> {
        .value("format", .word(RulesOptions.Format.self), .report, "a table, or the reference page", default: "text") {
            $0.format = $1
        }
    }

    private static var color: OptionRow<ReferenceOptions> {
        .color { $0.color = $1 }
    }
}

extension String {
    /// The text with ASCII letters in upper case.
    fileprivate var uppercasedASCII: String {
        String(decoding: utf8.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
    }
}
