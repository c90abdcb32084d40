/// What TikTok's words mean where its code alone is ambiguous. One row; the first row that matches decides.
struct MessagePattern: Sendable {
    /// The codes under which the words count; nil for any code but those that need no words.
    let codes: Set<Int>?
    /// The endpoints that the row is about; nil for all.
    let endpoints: Set<Endpoint>?
    /// Alternatives, any of which will do.
    let phrases: [WordPattern]
    let meaning: AnswerMeaning

    init(_ meaning: AnswerMeaning, codes: Set<Int>?, at endpoints: Set<Endpoint>? = nil, _ phrases: [String]...) {
        self.meaning = meaning
        self.codes = codes
        self.endpoints = endpoints
        self.phrases = phrases.joined().flatMap(WordPattern.spellings)
    }

    func matches(code: Int, words: NormalizedWords, endpoint: Endpoint) -> Bool {
        guard counts(under: code), endpoints?.contains(endpoint) ?? true else { return false }
        return words.contains(anyOf: phrases)
    }

    /// Whether the words mean anything beside a code.
    func counts(under code: Int) -> Bool {
        codes.map { $0.contains(code) } ?? !Self.decisiveCodes.contains(code)
    }

    /// Codes that need no words: they have only ever been seen with one meaning.
    static let decisiveCodes: Set<Int> = [40102, 40103, 40104, 40105, 40118, 40132, 41000]

    /// Codes with many meanings, so that only the words decide.
    static let buckets: Set<Int> = [40000, 40001, 40002, 40003]

    /// Codes of authorisation, which TikTok uses for one another.
    static let authorization: Set<Int> = [40000, 40001, 40002, 40003, 40101, 40110, 40113, 40115]

    /// Words beside a code 0 that contradict it. Not "ok" or its absence: TikTok's wording of success varies.
    static let wordsOfFailure: [WordPattern] = [
        "error*", "fail*", "invalid*", "denied", "incorrect", "revoked", "expired", "no permission", "no access",
        "unauthori*", "not authori*", "forbidden", "refused", "rejected", "too many", "too frequent*", "throttled",
        "limit|limits|limited", "not exist*", "doesn t", "don t", "not found", "not valid", "not allowed", "cannot",
        "can t", "unable", "missing", "deleted", "blocked", "suspended", "partial*", "unsupported",
    ].map(WordPattern.init)
}

extension MessagePattern {
    /// That an object may not be used, in every wording seen; `object` names it.
    static func refused(_ object: String) -> [String] {
        [
            "^ no permission", "don|doesn t have permission", "do|does not have permission", "have|has no permission",
            "lacks permission", "without permission", "not authorized", "not allowed", "^ no access",
            "not have access",
        ].flatMap { refusal in
            [
                "\(refusal) to operate|access|use|manage|view|read|call|write|send|report # \(object)",
                "\(refusal) for|on|to|of|over|with # \(object)",
            ]
        }
    }

    /// That an object is not there; `object` begins the clause.
    static func gone(_ object: String) -> [String] {
        [
            "doesn t exist*", "does not exist*", "not exist*", "is not exist*", "not found", "is|was not found",
            "couldn|could t|not be found", "has been deleted", "is|was deleted", "deleted",
        ].map { "^ \(object) \($0)" } + ["^ cannot find # \(object)", "^ can t find # \(object)"]
    }

    /// That the value of a field is refused. Not that it is missing: every value of the config was sent.
    static func invalid(_ field: String) -> [String] {
        [
            "^ invalid value for # \(field)", "^ invalid # \(field)",
            "^ invalid param|params|parameter|parameters \(field)",
            "^ incorrect \(field)", "^ \(field) # is|are invalid|incorrect|wrong|malformed", "^ \(field) # invalid $",
            "^ \(field) # is not valid|correct", "^ \(field) # is not a|an valid", "^ \(field) not a|an valid",
            "^ \(field) # must|should be a|an",
        ]
    }
}
