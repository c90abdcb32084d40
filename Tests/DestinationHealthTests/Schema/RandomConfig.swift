import DestinationHealth
import FuzzTargets
import LocatedJSON

/// Makes up configs: most of their parts right, some wrong in one of the ways in which people write them wrong.
struct RandomConfig {
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// What its references lead to.
    static let environment = FixedEnvironment(
        variables: ["TEXT": "D2L6U03C77U3E3CU4PIG", "MOMENT": "2026-11-21T10:00:00Z", "EMPTY": ""]
            .merging(words.map { ("WORD_\($0)", $0) }) { $1 }
    )

    private static let words = Field.ofDestination.flatMap { field in
        switch field.value {
        case .word(let words): words.all
        case .uses: TokenUse.allCases.map(\.rawValue)
        default: [String]()
        }
    }

    mutating func config() -> String {
        switch roll(20) {
        case 0: anything()
        case 1...7: object(about() + fields(Field.ofDestination))
        default: file()
        }
    }

    private mutating func file() -> String {
        var members = about()
        var list = (0..<roll(3)).map { _ in destination() }
        if roll(3) == 0 {
            // In defaults a second name of a field is passed over.
            let usual = Field.ofDestination.filter { $0.declaration.canBeDefault || roll(30) == 0 }
            members.append(("defaults", roll(15) == 0 ? anything() : object(fields(usual, withAliases: false))))
            // Somebody must take them over, or nobody reads them.
            list.append("{}")
        }
        members.append(("destinations", roll(15) == 0 ? anything() : "[\(list.joined(separator: ", "))]"))
        return object(members)
    }

    private mutating func about() -> [(String, String)] {
        var members: [(String, String)] = []
        if roll(4) == 0 { members.append(("$schema", roll(3) == 0 ? anything() : quoted("config.schema.json"))) }
        if roll(4) == 0 { members.append(("$comment", anything())) }
        if roll(4) == 0 { members.append(("version", pick(["1", "1", "1", "1", "2", "0", "null", "\"1\""]))) }
        if roll(25) == 0 { members.append((pick(["defaults", "default", "$Schema", "destination", "x"]), anything())) }
        return members
    }

    private mutating func destination() -> String {
        if roll(25) == 0 { return anything() }
        return object((roll(6) == 0 ? [("$comment", anything())] : []) + fields(Field.ofDestination))
    }

    private mutating func fields(_ fields: [Field], withAliases: Bool = true) -> [(String, String)] {
        var members: [(String, String)] = []
        for field in fields where roll(14) == 0 || field == .accessToken && roll(2) == 0 {
            members.append((pick(field.keys), roll(40) == 0 ? anything() : value(of: field)))
            if withAliases, roll(12) == 0 { members.append((pick(field.keys), value(of: field))) }
        }
        if roll(30) == 0 {
            members.append(
                (
                    pick(["acces_token", "Name", "pixelId", "", "name ", "$ref", withAliases ? "pixel\\u005fid" : "_"]),
                    anything()
                )
            )
        }
        return members
    }

    private mutating func value(of field: Field) -> String {
        if roll(6) == 0 { return pick(field.declaration.examples) }
        switch field.value {
        case .text, .secret, .literal: return quoted(text())
        case .word(let words): return quoted(word(of: words.all))
        case .uses: return list { dice in dice.quoted(dice.word(of: TokenUse.allCases.map(\.rawValue))) }
        case .advertiserIDs: return list { dice in dice.roll(20) == 0 ? "\" \"" : dice.quoted(dice.text()) }
        case .app:
            return object(
                ["app_id", "secret", "auth_code", "id"].compactMap { key in
                    guard roll(key == "id" ? 30 : 2) == 0 else { return nil }
                    return (key, roll(30) == 0 ? anything() : quoted(text()))
                }
            )
        case .scopes where roll(4) == 0: return quoted(text())
        case .scopes, .requiredScopes:
            return list { dice in dice.roll(3) == 0 ? dice.quoted(dice.text()) : dice.number() }
        case .timestamp:
            switch roll(4) {
            case 0: return number()
            case 1: return pick(["\"0\"", "\"1795255200\"", "\"100000000000\"", "\"00000000000000000007\"", "\"-7\""])
            case 2: return quoted(pick(["${env:MOMENT}", "${MISSING}", "${env:MISSING:-2026-02-28}", "$$${MISSING}"]))
            default: return quoted(moment())
            }
        case .count: return number()
        case .boolean: return pick(["true", "false"])
        case .suppressions: return list { dice in dice.suppression() }
        }
    }

