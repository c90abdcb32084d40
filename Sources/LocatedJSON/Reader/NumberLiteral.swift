/// The number grammar of RFC 8259, section 6.
enum NumberLiteral {
    /// Why a literal is not a JSON number, and where that shows.
    struct Problem: Error {
        let message: String
        let offset: Int
    }

    /// Returns the index past the number that starts at an index with a digit or a minus sign.
    static func scan(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Result<Int, Problem> {
        let count = text.count
        var index = start
        func isDigit() -> Bool { index < count && Ascii.isDigit(text[index]) }
        func failure(_ message: String, at offset: Int) -> Result<Int, Problem> {
            .failure(Problem(message: message, offset: offset))
        }

        if index < count, text[index] == Ascii.minus { index += 1 }
        guard isDigit() else {
            guard index < count else { return failure("a digit must follow the minus sign", at: index) }
            if text[index] == Ascii.point { return failure(missingIntegerPart, at: index) }
            return failure(Ascii.isLetter(text[index]) ? notFinite : "a digit must follow the minus sign", at: index)
        }
        if text[index] == Ascii.zero {
            index += 1
            if isDigit() { return failure("a number must not start with extra zeros; remove them", at: start) }
            if index < count, [0x62, 0x6F, 0x78].contains(text[index] | 0x20) {
                return failure("JSON has decimal numbers only; write this one in decimal", at: start)
            }
        }
        while isDigit() { index += 1 }
        if index < count, text[index] == Ascii.point {
            index += 1
            guard isDigit() else { return failure("a digit must follow the decimal point", at: index) }
            while isDigit() { index += 1 }
        }
        if index < count, text[index] | 0x20 == 0x65 {
            index += 1
            if index < count, text[index] == Ascii.plus || text[index] == Ascii.minus { index += 1 }
            guard isDigit() else { return failure("a digit must follow the exponent sign of a number", at: index) }
            while isDigit() { index += 1 }
        }
        if index < count, TapeBuilder.continuesWord(text[index]) {
            return failure("the number ends before this character; put text into double quotes", at: index)
        }
        return .success(index)
    }

    static let missingIntegerPart = "a digit must come before the decimal point, as in 0.5"
    static let notFinite = "NaN and Infinity are not JSON; use a number, a string or null"
}
