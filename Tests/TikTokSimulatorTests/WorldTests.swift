import LocatedJSON
import Testing
import TikTokAPI

@testable import TikTokSimulator

@Suite struct WorldTests {
    struct Bad: Sendable {
        let text: String
        let line: Int
        let column: Int
        let message: String

        init(_ text: String, _ line: Int, _ column: Int, _ message: String) {
            self.text = text
            self.line = line
            self.column = column
            self.message = message
        }
    }

    @Test(arguments: [
        Bad("[]", 1, 1, "a world must be an object, not an array"),
        Bad("{\n  \"tokns\": {}\n}", 2, 3, #"a world has no key "tokns"; did you mean "tokens"?"#),
        Bad(#"{"tokens":[]}"#, 1, 11, #""tokens" must be an object, not an array"#),
        Bad(#"{"faults":{}}"#, 1, 11, #""faults" must be an array, not an object"#),
        Bad(#"{"note":1}"#, 1, 9, #""note" must be a string, not a number"#),
        Bad(#"{"tokens":{"a":{}}}"#, 1, 16, #""kind" is missing here"#),
        Bad(#"{"tokens":{"a":{"kind":"market"}}}"#, 1, 24, #"this is no value of "kind"; did you mean "marketing"?"#),
        Bad(
            #"{"tokens":{"a":{"kind":"x"}}}"#,
            1,
            24,
            #""kind" must be one of events_manager, marketing, tiktok_account, sandbox"#
        ),
        Bad(#"{"tokens":{"a":{"kind":"marketing"}}}"#, 1, 16, #""app" is missing here"#),
        Bad(#"{"tokens":{"a":{"kind":"marketing","app":"1"}}}"#, 1, 42, #"this app is not among the world's "apps""#),
        Bad(
            #"{"tokens":{"a":{"kind":"sandbox","app":"1"}}}"#,
            1,
            40,
            #""app" means nothing for a token of kind sandbox"#
        ),
        Bad(
            #"{"tokens":{"a":{"kind":"sandbox","scopes":[1.5]}}}"#,
            1,
            44,
            "a scope must be a whole number or a string of digits"
        ),
        Bad(
            #"{"tokens":{"a":{"kind":"sandbox","advertisers":["1"]}}}"#,
            1,
            49,
            #"this is not among the world's "advertisers""#
        ),
        Bad(
            #"{"tokens":{"a":{"kind":"events_manager"}}}"#,
            1,
            16,
            #"a token of kind events_manager needs "pixels" or "advertiser""#
        ),
        Bad(
            #"{"tokens":{"a":{"kind":"events_manager","pixels":[1]}}}"#,
            1,
            51,
            #""pixels" must hold strings, not a number"#
        ),
        Bad(#"{"pixels":{"P":{"pixel_id":"1"}}}"#, 1, 16, #""advertiser" is missing here"#),
        Bad(#"{"faults":[{"fault":"throtled"}]}"#, 1, 21, #"this is no value of "fault"; did you mean "throttled"?"#),
        Bad(
            #"{"faults":[{"fault":"throttled","token":"a"}]}"#,
            1,
            41,
            #"this token is not among the world's "tokens""#
        ),
        Bad(
            #"{"faults":[{"fault":"throttled","endpoint":"/user/inf/"}]}"#,
            1,
            44,
            #"this is no value of "endpoint"; did you mean "/user/info/"?"#
        ),
        Bad(
            #"{"faults":[{"fault":"throttled","times":0}]}"#,
            1,
            41,
            #""times" must be a whole number from 1 to 1000000"#
        ),
        Bad(#"{"faults":[{"fault":"throttled","body":""}]}"#, 1, 40, #""body" means nothing for the fault throttled"#),
        Bad(
            #"{"faults":[{"fault":"throttled","seconds":1}]}"#,
            1,
            43,
            #""seconds" means nothing for the fault throttled"#
        ),
        Bad(#"{"faults":[{"fault":"reply"}]}"#, 1, 12, #""body" is missing here"#),
        Bad(
            #"{"faults":[{"fault":"reply","body":1}]}"#,
            1,
            36,
            #""body" must be a string, an object or an array, not a number"#
        ),
        Bad(
            #"{"tokens":{"a":{"4f0c9e":1}}}"#,
            1,
            17,
            #"a token has a key that is not known; known are "kind", "status", "pixels", "advertiser", "app", "#
                + #""advertisers", "scopes", "open_id", "note""#
        ),
    ])
    func `says what is wrong and where`(_ bad: Bad) throws {
        let error = try #require(throws: WorldError.self) { try World(parsing: Array(bad.text.utf8)) }
        #expect(error.message == bad.message)
        #expect(error.position == SourcePosition(line: bad.line, column: bad.column))
        #expect(error.description == "\(bad.line):\(bad.column): \(bad.message)")
    }

    @Test func `passes on what is no JSON`() throws {
        let error = try #require(throws: WorldError.self) { try World(parsing: Array("{\n  \"a\": 1,\n}".utf8)) }
        #expect(error.position.line >= 2)
        #expect(!error.message.isEmpty)
    }

    @Test func `reads an empty world`() async throws {
        let world = try World(parsing: Array("{}".utf8))
        #expect(try await simulator(world).send(request(.userInfo, token: Known.marketing)).code == 40105)
    }

    @Test func `sends a reply as it is written`() async throws {
        let body = #"{ "code": 7,  "message": "\u0041" }"#
        let world = try World(
            parsing: Array(
                #"{"faults":[{"fault":"reply","http_status":418,"headers":{"Date":"now","X-A":"b"},"body":\#(body)}]}"#
                    .utf8
            )
        )
        let response = try await simulator(world).send(request(.userInfo, token: Known.marketing))
        #expect(response.status == 418)
        #expect(response.text == body)
        #expect(response.header("date") == "now")
        #expect(response.header("x-a") == "b")
        #expect(response.headers.count { $0.name == "date" } == 1)
    }

    @Test func `holds a built-in world`() throws {
        let world = try World(parsing: Array(World.builtInText.utf8))
        #expect(world.tokens.count >= 25)
        #expect(World.builtIn.tokens.count == world.tokens.count)
        #expect(world.faults.count >= Fault.Kind.allCases.count)
    }

    @Test func `invents credentials of the right shape`() {
        let world = World.builtIn
        let isHexadecimal: (UInt8) -> Bool = { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        for (token, what) in world.tokens {
            let bytes = Array(token.unmasked.utf8)
            if what.kind == .tiktokAccount {
                #expect(bytes.starts(with: "act.".utf8))
            } else {
                #expect(bytes.count == 40 && bytes.allSatisfy(isHexadecimal))
            }
            #expect(Self.longestRun(bytes) < 5)
            #expect(Set(bytes).count > 9)
        }
        for app in world.apps.values {
            #expect(app.secret.unmasked.utf8.count == 40 && app.secret.unmasked.utf8.allSatisfy(isHexadecimal))
        }
        let ids = [world.apps.keys.map { $0 }, world.advertisers.keys.map { $0 }, world.pixels.values.map(\.pixelID)]
        for id in ids.joined() { #expect(id.utf8.count == 19 && id.utf8.allSatisfy { (0x30...0x39).contains($0) }) }
        for code in world.pixels.keys {
            let bytes = Array(code.utf8)
            #expect(bytes.count == 20 && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x56).contains($0) })
            #expect(bytes.first == UInt8(ascii: "C") || bytes.first == UInt8(ascii: "D"))
            #expect(bytes.last == UInt8(ascii: "0") || bytes.last == UInt8(ascii: "G"))
        }
    }

    private static func longestRun(_ bytes: [UInt8]) -> Int {
        var longest = 0
        var length = 0
        var last: UInt8?
        for byte in bytes {
            length = byte == last ? length + 1 : 1
            last = byte
            longest = max(longest, length)
        }
        return longest
    }
}
