/// Line and column at every 1,024th byte, so that a position costs one short scan even in a file of one line.
struct LineIndex: Sendable {
    private struct Checkpoint {
        /// How many line breaks stand before the block.
        var line: UInt32
        /// Where the line starts in which the block starts.
        var lineStart: UInt32
        /// UTF-16 code units from the start of that line to the block.
        var column: UInt32
    }

    private static let blockShift = 10
    private static let blockSize = 1 << blockShift
    private var checkpoints: [Checkpoint] = []
    /// The length of the byte order mark at the start of the text: 0 or 3.
    private(set) var textStart = 0

    /// Indexes a text and checks that it is UTF-8; at an invalid sequence the index covers what stands before it.
    init(of text: UnsafeBufferPointer<UInt8>, invalid: inout InvalidUTF8?) {
        if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF {
            textStart = 3
        }
        checkpoints.reserveCapacity(text.count >> LineIndex.blockShift + 1)
        var here = Checkpoint(line: 0, lineStart: UInt32(textStart), column: 0)
        var validUpTo = 0
        var block = 0
        while true {
            checkpoints.append(here)
            let end = min(block + LineIndex.blockSize, text.count)
            guard block < end else { return }
            let (isASCII, lineBreaks) = LineIndex.survey(text, block..<end)
            if !isASCII || validUpTo > block {
                switch validateUTF8(text, from: max(block, validUpTo), to: end) {
                case .success(let reached):
                    validUpTo = reached
                case .failure(let failure):
                    invalid = failure
                    return
                }
            }
            var from = max(block, Int(here.lineStart))
            if lineBreaks > 0 {
                from = end
                while text[from - 1] != Ascii.lineFeed { from -= 1 }
                here = Checkpoint(line: here.line &+ UInt32(lineBreaks), lineStart: UInt32(from), column: 0)
            }
            let units = isASCII ? end - from : LineIndex.utf16Length(text, from..<end)
            here.column &+= UInt32(truncatingIfNeeded: units)
            guard end - block == LineIndex.blockSize else { return }
            block = end
        }
    }

    /// The position of a byte; offsets outside the text are moved to its ends, and inside a character to its start.
    func position(at byteOffset: Int, in text: UnsafeBufferPointer<UInt8>) -> SourcePosition {
        let offset = LineIndex.characterStart(max(textStart, min(byteOffset, text.count)), in: text)
        let (block, checkpoint) = checkpoint(before: offset)
        var line = Int(checkpoint.line)
        var column = Int(checkpoint.column)
        var lineStart = min(max(block, Int(checkpoint.lineStart)), offset)
        for index in lineStart..<offset where text[index] == Ascii.lineFeed {
            line += 1
            column = 0
            lineStart = index + 1
        }
        column += LineIndex.utf16Length(text, lineStart..<offset)
        return SourcePosition(line: line + 1, column: column + 1)
    }

    /// The bytes of the line that holds an offset, without its line break and without the byte order mark.
    func lineRange(at byteOffset: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        let offset = max(textStart, min(byteOffset, text.count))
        let (block, checkpoint) = checkpoint(before: offset)
        var line = checkpoint.line
        var start = Int(checkpoint.lineStart)
        for index in min(max(block, start), offset)..<offset where text[index] == Ascii.lineFeed {
            line += 1
            start = index + 1
        }
        var end = lineBreak(endingLine: line, from: offset, in: text)
        if end < text.count, end > start, text[end - 1] == Ascii.carriageReturn { end -= 1 }
        return start..<end
    }

    private func checkpoint(before offset: Int) -> (block: Int, Checkpoint) {
        let index = min(offset >> LineIndex.blockShift, checkpoints.count - 1)
        guard index >= 0 else { return (0, Checkpoint(line: 0, lineStart: 0, column: 0)) }
        return (index << LineIndex.blockShift, checkpoints[index])
    }

    /// The offset of the line feed that ends the given line (counted from 0), or the end of the text.
    private func lineBreak(endingLine line: UInt32, from offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        var low = offset >> LineIndex.blockShift + 1
        var high = checkpoints.count
        while low < high {
            let middle = (low + high) / 2
            if checkpoints[middle].line > line { high = middle } else { low = middle + 1 }
        }
        var index = max(offset, (low - 1) << LineIndex.blockShift)
        while index < text.count, text[index] != Ascii.lineFeed { index += 1 }
        return index
    }

    private static func characterStart(_ offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        guard offset < text.count, text[offset] & 0xC0 == 0x80 else { return offset }
        for distance in 1...3 where distance <= offset {
            let byte = text[offset - distance]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > distance ? offset - distance : offset
        }
        return offset
    }

    private static func utf16Length(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        var units = 0
        for index in range {
            let byte = text[index]
            units &+= (byte & 0xC0 == 0x80 ? 0 : 1) &+ (byte >= 0xF0 ? 1 : 0)
        }
        return units
    }

    private static func survey(
        _ text: UnsafeBufferPointer<UInt8>,
        _ block: Range<Int>
    ) -> (isASCII: Bool, lineBreaks: Int) {
        var bits: UInt8 = 0
        var lineBreaks = 0
        var index = block.lowerBound
        if let base = UnsafeRawPointer(text.baseAddress) {
            var seen = SIMD16<UInt8>.zero
            var found = SIMD16<UInt8>.zero
            let lineFeed = SIMD16<UInt8>(repeating: Ascii.lineFeed)
            let one = SIMD16<UInt8>(repeating: 1)
            // A block has 64 of these steps, so no lane of the count overflows.
            while index + 16 <= block.upperBound {
                let bytes = base.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                seen |= bytes
                found &+= SIMD16<UInt8>.zero.replacing(with: one, where: bytes .== lineFeed)
                index += 16
            }
            for lane in 0..<16 {
                bits |= seen[lane]
                lineBreaks += Int(found[lane])
            }
        }
        while index < block.upperBound {
            bits |= text[index]
            lineBreaks += text[index] == Ascii.lineFeed ? 1 : 0
            index += 1
        }
        return (bits < 0x80, lineBreaks)
    }
}
