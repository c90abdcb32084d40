/// One spelling of a secret, as bytes to look for.
struct BytePattern {
    let bytes: ArraySlice<UInt8>
    /// The index of the secret that it spells.
    let owner: Int
    /// Whether it is looked for in fields only, since a format's own syntax could hold the same bytes.
    let isWeak: Bool
}

/// All spellings of all secrets in ascending order of bytes, ready to be searched for at any place of a text.
///
/// A filter of hashed first bytes lets nearly every place of a text pass at the cost of one look; behind it a binary
/// search finds the longest pattern, so that a hundred thousand secrets cost tens of megabytes and not an automaton's
/// gigabytes.
struct PatternIndex: Sendable {
    /// The patterns, one after the other.
    private let arena: [UInt8]
    /// Where each pattern begins; one more at the end.
    private let starts: [Int]
    /// The longest other pattern that each pattern begins with; -1 for none.
    private let parents: [Int32]
    /// An ancestor further up of each pattern, so that of a long line of ancestors only a few need be looked at; -1 for none.
    private let jumps: [Int32]
    /// The longest pattern that is not weak and that each pattern begins with; -1 for none.
    private let strongParents: [Int32]
    private let owners: [Int32]
    private let isWeak: [Bool]
    /// How many first bytes are hashed: at most 8, at most the shortest pattern.
    private let keyLength: Int
    private let keyMask: UInt64
    private let filter: [UInt64]
    private let filterShift: UInt64
    /// Open addressing: 1 + an index into the groups, 0 for free.
    private let slots: [UInt32]
    private let slotShift: UInt64
    private let groupKeys: [UInt64]
    /// The first pattern of each group; one more at the end.
    private let groupStarts: [Int32]
    /// The longest pattern's length.
    let longest: Int

    var count: Int { owners.count }

    init(_ unsorted: [BytePattern]) {
        let sorted = Self.sortedWithoutRepeats(unsorted)
        var arena: [UInt8] = []
        arena.reserveCapacity(sorted.reduce(0) { $0 + $1.bytes.count })
        var starts = [0]
        starts.reserveCapacity(sorted.count + 1)
        for pattern in sorted {
            arena.append(contentsOf: pattern.bytes)
            starts.append(arena.count)
        }
        let keyLength = min(8, sorted.map(\.bytes.count).min() ?? 8)
        let keyMask = UInt64.max >> UInt64(64 - 8 * keyLength)

        var groupKeys: [UInt64] = []
        var groupStarts: [Int32] = []
        for (index, pattern) in sorted.enumerated() {
            let key = Self.key(pattern.bytes, keyLength)
            if groupKeys.last == key { continue }
            groupKeys.append(key)
            groupStarts.append(Int32(index))
        }
        groupStarts.append(Int32(sorted.count))

        // Sixteen bits a group keep false alarms at one place in sixteen.
        let filterBits = Self.bits(for: groupKeys.count * 16, atLeast: 10, atMost: 27)
        let slotBits = Self.bits(for: groupKeys.count * 2, atLeast: 4, atMost: 31)
        var filter = [UInt64](repeating: 0, count: 1 << (filterBits - 6))
        var slots = [UInt32](repeating: 0, count: 1 << slotBits)
        for (group, key) in groupKeys.enumerated() {
            let hash = Self.hash(key)
            let bit = hash >> UInt64(64 - filterBits)
            filter[Int(bit >> 6)] |= 1 << (bit & 63)
            var slot = Int(hash >> UInt64(64 - slotBits))
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(group + 1)
        }

        self.arena = arena
        self.starts = starts
        parents = Self.parents(of: sorted)
        jumps = Self.jumps(over: parents)
        strongParents = Self.strongParents(of: sorted, parents)
        self.owners = sorted.map { Int32($0.owner) }
        self.isWeak = sorted.map(\.isWeak)
        self.keyLength = keyLength
        self.keyMask = keyMask
        self.filter = filter
        self.filterShift = UInt64(64 - filterBits)
        self.slots = slots
        self.slotShift = UInt64(64 - slotBits)
        self.groupKeys = groupKeys
        self.groupStarts = groupStarts
        self.longest = sorted.map(\.bytes.count).max() ?? 0
    }

