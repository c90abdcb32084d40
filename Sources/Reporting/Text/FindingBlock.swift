import DestinationHealth
import LocatedJSON
import TikTokAPI

extension TextFormat {
    /// How far a finding stands in.
    private static let indentation = 2

    /// A finding: what is wrong, where it stands, what TikTok said, what to do.
    mutating func block(_ finding: Finding, of name: TerminalText, to page: inout TextPage) {
        headline(finding, to: &page)
        let name = name.shortened(to: Self.maximumNameWidth, ellipsis: glyphs.ellipsis).text

        let number = String(finding.source.position.line)
        let railColumn = Self.indentation + max(2, number.utf8.count) + 1
        let textColumn = railColumn + 3
        let sections = [evidence(finding, textColumn), remedy(finding, of: name, textColumn)].filter { !$0.isEmpty }

        let policy = SourceExcerpt.Policy(
            plainKeys: options.plainKeys,
            masker: options.masker,
            usesUnicode: options.usesUnicode
        )
        let room = width - textColumn
        let excerpt = finding.source.range.map { range in
            SourceExcerpt(
                of: finding.source,
                range,
                policy: policy,
                shown: shownValues(of: range.file),
                width: room
            )
        }
        page.indent(railColumn)
        page.put(excerpt == nil && sections.isEmpty ? glyphs.railEnd : glyphs.railTop, .dim)
        page.indent(1)
        page.put(place(finding.source))
        page.endLine()
        if let excerpt {
            page.indent(railColumn - 1 - number.utf8.count)
            page.put(number, .dim)
            page.indent(1)
            page.put(glyphs.rail, .dim)
            page.indent(2)
            page.put(excerpt.text)
            page.endLine()
            page.indent(railColumn)
            page.put(glyphs.rail, .dim)
            page.indent(2 + excerpt.markerColumn)
            page.put(String(repeating: "^", count: excerpt.markerWidth), Self.label(finding.severity).1)
            page.endLine()
        }
        for (index, section) in sections.enumerated() {
            let isLast = index == sections.count - 1
            for (number, line) in section.enumerated() {
                page.indent(railColumn)
                if !isLast {
                    page.put(glyphs.rail, .dim)
                    page.indent(2)
                } else if number == 0 {
                    page.put(glyphs.railEnd, .dim)
                    page.indent(1)
                } else {
                    page.indent(3)
                }
                page.indent(line.indentation)
                page.put(line.text, line.face)
                page.endLine()
            }
        }
    }

    /// One line behind the rail.
    private struct Line {
        var indentation = 0
        let text: TerminalText
        var face = Face.plain
    }

    /// `error: message`, and at the end of the line the rule.
    private func headline(_ finding: Finding, to page: inout TextPage) {
        let (label, face) = Self.label(finding.severity)
        let hanging = Self.indentation + label.utf8.count + 2
        page.indent(Self.indentation)
        page.put(label, face)
        page.put(": ")
        let rule = TerminalText(safe: finding.rule)
        var column = hanging
        for (number, line) in message(finding.message).wrapped(to: measure - hanging).enumerated() {
            if number > 0 {
                page.endLine()
                page.indent(hanging)
            }
            page.put(line, .bold)
            column = hanging + line.width
        }
        if column + 2 + rule.width > measure {
            page.endLine()
            column = 0
        }
        page.indent(measure - column - rule.width)
        page.put(rule, .dim)
        page.endLine()
    }

    /// What TikTok said, and the numbers that its support asks for.
    private func evidence(_ finding: Finding, _ textColumn: Int) -> [Line] {
        guard let evidence = finding.evidence else { return [] }
        let room = measure - textColumn
        var lines: [Line] = []
        if let words = quotation(evidence) {
            lines += (TerminalText(safe: "TikTok said ") + words).wrapped(to: room).map { Line(text: $0) }
        }
        lines += facts(evidence, room).map { Line(text: $0, face: .dim) }
        return lines
    }

