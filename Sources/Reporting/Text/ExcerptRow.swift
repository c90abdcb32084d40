import DestinationHealth
import LocatedJSON
import TikTokAPI

/// A line of a config on its way to the screen: what is shown, and which bytes of the file each part of it stands for.
struct ExcerptRow {
    private struct Cell {
        var text: TerminalText
        var source: Range<Int>
        var isBlank = false
        /// How many marks sit on its character; a masked value takes none.
        var marks = 0
    }

    private let document: ConfigDocument
    private let bytes: [UInt8]
    private let policy: SourceExcerpt.Policy
    private let shown: ShownValues
    private var cells: [Cell] = []
    /// Whether values under the last key may be shown; nil before the first key.
    private var lastKeyIsPlain: Bool?
    /// The cells to underline.
    private var marked = 0..<0
    /// Stretches of values that are no part of them, ascending: they are shown where the value is masked.
    private var surroundings: ArraySlice<Range<Int>>

    init(
        document: ConfigDocument,
        policy: SourceExcerpt.Policy,
        shown: ShownValues,
        isBehindPlainKey: Bool? = nil,
        surroundings: ArraySlice<Range<Int>> = []
    ) {
        lastKeyIsPlain = isBehindPlainKey
        self.surroundings = surroundings
        self.shown = shown
        self.document = document
        self.bytes = document.bytes
        self.policy = policy
    }

    /// Takes in a stretch of one line.
    mutating func fill(from start: Int, to end: Int) {
        var place = characterStart(start)
        let end = characterStart(end)
        guard place < end else { return }
        for token in document.tokens(in: place..<end) {
            let range = token.range
            appendSyntax(place..<max(place, range.lowerBound))
            let isLong = range.count > Self.longestText
            let text = isLong ? "" : token.text()
            if token.isKey {
                lastKeyIsPlain = shown.shows(valueAt: range.lowerBound, under: text)
            }
            if isLong || isHidden(token, text) {
                appendMasked(token, text)
            } else {
                appendText(max(place, range.lowerBound)..<min(range.upperBound, end))
            }
            place = max(place, min(range.upperBound, end))
        }
        appendSyntax(place..<end)
    }

    /// Underlines everything that stands for one of some bytes, a masked value as a whole.
    mutating func mark(_ target: Range<Int>) {
        let end = max(target.upperBound, target.lowerBound + 1)
        let first = cells.firstIndex { $0.source.upperBound > target.lowerBound } ?? cells.endIndex
        let past = cells[first...].firstIndex { $0.source.lowerBound >= end } ?? cells.endIndex
        marked = first..<past
    }

    /// Takes off the blanks at the beginning.
    mutating func removeIndentation() {
        let blanks = min(cells.prefix { $0.isBlank }.count, marked.lowerBound)
        cells.removeFirst(blanks)
        marked = (marked.lowerBound - blanks)..<(marked.upperBound - blanks)
    }

    /// The row as a whole.
    var text: TerminalText {
        TerminalText(safe: cells.map(\.text.text).joined(), width: columns(of: 0..<cells.count))
    }

    /// As much of the row around the underlined part as fits, with the column and width of that part.
    func window(width: Int) -> (text: TerminalText, column: Int, marked: Int) {
        let ellipsis = TerminalText(safe: policy.usesUnicode ? "…" : "...")
        let total = columns(of: 0..<cells.count)
        var shown = 0..<cells.count
        if total > width {
            let before = columns(of: 0..<marked.lowerBound)
            let room = width - 2 * ellipsis.width
            let wanted = min(columns(of: marked), room)
            // The place stands in the middle, unless the line's beginning or end is near.
            var column = max(0, before - (room - wanted) / 2)
            if before + wanted <= width - ellipsis.width { column = 0 }
            column = min(column, total - (width - ellipsis.width))
            shown = cells(fromColumn: column, room: room, width: width, ellipsis: ellipsis.width)
        }
        var text = shown.lowerBound > 0 ? ellipsis : TerminalText(safe: "")
        var markerColumn = text.width
        var markerWidth = 0
        for index in shown {
            if index < marked.lowerBound { markerColumn += cells[index].text.width }
            if marked.contains(index) { markerWidth += cells[index].text.width }
            text = text + cells[index].text
        }
        if shown.upperBound < cells.count { text = text + ellipsis }
        return (text, markerColumn, max(1, markerWidth))
    }

    private func cells(fromColumn column: Int, room: Int, width: Int, ellipsis: Int) -> Range<Int> {
        var first = 0
        var passed = 0
        while first < marked.lowerBound, passed < column {
            passed += cells[first].text.width
            first += 1
        }
        let left = first > 0 ? ellipsis : 0
        var past = first
        var taken = left
        while past < cells.count {
            let isLast = past == cells.count - 1
            let next = taken + cells[past].text.width
            // The first cell is shown even where it is wider than everything.
            if next + (isLast ? 0 : ellipsis) > width, past > first { break }
            taken = next
            past += 1
        }
        return first..<past
    }

