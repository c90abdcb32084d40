import TikTokAPI

/// Which enabled destinations share a token or a pixel. Built in one pass; each look-up takes the time of its answer's
/// first few names, however many destinations share.
struct SharedCredentials: Sendable {
    /// A token together with a pixel, by their numbers.
    private struct Pair: Hashable {
        let pixel: Int32
        /// Nil for a token that is missing, unresolved or made up.
        let token: Int32?
    }

    private var pixels: SharedValues<Secret>
    private var tokens: SharedValues<Secret>
    private var pairs: SharedValues<Pair>
    private var hasUnknownTokens = false
    /// The destinations that are the first of their pair, by the pixel's number and by the token's; others have none here.
    private var firstsOfPixel: SharedValues<Int32>
    private var firstsOfToken: SharedValues<Int32>
    private let destinations: [Destination]

    /// Others that share something.
    struct Others: Sendable {
        /// At most three names.
        let names: [String]
        /// How many there are in all.
        let count: Int

        /// `a, b, c and 4 more`.
        var words: String {
            // A file that is given twice has nothing but itself to name.
            if names.isEmpty { return "\(count) other place\(count == 1 ? "" : "s")" }
            return names.joined(separator: ", ") + (count > names.count ? " and \(count - names.count) more" : "")
        }
    }

    /// Finds out what destinations share.
    init(_ destinations: [Destination]) {
        self.destinations = destinations
        pixels = SharedValues(capacity: destinations.count)
        tokens = SharedValues(capacity: destinations.count)
        pairs = SharedValues(capacity: destinations.count)
        firstsOfPixel = SharedValues(capacity: destinations.count)
        firstsOfToken = SharedValues(capacity: destinations.count)
        for index in destinations.indices { append(destinations[index], at: index) }
    }

    private mutating func append(_ destination: Destination, at index: Int) {
        let pixel = destination.isEnabled ? pixels.append(Self.comparable(destination.pixelID)) : pixels.append(nil)
        let token = tokens.append(pixel == nil ? nil : Self.comparable(destination.accessToken))
        if pixel != nil, token == nil { hasUnknownTokens = true }
        pairs.append(pixel.map { Pair(pixel: $0, token: token) })
        let isFirst = token != nil && pairs.count(sharing: index) == 1
        firstsOfPixel.append(isFirst ? pixel : nil)
        firstsOfToken.append(isFirst ? token : nil)
    }

    private static func comparable(_ text: ConfigText?) -> Secret? {
        guard let text, text.isUsable else { return nil }
        return text.cleaned
    }

    /// The other destinations with the same pixel and the same token, for all that is known; nil if there are none.
    ///
    /// - Parameter destination: Its number, in the order in which they came.
    func twins(of destination: Int) -> Others? {
        guard let pixel = pixels.number(of: destination) else { return nil }
        let count = pairs.count(sharing: destination)
        if count > 1 {
            return others(pairs.all(sharing: destination), count: count - 1) { !isSame($0, destination) }
        }
        if tokens.number(of: destination) == nil {
            let count = firstsOfPixel.count(of: pixel)
            return count == 0 ? nil : others(firstsOfPixel.all(of: pixel), count: count) { _ in true }
        }
        // One whose token is not known may have this one.
        guard hasUnknownTokens else { return nil }
        let unknown = Pair(pixel: pixel, token: nil)
        let unknownCount = pairs.count(of: unknown)
        return unknownCount == 0 ? nil : others(pairs.all(of: unknown), count: unknownCount) { _ in true }
    }

    /// The other tokens of the same pixel, each by the first destination that has it; nil if there are none.
    func otherTokens(forPixelOf destination: Int) -> Others? {
        guard let pixel = pixels.number(of: destination), let token = tokens.number(of: destination) else { return nil }
        let count = firstsOfPixel.count(of: pixel)
        guard count > 1 else { return nil }
        return others(firstsOfPixel.all(of: pixel), count: count - 1) { tokens.number(of: $0) != token }
    }

    /// The other pixels of the same token, each by its first destination; nil if there are none, or where an earlier
    /// destination tells of them.
    func otherPixels(forTokenFirstOf destination: Int) -> Others? {
        guard let pixel = pixels.number(of: destination), let token = tokens.number(of: destination) else { return nil }
        let count = firstsOfToken.count(of: token)
        guard count > 1, let first = firstsOfToken.all(of: token).first(where: { _ in true }), first == destination
        else { return nil }
        return others(firstsOfToken.all(of: token), count: count - 1) { pixels.number(of: $0) != pixel }
    }

    private func others(_ all: some Sequence<Int>, count: Int, where isOther: (Int) -> Bool) -> Others {
        var names: [String] = []
        for destination in all where isOther(destination) {
            names.append(destinations[destination].name)
            if names.count == 3 { break }
        }
        return Others(names: names, count: count)
    }

    /// Whether two are one, of a file that is given twice.
    private func isSame(_ one: Int, _ two: Int) -> Bool {
        let (one, two) = (destinations[one].range, destinations[two].range)
        return one.bytes == two.bytes && one.file.path == two.file.path
    }
}
