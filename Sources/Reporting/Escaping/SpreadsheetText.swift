/// Cells and rows of a table of comma-separated values (RFC 4180) that a spreadsheet opens without calculating anything.
package enum SpreadsheetText {
    /// A row with its line end.
    package static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// A cell in quotation marks. Wherever a spreadsheet could see a formula begin, an apostrophe stands before it: at the
    /// start, after every line break, and after what separates cells in other countries.
    package static func cell(_ raw: String) -> String {
        var text: [UInt8] = [UInt8(ascii: "\"")]
        text.reserveCapacity(raw.utf8.count + 2)
        var isAtStart = true
        // A line feed behind a carriage return belongs to the same break, an apostrophe between would make two of them.
        var previous: Unicode.Scalar?
        var blanks: [UInt8] = []
        for scalar in raw.unicodeScalars {
            let isBreak = scalar == "\r" || scalar == "\n"
            let isRestOfBreak = scalar == "\n" && previous == "\r"
            let bytes = UTF8.encode(scalar).map { Array($0) } ?? Array(UTF8.encodedReplacementCharacter)
            previous = scalar
            if isAtStart, !isRestOfBreak {
                if !isBreak, scalar != "\t", isBlank(scalar) {
                    blanks += bytes
                    continue
                }
                if begins(scalar) { text.append(UInt8(ascii: "'")) }
                text += blanks
                blanks = []
            }
            text += bytes
            if scalar == "\"" { text += bytes }
            isAtStart = isBreak || scalar == "\t" || scalar == ";"
        }
        return String(decoding: text + blanks + [UInt8(ascii: "\"")], as: UTF8.self)
    }

    /// Whether a spreadsheet may take this for the start of a formula. The wide forms are, where people write them.
    private static func begins(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    /// Whether a spreadsheet may pass over this before a formula.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || VisibleText.isHidden(scalar)
    }
}
