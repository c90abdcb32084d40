/// One thing that a return code can mean, and when it does.
public struct CodeMeaning: Sendable, Hashable {
    /// When a code has a meaning.
    public enum Occasion: Sendable, Hashable {
        /// When the words of the answer say nothing more exact.
        case otherwise
        /// With any words, at these endpoints.
        case anyWords(at: [Endpoint])
        /// With words such as these, `…` standing for what varies; at these endpoints, or at any where there are none.
        case words(String, at: [Endpoint])
        /// When nothing in the answer speaks against success.
        case uncontradicted
        /// When something in the answer speaks against success: its HTTP status, its words, a failure in its data.
        case contradicted
    }

    /// What it means.
    public let meaning: AnswerMeaning
    /// When; at least one.
    public fileprivate(set) var occasions: [Occasion]
}

extension ReturnCode {
    /// Everything that this code can mean, what it means by itself first. This is a view of the tables by which
    /// ``AnswerClassifier`` reads.
    public var meanings: [CodeMeaning] {
        guard number != 0 else {
            return [
                CodeMeaning(meaning: meaning, occasions: [.uncontradicted]),
                CodeMeaning(meaning: .contradictory, occasions: [.contradicted]),
            ]
        }
        var meanings = [CodeMeaning(meaning: meaning, occasions: [.otherwise])]
        for row in MessagePattern.all {
            guard let occasion = row.occasion(under: number) else { continue }
            if let known = meanings.firstIndex(where: { $0.meaning == row.meaning }) {
                meanings[known].occasions.append(occasion)
            } else {
                meanings.append(CodeMeaning(meaning: row.meaning, occasions: [occasion]))
            }
        }
        return meanings
    }
}

extension MessagePattern {
    /// When the row decides what a code means; nil if it never does.
    fileprivate func occasion(under code: Int) -> CodeMeaning.Occasion? {
        guard counts(under: code) else { return nil }
        let places = Endpoint.allCases.filter { endpoints?.contains($0) ?? false }
        if phrases.contains(where: \.matchesAnything) { return .anyWords(at: places) }
        // A phrase that an earlier row reads otherwise is no sample of this one.
        let sample = phrases.first { phrase in
            let words = NormalizedWords(phrase.sample)
            return (places.isEmpty ? Endpoint.allCases : places).contains { endpoint in
                Self.all.first { $0.matches(code: code, words: words, endpoint: endpoint) }?.meaning == meaning
            }
        }
        return sample.map { .words($0.shownSample, at: places) }
    }
}

extension WordPattern {
    /// Whether it says nothing about the words.
    fileprivate var matchesAnything: Bool {
        parts.allSatisfy { if case .gap = $0 { true } else { false } }
    }

    /// Words that match it.
    fileprivate var sample: String { text(varying: "") }

    /// Words that match it as people are shown them.
    fileprivate var shownSample: String { text(varying: "…") }

    private func text(varying mark: String) -> String {
        var words: [String] = []
        for part in parts {
            switch part {
            case .word(let alternatives):
                guard let first = alternatives.first else { continue }
                let word = String(decoding: first.bytes, as: UTF8.self)
                // "don t" is how "don't" is compared.
                if word.utf8.elementsEqual("t".utf8), words.last?.utf8.last == UInt8(ascii: "n") {
                    words[words.count - 1] += "'t"
                } else {
                    words.append(word + (first.isBeginning ? mark : ""))
                }
            case .identifiers, .gap: if !mark.isEmpty { words.append(mark) }
            case .end: continue
            }
        }
        return words.joined(separator: " ")
    }
}
