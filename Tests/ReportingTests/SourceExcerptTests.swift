import DestinationHealth
import LocatedJSON
import Reporting
import Testing
import TikTokAPI

@Suite("Excerpts of the config")
struct SourceExcerptTests {
    private let policy = SourceExcerpt.Policy(plainKeys: SampleReport.plainKeys, masker: .none)

    /// The line and, below, its underline.
    private func excerpt(
        of text: String,
        at marked: String,
        occurrence: Int = 0,
        offset: Int = 0,
        length: Int? = nil,
        width: Int = 100,
        policy: SourceExcerpt.Policy? = nil
    ) throws -> [String] {
        let file = try SampleReport.source(text)
        let place = SampleReport.place(marked, in: file, occurrence: occurrence, length: length, offset: offset)
        let excerpt = try #require(SourceExcerpt(of: place, policy: policy ?? self.policy, width: width))
        #expect(excerpt.text.width <= width)
        #expect(excerpt.markerColumn + excerpt.markerWidth <= width)
        let underline =
            String(repeating: " ", count: excerpt.markerColumn) + String(repeating: "^", count: excerpt.markerWidth)
        return [excerpt.text.text, underline]
    }

    @Test("a secret is masked and underlined as a whole")
    func masked() throws {
        let text = "{\n  \"access_token\": \"0123456789abcdef9f2c\",\n  \"x\": 1\n}"
        let expected = ["\"access_token\": \"****9f2c\",", "                ^^^^^^^^^^"]
        #expect(try excerpt(of: text, at: "\"0123456789abcdef9f2c\"") == expected)
        // A place inside the value, too.
        #expect(try excerpt(of: text, at: "6789", length: 1) == expected)
    }

