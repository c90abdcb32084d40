/// One permission of an app, as the answer of `/oauth2/access_token/` numbers it.
///
/// Numbers pass 2^53, so they never go through floating point.
public struct PermissionScope: Sendable, Hashable {
    /// Its number.
    public let id: UInt64
    /// TikTok's own name.
    public let name: String
    /// 1 for a group, 2 and 3 below it.
    public let level: Int
    /// What contains it, and so grants it too; nil for a group.
    public let parentID: UInt64?
    /// The calls that it opens by itself; most groups open none but those of what they contain.
    public internal(set) var endpoints: [String]
}

extension PermissionScope {
    /// All scopes that are written down, each after its parent.
    public static let all: [PermissionScope] = rows(of: table)

    /// The scope of a number; nil for one that is not in the table.
    public static func numbered(_ id: UInt64) -> PermissionScope? { byID[id] }

    /// What contains it, the nearest first.
    public var ancestors: [PermissionScope] {
        var found: [PermissionScope] = []
        var next = parentID
        while let id = next, let scope = Self.numbered(id) {
            found.append(scope)
            next = scope.parentID
        }
        return found
    }

    /// The calls that it opens, those of all that it contains among them.
    public var allEndpoints: [String] {
        endpoints + Self.all.filter { $0.parentID == id }.flatMap(\.allEndpoints)
    }

    /// The names from the group down, as the developer portal shows them.
    public var path: String {
        (ancestors.reversed() + [self]).map(\.name).joined(separator: " > ")
    }

    /// Whether one of some granted numbers is this scope or contains it, at any depth.
    public func isCovered(by granted: Set<UInt64>) -> Bool {
        if granted.contains(id) || ancestors.contains(where: { granted.contains($0.id) }) { return true }
        // Where the source may be wrong, nothing is called missing.
        guard let other = Self.otherParents[id].flatMap(Self.numbered) else { return false }
        return other.isCovered(by: granted)
    }

    /// The scope whose number a program that keeps numbers as floating point would turn into this one; nil for a number
    /// that is exact, or like no scope's.
    public static func losingDigits(to id: UInt64) -> PermissionScope? {
        guard id > 1 << 53, numbered(id) == nil else { return nil }
        return all.first { Double($0.id) == Double(id) }
    }

    /// The parents that the source gives and the names contradict: 701 "Create and Update Apps" under Pixel Management.
    private static let otherParents: [UInt64: UInt64] = [701: 80]

    private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

    /// Reads a table in which depth is indentation, two spaces a level.
    private static func rows(of table: String) -> [PermissionScope] {
        var rows: [PermissionScope] = []
        var lineage: [UInt64] = []
        for line in table.utf8.split(separator: UInt8(ascii: "\n")) {
            let text = line.drop { $0 == UInt8(ascii: " ") }
            let words = text.split(separator: UInt8(ascii: " "), maxSplits: 1).map {
                String(decoding: $0, as: UTF8.self)
            }
            if text.first == UInt8(ascii: "/"), let last = rows.indices.last {
                rows[last].endpoints += text.split(separator: UInt8(ascii: " ")).map {
                    String(decoding: $0, as: UTF8.self)
                }
            } else if words.count == 2, let id = UInt64(words[0]) {
                lineage = Array(lineage.prefix((line.count - text.count) / 2))
                rows.append(
                    PermissionScope(
                        id: id,
                        name: words[1],
                        level: lineage.count + 1,
                        parentID: lineage.last,
                        endpoints: []
                    )
                )
                lineage.append(id)
            }
        }
        return rows
    }
}
