import LocatedJSON
import TestSupport
import Testing

@Suite("Limits")
struct LimitTests {
    @Test("128 levels are accepted, the 129th is refused where it opens", .tags(.F6))
    func depth() throws {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let inner = open == "[" ? "" : "1"
            func nested(_ levels: Int) -> String {
                String(repeating: open, count: levels) + inner + String(repeating: close, count: levels)
            }
            #expect(refusal(nested(128)) == nil)
            let error = try #require(refusal(nested(129)))
            #expect(error.byteOffset == 128 * open.utf8.count)
            #expect(error.message.contains("128 levels"))
        }
        #expect(refusal(String(repeating: "[", count: 100_000))?.byteOffset == 128)
        #expect(refusal(String(repeating: "[{\"a\":", count: 100_000))?.message.contains("128 levels") == true)
    }

    @Test("the last element of a list may be nested as deep as the first")
    func depthOfEveryElement() {
        let deep = String(repeating: "[", count: 30) + String(repeating: "]", count: 30)
        let elements = Array(repeating: #"{"name": \#(deep)}"#, count: 100).joined(separator: ", ")
        let text = #"{"destinations": [\#(elements)]}"#
        for depth in 31...34 {
            #expect((refusal(text, limits: JSONLimits(maximumDepth: depth)) == nil) == (depth >= 33))
        }
    }

    @Test("limits can be set")
    func custom() {
        #expect(refusal("[[1]]", limits: JSONLimits(maximumDepth: 1))?.byteOffset == 1)
        #expect(refusal("1", limits: JSONLimits(maximumDepth: 0)) == nil)
        #expect(refusal("[]", limits: JSONLimits(maximumDepth: -1))?.byteOffset == 0)
        #expect(refusal("[1]", limits: JSONLimits(maximumBytes: 3)) == nil)
        #expect(refusal("[12]", limits: JSONLimits(maximumBytes: 3))?.message.contains("larger than 3 bytes") == true)
        #expect(refusal("", limits: JSONLimits(maximumBytes: -1)) != nil)
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(refusal(deep, limits: JSONLimits(maximumDepth: .max, maximumBytes: .max)) == nil)
    }

    @Test("a file over 64 MiB is refused before it is read", .tags(.F7, .T16))
    func size() {
        let error = refusal([UInt8](repeating: 0x20, count: 64 << 20 + 1))
        #expect(error?.message.contains("64 MiB") == true)
        #expect(error?.position == SourcePosition(line: 1, column: 1))
    }

    @Test("counts of large containers are exact")
    func counts() throws {
        let root = try parse("[" + String(repeating: "[],", count: 50_000) + "0]").root
        #expect(root.count == 50_001)
        #expect(root.elements.reduce(0) { count, _ in count + 1 } == 50_001)
    }
}
