import Synchronization

/// Part of the program that reads bytes from outside, with what must hold of it whatever the bytes are.
///
/// The corpus is run through these in every test run, and libFuzzer drives them through `.ci/fuzz`.
public enum FuzzTarget: String, Sendable, CaseIterable {
    /// A config, from its bytes to the reports of an offline run.
    case config
    /// The fix of a random config, whose seed the bytes are.
    case fix
    /// An HTTP answer, from its bytes to the verdict of a whole check.
    case reply
    /// Secrets, and a text in which they stand in many spellings.
    case masker
    /// A text on its way into each kind of output.
    case escaping

    /// Runs some bytes through the target.
    ///
    /// - Returns: What does not hold, as one sentence; nil if everything does.
    public func violation(of bytes: [UInt8]) -> String? {
        do throws(BrokenProperty) {
            switch self {
            case .config: try ConfigProperties(bytes).check()
            case .fix:
                let seed = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                if let words = FixProperties(seed: seed).violation { throw BrokenProperty(words: words) }
            case .reply: try ReplyProperties(bytes).check()
            case .masker: try MaskerProperties(bytes).check()
            case .escaping: try EscapingProperties(bytes).check()
            }
            return nil
        } catch {
            return error.words
        }
    }
}

/// Something that must hold and does not.
struct BrokenProperty: Error {
    let words: String
}

/// Ends a check unless something holds.
func require(_ holds: Bool, _ words: @autoclosure () -> String) throws(BrokenProperty) {
    guard holds else { throw BrokenProperty(words: words()) }
}

extension [UInt8] {
    /// Whether some bytes stand anywhere in these; looked for place by place, as simply as can be.
    func contains(run: [UInt8]) -> Bool {
        guard let first = run.first, count >= run.count else { return run.isEmpty }
        return withUnsafeBufferPointer { bytes in
            run.withUnsafeBufferPointer { run in
                for place in 0...(bytes.count - run.count) where bytes[place] == first {
                    var index = 1
                    while index < run.count, bytes[place + index] == run[index] { index += 1 }
                    if index == run.count { return true }
                }
                return false
            }
        }
    }

    /// Whether any stretch of a secret as long as this stands in these bytes.
    func containsPiece(of secret: String, length: Int) -> Bool {
        let secret = Array(secret.utf8)
        guard secret.count >= length, count >= length, length >= 4 else { return false }
        func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[place + $1]) }
        }
        var places: [UInt32: [Int]] = [:]
        for place in 0...(secret.count - 4) { places[word(secret, place), default: []].append(place) }
        // A stretch is so long that one of the places looked at begins four of its bytes.
        for place in stride(from: 0, through: count - 4, by: length - 3) {
            for candidate in places[word(self, place)] ?? [] {
                var (start, end) = (0, 4)
                while start < Swift.min(place, candidate), self[place - start - 1] == secret[candidate - start - 1] {
                    start += 1
                }
                while place + end < count, candidate + end < secret.count, self[place + end] == secret[candidate + end]
                {
                    end += 1
                }
                if start + end >= length { return true }
            }
        }
        return false
    }
}
