/// A text that is compared byte for byte, where `String` takes `é` in one code point and in two for the same.
package struct ByteString: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: ByteString, right: ByteString) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // Separates the text from what is hashed next: UTF-8 has no such byte.
        hasher.combine(0xFF as UInt8)
    }
}

extension String {
    /// Whether two texts are the same byte for byte. Canonical equivalence takes quadratic time on rows of combining marks,
    /// and going through two views of bytes takes many times as long.
    package func hasSameBytes(as other: String) -> Bool {
        var (left, right) = (self, other)
        guard left.utf8.count == right.utf8.count else { return false }
        return left.withUTF8 { left in right.withUTF8 { left.elementsEqual($0) } }
    }
}
