/// Something that was copied along with a value: quotes, a header's name, a piece of code around it.
struct PasteArtifact {
    /// What it is, for a message: `quotation marks`, `"Bearer "`.
    let words: String
    /// Which scalars of the text are left without it.
    let keptScalars: Range<Int>
    /// The scalar to point at.
    let marker: Int
    /// Whether what is taken off is a few known signs, so that it may be shown; text around a value could be a secret.
    var isShown = false

    /// The outermost decoration of a text that has been trimmed; nil if it wears none.
    static func find(in scalars: [Unicode.Scalar]) -> PasteArtifact? {
        codeAround(scalars) ?? quotes(scalars) ?? prefix(scalars) ?? surroundings(scalars)
    }

    /// The words for a text that holds several values. None of it is taken off.
    static let severalValues = "more than one value"

    /// Where the first of several different values ends, if a text holds more than one: which is meant cannot be known.
    static func endOfFirstOfSeveral(in scalars: [Unicode.Scalar]) -> Int? {
        guard !isWord(scalars) else { return nil }
        let values = KnownValues(in: scalars)
        return values.ranges.count > 1 ? values.ranges[0].upperBound : nil
    }

    /// What precedes a value in a header, a shell line, a query or a JSON member. Compared without regard to case.
    private static let prefixes: [(text: String, needsSpace: Bool)] = [
        ("authorization:", false), ("access-token:", false), ("access_token:", false), ("accesstoken:", false),
        ("access_token=", false), ("accesstoken=", false), ("access-token=", false), ("pixel_code=", false),
        ("pixel_id=", false), ("pixel_code:", false), ("pixel_id:", false), ("token:", false), ("token=", false),
        ("sdkid=", false), ("x-access-token:", false), ("access token:", false), ("tiktok_access_token=", false),
        ("pixel id:", false), ("pixel code:", false), ("test_event_code:", false), ("test_event_code=", false),
        ("bearer:", false), ("bearer=", false), ("bearer", true), ("-h", true),
    ]

    private static let quoteMarks: Set<Unicode.Scalar> = [
        "\"", "'", "`", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}",
        "\u{00AB}", "\u{00BB}", "\u{2039}", "\u{203A}", "\u{FF02}", "\u{FF07}",
    ]

    private static func quotes(_ scalars: [Unicode.Scalar]) -> PasteArtifact? {
        var start = 0
        var end = scalars.count
        while start < end, quoteMarks.contains(scalars[start]) { start += 1 }
        // A comma or semicolon behind the closing quote came from the line of code that the value was copied from.
        var tail = end
        while tail > start, scalars[tail - 1] == "," || scalars[tail - 1] == ";" { tail -= 1 }
        if tail > start, quoteMarks.contains(scalars[tail - 1]) { end = tail }
        while end > start, quoteMarks.contains(scalars[end - 1]) { end -= 1 }
        guard start > 0 || end < scalars.count else { return nil }
        return PasteArtifact(
            words: "quotation marks",
            keptScalars: start..<end,
            marker: start > 0 ? 0 : end,
            isShown: true
        )
    }

    private static func prefix(_ scalars: [Unicode.Scalar]) -> PasteArtifact? {
        for (prefix, needsSpace) in prefixes {
            let length = prefix.unicodeScalars.count
            guard scalars.count > length, hasPrefix(scalars, prefix, at: 0) else { continue }
            if needsSpace, !scalars[length].properties.isWhitespace { continue }
            let shown = String(String.UnicodeScalarView(scalars[..<length])) + (needsSpace ? " " : "")
            // The space behind it belongs to it, and is no fault of its own.
            let spaces = scalars[length...].prefix { $0.properties.isWhitespace }.count
            return PasteArtifact(
                words: "\"\(shown)\"",
                keptScalars: (length + spaces)..<scalars.count,
                marker: 0,
                isShown: true
            )
        }
        return nil
    }

    /// The two snippets that Events Manager offers for copying: `ttq.load('CODE')`, alone or in its script, and the
    /// address of the script with `sdkid=CODE`.
    private static func codeAround(_ scalars: [Unicode.Scalar]) -> PasteArtifact? {
        for (marker, words) in [("ttq.load(", "the pixel's code snippet"), ("?sdkid=", "the pixel script's address")] {
            let length = marker.unicodeScalars.count
            // The script defines `ttq.load=function` first; the call with the code in it comes last.
            let starts = scalars.indices.reversed().filter { hasPrefix(scalars, marker, at: $0) }
            let codes = starts.filter { begins(scalars, at: $0 + length) }.map { code(scalars, from: $0 + length) }
            // Of two pixels it is unknown which is meant.
            guard let code = codes.first, !code.isEmpty, codes.allSatisfy({ $0.elementsEqual(code) }) else { continue }
            return PasteArtifact(words: words, keptScalars: code.indices, marker: 0)
        }
        return nil
    }

    private static func code(_ scalars: [Unicode.Scalar], from index: Int) -> ArraySlice<Unicode.Scalar> {
        scalars[index...].drop { quoteMarks.contains($0) || $0.properties.isWhitespace }
            .prefix { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) }
    }

    /// Everything around the one text that is positively a value.
    private static func surroundings(_ scalars: [Unicode.Scalar]) -> PasteArtifact? {
        guard !isWord(scalars) else { return nil }
        let values = KnownValues(in: scalars)
        guard values.isDecided, let kept = values.ranges.first, kept != scalars.indices else { return nil }
        return PasteArtifact(
            words: "text around it",
            keptScalars: kept,
            marker: kept.lowerBound > 0 ? 0 : kept.upperBound
        )
    }

    /// Whether a text as a whole could be a credential of an unknown shape.
    private static func isWord(_ scalars: [Unicode.Scalar]) -> Bool {
        guard scalars.last != "." else { return false }
        let joins: Set<Unicode.Scalar> = ["-", "_", ".", "~", "|", "+", "/", "!"]
        let name = scalars.prefix { $0 != ":" && $0 != "=" }
        // What precedes the sign is a name if it has letters, and may be part of the value if it is a number.
        let isNumbered = name.allSatisfy { ("0"..."9").contains($0) }
        return scalars.allSatisfy { scalar in
            scalar.isASCIIWordScalar || joins.contains(scalar) || isNumbered && (scalar == ":" || scalar == "=")
        }
    }

    private static func begins(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        guard index < scalars.count else { return false }
        let scalar = scalars[index]
        return quoteMarks.contains(scalar) || scalar.properties.isWhitespace
            || (scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)))
    }

    private static func hasPrefix(_ scalars: [Unicode.Scalar], _ prefix: String, at start: Int) -> Bool {
        var index = start
        for wanted in prefix.unicodeScalars {
            guard index < scalars.count, scalars[index].isASCII,
                scalars[index] == wanted || lowercased(scalars[index].value) == wanted.value
            else { return false }
            index += 1
        }
        return true
    }

    private static func lowercased(_ value: UInt32) -> UInt32 {
        (0x41...0x5A).contains(value) ? value | 0x20 : value
    }
}

