import TikTokAPI

/// Which enabled destinations share a token or a pixel. Each look-up takes the time of its answer's first few names,
/// however many destinations share.
struct SharedCredentials: Sendable {
    /// Destinations with one pixel.
    private struct PixelGroup {
        /// Of each known token the first destination.
        var firstOfTokens: [Int32] = []
        /// Those whose token is missing, unresolved or made up.
        var withUnknownToken: [Int32] = []
    }

    private let destinations: [Destination]
    private let pixels: SharedValues
    private let tokens: SharedValues
    /// Pixel and token, or no known token, together.
    private let pairs: SharedValues
    private var pixelGroups: [PixelGroup] = []
    /// Of each group of destinations with one token, the first destination of each pixel.
    private var firstOfPixels: [[Int32]] = []

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
    ///
    /// - Parameters:
    ///   - destinations: All of them.
    ///   - pixels: Which pixels are shared, of those that count.
    ///   - tokens: Which tokens are shared, of those that count.
    ///   - pixel: The hash of a destination's pixel, where it counts.
    ///   - token: The hash of a destination's token, where it counts.
    init(
        _ destinations: [Destination],
        pixels: SharedValues,
        tokens: SharedValues,
        pixel: (Int) -> ValueHash,
        token: (Int) -> ValueHash
    ) {
        func firstWithToken(of destination: Int) -> Int32? {
            token(destination) == .none ? nil : tokens.first(sharing: destination)
        }
        pairs = SharedValues(
            // Where no pixel is shared no pair is.
            count: pixels.groups.isEmpty ? 0 : destinations.count,
            hash: { destination in
                guard pixels.group(of: destination) != nil else { return .none }
                let token = firstWithToken(of: destination) ?? -1
                return pixel(destination).joined(with: UInt64(bitPattern: Int64(token)))
            },
            areEqual: { one, two in
                pixels.group(of: one) == pixels.group(of: two)
                    && firstWithToken(of: one) == firstWithToken(of: two)
            }
        )
        for members in pixels.groups {
            var group = PixelGroup()
            var seen: Set<Int32> = []
            for member in members {
                guard let token = firstWithToken(of: Int(member)) else {
                    group.withUnknownToken.append(member)
                    continue
                }
                if seen.insert(token).inserted { group.firstOfTokens.append(member) }
            }
            pixelGroups.append(group)
        }
        for members in tokens.groups {
            var seen: Set<Int32> = []
            firstOfPixels.append(members.filter { seen.insert(pixels.first(sharing: Int($0))).inserted })
        }
        self.destinations = destinations
        self.pixels = pixels
        self.tokens = tokens
    }

    /// The text that a destination shares with others of the same; nil for one that is missing or made up.
    static func comparable(_ text: ConfigText?) -> Secret? {
        guard let text, text.isUsable else { return nil }
        return text.cleaned
    }

    /// The other destinations with the same pixel and the same token, for all that is known; nil if there are none.
    ///
    /// - Parameter destination: Its number, in the order in which they came.
    func twins(of destination: Int) -> Others? {
        guard let group = pixels.group(of: destination).map({ pixelGroups[$0] }) else { return nil }
        let twins = pairs.all(sharing: destination)
        if !twins.isEmpty {
            return others(twins, count: twins.count - 1) { !isSame($0, destination) }
        }
        // One whose token is not known may have the same.
        let mayBeSame = token(of: destination) == nil ? group.firstOfTokens : group.withUnknownToken
        return mayBeSame.isEmpty ? nil : others(mayBeSame, count: mayBeSame.count) { _ in true }
    }

    /// The other tokens of the same pixel, each by the first destination that has it; nil if there are none.
    func otherTokens(forPixelOf destination: Int) -> Others? {
        guard let group = pixels.group(of: destination).map({ pixelGroups[$0] }), group.firstOfTokens.count > 1,
            let token = token(of: destination)
        else { return nil }
        return others(group.firstOfTokens, count: group.firstOfTokens.count - 1) { self.token(of: $0) != token }
    }

    /// The other pixels of the same token, each by its first destination; nil if there are none, or where an earlier
    /// destination tells of them.
    func otherPixels(forTokenFirstOf destination: Int) -> Others? {
        guard let firsts = tokens.group(of: destination).map({ firstOfPixels[$0] }), firsts.count > 1,
            firsts[0] == destination
        else { return nil }
        let pixel = pixels.first(sharing: destination)
        return others(firsts, count: firsts.count - 1) { pixels.first(sharing: $0) != pixel }
    }

    /// The first destination with the token of this one; nil where the token is not known.
    private func token(of destination: Int) -> Int32? {
        Self.comparable(destinations[destination].accessToken) == nil ? nil : tokens.first(sharing: destination)
    }

    private func others(_ all: [Int32], count: Int, where isOther: (Int) -> Bool) -> Others {
        let names = all.lazy.map { Int($0) }.filter(isOther).prefix(3).map { destinations[$0].name }
        return Others(names: names, count: count)
    }

    /// Whether two are one, of a file that is given twice.
    private func isSame(_ one: Int, _ two: Int) -> Bool {
        let (one, two) = (destinations[one].range, destinations[two].range)
        return one.bytes == two.bytes && one.file.path == two.file.path
    }
}
