/// A UTF-8 text other than JSON, with the line and column of every byte.
package struct LocatedText: Sendable {
    private final class Storage: Sendable {
        let bytes: [UInt8]
        let lines: LineIndex

        init(bytes: [UInt8], lines: LineIndex) {
            self.bytes = bytes
            self.lines = lines
        }
    }

    private let storage: Storage

    /// Reads a text; it may start with a byte order mark.
    ///
    /// - Throws: `JSONError` for the first thing that is not UTF-8, or for a text over the limit.
    package init(_ bytes: [UInt8], maximumBytes: Int = 1 << 20) throws(JSONError) {
        guard bytes.count <= maximumBytes else {
            throw JSONError(
                message: "the file is larger than \(maximumBytes >> 20) MiB",
                byteOffset: 0,
                position: SourcePosition(line: 1, column: 1),
                related: nil
            )
        }
        storage = try bytes.withUnsafeBufferPointer { (text) throws(JSONError) -> Storage in
            if let invalid = InvalidUTF8(firstIn: text) { throw JSONError(invalid, in: text) }
            return Storage(bytes: bytes, lines: LineIndex(of: text))
        }
    }

    package var bytes: [UInt8] { storage.bytes }

    /// The length of the byte order mark: 0 or 3.
    package var markLength: Int { storage.lines.textStart }

    package func position(at byteOffset: Int) -> SourcePosition {
        storage.bytes.withUnsafeBufferPointer { storage.lines.position(at: byteOffset, in: $0) }
    }

    /// The byte range of the line that holds an offset, without its line break (LF or CRLF) and the byte order mark.
    package func lineRange(at byteOffset: Int) -> Range<Int> {
        storage.bytes.withUnsafeBufferPointer { storage.lines.lineRange(at: byteOffset, in: $0) }
    }
}
