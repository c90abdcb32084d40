/// One of the things that are measured, beside a reference and against a limit.
struct Figure: Sendable {
    /// What is counted.
    enum Unit: String, Sendable {
        case milliseconds = "ms"
        case seconds = "s"
        case mebibytes = "MiB"
        case times = "times"
        case microseconds = "µs"
    }

    /// A short name without spaces, which the JSON and `--only` use.
    let name: String
    /// What it is about, for people.
    let title: String
    /// What was measured.
    let subject: String
    /// What it is compared with.
    let reference: String
    let unit: Unit
    /// The most that the median of the ratios may be; nil where the comparison is for information.
    let limit: Double?
    /// A pair for each round: the subject's value and the reference's, measured one right after the other.
    let pairs: [(subject: Double, reference: Double)]

    var values: Spread { Spread(pairs.map(\.subject)) }
    var references: Spread { Spread(pairs.map(\.reference)) }
    var ratios: Spread { Spread(pairs.map { $0.reference > 0 ? $0.subject / $0.reference : .infinity }) }
    /// Whether it stands where it must; nil where nothing is demanded.
    var isMet: Bool? { limit.map { ratios.median <= $0 } }
}

/// What several rounds came to.
struct Spread: Sendable {
    let minimum: Double
    let median: Double
    let maximum: Double

    init(_ values: [Double]) {
        let sorted = values.sorted()
        minimum = sorted.first ?? .nan
        maximum = sorted.last ?? .nan
        let middle = sorted.count / 2
        median =
            sorted.isEmpty ? .nan : sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

/// What was measured, and what was left out and why.
struct Results: Sendable {
    private(set) var figures: [Figure] = []
    private(set) var omissions: [String] = []
    /// Called with each figure as soon as it is known.
    let tell: @Sendable (Figure) -> Void

    init(tell: @escaping @Sendable (Figure) -> Void) {
        self.tell = tell
    }

    mutating func add(_ figure: Figure) {
        tell(figure)
        figures.append(figure)
    }

    mutating func leaveOut(_ what: String, because reason: String) {
        omissions.append("\(what): left out, \(reason)")
    }
}
