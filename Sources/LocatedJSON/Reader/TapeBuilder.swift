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
    /// Where reading begins.
    let start: Int
    var offset: Int
    /// The tape, with room for all nodes that the text can have.
    let nodes: UnsafeMutableBufferPointer<TapeNode>
    /// How many nodes are laid out.
    var count = 0
    /// The container that what is read next stands in; nil outside of all.
    var innermost: OpenContainer?
    /// The open containers around that one, from the outside in.
    private var outer: [OpenContainer] = []
    /// Where the last comma stands, for the message about a trailing one.
    var lastComma = 0
    /// What must follow.
    var expectation: Expectation
    /// Whether a value has just ended, so that what follows it comes first.
    var isPastValue = false
    /// Whether reading begins inside an array that began before it.
    let isPart: Bool
    private var duplicates = DuplicateKeyFinder()

    /// Begins with the first byte of a text.
    init(
        reading text: UnsafeBufferPointer<UInt8>,
        lines: LineIndex,
        maximumDepth: Int,
        onto nodes: UnsafeMutableBufferPointer<TapeNode>
    ) {
        self.init(reading: text, from: lines.textStart, lines, maximumDepth, onto: nodes, inside: nil, .document)
    }

    /// Begins with an element of an array that began before it.
    ///
    /// - Parameter depth: How many containers are open there.
    init(
        reading text: UnsafeBufferPointer<UInt8>,
        fromElementAt offset: Int,
        depth: Int,
        lines: LineIndex,
        maximumDepth: Int,
        onto nodes: UnsafeMutableBufferPointer<TapeNode>
    ) {
        self.init(
            reading: text,
            from: offset,
            lines,
            maximumDepth - depth + 1,
            onto: nodes,
            inside: OpenContainer(node: TapeNode.noParent, isObject: false, count: 0),
            .nextElement
        )
    }

    private init(
        reading text: UnsafeBufferPointer<UInt8>,
        from offset: Int,
        _ lines: LineIndex,
        _ maximumDepth: Int,
        onto nodes: UnsafeMutableBufferPointer<TapeNode>,
        inside array: OpenContainer?,
        _ expectation: Expectation
    ) {
        self.text = text
        self.lines = lines
        self.maximumDepth = maximumDepth
        self.nodes = nodes
        start = offset
        self.offset = offset
        self.expectation = expectation
        innermost = array
        isPart = array != nil
        outer.reserveCapacity(min(max(maximumDepth, 0), 128) + 1)
    }

    /// How many containers are open.
    private var depth: Int { outer.count + (innermost == nil ? 0 : 1) }

    /// Lays out the nodes of the text, or of what stands before a limit.
    ///
    /// - Parameter limit: Where to stop: before the first value that begins there or behind it. Building may go on later.
    ///   A part of a text also stops at the end of the array that it began in, past the array's last value.
    mutating func build(until limit: Int = .max) throws(JSONError) {
        while true {
            if !isPastValue {
                skipWhitespace()
                if offset >= limit { return }
                guard try scanValue() else { continue }
            }
            isPastValue = false
            guard let next = try endValue() else { return }
            expectation = next
        }
    }

    /// Reads a value, or a container's beginning; returns whether the value is complete.
    private mutating func scanValue() throws(JSONError) -> Bool {
        switch peek {
        case Ascii.quote:
            try scanString(isKey: false)
        case Ascii.openBrace:
            try openContainer(.object)
            skipWhitespace()
            guard peek == Ascii.closeBrace else {
                try scanKey(.firstKey)
                expectation = .memberValue
                return false
            }
            try closeContainer()
        case Ascii.openBracket:
            try openContainer(.array)
            skipWhitespace()
            guard peek == Ascii.closeBracket else {
                expectation = .firstElement
                return false
            }
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
        return true
    }

    /// Closes what ends after a value, and returns what must follow the comma there, or nil at the end of the text.
    private mutating func endValue() throws(JSONError) -> Expectation? {
        while let container = innermost {
            innermost?.count = container.count &+ 1
            skipWhitespace()
            let byte = peek
            if byte == Ascii.comma {
                lastComma = offset
                offset += 1
                guard container.isObject else { return .nextElement }
                skipWhitespace()
                try scanKey(.nextKey)
                return .memberValue
            }
            guard byte == (container.isObject ? Ascii.closeBrace : Ascii.closeBracket) else {
                throw unexpected(.separator)
            }
            if isPart, outer.isEmpty {
                isPastValue = true
                return nil
            }
            try closeContainer()
        }
        skipWhitespace()
        guard offset == text.count else { throw unexpected(.end) }
        return nil
    }

    /// Adds what another builder read of the following text, if it began right here and is whole.
    ///
    /// - Parameter depth: How many containers are open here, the innermost of them an array of the outermost object.
    mutating func take(_ part: TapeBuilder, depth: Int) -> Bool {
        guard !isPastValue, expectation == .nextElement, offset == part.start, self.depth == depth,
            outer.last?.isObject == true, let array = innermost, !array.isObject,
            part.depth == 1, let elements = part.innermost?.count, part.isPastValue || part.expectation == .nextElement
        else { return false }
        for number in 0..<part.count {
            nodes[count + number] = part.nodes[number].moved(by: count, parent: array.node)
        }
        count += part.count
        offset = part.offset
        lastComma = part.lastComma
        isPastValue = part.isPastValue
        // The value that has just ended is counted when its end is dealt with.
        innermost?.count = array.count &+ (isPastValue ? elements &- 1 : elements)
        return true
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
        while index + 8 <= text.count {
            let others = ~whitespace(in: word(at: index)) & 0x8080_8080_8080_8080
            index += others.trailingZeroBitCount >> 3
            if others != 0 {
                offset = index
                return
            }
        }
        while index < text.count {
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
        guard depth < maximumDepth else {
            throw error("values are nested more than \(maximumDepth) levels deep; flatten the structure", at: offset)
        }
        if let innermost { outer.append(innermost) }
        innermost = OpenContainer(node: UInt32(truncatingIfNeeded: count), isObject: tag == .object, count: 0)
        append(TapeNode(opening: tag, start: offset))
        offset += 1
    }

    private mutating func closeContainer() throws(JSONError) {
        offset += 1
        guard let closed = innermost else { return }
        innermost = outer.popLast()
        nodes[Int(closed.node)].close(end: offset, next: count, count: closed.count)
        if closed.isObject, closed.count > 1,
            let found = duplicates.firstDuplicate(
                ofObjectAt: Int(closed.node),
                on: UnsafeBufferPointer(nodes),
                text: text
            )
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
        let parent = innermost?.node ?? TapeNode.noParent
        append(TapeNode(scalar: tag, start: offset, end: end, parent: parent, flags: flags))
        offset = end
    }

    @inline(__always)
    private mutating func append(_ node: TapeNode) {
        // There is room for every node; writing past it must not be possible all the same.
        precondition(count < nodes.count)
        nodes[count] = node
        count += 1
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

/// The highest bit of each byte that is whitespace in JSON; the other bits mean nothing.
@inline(__always)
private func whitespace(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    /// The highest bit of each byte that is zero.
    func zeros(_ word: UInt64) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        return ~((word & low &+ low) | word)
    }
    return zeros(word ^ ones &* UInt64(Ascii.space)) | zeros(word ^ ones &* UInt64(Ascii.lineFeed))
        | zeros(word ^ ones &* UInt64(Ascii.carriageReturn)) | zeros(word ^ ones &* UInt64(Ascii.tab))
}
