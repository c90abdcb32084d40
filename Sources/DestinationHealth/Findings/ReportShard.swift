import TikTokAPI

/// Which part of the destinations a report is about, and what must be known to put the parts together again.
public struct ReportShard: Sendable, Hashable {
    /// Which part, from 1.
    public let index: Int
    /// How many parts there are.
    public let count: Int
    /// How many destinations all parts have together: merged reports must add up to it.
    public let ofDestinations: Int
    /// The configs of the run, in order.
    public let ofFiles: [String]

    /// Names a part.
    public init(index: Int, count: Int, ofDestinations: Int, ofFiles: [String]) {
        self.index = index
        self.count = count
        self.ofDestinations = ofDestinations
        self.ofFiles = ofFiles
    }

    /// Whether a destination falls into the part.
    ///
    /// It goes by a hash of the name alone, so that a destination keeps its part when others change, and
    /// machines that keep the config at different places part it alike.
    public static func index(ofName name: String, among count: Int) -> Int {
        guard count > 1 else { return 1 }
        var stable = StableHash()
        stable.add(name)
        var hash = stable.value
        // FNV-1a mixes its last bytes badly into its high bits, and names tend to differ only at their ends.
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        hash ^= hash >> 33
        return Int(hash % UInt64(count)) + 1
    }
}
