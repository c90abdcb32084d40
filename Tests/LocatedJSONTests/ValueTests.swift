import LocatedJSON
import Testing

@Suite("Values")
struct ValueTests {
    @Test("every kind of value is read")
    func kinds() throws {
        let root = try parse("[{\"a\":1}, [1,[2,3],4], \"s\", -1.50e+03, true, false, null, {}, []]").root
        let values = Array(root.elements)
        #expect(values.map(\.kind) == [.object, .array, .string, .number, .boolean, .boolean, .null, .object, .array])
        #expect(values.map(\.count) == [1, 3, 0, 0, 0, 0, 0, 0, 0])
        #expect(values.map(\.isEmpty) == [false, false, true, true, true, true, true, true, true])
        #expect(values.map(\.string) == [nil, nil, "s", nil, nil, nil, nil, nil, nil])
        #expect(values.map(\.number) == [nil, nil, nil, "-1.50e+03", nil, nil, nil, nil, nil])
        #expect(values.map(\.boolean) == [nil, nil, nil, nil, true, false, nil, nil, nil])
        #expect(values.map { Array($0.members).count } == [1, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(values.map { Array($0.elements).count } == [0, 3, 0, 0, 0, 0, 0, 0, 0])
        #expect(
            values.map(\.typeName)
                == [
                    "an object", "an array", "a string", "a number", "a boolean", "a boolean", "null", "an object",
                    "an array",
                ]
        )
        #expect(values[2]["s"] == nil)
        #expect(root.members.isEmpty && !root.elements.isEmpty && root.count == 9)
        #expect(values[7].members.isEmpty && values[8].elements.isEmpty && !values[0].members.isEmpty)
    }

    @Test("members are found past nested ones by their exact text")
    func lookup() throws {
        let root = try parse(#"{"a":{"b":[1,{"c":2}]},"\u0062":"x","é":3,"":4,"K":5}"#).root
        #expect(root["b"]?.string == "x")
        #expect(root["c"] == nil)
        #expect(root["é"]?.number == "3")
        #expect(root["e\u{301}"] == nil)
        #expect(root[""]?.number == "4")
        #expect(root["\u{212A}"] == nil)
        let members = Array(root.members)
        #expect(members.map(\.key) == ["a", "b", "é", "", "K"])
        #expect(members.map { $0.keyEquals("b") } == [false, true, false, false, false])
        #expect(members.map { $0.keyEquals("") } == [false, false, false, true, false])
        #expect(members[0].keyEquals("ab") == false && members[2].keyEquals("é"))
    }

    @Test(
        "escapes are replaced",
        arguments: [
            (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"), (#""\u0000x""#, "\0x"), (#""\u00e9\u20AC""#, "é€"),
            (#""\uD83D\uDE00!""#, "😀!"), (#""\ud800\udc00\udbff\udfff""#, "\u{10000}\u{10FFFF}"),
            (#""\u0065\u0301""#, "e\u{301}"),
            (#""日本\n語""#, "日本\n語"), (#""\r\n""#, "\r\n"), (#""\\u0041""#, "\\u0041"), (#""""#, ""),
            (#""\uFEFF""#, "\u{FEFF}"),
        ]
    )
    func unescapes(_ literal: String, _ expected: String) throws {
        let string = try #require(try parse(literal).root.string)
        #expect(Array(string.utf8) == Array(expected.utf8))
    }

    @Test("a byte of the unescaped text leads to where it is written")
    func byteOffsets() throws {
        // a \n é \u00e9 \uD83D\uDE00 z: 1 + 1 + 2 + 2 + 4 + 1 bytes of text
        let value = try #require(try parse(#" ["a\né\u00e9\uD83D\uDE00z"]"#).root.elements.first { _ in true })
        let offsets = (0...12).map { value.byteOffset(ofStringByte: $0) }
        #expect(offsets == [3, 4, 6, 7, 8, 8, 14, 14, 14, 14, 26, 27, 27])
        #expect(value.byteOffset(ofStringByte: -1) == 3)
        #expect(value.byteOffset(ofStringByte: .max) == 27)

        let plain = try parse("\"aé\"").root
        #expect([-1, 0, 1, 2, 3, 4, .max].map { plain.byteOffset(ofStringByte: $0) } == [1, 1, 2, 3, 4, 4, 4])
        #expect(try parse(" 12").root.byteOffset(ofStringByte: 1) == 1)
    }
}

@Suite("String tokens of a range")
struct StringTokenTests {
    private let text =
        #"{"token":"s1","list":["x",["y"],{"k":"z"}],"n":{"m":[["deep"],[1,["er"]]]},"e\n":"v","last":[0,"w"]}"#

    private func tokens(_ text: String, in range: Range<Int>? = nil) throws -> [String] {
        let document = try parse(text)
        return document.strings(in: range ?? 0..<document.bytes.count).map {
            $0.isKey ? "key \($0.text)" : "\($0.text) under \($0.key ?? "nothing")"
        }
    }

    @Test("keys and values come in order, each value with the key it belongs to")
    func all() throws {
        #expect(
            try tokens(text) == [
                "key token", "s1 under token", "key list", "x under list", "y under list", "key k", "z under k",
                "key n",
                "key m", "deep under m", "er under m", "key e\n", "v under e\n", "key last", "w under last",
            ]
        )
        #expect(try tokens("\"a\"") == ["a under nothing"])
        #expect(try tokens("[\"a\",[\"b\"]]") == ["a under nothing", "b under nothing"])
        #expect(
            try tokens("[[],[[\"a\"]],{\"k\":[[],[\"b\"]]},[\"c\"]]") == [
                "a under nothing", "key k", "b under k", "c under nothing",
            ]
        )
        #expect(try tokens("[{\"k\":1},[\"a\"]]") == ["key k", "a under nothing"])
    }

    @Test("every range yields exactly the tokens that overlap it, with the same keys")
    func ranges() throws {
        let document = try parse(text)
        let all = document.strings(in: 0..<document.bytes.count).map { ($0.byteRange, $0.isKey, $0.key) }
        for start in 0...document.bytes.count {
            for end in start...document.bytes.count {
                let found = document.strings(in: start..<end).map { ($0.byteRange, $0.isKey, $0.key) }
                let expected = all.filter { $0.0.overlaps(start..<end) }
                try #require(found.elementsEqual(expected) { $0 == $1 })
            }
        }
        #expect(Array(document.strings(in: -10..<3)).count == 1)
        #expect(Array(document.strings(in: 5_000..<6_000)).isEmpty)
        #expect(Array(document.strings(in: Int.min..<Int.max)).count == all.count)
    }
}
