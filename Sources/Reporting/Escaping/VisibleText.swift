/// A text in which nothing hides.
///
/// What a reader would not see, what starts a new line, and what changes how the text around it is shown (control
/// characters, directions of writing, characters of no width, towers of marks) is spelled as an escape such as
/// `\u{200B}`, alike in every report that people read.
package enum VisibleText {
    /// How many marks may sit on one character.
    static let maximumMarks = 2

    /// The text with everything hidden spelled out.
    ///
    /// - Parameters:
    ///   - raw: The text.
    ///   - keepingLines: Whether line feeds stay what they are, for a text of several lines. Everything else that would
    ///     end a line is spelled out all the same.
    package static func of(_ raw: String, keepingLines: Bool = false) -> String {
        if raw.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return raw }
        var text: [UInt8] = []
        text.reserveCapacity(raw.utf8.count)
        visit(raw) { scalar, isHidden in
            if isHidden, !(keepingLines && scalar == "\n") {
                text.append(contentsOf: escape(scalar).utf8)
            } else {
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Goes through a text and tells of each character whether it must be spelled out.
    static func visit(_ raw: String, _ body: (_ scalar: Unicode.Scalar, _ isHidden: Bool) -> Void) {
        var marks = 0
        var isAtStart = true
        for scalar in raw.unicodeScalars {
            marks = DisplayWidth.isMark(scalar) ? marks + 1 : 0
            // A mark at the start would sit on the report's own text, and a tower of them reaches into the lines around.
            let isLooseMark = marks > 0 && (isAtStart || marks > maximumMarks)
            let isHidden = isLooseMark || Self.isHidden(scalar)
            body(scalar, isHidden)
            if isHidden { marks = marks > 0 ? maximumMarks : 0 }
            isAtStart = scalar == "\n"
        }
    }

    /// Whether a character is not seen, or acts.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint { return true }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: return false
        }
    }

    /// How a character is shown that must not be written.
    static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
    }
}
