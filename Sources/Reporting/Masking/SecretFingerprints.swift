import TikTokAPI

/// All pieces of twelve letters and digits of all secrets, for finding a secret in somebody else's words that was put
/// into another case, cut, or split by blanks and signs.
struct SecretFingerprints: Sendable {
    /// Fewer characters say too little about a secret, and turn up by chance.
    static let pieceLength = 12
    /// With more pieces than a hundred thousand usual secrets have, the table would take more than it is worth.
    private static let maximumCount = 4_000_000

    /// Open addressing by hash; 0 for free.
    private let table: [UInt64]

    init(of secrets: [Secret]) {
        let count = secrets.reduce(0) { sum, secret in
            min(Self.maximumCount, sum + max(0, secret.unmasked.utf8.count - Self.pieceLength + 1))
        }
        guard count > 0 else {
            table = []
            return
        }
        var size = 16
        while size * 3 < count * 4 { size *= 2 }
        var table = [UInt64](repeating: 0, count: size)
        var remaining = count
        for secret in secrets {
            let bytes = Array(secret.unmasked.utf8.filter(Self.isKept))
            guard bytes.count >= Self.pieceLength else { continue }
            for start in 0...(bytes.count - Self.pieceLength) where remaining > 0 {
                let piece = bytes[start..<(start + Self.pieceLength)]
                // Without digits it could be a few words of a sentence.
                guard piece.contains(where: { (0x30...0x39).contains($0) }) else { continue }
                remaining -= 1
                let hash = Self.hash(piece)
                var slot = Int(truncatingIfNeeded: hash) & (size - 1)
                while table[slot] != 0, table[slot] != hash { slot = (slot + 1) & (size - 1) }
                table[slot] = hash
            }
        }
        self.table = table
    }

    /// The stretches of a text that are made of such pieces, ascending and disjoint.
    func pieces(in text: UnsafeRawBufferPointer) -> [Range<Int>] {
        guard !table.isEmpty else { return [] }
        let places = text.indices.filter { Self.isKept(text[$0]) }
        guard places.count >= Self.pieceLength else { return [] }
        let bytes = places.map { text[$0] }
        var found: [Range<Int>] = []
        for start in 0...(bytes.count - Self.pieceLength) {
            guard holds(Self.hash(bytes[start..<(start + Self.pieceLength)])) else { continue }
            let range = places[start]..<(places[start + Self.pieceLength - 1] + 1)
            if let last = found.indices.last, found[last].upperBound >= range.lowerBound {
                found[last] = found[last].lowerBound..<range.upperBound
            } else {
                found.append(range)
            }
        }
        return found
    }

    /// The rows of hexadecimal digits in a text that spell such pieces byte by byte, ascending and disjoint.
    func hexadecimalPieces(in text: UnsafeRawBufferPointer) -> [Range<Int>] {
        guard !table.isEmpty else { return [] }
        var found: [Range<Int>] = []
        var place = 0
        while place < text.count {
            let digits = text[place...].prefix { $0.hexadecimalValue != nil }
            // Nobody knows where the first byte begins.
            for start in [place, place + 1] where digits.endIndex - start >= 2 * Self.pieceLength {
                let bytes = stride(from: start, to: digits.endIndex - 1, by: 2).map { index in
                    (text[index].hexadecimalValue ?? 0) << 4 | (text[index + 1].hexadecimalValue ?? 0)
                }
                guard bytes.withUnsafeBytes({ !pieces(in: $0).isEmpty }) else { continue }
                found.append(place..<digits.endIndex)
                break
            }
            place = digits.endIndex + 1
        }
        return found
    }

    /// The stretches of a text that spell such pieces out, as ``DecodedText`` reads them; ascending and disjoint.
    func speltOutPieces(in text: UnsafeRawBufferPointer) -> [Range<Int>] {
        guard !table.isEmpty else { return [] }
        let decoded = DecodedText(text)
        guard decoded.isChanged else { return [] }
        return decoded.bytes.withUnsafeBytes { pieces(in: $0) }.map(decoded.original)
    }

    private func holds(_ hash: UInt64) -> Bool {
        var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
        while table[slot] != 0 {
            if table[slot] == hash { return true }
            slot = (slot + 1) & (table.count - 1)
        }
        return false
    }

    private static func isKept(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// A hash of the letters and digits whatever their case; never 0.
    private static func hash(_ piece: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in piece { hash = (hash ^ UInt64(byte | 0x20)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
        return (hash ^ hash >> 29) | 1 << 63
    }
}
