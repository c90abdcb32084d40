import LocatedJSON

extension DestinationReader {
    /// A value is of another type than the field's.
    mutating func rejectType(_ field: String, _ expected: String, _ value: JSONValue) {
        // An id written as a number is the commonest of these, and loses digits in most programs.
        let advice =
            value.kind == .number && expected == "a string"
            ? "Write it in quotes: as a number an id of this length loses digits in most programs."
            : "Write \(expected)."
        reject(field, "must be \(expected), found \(value.typeName)", advice, value)
    }

    /// A word is none of those that the field takes.
    mutating func rejectWord(_ field: String, _ word: String, _ words: [String], _ value: JSONValue) {
        let suggestion = NearestName.suggestion(for: word, among: words)
        reject(
            field,
            "must be one of \(words.joined(separator: ", "))" + (suggestion.map { ", did you mean \"\($0)\"?" } ?? ""),
            suggestion.map { "Write \"\($0)\"." } ?? "Write one of \(words.joined(separator: ", ")).",
            value
        )
    }

    /// A value cannot be what the field is for.
    mutating func reject(_ field: String, _ words: String, _ advice: String, _ value: JSONValue) {
        destination.defects.append(
            ConfigDefect(
                kind: .badValue,
                field: field,
                message: "\(shownPath(field)) \(words)",
                advice: advice,
                range: SourceRange(file, value.byteRange)
            )
        )
    }

    /// How a message calls a field.
    func shownPath(_ field: String) -> String {
        guard let displayName else { return [path, field].filter { !$0.isEmpty }.joined(separator: ".") }
        return displayName + (field.utf8.firstIndex(of: UInt8(ascii: "[")).map { String(field[$0...]) } ?? "")
    }
}