    /// The first place at or after an offset where a pattern may begin; nil if there is none.
    func candidate(in text: UnsafeRawBufferPointer, from offset: Int) -> Int? {
        guard let base = text.baseAddress else { return nil }
        return filter.withUnsafeBufferPointer { filter in
            var place = offset
            let wholeWords = text.count - 8
            while place <= wholeWords {
                let key = base.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian & keyMask
                let bit = Self.hash(key) >> filterShift
                if filter[Int(bit >> 6)] >> (bit & 63) & 1 != 0 { return place }
                place += 1
            }
            return place <= text.count - keyLength ? place : nil
        }
    }

    /// The longest pattern that begins at a place of a text.
    func longestMatch(in text: UnsafeRawBufferPointer, at place: Int, withWeak: Bool) -> (length: Int, owner: Int)? {
        guard let group = group(in: text, at: place) else { return nil }
        let rest = UnsafeRawBufferPointer(rebasing: text[place...])
        // Every pattern that the text begins with sorts before the text, and so is the last such one or a beginning of it.
        var low = group.lowerBound
        var high = group.upperBound
        while low < high {
            let middle = (low + high) / 2
            if order(middle, rest) <= 0 { low = middle + 1 } else { high = middle }
        }
        guard low > group.lowerBound else { return nil }
        var pattern = low - 1
        let shared = sharedLength(pattern, rest)
        while pattern >= 0, length(pattern) > shared {
            let jump = Int(jumps[pattern])
            pattern = jump >= 0 && length(jump) > shared ? jump : Int(parents[pattern])
        }
        if pattern >= 0, !withWeak, isWeak[pattern] { pattern = Int(strongParents[pattern]) }
        return pattern >= 0 ? (length(pattern), Int(owners[pattern])) : nil
    }

    /// Whether the text from a place to its end is the beginning of a pattern.
    func isBeginning(_ text: UnsafeRawBufferPointer, from place: Int) -> Bool {
        guard let group = group(in: text, at: place) else { return false }
        let rest = UnsafeRawBufferPointer(rebasing: text[place...])
        var low = group.lowerBound
        var high = group.upperBound
        while low < high {
            let middle = (low + high) / 2
            if order(middle, rest) < 0 { low = middle + 1 } else { high = middle }
        }
        return low < group.upperBound && sharedLength(low, rest) == rest.count
    }

