/// Finds two equal keys of an object; canonically equivalent spellings (é in one or two code points) are equal.
struct DuplicateKeyFinder {
    private struct KeySpan {
        let node: UInt32
        let start: UInt32
        let length: UInt32
    }

    private struct Slot {
        /// The index of the key's node plus one; zero marks a free slot.
        var node: UInt32 = 0
        var hash: UInt32 = 0
    }

    /// Up to this size comparing each pair is cheaper than hashing each key.
    private static let largestPairwise = 16
    private var spans: [KeySpan] = []
    private var slots: [Slot] = []

    /// The tape indices of the first key that repeats an earlier one, and of that earlier one.
    mutating func firstDuplicate(
        ofObjectAt object: Int,
        on tape: UnsafeBufferPointer<TapeNode>,
        text: UnsafeBufferPointer<UInt8>
    ) -> (first: Int, second: Int)? {
        let count = tape[object].childCount
        guard count > 1 else { return nil }
        if count > DuplicateKeyFinder.largestPairwise {
            return hashedDuplicate(ofObjectAt: object, on: tape, text: text)
        }
        spans.removeAll(keepingCapacity: true)
        var arePlain = true
        var key = object + 1
        for _ in 0..<count {
            let node = tape[key]
            spans.append(
                KeySpan(node: UInt32(truncatingIfNeeded: key), start: node.start, length: node.end &- node.start)
            )
            arePlain = arePlain && node.isPlainString
            key = tape[key + 1].next(after: key + 1)
        }
        return arePlain ? pairwiseDuplicate(text) : pairwiseEquivalent(on: tape, text: text)
    }

    private func pairwiseDuplicate(_ text: UnsafeBufferPointer<UInt8>) -> (first: Int, second: Int)? {
        guard let base = UnsafeRawPointer(text.baseAddress) else { return nil }
        for second in 1..<spans.count {
            let right = spans[second]
            for first in 0..<second where spans[first].length == right.length {
                let left = spans[first]
                if equalBytes(base + Int(left.start), base + Int(right.start), count: Int(right.length)) {
                    return (Int(left.node), Int(right.node))
                }
            }
        }
        return nil
    }

    private func pairwiseEquivalent(
        on tape: UnsafeBufferPointer<TapeNode>,
        text: UnsafeBufferPointer<UInt8>
    ) -> (first: Int, second: Int)? {
        let keys = spans.map { EquivalentKey(tape[Int($0.node)], text) }
        for second in 1..<keys.count {
            for first in 0..<second where keys[first] == keys[second] {
                return (Int(spans[first].node), Int(spans[second].node))
            }
        }
        return nil
    }

    private mutating func hashedDuplicate(
        ofObjectAt object: Int,
        on tape: UnsafeBufferPointer<TapeNode>,
        text: UnsafeBufferPointer<UInt8>
    ) -> (first: Int, second: Int)? {
        let count = tape[object].childCount
        var arePlain = true
        var key = object + 1
        for _ in 0..<count where arePlain {
            arePlain = tape[key].isPlainString
            key = tape[key + 1].next(after: key + 1)
        }

        var capacity = 64
        while capacity < count + count / 3 { capacity *= 2 }
        slots.removeAll(keepingCapacity: true)
        slots.append(contentsOf: repeatElement(Slot(), count: capacity))
        // Only a very large object is worth giving the memory of its table back.
        defer { if capacity > 1 << 16 { slots = [] } }

        key = object + 1
        for _ in 0..<count {
            let hash = DuplicateKeyFinder.hash(tape[key], text, arePlain: arePlain)
            var index = Int(hash) & (capacity - 1)
            while slots[index].node != 0 {
                let other = Int(slots[index].node - 1)
                if slots[index].hash == hash,
                    DuplicateKeyFinder.areEqual(tape[other], tape[key], text, arePlain: arePlain)
                {
                    return (other, key)
                }
                index = (index + 1) & (capacity - 1)
            }
            slots[index] = Slot(node: UInt32(truncatingIfNeeded: key + 1), hash: hash)
            key = tape[key + 1].next(after: key + 1)
        }
        return nil
    }

    /// Seeded per process by the standard library, so a file cannot be written to collide.
    private static func hash(_ node: TapeNode, _ text: UnsafeBufferPointer<UInt8>, arePlain: Bool) -> UInt32 {
        var hasher = Hasher()
        if arePlain {
            hasher.combine(bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[node.contentRange])))
        } else {
            hasher.combine(EquivalentKey(node, text))
        }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    private static func areEqual(
        _ left: TapeNode,
        _ right: TapeNode,
        _ text: UnsafeBufferPointer<UInt8>,
        arePlain: Bool
    ) -> Bool {
        guard arePlain else { return EquivalentKey(left, text) == EquivalentKey(right, text) }
        guard let base = UnsafeRawPointer(text.baseAddress), left.byteRange.count == right.byteRange.count else {
            return false
        }
        return equalBytes(base + Int(left.start), base + Int(right.start), count: left.byteRange.count)
    }
}

/// A key compared by canonical equivalence, as `String` does it, where that takes linear time.
///
/// Putting a run of combining marks into order takes the square of its length. Unicode Standard Annex 15, section 12,
/// bounds the runs of text that is safe to normalize; keys beyond that bound are compared by their exact UTF-8.
private struct EquivalentKey: Hashable {
    private static let longestMarkRun = 30
    private let text: String
    private let isExact: Bool

    init(_ node: TapeNode, _ text: UnsafeBufferPointer<UInt8>) {
        self.text = node.string(in: text)
        isExact = !node.isPlainString && EquivalentKey.hasLongMarkRun(self.text)
    }

    private static func hasLongMarkRun(_ text: String) -> Bool {
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
