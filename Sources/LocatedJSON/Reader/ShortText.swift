/// A text of few bytes, held without being kept elsewhere and compared at once.
package struct ShortText: Equatable, Sendable {
    /// How many bytes it can have.
    package static let longest = 24

    /// How many bytes it has.
    package let count: Int
    private let words: (UInt64, UInt64, UInt64)

    /// Takes some bytes; nil for too many.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= Self.longest else { return nil }
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
        self.words = words
        count = bytes.count
    }

    /// Takes a text; nil for one that is too long.
    package init?(_ text: String) {
        self.init(Array(text.utf8))
    }

    private init?(_ bytes: [UInt8]) {
        guard let key = bytes.withUnsafeBytes({ ShortText($0) }) else { return nil }
        self = key
    }

    /// Looks at its bytes.
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withUnsafeBytes(of: words) {
            body(UnsafeBufferPointer(rebasing: $0.assumingMemoryBound(to: UInt8.self)[..<count]))
        }
    }

    package static func == (one: ShortText, other: ShortText) -> Bool {
        one.count == other.count && one.words == other.words
    }
}
