import Testing

@testable import TikTokAPI

/// Messages made to be slow or to mislead.
@Suite("Hostile messages")
struct AnswerHostileTests {
    /// Long enough that quadratic work takes minutes; `.ci/fuzz reply` goes on from here in a release build.
    static let length = 1 << 17

    @Test(
        "a long message of anything is read in linear time",
        .timeLimit(.minutes(5)),
        arguments: [
            "no permission ", "permission ", "the ", "no ", "\"", "'x ", "access token is ",
            "pixel 1 ",
            "does not grant you ", "advertiser has ", "\u{301}", "\u{200B}", "\u{2019}", "\u{7F}", "\t", "…", ": ",
            ". ", "_",
            "app_id and secret ", "1 ", "your country your ", "unsupported ",
        ]
    )
    func large(piece: String) {
        let count = Self.length / piece.utf8.count
        let message = String(repeating: piece, count: count)
        let body = AnswerCase.envelope(40002, message)
        let duration = ContinuousClock().measure {
            let response = HTTPResponse(status: 200, body: body)
            let meaning = AnswerClassifier(APIAnswer(response), from: .trackEvents).meaning
            #expect(meaning != .tokenRejected)
        }
        // A debug build on a busy machine; quadratic work would take minutes.
        #expect(duration < .seconds(20))
    }

    @Test("what decides has to stand at the beginning")
    func cap() {
        let padding = String(repeating: "x ", count: 4096)
        AnswerCase(40002, padding + ". No permission to operate pixel code: X", .requestRefused).verify()
    }

    @Test(
        "control characters part words",
        arguments: ["\u{0}", "\u{1B}", "\u{7F}", "\n", "\t", "\u{A0}", "\u{2003}", "\u{200B}"]
    )
    func controls(separator: String) {
        let message = ["Access", "token", "is", "incorrect"].joined(separator: separator)
        let meaning: AnswerMeaning = separator == "\n" ? .requestRefused : .tokenRejected
        AnswerCase(40002, message, meaning).verify()
    }

    @Test(
        "words of other scripts are not taken for ours",
        arguments: [
            "Аccess token is incorrect", "Access token is inc\u{301}orrect", "ＡＣＣＥＳＳ ＴＯＫＥＮ is incorrect", "访问令牌无效",
            String(repeating: "\u{301}", count: 5000), "\u{202E}tcerrocni si nekot sseccA",
        ]
    )
    func scripts(message: String) {
        AnswerCase(40002, message, .requestRefused).verify()
    }

    @Test("nesting and size of data do not matter")
    func nesting() {
        let deep = String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)
        let response = HTTPResponse(status: 200, body: Array(#"{"code":0,"data":\#(deep)}"#.utf8))
        let verdict = AnswerClassifier(APIAnswer(response), from: .trackEvents).meaning
        #expect(verdict == .accepted || verdict == .notTheAPI)
    }
}
