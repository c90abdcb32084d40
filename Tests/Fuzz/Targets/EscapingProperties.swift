import LocatedJSON
import Reporting

/// A text on its way into each kind of output.
struct EscapingProperties {
    private let text: String

    init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
    }

    func check() throws(BrokenProperty) {
        try checkTerminal(TerminalText(text), isASCII: false)
        try checkTerminal(TerminalText(text, usesUnicode: false), isASCII: true)
        try checkJSON()
        try SinkProperties(text).check()
    }

    private func checkTerminal(_ shown: TerminalText, isASCII: Bool) throws(BrokenProperty) {
        try checkHarmless(shown, isASCII: isASCII)
        try require(shown.width >= 0 && shown.width <= 2 * shown.text.unicodeScalars.count, "a width is impossible")
        for columns in [0, 1, 7, 16, 40] {
            let ellipsis = isASCII ? "..." : "…"
            let truncated = shown.truncated(to: columns, ellipsis: ellipsis)
            let shortened = shown.shortened(to: columns, ellipsis: ellipsis)
            for cut in [truncated, shortened] {
                try checkHarmless(cut, isASCII: isASCII)
                try require(
                    cut.width <= max(columns, ellipsis.unicodeScalars.count),
                    "a text that was cut to \(columns) columns is wider"
                )
            }
            guard columns >= Self.narrowest else { continue }
            let lines = shown.wrapped(to: columns)
            for line in lines {
                try checkHarmless(line, isASCII: isASCII)
                try require(!line.text.utf8.drop { $0 == 0x20 }.starts(with: "::".utf8), "a line begins with ::")
                // An address in two parts would be none.
                let isAddress = Array(line.text.utf8).contains(run: Array("https://".utf8))
                try require(
                    line.width <= columns || isAddress,
                    "a line that was wrapped at \(columns) columns is wider"
                )
            }
            try require(
                Self.letters(of: lines.map(\.text).joined()) == Self.letters(of: shown.text),
                "wrapping loses something"
            )
        }
    }

    /// Lines are not made narrower.
    private static let narrowest = 16

    /// What must be left of a text when it is wrapped: everything but spaces. A colon may become an escape.
    private static func letters(of text: String) -> [UInt8] {
        let escape = Array("\\u{3A}".utf8)
        var rest = Array(text.utf8)[...]
        var letters: [UInt8] = []
        while let byte = rest.first {
            if rest.starts(with: escape) {
                letters.append(UInt8(ascii: ":"))
                rest = rest.dropFirst(escape.count)
            } else {
                if byte != 0x20 { letters.append(byte) }
                rest = rest.dropFirst()
            }
        }
        return letters
    }

    private func checkHarmless(_ shown: TerminalText, isASCII: Bool) throws(BrokenProperty) {
        for scalar in shown.text.unicodeScalars {
            try require(!scalar.actsOnTerminal, "U+\(String(scalar.value, radix: 16)) reaches the terminal")
            try require(!isASCII || scalar.isASCII, "a terminal of ASCII gets something else")
        }
        try require(!Array(shown.text.utf8).contains(run: Array("##".utf8)), "a terminal gets ##")
    }

    private func checkJSON() throws(BrokenProperty) {
        for isPretty in [false, true] {
            var writer = JSONWriter(pretty: isPretty)
            writer.beginObject()
            writer.key(text)
            writer.beginArray()
            writer.string(text)
            writer.number(literal: text)
            writer.endArray()
            writer.endObject()
            guard let line = String(validating: writer.bytes, as: UTF8.self) else {
                throw BrokenProperty(words: "JSON is not UTF-8")
            }
            for scalar in line.unicodeScalars where scalar != "\n" || !isPretty {
                try require(!scalar.actsOnTerminal, "U+\(String(scalar.value, radix: 16)) stands in JSON")
            }
            let scalars = text.unicodeScalars.map(\.value)
            guard case .object(let members)? = NaiveJSON(writer.bytes), members.count == 1, members[0].key == scalars,
                case .array(let elements) = members[0].value, elements.count == 2,
                case .string(scalars) = elements[0]
            else { throw BrokenProperty(words: "JSON does not read back as what was written") }
            switch elements[1] {
            case .number(let literal): try require(literal == text, "a number became another")
            case .string(let written): try require(written == scalars, "a text became another")
            default: throw BrokenProperty(words: "a number became something else")
            }
            guard let document = try? JSONDocument(parsing: writer.bytes),
                let value = document.root.elements.first(where: { _ in true })
                    ?? document.root.members
                    .first(where: { _ in true })?.value.elements.first(where: { _ in true })
            else { throw BrokenProperty(words: "the program's own reader refuses its JSON") }
            try require(
                value.string?.utf8.elementsEqual(text.utf8) == true,
                "the program's own reader reads another text"
            )
        }
    }
}
