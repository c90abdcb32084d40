/// Writes JSON as UTF-8 that is harmless in a terminal and parses back to exactly the same text.
///
/// Control characters, bidirectional controls, zero-width and tag characters and noncharacters are written as `\u`
/// escapes. The calls must describe one JSON value: `begin` and `end` in balance, and a key before each value of an
/// object. Calls out of order write wrong JSON, and nothing worse.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    private let pretty: Bool
    /// Whether each open container already has a member or element.
    private var open: [Bool] = []
    private var followsKey = false

    /// - Parameters:
    ///   - pretty: Whether to indent by two spaces and write `"key": value`, or to write no white space.
    ///   - capacity: How many bytes to make room for.
    package init(pretty: Bool, capacity: Int = 0) {
        self.pretty = pretty
        bytes.reserveCapacity(capacity)
    }

    /// Returns and forgets what was written since the last call, so that a long text can be written in pieces.
    package mutating func takeBytes() -> [UInt8] {
        defer { bytes.removeAll() }
        return bytes
    }

    package mutating func beginObject() { begin(Ascii.openBrace) }

    package mutating func endObject() { end(Ascii.closeBrace) }

    package mutating func beginArray() { begin(Ascii.openBracket) }

    package mutating func endArray() { end(Ascii.closeBracket) }

    /// Writes the key of a member, whose value comes next.
    package mutating func key(_ key: String) {
        separate()
        quote(key)
        bytes.append(Ascii.colon)
        if pretty { bytes.append(Ascii.space) }
        followsKey = true
    }

    package mutating func string(_ string: String) {
        separate()
        quote(string)
    }

    package mutating func integer(_ integer: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: String(integer).utf8)
    }

    /// Writes a JSON number as it is; a literal that is none is written as a string.
    package mutating func number(literal: String) {
        let utf8 = Array(literal.utf8)
        let isNumber = utf8.withUnsafeBufferPointer { text in
            guard case .success(text.count) = NumberLiteral.scan(text, from: 0) else { return false }
            return true
        }
        guard isNumber else {
            string(literal)
            return
        }
        separate()
        bytes.append(contentsOf: utf8)
    }

    package mutating func boolean(_ boolean: Bool) {
        separate()
        bytes.append(contentsOf: (boolean ? "true" : "false").utf8)
    }

    package mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        open.append(false)
    }

    private mutating func end(_ bracket: UInt8) {
        let isFilled = open.popLast() ?? false
        if pretty, isFilled { startLine() }
        bytes.append(bracket)
        followsKey = false
    }

    /// Writes what separates a key or value from what precedes it.
    private mutating func separate() {
        if followsKey {
            followsKey = false
            return
        }
        guard let last = open.indices.last else { return }
        if open[last] { bytes.append(Ascii.comma) }
        open[last] = true
        if pretty { startLine() }
    }

    private mutating func startLine() {
        bytes.append(Ascii.lineFeed)
        bytes.append(contentsOf: repeatElement(Ascii.space, count: 2 * open.count))
    }

    private mutating func quote(_ string: String) {
        var string = string
        bytes.append(Ascii.quote)
        string.withUTF8 { utf8 in
            var copied = 0
            var index = 0
            while index < utf8.count {
                let byte = utf8[index]
                // CI systems take `##[` for a command anywhere in a line.
                let startsCommand = byte == UInt8(ascii: "#") && index > 0 && utf8[index - 1] == byte
                if byte >= Ascii.space, byte < 0x7F, byte != Ascii.quote, byte != Ascii.backslash, !startsCommand {
                    index += 1
                    continue
                }
                let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
                let value = CodePoint(at: index, in: utf8).value
                if byte < 0x80 || CodePoint(value).isUnsafeToShow {
                    bytes.append(contentsOf: utf8[copied..<index])
                    escape(value)
                    copied = index + length
                }
                index += length
            }
            bytes.append(contentsOf: utf8[min(copied, utf8.count)...])
        }
        bytes.append(Ascii.quote)
    }

    private mutating func escape(_ value: UInt32) {
        let short: UInt8? =
            switch value {
            case 0x08: 0x62
            case 0x09: 0x74
            case 0x0A: 0x6E
            case 0x0C: 0x66
            case 0x0D: 0x72
            case 0x22, 0x5C: UInt8(truncatingIfNeeded: value)
            default: nil
            }
        if let short {
            bytes.append(Ascii.backslash)
            bytes.append(short)
        } else if value >= 0x10000 {
            codeUnit(0xD800 + (value - 0x10000) >> 10)
            codeUnit(0xDC00 + (value & 0x3FF))
        } else {
            codeUnit(value)
        }
    }

    private mutating func codeUnit(_ unit: UInt32) {
        bytes.append(Ascii.backslash)
        bytes.append(Ascii.lowerU)
        for shift in [12, 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: unit >> UInt32(shift) & 0xF)
            bytes.append(digit < 10 ? Ascii.zero + digit : 0x61 + digit - 10)
        }
    }
}

extension CodePoint {
    /// Whether a character above ASCII could change how a terminal shows the text around it, or is invisible.
    fileprivate var isUnsafeToShow: Bool {
        switch value {
        case 0x80...0x9F, 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0xE0000...0xE007F:
            true
        default: value & 0xFFFE == 0xFFFE
        }
    }
}