    private func group(in text: UnsafeRawBufferPointer, at place: Int) -> Range<Int>? {
        guard place + keyLength <= text.count else { return nil }
        let key = Self.key(text[place..<(place + keyLength)], keyLength)
        var slot = Int(Self.hash(key) >> slotShift)
        while slots[slot] != 0 {
            let group = Int(slots[slot]) - 1
            if groupKeys[group] == key { return Int(groupStarts[group])..<Int(groupStarts[group + 1]) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func length(_ pattern: Int) -> Int { starts[pattern + 1] - starts[pattern] }

    /// How many bytes a pattern and a text have in common at their beginning.
    private func sharedLength(_ pattern: Int, _ text: UnsafeRawBufferPointer) -> Int {
        arena.withUnsafeBytes { arena in
            let start = starts[pattern]
            let limit = min(length(pattern), text.count)
            var shared = 0
            while shared + 8 <= limit {
                let word = arena.loadUnaligned(fromByteOffset: start + shared, as: UInt64.self)
                if word != text.loadUnaligned(fromByteOffset: shared, as: UInt64.self) { break }
                shared += 8
            }
            while shared < limit, arena[start + shared] == text[shared] { shared += 1 }
            return shared
        }
    }

    /// Negative, zero or positive as the pattern sorts before, like or after the text.
    private func order(_ pattern: Int, _ text: UnsafeRawBufferPointer) -> Int {
        let shared = sharedLength(pattern, text)
        if shared == length(pattern) { return shared == text.count ? 0 : -1 }
        if shared == text.count { return 1 }
        return Int(arena[starts[pattern] + shared]) - Int(text[shared])
    }
}

extension PatternIndex {
    private static func sortedWithoutRepeats(_ patterns: [BytePattern]) -> [BytePattern] {
        // The first eight bytes as a number decide most comparisons without touching the pattern itself.
        let keyed = patterns.indices.map { (prefix: bigEndianPrefix(patterns[$0].bytes), index: $0) }
        let ordered = keyed.sorted { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            let (leftBytes, rightBytes) = (patterns[left.index].bytes, patterns[right.index].bytes)
            if leftBytes.lexicographicallyPrecedes(rightBytes) { return true }
            // Of equal patterns the strong one comes first and is kept.
            return leftBytes.elementsEqual(rightBytes) && !patterns[left.index].isWeak && patterns[right.index].isWeak
        }
        var kept: [BytePattern] = []
        kept.reserveCapacity(patterns.count)
        for entry in ordered {
            let pattern = patterns[entry.index]
            if let last = kept.last, last.bytes.elementsEqual(pattern.bytes) { continue }
            kept.append(pattern)
        }
        return kept
    }

    private static func parents(of sorted: [BytePattern]) -> [Int32] {
        var parents: [Int32] = []
        parents.reserveCapacity(sorted.count)
        var open: [Int] = []
        for (index, pattern) in sorted.enumerated() {
            while let last = open.last, !pattern.bytes.starts(with: sorted[last].bytes) { open.removeLast() }
            parents.append(open.last.map { Int32($0) } ?? -1)
            open.append(index)
        }
        return parents
    }

    /// Pointers from each node of a forest to an ancestor, chosen such that any ancestor is reached in a logarithmic number
    /// of steps (Myers, "An applicative random-access stack").
    private static func jumps(over parents: [Int32]) -> [Int32] {
        var jumps: [Int32] = []
        var depths: [Int32] = []
        jumps.reserveCapacity(parents.count)
        depths.reserveCapacity(parents.count)
        func depth(_ node: Int32) -> Int32 { node < 0 ? 0 : depths[Int(node)] }
        for parent in parents {
            guard parent >= 0 else {
                jumps.append(-1)
                depths.append(1)
                continue
            }
            let first = jumps[Int(parent)]
            let second = first < 0 ? -1 : jumps[Int(first)]
            let isEven = depth(parent) - depth(first) == depth(first) - depth(second)
            jumps.append(isEven ? second : parent)
            depths.append(depth(parent) + 1)
        }
        return jumps
    }

    private static func strongParents(of sorted: [BytePattern], _ parents: [Int32]) -> [Int32] {
        var strongParents: [Int32] = []
        strongParents.reserveCapacity(parents.count)
        for parent in parents {
            // A parent sorts before its children, and is known already.
            strongParents.append(parent >= 0 && sorted[Int(parent)].isWeak ? strongParents[Int(parent)] : parent)
        }
        return strongParents
    }

    private static func bigEndianPrefix(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var value: UInt64 = 0
        for offset in 0..<8 {
            let index = bytes.startIndex + offset
            value = value << 8 | (index < bytes.endIndex ? UInt64(bytes[index]) : 0)
        }
        return value
    }

    /// The first bytes as a little-endian number.
    private static func key(_ bytes: some Collection<UInt8>, _ length: Int) -> UInt64 {
        var value: UInt64 = 0
        for (offset, byte) in bytes.prefix(length).enumerated() { value |= UInt64(byte) << UInt64(8 * offset) }
        return value
    }

    @inline(__always)
    private static func hash(_ key: UInt64) -> UInt64 {
        // Two rounds: the high bits of one multiplication would hardly depend on the key's high bytes.
        let mixed = (key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
        return (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
    }

    private static func bits(for count: Int, atLeast least: Int, atMost most: Int) -> Int {
        var bits = least
        while bits < most, 1 << bits < count { bits += 1 }
        return bits
    }
}
