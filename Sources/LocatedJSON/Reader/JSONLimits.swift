/// How large and how deeply nested a text may be.
package struct JSONLimits: Sendable, Hashable {
    /// How many objects and arrays may be open at the same time.
    package var maximumDepth: Int
    /// The largest file in bytes; above 1 GiB, which the offsets of a document cannot address, it has no effect.
    package var maximumBytes: Int

    package init(maximumDepth: Int = 128, maximumBytes: Int = 64 << 20) {
        self.maximumDepth = maximumDepth
        self.maximumBytes = maximumBytes
    }

    /// A node has 29 bits for the index of the container around it, and each node takes at least two bytes of text.
    static let largestAddressableFile = 1 << 30

    var effectiveMaximumBytes: Int {
        min(maximumBytes, JSONLimits.largestAddressableFile)
    }
}
