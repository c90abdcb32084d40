import LocatedJSON
import Testing

@Suite struct ByteStringTests {
    @Test(
        "texts are equal if their bytes are",
        arguments: [
            ("a", "a", true), ("", "", true), ("a", "A", false), ("a", "aa", false), ("é", "é", true),
            ("\u{E9}", "e\u{301}", false), ("K", "\u{212A}", false), ("\r\n", "\n", false),
            ("longer than fifteen bytes", "longer than fifteen bytes", true),
            ("longer than fifteen bytes", "longer than fifteen bytez", false),
        ]
    )
    func equality(left: String, right: String, areEqual: Bool) {
        #expect(left.hasSameBytes(as: right) == areEqual)
        #expect((ByteString(left) == ByteString(right)) == areEqual)
        #expect(Set([ByteString(left), ByteString(right)]).count == (areEqual ? 1 : 2))
    }

    @Test("a text is found as a key of a dictionary, other spellings of it are not")
    func lookup() {
        let values = [ByteString("\u{E9}"): 1, ByteString("e\u{301}"): 2, ByteString("e"): 3]
        #expect(values[ByteString("\u{E9}")] == 1)
        #expect(values[ByteString("e\u{301}")] == 2)
        #expect(values[ByteString("\u{E9}e")] == nil)
    }
}
