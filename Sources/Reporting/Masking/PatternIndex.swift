/// One spelling of a secret, as bytes to look for.
private struct BytePattern {
    /// Where its bytes begin among those of all patterns.
    let start: Int
    /// The index of the secret that it spells.
    let owner: Int32
    /// At most ``SecretSpellings/pieceLength``.
    let length: UInt16
    /// Whether it is looked for in fields only, since a format's own syntax could hold the same bytes.
    let isWeak: Bool

    var range: Range<Int> { start..<(start + Int(length)) }
}

/// Patterns before they are put in order, their bytes one after the other: an array for each would take more than they do.
struct PatternList {
    private(set) var bytes: [UInt8] = []
    fileprivate private(set) var patterns: [BytePattern] = []

    /// Adds a spelling of at most ``SecretSpellings/pieceLength`` bytes.
    mutating func append(_ spelling: ArraySlice<UInt8>, owner: Int, isWeak: Bool) {
        patterns.append(
            BytePattern(
                start: bytes.count,
                owner: Int32(truncatingIfNeeded: owner),
                length: UInt16(truncatingIfNeeded: spelling.count),
                isWeak: isWeak
            )
        )
        bytes += spelling
    }
}

/// All spellings of all secrets in ascending order of bytes, ready to be searched for at any place of a text.
///
/// A filter of hashed first bytes lets nearly every place of a text pass at the cost of one look; behind it a binary
/// search finds the longest pattern, so that a hundred thousand secrets cost tens of megabytes and not an automaton's
/// gigabytes.
struct PatternIndex: Sendable {
    /// The bytes of all patterns.
    private let arena: [UInt8]
    private let patterns: [BytePattern]
    /// The longest other pattern that each pattern begins with; -1 for none.
    private let parents: [Int32]
    /// An ancestor further up of each pattern, so that of a long line of ancestors only a few need be looked at; -1 for none.
    private let jumps: [Int32]
    /// The longest pattern that is not weak and that each pattern begins with; -1 for none.
    private let strongParents: [Int32]
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

    var count: Int { patterns.count }

    init(_ list: PatternList) {
        arena = list.bytes
        let patterns = arena.withUnsafeBytes { Self.sortedWithoutRepeats(list.patterns, in: $0) }
        let lengths = patterns.lazy.map { Int($0.length) }
        let keyLength = min(8, lengths.min() ?? 8)
        let keyMask = UInt64.max >> UInt64(64 - 8 * keyLength)

        var groupKeys: [UInt64] = []
        var groupStarts: [Int32] = []
        arena.withUnsafeBytes { arena in
            for (index, pattern) in patterns.enumerated() {
                let key = Self.key(arena[pattern.range], keyLength)
                if groupKeys.last == key { continue }
                groupKeys.append(key)
                groupStarts.append(Int32(index))
            }
        }
        groupStarts.append(Int32(patterns.count))

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

        self.patterns = patterns
        parents = arena.withUnsafeBytes { Self.parents(of: patterns, in: $0) }
        jumps = Self.jumps(over: parents)
        strongParents = Self.strongParents(of: patterns, parents)
        self.keyLength = keyLength
        self.keyMask = keyMask
        self.filter = filter
        self.filterShift = UInt64(64 - filterBits)
        self.slots = slots
        self.slotShift = UInt64(64 - slotBits)
        self.groupKeys = groupKeys
        self.groupStarts = groupStarts
        self.longest = lengths.max() ?? 0
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
        if pattern >= 0, !withWeak, patterns[pattern].isWeak { pattern = Int(strongParents[pattern]) }
        return pattern >= 0 ? (length(pattern), Int(patterns[pattern].owner)) : nil
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

    private func length(_ pattern: Int) -> Int { Int(patterns[pattern].length) }

    /// How many bytes a pattern and a text have in common at their beginning.
    private func sharedLength(_ pattern: Int, _ text: UnsafeRawBufferPointer) -> Int {
        arena.withUnsafeBytes { arena in
            let start = patterns[pattern].start
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
        return Int(arena[patterns[pattern].start + shared]) - Int(text[shared])
    }
}

extension PatternIndex {
    private static func sortedWithoutRepeats(
        _ patterns: [BytePattern],
        in arena: UnsafeRawBufferPointer
    ) -> [BytePattern] {
        // The first eight bytes as a number decide most comparisons without touching the pattern itself.
        var keyed = patterns.map { (prefix: bigEndianPrefix(arena[$0.range]), pattern: $0) }
        keyed.sort { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            let (leftBytes, rightBytes) = (arena[left.pattern.range], arena[right.pattern.range])
            if leftBytes.lexicographicallyPrecedes(rightBytes) { return true }
            // Of equal patterns the strong one comes first and is kept.
            return leftBytes.elementsEqual(rightBytes) && !left.pattern.isWeak && right.pattern.isWeak
        }
        var kept: [BytePattern] = []
        kept.reserveCapacity(patterns.count)
        for (_, pattern) in keyed {
            if let last = kept.last, arena[last.range].elementsEqual(arena[pattern.range]) { continue }
            kept.append(pattern)
        }
        return kept
    }

    private static func parents(of sorted: [BytePattern], in arena: UnsafeRawBufferPointer) -> [Int32] {
        var parents: [Int32] = []
        parents.reserveCapacity(sorted.count)
        var open: [Int] = []
        for (index, pattern) in sorted.enumerated() {
            while let last = open.last, !arena[pattern.range].starts(with: arena[sorted[last].range]) {
                open.removeLast()
            }
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

    private static func bigEndianPrefix(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 {
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
