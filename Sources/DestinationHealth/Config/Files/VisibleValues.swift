import LocatedJSON

/// Where the values begin that may be shown of a config of ours: those of fields that are no secret, each where its field
/// belongs. A name inside an object in place of a token, say, is as secret as the token.
struct VisibleValues {
    /// Byte offsets, ascending.
    private(set) var starts: [Int] = []

    init(_ root: JSONValue) {
        guard root.kind == .object, let list = root["destinations"] else {
            addDestination(root)
            for element in root.elements { addDestination(element) }
            return
        }
        for member in root.members {
            if member.keyEquals("version") { addScalar(member.value) }
            if member.keyEquals("defaults") { addDestination(member.value) }
            if member.keyEquals("destinations") { for element in list.elements { addDestination(element) } }
        }
    }

    private mutating func addDestination(_ object: JSONValue) {
        for member in object.members {
            if let field = Field(member.key) { add(member.value, of: field) }
        }
    }

    private mutating func add(_ value: JSONValue, of field: Field) {
        switch field.value {
        case .app: addMembers(of: value, in: field)
        case .suppressions: for entry in value.elements { addMembers(of: entry, in: field) }
        case .secret: break
        default:
            addScalar(value)
            for element in value.elements { addScalar(element) }
        }
    }

    private mutating func addMembers(of object: JSONValue, in field: Field) {
        for member in object.members {
            if let inner = field.member(member.key), !inner.isSecret { addScalar(member.value) }
        }
    }

    private mutating func addScalar(_ value: JSONValue) {
        if value.kind != .object, value.kind != .array { starts.append(value.byteRange.lowerBound) }
    }
}

extension Field {
    /// Keys whose text values may be printed with their source line.
    package static let plainKeys = Set(
        allCases.filter { !$0.isSecret && $0 != .app && $0.declaration.parent != .app }.flatMap(\.keys)
            + [Field.appID.name, "version"]
    )
}
