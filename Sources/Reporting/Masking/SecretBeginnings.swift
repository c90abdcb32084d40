import TikTokAPI

/// Which of very many long secrets a text may hold, by some of their first bytes. Takes a hundredth of the time and of the
/// room of an index of all their spellings, but knows them only as they are written, and as base64 writes them.
struct SecretBeginnings: Sendable {
    /// The first bytes are passed over: base64 may have mixed them with what stands before.
    private static let skipped = 3
    private static let length = 16
    /// Base64 makes four digits of three bytes, of which a secret may share the first and the last.
    private static let leastDigits = LongWord.length * 4 / 3 - 1
    /// More than these that begin alike, or nearly, are too many to look at one by one.
    private static let longestRun = 64

    /// Open addressing by hash: 1 + a secret's number; 0 for free.
    private let slots: [Int32]

    /// Notes the secrets that have a long word to themselves; nil where too many of them begin alike.
    init?(of secrets: [Secret]) {
        var size = 16
        while size < 2 * secrets.count { size *= 2 }
        var slots = [Int32](repeating: 0, count: size)
        for (number, secret) in secrets.enumerated() where LongWord.isOnlyPlace(for: secret) {
            var text = secret.unmasked
            var slot = text.withUTF8 { Self.hash(UnsafeRawBufferPointer($0), at: Self.skipped) } & (size - 1)
            var run = 0
            while slots[slot] != 0, secrets[Int(slots[slot]) - 1] != secret {
                slot = (slot + 1) & (size - 1)
                run += 1
                guard run < Self.longestRun else { return nil }
            }
            slots[slot] = slots[slot] == 0 ? Int32(truncatingIfNeeded: number + 1) : slots[slot]
        }
        self.slots = slots
    }

    /// Whether some row of base64 digits in a text may hold one of them.
    func areEncoded(in text: UnsafeRawBufferPointer, among secrets: [Secret]) -> Bool {
        text.split { Self.base64Value($0) == nil }.contains { row in
            guard row.count >= Self.leastDigits else { return false }
            // Nobody knows where the groups of four begin.
            return (0..<4).contains { shift in
                Self.decoded(row.dropFirst(shift)).withUnsafeBytes { !self.secrets(in: $0, among: secrets).isEmpty }
            }
        }
    }

    private static func decoded(_ digits: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        var bytes: [UInt8] = []
        var (value, bits): (UInt32, UInt32) = (0, 0)
        for digit in digits {
            value = value << 6 | (base64Value(digit) ?? 0)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: value >> bits))
        }
        return bytes
    }

    /// What a digit of base64 is worth, of either alphabet; nil for none.
    private static func base64Value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5A: UInt32(byte) - 0x41
        case 0x61...0x7A: UInt32(byte) - 0x61 + 26
        case 0x30...0x39: UInt32(byte) - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    /// The numbers of those that stand somewhere in a text, for all that can be told.
    func secrets(in text: UnsafeRawBufferPointer, among secrets: [Secret]) -> Set<Int> {
        var found: Set<Int> = []
        guard text.count >= Self.length else { return found }
        for place in 0...(text.count - Self.length) {
            var slot = Self.hash(text, at: place) & (slots.count - 1)
            while slots[slot] != 0 {
                let number = Int(slots[slot]) - 1
                let beginning = secrets[number].unmasked.utf8.dropFirst(Self.skipped).prefix(Self.length)
                if beginning.elementsEqual(text[place..<(place + Self.length)]) { found.insert(number) }
                slot = (slot + 1) & (slots.count - 1)
            }
        }
        return found
    }

    private static func hash(_ text: UnsafeRawBufferPointer, at place: Int) -> Int {
        let first = text.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let second = text.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)
        let product = (first ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: second ^ 0xBF58_476D_1CE4_E5B9)
        return Int(truncatingIfNeeded: (product.high ^ product.low) >> 1)
    }
}
