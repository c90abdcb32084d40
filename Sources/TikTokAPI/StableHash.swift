/// A hash that is the same on every machine and in every run, unlike the standard library's: FNV-1a of 64 bits.
/// Nothing may rest on it but telling things apart.
public struct StableHash: Sendable {
    /// The hash of what was added so far.
    public private(set) var value: UInt64

    /// Begins a hash; one begun with another basis comes out differently.
    public init(basis: UInt64 = 0xCBF2_9CE4_8422_2325) {
        value = basis
    }

    /// Adds a text.
    public mutating func add(_ text: String) { add(text.utf8) }

    /// Adds bytes.
    public mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        // Ends each part, so that "ab" + "c" is not "a" + "bc".
        value = (value ^ 0xFF) &* 0x100_0000_01B3
    }
}
