package struct JSONMember: Sendable {
    private let document: JSONDocument
    private let keyIndex: Int

    init(document: JSONDocument, keyIndex: Int) {
        self.document = document
        self.keyIndex = keyIndex
    }

    private var keyNode: TapeNode { document.storage.tape[keyIndex] }

    /// The key with its escapes replaced.
    package var key: String { document.storage.text(of: keyNode) }

    /// The bytes of the key with its quotes.
    package var keyRange: Range<Int> { keyNode.byteRange }

    package var value: JSONValue { JSONValue(document: document, index: keyIndex + 1) }

    /// Whether the key, with its escapes replaced, equals a text byte for byte.
    package func keyEquals(_ text: String) -> Bool { key.hasSameBytes(as: text) }
}

/// The members of an object in the order of the text. Stepping past a value takes the same time however large it is.
package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    /// The indices of the nodes of the members to come; the first is a key.
    var nodes: Range<Int>

    package var isEmpty: Bool { nodes.isEmpty }

    package mutating func next() -> JSONMember? {
        guard let key = nodes.first else { return nil }
        nodes = document.storage.tape[key + 1].next(after: key + 1)..<nodes.upperBound
        return JSONMember(document: document, keyIndex: key)
    }
}

/// The elements of an array in the order of the text. Stepping past one takes the same time however large it is.
package struct JSONElements: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    /// The indices of the nodes of the elements to come.
    var nodes: Range<Int>

    package var isEmpty: Bool { nodes.isEmpty }

    package mutating func next() -> JSONValue? {
        guard let element = nodes.first else { return nil }
        nodes = document.storage.tape[element].next(after: element)..<nodes.upperBound
        return JSONValue(document: document, index: element)
    }
}
