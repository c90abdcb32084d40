import TikTokAPI

/// Which enabled destinations share a token or a pixel. Built in one pass; each look-up takes the time of its answer's
/// first few names, however many destinations share.
struct SharedCredentials: Sendable {
    /// A token together with a pixel.
    private struct Pair: Hashable {
        let pixel: Secret
        let token: Secret

        /// Whether the token is one that TikTok could know.
        var hasToken: Bool { !token.unmasked.utf8.isEmpty }
    }

    /// The first destination of a pair, and the half of the pair that its siblings differ in.
    private struct Sibling {
        let member: Fleet.Member
        let differsBy: Secret
    }

    private var byPair: [Pair: [Fleet.Member]] = [:]
    private var pixelsOfToken: [Secret: [Sibling]] = [:]
    private var tokensOfPixel: [Secret: [Sibling]] = [:]

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

    mutating func add(_ destination: Destination, as member: Fleet.Member) {
        guard let pair = Self.pair(of: destination) else { return }
        if byPair[pair, default: []].isEmpty, pair.hasToken {
            pixelsOfToken[pair.token, default: []].append(Sibling(member: member, differsBy: pair.pixel))
            tokensOfPixel[pair.pixel, default: []].append(Sibling(member: member, differsBy: pair.token))
        }
        byPair[pair, default: []].append(member)
    }

    /// The other destinations with the same pixel and the same token, for all that is known; nil if there are none.
    func twins(of destination: Destination) -> Others? {
        guard let pair = Self.pair(of: destination), let members = byPair[pair] else { return nil }
        if members.count > 1 {
            let names = members.lazy.filter { !$0.isSame(as: destination) }.prefix(3).map(\.name)
            return Others(names: Array(names), count: members.count - 1)
        }
        if !pair.hasToken {
            let siblings = tokensOfPixel[pair.pixel] ?? []
            return siblings.isEmpty ? nil : Self.others(among: siblings, count: siblings.count) { _ in true }
        }
        guard let unknown = byPair[Pair(pixel: pair.pixel, token: Self.noToken)] else { return nil }
        return Others(names: unknown.prefix(3).map(\.name), count: unknown.count)
    }

    /// The other tokens of the same pixel, each by the first destination that has it; nil if there are none.
    func otherTokens(forPixelOf destination: Destination) -> Others? {
        guard let pair = Self.pair(of: destination), pair.hasToken, let siblings = tokensOfPixel[pair.pixel],
            siblings.count > 1
        else { return nil }
        return Self.others(among: siblings, count: siblings.count - 1) { $0 != pair.token }
    }

    /// The other pixels of the same token, each by its first destination; nil if there are none, or where an earlier
    /// destination tells of them.
    func otherPixels(forTokenFirstOf destination: Destination) -> Others? {
        guard let pair = Self.pair(of: destination), let siblings = pixelsOfToken[pair.token],
            siblings.count > 1, siblings[0].member.isSame(as: destination)
        else { return nil }
        return Self.others(among: siblings, count: siblings.count - 1) { $0 != pair.pixel }
    }

    private static func others(among siblings: [Sibling], count: Int, where isOther: (Secret) -> Bool) -> Others {
        var names: [String] = []
        for sibling in siblings where isOther(sibling.differsBy) {
            names.append(sibling.member.name)
            if names.count == 3 { break }
        }
        return Others(names: names, count: count)
    }

    /// Stands for a token that is missing, unresolved or made up.
    private static let noToken = Secret("")

    private static func pair(of destination: Destination) -> Pair? {
        guard destination.isEnabled, let pixel = destination.pixelID, pixel.canBeSent,
            Placeholder.reason(pixel.cleaned.unmasked) == nil
        else { return nil }
        guard let token = destination.accessToken, token.canBeSent, Placeholder.reason(token.cleaned.unmasked) == nil
        else { return Pair(pixel: pixel.cleaned, token: noToken) }
        return Pair(pixel: pixel.cleaned, token: token.cleaned)
    }
}

extension Fleet.Member {
    fileprivate func isSame(as destination: Destination) -> Bool {
        range.bytes == destination.range.bytes && file == destination.range.file.path
    }
}