/// The texts inside a longer one that are positively values: tokens and pixel codes of the usual shape, tokens of accounts,
/// test event codes.
private struct KnownValues {
    /// One place for each different value, in the order of the text.
    private(set) var ranges: [Range<Int>] = []
    /// Whether there is at most one, and nothing that may be half of another.
    private(set) var isDecided = true

    init(in scalars: [Unicode.Scalar]) {
        // "%3f..." may be a token behind a percent sign or an escaped question mark, so both are read.
        for skipsEscapes in [false, true] { scan(scalars, skipsEscapes: skipsEscapes) }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        if ranges.count > 1 { isDecided = false }
    }

    private mutating func scan(_ scalars: [Unicode.Scalar], skipsEscapes: Bool) {
        var index = 0
        while index < scalars.count {
            let escape = skipsEscapes ? Self.escapeLength(scalars, at: index) : 0
            if escape > 0 {
                index += escape
                continue
            }
            let run = scalars[index...].prefix(while: Self.isJoined)
            guard let first = run.first else {
                index += 1
                continue
            }
            if first == "a" || first == "r", let length = Self.accountTokenLength(scalars, at: index) {
                let range = index..<(index + length)
                // A token with a sign in it that tokens do not have may be a longer one, written another way.
                if Self.isPlain(scalars[range]) { add(range, scalars) } else { isDecided = false }
                index = range.upperBound
                continue
            }
            if run.count <= 40, Self.isValue(run) { add(run.indices, scalars) }
            index = run.endIndex
        }
    }

    private mutating func add(_ range: Range<Int>, _ scalars: [Unicode.Scalar]) {
        guard !ranges.contains(where: { scalars[$0].elementsEqual(scalars[range]) }) else { return }
        ranges.append(range)
    }

    private static func isValue(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
        let text = string(run)
        if TokenShape.isUsualToken(text) || PixelCode.shape(of: text) == .usual { return true }
        if case .testEventCode? = ValueKind.of(text) { return true }
        return false
    }

    /// `%22`, `\u0022`, `\n`: their last letters would look like the first of a value.
    private static func escapeLength(_ scalars: [Unicode.Scalar], at index: Int) -> Int {
        let rest = scalars[(index + 1)...]
        if scalars[index] == "%", rest.count >= 2, rest.prefix(2).allSatisfy(\.isHexScalar) { return 3 }
        guard scalars[index] == "\\" else { return 0 }
        if rest.first == "u", rest.count >= 5, rest.dropFirst().prefix(4).allSatisfy(\.isHexScalar) { return 6 }
        return min(2, scalars.count - index)
    }

    /// How long a text is that begins as the tokens of accounts do, up to what ends it in code and prose.
    private static func accountTokenLength(_ scalars: [Unicode.Scalar], at index: Int) -> Int? {
        let start = string(scalars[index...].prefix(4))
        guard TokenShape.isAccountToken(start) || TokenShape.isRefreshToken(start) else { return nil }
        let ends: Set<Unicode.Scalar> = [
            "\"", "'", "`", "\\", ",", ";", ")", "]", "}", ">", "<", "&", "*", "#", "\u{2018}", "\u{2019}", "\u{201C}",
            "\u{201D}", "\u{BB}",
        ]
        let body = scalars[index...].prefix { !ends.contains($0) && !$0.properties.isWhitespace }
        let length = body.last == "." ? body.count - 1 : body.count
        return length >= 12 ? length : nil
    }

    private static func isPlain(_ token: ArraySlice<Unicode.Scalar>) -> Bool {
        let signs: Set<Unicode.Scalar> = ["-", "_", ".", "!", "~", "+", "/", "=", "|", ":"]
        return token.allSatisfy { $0.isASCIIWordScalar || signs.contains($0) }
    }

    /// Letters and digits of any script, and what looks like them, do not end a value.
    private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.isASCIIWordScalar || scalar.value < 0x09 || (0x0E..<0x20).contains(scalar.value)
        }
        if scalar.properties.isWhitespace { return false }
        switch scalar.properties.generalCategory {
        case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation,
            .dashPunctuation:
            return false
        default: return true
        }
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIIWordScalar: Bool {
        ("0"..."9").contains(self) || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
    }

    fileprivate var isHexScalar: Bool {
        ("0"..."9").contains(self) || ("a"..."f").contains(self) || ("A"..."F").contains(self)
    }
}
