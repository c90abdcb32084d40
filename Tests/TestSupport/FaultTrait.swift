public import Testing

/// Says which rows of the fault table a test proves: `@Test("...", .faults("N18", "T6"))`.
///
/// ``FaultAnnotations`` reads it in the sources, so that each number stands there as a plain string literal.
public struct FaultTrait: TestTrait, SuiteTrait {
    /// The rows' numbers.
    public let rows: [String]
}

extension Trait where Self == FaultTrait {
    /// The rows of the fault table that are proven here.
    public static func faults(_ rows: String...) -> Self {
        FaultTrait(rows: rows)
    }
}
