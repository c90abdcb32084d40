import DestinationHealth
import Reporting
import TikTokAPI

extension ExplainOptions {
    /// The explanation.
    func text(_ style: ReferenceStyle) -> String {
        switch topic {
        case .rule(let id):
            RuleRegistry.all.first { $0.description.id == id }.map { RuleText.text($0.description, style) } ?? ""
        case .code(let number):
            ReturnCode.numbered(number).map { CodeText.text($0, style) } ?? ""
        case .codes(let bounds):
            CodeText.text(ReturnCode.all.filter { bounds.contains($0.number) }, style)
        }
    }
}

/// The explanations of return codes.
enum CodeText {
    /// The explanation of a code, with all its meanings.
    static func text(_ code: ReturnCode, _ style: ReferenceStyle) -> String {
        var page = ReferencePage(style)
        page.line(
            (text: "\(code.number)", face: .bold),
            (text: code.name ?? "", face: .bold),
            (text: code.summary, face: .plain)
        )
        let explanations = code.explanations
        for (index, explanation) in explanations.enumerated() {
            page.space()
            page.meaning(explanation, number: index + 1)
            for occasion in explanation.meaning.occasions {
                page.line(words(of: occasion), indentation: 2, hanging: 2)
            }
            // The same steps are not repeated.
            let first = explanations.firstIndex { $0.remedies == explanation.remedies } ?? index
            if first < index, !explanation.remedies.isEmpty {
                page.line("what to do: the same as under \(first + 1)", indentation: 2)
            } else {
                page.remedies(explanation.remedies)
            }
        }
        return page.text
    }

    /// The explanation of several codes, with what each means by itself.
    static func text(_ codes: [ReturnCode], _ style: ReferenceStyle) -> String {
        var page = ReferencePage(style)
        let nameWidth = codes.compactMap { $0.name?.utf8.count }.max() ?? 0
        for code in codes {
            page.row(
                [
                    (text: "\(code.number)", width: 5, face: .bold),
                    (text: code.name ?? "", width: nameWidth, face: .plain),
                ],
                code.summary
            )
        }
        var shown: Set<AnswerMeaning> = []
        for code in codes where shown.insert(code.meaning).inserted {
            guard let explanation = code.explanations.first else { continue }
            page.space()
            page.meaning(explanation, number: shown.count)
            let same = codes.filter { $0.meaning == code.meaning }
            page.line(
                same.count == codes.count ? "all of them" : same.map { "\($0.number)" }.joined(separator: ", "),
                indentation: 2,
                hanging: 2
            )
            page.remedies(explanation.remedies)
        }
        page.space()
        page.line("The words of an answer can change the meaning: 'validate explain CODE' shows how.", .dim)
        return page.text
    }

    private static func words(of occasion: CodeMeaning.Occasion) -> String {
        switch occasion {
        case .otherwise: "when the words are not more specific"
        case .anyWords(let endpoints): "with any words\(places(endpoints))"
        case .words(let sample, let endpoints): "when the words are like \"\(sample)\"\(places(endpoints))"
        case .uncontradicted: "when nothing in the answer contradicts it"
        case .contradicted: "when the HTTP status, the words or the data indicate a failure"
        }
    }

    private static func places(_ endpoints: [Endpoint]) -> String {
        endpoints.isEmpty ? "" : ", at " + endpoints.map(\.rawValue).joined(separator: ", ")
    }
}

extension ReferencePage {
    /// Adds the verdict, the cause and the words of a meaning.
    fileprivate mutating func meaning(_ explanation: MeaningExplanation, number: Int) {
        let cause = explanation.cause.map { "cause \($0.rawValue)" } ?? "proof"
        line(
            (text: "\(number).", face: .plain),
            (text: explanation.status.rawValue, face: explanation.status.face),
            (text: cause, face: .dim)
        )
        line(explanation.words, .bold, indentation: 2)
    }
}
