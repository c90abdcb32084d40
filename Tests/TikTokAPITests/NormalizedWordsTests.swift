import Testing

@testable import TikTokAPI

@Suite("Words and patterns")
struct NormalizedWordsTests {
    @Test(
        "a pattern is found",
        arguments: [
            ("No permission", "no permission"),
            ("NO-PERMISSION!", "no permission"),
            ("a,b;c", "a b"),
            ("app_id", "app_id"),
            ("The app_id is bad", "^ app_id"),
            ("Error 12: the token is bad", "^ token"),
            ("[40105] Token is bad", "^ token"),
            ("Sorry, you can. Token is bad", "^^ token"),
            ("pixel 12ab34 does not exist", "pixel # does not exist"),
            ("pixel does not exist", "pixel # does not exist"),
            ("pixel id 12 does not exist", "pixel # does not exist"),
            ("too many requests", "too many request*"),
            ("one two three four", "one * four"),
            ("one x one two", "one * two"),
            ("no permission.", "no permission $"),
            ("no permission. Ask.", "no permission $"),
            ("red", "blue|red"),
            ("reddish", "blue|red*"),
            ("token’s end", "token s end"),
            (#"the "app_id" is"#, "^ app_id is"),
            (#"the advertiser "A B" does"#, "advertiser # does"),
            ("don't 'do this", "do this"),
            ("", "*"),
            ("", "$"),
            ("x", "*"),
        ]
    )
    func found(text: String, pattern: String) {
        #expect(NormalizedWords(text).contains(WordPattern(pattern)))
    }

    @Test(
        "a pattern is not found",
        arguments: [
            ("nopermission", "no permission"),
            ("no. Permission", "no permission"),
            ("app id", "app_id"),
            ("the page token is bad", "^ token"),
            ("Name: token is bad", "^^ token"),
            ("Acme, token is bad", "^ token"),
            ("pixel event does not exist", "pixel # does not exist"),
            ("pixel 1 2 3 4 5 does not exist", "pixel # does not exist"),
            ("one two. three four", "one * four"),
            ("no permission to go", "no permission $"),
            (#"say "no permission""#, "no permission"),
            ("say 'no permission' twice", "no permission"),
            ("say `no permission`", "no permission"),
            ("x", "$"),
            ("", "x"),
            ("data.0.event", "^ event"),
            ("e\u{301}", "e"),
        ]
    )
    func notFound(text: String, pattern: String) {
        #expect(!NormalizedWords(text).contains(WordPattern(pattern)))
    }

    @Test("quoted phrases count where they are asked for")
    func quotes() {
        let text = #"name "request failed" taken"#
        #expect(NormalizedWords(text, keepingQuotes: true).contains(WordPattern("request failed")))
        #expect(!NormalizedWords(text).contains(WordPattern("request failed")))
    }

    @Test("a joint stands for a space and an underscore")
    func spellings() {
        let patterns = WordPattern.spellings(of: "^ test~event~code is")
        for text in ["Test event code is", "test_event_code is"] {
            #expect(NormalizedWords(text).contains(anyOf: patterns))
        }
        #expect(WordPattern.spellings(of: "plain").count == 1)
    }

    @Test("rows are in lower case, have phrases, and no phrase of an conclusiveFailure is a single bare word")
    func rows() {
        for row in MessagePattern.all {
            #expect(!row.phrases.isEmpty)
            for phrase in row.phrases {
                var wordCount = 0
                for case .word(let alternatives) in phrase.parts {
                    wordCount += 1
                    for word in alternatives {
                        #expect(!word.bytes.isEmpty)
                        #expect(word.bytes.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) })
                    }
                }
                if row.meaning.traits.verdict == .conclusiveFailure, row.codes != [40008], row.codes != [40007] {
                    #expect(wordCount >= 2)
                }
            }
        }
    }
}
