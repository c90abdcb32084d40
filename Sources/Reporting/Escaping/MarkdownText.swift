/// Texts in Markdown as GitHub, GitLab and others render it.
///
/// Backslashes are not enough for mentions and addresses: these are looked for in the text that was rendered already. A
/// space of no width parts them there, the one hidden character that the report itself puts in.
package enum MarkdownText {
    /// Words in a paragraph, a list or a cell of a table, on one line.
    package static func text(_ raw: String) -> String {
        var visible = VisibleText.of(raw)
        var text: [UInt8] = []
        text.reserveCapacity(visible.utf8.count + 8)
        visible.withUTF8 { bytes in
            for (index, byte) in bytes.enumerated() {
                let isInWord = index > 0 && isWord(bytes[index - 1])
                switch byte {
                case UInt8(ascii: "&"): text += "&amp;".utf8
                case UInt8(ascii: "<"): text += "&lt;".utf8
                case UInt8(ascii: ">"): text += "&gt;".utf8
                case UInt8(ascii: " ") where index == 0 || index == bytes.count - 1:
                    // Four blanks at the start would make it code, two at the end break the line.
                    text += "&#32;".utf8
                case _ where alwaysEscaped.contains(byte):
                    text += [UInt8(ascii: "\\"), byte]
                case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: ":"):
                    // At the start of a line it could begin a list, a rule or a table; here it may come to stand there.
                    if !isInWord { text.append(UInt8(ascii: "\\")) }
                    text.append(byte)
                case UInt8(ascii: ".") where isNumberOfList(bytes, index):
                    text += "\\.".utf8
                default: text.append(byte)
                }
                if needsParting(bytes, index) { text += parting }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Words as code, exactly as they are but for what hides: for names, paths and values. No renderer looks for mentions
    /// and addresses there.
    package static func code(_ raw: String) -> String {
        let visible = VisibleText.of(raw)
        let bytes = visible.utf8
        // In a table a bar ends the cell even in code, and outside of one a backslash before it would be shown.
        if bytes.isEmpty || bytes.contains(UInt8(ascii: "|")) { return "<code>\(text(visible))</code>" }
        let fence = String(repeating: "`", count: longestRun(of: UInt8(ascii: "`"), in: bytes) + 1)
        let ends = [bytes.first, bytes.last]
        let isBlank = bytes.allSatisfy { $0 == 0x20 }
        // One blank at either side is taken away where both are there.
        let needsPadding = ends.contains(UInt8(ascii: "`")) || (ends.allSatisfy { $0 == 0x20 } && !isBlank)
        let padding = needsPadding ? " " : ""
        return fence + padding + visible + padding + fence
    }

    /// Lines as a block of code, with a line break at its end.
    ///
    /// - Parameters:
    ///   - raw: The lines.
    ///   - language: The name of the language that they are in, for colours.
    package static func codeBlock(_ raw: String, language: StaticString = "") -> String {
        let visible = VisibleText.of(raw, keepingLines: true)
        let fence = String(repeating: "`", count: max(3, longestRun(of: UInt8(ascii: "`"), in: visible.utf8) + 1))
        let end = visible.utf8.last == 0x0A || visible.isEmpty ? "" : "\n"
        return "\(fence)\(language)\n\(visible)\(end)\(fence)\n"
    }

    private static let alwaysEscaped = Set("\\`*_{}[]()#!|~$^@".utf8)

    /// A space of no width.
    private static let parting = Array("&#8203;".utf8)

    /// Whether what begins with a byte would be made a mention, a reference, an address or a picture.
    private static func needsParting(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        let rest = bytes[(index + 1)...]
        guard let next = rest.first else { return false }
        switch bytes[index] {
        case UInt8(ascii: "@"): return isWord(next) || next >= 0x80
        case UInt8(ascii: "#"), UInt8(ascii: "!"): return isDigit(next)
        case UInt8(ascii: ":"): return rest.starts(with: "//".utf8) || isPicture(rest)
        case UInt8(ascii: "."): return index >= 3 && bytes[(index - 3)..<index].allSatisfy { $0 | 0x20 == 0x77 }
        case UInt8(ascii: "-"): return index >= 2 && isDigit(next) && isGH(bytes[index - 2], bytes[index - 1])
        default: return false
        }
    }

    /// Whether the rest of `:name:` follows, which many renderers make a picture.
    private static func isPicture(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let name = rest.prefix(64).prefix { isWord($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        return !name.isEmpty && name.endIndex < rest.endIndex && rest[name.endIndex] == UInt8(ascii: ":")
    }

    private static func isNumberOfList(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        index > 0 && isDigit(bytes[index - 1]) && (index + 1 == bytes.count || bytes[index + 1] == 0x20)
    }

    private static func isGH(_ first: UInt8, _ second: UInt8) -> Bool { first | 0x20 == 0x67 && second | 0x20 == 0x68 }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }

    private static func longestRun(of wanted: UInt8, in bytes: String.UTF8View) -> Int {
        var longest = 0
        var run = 0
        for byte in bytes {
            run = byte == wanted ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
