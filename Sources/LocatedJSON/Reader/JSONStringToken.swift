/// A key or a string value, as it is written in a document.
package struct JSONStringToken: Sendable {
    private let document: JSONDocument
    private let index: Int

    init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    private var node: TapeNode { document.storage.tape[index] }

    /// The bytes of the token with its quotes.
    package var byteRange: Range<Int> { node.byteRange }

    /// Whether the token is the key of a member, not a value.
    package var isKey: Bool { node.isKey }

    /// The text of the token with its escapes replaced.
    package var text: String { document.storage.text(of: node) }

    /// The unescaped key of a value: its own, or for an element that of the innermost array around it that has one, with
    /// only arrays between; nil for keys and for values without.
    package var key: String? {
        let tape = document.storage.tape
        var value = index
        while !isKey, value > 0 {
            // The key of a value directly inside an object is the node before it.
            if tape[value - 1].isKey { return document.storage.text(of: tape[value - 1]) }
            value = tape[value].parent
            guard tape[value].tag == .array else { return nil }
        }
        return nil
    }
}

extension JSONDocument {
    /// Every key and string value whose token, quotes included, shares a byte with a range, in the order of the text.
    package func strings(in byteRange: Range<Int>) -> [JSONStringToken] {
        guard !byteRange.isEmpty else { return [] }
        let tape = storage.tape
        var index = storage.firstNode(from: byteRange.lowerBound)
        // Tokens that hold no others are disjoint, so only the one before can reach into the range.
        if index > 0, !tape[index - 1].isContainer, Int(tape[index - 1].end) > byteRange.lowerBound { index -= 1 }
        var tokens: [JSONStringToken] = []
        while index < tape.count, Int(tape[index].start) < byteRange.upperBound {
            if tape[index].isString { tokens.append(JSONStringToken(document: self, index: index)) }
            index += 1
        }
        return tokens
    }
}
