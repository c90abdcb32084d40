internal import Synchronization

/// What the whole run may spend on asking again. A retry that helps costs nothing in the end, so hiccups are ridden out
/// however many there are; where nothing helps it is soon used up, and a dead API costs about one request for each
/// destination instead of three.
final class RetryBudget: Sendable {
    private static let initial = 20.0
    private static let maximum = 100.0
    /// What an answer that decides something is worth.
    private static let gain = 0.5

    private let left = Mutex(initial)

    /// Takes a retry out; false if there is none left.
    func spend() -> Bool {
        left.withLock { left in
            guard left >= 1 else { return false }
            left -= 1
            return true
        }
    }

    /// An answer came that decides something.
    ///
    /// - Parameter retries: How many retries it took, which are given back.
    func earn(afterRetries retries: Int) {
        left.withLock { $0 = min(Self.maximum, $0 + Double(retries) + Self.gain) }
    }
}
