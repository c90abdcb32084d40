/// The keys that a reader of objects knows, each by a number; found without making a text of the key that is looked up.
package struct KeyTable: Sendable {
    private struct Entry {
        let key: ShortText
        let number: Int
    }

    /// The shortest first.
    private let entries: [Entry]
    /// The place of the first entry that has at least so many bytes.
    private let firstOfLength: [Int]

    /// Takes keys of up to ``ShortText/longest`` bytes; longer ones are never found.
    package init(_ keys: [(name: String, number: Int)]) {
        let entries = keys.compactMap { name, number in
            ShortText(name).map { Entry(key: $0, number: number) }
        }.sorted { $0.key.count < $1.key.count }
        self.entries = entries
        firstOfLength = (0...ShortText.longest + 1).map { length in
            entries.firstIndex { $0.key.count >= length } ?? entries.count
        }
    }

    private init(again table: KeyTable) {
        entries = table.entries.map { $0 }
        firstOfLength = table.firstOfLength.map { $0 }
    }

    /// The same table in memory of its own. Processors that count the references to one object wait for each other.
    package func again() -> KeyTable { KeyTable(again: self) }

    /// The number of a member's key; nil where the key is not known.
    package func number(of member: JSONMember) -> Int? {
        guard let key = member.shortKey ?? ShortText(member.key) else { return nil }
        for place in firstOfLength[key.count]..<firstOfLength[key.count + 1] where entries[place].key == key {
            return entries[place].number
        }
        return nil
    }
}

extension JSONValue {
    /// Does something with each member of an object, in the order of the text; nothing with other kinds. For the objects
    /// of which there are very many: what is handed over is lent, so that few references are counted.
    ///
    /// - Parameters:
    ///   - keys: The keys that are known.
    ///   - body: Is given the number of the key, where it is known, and the member.
    package func forEachMember(
        in keys: KeyTable,
        _ body: (_ key: Int?, _ member: JSONMember, _ value: JSONValue) -> Void
    ) {
        var place = index + 1
        for _ in 0..<(kind == .object ? count : 0) {
            let member = JSONMember(document: document, keyIndex: place)
            body(keys.number(of: member), member, JSONValue(document: document, index: place + 1))
            place = document.storage.tape[place + 1].next(after: place + 1)
        }
    }
}
