/// Line and column at every 1,024th byte, so that a position costs one short scan even in a file of one line.
struct LineIndex: Sendable {
    private struct Place {
        /// How many line feeds come before it.
        var line: UInt32 = 0
        /// The offset where its line starts.
        var lineStart: UInt32
        /// UTF-16 code units from the start of its line.
        var column: UInt32 = 0

        /// Moves past a byte.
        mutating func pass(_ byte: UInt8, at offset: Int) {
            if byte == Ascii.lineFeed {
                self = Place(line: line &+ 1, lineStart: UInt32(truncatingIfNeeded: offset + 1))
            } else if byte & 0xC0 != 0x80 {
                column &+= byte >= 0xF0 ? 2 : 1
            }
        }
    }

    private static let blockSize = 1024
    /// The place of the first byte of each block.
    private var blocks: [Place] = []
    /// The length of the byte order mark at the start of the text: 0 or 3.
    let textStart: Int

    /// Indexes a text, which is UTF-8.
    init(of text: UnsafeBufferPointer<UInt8>) {
        textStart = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        blocks.reserveCapacity(text.count / LineIndex.blockSize + 1)
        var place = Place(lineStart: UInt32(textStart))
        for block in stride(from: 0, through: text.count, by: LineIndex.blockSize) {
            blocks.append(place)
            for offset in max(block, textStart)..<min(block + LineIndex.blockSize, text.count) {
                place.pass(text[offset], at: offset)
            }
        }
    }

    /// The position of a byte; offsets outside the text are moved to its ends, and inside a character to its start.
    func position(at byteOffset: Int, in text: UnsafeBufferPointer<UInt8>) -> SourcePosition {
        var offset = min(byteOffset, text.count)
        while offset > textStart, offset < text.count, text[offset] & 0xC0 == 0x80 { offset -= 1 }
        let place = place(at: max(textStart, offset), in: text)
        return SourcePosition(line: Int(place.line) + 1, column: Int(place.column) + 1)
    }

    /// The bytes of the line that holds an offset, without its line break and without the byte order mark.
    func lineRange(at byteOffset: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        let offset = max(textStart, min(byteOffset, text.count))
        let place = place(at: offset, in: text)
        let start = Int(place.lineStart)
        var end = lineEnd(of: place.line, from: offset, in: text)
        if end < text.count, end > start, text[end - 1] == Ascii.carriageReturn { end -= 1 }
        return start..<end
    }

    private func place(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Place {
        let block = offset / LineIndex.blockSize
        var place = blocks[block]
        for offset in max(block * LineIndex.blockSize, textStart)..<offset { place.pass(text[offset], at: offset) }
        return place
    }

    /// The offset of the line feed that ends a line, counted from 0, or the end of the text.
    private func lineEnd(of line: UInt32, from offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        // The first block that begins in a later line; a search, since a whole file may be one line.
        var low = offset / LineIndex.blockSize + 1
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].line > line { high = middle } else { low = middle + 1 }
        }
        var end = max(offset, (low - 1) * LineIndex.blockSize)
        while end < text.count, text[end] != Ascii.lineFeed { end += 1 }
        return end
    }
}
