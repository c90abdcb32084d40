import LocatedJSON
import TikTokAPI

/// The tables behind `DestinationIndex`. Each is filled in one pass over the destinations when it is first used.
struct DestinationTables {
    let destinations: [Destination]

    /// The place of each destination in the run.
    private(set) lazy var places = Dictionary(
        destinations.enumerated().map { ($1.id, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// Those of one name in one file.
    private(set) lazy var names = DestinationGroups(destinations) { NameInFile($0, $0.name) }

    /// Those of one file whose names look the same, by the first destination of each name.
    private(set) lazy var confusableNames = {
        let names = names
        return DestinationGroups(destinations) { destination in
            let isFirstOfName = names.members(with: destination).map { $0.first?.id == destination.id } ?? true
            return isFirstOfName ? NameInFile(destination, FoldedName.fold(destination.name)) : nil
        }
    }()

    /// The secrets of each config.
    private(set) lazy var secretPlaces = SecretPlaces(destinations)

    private var groupsByField: [Field: DestinationGroups] = [:]
    private var subgroupsByFields: [FieldPair: [Subgroups]] = [:]

    private struct FieldPair: Hashable {
        let first: Field
        let second: Field
    }

    init(_ destinations: [Destination]) {
        self.destinations = destinations
    }

    /// Those with one value of a field.
    mutating func groups(by field: Field) -> DestinationGroups {
        if let groups = groupsByField[field] { return groups }
        let groups = DestinationGroups(destinations) { $0.comparableValue(of: field) }
        groupsByField[field] = groups
        return groups
    }

    /// Those with a destination's value of a field, told apart by a second field; nil where no other has that value.
    mutating func subgroups(
        with field: Field,
        by second: Field,
        as destination: Destination
    ) -> Subgroups? {
        let groups = groups(by: field)
        guard let number = groups.number(of: destination) else { return nil }
        let pair = FieldPair(first: field, second: second)
        if let subgroups = subgroupsByFields[pair] { return subgroups[number] }
        let subgroups = groups.all.map { Subgroups($0, by: second) }
        subgroupsByFields[pair] = subgroups
        return subgroups[number]
    }
}

/// Destinations that have something in common. One that has it alone is in no group, and takes no memory.
struct DestinationGroups {
    /// At least two destinations each, in the order of the run.
    private(set) var all: [[Destination]] = []
    private var numbers: [Destination.ID: Int] = [:]

    /// Groups destinations by a key; those without one are in no group.
    init<Key: Hashable>(_ destinations: [Destination], by key: (Destination) -> Key?) {
        var firstPlaces: [Key: Int32] = [:]
        firstPlaces.reserveCapacity(destinations.count)
        for (place, destination) in destinations.enumerated() {
            guard let key = key(destination) else { continue }
            if let first = firstPlaces[key] {
                join(destination, destinations[Int(first)])
            } else {
                firstPlaces[key] = Int32(truncatingIfNeeded: place)
            }
        }
    }

    private mutating func join(_ destination: Destination, _ first: Destination) {
        let number = numbers[first.id] ?? all.count
        if number == all.count {
            all.append([first])
            numbers[first.id] = number
        }
        all[number].append(destination)
        numbers[destination.id] = number
    }

    /// The place among all groups of the one that a destination is in; nil if it is in none.
    func number(of destination: Destination) -> Int? {
        numbers.isEmpty ? nil : numbers[destination.id]
    }

    /// The group that a destination is in, with itself; nil if it is in none.
    func members(with destination: Destination) -> [Destination]? {
        number(of: destination).map { all[$0] }
    }
}

/// The destinations of one group, told apart by a field.
struct Subgroups {
    /// Those with each value of the field, and under nil those without one.
    private(set) var byValue: [Secret?: [Destination]] = [:]
    /// The first destination with each value, in the order of the run.
    private(set) var firsts: [Destination] = []

    init(_ group: [Destination], by field: Field) {
        for destination in group {
            let value = destination.comparableValue(of: field)
            if value != nil, byValue[value] == nil { firsts.append(destination) }
            byValue[value, default: []].append(destination)
        }
    }
}

/// Where the secrets of each config are written, by the config's path.
struct SecretPlaces {
    private struct SecretFile: Hashable {
        let config: ByteString
        let path: ByteString
    }

    private struct PlaintextSecrets {
        /// The first destination with one.
        let first: Range<Int>
        /// Where they begin: one in `defaults` belongs to many destinations.
        var starts: Set<Int> = []
    }

    private var plaintextSecrets: [ByteString: PlaintextSecrets] = [:]
    private var firstReaders: [SecretFile: Range<Int>] = [:]

    init(_ destinations: [Destination]) {
        for destination in destinations where destination.isEnabled {
            let config = ByteString(destination.range.file.path)
            destination.forEachSecretText { text in
                if text.isPlaintextSecret {
                    plaintextSecrets[config, default: PlaintextSecrets(first: destination.range.bytes)]
                        .starts.insert(text.range.bytes.lowerBound)
                }
                for path in text.files {
                    let file = SecretFile(config: config, path: ByteString(path))
                    if firstReaders[file] == nil { firstReaders[file] = destination.range.bytes }
                }
            }
        }
    }

    /// How many secrets are written out in a destination's config, if it is the first with one.
    func plaintextCount(ifFirst destination: Destination) -> Int? {
        let secrets = plaintextSecrets[ByteString(destination.range.file.path)]
        return secrets?.first == destination.range.bytes ? secrets?.starts.count : nil
    }

    /// Whether a destination is the first of its config that reads a secret file.
    func isFirst(_ destination: Destination, toRead path: String) -> Bool {
        let file = SecretFile(config: ByteString(destination.range.file.path), path: ByteString(path))
        return firstReaders[file] == destination.range.bytes
    }
}

private struct NameInFile: Hashable {
    let path: ByteString
    let name: ByteString

    init(_ destination: Destination, _ name: String) {
        path = ByteString(destination.range.file.path)
        self.name = ByteString(name)
    }
}
