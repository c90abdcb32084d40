/// A random config with values as people paste them: whitespace, hidden characters and quotes around them, written in every
/// way that JSON has.
struct RandomFixableConfig {
    private(set) var bytes: [UInt8] = []
    let environment = OwnEnvironment()
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        let style = Style(
            lineBreak: random.pick(["\n", "\r\n", "\n", ""]),
            indentation: random.pick(["  ", "\t", "    ", ""]),
            colon: random.pick([": ", ":", " : "])
        )
        if random.chance(10) { bytes += [0xEF, 0xBB, 0xBF] }
        if random.chance(15) {
            put(object(members(withName: false), style, 0))
        } else {
            var members = [("version", "1")]
            if random.chance(25) { members.append(("defaults", object(self.members(withName: false), style, 1))) }
            let list = (0..<random.pick([1, 1, 2])).map { _ in object(self.members(withName: true), style, 2) }
            let separator = "," + style.lineBreak + style.indentation
            members.append(("destinations", "[" + list.joined(separator: separator) + "]"))
            put(object(random.shuffled(members), style, 0))
        }
        if random.chance(60) { put(style.lineBreak) }
    }

    private struct Style {
        let lineBreak: String
        let indentation: String
        let colon: String
    }

    private mutating func put(_ text: String) { bytes += Array(text.utf8) }

    private mutating func object(_ members: [(key: String, value: String)], _ style: Style, _ depth: Int) -> String {
        let outer = style.lineBreak + String(repeating: style.indentation, count: depth)
        let inner = outer + style.indentation
        let rows = members.map { "\"\($0.key)\"" + style.colon + $0.value }
        return "{" + inner + rows.joined(separator: "," + inner) + outer + "}"
    }

    private mutating func members(withName: Bool) -> [(key: String, value: String)] {
        var members: [(String, String)] = [(random.pick(["pixel_id", "pixel_id", "pixel_code"]), value())]
        if withName, random.chance(50) { members.append(("name", literal(" shop-\(random.below(3))"))) }
        if random.chance(50) { members.append(("access_token", value())) }
        if random.chance(20) { members.append(("test_event_code", value())) }
        if random.chance(10) { members.append(("refresh_token", value())) }
        if random.chance(12) { members.append(("\\u0061pp", "{ \"app_id\" : \(value()),\"secret\":\(value()) }")) }
        if random.chance(12) { members.append(("advertiser_ids", "[\(value()), \(value()), 7]")) }
        if random.chance(8) { members.append(("event_source_id", value())) }
        if random.chance(8) { members.append(("note", value())) }
        if random.chance(10) { members.append(("enabled", "false")) }
        return random.shuffled(members)
    }

    // MARK: Values

    private static let bases = [
        "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70", "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70",
        "D2L6U03C77U3E3CU4PIG", "D2L6U03C77U3E3CU4PIG", "7000000000000000001", "TEST12345", "act.Abc123!x*y",
        "pa$$word-$x-09", "$$", "a$", "<YOUR_ACCESS_TOKEN>", "", "tok\u{1F600}en", "x",
        "http://localhost:8080/?auth_code=4f5a6b7c8d9e0f1a&state=x",
    ]
    private static let blanks = [" ", "\t", "\n", "\r\n", "\u{A0}", "\u{3000}", "   ", "\u{2028}"]
    private static let hidden: [Unicode.Scalar] = [
        "\u{200B}", "\u{FEFF}", "\u{AD}", "\u{2060}", "\u{202E}", "\u{E0041}", "\u{FE0F}", "\u{200D}",
    ]
    private static let marks = ["\"", "'", "`", "\u{201C}", "\u{AB}", "\u{FF02}"]
    private static let prefixes = [
        "Bearer ", "Authorization: ", "access_token=", "pixel_id:", "-H ", "sdkid=", "token: ",
    ]
    private static let snippets = [
        ("ttq.load('", "');ttq.page();"), ("https://analytics.tiktok.com/events.js?sdkid=", "&lib=ttq"),
        ("{\"access_token\": \"", "\", \"x\": 1}"), ("The token is ", "."), ("(", ")"),
    ]
    private static let references = [
        "${env:TOKEN}", "${DIRTY}", " ${env:DIRTY}", "${file:dirty}", "${env:NONE:- fallback }", "${env:NONE}",
        "${env:",
        "a${TOKEN}b ",
    ]

    private mutating func value() -> String {
        if random.chance(8) { return literal(random.pick(Self.references), keepsReferences: true) }
        var text = random.pick(Self.bases)
        for _ in 0..<random.pick([0, 0, 1, 1, 2, 3]) { text = decorated(text) }
        return literal(text)
    }

    private mutating func decorated(_ text: String) -> String {
        switch random.below(40) {
        case 0...7: return random.pick(Self.blanks) + text
        case 8...15: return text + random.pick(Self.blanks)
        case 16...22:
            var scalars = Array(text.unicodeScalars)
            scalars.insert(random.pick(Self.hidden), at: random.below(scalars.count + 1))
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            return String(view)
        case 23...27:
            let mark = random.pick(Self.marks)
            return mark + text + (random.chance(80) ? mark : "") + random.pick(["", "", ",", ";"])
        case 28...32: return random.pick(Self.prefixes) + text
        case 33...35:
            let snippet = random.pick(Self.snippets)
            return snippet.0 + text + snippet.1
        case 36: return text + random.pick([" ", ", ", "\n"]) + random.pick(Self.bases)
        case 37: return text + random.pick(["\u{0}", "\u{7}", "\u{430}", "\u{301}", "\u{1F600}"])
        // What is taken off may bring a dollar sign and a brace together.
        case 38: return "$\u{200B}{TOKEN}" + text
        default:
            let layers = random.below(12)
            return String(repeating: "\"Bearer ", count: layers) + text + String(repeating: "\"", count: layers)
        }
    }

    /// A JSON string; `$` is doubled where it would begin something else, and elsewhere as it comes.
    private mutating func literal(_ text: String, keepsReferences: Bool = false) -> String {
        var written = "\""
        let scalars = Array(text.unicodeScalars)
        let escapes = random.pick([0, 5, 30, 100])
        for (index, scalar) in scalars.enumerated() {
            if scalar == "$", !keepsReferences {
                let next = index + 1 < scalars.count ? scalars[index + 1] : "x"
                if next == "$" || next == "{" || random.chance(50) { written += "$" }
            }
            if random.chance(escapes) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: random.chance(50))
                    written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
                continue
            }
            switch scalar {
            case "\"": written += "\\\""
            case "\\": written += "\\\\"
            case "\n": written += "\\n"
            case "\r": written += "\\r"
            case "\t": written += "\\t"
            case "/" where random.chance(30): written += "\\/"
            case _ where scalar.value < 0x20: written += "\\u000" + String(scalar.value, radix: 16)
            default: written.unicodeScalars.append(scalar)
            }
        }
        return written + "\""
    }
}
