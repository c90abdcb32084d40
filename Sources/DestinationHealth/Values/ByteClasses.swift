/// Which kinds of bytes a text has, found in one pass, so that what a text cannot be is known without looking at it again.
struct ByteClasses: OptionSet {
    let rawValue: UInt16

    /// `0` to `9`.
    static let digit = ByteClasses(rawValue: 1 << 0)
    /// `a` to `f`.
    static let lowerHex = ByteClasses(rawValue: 1 << 1)
    /// `g` to `w`.
    static let otherLower = ByteClasses(rawValue: 1 << 2)
    /// `x`, `y` and `z`, in either case: fillers are made of one, and no pixel code has any.
    static let lateLetter = ByteClasses(rawValue: 1 << 3)
    /// `A` to `W`.
    static let upper = ByteClasses(rawValue: 1 << 4)
    /// `-`, `.` and `_`.
    static let joiner = ByteClasses(rawValue: 1 << 5)
    /// `$`, which references begin with.
    static let dollar = ByteClasses(rawValue: 1 << 6)
    /// Any other visible ASCII character.
    static let sign = ByteClasses(rawValue: 1 << 7)
    /// Blanks, control characters and all that is not ASCII.
    static let unsendable = ByteClasses(rawValue: 1 << 8)

    static let alphanumeric: ByteClasses = [.digit, .lowerHex, .otherLower, .lateLetter, .upper]

    init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Looks at each byte of a text.
    init(of text: String) { self = TextOutline(of: text).classes }

    fileprivate init(of bytes: UnsafeBufferPointer<UInt8>) {
        self = Self.ofByte.withUnsafeBufferPointer { classes in
            var seen: UInt16 = 0
            for byte in bytes { seen |= classes[Int(byte)] }
            return ByteClasses(rawValue: seen)
        }
    }

    private static let ofByte: [UInt16] = (UInt8.min...UInt8.max).map { byte in
        let classes: ByteClasses =
            switch byte {
            case 0x30...0x39: .digit
            case 0x61...0x66: .lowerHex
            case 0x78...0x7A, 0x58...0x5A: .lateLetter
            case 0x67...0x77: .otherLower
            case 0x41...0x57: .upper
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): .joiner
            case UInt8(ascii: "$"): .dollar
            case 0x21...0x7E: .sign
            default: .unsendable
            }
        return classes.rawValue
    }
}

/// What one look at a text shows.
struct TextOutline {
    let classes: ByteClasses
    /// How many bytes it has.
    let count: Int
    /// The first byte and the last; 0 where there are none.
    let (first, last): (UInt8, UInt8)

    init(of text: String) {
        var text = text
        (classes, count, first, last) = text.withUTF8 { bytes in
            (ByteClasses(of: bytes), bytes.count, bytes.first ?? 0, bytes.last ?? 0)
        }
    }
}
