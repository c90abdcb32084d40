package import DestinationHealth
import LocatedJSON

/// One line of a config with the place of a finding underlined, and every value masked that may not be shown.
package struct SourceExcerpt: Sendable, Hashable {
    /// The number of the line, counted from 1.
    package let line: Int
    /// The line, or as much of it around the place as fits.
    package let text: TerminalText
    /// How many columns stand before the underlined part.
    package let markerColumn: Int
    /// How many columns are underlined; at least 1.
    package let markerWidth: Int

    /// Which values may be shown, and how.
    package struct Policy: Sendable {
        /// The keys whose string values are shown, unless they look like a credential; all other strings are masked.
        package var plainKeys: Set<String>
        /// What finds secrets that stand under such a key, or are one.
        package var masker: SecretMasker
        /// Whether the terminal shows UTF-8.
        package var usesUnicode: Bool

        /// Makes a policy.
        package init(plainKeys: Set<String>, masker: SecretMasker, usesUnicode: Bool = true) {
            self.plainKeys = plainKeys
            self.masker = masker
            self.usesUnicode = usesUnicode
        }
    }

    /// Cuts out the line of a place; nil where the text is not at hand.
    ///
    /// - Parameters:
    ///   - location: The place. Of one that spans lines, and of an object or array, only the first character is
    ///     underlined.
    ///   - policy: Which values may be shown.
    ///   - width: How many columns there are for the line.
    package init?(of location: SourceLocation, policy: Policy, width: Int) {
        guard let range = location.range else { return nil }
        let shown = ShownValues(range.file, plainKeys: policy.plainKeys)
        self.init(of: location, range, policy: policy, shown: shown, width: width)
    }

    /// Cuts out the line of a place of a config of which it is known what may be shown.
    init(
        of location: SourceLocation,
        _ range: SourceRange,
        policy: Policy,
        shown: ShownValues,
        width: Int
    ) {
        let document = range.file.document
        let lineRange = document.lineRange(at: range.bytes.lowerBound)
        let target = Self.target(range.bytes, lineRange, document.bytes)
        var row = ExcerptRow(document: document, policy: policy, shown: shown)
        // A minified config is one line of megabytes, of which only some columns around the place are wanted.
        let context = 8 * max(width, 0) + 256
        row.fill(
            from: max(lineRange.lowerBound, target.lowerBound - context),
            to: min(lineRange.upperBound, min(target.upperBound, target.lowerBound + context) + context)
        )
        row.mark(target)
        row.removeIndentation()
        let (text, column, marked) = row.window(width: width)
        line = location.position.line
        self.text = text
        markerColumn = column
        markerWidth = marked
    }

    /// The bytes to underline, inside the line.
    private static func target(_ range: Range<Int>, _ line: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
        let start = min(max(range.lowerBound, line.lowerBound), line.upperBound)
        let opensContainer =
            start < bytes.count && (bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "["))
        if opensContainer || range.upperBound > line.upperBound { return start..<min(start + 1, line.upperBound) }
        return start..<max(start, range.upperBound)
    }
}
