/// A JSON text (RFC 8259) that has been checked from end to end, with the place of every token in it.
///
/// Copies share one storage; a value of the document keeps it alive.
public struct JSONDocument: Sendable {
    /// What the values of one document share.
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

        /// The text of a string that is short and written without escapes; nil for any other node.
        func shortText(of node: TapeNode) -> ShortText? {
            guard node.isString, !node.flags.contains(.escaped), node.contentRange.count <= ShortText.longest else {
                return nil
            }
            return bytes.withUnsafeBytes { ShortText(UnsafeRawBufferPointer(rebasing: $0[node.contentRange])) }
        }

        func text(of node: TapeNode, equals utf8: UnsafeBufferPointer<UInt8>) -> Bool {
            bytes.withUnsafeBufferPointer { node.string(in: $0, equals: utf8) }
        }
    }

    let storage: Storage

    /// Reads a text; a byte order mark may stand at its start.
    ///
    /// - Throws: `JSONError` for the first thing that is not UTF-8, not JSON, a repeated key of an object, or over a
    ///   limit.
    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(parsing: bytes, limits: limits, parts: TapeParts.usualCount(forBytes: bytes.count))
    }

    /// Reads a text in some parts at the same time; the result does not depend on their number.
    package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits(), parts: Int) throws(JSONError) {
        let (tape, lines) = try bytes.withUnsafeBufferPointer {
            (text) throws(JSONError) -> ([TapeNode], LineIndex) in
            try JSONDocument.check(text, limits)
            var invalid: InvalidUTF8?
            let lines = LineIndex(of: text, invalid: &invalid)
            let maximumDepth = limits.maximumDepth
            let parts = TapeParts(of: text, lines: lines, maximumDepth: maximumDepth, count: invalid == nil ? parts : 1)
            return (try parts.tape(invalid: invalid), lines)
        }
        storage = Storage(bytes: bytes, tape: tape, lines: lines)
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

    private init(_ storage: Storage) {
        self.storage = storage
    }

    /// The same document with a storage of its own around the same text. Processors that count the references to one
    /// object wait for each other.
    package func again() -> JSONDocument {
        JSONDocument(Storage(bytes: storage.bytes, tape: storage.tape, lines: storage.lines))
    }

    /// The value that is the whole text.
    public var root: JSONValue { JSONValue(document: self, index: 0) }

    /// The text as it was given.
    public var bytes: [UInt8] { storage.bytes }

    /// The line and column of a byte offset.
    ///
    /// Offsets outside `0...bytes.count` are moved to the nearest end, offsets inside a character to its start.
    public func position(at byteOffset: Int) -> SourcePosition {
        storage.bytes.withUnsafeBufferPointer { storage.lines.position(at: byteOffset, in: $0) }
    }

    /// The byte range of the line that holds an offset, without its line break (LF or CRLF) and the byte order mark.
    ///
    /// A line break belongs to the line it ends. Offsets outside `0...bytes.count` are moved to the nearest end.
    public func lineRange(at byteOffset: Int) -> Range<Int> {
        storage.bytes.withUnsafeBufferPointer { storage.lines.lineRange(at: byteOffset, in: $0) }
    }

    /// The value whose first byte stands at an offset; nil where none begins.
    public func value(startingAt byteOffset: Int) -> JSONValue? {
        let tape = storage.tape
        var (low, high) = (0, tape.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(tape[middle].start) < byteOffset { low = middle + 1 } else { high = middle }
        }
        guard low < tape.count, Int(tape[low].start) == byteOffset, !tape[low].isKey else { return nil }
        return JSONValue(document: self, index: low)
    }

    /// Every key and string value whose token, quotes included, shares a byte with a range, in the order of the text.
    public func strings(in byteRange: Range<Int>) -> JSONStringTokens {
        JSONStringTokens(document: self, byteRange: byteRange)
    }
}
