import DestinationHealth
import Reporting

/// The look of reference texts.
struct ReferenceStyle {
    var width = 80
    var usesColor = false
    var usesUnicode = true

    init(width: Int = 80, usesColor: Bool = false, usesUnicode: Bool = true) {
        self.width = width
        self.usesColor = usesColor
        self.usesUnicode = usesUnicode
    }

    /// The look for standard output.
    init(_ color: ColorMode) {
        let terminal = Terminal(descriptor: 1)
        width = terminal.width ?? 80
        usesColor = terminal.usesColor(color)
        usesUnicode = Terminal.usesUnicode
    }
}

/// Lays out reference texts in lines of limited width.
struct ReferencePage {
    /// The least width that is laid out for.
    private static let narrowest = 40
    /// Lines longer than this are hard to read.
    private static let widest = 100

    let width: Int
    private let usesUnicode: Bool
    private var page: TextPage

    init(_ style: ReferenceStyle) {
        width = min(max(style.width, Self.narrowest), Self.widest)
        usesUnicode = style.usesUnicode
        page = TextPage(usesColor: style.usesColor)
    }

    /// The lines so far.
    var text: String { String(decoding: page.bytes, as: UTF8.self) }

    /// Adds an empty line.
    mutating func space() { page.endLine() }

    /// Adds a heading with an empty line above.
    mutating func heading(_ text: String) {
        page.endLine()
        line(text, .bold)
    }

    /// Adds the texts that are not empty, all on one line if it is wide enough, else each on its own.
    mutating func line(_ parts: (text: String, face: Face)...) {
        let parts = parts.filter { !$0.text.isEmpty }
        guard parts.reduce(-2, { $0 + shown($1.text).width + 2 }) <= width else {
            for part in parts { line(part.text, part.face) }
            return
        }
        for part in parts {
            page.put(shown(part.text), part.face)
            page.indent(2)
        }
        page.endLine()
    }

    /// Adds text of one look, broken into lines; those after the first are indented further.
    mutating func line(_ text: String, _ face: Face = .plain, indentation: Int = 0, hanging: Int = 0) {
        let lines = shown(text).wrapped(to: width - indentation - hanging, first: width - indentation)
        for (index, line) in lines.enumerated() {
            page.indent(indentation + (index == 0 ? 0 : hanging))
            page.put(line, face)
            page.endLine()
        }
    }

    /// Adds numbered sentences.
    mutating func steps(_ steps: [String], indentation: Int) {
        for (index, step) in steps.enumerated() {
            let number = "\(index + 1)."
            line("\(number) \(step)", indentation: indentation, hanging: number.utf8.count + 1)
        }
    }

    /// Adds a row of columns, of which the last is broken into lines; or, where the width does not allow columns, the
    /// last below the others.
    mutating func row(_ cells: [(text: String, width: Int, face: Face)], _ text: String) {
        let used = cells.reduce(0) { $0 + $1.width + 2 }
        for cell in cells {
            let cellText = shown(cell.text)
            page.put(cellText, cell.face)
            page.indent(cell.width - cellText.width + 2)
        }
        guard width - used >= 30 else {
            page.endLine()
            return line(text, indentation: 4)
        }
        for (index, line) in shown(text).wrapped(to: width - used).enumerated() {
            page.indent(index == 0 ? 0 : used)
            page.put(line)
            page.endLine()
        }
    }

    /// Adds a config, with a caret below its mark.
    mutating func example(_ example: RuleExample, _ face: Face) {
        for exampleLine in ExampleLayout(example).lines {
            page.indent(2)
            page.put(exampleLine.text)
            page.endLine()
            guard let column = exampleLine.mark else { continue }
            page.indent(2 + column)
            page.put("^", face)
            page.endLine()
        }
        for sentence in ExampleLayout(example).notes { line(sentence, .dim, indentation: 2) }
    }

    private func shown(_ text: String) -> TerminalText {
        // The ellipsis is the only character that is not ASCII.
        TerminalText(usesUnicode ? text : text.replacingEllipses, usesUnicode: usesUnicode)
    }
}

extension String {
    /// The text with three full stops for each ellipsis.
    fileprivate var replacingEllipses: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            text += scalar == "…" ? "..." : String(scalar)
        }
    }
}

extension Severity {
    /// The look in a list.
    var face: Face {
        switch self {
        case .error: .boldBad
        case .warning, .unknown: .boldDoubtful
        case .note: .boldNote
        }
    }
}

extension HealthStatus {
    /// The look in a list.
    var face: Face {
        switch self {
        case .healthy: .good
        case .unhealthy: .bad
        case .unknown: .doubtful
        case .skipped: .dim
        }
    }
}
