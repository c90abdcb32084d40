/// A text that is compared byte for byte.
///
/// `String` compares by canonical equivalence, which takes quadratic time on texts made for it and takes two names for one
/// that TikTok tells apart.
package struct ByteString: Hashable, Sendable {
    /// The text itself.
    package let text: String

    /// Wraps a text.
    package init(_ text: String) {
        self.text = text
    }

    /// Compares bytes.
    package static func == (left: ByteString, right: ByteString) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    /// Hashes the bytes that `==` compares.
    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // UTF-8 never has this byte, so it separates the text from what is hashed next.
        hasher.combine(0xFF as UInt8)
    }
}

extension String {
    /// Whether two texts are the same byte for byte.
    package func hasSameBytes(as other: String) -> Bool {
        var (left, right) = (self, other)
        guard left.utf8.count == right.utf8.count else { return false }
        return left.withUTF8 { left in right.withUTF8 { left.elementsEqual($0) } }
    }
}
