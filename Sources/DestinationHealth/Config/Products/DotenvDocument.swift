package import LocatedJSON

/// A file of environment variables: lines of `NAME=value`, as shells, Docker and dotenv libraries read them.
package struct DotenvDocument: Sendable {
    /// One `NAME=value`.
    package struct Assignment: Sendable {
        /// The variable's name.
        package let name: String
        /// The bytes of the name.
        package let nameRange: Range<Int>
        /// The value without quotes around it, escapes replaced.
        package let value: String
        /// The bytes of the value, quotes included.
        package let valueRange: Range<Int>
        /// Where each byte of the value is written.
        let placement: TextPlacement

        /// Whether the name is written as variables are. Another may be no name at all, but a line of a key that goes
        /// over several: base64 may end with a sign of equality.
        package var isNamedInCapitals: Bool {
            name.utf8.count <= 64 && name.utf8.allSatisfy { !(0x61...0x7A).contains($0) }
        }
    }

    /// The text with the position of everything in it.
    package let text: LocatedText
    /// Its assignments, in order.
    package let assignments: [Assignment]

    /// Whether a text is such a file: the lines that say anything begin with assignments, which no JSON does, and one of
    /// them is to a name in capitals; with small letters alone it may be of any kind.
    static func recognises(_ bytes: [UInt8]) -> Bool {
        var reader = DotenvReader(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        while let line = reader.nextLine() {
            if reader.isBlank(line) { continue }
            guard let assignment = reader.assignment(in: line) else { return false }
            if assignment.isNamedInCapitals { return true }
        }
        return false
    }

    /// Reads a text that was recognised.
    init(_ bytes: [UInt8]) throws(JSONError) {
        text = try LocatedText(bytes)
        var reader = DotenvReader(bytes, from: text.markLength)
        var assignments: [Assignment] = []
        while let line = reader.nextLine() {
            if !reader.isBlank(line), let assignment = reader.assignment(in: line) { assignments.append(assignment) }
        }
        self.assignments = assignments
    }

    /// The assignments that share a byte with a range.
    package func assignments(in range: Range<Int>) -> ArraySlice<Assignment> {
        // Every excerpt asks, and a file may have thousands of both.
        var (first, end) = (0, assignments.count)
        while first < end {
            let middle = (first + end) / 2
            if assignments[middle].valueRange.upperBound < range.lowerBound { first = middle + 1 } else { end = middle }
        }
        let past = assignments[first...].firstIndex { $0.nameRange.lowerBound >= range.upperBound }
        return assignments[first..<(past ?? assignments.endIndex)]
    }
}

/// Takes a file of variables apart, line by line.
private struct DotenvReader {
    private let bytes: [UInt8]
    private var place: Int

    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        place = start
    }

    /// The next line without its line break; nil after the last.
    mutating func nextLine() -> Range<Int>? {
        guard place < bytes.count else { return nil }
        let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
        let line = place..<(end > place && end <= bytes.count && bytes[end - 1] == 0x0D ? end - 1 : end)
        place = end + 1
        return line
    }

    /// Whether there is nothing on a line, or a comment.
    func isBlank(_ line: Range<Int>) -> Bool {
        let first = skipBlanks(line.lowerBound, line)
        return first == line.upperBound || bytes[first] == UInt8(ascii: "#")
    }

    func assignment(in line: Range<Int>) -> DotenvDocument.Assignment? {
        var start = skipBlanks(line.lowerBound, line)
        let export = Array("export".utf8)
        if bytes[start..<line.upperBound].starts(with: export), start + export.count < line.upperBound,
            Self.isBlank(bytes[start + export.count])
        {
            start = skipBlanks(start + export.count, line)
        }
        let end = bytes[start..<line.upperBound].firstIndex { !Self.isInName($0) } ?? line.upperBound
        guard end > start, !(0x30...0x39).contains(bytes[start]) else { return nil }
        let sign = skipBlanks(end, line)
        guard sign < line.upperBound, bytes[sign] == UInt8(ascii: "=") else { return nil }
        let (value, range, placement) = value(in: skipBlanks(sign + 1, line)..<line.upperBound)
        return DotenvDocument.Assignment(
            name: String(decoding: bytes[start..<end], as: UTF8.self),
            nameRange: start..<end,
            value: value,
            valueRange: range,
            placement: placement
        )
    }

    private func value(in rest: Range<Int>) -> (String, Range<Int>, TextPlacement) {
        if let quote = bytes[rest].first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let quoted = quoted(by: quote, in: rest)
        {
            return quoted
        }
        var end = rest.upperBound
        // A number sign begins a comment where a blank stands before it.
        for index in rest where bytes[index] == UInt8(ascii: "#") {
            if index == rest.lowerBound || Self.isBlank(bytes[index - 1]) {
                end = index
                break
            }
        }
        while end > rest.lowerBound, Self.isBlank(bytes[end - 1]) { end -= 1 }
        let range = rest.lowerBound..<end
        return (String(decoding: bytes[range], as: UTF8.self), range, TextPlacement(bytes: range))
    }

    /// A value in quotes; nil where they are not closed on the line.
    private func quoted(by quote: UInt8, in rest: Range<Int>) -> (String, Range<Int>, TextPlacement)? {
        var text: [UInt8] = []
        var offsets: [Int] = []
        var index = rest.lowerBound + 1
        while index < rest.upperBound {
            if bytes[index] == quote {
                let value = String(decoding: text, as: UTF8.self)
                return (value, rest.lowerBound..<(index + 1), TextPlacement(offsets: offsets + [index]))
            }
            offsets.append(index)
            if quote == UInt8(ascii: "\""), bytes[index] == UInt8(ascii: "\\"), index + 1 < rest.upperBound,
                let escaped = Self.escaped(bytes[index + 1])
            {
                text.append(escaped)
                index += 2
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return nil
    }

    private func skipBlanks(_ start: Int, _ line: Range<Int>) -> Int {
        bytes[start..<line.upperBound].firstIndex { !Self.isBlank($0) } ?? line.upperBound
    }

    private static func escaped(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): byte
        default: nil
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isInName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "_")
    }
}
