/// Which destinations, by their number, have a value in common. Takes nothing for those whose value is theirs alone, which
/// are nearly all.
struct SharedValues: Sendable {
    /// The destinations with the same value, in order; at least two.
    private(set) var groups: [[Int32]] = []
    /// The group of each destination that is in one.
    private var groupOf: [Int32: Int32] = [:]

    /// Finds out what is shared.
    ///
    /// - Parameters:
    ///   - count: How many destinations there are.
    ///   - hash: The hash of a destination's value.
    ///   - areEqual: Whether two destinations whose hashes are equal have the same value.
    init(count: Int, hash: (Int) -> ValueHash, areEqual: (Int, Int) -> Bool) {
        var size = 16
        while size < 2 * count { size *= 2 }
        // Open addressing by hash: the first destination with a value; -1 for free.
        var slots = [Int32](repeating: -1, count: size)
        for destination in 0..<count {
            let own = hash(destination)
            guard own != .none else { continue }
            var slot = Int(truncatingIfNeeded: own.bits) & (size - 1)
            while slots[slot] >= 0 {
                let first = Int(slots[slot])
                if hash(first) == own, areEqual(first, destination) { break }
                slot = (slot + 1) & (size - 1)
            }
            if slots[slot] < 0 {
                slots[slot] = Int32(truncatingIfNeeded: destination)
            } else {
                join(Int32(truncatingIfNeeded: destination), slots[slot])
            }
        }
    }

    private mutating func join(_ destination: Int32, _ first: Int32) {
        let group = groupOf[first] ?? Int32(truncatingIfNeeded: groups.count)
        if group == groups.count {
            groups.append([first])
            groupOf[first] = group
        }
        groups[Int(group)].append(destination)
        groupOf[destination] = group
    }

    /// The number of the group of destinations that share the value of this one; nil where none does.
    func group(of destination: Int) -> Int? {
        groupOf.isEmpty ? nil : groupOf[Int32(truncatingIfNeeded: destination)].map { Int($0) }
    }

    /// The destinations that share the value of this one, itself among them, in order; empty where none does.
    func all(sharing destination: Int) -> [Int32] {
        group(of: destination).map { groups[$0] } ?? []
    }

    /// The first destination with the value of this one, which stands for the value.
    func first(sharing destination: Int) -> Int32 {
        group(of: destination).map { groups[$0][0] } ?? Int32(truncatingIfNeeded: destination)
    }
}

/// A hash that takes a few nanoseconds, and is another one in each run, so that nobody can make up values that collide.
struct ValueHash: Hashable, Sendable {
    private static let seed = UInt64.random(in: .min ... .max)

    /// That of no value at all.
    static let none = ValueHash(bits: 0)

    /// Few enough to be kept for each of very many destinations: equal hashes are followed by a comparison.
    let bits: UInt32

    /// Hashes a text by its bytes: comparing texts from outside by canonical equivalence takes quadratic time on purpose-made
    /// ones.
    init(_ text: String) {
        var text = text
        self = text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            var hash = Self.mixed(Self.seed, UInt64(bytes.count))
            var offset = 0
            while offset + 8 <= bytes.count {
                hash = Self.mixed(hash, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                offset += 8
            }
            var rest: UInt64 = 0
            for byte in bytes[offset...] { rest = rest << 8 | UInt64(byte) }
            return ValueHash(folding: Self.mixed(hash, rest))
        }
    }

    private init(bits: UInt32) { self.bits = bits }

    private init(folding hash: UInt64) {
        bits = max(1, UInt32(truncatingIfNeeded: hash ^ hash >> 32))
    }

    /// The hash of this value together with another.
    func joined(with other: UInt64) -> ValueHash {
        ValueHash(folding: Self.mixed(Self.seed ^ UInt64(bits), other))
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low ^ word
    }
}
