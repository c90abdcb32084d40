/// The signs that text output is drawn with.
struct Glyphs: Sendable {
    let healthy: String
    let unhealthy: String
    let unknown: String
    let skipped: String
    /// The rail beside a finding: its beginning, its middle, a branch off it, its end.
    let railTop: String
    let rail: String
    let railEnd: String
    let separator: String
    let ellipsis: String
    let openQuote: String
    let closeQuote: String
    let times: String

    static let unicode = Glyphs(
        healthy: "✓",
        unhealthy: "✗",
        unknown: "?",
        skipped: "-",
        railTop: "╭─",
        rail: "│",
        railEnd: "╰─",
        separator: " · ",
        ellipsis: "…",
        openQuote: "“",
        closeQuote: "”",
        times: "×"
    )

    static let ascii = Glyphs(
        healthy: "+",
        unhealthy: "x",
        unknown: "?",
        skipped: "-",
        railTop: "-->",
        rail: "|",
        railEnd: "`-",
        separator: ", ",
        ellipsis: "...",
        openQuote: "\"",
        closeQuote: "\"",
        times: "x"
    )
}

/// How a stretch of text looks. Nothing is told by looks alone.
package enum Face: Sendable {
    /// As the terminal shows text.
    case plain
    /// Headings.
    case bold
    /// What matters less.
    case dim
    /// Healthy.
    case good
    /// Unhealthy.
    case bad
    /// Unknown.
    case doubtful
    /// An error.
    case boldBad
    /// A warning, and what could not be told.
    case boldDoubtful
    /// A note.
    case boldNote

    /// The parameters of the terminal's "select graphic rendition" (ECMA-48, 8.3.117).
    fileprivate var parameters: String? {
        switch self {
        case .plain: nil
        case .bold: "1"
        case .dim: "2"
        case .good: "32"
        case .bad: "31"
        case .doubtful: "33"
        case .boldBad: "1;31"
        case .boldDoubtful: "1;33"
        case .boldNote: "1;36"
        }
    }
}

/// Text output as it grows.
package struct TextPage: Sendable {
    /// What was put so far.
    package private(set) var bytes: [UInt8] = []
    let usesColor: Bool

    /// An empty page.
    package init(usesColor: Bool) {
        self.usesColor = usesColor
    }

    /// Appends a stretch of one line. Every stretch ends its own colour, so that none reaches into the next.
    package mutating func put(_ text: String, _ face: Face = .plain) {
        guard !text.isEmpty else { return }
        guard usesColor, let parameters = face.parameters else {
            append(text)
            return
        }
        append("\u{1B}[\(parameters)m")
        append(text)
        append("\u{1B}[0m")
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Appends a stretch of one line.
    package mutating func put(_ text: TerminalText, _ face: Face = .plain) { put(text.text, face) }

    /// Appends blanks.
    package mutating func indent(_ columns: Int) {
        bytes.append(contentsOf: repeatElement(0x20, count: max(0, columns)))
    }

    /// Ends the line, without blanks at its end.
    package mutating func endLine() {
        while bytes.last == 0x20 { bytes.removeLast() }
        bytes.append(0x0A)
    }
}
