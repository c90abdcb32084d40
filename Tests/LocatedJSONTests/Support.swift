import LocatedJSON

/// The error a text is refused with, or nil when it is accepted.
func refusal(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> JSONError? {
    do throws(JSONError) {
        _ = try JSONDocument(parsing: bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

func refusal(_ text: String, limits: JSONLimits = JSONLimits()) -> JSONError? {
    refusal(Array(text.utf8), limits: limits)
}

func parse(_ text: String) throws(JSONError) -> JSONDocument {
    try JSONDocument(parsing: Array(text.utf8))
}

/// Writes a value again, so that two documents can be compared.
func rewrite(_ root: JSONValue, pretty: Bool = false) -> [UInt8] {
    enum Step {
        case value(JSONValue), member(JSONMember), endObject, endArray
    }
    var writer = JSONWriter(pretty: pretty)
    var steps: [Step] = [.value(root)]
    while let step = steps.popLast() {
        switch step {
        case .endObject: writer.endObject()
        case .endArray: writer.endArray()
        case .member(let member):
            writer.key(member.key)
            steps.append(.value(member.value))
        case .value(let value):
            switch value.kind {
            case .null: writer.null()
            case .boolean: writer.boolean(value.boolean ?? false)
            case .number: writer.number(literal: value.number ?? "")
            case .string: writer.string(value.string ?? "")
            case .array:
                writer.beginArray()
                steps.append(.endArray)
                steps.append(contentsOf: value.elements.map { .value($0) }.reversed())
            case .object:
                writer.beginObject()
                steps.append(.endObject)
                steps.append(contentsOf: value.members.map { .member($0) }.reversed())
            }
        }
    }
    return writer.bytes
}

/// A small seeded generator (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
