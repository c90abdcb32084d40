import TikTokAPI

/// Which of very many long secrets a text may hold, by their first bytes. Takes a hundredth of the time and of the room of
/// an index of all their spellings, but knows them only as they are written.
struct SecretBeginnings: Sendable {
    private static let length = 16
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
            var slot = text.withUTF8 { Self.hash(UnsafeRawBufferPointer($0), at: 0) } & (size - 1)
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

    /// The numbers of those that begin somewhere in a text.
    func secrets(in text: UnsafeRawBufferPointer, among secrets: [Secret]) -> Set<Int> {
        var found: Set<Int> = []
        guard text.count >= Self.length else { return found }
        for place in 0...(text.count - Self.length) {
            var slot = Self.hash(text, at: place) & (slots.count - 1)
            while slots[slot] != 0 {
                let number = Int(slots[slot]) - 1
                let beginning = secrets[number].unmasked.utf8.prefix(Self.length)
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
