import Reporting

/// A text on its way into the reports that other programs read.
struct SinkProperties {
    private let text: String
    /// What people are to see of it on one line, and on several.
    private let visible: String
    private let visibleLines: String

    init(_ text: String) {
        self.text = text
        visible = VisibleText.of(text)
        visibleLines = VisibleText.of(text, keepingLines: true)
    }

    func check() throws(BrokenProperty) {
        try checkVisible()
        try checkGitHub()
        try checkMarkup()
        try checkMarkdown()
        try checkMarkdownCode()
        try checkPrometheus()
        try checkSpreadsheet()
    }

    private func checkVisible() throws(BrokenProperty) {
        try require(!visible.unicodeScalars.contains { $0.actsOnTerminal }, "something hides in a visible text")
        try require(
            !visibleLines.unicodeScalars.contains { $0.actsOnTerminal && $0 != "\n" },
            "something hides in visible lines"
        )
        try require(Self.equal(VisibleText.of(visible), visible), "what is visible changes when it is made visible")
    }

    // MARK: GitHub Actions

    private func checkGitHub() throws(BrokenProperty) {
        let data = GitHubCommandText.data(text)
        let property = GitHubCommandText.property(text)
        try require(Self.equal(Self.undoPercent(data), text), "the data of a command reads back as another text")
        try require(Self.equal(Self.undoPercent(property), text), "a property of a command reads back as another text")
        let line = Array(
            "::error title=\(GitHubCommandText.title(text)),file=\(property)::\(GitHubCommandText.message(text))".utf8
        )
        try require(!line.contains { $0 == 0x0A || $0 == 0x0D }, "a command has several lines")
        let names = Array("::error title=".utf8)
        guard line.starts(with: names) else {
            throw BrokenProperty(words: "a command does not begin as it was written")
        }
        // The runner ends the properties at the first `::` and parts them at commas.
        let rest = Array(line[names.count...])
        guard let end = rest.indices.dropLast().first(where: { rest[$0] == 0x3A && rest[$0 + 1] == 0x3A }) else {
            throw BrokenProperty(words: "a command has no data")
        }
        let properties = rest[..<end].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        try require(properties.count == 2, "a property of a command ends too early")
        let message = Array(rest[(end + 2)...])
        try require(message == Array(GitHubCommandText.message(text).utf8), "the data of a command begins too early")
        try require(!message.contains(run: Array("##[".utf8)), "a message of a command holds ##[")
    }

