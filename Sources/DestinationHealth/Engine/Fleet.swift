import TikTokAPI

/// All destinations of a run, looked up by what they share. A class, since it goes to every rule for every destination.
public final class Fleet: Sendable {
    private let all: [Destination]
    /// The place of each destination among all, by its file and its place there; -1 for one that is not among them.
    private let places: [ObjectIdentifier: [Int32]]
    private let names: SharedValues
    private let foldedNames: SharedValues
    private let tokens: SharedValues
    private let sharedCredentials: SharedCredentials
    /// Where secrets stand in plain text.
    let plaintextSecrets: PlaintextSecrets

    /// Indexes destinations. Disabled ones count by name but not by what they share.
    public init(_ destinations: [Destination] = []) {
        var parts = destinations.inParts { part in (part.map(ComparedValues.init), PlaintextSecrets(part)) }
        var values: [ComparedValues] = []
        values.reserveCapacity(destinations.count)
        var plaintextSecrets = PlaintextSecrets([])
        for part in parts.indices {
            values += parts[part].0
            plaintextSecrets.add(parts[part].1)
            parts[part] = ([], PlaintextSecrets([]))
        }
        func areInOneFile(_ one: Int, _ two: Int) -> Bool {
            destinations[one].range.file.path.utf8.elementsEqual(destinations[two].range.file.path.utf8)
        }
        all = destinations
        names = SharedValues(count: values.count, hash: { values[$0].name }) { one, two in
            destinations[one].name.utf8.elementsEqual(destinations[two].name.utf8) && areInOneFile(one, two)
        }
        foldedNames = SharedValues(count: values.count, hash: { values[$0].foldedName }) { one, two in
            FoldedName.fold(destinations[one].name).utf8.elementsEqual(FoldedName.fold(destinations[two].name).utf8)
                && areInOneFile(one, two)
        }
        tokens = SharedValues(count: values.count, hash: { values[$0].token }) { one, two in
            destinations[one].accessToken?.cleaned == destinations[two].accessToken?.cleaned
        }
        sharedCredentials = SharedCredentials(
            destinations,
            pixel: { values[$0].usablePixel },
            token: { values[$0].usableToken }
        )
        self.plaintextSecrets = plaintextSecrets
        places = Self.places(of: destinations)
    }

    private static func places(of destinations: [Destination]) -> [ObjectIdentifier: [Int32]] {
        var places: [ObjectIdentifier: [Int32]] = [:]
        var rest = destinations.indices
        while let first = rest.first {
            // Those of one file stand together.
            let file = destinations[first].range.file
            let end = rest.first { destinations[$0].range.file !== file } ?? rest.upperBound
            var known = places.removeValue(forKey: ObjectIdentifier(file)) ?? []
            for number in first..<end {
                let place = destinations[number].placeInFile
                if place >= known.count { known += repeatElement(-1, count: place + 1 - known.count) }
                known[place] = Int32(truncatingIfNeeded: number)
            }
            places[ObjectIdentifier(file)] = known
            rest = end..<rest.upperBound
        }
        return places
    }

    /// The hashes of what destinations are compared by; that of nothing for what one does not have or what does not count.
    private struct ComparedValues {
        let name: ValueHash
        let foldedName: ValueHash
        let token: ValueHash
        let usablePixel: ValueHash
        let usableToken: ValueHash

        init(_ destination: Destination) {
            func hash(_ secret: Secret?) -> ValueHash { secret.map { ValueHash($0.unmasked) } ?? .none }
            let file = ValueHash(destination.range.file.path).bits
            name = ValueHash(destination.name).joined(with: file)
            foldedName = ValueHash(FoldedName.fold(destination.name)).joined(with: file)
            token = hash(destination.accessToken?.cleaned)
            usablePixel = hash(destination.isEnabled ? SharedCredentials.comparable(destination.pixelID) : nil)
            let countsToken = SharedCredentials.comparable(destination.accessToken) != nil
            usableToken = usablePixel == .none || !countsToken ? .none : token
        }
    }

    /// The destinations that stand nearest, at most eight on either side, nearest first: what was mixed up was mostly mixed
    /// up with a neighbour.
    func neighbours(of destination: Destination) -> [Destination] {
        guard let index = number(of: destination) else { return [] }
        return (1...8).flatMap { distance in [index + distance, index - distance] }
            .filter(all.indices.contains).map { all[$0] }
    }

    /// Whether another destination may ask the same with the same token.
    func sharesToken(_ destination: Destination) -> Bool {
        number(of: destination).map { tokens.group(of: $0) != nil } ?? false
    }

    /// How many other destinations have the same file and name, and the first of them that stands elsewhere in the file; nil
    /// if there are none.
    func namesakes(of destination: Destination) -> (count: Int, first: Destination?)? {
        guard let index = number(of: destination), names.group(of: index) != nil else { return nil }
        let namesakes = names.all(sharing: index)
        let first = namesakes.first { all[Int($0)].range.bytes != destination.range.bytes }
        return (namesakes.count - 1, first.map { all[Int($0)] })
    }

    /// The first destination of the same file with another name that looks the same; nil if there is none.
    func lookalike(of destination: Destination) -> Destination? {
        guard let index = number(of: destination) else { return nil }
        return foldedNames.all(sharing: index).lazy.map { self.all[Int($0)] }
            .first { !$0.name.utf8.elementsEqual(destination.name.utf8) }
    }

    /// The other destinations with the same pixel and the same token, for all that is known; nil if there are none.
    func twins(of destination: Destination) -> SharedCredentials.Others? {
        number(of: destination).flatMap { sharedCredentials.twins(of: $0) }
    }

    /// The other tokens of the same pixel, each by the first destination that has it; nil if there are none.
    func otherTokens(forPixelOf destination: Destination) -> SharedCredentials.Others? {
        number(of: destination).flatMap { sharedCredentials.otherTokens(forPixelOf: $0) }
    }

    /// The other pixels of the same token, each by its first destination; nil if there are none, or where an earlier
    /// destination tells of them.
    func otherPixels(forTokenFirstOf destination: Destination) -> SharedCredentials.Others? {
        number(of: destination).flatMap { sharedCredentials.otherPixels(forTokenFirstOf: $0) }
    }

    private func number(of destination: Destination) -> Int? {
        guard let places = places[ObjectIdentifier(destination.range.file)],
            places.indices.contains(destination.placeInFile), places[destination.placeInFile] >= 0
        else { return nil }
        return Int(places[destination.placeInFile])
    }
}

/// Names as the eye sees them: without case, without what takes no room, look-alike letters as one.
enum FoldedName {
    static func fold(_ name: String) -> String {
        if name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }) {
            return name
        }
        // Appending to a scalar view piece by piece copies all of it each time.
        var folded: [UInt8] = []
        folded.reserveCapacity(name.utf8.count)
        for scalar in name.unicodeScalars where !scalar.properties.isDefaultIgnorableCodePoint {
            let latin = LookAlike.latin(for: scalar) ?? scalar
            folded.append(contentsOf: latin.properties.lowercaseMapping.utf8)
        }
        return String(decoding: folded, as: UTF8.self)
    }
}
