import LocatedJSON

/// A piece of a JSON Schema, to be written as literals are.
indirect enum SchemaNode {
    case text(String)
    case integer(Int)
    case flag(Bool)
    case list([SchemaNode])
    /// Members in the order in which they are written.
    case object([(key: String, value: SchemaNode)])
    /// A value of some JSON text.
    case copy(JSONValue)

    /// An object with further members at its end.
    func adding(_ members: [(key: String, value: SchemaNode)]) -> SchemaNode {
        guard case .object(let own) = self else { return self }
        return .object(own + members)
    }

    /// A reference to a definition of the same schema.
    static func definition(_ name: String) -> SchemaNode { ["$ref": .text("#/definitions/\(name)")] }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.string(text)
        case .integer(let number): writer.integer(number)
        case .flag(let flag): writer.boolean(flag)
        case .list(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.key)
                member.value.write(to: &writer)
            }
            writer.endObject()
        case .copy(let value): Self.write(value, to: &writer)
        }
    }

    private static func write(_ value: JSONValue, to writer: inout JSONWriter) {
        switch value.kind {
        case .object:
            writer.beginObject()
            for member in value.members {
                writer.key(member.key)
                write(member.value, to: &writer)
            }
            writer.endObject()
        case .array:
            writer.beginArray()
            for element in value.elements { write(element, to: &writer) }
            writer.endArray()
        case .string: writer.string(value.string ?? "")
        case .number: writer.number(literal: value.number ?? "")
        case .boolean: writer.boolean(value.boolean ?? false)
        case .null: writer.null()
        }
    }
}

extension SchemaNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .integer(number) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
    init(arrayLiteral elements: SchemaNode...) { self = .list(elements) }
    init(dictionaryLiteral members: (String, SchemaNode)...) {
        self = .object(members.map { (key: $0.0, value: $0.1) })
    }
}
