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

    public var value: JSONValue { JSONValue(document: document, index: keyIndex + 1) }

    /// Whether the key, with its escapes replaced, is exactly a text, byte for byte.
    public func keyEquals(_ text: String) -> Bool { key.hasSameBytes(as: text) }
}

/// The members of an object in the order of the text. A step past a value costs the same whatever the value holds.
public struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    /// The indices of the nodes of the members to come; the first is a key.
    var nodes: Range<Int>

    public var isEmpty: Bool { nodes.isEmpty }

    public mutating func next() -> JSONMember? {
        guard let key = nodes.first else { return nil }
        nodes = document.storage.tape[key + 1].next(after: key + 1)..<nodes.upperBound
        return JSONMember(document: document, keyIndex: key)
    }
}

/// The elements of an array in the order of the text. A step past an element costs the same whatever the element holds.
public struct JSONElements: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    /// The indices of the nodes of the elements to come.
    var nodes: Range<Int>

    public var isEmpty: Bool { nodes.isEmpty }

    public mutating func next() -> JSONValue? {
        guard let element = nodes.first else { return nil }
        nodes = document.storage.tape[element].next(after: element)..<nodes.upperBound
        return JSONValue(document: document, index: element)
    }
}
