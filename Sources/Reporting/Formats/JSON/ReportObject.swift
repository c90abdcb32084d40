import TikTokAPI
import DestinationHealth
import LocatedJSON

/// An object of a report that is read back; each of its members is asked for as what it must be.
struct ReportObject {
    /// What is counted, and timed in milliseconds: enough for anything real, and sums of it do not overflow.
    static let counts = 0...1_000_000_000_000

    let value: JSONValue
    /// What it is, for messages.
    private let name: String

    init(_ value: JSONValue, _ name: String) {
        self.value = value
        self.name = name
    }

    func fault(_ message: String) -> ReportFault {
        ReportFault(message: "\(name) \(message)", position: value.position)
    }

    private func fault(_ key: String, _ member: JSONValue?, _ expected: String) -> ReportFault {
        guard let member else { return fault("lacks \"\(key)\"") }
        return ReportFault(
            message: "\"\(key)\" of \(name) is \(member.typeName), not \(expected)",
            position: member.position
        )
    }

    private func wrong(_ key: String, _ member: JSONValue?, _ words: String) -> ReportFault {
        ReportFault(message: "\"\(key)\" of \(name) \(words)", position: (member ?? value).position)
    }

    /// A member that is there and not null.
    private func present(_ key: String) -> JSONValue? {
        value[key].flatMap { $0.kind == .null ? nil : $0 }
    }

    func require(_ key: String) throws(ReportFault) -> ReportObject {
        let member = value[key]
        guard let member, member.kind == .object else { throw fault(key, member, "an object") }
        return ReportObject(member, "\"\(key)\"")
    }

    func object(_ key: String, optional: Bool) throws(ReportFault) -> ReportObject? {
        if optional, present(key) == nil { return nil }
        return try require(key)
    }

    func objects(_ key: String, optional: Bool = false) throws(ReportFault) -> [ReportObject] {
        let member = value[key]
        if optional, member == nil { return [] }
        guard let member, member.kind == .array else { throw fault(key, member, "an array") }
        var objects: [ReportObject] = []
        objects.reserveCapacity(member.count)
        for element in member.elements {
            guard element.kind == .object else {
                throw ReportFault(
                    message: "an element of \"\(key)\" is \(element.typeName), not an object",
                    position: element.position
                )
            }
            objects.append(ReportObject(element, "an element of \"\(key)\""))
        }
        return objects
    }

    func text(_ key: String) throws(ReportFault) -> String {
        let member = value[key]
        guard let text = member?.string else { throw fault(key, member, "a string") }
        return text
    }

    func optionalText(_ key: String) throws(ReportFault) -> String? {
        present(key) == nil ? nil : try text(key)
    }

    func texts(_ key: String) throws(ReportFault) -> [String] {
        let member = value[key]
        guard let member, member.kind == .array else { throw fault(key, member, "an array") }
        var texts: [String] = []
        for element in member.elements {
            guard let text = element.string else {
                throw ReportFault(
                    message: "an element of \"\(key)\" is \(element.typeName), not a string",
                    position: element.position
                )
            }
            texts.append(text)
        }
        return texts
    }

    func flag(_ key: String) throws(ReportFault) -> Bool {
        let member = value[key]
        guard let flag = member?.boolean else { throw fault(key, member, "a boolean") }
        return flag
    }

    func flag(_ key: String, default other: Bool) throws(ReportFault) -> Bool {
        value[key] == nil ? other : try flag(key)
    }

    func number(_ key: String, in bounds: ClosedRange<Int>) throws(ReportFault) -> Int {
        let member = value[key]
        guard let literal = member?.number else { throw fault(key, member, "a number") }
        guard let number = Int(literal), bounds.contains(number) else {
            throw wrong(key, member, "is not a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    func number(_ key: String, in bounds: ClosedRange<Int>, default other: Int) throws(ReportFault) -> Int {
        value[key] == nil ? other : try number(key, in: bounds)
    }

    func optionalNumber(_ key: String) throws(ReportFault) -> Int? {
        present(key) == nil ? nil : try number(key, in: Int.min...Int.max)
    }

    func time(_ key: String) throws(ReportFault) -> Int {
        guard let time = Timestamp.unixTime(rfc3339: try text(key)) else {
            throw wrong(key, value[key], "is no moment such as 2026-11-21T10:00:00Z")
        }
        return time
    }

    func optionalTime(_ key: String) throws(ReportFault) -> Int? {
        present(key) == nil ? nil : try time(key)
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_ key: String) throws(ReportFault) -> Word {
        let text = try text(key)
        guard let word = Word.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) else {
            throw wrong(key, value[key], "is none of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        default other: Word
    ) throws(ReportFault) -> Word {
        value[key] == nil ? other : try word(key)
    }

    func optionalWord<Word: RawRepresentable<String> & CaseIterable>(_ key: String) throws(ReportFault) -> Word? {
        guard present(key) != nil else { return nil }
        let word: Word = try word(key)
        return word
    }
}

extension JSONValue {
    /// Where it stands.
    var position: SourcePosition { document.position(at: byteRange.lowerBound) }
}
