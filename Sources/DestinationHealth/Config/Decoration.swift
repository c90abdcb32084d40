/// Something that was copied along with a value: quotes, a header's name, a piece of code around it.
struct Decoration {
    /// What it is, for a message: `quotation marks`, `"Bearer "`.
    let words: String
    /// Which scalars of the text are left without it.
    let keptScalars: Range<Int>
    /// The scalar to point at.
    let marker: Int

    /// The outermost decoration of a text that has been trimmed; nil if it wears none.
    static func find(in text: String) -> Decoration? {
        let scalars = Array(text.unicodeScalars)
        return codeAround(scalars) ?? quotes(scalars) ?? prefix(scalars)
    }

    /// What stands before a value in a header, a shell line, a query or a JSON member. Compared without regard to case.
    private static let prefixes: [(text: String, needsSpace: Bool)] = [
        ("authorization:", false), ("access-token:", false), ("access_token:", false), ("accesstoken:", false),
        ("access_token=", false), ("accesstoken=", false), ("access-token=", false), ("pixel_code=", false),
        ("pixel_id=", false), ("pixel_code:", false), ("pixel_id:", false), ("token:", false), ("token=", false),
        ("sdkid=", false), ("bearer", true), ("-h", true),
    ]

    private static let quoteMarks: Set<Unicode.Scalar> = [
        "\"", "'", "`", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}",
        "\u{00AB}", "\u{00BB}", "\u{2039}", "\u{203A}", "\u{FF02}", "\u{FF07}",
    ]

    private static func quotes(_ scalars: [Unicode.Scalar]) -> Decoration? {
        var start = 0
        var end = scalars.count
        while start < end, quoteMarks.contains(scalars[start]) { start += 1 }
        // A comma or semicolon behind the closing quote came from the line of code that the value was copied from.
        var tail = end
        while tail > start, scalars[tail - 1] == "," || scalars[tail - 1] == ";" { tail -= 1 }
        if tail > start, quoteMarks.contains(scalars[tail - 1]) { end = tail }
        while end > start, quoteMarks.contains(scalars[end - 1]) { end -= 1 }
        guard start > 0 || end < scalars.count else { return nil }
        return Decoration(words: "quotation marks", keptScalars: start..<end, marker: start > 0 ? 0 : end)
    }

    private static func prefix(_ scalars: [Unicode.Scalar]) -> Decoration? {
        for (prefix, needsSpace) in prefixes {
            let length = prefix.unicodeScalars.count
            guard scalars.count > length, hasPrefix(scalars, prefix, at: 0) else { continue }
            if needsSpace, !scalars[length].properties.isWhitespace { continue }
            let shown = String(String.UnicodeScalarView(scalars[..<length])) + (needsSpace ? " " : "")
            // The space behind it belongs to it, and is no fault of its own.
            let spaces = scalars[length...].prefix { $0.properties.isWhitespace }.count
            return Decoration(words: "\"\(shown)\"", keptScalars: (length + spaces)..<scalars.count, marker: 0)
        }
        return nil
    }

    /// The two snippets that Events Manager offers for copying: `ttq.load('CODE')`, alone or in its script, and the
    /// address of the script with `sdkid=CODE`.
    private static func codeAround(_ scalars: [Unicode.Scalar]) -> Decoration? {
        for (marker, words) in [("ttq.load(", "the pixel's code snippet"), ("?sdkid=", "the pixel script's address")] {
            let length = marker.unicodeScalars.count
            // The script defines `ttq.load=function` first; the call with the code in it comes last.
            let starts = scalars.indices.reversed().filter { hasPrefix(scalars, marker, at: $0) }
            guard let start = starts.first(where: { begins(scalars, at: $0 + length) }) else { continue }
            var first = start + length
            while first < scalars.count, quoteMarks.contains(scalars[first]) || scalars[first].properties.isWhitespace {
                first += 1
            }
            let code = scalars[first...].prefix {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
            }
            guard !code.isEmpty else { continue }
            return Decoration(words: words, keptScalars: first..<(first + code.count), marker: 0)
        }
        return nil
    }

    private static func begins(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        guard index < scalars.count else { return false }
        let scalar = scalars[index]
        return quoteMarks.contains(scalar) || scalar.properties.isWhitespace
            || (scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)))
    }

    private static func hasPrefix(_ scalars: [Unicode.Scalar], _ prefix: String, at start: Int) -> Bool {
        let wanted = prefix.unicodeScalars
        guard start + wanted.count <= scalars.count else { return false }
        return zip(scalars[start...], wanted).allSatisfy { scalar, wanted in
            scalar.isASCII && (scalar.value == wanted.value || lowercased(scalar.value) == wanted.value)
        }
    }

    private static func lowercased(_ value: UInt32) -> UInt32 {
        (0x41...0x5A).contains(value) ? value | 0x20 : value
    }
}
