/// A key or a string value, as it is written in a document.
public struct JSONStringToken: Sendable {
    private let document: JSONDocument
    private let index: Int
    private let holderIndex: Int?

    init(document: JSONDocument, index: Int, holderIndex: Int?) {
        self.document = document
        self.index = index
        self.holderIndex = holderIndex
    }

    /// The bytes of the token, including its quotes.
    public var byteRange: Range<Int> { document.storage.tape[index].byteRange }

    /// Whether the token is the key of a member, not a value.
    public var isKey: Bool { document.storage.tape[index].isKey }

    /// The unescaped key a value stands under: its own, or for an element that of the innermost array around it that
    /// has one, with only arrays between; nil for keys and for values under no key.
    public var key: String? {
        holderIndex.map { document.storage.text(of: document.storage.tape[$0]) }
    }

    /// The text of the token with its escapes replaced.
    public var text: String { document.storage.text(of: document.storage.tape[index]) }
}

/// The keys and string values of a document that share a byte with a range, in the order of the text.
public struct JSONStringTokens: Sequence, Sendable {
    let document: JSONDocument
    let byteRange: Range<Int>

    /// Finds the first token by binary search.
    public func makeIterator() -> Iterator {
        Iterator(document: document, byteRange: byteRange)
    }

    /// Walks the tokens of the range.
    public struct Iterator: IteratorProtocol, Sendable {
        private let document: JSONDocument
        private let end: Int
        private var index: Int
        private var ancestry = Ancestry()

        init(document: JSONDocument, byteRange: Range<Int>) {
            self.document = document
            end = byteRange.isEmpty ? 0 : byteRange.upperBound
            let tape = document.storage.tape
            var low = 0
            var high = tape.count
            while low < high {
                let middle = (low + high) / 2
                if Int(tape[middle].start) < byteRange.lowerBound { low = middle + 1 } else { high = middle }
            }
            // Tokens that hold no others are disjoint, so only the one before can reach into the range.
            if low > 0, !tape[low - 1].isContainer, Int(tape[low - 1].end) > byteRange.lowerBound { low -= 1 }
            index = low
        }

        /// The next token, or nil after the last one of the range.
        public mutating func next() -> JSONStringToken? {
            let tape = document.storage.tape
            while index < tape.count, Int(tape[index].start) < end {
                let node = tape[index]
                defer { index += 1 }
                guard node.isString else { continue }
                let holder = node.isKey ? nil : ancestry.key(of: index, on: tape)
                return JSONStringToken(document: document, index: index, holderIndex: holder)
            }
            return nil
        }
    }
}

/// Finds the key that a value stands under; queries go forward through the tape.
private struct Ancestry: Sendable {
    private struct Level {
        let container: Int
        /// The child last walked to, so that siblings are walked past once.
        var child: Int
    }

    private var levels: [Level] = []

    mutating func key(of value: Int, on tape: [TapeNode]) -> Int? {
        if let key = Ancestry.ownKey(of: value, on: tape) { return key }
        let parent = tape[value].link
        guard parent != TapeNode.noParent, parent > 0 else { return nil }
        if let key = Ancestry.ownKey(of: Int(parent), on: tape) { return key }
        // Only an array inside an array has no short way to its parent: go down from the root.
        descend(to: value, on: tape)
        for level in levels.reversed() {
            if let key = Ancestry.ownKey(of: level.container, on: tape) { return key }
            if tape[level.container].tag == .object { return nil }
        }
        return nil
    }

    /// The key of a value directly inside an object is the node before it.
    private static func ownKey(of value: Int, on tape: [TapeNode]) -> Int? {
        value > 0 && tape[value - 1].isKey ? value - 1 : nil
    }

    private mutating func descend(to value: Int, on tape: [TapeNode]) {
        while let last = levels.last, tape[last.container].next(after: last.container) <= value { levels.removeLast() }
        if levels.isEmpty { levels.append(Level(container: 0, child: 1)) }
        while let last = levels.indices.last {
            var child = levels[last].child
            while tape[child].next(after: child) <= value { child = tape[child].next(after: child) }
            levels[last].child = child
            guard child < value, tape[child].isContainer else { return }
            levels.append(Level(container: child, child: child + 1))
        }
    }
}
