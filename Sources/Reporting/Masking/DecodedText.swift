/// A text with its escapes undone, and where each byte of it came from: for finding what somebody else has spelt out sign by
/// sign, as `%51`, `&#81;`, `&#x51;`, `\u0051` or `\x51`, also when that was done twice.
struct DecodedText {
    /// The text without escapes.
    private(set) var bytes: [UInt8]
    /// For each byte, where in the original it begins; and at last the original's end.
    private(set) var origins: [Int]
    /// Whether there was anything to undo.
    private(set) var isChanged = false

    /// Escaping a text more often than this is no accident.
    private static let maximumRounds = 3

    init(_ text: UnsafeRawBufferPointer) {
        bytes = Array(text)
        origins = Array(0...text.count)
        for _ in 0..<Self.maximumRounds {
            guard undo() else { break }
            isChanged = true
        }
    }

    /// The part of the original that decoded bytes come from.
    func original(of range: Range<Int>) -> Range<Int> { origins[range.lowerBound]..<origins[range.upperBound] }

    /// Undoes one layer of escapes. Returns whether there was any.
    private mutating func undo() -> Bool {
        guard bytes.contains(where: { [0x25, 0x26, 0x5C].contains($0) }) else { return false }
        var decoded: [UInt8] = []
        var places: [Int] = []
        decoded.reserveCapacity(bytes.count)
        places.reserveCapacity(bytes.count + 1)
        var index = 0
        while index < bytes.count {
            places.append(origins[index])
            if let (byte, length) = escape(at: index) {
                decoded.append(byte)
                index += length
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        places.append(origins[bytes.count])
        guard decoded.count < bytes.count else { return false }
        bytes = decoded
        origins = places
        return true
    }

    /// The ASCII character that is spelt out here, and by how many bytes; nil for none. No credential has others.
    private func escape(at index: Int) -> (byte: UInt8, length: Int)? {
        switch bytes[index] {
        case UInt8(ascii: "%"): return hexadecimal(from: index + 1, digits: 2).map { ($0, 3) }
        case UInt8(ascii: "\\"):
            guard index + 1 < bytes.count else { return nil }
            switch bytes[index + 1] {
            case UInt8(ascii: "x"): return hexadecimal(from: index + 2, digits: 2).map { ($0, 4) }
            case UInt8(ascii: "u"): return hexadecimal(from: index + 2, digits: 4).map { ($0, 6) }
            case UInt8(ascii: "/"): return (UInt8(ascii: "/"), 2)
            default: return nil
            }
        case UInt8(ascii: "&"): return reference(at: index)
        default: return nil
        }
    }

    private func hexadecimal(from start: Int, digits: Int) -> UInt8? {
        guard start + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[start..<(start + digits)] {
            guard let digit = byte.hexadecimalValue else { return nil }
            value = value << 4 | Int(digit)
        }
        return value < 0x80 ? UInt8(value) : nil
    }

    /// `&#81;` or `&#x51;`, with zeros in front or not.
    private func reference(at start: Int) -> (byte: UInt8, length: Int)? {
        guard let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")), end > start + 2,
            bytes[start + 1] == UInt8(ascii: "#")
        else { return nil }
        var digits = bytes[(start + 2)..<end]
        let isHexadecimal = digits.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
        if isHexadecimal { digits = digits.dropFirst() }
        guard !digits.isEmpty else { return nil }
        var value = 0
        for byte in digits {
            guard let digit = byte.hexadecimalValue, isHexadecimal || digit < 10 else { return nil }
            value = value * (isHexadecimal ? 16 : 10) + Int(digit)
        }
        return value < 0x80 ? (UInt8(value), end - start + 1) : nil
    }
}

extension UInt8 {
    /// What the byte is worth as a hexadecimal digit; nil if it is none.
    var hexadecimalValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46, 0x61...0x66: (self | 0x20) - 0x61 + 10
        default: nil
        }
    }
}
