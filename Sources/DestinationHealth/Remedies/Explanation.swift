public import TikTokAPI

/// A remedy in words that fit any destination.
public struct RemedyExplanation: Sendable, Hashable {
    /// Which remedy.
    public let remedy: Remedy
    /// The kinds of token that it is for; empty where the kind makes no difference.
    public let kinds: [TokenKind]
    /// Who must act.
    public let actor: Actor
    /// What to do, in order.
    public let steps: [String]

    init(_ remedy: Remedy, kinds: [TokenKind] = []) {
        let entry = RemedyCatalogue.entry(for: remedy)
        self.remedy = remedy
        self.kinds = kinds
        actor = entry.actor
        let end =
            entry.replacesToken ? ["Put the new token where the old one was, without spaces or quotes around it."] : []
        steps = (entry.steps + end).map { step in
            Self.general.reduce(step) { $0.replacingFirst($1.marker, with: $1.words) }
        }
    }

    /// What replaces the values of a destination when there is none.
    private static let general = [
        (marker: "{pixel}", words: "of this destination"), (marker: "{field}", words: "the value"),
        (marker: "{place}", words: "the config"),
    ]
}

/// One meaning of a return code, with all that follows from it.
public struct MeaningExplanation: Sendable {
    /// The meaning, and when the code has it.
    public let meaning: CodeMeaning
    /// What a finding says of it; lower case, no full stop.
    public let words: String
    /// What it makes of a destination, all else being well.
    public let status: HealthStatus
    /// The cause that a finding gets; nil for proof.
    public let cause: Cause?
    /// What to do, and who; empty for proof.
    public let remedies: [RemedyExplanation]

    init(_ meaning: CodeMeaning) {
        self.meaning = meaning
        words = meaning.meaning.message
        let traits = meaning.meaning.traits
        cause = traits.cause
        status =
            switch traits.verdict {
            case .proof: .healthy
            case .conclusiveFailure: .unhealthy
            case .undecided: .unknown
            }
        let choices = traits.verdict == .proof ? [] : Remedy.choices(for: meaning.meaning)
        remedies = choices.map { RemedyExplanation($0.remedy, kinds: choices.count == 1 ? [] : $0.kinds) }
    }
}

extension ReturnCode {
    /// Everything that this code can mean, with what follows from it: first by itself, then what is wrong, then what
    /// decides nothing.
    public var explanations: [MeaningExplanation] {
        let all = meanings.map(MeaningExplanation.init)
        let others = all.dropFirst()
        return all.prefix(1) + others.filter { $0.status != .unknown } + others.filter { $0.status == .unknown }
    }
}

extension RuleDescription {
    /// What its findings may recommend, in words that fit any destination.
    public var remedyExplanations: [RemedyExplanation] {
        remedies.map { remedy in
            RemedyExplanation(remedy, kinds: TokenKind.allCases.filter { Remedy.newToken(of: $0) == remedy })
        }
    }
}
