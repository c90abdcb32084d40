import Foundation
import LocatedJSON

/// Judges values by a JSON Schema (draft-07), as far as ``ConfigSchema`` uses it.
final class SchemaEvaluator {
    /// A schema that this does not understand would let everything pass.
    struct UnknownKeyword: Error { let name: String }

    private static let annotations = ["$schema", "title", "description", "examples", "definitions", "$comment"]

    private let root: JSONValue
    private var definitions: [String: JSONValue] = [:]
    private var expressions: [String: NSRegularExpression] = [:]

    init(_ schema: [UInt8]) throws {
        root = try JSONDocument(parsing: schema).root
        for member in root["definitions"].map({ Array($0.members) }) ?? [] { definitions[member.key] = member.value }
    }

    func accepts(_ value: JSONValue) throws -> Bool { try accepts(value, root) }

    private func accepts(_ value: JSONValue, _ schema: JSONValue) throws -> Bool {
        if let flag = schema.boolean { return flag }
        if let reference = schema["$ref"]?.string {
            // Draft-07 ignores what stands beside a reference.
            guard schema.count == 1, let definition = definitions[String(reference.dropFirst("#/definitions/".count))]
            else { throw UnknownKeyword(name: reference) }
            return try accepts(value, definition)
        }
        for keyword in schema.members where try !satisfies(value, keyword.key, keyword.value, in: schema) {
            return false
        }
        return true
    }

    private func satisfies(
        _ value: JSONValue,
        _ keyword: String,
        _ given: JSONValue,
        in schema: JSONValue
    ) throws -> Bool {
        switch keyword {
        case "type": return has(value, type: given.string ?? "")
        case "enum": return given.elements.contains { Self.areEqual($0, value) }
        case "const": return Self.areEqual(given, value)
        case "minimum": return number(value).map { $0 >= number(given) ?? 0 } ?? true
        case "maximum": return number(value).map { $0 <= number(given) ?? 0 } ?? true
        case "pattern": return try value.string.map { try matches($0, given.string ?? "") } ?? true
        case "minItems": return value.kind != .array || Double(value.count) >= number(given) ?? 0
        case "items": return try value.elements.allSatisfy { try accepts($0, given) }
        case "required":
            return value.kind != .object || given.elements.allSatisfy { value[$0.string ?? ""] != nil }
        case "properties":
            return try value.members.allSatisfy { member in
                try given[member.key].map { try accepts(member.value, $0) } ?? true
            }
        case "additionalProperties":
            return try value.members.allSatisfy { member in
                try schema["properties"]?[member.key] != nil || accepts(member.value, given)
            }
        case "anyOf": return try given.elements.contains { try accepts(value, $0) }
        case "allOf": return try given.elements.allSatisfy { try accepts(value, $0) }
        case "not": return try !accepts(value, given)
        case "if":
            guard let branch = schema[try accepts(value, given) ? "then" : "else"] else { return true }
            return try accepts(value, branch)
        case "then", "else": return true
        case let name where Self.annotations.contains(name): return true
        case let name: throw UnknownKeyword(name: name)
        }
    }

    private func has(_ value: JSONValue, type: String) -> Bool {
        switch type {
        case "object": value.kind == .object
        case "array": value.kind == .array
        case "string": value.kind == .string
        case "boolean": value.kind == .boolean
        case "integer": number(value).map { $0 == $0.rounded() } ?? false
        default: false
        }
    }

    private func number(_ value: JSONValue) -> Double? { value.number.flatMap(Double.init) }

    private static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left.kind, right.kind) {
        case (.string, .string): left.string == right.string
        case (.number, .number): left.number.flatMap(Double.init) == right.number.flatMap(Double.init)
        default: false
        }
    }

    private func matches(_ text: String, _ pattern: String) throws -> Bool {
        // In ECMA 262 "$" is the very end.
        let strict = pattern.hasSuffix("$") ? pattern.dropLast() + #"\z"# : pattern
        let expression = try expressions[pattern] ?? NSRegularExpression(pattern: strict)
        expressions[pattern] = expression
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }
}
