import TikTokAPI

/// All pieces of twelve letters and digits of all secrets, for finding a secret in words from outside that was put into
/// another case, cut, or split by blanks and signs.
struct SecretFingerprints: Sendable {
    /// Fewer characters say too little about a secret, and occur by chance.
    static let pieceLength = 12
    /// A hundred thousand usual secrets have 2.9 million pieces; more would take too much memory.
    private static let maximumCount = 4_000_000

    /// The hashes of the pieces.
    private var pieces: Set<UInt64> = []

    init(of secrets: [Secret]) {
        for secret in secrets {
            let bytes = Array(secret.unmasked.utf8.filter(Self.isKept))
            for piece in Self.pieces(of: bytes) where pieces.count < Self.maximumCount {
                // Without digits it could be a few words of a sentence.
                if piece.contains(where: { (0x30...0x39).contains($0) }) { pieces.insert(Self.hash(piece)) }
            }
        }
    }

    /// The ranges of a text that are made of such pieces, ascending and disjoint.
    func ranges(in text: UnsafeRawBufferPointer) -> [Range<Int>] {
        guard !pieces.isEmpty else { return [] }
        let places = text.indices.filter { Self.isKept(text[$0]) }
        var found: [Range<Int>] = []
        for piece in Self.pieces(of: places.map { text[$0] }) where pieces.contains(Self.hash(piece)) {
            let range = places[piece.startIndex]..<(places[piece.endIndex - 1] + 1)
            if let last = found.indices.last, found[last].upperBound >= range.lowerBound {
                found[last] = found[last].lowerBound..<range.upperBound
            } else {
                found.append(range)
            }
        }
        return found
    }

    /// The runs of hexadecimal digits in a text that spell such pieces byte by byte, ascending and disjoint.
    func hexadecimalRanges(in text: UnsafeRawBufferPointer) -> [Range<Int>] {
        guard !pieces.isEmpty else { return [] }
        var found: [Range<Int>] = []
        var place = 0
        while place < text.count {
            let digits = text[place...].prefix { $0.hexadecimalValue != nil }
            // The first byte may begin at either digit.
            for start in [place, place + 1] where digits.endIndex - start >= 2 * Self.pieceLength {
                let bytes = stride(from: start, to: digits.endIndex - 1, by: 2).map { index in
                    (text[index].hexadecimalValue ?? 0) << 4 | (text[index + 1].hexadecimalValue ?? 0)
                }
                guard bytes.withUnsafeBytes({ !ranges(in: $0).isEmpty }) else { continue }
                found.append(place..<digits.endIndex)
                break
            }
            place = digits.endIndex + 1
        }
        return found
    }

    /// The ranges of a text that spell such pieces with escapes, as ``DecodedText`` reads them; ascending and disjoint.
    func escapedRanges(in text: UnsafeRawBufferPointer) -> [Range<Int>] {
        guard !pieces.isEmpty else { return [] }
        let decoded = DecodedText(text)
        guard decoded.isChanged else { return [] }
        return decoded.bytes.withUnsafeBytes { ranges(in: $0) }.map(decoded.original)
    }

    private static func pieces(of bytes: [UInt8]) -> some Sequence<ArraySlice<UInt8>> {
        (0..<max(0, bytes.count - pieceLength + 1)).lazy.map { bytes[$0..<($0 + pieceLength)] }
    }

    private static func isKept(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// A hash (FNV-1a) that is the same in upper and in lower case. Not ``StableHash``: across modules it is not specialized,
    /// and this runs for every byte of every text from outside.
    private static func hash(_ piece: ArraySlice<UInt8>) -> UInt64 {
        piece.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1 | 0x20)) &* 0x100_0000_01B3 }
    }
}
