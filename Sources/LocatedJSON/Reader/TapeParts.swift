import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lays out the tape of a long text on several processors, as one pass from the first byte to the last would.
///
/// Where a part may begin is a guess: at an element of an array in the outermost object. Each part but the first is read as if
/// the guess were right. What was read is taken only if the part before it ends exactly there, inside such an array; where
/// it does not, reading goes on from the part before. So a wrong guess costs time, and nothing else.
struct TapeParts {
    /// How many containers are open where a part begins.
    private static let depth = 2
    /// From how many bytes on a part is worth beginning.
    private static let smallest = 1 << 20

    private let text: UnsafeBufferPointer<UInt8>
    private let lines: LineIndex
    private let maximumDepth: Int
    /// Where the second part begins, and those after it; ascending.
    private var starts: [Int] = []

    /// How many parts a text is read in.
    static func usualCount(forBytes count: Int) -> Int {
        let processors = count < 2 * smallest ? 1 : Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        return max(1, min(processors, count / smallest, 64))
    }

    /// Divides a text.
    ///
    /// - Parameter count: How many parts there are to be; there may be fewer.
    init(of text: UnsafeBufferPointer<UInt8>, lines: LineIndex, maximumDepth: Int, count: Int) {
        self.text = text
        self.lines = lines
        self.maximumDepth = maximumDepth
        guard count > 1 else { return }
        let length = text.count / count
        for number in 1..<count {
            guard let start = self.start(from: number * length), start > starts.last ?? 0 else { continue }
            starts.append(start)
        }
    }

    /// The tape of the whole text.
    ///
    /// - Parameter invalid: The first sequence that is not UTF-8, which is what is wrong with the text whatever else is.
    func tape(invalid: InvalidUTF8?) throws(JSONError) -> [TapeNode] {
        let rooms = self.rooms
        var failure: JSONError?
        let tape = [TapeNode](unsafeUninitializedCapacity: rooms.last?.upperBound ?? 0) { nodes, count in
            do throws(JSONError) {
                let builder = TapeBuilder(reading: text, lines: lines, maximumDepth: maximumDepth, onto: nodes)
                if let invalid { throw builder.error(invalid.message, at: invalid.offset) }
                count = try build(builder, rooms: rooms)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return tape
    }

    /// Where on the tape each part has room for all of its nodes.
    private var rooms: [Range<Int>] {
        var counts = [Int](repeating: 0, count: starts.count + 1)
        counts.withUnsafeMutableBufferPointer { counts in
            nonisolated(unsafe) let (counts, division) = (counts, self)
            DispatchQueue.concurrentPerform(iterations: counts.count) { number in
                let (text, starts) = (division.text, division.starts)
                let bytes =
                    (number == 0 ? 0 : starts[number - 1])..<(number < starts.count ? starts[number] : text.count)
                let part = UnsafeBufferPointer(rebasing: text[bytes])
                // A part may go on to the first value behind its end, and to the key before that.
                counts[number] = TapeNode.largestCount(in: part, depth: division.maximumDepth) + 4
            }
        }
        var first = 0
        return counts.map { count in
            defer { first += count }
            return first..<first + count
        }
    }

    /// Lays out all nodes, and returns how many there are.
    private func build(_ builder: TapeBuilder, rooms: [Range<Int>]) throws(JSONError) -> Int {
        var whole = builder
        for part in starts.isEmpty ? [] : builtParts(of: builder, rooms: rooms) {
            guard let part else { break }
            if !part.isPart {
                whole = part
            } else if !whole.take(part, depth: Self.depth) {
                break
            }
        }
        try whole.build()
        return whole.count
    }

    /// Each part as far as it was read; nil for one in which something is wrong.
    private func builtParts(of builder: TapeBuilder, rooms: [Range<Int>]) -> [TapeBuilder?] {
        var parts = [TapeBuilder?](repeating: nil, count: rooms.count)
        parts.withUnsafeMutableBufferPointer { parts in
            // Each part has a place of its own, on the tape and here.
            nonisolated(unsafe) let (parts, builder, division) = (parts, builder, self)
            DispatchQueue.concurrentPerform(iterations: parts.count) { number in
                let starts = division.starts
                var part = builder
                if number > 0 { part = division.part(at: starts[number - 1], onto: builder.nodes[rooms[number]]) }
                do throws(JSONError) {
                    try part.build(until: number < starts.count ? starts[number] : .max)
                    parts[number] = part
                } catch {
                    // Told by whoever reads the text from its first byte.
                }
            }
        }
        return parts
    }

    private func part(at start: Int, onto nodes: Slice<UnsafeMutableBufferPointer<TapeNode>>) -> TapeBuilder {
        TapeBuilder(
            reading: text,
            fromElementAt: start,
            depth: Self.depth,
            lines: lines,
            maximumDepth: maximumDepth,
            onto: UnsafeMutableBufferPointer(rebasing: nodes)
        )
    }

    /// Where an element of the outermost array begins, some way behind an offset; nil where none is found.
    private func start(from offset: Int) -> Int? {
        var place = offset
        for _ in 0..<16 {
            guard let start = elementStart(from: place, to: min(text.count, offset + 256 << 10)) else { return nil }
            guard let end = innerEnd(from: start) else { return start }
            place = max(start + 1, end)
        }
        return nil
    }

    /// The first opening brace between two offsets that follows a closing one and a comma.
    private func elementStart(from offset: Int, to end: Int) -> Int? {
        var last: [UInt8] = [0, 0]
        for index in offset..<max(offset, end) {
            switch text[index] {
            case Ascii.space, Ascii.lineFeed, Ascii.carriageReturn, Ascii.tab: continue
            case Ascii.openBrace where last == [Ascii.closeBrace, Ascii.comma]: return index
            default: last = [last[1], text[index]]
            }
        }
        return nil
    }

    /// Where reading fails soon that begins at an offset, or comes to the end of an array, which then is an inner one; nil if
    /// neither happens.
    private func innerEnd(from start: Int) -> Int? {
        let limit = min(text.count, start + 16 << 10)
        let room =
            TapeNode.largestCount(in: UnsafeBufferPointer(rebasing: text[start..<limit]), depth: maximumDepth) + 4
        return withUnsafeTemporaryAllocation(of: TapeNode.self, capacity: room) { nodes in
            var probe = part(at: start, onto: nodes[...])
            do throws(JSONError) {
                try probe.build(until: limit)
            } catch {
                return probe.offset
            }
            return probe.isPastValue ? probe.offset : nil
        }
    }
}
