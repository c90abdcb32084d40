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
    /// It goes by a hash of the config and the name alone, so that a destination keeps its part whatever becomes of the
    /// others, and every machine that is given the same configs parts them alike.
    public static func index(ofName name: String, inConfig file: String, among count: Int) -> Int {
        guard count > 1 else { return 1 }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in Array(ConfigPath.normalized(file).utf8) + [0xFF] + Array(name.utf8) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        // FNV-1a mixes its last bytes badly into its high bits, and names tend to differ only at their ends.
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        hash ^= hash >> 33
        return Int(hash % UInt64(count)) + 1
    }
}
