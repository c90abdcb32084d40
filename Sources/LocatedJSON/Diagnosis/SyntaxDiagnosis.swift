/// The messages for breaches of the grammar, made only once reading has failed.
extension TapeBuilder {
    func error(_ message: String, at offset: Int, related: Int? = nil) -> JSONError {
        JSONError(
            message: message,
            byteOffset: offset,
            position: lines.position(at: offset, in: text),
            related: related.map { lines.position(at: $0, in: text) }
        )
    }

    /// Whether a byte continues a word or a number, so that nothing separates it from them.
    static func continuesWord(_ byte: UInt8) -> Bool {
        Ascii.isLetter(byte) || Ascii.isDigit(byte) || [0x24, 0x2B, 0x2D, 0x2E, 0x5F].contains(byte)
    }

    /// The error for a character at the current offset that the grammar does not allow.
    func unexpected(_ expectation: Expectation) -> JSONError {
        guard offset < text.count else { return unexpectedEnd() }
        if let known = neverValid() { return error(known, at: offset) }
        switch text[offset] {
        case Ascii.closeBrace, Ascii.closeBracket: return unexpectedCloser(expectation)
        case Ascii.comma: return error(unexpectedComma(expectation), at: offset)
        case Ascii.colon: return error(unexpectedColon(expectation), at: offset)
        default: break
        }
        let here = CodePoint(at: offset, in: text)
        switch expectation {
        case .end:
            return error(
                "only one value is allowed in a file; remove what follows the first, or put the values into an array",
                at: offset
            )
        case .colon:
            return error(
                here.value == 0x3D
                    ? "a colon, not an equals sign, must separate a key from its value"
                    : "a colon is missing between the key before this and its value",
                at: offset
            )
        case .separator where here.startsValue:
            return error(missingComma(), at: offset)
        case .firstKey, .nextKey:
            return error(
                here.startsValue ? "a key must be a string in double quotes" : "\(here.name) cannot start a key",
                at: offset
            )
        case .separator:
            return error("\(here.name) cannot follow a value; write a comma or close the bracket", at: offset)
        case .document, .firstElement, .nextElement, .memberValue:
            return error(unexpectedValue(here), at: offset)
        }
    }

    /// The error for the end of the file, which names the innermost container that is still open.
    private func unexpectedEnd() -> JSONError {
        guard let innermost else {
            let isEmpty = text.count == lines.textStart
            return error(
                isEmpty
                    ? "the file is empty; write one JSON value"
                    : "the file holds nothing but white space; write one JSON value",
                at: 0
            )
        }
        let start = Int(innermost.start)
        return error(
            "the file ends inside \(innermost.isObject ? "an object" : "an array") opened at line \(line(of: start)); "
                + "close it with '\(innermost.isObject ? "}" : "]")'",
            at: text.count,
            related: start
        )
    }

    private func line(of offset: Int) -> Int {
        lines.position(at: offset, in: text).line
    }

    /// The message for characters that are valid nowhere outside of strings; nil for others.
    private func neverValid() -> String? {
        let here = CodePoint(at: offset, in: text)
        let next: UInt8 = offset + 1 < text.count ? text[offset + 1] : 0
        switch here.value {
        case 0x23: return "JSON has no comments; remove it"
        case 0x2F where next == Ascii.slash || next == 0x2A: return "JSON has no comments; remove it"
        case 0x27: return "JSON strings are written in double quotes, not in single quotes"
        case 0x60: return "JSON strings are written in double quotes, not in backticks"
        case _ where here.isTypographicQuote:
            return "\(here.name) is a typographic quote; write the straight double quote (U+0022)"
        case 0xFEFF: return "a byte order mark (U+FEFF) is allowed at the start of the file only; remove it"
        case _ where here.isSpace:
            return "\(here.name) is not white space in JSON; write a plain space"
        case _ where here.isInvisible:
            return "\(here.name) is an invisible character; remove it"
        default: return nil
        }
    }

    private func unexpectedCloser(_ expectation: Expectation) -> JSONError {
        let isBrace = text[offset] == Ascii.closeBrace
        guard let innermost else {
            return error("a bracket is closed here that was never opened; remove it", at: offset)
        }
        guard innermost.isObject == isBrace else {
            let start = Int(innermost.start)
            return error(
                innermost.isObject
                    ? "']' cannot close the object opened with '{' at line \(line(of: start)); write '}'"
                    : "'}' cannot close the array opened with '[' at line \(line(of: start)); write ']'",
                at: offset,
                related: start
            )
        }
        switch expectation {
        case .nextElement: return error("a comma is not allowed before ']'; remove it", at: lastComma)
        case .nextKey: return error("a comma is not allowed before '}'; remove it", at: lastComma)
        case .colon: return error("a colon and a value are missing after the key", at: offset)
        default: return error("a value is missing before this bracket", at: offset)
        }
    }

    private func unexpectedComma(_ expectation: Expectation) -> String {
        switch expectation {
        case .firstElement, .firstKey: "a comma is not allowed before the first value; remove it"
        case .nextElement, .nextKey: "there are two commas in a row; remove one"
        case .colon: "a colon and a value are missing after the key"
        case .memberValue: "a value is missing after the colon"
        case .end: "a comma is not allowed after the last value of a file; remove it"
        default: "a value is missing before this comma"
        }
    }

    private func unexpectedColon(_ expectation: Expectation) -> String {
        switch expectation {
        case .firstKey, .nextKey: "a key in double quotes is missing before this colon"
        case .memberValue: "there are two colons in a row; remove one"
        case .separator where innermost?.isObject == true: "a comma, not a colon, must follow a value"
        case .end: "a key and its value must be inside of '{' and '}'"
        default: "a colon is allowed between a key and its value in an object only"
        }
    }

    private func missingComma() -> String {
        // A word right after a closing quote most likely means that the quote was meant as part of the text.
        if offset > 0, text[offset - 1] == Ascii.quote, text[offset] != Ascii.quote {
            return "a comma is missing before this; a double quote inside of a string is written as \\\""
        }
        return "a comma is missing before this \(innermost?.isObject == true ? "key" : "value")"
    }

    private func unexpectedValue(_ here: CodePoint) -> String {
        if here.value == UInt32(Ascii.plus) { return "a number must not start with a plus sign; remove it" }
        if here.value == UInt32(Ascii.point) { return NumberLiteral.missingIntegerPart }
        guard here.startsValue else { return "a value is expected here, not \(here.name)" }
        var word: [UInt8] = []
        var index = offset
        // The longest word looked for is shorter than ten letters.
        while index < text.count, word.count < 10, Ascii.isLetter(text[index]) {
            word.append(text[index] | 0x20)
            index += 1
        }
        switch String(decoding: word, as: UTF8.self) {
        case "true", "false", "null":
            return index < text.count && TapeBuilder.continuesWord(text[index])
                ? "text must be in double quotes"
                : "true, false and null are written in lower case"
        case "none", "nil", "undefined": return "a value that is not there is written as null"
        case "nan", "inf", "infinity": return NumberLiteral.notFinite
        default: return "text must be in double quotes; without them only true, false, null and numbers are values"
        }
    }
}