    private mutating func suppression() -> String {
        object(
            ["rule", "reason", "until", "because"].compactMap { key in
                if roll(30) == 0 { return (key, anything()) }
                switch key {
                case "rule": return (key, quoted(pick(["token-rotation", "x", "", long(64), long(65)])))
                case "reason": return roll(30) == 0 ? nil : (key, quoted(pick(["known", "${env:TEXT}", "known", ""])))
                case "until": return (key, quoted(roll(6) == 0 ? moment() : date()))
                default: return nil
                }
            }
        )
    }

    // MARK: Texts and numbers

    private mutating func text() -> String {
        pick([
            "D2L6U03C77U3E3CU4PIG", "D2L6U03C77U3E3CU4PIG", "TEST12345", "7000000000000000001", "a b", "a$b", "$$", "$",
            "${env:TEXT}", "${MISSING}", "x${", "${file:none}", "\\u00e9", "\\n", "",
        ])
    }

    private mutating func word(of words: [String]) -> String {
        let word = pick(words)
        return pick([
            word, word, word, word, "${env:WORD_\(word)}", "${env:MISSING:-\(word)}", "${MISSING}", "${",
            "$$${MISSING}",
            "$\(word)", "$${env:WORD_\(word)}", word + " ", word + "\\n", "wob", "", pick(Self.words),
        ])
    }

    private mutating func number() -> String {
        pick([
            "0", "7", "30", "86400", "1795255200", "99999999999", "100000000000", "1000000000000", "1000000000001",
            "7224195155857866754", "123456789012345678901234567890", "-7", "1.5",
        ])
    }

    /// Mostly a date, sometimes one that the calendar has not.
    private mutating func date() -> String {
        // The midnight of 1970 is left out: see ``ConfigSchema``.
        let year = [roll(1969), 1972 + roll(100), 2000, 1900, 2024, 2100].randomElement(using: &random) ?? 2000
        let month = 1 + roll(roll(10) == 0 ? 20 : 12)
        let day = roll(4) == 0 ? 28 + roll(5) : 1 + roll(28)
        return "\(padded(year, 4))-\(padded(roll(30) == 0 ? 0 : month, 2))-\(padded(roll(30) == 0 ? 0 : day, 2))"
    }

    private mutating func moment() -> String {
        let hour = padded(roll(roll(8) == 0 ? 30 : 24), 2)
        let clock = "\(hour):\(padded(roll(62), 2)):\(padded(roll(62), 2))"
        let fraction = pick(["", "", "", ".5", ".123456789", ".", ",5"])
        let zone = pick(["Z", "Z", "z", "+01:00", "-23:59", "+24:00", "+01:60", "+0100", "", " Z"])
        let separator = pick(["T", "T", "T", "t", " ", "_"])
        return pick([date(), date() + separator + clock + fraction + zone])
    }

    private mutating func anything() -> String {
        pick(["null", "true", "7", "\"text\"", "[]", "[7]", "[\"text\"]", "[null]", "{}", "{\"x\": 7}", "\"\"", "1.5"])
    }

    // MARK: Shapes

    /// An object of the members that are not there yet.
    private func object(_ members: [(String, String)]) -> String {
        var seen: Set<String> = []
        let kept = members.filter { seen.insert($0.0.replacing("\\u005f", with: "_")).inserted }
        return "{" + kept.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
    }

    private mutating func list(_ element: (inout RandomConfig) -> String) -> String {
        var elements: [String] = []
        for _ in 0..<roll(4) { elements.append(roll(30) == 0 ? anything() : element(&self)) }
        return "[\(elements.joined(separator: ", "))]"
    }

    private func quoted(_ text: String) -> String { "\"\(text)\"" }

    private func long(_ count: Int) -> String { String(repeating: "r", count: count) }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private mutating func pick(_ choices: [String]) -> String { choices[roll(choices.count)] }

    private mutating func roll(_ sides: Int) -> Int { random.below(max(1, sides)) }
}