    /// TikTok's words in quotation marks; nil if there are none.
    func quotation(_ evidence: ResponseSummary) -> TerminalText? {
        guard let message = evidence.message, !message.isEmpty else { return nil }
        return TerminalText(safe: glyphs.openQuote) + foreign(message) + TerminalText(safe: glyphs.closeQuote)
    }

    /// Code, HTTP status, endpoint and request id, as many to a line as fit.
    func facts(_ evidence: ResponseSummary, _ room: Int) -> [TerminalText] {
        var facts: [TerminalText] = []
        if let code = evidence.code { facts.append(TerminalText(safe: "code \(code)")) }
        if let status = evidence.httpStatus { facts.append(TerminalText(safe: "HTTP \(status)")) }
        facts.append(field(evidence.endpoint))
        if evidence.httpStatus == nil, evidence.attempts > 0 { facts.append(TerminalText(safe: "no answer")) }
        if evidence.attempts != 1 {
            let times = evidence.attempts == 0 ? "not asked" : "asked \(evidence.attempts) times"
            facts.append(TerminalText(safe: times))
        }
        if evidence.eventCopies > 1 {
            facts.append(TerminalText(safe: "the event may have arrived \(evidence.eventCopies) times"))
        }
        if let id = evidence.requestID {
            // Whoever writes to TikTok's support copies it, so it is only cut where it cannot be a real one.
            facts.append(TerminalText(safe: "request ") + foreign(id).truncated(to: 64, ellipsis: glyphs.ellipsis))
        }
        var lines: [TerminalText] = []
        for fact in facts {
            if let last = lines.last, last.width + glyphs.separator.unicodeScalars.count + fact.width <= room {
                lines[lines.count - 1] = last + TerminalText(safe: glyphs.separator) + fact
            } else {
                lines += fact.wrapped(to: room)
            }
        }
        return lines
    }

    /// The steps, numbered if there are several.
    private mutating func remedy(_ finding: Finding, of name: String, _ textColumn: Int) -> [Line] {
        let remediation = finding.remediation
        let room = measure - textColumn
        guard let only = remediation.steps.first else { return [] }
        let intent = Self.intent(finding)
        if remediation.steps.count == 1 {
            let prefix = TerminalText(safe: intent.isEmpty ? "" : "\(intent): ")
            return (prefix + field(only)).wrapped(to: room).map { Line(text: $0) }
        }
        let steps = Steps(remediation)
        if let teller = toldSteps[steps] {
            let reference = teller == name ? "the steps above" : "the steps of \(teller) above"
            let prefix = intent.isEmpty ? "" : "\(intent): "
            return TerminalText(safe: prefix + reference).wrapped(to: room).map { Line(text: $0) }
        }
        // Another pixel makes other steps, so that over many destinations few are of any use again.
        if toldSteps.count < Self.maximumRemembered { toldSteps[steps] = name }
        var lines = TerminalText(safe: intent.isEmpty ? "nobody has to act:" : "\(intent):").wrapped(to: room).map {
            Line(text: $0)
        }
        for (index, step) in remediation.steps.enumerated() {
            let number = TerminalText(safe: "\(index + 1). ")
            for (count, line) in field(step).wrapped(to: room - number.width).enumerated() {
                lines.append(
                    count == 0 ? Line(text: number + line) : Line(indentation: number.width, text: line)
                )
            }
        }
        return lines
    }

    /// What the steps are for, and whose they are; empty where there is nothing to do but wait.
    private static func intent(_ finding: Finding) -> String {
        let purpose =
            switch finding.severity {
            case .error, .warning: "to fix it"
            case .unknown: "to find out"
            case .note: "if you want to"
            }
        return switch finding.remediation.actor {
        case .nobody: ""
        case .you: purpose
        default: "\(purpose) (\(finding.remediation.actor.title))"
        }
    }
}
