import LocatedJSON
import TestSupport
import Testing

@Suite("Duplicate keys")
struct DuplicateKeyTests {
    /// An object with the given keys, each member on a line of its own from line 2 on.
    private func object(_ keys: [String]) -> String {
        "{\n" + keys.map { "\"\($0)\": [{}]" }.joined(separator: ",\n") + "}"
    }

    @Test(
        "keys that are equal after unescaping, or canonically equivalent, are duplicates",
        .tags(.F5, .T12),
        arguments: [
            ("a", "a"), ("", ""), ("a", #"\u0061"#), (#"\u0061"#, #"\u0061"#), (#"\n"#, #"\u000A"#), ("/", #"\/"#),
            ("é", "e\u{301}"),
            ("e\u{301}", "é"), ("é", #"\u00e9"#), (#"e\u0301"#, "é"), ("K", "\u{212A}"), ("Å", "\u{212B}"),
            ("가", "\u{1100}\u{1161}"),
            ("a\u{316}\u{301}", "a\u{301}\u{316}"), ("😀", #"\uD83D\uDE00"#), ("access_token", "access_token"),
        ]
    )
    func equal(_ first: String, _ second: String) {
        for others in [0, 5, 40] {
            let keys = (0..<others).map { "other \($0)" }
            let error = refusal(object([first] + keys + [second]))
            #expect(error?.position == SourcePosition(line: 3 + others, column: 1))
            #expect(error?.related == SourcePosition(line: 2, column: 1))
            #expect(error?.message.contains("first at line 2") == true)
            #expect(error?.message.contains("another spelling") == (Array(first.utf8) != Array(second.utf8)))
        }
    }

    @Test(
        "keys that only look alike are no duplicates",
        arguments: [
            ("a", "A"), ("a", "b"), ("a", ""), ("a", "a "), ("aa", "a"), ("e", "é"), ("ﬁ", "fi"), ("a", "а"),
            (#"\u0000"#, ""),
            (#"\\"#, "/"), ("12345678", "12345679"), ("123456789", "123456780"), ("ß", "ss"), ("１", "1"),
        ]
    )
    func different(_ first: String, _ second: String) {
        for others in [0, 5, 40] {
            #expect(refusal(object([first] + (0..<others).map { "other \($0)" } + [second])) == nil)
        }
    }

    @Test("the first repetition in the order of the file is the one reported", arguments: [3, 30])
    func firstRepetition(_ others: Int) {
        let keys = (0..<others).map { "k\($0)" }
        let error = refusal(object(keys + ["k2", "k0"]))
        #expect(error?.position.line == others + 2)
        #expect(error?.related?.line == 4)
    }

    @Test("equal keys of different objects are no duplicates")
    func nested() {
        #expect(refusal(#"{"a":{"a":{"a":[{"a":1},{"a":2}]}},"b":{"a":1}}"#) == nil)
        #expect(
            refusal(#"[{"a":1},{"b":{"a":1,"c":[1,2,{"x":0}],"a":2}}]"#)?.position
                == SourcePosition(line: 1, column: 40)
        )
    }

    @Test("a repeated key is found however much is between the two")
    func farApart() {
        let elements = (0..<400).map { #"{"name": "shop-\#($0)", "list": [{}, {"destinations": 1}]}"# }
        let list = elements.joined(separator: ",\n")
        let error = refusal("{\"destinations\": [\(list)],\n\"version\": 1,\n\"destinations\": []}")
        #expect(error?.position == SourcePosition(line: 402, column: 1))
        #expect(error?.related == SourcePosition(line: 1, column: 2))
    }

    @Test("a repeated key is found among thousands", arguments: ["k", "é"])
    func thousands(_ prefix: String) {
        var keys = (0..<20_000).map { "\(prefix)\($0)" }
        #expect(refusal(object(keys)) == nil)
        keys.append("\(prefix)7")
        let error = refusal(object(keys))
        #expect(error?.position == SourcePosition(line: 20_002, column: 1))
        #expect(error?.related == SourcePosition(line: 9, column: 1))
    }

    @Test("long runs of combining marks are compared exactly, which keeps the time linear")
    func markRuns() {
        let marks = String(repeating: "\u{301}\u{316}", count: 100_000)
        let swapped = String(repeating: "\u{316}\u{301}", count: 100_000)
        for others in [0, 40] {
            let keys = (0..<others).map { "other \($0)" }
            #expect(refusal(object(["a" + marks] + keys + ["a" + swapped])) == nil)
            #expect(refusal(object(["a" + marks] + keys + ["a" + marks]))?.position.line == 3 + others)
        }
    }
}
