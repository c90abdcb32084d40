import TikTokAPI

/// All destinations of a run, looked up by what they share.
public struct Fleet: Sendable {
    /// A destination's place among all.
    public struct Member: Sendable {
        /// Its name.
        public let name: String
        /// The path of its file.
        public let file: String
        /// Where it begins.
        public let range: SourceRange
    }

    private let all: [Destination]
    private var members: [Member] = []
    private var places: [Place: Int] = [:]
    private var names = SharedValues<FileAndText>()
    private var foldedNames = SharedValues<FileAndText>()
    private var tokens = SharedValues<Secret>()
    private var sharedCredentials = SharedCredentials()
    /// Where secrets stand in plain text.
    private(set) var plaintextSecrets = PlaintextSecrets()

    private struct Place: Hashable {
        let file: ObjectIdentifier
        let offset: Int

        init(_ destination: Destination) {
            file = ObjectIdentifier(destination.range.file)
            offset = destination.range.bytes.lowerBound
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
        places.reserveCapacity(destinations.count)
        members.reserveCapacity(destinations.count)
        var files: [String: Int] = [:]
        for (index, destination) in destinations.enumerated() {
            places[Place(destination)] = index
            let path = destination.range.file.path
            let file = files[path] ?? index
            files[path] = file
            let member = Member(name: destination.name, file: path, range: destination.range)
            members.append(member)
            names.append(FileAndText(file: file, text: Secret(destination.name)))
            foldedNames.append(FileAndText(file: file, text: Secret(FoldedName.fold(destination.name))))
            tokens.append(destination.accessToken?.cleaned)
            sharedCredentials.append(destination, as: member)
            plaintextSecrets.add(destination)
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
        number(of: destination).map { tokens.count(sharing: $0) > 1 } ?? false
    }

    /// The other destinations of the same file and name, in order.
    func namesakes(of destination: Destination) -> [Member] {
        guard let index = number(of: destination), names.count(sharing: index) > 1 else { return [] }
        return names.all(sharing: index).filter { $0 != index }.map { members[$0] }
    }

    /// The first destination of the same file with another name that looks the same; nil if there is none.
    func lookalike(of destination: Destination) -> Member? {
        guard let index = number(of: destination), foldedNames.count(sharing: index) > 1 else { return nil }
        return foldedNames.all(sharing: index).first { !members[$0].name.utf8.elementsEqual(destination.name.utf8) }
            .map { members[$0] }
    }

    /// The other destinations with the same pixel and the same token, for all that is known; nil if there are none.
    func twins(of destination: Destination) -> SharedCredentials.Others? {
        number(of: destination).flatMap(sharedCredentials.twins)
    }

    /// The other tokens of the same pixel, each by the first destination that has it; nil if there are none.
    func otherTokens(forPixelOf destination: Destination) -> SharedCredentials.Others? {
        number(of: destination).flatMap(sharedCredentials.otherTokens)
    }

    /// The other pixels of the same token, each by its first destination; nil if there are none, or where an earlier
    /// destination tells of them.
    func otherPixels(forTokenFirstOf destination: Destination) -> SharedCredentials.Others? {
        number(of: destination).flatMap(sharedCredentials.otherPixels)
    }

    private func number(of destination: Destination) -> Int? { places[Place(destination)] }
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
