import TikTokAPI

/// All destinations of a run, looked up by what they share. A class, since it goes to every rule for every destination.
public final class Fleet: Sendable {
    private let all: [Destination]
    /// The place of each destination among all, by its file and its place there; -1 for one that is not among them. Empty
    /// where the two places are the same, as they are of one file that is checked whole.
    private let places: [ObjectIdentifier: [Int32]]
    private let names: SharedValues
    private let foldedNames: SharedValues
    private let tokens: SharedValues
    private let sharedCredentials: SharedCredentials
    private let plaintextSecrets: PlaintextSecrets

    /// Indexes destinations. Disabled ones count by name but not by what they share.
    public init(_ destinations: [Destination] = []) {
        let parts = destinations.inParts { part in
            let areInPlace = zip(part.indices, part).allSatisfy { $0 == $1.placeInFile }
            return (values: part.map(\.compared), secrets: PlaintextSecrets(part), areInPlace: areInPlace)
        }
        var values: [ComparedValues] = []
        values.reserveCapacity(destinations.count)
        var plaintextSecrets = PlaintextSecrets([])
        for part in parts {
            values += part.values
            plaintextSecrets.add(part.secrets)
        }
        let tables = Tables(destinations, values)
        all = destinations
        names = tables.names
        foldedNames = tables.foldedNames
        tokens = tables.tokens
        sharedCredentials = SharedCredentials(
            destinations,
            pixels: tables.pixels,
            tokens: tables.usableTokens,
            pixel: { values[$0].usablePixel },
            token: { values[$0].usableToken }
        )
        self.plaintextSecrets = plaintextSecrets
        places = parts.allSatisfy(\.areInPlace) ? [:] : Self.places(of: destinations)
    }

    private init(again fleet: Fleet) {
        all = fleet.all
        places = fleet.places
        names = fleet.names
        foldedNames = fleet.foldedNames
        tokens = fleet.tokens
        sharedCredentials = fleet.sharedCredentials
        plaintextSecrets = fleet.plaintextSecrets
    }

    /// The same fleet as another object, for work on another processor.
    func again() -> Fleet { Fleet(again: self) }

    /// What destinations have in common, each looked for on a processor of its own where there are many.
    private struct Tables {
        let names: SharedValues
        let foldedNames: SharedValues
        let tokens: SharedValues
        let usableTokens: SharedValues
        let pixels: SharedValues

        init(_ destinations: [Destination], _ values: [ComparedValues]) {
            let count = values.count
            @Sendable func areInOneFile(_ one: Int, _ two: Int) -> Bool {
                destinations[one].range.file.path.utf8.elementsEqual(destinations[two].range.file.path.utf8)
            }
            @Sendable func namesakes() -> SharedValues {
                SharedValues(count: count, hash: { values[$0].name }) { one, two in
                    destinations[one].name.utf8.elementsEqual(destinations[two].name.utf8) && areInOneFile(one, two)
                }
            }
            @Sendable func lookalikes() -> SharedValues {
                SharedValues(count: count, hash: { values[$0].foldedName }) { one, two in
                    let names = (FoldedName.fold(destinations[one].name), FoldedName.fold(destinations[two].name))
                    return names.0.utf8.elementsEqual(names.1.utf8) && areInOneFile(one, two)
                }
            }
            @Sendable func equalTokens(ofUsable: Bool) -> SharedValues {
                SharedValues(count: count, hash: { ofUsable ? values[$0].usableToken : values[$0].token }) { one, two in
                    destinations[one].accessToken?.cleaned == destinations[two].accessToken?.cleaned
                }
            }
            @Sendable func equalPixels() -> SharedValues {
                SharedValues(count: count, hash: { values[$0].usablePixel }) { one, two in
                    destinations[one].pixelID?.cleaned == destinations[two].pixelID?.cleaned
                }
            }
            let isLong = count > 4_000
            let tables = concurrently(
                if: isLong,
                [
                    { @Sendable in namesakes() },
                    { @Sendable in equalTokens(ofUsable: false) },
                    { @Sendable in equalPixels() },
                ]
            )
            (names, tokens, pixels) = (tables[0], tables[1], tables[2])
            // Names are mostly written in lower case, and tokens mostly usable.
            foldedNames = values.allSatisfy { $0.foldedName == $0.name } ? names : lookalikes()
            usableTokens =
                values.allSatisfy { $0.token == $0.usableToken } ? tokens : equalTokens(ofUsable: true)
        }
    }

    private static func places(of destinations: [Destination]) -> [ObjectIdentifier: [Int32]] {
        var places: [ObjectIdentifier: [Int32]] = [:]
        var rest = destinations.indices
        while let first = rest.first {
            // Those of one file stand together.
            let file = destinations[first].range.file.identity
            let end = rest.first { destinations[$0].range.file.identity != file } ?? rest.upperBound
            var known = places.removeValue(forKey: file) ?? []
            for number in first..<end {
                let place = destinations[number].placeInFile
                if place >= known.count { known += repeatElement(-1, count: place + 1 - known.count) }
                known[place] = Int32(truncatingIfNeeded: number)
            }
            places[file] = known
            rest = end..<rest.upperBound
        }
        return places
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

    /// Whether a destination is the first of its config with a secret in it.
    func isFirstWithPlaintextSecret(_ destination: Destination) -> Bool {
        // Nearly every destination stands behind the first one.
        destination.range.bytes.lowerBound <= plaintextSecrets.lastFirst && plaintextSecrets.isFirst(destination)
    }

    /// How many secrets stand in a config, by the first destination with one.
    func plaintextSecrets(inConfigOf destination: Destination) -> Int {
        guard let index = number(of: destination) else { return 0 }
        let file = destination.range.file.identity
        // One of the defaults is taken by many.
        var places: Set<Int> = []
        for other in all[index...].prefix(while: { $0.range.file.identity == file }) where other.isEnabled {
            other.forEachSecretText { if $0.isPlaintextSecret { places.insert($0.range.bytes.lowerBound) } }
        }
        return places.count
    }

    /// Whether a destination is the first of its config that reads a secret file.
    func isFirst(_ destination: Destination, toReadSecretFile path: String) -> Bool {
        plaintextSecrets.isFirst(destination, toRead: path)
    }

    private func number(of destination: Destination) -> Int? {
        // Mostly one file is checked, and all of it.
        let (file, place) = (destination.range.file.identity, destination.placeInFile)
        if places.isEmpty {
            return place < all.count && all[place].range.file.identity == file ? place : nil
        }
        guard let places = places[file], places.indices.contains(place), places[place] >= 0 else { return nil }
        return Int(places[place])
    }
}

/// Names as the eye sees them: without case, without what takes no room, look-alike letters as one.
enum FoldedName {
    /// Whether a name is one of those that folding leaves as they are, for all that a quick look can tell.
    static func isFolded(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { bytes in
            bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        }
    }

    static func fold(_ name: String) -> String {
        if isFolded(name) { return name }
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
