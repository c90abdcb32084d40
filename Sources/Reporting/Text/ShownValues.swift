import DestinationHealth
import LocatedJSON
import Synchronization

/// Which values of a config may be shown: in ours those under harmless keys, unless they stand where such a key does not
/// belong (an object in the place of a secret, an object that nobody knows); in another product's those that the loader
/// knows. All others are secrets until somebody knows better.
final class ShownValues: Sendable {
    private let plainKeys: Set<String>
    /// Where the values begin that may be shown; nil where keys tell.
    private let places: Set<Int>?
    /// What is not in its place outside of all destinations.
    private let outside: MisplacedValues
    /// The elements of all lists of destinations.
    private let destinations: [JSONValue]
    /// What is not in its place in the destination that was looked at last: excerpts ask for one after the other, and of
    /// very many destinations few are shown.
    private let last = Mutex<(destination: Int, values: MisplacedValues)?>(nil)

    init(_ file: SourceFile, plainKeys: Set<String>) {
        self.plainKeys = plainKeys
        places = file.shownPlaces
        var outside = MisplacedValues()
        var destinations: [JSONValue] = []
        if places == nil, case .json(let document) = file.document {
            let root = document.root
            switch root.kind {
            case .object where root["destinations"] != nil:
                destinations = outside.addFile(root, plainKeys)
            case .object: outside.addDestination(root, plainKeys)
            default: destinations = outside.addList(root)
            }
        }
        self.outside = outside
        self.destinations = destinations
    }

    /// Whether the value at an offset may be shown that stands under a key.
    func shows(valueAt offset: Int, under key: String?) -> Bool {
        if let places { return places.contains(offset) }
        guard let key else { return false }
        return plainKeys.containsShort(key) && !isMisplaced(offset)
    }

    /// Whether what stands at an offset outside all strings may be shown.
    func shows(syntaxAt offset: Int, underPlainKey: Bool?) -> Bool {
        if let places { return places.contains(offset) }
        return underPlainKey != false && !isMisplaced(offset)
    }

    /// Whether a byte of our config lies in a value that is not in its place.
    private func isMisplaced(_ offset: Int) -> Bool {
        if outside.contains(offset) { return true }
        var (low, high) = (0, destinations.count)
        while low < high {
            let middle = (low + high) / 2
            if destinations[middle].byteRange.upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        guard low < destinations.count, destinations[low].byteRange.contains(offset) else { return false }
        return last.withLock { last in
            if let last, last.destination == low { return last.values.contains(offset) }
            var values = MisplacedValues()
            values.addElement(destinations[low], plainKeys)
            last = (low, values)
            return values.contains(offset)
        }
    }
}

/// Where something stands in a config that does not belong there.
private struct MisplacedValues {
    /// Ascending and disjoint; each from the key to the end of its value, or a whole element of a list.
    private var ranges: [Range<Int>] = []

    func contains(_ offset: Int) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(offset)
    }

    /// Looks at what stands around the destinations of a file, which it returns.
    mutating func addFile(_ root: JSONValue, _ plainKeys: Set<String>) -> [JSONValue] {
        var destinations: [JSONValue] = []
        for member in root.members {
            if member.keyEquals("destinations") {
                destinations += addList(member.value)
            } else if member.keyEquals("defaults"), member.value.kind == .object {
                addDestination(member.value, plainKeys)
            } else if !member.keyEquals("version") || Self.isContainer(member.value) {
                add(member)
            }
        }
        return destinations
    }

    /// The elements of a list of destinations; one that is no list is misplaced.
    mutating func addList(_ list: JSONValue) -> [JSONValue] {
        if list.kind != .array { ranges.append(list.byteRange) }
        return Array(list.elements)
    }

    /// Looks at an element of such a list.
    mutating func addElement(_ element: JSONValue, _ plainKeys: Set<String>) {
        if element.kind == .object {
            addDestination(element, plainKeys)
        } else {
            ranges.append(element.byteRange)
        }
    }

    /// Looks at the members of a destination.
    mutating func addDestination(_ object: JSONValue, _ plainKeys: Set<String>) {
        for member in object.members {
            if member.keyEquals("app"), member.value.kind == .object {
                add(member.value.members) { $0.keyEquals("app_id") }
            } else if member.keyEquals("suppress"), member.value.kind == .array {
                for element in member.value.elements {
                    if element.kind == .object {
                        add(element.members) {
                            $0.keyEquals("rule") || $0.keyEquals("reason") || $0.keyEquals("until")
                        }
                    } else {
                        ranges.append(element.byteRange)
                    }
                }
            } else if Self.isOfOtherPlace(member) || !plainKeys.containsKey(of: member) || member.value.kind == .object
            {
                add(member)
            } else {
                for element in member.value.elements where Self.isContainer(element) {
                    ranges.append(element.byteRange)
                }
            }
        }
    }

    private mutating func add(_ members: JSONMembers, unless isInPlace: (JSONMember) -> Bool) {
        for member in members where !isInPlace(member) || Self.isContainer(member.value) { add(member) }
    }

    private mutating func add(_ member: JSONMember) {
        ranges.append(member.keyRange.lowerBound..<member.value.byteRange.upperBound)
    }

    private static func isContainer(_ value: JSONValue) -> Bool { value.kind == .object || value.kind == .array }

    /// Whether the key is harmless in an app, a suppression or the whole file, but means nothing in a destination.
    private static func isOfOtherPlace(_ member: JSONMember) -> Bool {
        member.keyEquals("app_id") || member.keyEquals("rule") || member.keyEquals("reason")
            || member.keyEquals("until")
    }
}

extension Set<String> {
    /// Whether a key is in the set; never for a long one, whose look-up by canonical equivalence could take quadratic
    /// time.
    fileprivate func containsKey(of member: JSONMember) -> Bool {
        // A key of 64 bytes takes six times as many where each is escaped.
        member.keyRange.count <= 386 && containsShort(member.key)
    }

    /// Whether a short key is in the set; never for a long one.
    func containsShort(_ key: String) -> Bool { key.utf8.count <= 64 && contains(key) }
}
