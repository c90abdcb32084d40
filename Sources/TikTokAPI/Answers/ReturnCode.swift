/// One of the API's return codes ("return codes" page of TikTok API for Business and the constants of TikTok's own
/// SDK, 2026-08).
public struct ReturnCode: Sendable, Hashable {
    /// The number in `code`.
    public let number: Int
    /// TikTok's own constant; nil where TikTok publishes none.
    public let name: String?
    /// What it means, in a few words.
    public let summary: String
    /// What it means for a credential when the words of the answer say nothing more exact.
    public let meaning: AnswerMeaning

    init(_ number: Int, _ name: String?, _ summary: String, _ meaning: AnswerMeaning) {
        self.number = number
        self.name = name
        self.summary = summary
        self.meaning = meaning
    }

    /// The code of that number; nil for one that is not in the table.
    public static func numbered(_ number: Int) -> ReturnCode? {
        // The table is in ascending order, which a test keeps true.
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < all.count && all[low].number == number ? all[low] : nil
    }
}
