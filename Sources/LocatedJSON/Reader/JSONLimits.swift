/// How large and how deeply nested a text may be.
public struct JSONLimits: Sendable, Hashable {
    /// How many objects and arrays may be open at the same time.
    public var maximumDepth: Int
    /// The largest file in bytes; above 1 GiB, which the offsets of a document cannot address, it has no effect.
    public var maximumBytes: Int

    /// Creates limits; the defaults are 128 levels and 64 MiB.
    public init(maximumDepth: Int = 128, maximumBytes: Int = 64 << 20) {
        self.maximumDepth = maximumDepth
        self.maximumBytes = maximumBytes
    }

    /// A node counts the children of a container in 29 bits, and each child takes at least two bytes.
    static let largestAddressableFile = 1 << 30

    var effectiveMaximumBytes: Int {
        min(maximumBytes, JSONLimits.largestAddressableFile)
    }
}
