import TikTokAPI

/// All destinations of a run, looked up by what they share. A class, since it goes to every rule for every destination.
public final class Fleet: Sendable {
    private let all: [Destination]
    private let places: [Place: Int]
    private let names: SharedValues<FileAndText>
    private let foldedNames: SharedValues<FileAndText>
    private let tokens: SharedValues<Secret>
    private let sharedCredentials: SharedCredentials
    /// Where secrets stand in plain text.
    let plaintextSecrets: PlaintextSecrets

    private struct Place: Hashable {
        let file: ObjectIdentifier
        let offset: Int

        init(_ range: SourceRange) {
            file = ObjectIdentifier(range.file)
            offset = range.bytes.lowerBound
        }
    }

    private struct FileAndText: Hashable {
        /// The number of the first destination of the file.
        let file: Int
        /// Compared by bytes: comparing texts from outside by canonical equivalence takes quadratic time on purpose-made
        /// ones.
        let text: Secret
    }

    /// Indexes destinations. Disabled ones count by name but not by what they share.
    public init(_ destinations: [Destination] = []) {
        all = destinations
        sharedCredentials = SharedCredentials(destinations)
        var places: [Place: Int] = [:]
        places.reserveCapacity(destinations.count)
        var names = SharedValues<FileAndText>(capacity: destinations.count)
        var foldedNames = SharedValues<FileAndText>(capacity: destinations.count)
        var tokens = SharedValues<Secret>(capacity: destinations.count)
        var plaintextSecrets = PlaintextSecrets()
        var files: [String: Int] = [:]
        for (index, destination) in destinations.enumerated() {
            places[Place(destination.range)] = index
            let file = files[destination.range.file.path, default: index]
            files[destination.range.file.path] = file
            names.append(FileAndText(file: file, text: Secret(destination.name)))
            foldedNames.append(FileAndText(file: file, text: Secret(FoldedName.fold(destination.name))))
            tokens.append(destination.accessToken?.cleaned)
            plaintextSecrets.add(destination)
        }
        self.places = places
        self.names = names
        self.foldedNames = foldedNames
        self.tokens = tokens
        self.plaintextSecrets = plaintextSecrets
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
        number(of: destination).map { tokens.count(sharing: $0) > 1 } ?? false
    }

    /// How many other destinations have the same file and name, and the first of them that stands elsewhere in the file; nil
    /// if there are none.
    func namesakes(of destination: Destination) -> (count: Int, first: Destination?)? {
        guard let index = number(of: destination), names.count(sharing: index) > 1 else { return nil }
        let first = names.all(sharing: index).first { all[$0].range.bytes != destination.range.bytes }
        return (names.count(sharing: index) - 1, first.map { all[$0] })
    }

    /// The first destination of the same file with another name that looks the same; nil if there is none.
    func lookalike(of destination: Destination) -> Destination? {
        guard let index = number(of: destination), foldedNames.count(sharing: index) > 1 else { return nil }
        return foldedNames.all(sharing: index).first { !all[$0].name.utf8.elementsEqual(destination.name.utf8) }
            .map { all[$0] }
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

    private func number(of destination: Destination) -> Int? { places[Place(destination.range)] }
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
