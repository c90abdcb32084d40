#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The spellings of all secrets, searched for at any place of a text: a few are compared one by one, many are divided by
/// their next five bytes.
struct SpellingTree: Sendable {
    /// A spelling of a secret, or a piece of a long one.
    struct Spelling: Sendable {
        /// At least ``SecretMasker/minimumLength``, at most ``SecretSpellings/pieceLength``.
        let bytes: [UInt8]
        /// The index of the secret.
        let owner: Int
        /// Whether a format's own syntax could hold the same bytes; such a spelling is masked in fields only.
        let isWeak: Bool
    }

    private static let branchLength = SecretMasker.minimumLength
    /// Longer lists are divided. A repetition such as `aaaaa` may belong to very many secrets of different length.
    private static let longestList = 256

    /// How many bytes all spellings here have in common.
    private let depth: Int
    /// The longest first.
    private let list: [Spelling]
    private let branches: [UInt64: SpellingTree]

    init(_ spellings: [Spelling]) {
        self.init(spellings, depth: 0)
    }

    private init(_ spellings: [Spelling], depth: Int) {
        self.depth = depth
        var undivided: [Spelling] = []
        var groups: [UInt64: [Spelling]] = [:]
        if depth > 0, spellings.count <= Self.longestList {
            undivided = spellings
        } else {
            for spelling in spellings {
                if let key = spelling.bytes.withUnsafeBytes({ Self.key($0, at: depth) }) {
                    groups[key, default: []].append(spelling)
                } else {
                    undivided.append(spelling)
                }
            }
        }
        list = undivided.sorted(by: Self.precedes)
        branches = groups.mapValues { SpellingTree($0, depth: depth + Self.branchLength) }
    }

    /// The longest spelling that begins at a place of a text.
    func longestMatch(in text: UnsafeRawBufferPointer, at place: Int, withWeak: Bool) -> Spelling? {
        if !branches.isEmpty, let key = Self.key(text, at: place + depth),
            let match = branches[key]?.longestMatch(in: text, at: place, withWeak: withWeak)
        {
            return match
        }
        return list.first { (withWeak || !$0.isWeak) && Self.holds(text, $0.bytes, at: place) }
    }

    /// Whether a text is how a spelling begins.
    func hasBeginning(_ text: UnsafeRawBufferPointer) -> Bool {
        if list.contains(where: { $0.bytes.withUnsafeBytes { Self.holds($0, text, at: 0) } }) { return true }
        if let key = Self.key(text, at: depth) { return branches[key]?.hasBeginning(text) ?? false }
        return branches.values.contains { $0.hasBeginning(text) }
    }

    /// The next bytes of a text as a number; nil where fewer are left.
    private static func key(_ text: UnsafeRawBufferPointer, at place: Int) -> UInt64? {
        guard place + branchLength <= text.count else { return nil }
        var key: UInt64 = 0
        for index in place..<(place + branchLength) { key = key << 8 | UInt64(text[index]) }
        return key
    }

    /// Of equal spellings a strong one comes first, so that it is found with and without the weak ones.
    private static func precedes(_ left: Spelling, _ right: Spelling) -> Bool {
        if left.bytes.count != right.bytes.count { return left.bytes.count > right.bytes.count }
        if left.isWeak != right.isWeak { return right.isWeak }
        return left.owner < right.owner
    }

    private static func holds(_ text: UnsafeRawBufferPointer, _ part: [UInt8], at place: Int) -> Bool {
        part.withUnsafeBytes { holds(text, $0, at: place) }
    }

    private static func holds(_ text: UnsafeRawBufferPointer, _ part: UnsafeRawBufferPointer, at place: Int) -> Bool {
        guard place + part.count <= text.count, let start = text.baseAddress, let other = part.baseAddress else {
            return false
        }
        return memcmp(start + place, other, part.count) == 0
    }
}
