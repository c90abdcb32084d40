/// One token of a document: a container, a key or a scalar value.
///
/// Nodes are in the order in which their tokens start, so the value of a key directly follows the key. They are packed
/// into 16 bytes, since a config of a hundred thousand destinations has two million of them.
struct TapeNode: Sendable {
    let start: UInt32
    private(set) var end: UInt32
    /// For a container the index past everything in it, otherwise the index of the container around the token.
    private var link: UInt32
    /// The tag in the lowest three bits; above them a container's index of the container around it, or a string's flags.
    private let info: UInt32

    enum Tag: UInt32 {
        case object, array, string, number, `true`, `false`, null
    }

    struct StringFlags: OptionSet {
        let rawValue: UInt32
        static let key = StringFlags(rawValue: 1 << 3)
        static let escaped = StringFlags(rawValue: 1 << 4)
    }

    init(scalar tag: Tag, start: Int, end: Int, parent: Int, flags: StringFlags = []) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        link = UInt32(truncatingIfNeeded: parent)
        info = tag.rawValue | flags.rawValue
    }

    init(opening tag: Tag, start: Int, parent: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        end = self.start
        link = 0
        info = tag.rawValue | UInt32(truncatingIfNeeded: parent) << 3
    }

    mutating func close(end: Int, next: Int) {
        self.end = UInt32(truncatingIfNeeded: end)
        link = UInt32(truncatingIfNeeded: next)
    }

    var tag: Tag { Tag(rawValue: info & 7) ?? .null }
    var isContainer: Bool { info & 7 <= Tag.array.rawValue }
    var isObject: Bool { info & 7 == Tag.object.rawValue }
    var isString: Bool { info & 7 == Tag.string.rawValue }
    var flags: StringFlags { StringFlags(rawValue: isString ? info & ~7 : 0) }
    var isKey: Bool { flags.contains(.key) }
    /// The index of the container around the token; 0 for the first node, which has none.
    var parent: Int { Int(isContainer ? info >> 3 : link) }
    var byteRange: Range<Int> { Int(start)..<Int(end) }
    /// The bytes of a string token without its quotes.
    var contentRange: Range<Int> { Int(start) + 1..<Int(end) - 1 }

    /// The index of the node that follows this one and everything in it.
    func next(after index: Int) -> Int {
        isContainer ? Int(link) : index + 1
    }
}
