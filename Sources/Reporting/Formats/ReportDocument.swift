package import DestinationHealth
import LocatedJSON
import TikTokAPI

/// A form of the report that is written when the run is over: a pure function of the report.
package protocol ReportDocument: Sendable {
    /// Makes a format that masks the secrets in each field before it is escaped or cut.
    init(masker: SecretMasker)

    /// The report in this form, whole.
    func bytes(of report: Report) -> [UInt8]
}

/// The texts of a report, masked and capped, and not yet escaped for any place.
struct ReportFields: Sendable {
    /// How many Unicode scalars of a text from outside are kept.
    static let maximumScalars = 500

    let masker: SecretMasker

    /// A destination's name; one that was mixed up with a credential is masked although no secret is known to read so.
    func name(_ raw: String) -> String { capped(TokenShape.maskingCredentials(in: masker.mask(field: raw))) }

    /// A path as the user gave it.
    func path(_ raw: String) -> String { masker.mask(field: raw) }

    /// A path as repositories have it, which never begins with `./`.
    func repositoryPath(_ raw: String) -> String {
        var bytes = path(raw).utf8[...]
        while bytes.starts(with: "./".utf8) { bytes = bytes.dropFirst(2).drop { $0 == UInt8(ascii: "/") } }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A step of a remediation. Long ones are ours; only what they quote could make one longer than this.
    func step(_ raw: String) -> String { masker.mask(field: raw).capped(to: 4 * Self.maximumScalars) }

    /// A sentence of our own, which may quote something from outside.
    func sentence(_ raw: String) -> String { capped(TokenShape.maskingCredentials(in: masker.mask(field: raw))) }

    /// The same, exactly as it is but for the secrets: for programs, which compare it.
    func ours(_ raw: String) -> String { capped(masker.mask(field: raw)) }

    /// A text from outside, which whoever received it may have cut off.
    func foreign(_ raw: String) -> String { capped(masker.mask(field: raw, endMayBeCut: true)) }

    private func capped(_ text: String) -> String { text.capped(to: Self.maximumScalars) }
}

extension ReportFields {
    /// What a finding says of TikTok's answer, as one line; nil where it rests on none.
    func answer(_ evidence: ResponseSummary?) -> String? {
        guard let evidence else { return nil }
        var facts: [String] = []
        if let code = evidence.code { facts.append("code \(code)") }
        if let status = evidence.httpStatus { facts.append("HTTP \(status)") }
        facts.append(evidence.endpoint)
        if let id = evidence.requestID { facts.append("request \(foreign(id))") }
        let words = evidence.message.map { "TikTok said \"\(foreign($0))\": " } ?? ""
        return words + facts.joined(separator: ", ")
    }

    /// Who must act, and what to do, as lines: a sentence, or numbered ones.
    func steps(_ remediation: Remediation) -> [String] {
        let steps = remediation.steps.map(step)
        guard !steps.isEmpty else { return [] }
        guard steps.count != 1 else { return ["To fix it (\(remediation.actor.title)): \(steps[0])"] }
        return ["To fix it (\(remediation.actor.title)):"]
            + steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
    }

    /// Everything that a finding says, as lines of plain text.
    func lines(_ finding: Finding) -> [String] {
        [sentence(finding.message)] + (answer(finding.evidence).map { [$0] } ?? []) + steps(finding.remediation)
    }
}

extension String {
    /// The text, or its beginning with a mark of what was cut.
    func capped(to maximum: Int) -> String {
        // No text has more scalars than bytes.
        guard utf8.count > maximum,
            let end = unicodeScalars.index(
                unicodeScalars.startIndex,
                offsetBy: maximum,
                limitedBy: unicodeScalars.endIndex
            ),
            end < unicodeScalars.endIndex
        else { return self }
        return String(unicodeScalars[..<unicodeScalars.index(before: end)]) + "…"
    }
}

extension Int {
    /// Milliseconds as seconds with three decimals, as programs read them; never negative.
    var inSeconds: String {
        let milliseconds = Swift.max(0, self)
        let fraction = String(1000 + milliseconds % 1000).utf8.dropFirst()
        return "\(milliseconds / 1000)." + String(decoding: fraction, as: UTF8.self)
    }
}

extension SourceLocation {
    /// Where it ends, one behind its last character; nil where the text is not at hand.
    var end: (line: Int, column: Int)? {
        guard let range else { return nil }
        let position = range.file.document.position(at: range.bytes.upperBound)
        return (position.line, position.column)
    }

    /// Whether it is in a file, and not in standard input.
    var isInFile: Bool { !file.utf8.elementsEqual("-".utf8) }
}
