import DestinationHealth
import Reporting

/// A rule's example as readable lines: long objects and lists are broken, and the mark `↓` becomes a column.
struct ExampleLayout {
    /// One line, in ASCII: invisible characters are shown as escapes.
    struct Line {
        let text: String
        /// The column that the finding points at, from 0; nil on other lines.
        let mark: Int?
    }

    /// The config.
    let lines: [Line]
    /// Sentences about the environment of the example.
    let notes: [String]

    init(_ example: RuleExample) {
        var reader = Reader(bytes: Array(example.config.utf8)[...])
        var raw: [[UInt8]] = []
        reader.value().lay(out: &raw, indentation: 0, prefix: [], suffix: [])
        lines = raw.map { bytes in
            let parts = Self.split(bytes)
            let head = TerminalText(Self.text(parts.head), usesUnicode: false)
            guard let tail = parts.tail else { return Line(text: head.text, mark: nil) }
            return Line(text: head.text + TerminalText(Self.text(tail), usesUnicode: false).text, mark: head.width)
        }
        notes = example.environment.sorted { $0.key < $1.key }.map { name, value in
            let shown = TerminalText(value, usesUnicode: false).text
            return value.isEmpty
                ? "Here the environment variable \(name) is empty."
                : "Here the environment variable \(name) is \"\(shown)\"."
        }
    }

    private static let mark = Array("↓".utf8)

    private static func split(_ bytes: [UInt8]) -> (head: ArraySlice<UInt8>, tail: ArraySlice<UInt8>?) {
        guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
            return (bytes[...], nil)
        }
        return (bytes[..<start], bytes[(start + mark.count)...])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A part of a config.
    private indirect enum Node {
        /// A value that is written on one line.
        case leaf([UInt8])
        /// A list or an object: its brackets, and the key and value of each member.
        case group(open: [UInt8], close: UInt8, members: [(key: [UInt8], value: Node)])

        /// The longest group that stays on one line.
        static let longest = 60

        var inline: [UInt8] {
            switch self {
            case .leaf(let bytes): return bytes
            case .group(let open, let close, let members):
                let parts = members.map { $0.key + $0.value.inline }
                return open + parts.joined(separator: Array(", ".utf8)) + [close]
            }
        }

        func lay(out lines: inout [[UInt8]], indentation: Int, prefix: [UInt8], suffix: [UInt8]) {
            let margin = [UInt8](repeating: 0x20, count: indentation)
            let whole = margin + prefix + inline + suffix
            guard case .group(let open, let close, let members) = self, whole.count > Self.longest, !members.isEmpty
            else {
                return lines.append(whole)
            }
            lines.append(margin + prefix + open)
            for (index, member) in members.enumerated() {
                let comma = index < members.count - 1 ? Array(",".utf8) : []
                member.value.lay(out: &lines, indentation: indentation + 2, prefix: member.key, suffix: comma)
            }
            lines.append(margin + [close] + suffix)
        }
    }

    /// Parses a config, which is valid JSON except for the mark.
    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func value() -> Node {
            let start = token()
            guard let bracket = start.last, bracket == UInt8(ascii: "{") || bracket == UInt8(ascii: "[") else {
                return .leaf(start)
            }
            let close = bracket + 2
            var members: [(key: [UInt8], value: Node)] = []
            while skipSpace(), let next = bytes.first, next != close {
                var key: [UInt8] = []
                if close == UInt8(ascii: "}") {
                    key = token() + Array(": ".utf8)
                    skip(UInt8(ascii: ":"))
                }
                members.append((key: key, value: value()))
                skip(UInt8(ascii: ","))
            }
            skip(close)
            return .group(open: start, close: close, members: members)
        }

        /// A string, a number, a word or an opening bracket, with the mark if it is before or in it.
        private mutating func token() -> [UInt8] {
            skipSpace()
            var token: [UInt8] = []
            if bytes.starts(with: ExampleLayout.mark) {
                token += ExampleLayout.mark
                bytes = bytes.dropFirst(ExampleLayout.mark.count)
            }
            guard let first = bytes.popFirst() else { return token }
            token.append(first)
            switch first {
            case UInt8(ascii: "\""):
                var isEscaped = false
                while let byte = bytes.popFirst() {
                    token.append(byte)
                    if byte == UInt8(ascii: "\""), !isEscaped { break }
                    isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["): break
            default:
                while let byte = bytes.first, !",:]} \n\t\r".utf8.contains(byte) {
                    token.append(byte)
                    bytes.removeFirst()
                }
            }
            return token
        }

        private mutating func skip(_ byte: UInt8) {
            skipSpace()
            if bytes.first == byte { bytes.removeFirst() }
        }

        /// Always true, for use in a condition.
        @discardableResult private mutating func skipSpace() -> Bool {
            bytes = bytes.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
            return true
        }
    }
}
