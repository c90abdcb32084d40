package import DestinationHealth
import LocatedJSON
import TikTokAPI

extension TextFormat {
    /// The change of a config as a unified diff for people: every value is masked that may not be shown, and what is taken
    /// off is visible. Empty where nothing changes.
    package func diff(_ fix: ConfigFix, path: String) -> [UInt8] {
        guard !fix.changes.isEmpty, let old = fix.original.destinations.first?.range.file,
            let new = fix.fixed.destinations.first?.range.file
        else { return [] }
        let shown = fix.changes.filter(\.isShown).flatMap(\.cuts).sorted { $0.lowerBound < $1.lowerBound }
        let before = DiffSide(old, shown: shown, options)
        let after = DiffSide(new, shown: [], options)
        // No line break is ever taken off, so that lines keep their numbers.
        let changed = before.lines(with: fix.cuts)
        var page = newPage()
        page.put("--- ", .bold)
        page.put(field(path), .bold)
        page.put("\n+++ ")
        page.put(field(path), .bold)
        page.put("\n")
        var rest = changed[...]
        while let first = rest.first {
            var last = first
            while let next = rest.first, next <= last + 2 * Self.context + 1 {
                last = next
                rest.removeFirst()
            }
            let hunk = max(0, first - Self.context)..<min(before.lines.count, last + Self.context + 1)
            page.put("@@ -\(hunk.lowerBound + 1),\(hunk.count) +\(hunk.lowerBound + 1),\(hunk.count) @@\n", .dim)
            put(hunk, changed, before, after, to: &page)
        }
        return page.bytes
    }

    /// How many lines are shown around a change.
    private static let context = 3

    private func put(
        _ hunk: Range<Int>,
        _ changed: [Int],
        _ before: DiffSide,
        _ after: DiffSide,
        to page: inout TextPage
    ) {
        var line = hunk.lowerBound
        let changed = Set(changed)
        while line < hunk.upperBound {
            let run = line..<((line..<hunk.upperBound).first { !changed.contains($0) } ?? hunk.upperBound)
            for number in run { before.put(number, "-", .bad, to: &page) }
            for number in run { after.put(number, "+", .good, to: &page) }
            line = run.upperBound
            if line < hunk.upperBound { before.put(line, " ", .plain, to: &page) }
            line += 1
        }
    }
}

/// One of the two files of a diff.
private struct DiffSide {
    private let document: ConfigDocument
    private let policy: SourceExcerpt.Policy
    private let values: ShownValues
    private let shown: [Range<Int>]
    /// The bytes of each line, without what ends it.
    let lines: [Range<Int>]
    private let endsWithLineBreak: Bool

    init(_ file: SourceFile, shown: [Range<Int>], _ options: TextFormat.Options) {
        document = file.document
        self.shown = shown
        policy = SourceExcerpt.Policy(
            plainKeys: options.plainKeys,
            masker: options.masker,
            usesUnicode: options.usesUnicode
        )
        values = ShownValues(file, plainKeys: options.plainKeys)
        var lines: [Range<Int>] = []
        var start = 0
        let bytes = document.bytes
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            lines.append(start..<index)
            start = index + 1
        }
        endsWithLineBreak = start == bytes.count
        if !endsWithLineBreak { lines.append(start..<bytes.count) }
        self.lines = lines
    }

    /// The numbers of the lines that hold some bytes, ascending.
    func lines(with ranges: [Range<Int>]) -> [Int] {
        var numbers: [Int] = []
        var line = 0
        for range in ranges {
            while line < lines.count, lines[line].upperBound <= range.lowerBound { line += 1 }
            if numbers.last != line { numbers.append(line) }
        }
        return numbers
    }

    func put(_ line: Int, _ sign: String, _ face: Face, to page: inout TextPage) {
        let range = document.lineRange(at: lines[line].lowerBound)
        var (first, end) = (0, shown.count)
        while first < end {
            let middle = (first + end) / 2
            if shown[middle].lowerBound < range.lowerBound { first = middle + 1 } else { end = middle }
        }
        var row = ExcerptRow(
            document: document,
            policy: policy,
            shown: values,
            // A number may be a secret whose key stands on a line before.
            isBehindPlainKey: false,
            surroundings: shown[first...]
        )
        row.fill(from: range.lowerBound, to: range.upperBound)
        // GitHub's runner would pass over the blank.
        page.put(sign + (sign == " " ? row.text.atLineStart : row.text).text, face)
        page.put("\n")
        if !endsWithLineBreak, line == lines.count - 1 { page.put("\\ No newline at end of file\n") }
    }
}
