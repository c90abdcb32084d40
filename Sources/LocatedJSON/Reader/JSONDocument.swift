/// A JSON text (RFC 8259) that was checked from end to end, with the place of every token.
///
/// Copies share one storage; a value of the document keeps it alive.
package struct JSONDocument: Sendable {
    final class Storage: Sendable {
        let bytes: [UInt8]
        let tape: [TapeNode]
        let lines: LineIndex

        init(bytes: [UInt8], tape: [TapeNode], lines: LineIndex) {
            self.bytes = bytes
            self.tape = tape
            self.lines = lines
        }

        func text(of node: TapeNode) -> String {
            bytes.withUnsafeBufferPointer { node.string(in: $0) }
        }

        /// The index of the first node that starts at or after an offset.
        func firstNode(from byteOffset: Int) -> Int {
            var (low, high) = (0, tape.count)
            while low < high {
                let middle = (low + high) / 2
                if Int(tape[middle].start) < byteOffset { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    let storage: Storage

    /// Reads a text; it may start with a byte order mark.
    ///
    /// - Throws: `JSONError` for the first thing that is not UTF-8, not JSON, a repeated key of an object, or over a
    ///   limit.
    package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        storage = try bytes.withUnsafeBufferPointer { (text) throws(JSONError) -> Storage in
            try JSONDocument.check(text, limits)
            if let invalid = InvalidUTF8(firstIn: text) { throw JSONError(invalid, in: text) }
            let lines = LineIndex(of: text)
            var builder = TapeBuilder(reading: text, lines: lines, maximumDepth: limits.maximumDepth)
            try builder.build()
            return Storage(bytes: bytes, tape: builder.nodes, lines: lines)
        }
    }

    private static func check(_ text: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits) throws(JSONError) {
        func failure(_ message: String) -> JSONError {
            JSONError(message: message, byteOffset: 0, position: SourcePosition(line: 1, column: 1), related: nil)
        }
        let maximum = limits.effectiveMaximumBytes
        guard text.count <= maximum else {
            let size = maximum > 0 && maximum % (1 << 20) == 0 ? "\(maximum >> 20) MiB" : "\(maximum) bytes"
            throw failure("the file is larger than \(size); split it into smaller files")
        }
        if let encoding = foreignEncoding(of: text) {
            throw failure("the file is written in \(encoding); save it as UTF-8")
        }
    }

    package var root: JSONValue { JSONValue(document: self, index: 0) }

    package var bytes: [UInt8] { storage.bytes }

    /// The line and column of a byte. Offsets outside `0...bytes.count` are moved to the nearest end, offsets inside a character to its start.
    package func position(at byteOffset: Int) -> SourcePosition {
        storage.bytes.withUnsafeBufferPointer { storage.lines.position(at: byteOffset, in: $0) }
    }

    /// The byte range of the line that holds an offset, without its line break (LF or CRLF) and the byte order mark.
    ///
    /// A line break belongs to the line it ends. Offsets outside `0...bytes.count` are moved to the nearest end.
    package func lineRange(at byteOffset: Int) -> Range<Int> {
        storage.bytes.withUnsafeBufferPointer { storage.lines.lineRange(at: byteOffset, in: $0) }
    }

    /// The value that starts at an offset; nil where none does.
    package func value(startingAt byteOffset: Int) -> JSONValue? {
        let index = storage.firstNode(from: byteOffset)
        guard index < storage.tape.count else { return nil }
        let node = storage.tape[index]
        return Int(node.start) == byteOffset && !node.isKey ? JSONValue(document: self, index: index) : nil
    }
}
