import LocatedJSON
import Testing

/// However the members of an object and the elements of a list are walked, they are the same.
@Suite struct WalkingTests {
    private static let text = #"""
        {"id": 1, "na\u006de": {"id": [{}]}, "unknown": [], "a key that is longer than any of those that are known": "x",
         "": null, "é": true, "id ": 2}
        """#

    @Test func `every member is handed over in order, known by the text of its key`() throws {
        let object = try JSONDocument(parsing: Array(Self.text.utf8)).root
        let keys = KeyTable([("name", 7), ("id", 3), ("é", 0), ("", 5)])
        for table in [keys, keys.again()] {
            var walked: [String] = []
            object.forEachMember(in: table) { number, member, value in
                walked.append("\(number.map(String.init) ?? "-") \(member.key) \(value.byteRange)")
            }
            let known = ["id": "3", "name": "7", "é": "0", "": "5"]
            #expect(walked == object.members.map { "\(known[$0.key] ?? "-") \($0.key) \($0.value.byteRange)" })
            #expect(object.members.map { table.number(of: $0) } == [3, 7, nil, nil, 5, 0, nil])
        }
    }

    @Test(arguments: ["[]", "{}", "1", #""a""#])
    func `what is no object has no members`(text: String) throws {
        let value = try JSONDocument(parsing: Array(text.utf8)).root
        value.forEachMember(in: KeyTable([("a", 0)])) { _, member, _ in Issue.record("found \(member.key)") }
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func `the stretches of a list are its elements, so many at a time`(size: Int) throws {
        for count in [0, 1, 2, 6, 7, 8, 21] {
            let elements = (0..<count).map { $0.isMultiple(of: 3) ? "{\"n\": [\($0), {}]}" : "\($0)" }
            let document = try JSONDocument(parsing: Array("[\(elements.joined(separator: ", "))]".utf8))
            let stretches = document.root.elements.stretches(of: size)
            #expect(stretches.dropLast().allSatisfy { $0.count == size })
            #expect(stretches.allSatisfy { (1...size).contains($0.count) })
            let walked = stretches.flatMap { $0.held(by: document.again()).map(\.byteRange) }
            #expect(walked == document.root.elements.map(\.byteRange))
        }
    }
}
