import TikTokAPI

extension Remedy {
    /// What a live rule recommends when no answer came, or one that decides nothing; and what any does when the run
    /// ended before it.
    public static let whenUndecided: [Remedy] = {
        let answers = AnswerMeaning.allCases.filter { $0.traits.verdict == .undecided }.flatMap { meaning in
            TokenKind.allCases.map { forAnswer(meaning, kind: $0, failure: nil) }
        }
        let failures = TransportFailure.Kind.allCases.map {
            forAnswer(.noAnswer, kind: .eventsManager, failure: TransportFailure($0, ""))
        }
        let found = Set(answers + failures + [.fixField, .runAgain])
        return allCases.filter(found.contains)
    }()

    /// What is recommended for a meaning, with the kinds of token that it is for: one row where the kind makes no
    /// difference.
    static func choices(for meaning: AnswerMeaning) -> [(kinds: [TokenKind], remedy: Remedy)] {
        var rows: [(kinds: [TokenKind], remedy: Remedy)] = []
        for kind in TokenKind.allCases {
            let remedy = forAnswer(meaning, kind: kind, failure: nil)
            if let known = rows.firstIndex(where: { $0.remedy == remedy }) {
                rows[known].kinds.append(kind)
            } else {
                rows.append((kinds: [kind], remedy: remedy))
            }
        }
        return rows
    }
}