    @Test("values under other keys are masked, and in plain keys what looks like a credential")
    func policies() throws {
        let hex = "0123456789abcdef0123456789abcdef01234567"
        let text = """
            {"unknown": "visible?", "name": "shop", "pixel_id": "\(hex)", "type": "Bearer \(hex)", "advertiser_ids": ["7000"]}
            """
        #expect(
            try excerpt(of: text, at: "\"shop\"") == [
                "{\"unknown\": \"****\", \"name\": \"shop\", \"pixel_id\": \"****4567\", \"type\": \"****\", \"advertiser_ids\": [\"700…",
                "                            ^^^^^^",
            ]
        )
        #expect(try excerpt(of: "[\"loose text\"]", at: "\"loose text\"") == ["[\"****\"]", " ^^^^^^"])
        #expect(try excerpt(of: "{\"\(hex)\": 1}", at: "1}", length: 1) == ["{\"****4567\": 1}", "             ^"])
        let number = "{\"access_token\": 12345678901234567890, \"advertiser_ids\": 7000000000000000002}"
        #expect(
            try excerpt(of: number, at: "12345678901234567890") == [
                "{\"access_token\": ****, \"advertiser_ids\": 7000000000000000002}", "                 ^^^^",
            ]
        )
    }

    @Test("a known secret is masked under a plain key as well")
    func knownSecret() throws {
        let policy = SourceExcerpt.Policy(
            plainKeys: SampleReport.plainKeys,
            masker: SecretMasker([Secret("correct horse")]),
            usesUnicode: true
        )
        let text = "{\"name\": \"my correct horse\"}"
        #expect(try excerpt(of: text, at: "\"name\"", policy: policy).first == "{\"name\": \"****\"}")
    }

    @Test("a reference to a variable is shown, one with a fallback is not")
    func references() throws {
        #expect(
            try excerpt(of: "{\"access_token\": \"${env:SHOP_TOKEN}\"}", at: "\"${env:SHOP_TOKEN}\"").first
                == "{\"access_token\": \"${env:SHOP_TOKEN}\"}"
        )
        #expect(
            try excerpt(of: "{\"access_token\": \"${env:SHOP_TOKEN:-abc}\"}", at: "\"access_token\"").first
                == "{\"access_token\": \"****\"}"
        )
    }

    @Test("a hidden character in a value that may be shown is underlined itself")
    func hiddenCharacter() throws {
        #expect(
            try excerpt(of: "{ \"pixel_id\": \"AB\u{200B}C\" }", at: "\u{200B}") == [
                "{ \"pixel_id\": \"AB\\u{200B}C\" }", "                 ^^^^^^^^",
            ]
        )
    }

    @Test("tabs, CRLF, a byte order mark and wide characters before the place")
    func columns() throws {
        #expect(
            try excerpt(of: "\u{FEFF}{\r\n\t\"name\":\t\"日本😀\",\t\"pixel_id\": \"ABC\"\r\n}", at: "\"ABC\"") == [
                "\"name\":    \"日本😀\",    \"pixel_id\": \"ABC\"", "                                    ^^^^^",
            ]
        )
        #expect(try excerpt(of: "\u{FEFF}{\"name\": 1}", at: "{") == ["{\"name\": 1}", "^"])
        #expect(
            try excerpt(of: "{\"name\": \"e\u{301}e\u{301}\", \"type\": \"x\"}", at: "\"x\"") == [
                "{\"name\": \"e\u{301}e\u{301}\", \"type\": \"x\"}", "                       ^^^",
            ]
        )
    }

    @Test("of an object only the brace is underlined")
    func brace() throws {
        let text = "{ \"destinations\": [\n    {\n    \"name\": \"x\"\n  }]}"
        #expect(try excerpt(of: text, at: "{\n    \"name\": \"x\"\n  }") == ["{", "^"])
        #expect(try excerpt(of: "[{\"name\": \"x\"}]", at: "{\"name\": \"x\"}") == ["[{\"name\": \"x\"}]", " ^"])
    }

    @Test("a minified config shows a window around the place and no secret", arguments: [24, 32, 40, 72, 190])
    func minified(_ width: Int) throws {
        let items = (0..<400).map {
            "{\"name\":\"shop-\($0)\",\"access_token\":\"secret-\($0)-aaaaaaaaaaaaaaaa\",\"extra\":\"😀\"}"
        }
        let text = "{\"destinations\":[" + items.joined(separator: ",") + "]}"
        for index in [0, 1, 200, 398, 399] {
            for marked in ["\"secret-\(index)-aaaaaaaaaaaaaaaa\"", "\"shop-\(index)\"", "{\"name\":\"shop-\(index)\""] {
                let lines = try excerpt(of: text, at: marked, width: width)
                #expect(!lines[0].utf8.elementsEqual(text.utf8))
                #expect(
                    !Array(lines[0].utf8).indices.contains { Array(lines[0].utf8)[$0...].starts(with: "secret-".utf8) }
                )
                let shown = lines[0].unicodeScalars.reduce(into: [Unicode.Scalar]()) { columns, scalar in
                    columns += Array(repeating: scalar, count: TerminalText(String(scalar)).width)
                }
                let start = lines[1].utf8.count { $0 == 0x20 }
                #expect(shown[start] == (marked.utf8.first == 0x7B ? "{" : "\""))
            }
        }
    }

    @Test(
        "a value is shown only where its key belongs",
        arguments: [
            #"{"access_token":{"name":"hush-hush"},"pixel_id":"ABC"}"#,
            #"{"app":{"secret":{"reason":"hush-hush"}},"pixel_id":"ABC"}"#,
            #"{"app":{"name":"hush-hush","secret":["hush-hush"]},"pixel_id":"ABC"}"#,
            #"{"creds":{"a":{"b":{"type":"hush-hush"}}},"pixel_id":"ABC"}"#,
            #"{"creds":[{"name":"hush-hush"}],"pixel_id":"ABC"}"#,
            #"{"reason":"hush-hush","pixel_id":"ABC"}"#,
            #"{"advertiser_ids":[{"name":"hush-hush"},["hush-hush"]],"pixel_id":"ABC"}"#,
            #"{"name":"hush-hush","destinations":[{"pixel_id":"ABC"}]}"#,
            #"{"defaults":{"app":{"secret":{"name":"hush-hush"}}},"destinations":[{"pixel_id":"ABC"}]}"#,
            #"{"destinations":[{"access_token":{"name":"hush-hush"}},{"pixel_id":"ABC"}]}"#,
            #"{"destinations":[{"access_token":{"name":1234567890123}},{"pixel_id":"ABC"}]}"#,
        ]
    )
    func misplaced(_ text: String) throws {
        var policy = policy
        policy.plainKeys = Field.plainKeys
        let line = try #require(try excerpt(of: text, at: "\"ABC\"", width: 190, policy: policy).first)
        #expect(line.utf8.count { $0 == UInt8(ascii: "*") } >= 4)
        for word in ["hush", "12345"] {
            #expect(!Array(line.utf8).indices.contains { Array(line.utf8)[$0...].starts(with: word.utf8) }, "\(line)")
        }
        #expect(Array(line.utf8).indices.contains { Array(line.utf8)[$0...].starts(with: "\"ABC\"".utf8) }, "\(line)")
    }

    @Test("values at their place are shown")
    func inPlace() throws {
        var policy = policy
        policy.plainKeys = Field.plainKeys
        let text = """
            {"version":"1","defaults":{"app":{"app_id":"7"}},"destinations":[{"name":"a","suppress":[{"rule":"r",\
            "reason":"why","until":"x"}],"uses":["u"],"app":{"app_id":"8"},"pixel_id":"ABC"}]}
            """
        #expect(try excerpt(of: text, at: "\"ABC\"", width: 250, policy: policy).first == text)
    }

    @Test("a key or value of many combining marks takes no quadratic time", .timeLimit(.minutes(5)))
    func marks() throws {
        let marks = String(repeating: "\u{301}\u{323}", count: 100_000)
        let text = "{\"x\(marks)\":1,\"name\":\"\(marks)\",\"pixel_id\":\"ABC\"}"
        let policy = SourceExcerpt.Policy(
            plainKeys: SampleReport.plainKeys,
            masker: SecretMasker([Secret(String(repeating: "\u{301}\u{323}", count: 4_000))])
        )
        #expect(try excerpt(of: text, at: "\"ABC\"", policy: policy).first?.utf8.isEmpty == false)
    }

    @Test("a place without a text has no excerpt")
    func noText() {
        let place = DestinationHealth.SourceLocation(file: "x", position: SourcePosition(line: 1, column: 1))
        #expect(SourceExcerpt(of: place, policy: policy, width: 80) == nil)
    }

    @Test(
        "of another product's config only what the loader knows to be no secret is shown",
        arguments: [
            (
                #"{"config": {"accessToken": "qwertyuiop", "pixelCode": "PIXEL", "other": "PIXEL", "n": 1234567890123}}"#,
                "\"PIXEL\"",
                #"{"config": {"accessToken": "****", "pixelCode": "PIXEL", "other": "****", "n": ****}}"#
            ),
            (
                "A=x\nexport TIKTOK_PIXEL_ID='PIXEL' # was qwertyuiop\nTIKTOK_ACCESS_TOKEN=qwertyuiop",
                "'PIXEL'",
                "export TIKTOK_PIXEL_ID='PIXEL'****"
            ),
            ("TIKTOK_ACCESS_TOKEN=qwertyuiop", "qwerty", "TIKTOK_ACCESS_TOKEN=****"),
        ]
    )
    func foreign(text: String, marked: String, line: String) throws {
        let config = ConfigLoader(environment: NoEnvironment()).load(Array(text.utf8), path: "config")
        let file = try #require(config.destinations.first).range.file
        let place = SampleReport.place(marked, in: file)
        let excerpt = try #require(SourceExcerpt(of: place, policy: policy, width: 120))
        #expect(excerpt.text.text == line)
    }
}

/// Nothing is set, and there are no files.
private struct NoEnvironment: ConfigEnvironment {
    func variable(_ name: String) -> String? { nil }

    func contents(
        ofFile path: String,
        relativeTo directory: String?,
        maximumBytes: Int
    ) throws(FileReadError) -> [UInt8] {
        throw FileReadError("no such file")
    }
}
