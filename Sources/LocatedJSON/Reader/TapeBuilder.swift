/// Reads a text once, from the first byte to the last, and puts its tokens on a tape.
///
/// Open containers are kept in an array, not on the call stack, so nesting cannot overflow it.
struct TapeBuilder {
    /// What the grammar allows at a place, for the message if something else is there.
    enum Expectation {
        case document, firstElement, nextElement, firstKey, nextKey, colon, memberValue, separator, end
    }

    let text: UnsafeBufferPointer<UInt8>
    let lines: LineIndex
    let maximumDepth: Int
    private(set) var offset: Int
    private(set) var nodes: [TapeNode] = []
    /// The indices of the open containers, from the outside in.
    private var open: [Int] = []
    /// Where the last comma is, for the message about a trailing one.
    private(set) var lastComma = 0

    init(reading text: UnsafeBufferPointer<UInt8>, lines: LineIndex, maximumDepth: Int) {
        self.text = text
        self.lines = lines
        self.maximumDepth = maximumDepth
        offset = lines.textStart
        // Room for most configs, so that it need not grow; untouched pages take no memory.
        nodes.reserveCapacity(text.count / 8 + 1)
    }

    /// The innermost open container; nil outside of all.
    var innermost: TapeNode? { open.last.map { nodes[$0] } }

    /// Reads the whole text.
    mutating func build() throws(JSONError) {
        var expectation = Expectation.document
        while true {
            skipWhitespace()
            if let inner = try scanValue(expectation) {
                expectation = inner
            } else if let next = try endValue() {
                expectation = next
            } else {
                return
            }
        }
    }

    /// Reads a value, or the start of a container that is not empty: then returns what must follow in it.
    private mutating func scanValue(_ expectation: Expectation) throws(JSONError) -> Expectation? {
        switch peek {
        case Ascii.quote:
            try scanString(isKey: false)
        case Ascii.openBrace:
            try openContainer(.object)
            skipWhitespace()
            guard peek == Ascii.closeBrace else {
                try scanKey(.firstKey)
                return .memberValue
            }
            try closeContainer()
        case Ascii.openBracket:
            try openContainer(.array)
            skipWhitespace()
            guard peek == Ascii.closeBracket else { return .firstElement }
            try closeContainer()
        case Ascii.minus, 0x30...0x39:
            try scanNumber()
        case 0x74:
            try scanLiteral(.true, "true", expectation)
        case 0x66:
            try scanLiteral(.false, "false", expectation)
        case 0x6E:
            try scanLiteral(.null, "null", expectation)
        default:
            throw unexpected(expectation)
        }
        return nil
    }

    /// Closes what ends after a value. Returns what must follow the comma there, or nil at the end of the text.
    private mutating func endValue() throws(JSONError) -> Expectation? {
        while let container = innermost {
            skipWhitespace()
            if peek == Ascii.comma {
                lastComma = offset
                offset += 1
                guard container.isObject else { return .nextElement }
                skipWhitespace()
                try scanKey(.nextKey)
                return .memberValue
            }
            guard peek == (container.isObject ? Ascii.closeBrace : Ascii.closeBracket) else {
                throw unexpected(.separator)
            }
            try closeContainer()
        }
        skipWhitespace()
        guard offset == text.count else { throw unexpected(.end) }
        return nil
    }

    /// The byte at the current offset; at the end of the text a NUL, which is valid nowhere.
    private var peek: UInt8 {
        offset < text.count ? text[offset] : 0
    }

    private mutating func skipWhitespace() {
        while offset < text.count {
            switch text[offset] {
            case Ascii.space, Ascii.lineFeed, Ascii.carriageReturn, Ascii.tab: offset += 1
            default: return
            }
        }
    }

    private mutating func openContainer(_ tag: TapeNode.Tag) throws(JSONError) {
        guard open.count < maximumDepth else {
            throw error("values are nested more than \(maximumDepth) levels deep; flatten the structure", at: offset)
        }
        nodes.append(TapeNode(opening: tag, start: offset, parent: open.last ?? 0))
        open.append(nodes.count - 1)
        offset += 1
    }

    private mutating func closeContainer() throws(JSONError) {
        offset += 1
        guard let closed = open.popLast() else { return }
        nodes[closed].close(end: offset, next: nodes.count)
        if nodes[closed].isObject, let found = duplicateKey(inObjectAt: closed) {
            throw duplicateKey(first: found.first, second: found.second)
        }
    }

    private mutating func scanKey(_ expectation: Expectation) throws(JSONError) {
        guard peek == Ascii.quote else { throw unexpected(expectation) }
        try scanString(isKey: true)
        skipWhitespace()
        guard peek == Ascii.colon else { throw unexpected(.colon) }
        offset += 1
    }

    private mutating func append(_ tag: TapeNode.Tag, to end: Int, flags: TapeNode.StringFlags = []) {
        nodes.append(TapeNode(scalar: tag, start: offset, end: end, parent: open.last ?? 0, flags: flags))
        offset = end
    }

    private mutating func scanString(isKey: Bool) throws(JSONError) {
        var flags: TapeNode.StringFlags = isKey ? .key : []
        var index = offset + 1
        while index < text.count {
            switch text[index] {
            case Ascii.quote:
                append(.string, to: index + 1, flags: flags)
                return
            case Ascii.backslash:
                flags.insert(.escaped)
                index = try scanEscape(at: index)
            case ..<Ascii.space:
                throw controlCharacter(inStringAt: index)
            default:
                index += 1
            }
        }
        throw unclosedString()
    }

    /// Checks the escape whose backslash is at an index, and returns the index past it.
    private func scanEscape(at backslash: Int) throws(JSONError) -> Int {
        guard backslash + 1 < text.count else { throw unclosedString() }
        switch text[backslash + 1] {
        case Ascii.quote, Ascii.backslash, Ascii.slash, 0x62, 0x66, 0x6E, 0x72, 0x74:
            return backslash + 2
        case Ascii.lowerU:
            let unit = try scanCodeUnit(ofEscapeAt: backslash)
            guard unit & 0xF800 == 0xD800 else { return backslash + 6 }
            let second = backslash + 6
            guard unit < 0xDC00, second + 1 < text.count, text[second] == Ascii.backslash,
                text[second + 1] == Ascii.lowerU
            else { throw loneSurrogate(at: backslash) }
            let low = try scanCodeUnit(ofEscapeAt: second)
            guard low & 0xFC00 == 0xDC00 else { throw loneSurrogate(at: backslash) }
            return backslash + 12
        default:
            throw unknownEscape(at: backslash)
        }
    }

    private func scanCodeUnit(ofEscapeAt backslash: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for index in backslash + 2..<backslash + 6 {
            guard index < text.count, let digit = Ascii.hexValue(text[index]) else {
                throw error("\\u needs exactly four hexadecimal digits after it", at: backslash)
            }
            unit = unit << 4 | digit
        }
        return unit
    }

    private mutating func scanLiteral(
        _ tag: TapeNode.Tag,
        _ literal: String,
        _ expectation: Expectation
    ) throws(JSONError) {
        let end = offset + literal.utf8.count
        guard text[offset...].starts(with: literal.utf8),
            end == text.count || !TapeBuilder.continuesWord(text[end])
        else { throw unexpected(expectation) }
        append(tag, to: end)
    }

    private mutating func scanNumber() throws(JSONError) {
        switch NumberLiteral.scan(text, from: offset) {
        case .success(let end): append(.number, to: end)
        case .failure(let problem): throw error(problem.message, at: problem.offset)
        }
    }
}
