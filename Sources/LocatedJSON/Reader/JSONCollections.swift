/// A key of an object and its value.
public struct JSONMember: Sendable {
    private let document: JSONDocument
    private let keyIndex: Int

    init(document: JSONDocument, keyIndex: Int) {
        self.document = document
        self.keyIndex = keyIndex
    }

    private var keyNode: TapeNode { document.storage.tape[keyIndex] }

    /// The key with its escapes replaced.
    public var key: String { document.storage.text(of: keyNode) }

    /// The bytes of the key, including its quotes.
    public var keyRange: Range<Int> { keyNode.byteRange }

    /// The value the key stands for.
    public var value: JSONValue { JSONValue(document: document, index: keyIndex + 1) }

    /// Whether the key, with its escapes replaced, is exactly the given UTF-8; makes no copy of the key.
    public func keyEquals(_ utf8: StaticString) -> Bool {
        utf8.withUTF8Buffer { keyEquals($0) }
    }

    /// The key, where it is short and written without escapes.
    var shortKey: ShortText? { document.storage.shortText(of: keyNode) }

    /// Whether the key, with its escapes replaced, is exactly the given UTF-8; makes no copy of the key.
    func keyEquals(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        document.storage.text(of: keyNode, equals: utf8)
    }
}

/// The members of an object in the order of the text.
public struct JSONMembers: Sequence, Sendable {
    let document: JSONDocument
    let object: Int
    /// How many members there are.
    public let count: Int

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }

    /// The number of members.
    public var underestimatedCount: Int { count }

    /// Starts at the first member.
    public func makeIterator() -> Iterator {
        Iterator(document: document, position: object + 1, left: count)
    }

    /// Walks the members; a step past a value costs the same whatever the value holds.
    public struct Iterator: IteratorProtocol, Sendable {
        let document: JSONDocument
        var position: Int
        var left: Int

        /// The next member, or nil after the last one.
        public mutating func next() -> JSONMember? {
            guard left > 0 else { return nil }
            defer {
                left -= 1
                position = document.storage.tape[position + 1].next(after: position + 1)
            }
            return JSONMember(document: document, keyIndex: position)
        }
    }
}

/// The elements of an array in the order of the text.
public struct JSONElements: Sequence, Sendable {
    let document: JSONDocument
    /// The first element's place on the tape.
    let first: Int
    /// How many elements there are.
    public let count: Int

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }

    /// The number of elements.
    public var underestimatedCount: Int { count }

    /// Starts at the first element.
    public func makeIterator() -> Iterator {
        Iterator(document: document, position: first, left: count)
    }

    /// The same elements, so many at a time.
    package func stretches(of size: Int) -> [JSONElements] {
        var stretches: [JSONElements] = []
        var (position, left) = (first, count)
        while left > 0 {
            let stretch = JSONElements(document: document, first: position, count: Swift.min(size, left))
            stretches.append(stretch)
            for _ in 0..<stretch.count { position = document.storage.tape[position].next(after: position) }
            left -= stretch.count
        }
        return stretches
    }

    /// The same elements, held by another object for the same document.
    package func held(by document: JSONDocument) -> JSONElements {
        JSONElements(document: document, first: first, count: count)
    }

    /// Walks the elements; a step past an element costs the same whatever the element holds.
    public struct Iterator: IteratorProtocol, Sendable {
        let document: JSONDocument
        var position: Int
        var left: Int

        /// The next element, or nil after the last one.
        public mutating func next() -> JSONValue? {
            guard left > 0 else { return nil }
            defer {
                left -= 1
                position = document.storage.tape[position].next(after: position)
            }
            return JSONValue(document: document, index: position)
        }
    }
}