    private func columns(of range: Range<Int>) -> Int {
        cells[range].reduce(0) { $0 + $1.text.width }
    }

    private func characterStart(_ offset: Int) -> Int {
        var offset = min(max(offset, 0), bytes.count)
        while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }
}

extension ExcerptRow {
    /// Nobody reads texts of more bytes in one line, and each excerpt would go through all of one.
    private static let longestText = 4096

    private func isHidden(_ token: ExcerptToken, _ text: String) -> Bool {
        if TokenShape.looksLikeCredential(text) || !policy.masker.mask(field: text).utf8.elementsEqual(text.utf8) {
            return true
        }
        if token.isKey || Self.isVariable(text) { return false }
        return !shown.shows(valueAt: token.range.lowerBound, under: token.key)
    }

    /// Whether a text is a reference to an environment variable and nothing else: its name is no secret, and no
    /// credential is written like one.
    private static func isVariable(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let start = ["${env:", "${"].first(where: { bytes.starts(with: $0.utf8) }),
            bytes.last == UInt8(ascii: "}")
        else { return false }
        let name = bytes.dropFirst(start.utf8.count).dropLast()
        return !name.isEmpty && name.count <= 64 && name.contains(UInt8(ascii: "_"))
            && name.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
    }

    private static func masked(_ text: String) -> String {
        // The last four of a text with something around its secret (a reference with a fallback, quotation marks, a
        // hidden character) could be most of a short secret.
        let isBare = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2B, 0x2F, 0x3D: true
            default: false
            }
        }
        return isBare ? Secret(text).masked : "****"
    }

    /// Appends a value that may not be shown, and what stands around it that may.
    private mutating func appendMasked(_ token: ExcerptToken, _ text: String) {
        let (range, quote) = (token.range, TerminalText(safe: token.quote))
        surroundings = surroundings.drop { $0.lowerBound < range.lowerBound }
        let inside = surroundings.prefix { $0.upperBound < range.upperBound }
        guard !inside.isEmpty else { return append(quote + TerminalText(safe: Self.masked(text)) + quote, range) }
        let quoteLength = token.quote.utf8.count
        let (start, end) = (range.lowerBound + quoteLength, range.upperBound - quoteLength)
        let stops = inside + [end..<end]
        var parts: [Range<Int>] = []
        var place = start
        for stop in stops {
            parts.append(place..<max(place, stop.lowerBound))
            place = max(place, stop.upperBound)
        }
        let value = Self.masked(String(decoding: parts.flatMap { bytes[$0] }, as: UTF8.self))
        let last = parts.last { !$0.isEmpty }
        if quoteLength > 0 { append(quote, range.lowerBound..<start) }
        for (part, stop) in zip(parts, stops) {
            if !part.isEmpty { append(TerminalText(safe: part == last ? value : "****"), part) }
            appendText(stop)
        }
        if quoteLength > 0 { append(quote, end..<range.upperBound) }
    }

    private mutating func append(_ text: TerminalText, _ source: Range<Int>) {
        cells.append(Cell(text: text, source: source, marks: TerminalText.maximumMarks))
    }

    /// What stands between strings. Long numbers under a key that is not plain are masked too: a secret may have lost
    /// its quotes.
    private mutating func appendSyntax(_ range: Range<Int>) {
        var copied = range.lowerBound
        var place = range.lowerBound
        while place < range.upperBound {
            let number = bytes[place..<range.upperBound].prefix { (0x30...0x39).contains($0) }
            if number.count >= SecretMasker.minimumLength,
                !shown.shows(syntaxAt: place, underPlainKey: lastKeyIsPlain)
            {
                appendText(copied..<place)
                append(TerminalText(safe: "****"), place..<number.endIndex)
                copied = number.endIndex
            }
            place += max(1, number.count)
        }
        appendText(copied..<range.upperBound)
    }

    private mutating func appendText(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        var offset = range.lowerBound
        for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
            let source = offset..<(offset + UTF8.width(scalar))
            offset = source.upperBound
            let last = cells.indices.last
            if scalar.value > 0x20, scalar.value < 0x7F, scalar != "#" {
                cells.append(Cell(text: TerminalText(safe: String(scalar), width: 1), source: source))
            } else if let last, policy.usesUnicode, DisplayWidth.isMark(scalar),
                cells[last].marks < TerminalText.maximumMarks
            {
                cells[last].text = TerminalText(
                    safe: cells[last].text.text + String(scalar),
                    width: cells[last].text.width
                )
                cells[last].source = cells[last].source.lowerBound..<offset
                cells[last].marks += 1
            } else if scalar == "\t" {
                cells.append(Cell(text: TerminalText(safe: "    "), source: source, isBlank: true))
            } else if scalar == "#", let last, cells[last].text.text == "#" {
                cells.append(Cell(text: TerminalText(safe: TerminalText.escape(scalar)), source: source))
            } else {
                let text = TerminalText(String(scalar), usesUnicode: policy.usesUnicode)
                cells.append(Cell(text: text, source: source, isBlank: scalar == " "))
            }
        }
    }
}
