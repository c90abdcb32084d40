/// A row of the fault table: something that goes wrong, and must not mislead, leak or hang.
public struct FaultRow: Sendable {
    /// Its section's letter and its number there.
    public let id: String
    /// What goes wrong, in short.
    public let phrase: String

    init(_ id: String, _ phrase: String) {
        self.id = id
        self.phrase = phrase
    }

    /// A part of the table.
    public struct Section: Sendable {
        /// What stands above it.
        public let title: String
        /// In order, without a gap.
        public let rows: [FaultRow]

        init(_ letter: String, _ title: String, _ phrases: [String]) {
            self.title = title
            rows = phrases.enumerated().map { FaultRow("\(letter)\($0.offset + 1)", $0.element) }
        }
    }

    /// The whole table.
    public static let sections = [network, meaning, files, injection, runtime, traps]

    /// Every row.
    public static var all: [FaultRow] { sections.flatMap(\.rows) }
}

/// Why no test has a row.
public enum FaultReason: Sendable {
    /// Still to be built, with whose part of the work it is. The first test that names the row takes this away.
    case open(String)
    /// It cannot come about here, and why. A test that names the row all the same is a contradiction.
    case cannotHappen(String)
}
