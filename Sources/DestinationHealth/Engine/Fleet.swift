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

    private var byName: [FileAndText: [Member]] = [:]
    private var byFoldedName: [FileAndText: [Member]] = [:]
    private let all: [Destination]
    private var places: [Place: Int] = [:]
    /// The tokens that more than one destination has.
    private var sharedTokens: Set<Secret> = []
    /// Who shares tokens and pixels.
    private(set) var sharedCredentials = SharedCredentials()
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
        let file: String
        /// Compared by bytes: comparing texts from outside by canonical equivalence takes quadratic time on purpose-made
        /// ones.
        let text: Secret

        init(file: String, text: String) {
            self.file = file
            self.text = Secret(text)
        }
    }

    /// Indexes destinations. Disabled ones count by name but not by what they share.
    public init(_ destinations: [Destination] = []) {
        all = destinations
        var tokens: Set<Secret> = []
        for token in destinations.lazy.compactMap({ $0.accessToken?.cleaned }) where !tokens.insert(token).inserted {
            sharedTokens.insert(token)
        }
        for (index, destination) in destinations.enumerated() {
            places[Place(destination)] = index
            let file = destination.range.file.path
            let member = Member(name: destination.name, file: file, range: destination.range)
            byName[FileAndText(file: file, text: destination.name), default: []].append(member)
            let folded = FoldedName.fold(destination.name)
            byFoldedName[FileAndText(file: file, text: folded), default: []].append(member)
            sharedCredentials.add(destination, as: member)
            plaintextSecrets.add(destination)
        }
    }

    /// The destinations that stand nearest, at most eight on either side, nearest first: what was mixed up was mostly mixed
    /// up with a neighbour.
    func neighbours(of destination: Destination) -> [Destination] {
        guard let index = places[Place(destination)] else { return [] }
        return (1...8).flatMap { distance in [index + distance, index - distance] }
            .filter(all.indices.contains).map { all[$0] }
    }

    /// Whether another destination may ask the same with the same token.
    func sharesToken(_ destination: Destination) -> Bool {
        destination.accessToken.map { sharedTokens.contains($0.cleaned) } ?? false
    }

    /// The destinations of the same file and name, itself among them.
    public func namesakes(of destination: Destination) -> [Member] {
        byName[FileAndText(file: destination.range.file.path, text: destination.name)] ?? []
    }

    /// The destinations of the same file whose names look the same, itself and its namesakes among them.
    public func lookalikes(of destination: Destination) -> [Member] {
        byFoldedName[FileAndText(file: destination.range.file.path, text: FoldedName.fold(destination.name))] ?? []
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
