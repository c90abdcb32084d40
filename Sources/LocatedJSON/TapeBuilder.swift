/// Reads a text once, from the first byte to the last, and lays its tokens out on a tape.
///
/// Open containers are kept in an array, not on the call stack, so nesting cannot overflow it.
struct TapeBuilder {
    struct OpenContainer {
        let node: UInt32
        let isObject: Bool
        /// How many children are complete.
        var count: UInt32
    }

    /// What the grammar allows at a place, for the message when something else stands there.
    enum Expectation {
        case document, firstElement, nextElement, firstKey, nextKey, colon, memberValue, separator, end
    }

    let text: UnsafeBufferPointer<UInt8>
    let lines: LineIndex
    let maximumDepth: Int
    var offset: Int
    var tape: [TapeNode] = []
    var open: [OpenContainer] = []
    /// Where the last comma stands, for the message about a trailing one.
    var lastComma = 0
    private var duplicates = DuplicateKeyFinder()

    init(reading text: UnsafeBufferPointer<UInt8>, lines: LineIndex, maximumDepth: Int) {
        self.text = text
        self.lines = lines
        self.maximumDepth = maximumDepth
        offset = lines.textStart
        // Growing step by step would hold the tape twice; pages that stay unused cost no memory.
        tape.reserveCapacity(TapeNode.largestCount(in: text))
        tape.preferLargePages()
        open.reserveCapacity(min(max(maximumDepth, 0), 128) + 1)
    }

    mutating func build() throws(JSONError) {
        var expectation = Expectation.document
        while true {
            skipWhitespace()
            switch peek {
            case Ascii.quote:
                try scanString(isKey: false)
            case Ascii.openBrace:
                try openContainer(.object)
                skipWhitespace()
                if peek == Ascii.closeBrace {
                    try closeContainer()
                } else {
                    try scanKey(.firstKey)
                    expectation = .memberValue
                    continue
                }
            case Ascii.openBracket:
                try openContainer(.array)
                skipWhitespace()
                if peek == Ascii.closeBracket {
                    try closeContainer()
                } else {
                    expectation = .firstElement
                    continue
                }
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
            guard let next = try endValue() else { return }
            expectation = next
        }
    }

    /// Closes what ends after a value, and returns what must follow the comma there, or nil at the end of the text.
    private mutating func endValue() throws(JSONError) -> Expectation? {
        while let last = open.indices.last {
            open[last].count &+= 1
            skipWhitespace()
            let isObject = open[last].isObject
            let byte = peek
            if byte == Ascii.comma {
                lastComma = offset
                offset += 1
                guard isObject else { return .nextElement }
                skipWhitespace()
                try scanKey(.nextKey)
                return .memberValue
            }
            guard byte == (isObject ? Ascii.closeBrace : Ascii.closeBracket) else { throw unexpected(.separator) }
            try closeContainer()
        }
        skipWhitespace()
        guard offset == text.count else { throw unexpected(.end) }
        return nil
    }

    /// The byte at the current offset; a NUL, which is valid nowhere, at the end of the text.
    @inline(__always)
    private var peek: UInt8 {
        offset < text.count ? text[offset] : 0
    }

    @inline(__always)
    private mutating func skipWhitespace() {
        guard offset < text.count, text[offset] <= Ascii.space else { return }
        var index = offset
        while index < text.count {
            if index + 8 <= text.count, word(at: index) == 0x2020_2020_2020_2020 {
                index += 8
                continue
            }
            switch text[index] {
            case Ascii.space, Ascii.lineFeed, Ascii.carriageReturn, Ascii.tab:
                index += 1
                continue
            default: break
            }
            break
        }
        offset = index
    }

    /// Eight bytes of the text, the first one in the lowest bits; the caller keeps within the text.
    @inline(__always)
    private func word(at index: Int) -> UInt64 {
        guard let base = UnsafeRawPointer(text.baseAddress) else { return 0 }
        return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    private mutating func openContainer(_ tag: TapeNode.Tag) throws(JSONError) {
        guard open.count < maximumDepth else {
            throw error("values are nested more than \(maximumDepth) levels deep; flatten the structure", at: offset)
        }
        open.append(
            OpenContainer(node: UInt32(truncatingIfNeeded: tape.count), isObject: tag == .object, count: 0)
        )
        tape.append(TapeNode(opening: tag, start: offset))
        offset += 1
    }

    private mutating func closeContainer() throws(JSONError) {
        offset += 1
        guard let closed = open.popLast() else { return }
        tape[Int(closed.node)].close(end: offset, next: tape.count, count: closed.count)
        if closed.isObject, closed.count > 1,
            let found = duplicates.firstDuplicate(ofObjectAt: Int(closed.node), on: tape, text: text)
        {
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
        let parent = open.last?.node ?? TapeNode.noParent
        tape.append(TapeNode(scalar: tag, start: offset, end: end, parent: parent, flags: flags))
        offset = end
    }

    private mutating func scanString(isKey: Bool) throws(JSONError) {
        var index = offset + 1
        var flags: TapeNode.StringFlags = isKey ? .key : []
        var seen: UInt64 = 0
        while true {
            while index + 8 <= text.count {
                let word = word(at: index)
                let special = stringDelimiters(in: word)
                if special == 0 {
                    seen |= word
                    index += 8
                    continue
                }
                let plainBits = UInt64(truncatingIfNeeded: special.trailingZeroBitCount & ~7)
                seen |= word & ((1 &<< plainBits) &- 1)
                index += Int(plainBits >> 3)
                break
            }
            guard index < text.count else { throw unclosedString() }
            let byte = text[index]
            if byte == Ascii.quote { break }
            if byte == Ascii.backslash {
                index = try scanEscape(at: index)
                flags.insert(.escaped)
                continue
            }
            guard byte >= Ascii.space else { throw controlCharacter(inStringAt: index) }
            seen |= UInt64(byte)
            index += 1
        }
        if seen & 0x8080_8080_8080_8080 != 0 { flags.insert(.nonASCII) }
        append(.string, to: index + 1, flags: flags)
    }

    /// Checks the escape whose backslash stands at an index, and returns the index past it.
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
        _ literal: StaticString,
        _ expectation: Expectation
    ) throws(JSONError) {
        let end = offset + literal.utf8CodeUnitCount
        guard end <= text.count, let base = UnsafeRawPointer(text.baseAddress),
            equalBytes(base + offset, UnsafeRawPointer(literal.utf8Start), count: literal.utf8CodeUnitCount),
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

/// The highest bit of each byte that ends a run of plain string bytes; exact up to the lowest such byte.
@inline(__always)
func stringDelimiters(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits: UInt64 = 0x8080_8080_8080_8080
    let quotes = word ^ (ones &* UInt64(Ascii.quote))
    let backslashes = word ^ (ones &* UInt64(Ascii.backslash))
    let controls = (word &- ones &* UInt64(Ascii.space)) & ~word
    return (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | controls) & highBits
}
