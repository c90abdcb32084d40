/// The list of all rows of the fault table, each with its tests or with the reason why it has none.
public struct FaultList: Sendable {
    /// What contradicts itself; empty where all is well.
    public let contradictions: [String]
    /// The list as Markdown.
    public let text: String

    /// Puts it together.
    public init(_ annotations: FaultAnnotations, reasons: [String: FaultReason] = FaultReason.all) {
        var contradictions: [String] = []
        let known = Set(FaultRow.all.map(\.id))
        for (row, places) in annotations.places where !known.contains(row) {
            contradictions.append("\(row) is no row of the fault table (\(places.sorted().map(\.test)))")
        }
        for row in reasons.keys where !known.contains(row) {
            contradictions.append("a reason is given for \(row), which is no row of the fault table")
        }
        var tested = 0
        var open = 0
        var tables = ""
        for section in FaultRow.sections {
            tables += "\n## \(section.title)\n\n| # | fault | tests, or why there is none |\n|---|---|---|\n"
            for row in section.rows {
                let places = annotations.places[row.id, default: []].sorted()
                let words: String
                switch (places.isEmpty, reasons[row.id]) {
                case (false, .cannotHappen):
                    contradictions.append("\(row.id) has a test and a reason why it cannot have one")
                    words = Self.words(places)
                case (false, _):
                    tested += 1
                    words = Self.words(places)
                case (true, .open(let part)):
                    open += 1
                    words = "open: \(part)"
                case (true, .cannotHappen(let why)): words = "cannot come about: \(why)"
                case (true, nil):
                    contradictions.append("\(row.id) has neither a test nor a reason: \(row.phrase)")
                    words = "none"
                }
                tables += "| \(row.id) | \(row.phrase) | \(words) |\n"
            }
        }
        self.contradictions = contradictions.sorted()
        text =
            """
            # Faults and their tests

            Written by `FaultListTests` from the annotations `.faults(...)` in the tests; do not edit. \
            \(FaultRow.all.count) rows: \(tested) tested, \(open) open, \(FaultRow.all.count - tested - open) that cannot \
            come about.

            """ + tables
    }

    /// The tests, put together by file.
    private static func words(_ places: [FaultAnnotations.Place]) -> String {
        var files: [(name: String, tests: [String])] = []
        for place in places {
            if files.last?.name == place.file {
                files[files.count - 1].tests.append(place.test)
            } else {
                files.append((place.file, [place.test]))
            }
        }
        func base(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
        return files.map { file in
            file.tests.map { "`\($0)`" }.joined(separator: ", ") + " in [\(base(file.name))](\(file.name))"
        }.joined(separator: "; ")
    }
}
