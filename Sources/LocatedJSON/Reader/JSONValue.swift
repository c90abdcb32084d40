/// A value of a document, with the place where it is written.
package struct JSONValue: Sendable {
    package enum Kind: Sendable, Hashable {
        case object, array, string, number, boolean, null
    }

    package let document: JSONDocument
    let index: Int

    private var storage: JSONDocument.Storage { document.storage }
    private var node: TapeNode { storage.tape[index] }

    package var kind: Kind {
        switch node.tag {
        case .object: .object
        case .array: .array
        case .string: .string
        case .number: .number
        case .true, .false: .boolean
        case .null: .null
        }
    }

    /// The bytes of the value, including the quotes, braces or brackets around it.
    package var byteRange: Range<Int> { node.byteRange }

    /// The text of a string with its escapes replaced; nil for other kinds.
    package var string: String? {
        let node = node
        return node.isString ? storage.text(of: node) : nil
    }

    /// The digits of a number exactly as they are written, of any length and magnitude; nil for other kinds.
    package var number: String? {
        let node = node
        return node.tag == .number ? String(decoding: storage.bytes[node.byteRange], as: UTF8.self) : nil
    }

    /// The value of `true` or `false`; nil for other kinds.
    package var boolean: Bool? {
        switch node.tag {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The members of an object in the order of the text; empty for other kinds.
    package var members: JSONMembers {
        JSONMembers(document: document, nodes: kind == .object ? nodesInside : 0..<0)
    }

    /// The elements of an array in the order of the text; empty for other kinds.
    package var elements: JSONElements {
        JSONElements(document: document, nodes: kind == .array ? nodesInside : 0..<0)
    }

    /// The indices of the nodes of everything in the value.
    private var nodesInside: Range<Int> { index + 1..<node.next(after: index) }

    /// Whether there are neither members nor elements; true for values other than containers.
    package var isEmpty: Bool { nodesInside.isEmpty }

    /// How many members or elements there are, counted one by one; 0 for values other than containers.
    package var count: Int {
        members.reduce(0) { count, _ in count + 1 } + elements.reduce(0) { count, _ in count + 1 }
    }

    /// The value of a member; nil without such a member and for values other than objects.
    ///
    /// Keys match by their exact UTF-8 after unescaping. The search walks the members one by one.
    package subscript(_ key: String) -> JSONValue? {
        members.first { $0.keyEquals(key) }?.value
    }

    /// Where in the document a byte of the unescaped UTF-8 text of a string is written.
    ///
    /// That is the backslash for a byte that comes from an escape, the closing quote for offsets at or past the end of the
    /// text, and the first byte of a value other than a string.
    package func byteOffset(ofStringByte utf8Offset: Int) -> Int {
        let node = node
        guard node.isString else { return Int(node.start) }
        let content = node.contentRange
        let wanted = max(0, utf8Offset)
        guard node.flags.contains(.escaped) else { return content.lowerBound + min(wanted, content.count) }
        return storage.bytes.withUnsafeBufferPointer {
            content.lowerBound + EscapedText($0, content).index(ofUnescapedByte: wanted)
        }
    }

    /// The kind with its article, for messages: `an object`, `an array`, `a string`, `a number`, `a boolean` or `null`.
    package var typeName: String {
        switch kind {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }
}
