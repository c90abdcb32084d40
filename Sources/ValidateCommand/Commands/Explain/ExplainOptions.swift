import DestinationHealth
import LocatedJSON
import TikTokAPI

/// The options of `validate explain`.
package struct ExplainOptions: Sendable, Hashable {
    /// What can be explained.
    package enum Topic: Sendable, Hashable {
        /// The rule with that id.
        case rule(String)
        /// The return code with that number.
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

    /// Reads the arguments of `explain`.
    init(reading arguments: [String]) throws(UsageError) {
        // -1 is a return code, not a flag.
        let codes = arguments.filter(Topic.isNegativeNumber)
        var reader = ArgumentReader(rows: Self.rows, options: ColorMode.auto)
        try reader.read(arguments.filter { !Topic.isNegativeNumber($0) })
        let topics = codes + reader.operands.map(\.text)
        guard let text = topics.first else {
            throw UsageError(
                "no rule or return code is given",
                hint:
                    "such as 'validate explain pixel-ownership' or 'validate explain 40001'; 'validate rules' lists the rules"
            )
        }
        guard topics.count == 1 else { throw UsageError("only one rule or return code can be explained at a time") }
        self.init(try Topic(named: text), color: reader.options)
    }

    static var rows: [OptionRow<ColorMode>] { [.color { $0 = $1 }] + OptionRow.general }
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
                    "\(text.quotedIfHarmless ?? "the number") is no documented return code",
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

extension CommandHelp {
    /// `validate explain`.
    static var explain: CommandHelp {
        CommandHelp(
            summary: "what a rule checks, or what a TikTok return code means, and what to do about it; no network",
            synopses: ["validate explain RULE|CODE [options]"],
            discussion: [
                "RULE is a rule's id as 'validate rules' lists it. CODE is a return code (40001), its constant "
                    + "(PERMISSION_ERROR), or a group of codes (51xxx).",
                referenceStatuses,
            ],
            operands: .words(RuleRegistry.all.map { $0.description.id } + ReturnCode.all.map { "\($0.number)" }),
            options: ExplainOptions.rows.map(\.option),
            examples: [
                Example(
                    commandLine: "validate explain pixel-ownership",
                    purpose: "Show what a rule checks, with examples and remedies"
                ),
                Example(commandLine: "validate explain 40001", purpose: "Show everything that a return code can mean"),
            ]
        )
    }

    /// How `explain` and `rules` end.
    static let referenceStatuses =
        "Ends with status 0, with 2 for a usage error or an unknown rule or code, and with 4 if the text could not be "
        + "written."
}

extension String {
    /// The text with ASCII letters in upper case.
    fileprivate var uppercasedASCII: String {
        String(decoding: utf8.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
    }
}
