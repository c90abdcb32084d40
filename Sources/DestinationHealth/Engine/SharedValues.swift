/// Which destinations, by their number, have a value in common. Takes a few bytes a destination, whatever the values are.
struct SharedValues<Value: Hashable & Sendable>: Sendable {
    /// Each value once, in the order in which they came: a value's place is its number.
    private var values: [Value] = []
    /// The values' hashes, so that hardly ever two values need be compared.
    private var hashes: [Int] = []
    /// Open addressing by hash: 1 + a value's number; 0 for free. A dictionary would take three times as much.
    private var slots: [Int32]
    private var chains: [Chain] = []
    /// The next destination with the same value; -1 for none.
    private var next: [Int32] = []
    /// The number of each destination's value; -1 for none.
    private var valueOf: [Int32] = []

    /// Makes room.
    ///
    /// - Parameter capacity: How many destinations there are.
    init(capacity: Int) {
        var size = 16
        while size < 2 * capacity { size *= 2 }
        slots = [Int32](repeating: 0, count: size)
        next.reserveCapacity(capacity)
        valueOf.reserveCapacity(capacity)
    }

    private struct Chain {
        let first: Int32
        var last: Int32
        var count: Int32
    }

    /// Takes in the value of the next destination; nil for one that has none.
    ///
    /// - Returns: The number of the value, which those that are equal share.
    @discardableResult
    mutating func append(_ value: Value?) -> Int32? {
        let destination = Int32(truncatingIfNeeded: valueOf.count)
        next.append(-1)
        guard let value else {
            valueOf.append(-1)
            return nil
        }
        let hash = value.hashValue
        let slot = slot(of: value, hash: hash)
        if slots[slot] == 0 {
            values.append(value)
            hashes.append(hash)
            slots[slot] = Int32(truncatingIfNeeded: values.count)
            chains.append(Chain(first: destination, last: destination, count: 1))
        } else {
            let chain = Int(slots[slot] - 1)
            next[Int(chains[chain].last)] = destination
            chains[chain].last = destination
            chains[chain].count += 1
        }
        valueOf.append(slots[slot] - 1)
        return slots[slot] - 1
    }

    /// Where a value's number stands, or is to be put.
    private func slot(of value: Value, hash: Int) -> Int {
        var slot = hash & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot] - 1)
            if hashes[number] == hash, values[number] == value { break }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private func number(of value: Value) -> Int32? {
        let number = slots[slot(of: value, hash: value.hashValue)]
        return number == 0 ? nil : number - 1
    }

    /// The number of a destination's value; nil if it has none.
    func number(of destination: Int) -> Int32? {
        valueOf[destination] < 0 ? nil : valueOf[destination]
    }

    /// How many destinations have the value of this one, itself among them; 0 where it has none.
    func count(sharing destination: Int) -> Int {
        number(of: destination).map { Int(chains[Int($0)].count) } ?? 0
    }

    /// How many destinations have a value.
    func count(of value: Value) -> Int {
        number(of: value).map { Int(chains[Int($0)].count) } ?? 0
    }

    /// The destinations with the value of this one, itself among them, in order.
    func all(sharing destination: Int) -> some Sequence<Int> { all(number(of: destination)) }

    /// The destinations with a value, in order.
    func all(of value: Value) -> some Sequence<Int> { all(number(of: value)) }

    private func all(_ number: Int32?) -> UnfoldSequence<Int, Int32> {
        sequence(state: number.map { chains[Int($0)].first } ?? -1) { place in
            guard place >= 0 else { return nil }
            defer { place = next[Int(place)] }
            return Int(place)
        }
    }
}
