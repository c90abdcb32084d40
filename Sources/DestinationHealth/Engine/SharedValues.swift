/// Which destinations, by their number, have a value in common. Takes a few bytes a destination, whatever the values are.
struct SharedValues<Value: Hashable & Sendable>: Sendable {
    /// The number of each value, in the order in which they came.
    private var numbers: [Value: Int32] = [:]
    private var chains: [Chain] = []
    /// The next destination with the same value; -1 for none.
    private var next: [Int32] = []
    /// The number of each destination's value; -1 for none.
    private var valueOf: [Int32] = []

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
        let number = numbers[value] ?? Int32(truncatingIfNeeded: chains.count)
        valueOf.append(number)
        if Int(number) == chains.count {
            numbers[value] = number
            chains.append(Chain(first: destination, last: destination, count: 1))
        } else {
            next[Int(chains[Int(number)].last)] = destination
            chains[Int(number)].last = destination
            chains[Int(number)].count += 1
        }
        return number
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
        numbers[value].map { Int(chains[Int($0)].count) } ?? 0
    }

    /// The destinations with the value of this one, itself among them, in order.
    func all(sharing destination: Int) -> some Sequence<Int> { all(number(of: destination)) }

    /// The destinations with a value, in order.
    func all(of value: Value) -> some Sequence<Int> { all(numbers[value]) }

    private func all(_ number: Int32?) -> UnfoldSequence<Int, Int32> {
        sequence(state: number.map { chains[Int($0)].first } ?? -1) { place in
            guard place >= 0 else { return nil }
            defer { place = next[Int(place)] }
            return Int(place)
        }
    }
}
