/// The messages for what is wrong in a string or with a key.
extension TapeBuilder {
    func unclosedString() -> JSONError {
        let line = lines.position(at: offset, in: text).line
        return error(
            "the file ends inside a string opened at line \(line); close it with a double quote",
            at: text.count,
            related: offset
        )
    }

    func controlCharacter(inStringAt index: Int) -> JSONError {
        let byte = text[index]
        if byte == Ascii.lineFeed || byte == Ascii.carriageReturn {
            let isPair = byte == Ascii.carriageReturn && index + 1 < text.count && text[index + 1] == Ascii.lineFeed
            let escape = isPair ? "\\r\\n" : byte == Ascii.lineFeed ? "\\n" : "\\r"
            return error(
                "a string must not contain a line break; write it as \(escape), or close the string before it",
                at: index,
                related: offset
            )
        }
        let here = CodePoint(at: index, in: text)
        let escape =
            switch byte {
            case 0x08: "\\b"
            case Ascii.tab: "\\t"
            case 0x0C: "\\f"
            default: "\\u\(here.hexadecimal)"
            }
        return error("\(here.name) is not allowed in a string as it is; write it as \(escape)", at: index)
    }

    func unknownEscape(at backslash: Int) -> JSONError {
        let message =
            switch text[backslash + 1] {
            case 0x27: "a single quote needs no backslash before it; remove the backslash"
            case 0x78: "JSON has no \\x escape; write \\u and four hexadecimal digits"
            case 0x55: "JSON has no \\U escape; write \\u and four hexadecimal digits"
            case Ascii.lineFeed, Ascii.carriageReturn: "a string cannot continue on the next line; write \\n instead"
            default: "this is not an escape in JSON; write a backslash itself as \\\\"
            }
        return error(message, at: backslash)
    }

    func loneSurrogate(at backslash: Int) -> JSONError {
        error(
            "this \\u escape is half of a surrogate pair; write both, high before low",
            at: backslash
        )
    }

    func duplicateKey(first: Int, second: Int) -> JSONError {
        let (first, second) = (nodes[first], nodes[second])
        let isSameSpelling = text[first.contentRange].elementsEqual(text[second.contentRange])
        let line = lines.position(at: Int(first.start), in: text).line
        return error(
            isSameSpelling
                ? "this key is given twice in the same object, first at line \(line); remove one"
                : "this key, in another spelling, is given twice in the same object, first at line \(line); remove one",
            at: Int(second.start),
            related: Int(first.start)
        )
    }
}
