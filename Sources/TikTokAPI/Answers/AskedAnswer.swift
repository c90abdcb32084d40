/// An answer, and what it took to get it.
public struct AskedAnswer: Sendable {
    /// The last answer.
    public let answer: APIAnswer
    /// What it means.
    public let reading: AnswerClassifier
    /// How often the question was asked; 0 for one that was not asked at all.
    public private(set) var attempts = 0
    /// How often requests were sent for it. More than ``attempts`` where a kept connection turned out to be dead.
    private(set) var timesSent = 0
    /// How often what was sent may have been acted on: more than one for an event that was sent again because it was not
    /// known whether it had arrived.
    public private(set) var timesActedOn = 0
    /// How long the server wants to be left alone, where that is longer than the run may still take.
    public private(set) var retryAfter: Duration?

    /// An answer that nothing is known of yet but what it says.
    public init(_ answer: APIAnswer, from endpoint: Endpoint) {
        self.answer = answer
        reading = AnswerClassifier(answer, from: endpoint)
    }

    mutating func count(timesSent: Int, mayHaveActed: Bool, after earlier: AskedAnswer?) {
        attempts = (earlier?.attempts ?? 0) + 1
        self.timesSent = (earlier?.timesSent ?? 0) + timesSent
        // Of several copies of one attempt, all but the last went unanswered and may have arrived.
        let copies = mayHaveActed ? timesSent : max(0, timesSent - 1)
        timesActedOn = (earlier?.timesActedOn ?? 0) + copies
    }

    func asked(toWait duration: Duration) -> AskedAnswer {
        var copy = self
        copy.retryAfter = duration
        return copy
    }
}