    private static func undoPercent(_ escaped: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(escaped.utf8)[...]
        let escapes: [(String, UInt8)] = [("%25", 0x25), ("%0D", 0x0D), ("%0A", 0x0A), ("%3A", 0x3A), ("%2C", 0x2C)]
        while let byte = rest.first {
            if let (name, value) = escapes.first(where: { rest.starts(with: $0.0.utf8) }) {
                bytes.append(value)
                rest = rest.dropFirst(name.utf8.count)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: XML and HTML

    private func checkMarkup() throws(BrokenProperty) {
        let lines: [(String, String)] = [
            (XMLText.text(text, keepingLines: true), visibleLines),
            (HTMLText.text(text, keepingLines: true), visibleLines),
            (XMLText.text(text), visible), (HTMLText.text(text), visible),
            (XMLText.attribute(text), visible), (HTMLText.attribute(text), visible),
        ]
        for (markup, wanted) in lines {
            for scalar in markup.unicodeScalars {
                switch scalar.value {
                case 0x0A where wanted == visibleLines: break
                case 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: break
                default: throw BrokenProperty(words: "XML holds what XML cannot hold")
                }
            }
            guard let read = Self.undoReferences(markup) else {
                throw BrokenProperty(words: "a sign of markup stands in markup")
            }
            try require(Self.equal(read, wanted), "markup reads back as another text")
        }
    }

    /// The text behind some markup; nil if anything in it is more than text.
    private static func undoReferences(_ markup: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(markup.utf8)[...]
        let references: [(String, String)] = [
            ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#35;", "#"),
        ]
        while let byte = rest.first {
            if byte == UInt8(ascii: "&") {
                guard let (name, sign) = references.first(where: { rest.starts(with: $0.0.utf8) }) else { return nil }
                bytes += Array(sign.utf8)
                rest = rest.dropFirst(name.utf8.count)
                continue
            }
            if "<>\"'".utf8.contains(byte) { return nil }
            bytes.append(byte)
            rest = rest.dropFirst()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Markdown

    private func checkMarkdown() throws(BrokenProperty) {
        let rendered = try Self.render(MarkdownText.text(text))
        let shown = String(String.UnicodeScalarView(rendered.unicodeScalars.filter { $0 != "\u{200B}" }))
        try require(Self.equal(shown, visible), "Markdown shows another text")
    }

    /// What a renderer shows of Markdown that may hold nothing but words.
    private static func render(_ markdown: String) throws(BrokenProperty) -> String {
        let references: [(String, String)] = [
            ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&#32;", " "), ("&#8203;", "\u{200B}"),
        ]
        var bytes: [UInt8] = []
        var rest = Array(markdown.utf8)[...]
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "\\"):
                // A backslash escapes any sign of ASCII, and nothing else.
                guard let sign = rest.dropFirst().first, isSign(sign) else {
                    throw BrokenProperty(words: "a backslash of Markdown escapes nothing")
                }
                bytes.append(sign)
                rest = rest.dropFirst(2)
            case UInt8(ascii: "&"):
                guard let (name, sign) = references.first(where: { rest.starts(with: $0.0.utf8) }) else {
                    throw BrokenProperty(words: "Markdown holds an unknown reference")
                }
                bytes += Array(sign.utf8)
                rest = rest.dropFirst(name.utf8.count)
            default:
                try require(!"`*_{}[]()<>#!|~$^@".utf8.contains(byte), "an active sign stands in Markdown")
                try require(byte != 0x0A && byte != 0x0D, "Markdown has several lines")
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        let source = Array(markdown.utf8)
        try require(source.first.map { !" -+=:".utf8.contains($0) } ?? true, "Markdown begins a list, a rule or code")
        try require(source.last != 0x20, "Markdown ends in a blank")
        let digits = source.prefix { (0x30...0x39).contains($0) }
        let afterDigits = source.dropFirst(digits.count)
        if !digits.isEmpty, let sign = afterDigits.first, ".)".utf8.contains(sign) {
            let next = afterDigits.dropFirst().first
            try require(next != nil && next != 0x20, "Markdown begins a numbered list")
        }
        let folded = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        try require(!folded.contains(run: Array("://".utf8)), "Markdown holds an address")
        for place in folded.indices.dropLast(4) where folded[place...].starts(with: "www.".utf8) {
            try require(!isAlphanumeric(folded[place + 4]), "Markdown holds an address without a scheme")
        }
        for place in folded.indices.dropLast() where folded[place] == UInt8(ascii: "@") {
            let next = folded[place + 1]
            try require(!isAlphanumeric(next), "Markdown holds a mention")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func checkMarkdownCode() throws(BrokenProperty) {
        let code = Array(MarkdownText.code(text).utf8)
        if code.first != UInt8(ascii: "`") {
            let (start, end) = (Array("<code>".utf8), Array("</code>".utf8))
            guard code.starts(with: start), code.count >= start.count + end.count,
                code.suffix(end.count).elementsEqual(end)
            else { throw BrokenProperty(words: "code in Markdown is no code") }
            let inside = code[start.count..<(code.count - end.count)]
            let rendered = try Self.render(String(decoding: inside, as: UTF8.self))
            let shown = String(String.UnicodeScalarView(rendered.unicodeScalars.filter { $0 != "\u{200B}" }))
            try require(Self.equal(shown, visible), "code in Markdown shows another text")
        } else {
            let fence = code.prefix { $0 == UInt8(ascii: "`") }.count
            var place = fence
            var end: Int?
            while place < code.count, end == nil {
                let run = code[place...].prefix { $0 == UInt8(ascii: "`") }.count
                if run == fence { end = place }
                place += max(run, 1)
            }
            guard let end, end + fence == code.count else {
                throw BrokenProperty(words: "code in Markdown ends too early or not at all")
            }
            var inside = code[fence..<end]
            if inside.first == 0x20, inside.last == 0x20, inside.contains(where: { $0 != 0x20 }) {
                inside = inside.dropFirst().dropLast()
            }
            try require(inside.elementsEqual(visible.utf8), "code in Markdown shows another text")
            try require(!inside.contains(UInt8(ascii: "|")), "code in Markdown ends the cell of a table")
        }

        let block = MarkdownText.codeBlock(text).utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        let fence = block[0].count
        try require(fence >= 3 && block[0].allSatisfy { $0 == UInt8(ascii: "`") }, "a block of code has no fence")
        let ends = block.indices.dropFirst().filter { index in
            let line = block[index].drop { $0 == 0x20 }
            let ticks = line.prefix { $0 == UInt8(ascii: "`") }.count
            return ticks >= fence && line.dropFirst(ticks).allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
        try require(ends == [block.count - 2], "a block of code ends too early or not at all")
        var shown = Array(block[1..<(block.count - 2)].joined(separator: [0x0A]))
        if visibleLines.utf8.last == 0x0A { shown.append(0x0A) }
        try require(shown.elementsEqual(visibleLines.utf8), "a block of code shows another text")
    }

    // MARK: Prometheus and spreadsheets

    private func checkPrometheus() throws(BrokenProperty) {
        let label = Array(PrometheusText.labelValue(text).utf8)
        var read: [UInt8] = []
        var rest = label[...]
        while let byte = rest.popFirst() {
            try require(byte != 0x0A && byte != UInt8(ascii: "\""), "a label of Prometheus ends too early")
            guard byte == UInt8(ascii: "\\") else {
                read.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n"): read.append(0x0A)
            case UInt8(ascii: "\\"): read.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "\""): read.append(UInt8(ascii: "\""))
            default: throw BrokenProperty(words: "a label of Prometheus has an unknown escape")
            }
        }
        try require(read.elementsEqual(text.utf8), "a label of Prometheus reads back as another text")
    }

    private func checkSpreadsheet() throws(BrokenProperty) {
        let row = Array(SpreadsheetText.row([text, "x", text]).utf8)
        guard let cells = Self.cells(row) else { throw BrokenProperty(words: "a row is no row of RFC 4180") }
        try require(cells.count == 3 && cells[1] == Array("x".utf8), "a row reads back as other cells")
        let apostrophe = UInt8(ascii: "'")
        for cell in [cells[0], cells[2]] {
            try require(
                cell.filter { $0 != apostrophe }.elementsEqual(text.utf8.filter { $0 != apostrophe }),
                "a cell reads back as another text"
            )
            var isAtStart = true
            for scalar in String(decoding: cell, as: UTF8.self).unicodeScalars {
                if isAtStart {
                    try require(!"=+-@＝＋－＠".unicodeScalars.contains(scalar), "a cell begins a formula")
                }
                switch scalar {
                case "\r", "\n", "\t", ";": isAtStart = true
                case " ", "\u{A0}", "\u{3000}", "\u{200B}", "\u{FEFF}": break
                default: isAtStart = false
                }
            }
        }
    }

    /// The cells of one row, all of them quoted; nil if it is none.
    private static func cells(_ row: [UInt8]) -> [[UInt8]]? {
        var cells: [[UInt8]] = []
        var rest = row[...]
        repeat {
            guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
            var cell: [UInt8] = []
            while let byte = rest.popFirst() {
                if byte != UInt8(ascii: "\"") {
                    cell.append(byte)
                } else if rest.first == byte {
                    cell.append(byte)
                    rest = rest.dropFirst()
                } else {
                    break
                }
            }
            cells.append(cell)
            if rest.elementsEqual([0x0D, 0x0A]) { return cells }
        } while rest.popFirst() == UInt8(ascii: ",")
        return nil
    }

    // MARK: Bytes

    private static func equal(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }

    private static func isSign(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && !isAlphanumeric(byte) }
}
