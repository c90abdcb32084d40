import LocatedJSON
import Testing

@Suite struct ByteSearchTests {
    @Test(
        "a text contains any part of it, byte for byte",
        arguments: [
            ("en_GB.utf-8", "utf-8", true), ("utf-8", "utf-8", true), ("utf-", "utf-8", false), ("", "a", false),
            ("aab", "ab", true), ("a\r\nb", "\n", true), ("e\u{301}:", ":", true), ("e\u{301}", "e", true),
            ("\u{E9}", "e\u{301}", false),
        ]
    )
    func contains(text: String, part: String, isThere: Bool) {
        #expect(text.contains(part) == isThere)
    }

    @Test(
        "every occurrence is replaced, from the left",
        arguments: [
            ("a~b~", "~", "%7E", "a%7Eb%7E"), ("", "~", "%7E", ""), ("aaa", "aa", "b", "ba"),
            ("abc", "abcd", "", "abc"),
            ("abab", "ab", "", ""), ("\\u0023\\u0023", "\\u0023", "#", "##"),
        ]
    )
    func replaces(text: String, part: String, other: String, result: String) {
        let bytes: [UInt8] = Array(text.utf8).replacing(part.utf8, with: other.utf8)
        #expect(bytes == Array(result.utf8))
    }
}
