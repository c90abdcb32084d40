/// Where in a destination a value is: a field and, in a list, the number of the element.
struct FieldPath: Sendable, Hashable {
    let index: Int32?
    let field: Field

    init(_ field: Field, at index: Int? = nil) {
        self.field = field
        self.index = index.map { Int32(truncatingIfNeeded: $0) }
    }

    /// `app.secret`, `advertiser_ids[1]`.
    var text: String { index.map { "\(field.path)[\($0)]" } ?? field.path }
}
