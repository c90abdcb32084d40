/// One token of a document: a container, a key or a scalar value.
///
/// Nodes lie in the order in which their tokens start, so the value of a key directly follows the key.
struct TapeNode: Sendable {
    /// The offset of the first byte of the token.
    let start: UInt32
    /// The offset past the last byte of the token.
    private(set) var end: UInt32
    /// For a container the index past its subtree, otherwise the index of the container that holds the token.
    private(set) var link: UInt32
    /// The tag in the lowest three bits; above them the number of children of a container or the flags of a string.
    private var info: UInt32

    enum Tag: UInt32 {
        case object, array, string, number, `true`, `false`, null
    }

    struct StringFlags: OptionSet {
        let rawValue: UInt32
        static let key = StringFlags(rawValue: 1 << 3)
        static let escaped = StringFlags(rawValue: 1 << 4)
        static let nonASCII = StringFlags(rawValue: 1 << 5)
    }

    /// The link of a scalar that is the whole document.
    static let noParent = UInt32.max

    init(scalar tag: Tag, start: Int, end: Int, parent: UInt32, flags: StringFlags = []) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        link = parent
        info = tag.rawValue | flags.rawValue
    }

    init(opening tag: Tag, start: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        end = self.start
        link = 0
        info = tag.rawValue
    }

    mutating func close(end: Int, next: Int, count: UInt32) {
        self.end = UInt32(truncatingIfNeeded: end)
        link = UInt32(truncatingIfNeeded: next)
        info |= count << 3
    }

    /// The same node some places farther on the tape.
    ///
    /// - Parameter parent: The container of a scalar that has none yet.
    func moved(by places: Int, parent: UInt32) -> TapeNode {
        var node = self
        node.link = !isContainer && link == Self.noParent ? parent : link &+ UInt32(truncatingIfNeeded: places)
        return node
    }

    var tag: Tag { Tag(rawValue: info & 7) ?? .null }
    var isContainer: Bool { info & 7 <= Tag.array.rawValue }
    var isString: Bool { info & 7 == Tag.string.rawValue }
    var flags: StringFlags { StringFlags(rawValue: isString ? info & ~7 : 0) }
    var isKey: Bool { flags.contains(.key) }
    /// Whether the bytes between the quotes are the text itself and ASCII.
    var isPlainString: Bool { flags.isDisjoint(with: [.escaped, .nonASCII]) }
    var childCount: Int { isContainer ? Int(info >> 3) : 0 }
    var byteRange: Range<Int> { Int(start)..<Int(end) }
    /// The bytes of a string token without its quotes.
    var contentRange: Range<Int> { Int(start) + 1..<Int(end) - 1 }

    /// The index of the node that follows this one and everything inside it.
    func next(after index: Int) -> Int {
        isContainer ? Int(link) : index + 1
    }

    /// How many nodes a text can have at most, valid or not: each but the first follows a comma, a colon or an opening bracket.
    ///
    /// - Parameter depth: How many containers may be open at a time.
    static func largestCount(in text: UnsafeBufferPointer<UInt8>, depth: Int) -> Int {
        var total = 1
        var index = 0
        if let base = UnsafeRawPointer(text.baseAddress) {
            let (zero, one) = (SIMD16<UInt8>.zero, SIMD16<UInt8>(repeating: 1))
            while index + 16 <= text.count {
                // No lane of the count can overflow within 255 steps.
                let end = min(text.count - 15, index + 255 * 16)
                var found = zero
                while index < end {
                    let bytes = base.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                    // This bit is all that tells a brace from a bracket.
                    let folded = bytes | SIMD16(repeating: 0x20)
                    found &+= zero.replacing(with: one, where: bytes .== SIMD16(repeating: Ascii.comma))
                    found &+= zero.replacing(with: one, where: bytes .== SIMD16(repeating: Ascii.colon))
                    found &+= zero.replacing(with: one, where: folded .== SIMD16(repeating: Ascii.openBrace))
                    index += 16
                }
                for lane in 0..<16 { total += Int(found[lane]) }
            }
        }
        total += text.count - index
        // A node takes at least one byte and one more that sets it off from the next, unless it is a container without end.
        let unclosed = max(0, min(depth, text.count))
        return min(total, text.count / 2 + 1 + unclosed)
    }
}
