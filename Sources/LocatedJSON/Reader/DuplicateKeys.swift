extension TapeBuilder {
    /// The indices of the first key that repeats an earlier one, and of that earlier one, in the object read last.
    func duplicateKey(inObjectAt object: Int) -> (first: Int, second: Int)? {
        var earlier = [EquivalentKey: Int](minimumCapacity: 12)
        var key = object + 1
        while key < nodes.count {
            if let first = earlier.updateValue(key, forKey: EquivalentKey(nodes[key], text)) { return (first, key) }
            key = nodes[key + 1].next(after: key + 1)
        }
        return nil
    }
}

/// A key compared by canonical equivalence (é in one or two code points is equal) where that takes linear time.
///
/// Putting a run of combining marks into order takes the square of its length. Unicode Standard Annex 15, section 12,
/// bounds the runs of text that is safe to normalize; keys beyond that bound are compared by their exact UTF-8.
private struct EquivalentKey: Hashable {
    private static let longestMarkRun = 30
    private let text: String
    private let isExact: Bool

    init(_ node: TapeNode, _ text: UnsafeBufferPointer<UInt8>) {
        self.text = node.string(in: text)
        isExact = EquivalentKey.hasLongMarkRun(self.text)
    }

    private static func hasLongMarkRun(_ text: String) -> Bool {
        // A combining mark takes two bytes or more.
        guard text.utf8.count > 2 * longestMarkRun else { return false }
        var run = 0
        // Below U+0300 there are no combining marks.
        for scalar in text.unicodeScalars {
            let isMark = scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
            run = isMark ? run + 1 : 0
            if run > longestMarkRun { return true }
        }
        return false
    }

    static func == (left: EquivalentKey, right: EquivalentKey) -> Bool {
        guard left.isExact || right.isExact else { return left.text == right.text }
        return left.isExact == right.isExact && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        guard isExact else {
            hasher.combine(text)
            return
        }
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
