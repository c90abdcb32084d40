import TikTokAPI
import Testing

@Suite struct CodeMeaningTests {
    @Test("the meanings of a code are how its answers are read", arguments: ReturnCode.all.filter { $0.number != 0 })
    func meanings(_ code: ReturnCode) {
        #expect(code.meanings.first?.meaning == code.meaning)
        #expect(Set(code.meanings.map(\.meaning)).count == code.meanings.count)
        for meaning in code.meanings {
            #expect(!meaning.occasions.isEmpty)
            for occasion in meaning.occasions {
                let (words, places): (String, [Endpoint])
                switch occasion {
                case .words(let sample, let endpoints): (words, places) = (sample, endpoints)
                case .anyWords(let endpoints): (words, places) = ("some words", endpoints)
                case .otherwise: (words, places) = ("some words", [])
                case .uncontradicted, .contradicted:
                    Issue.record("only code 0 can be contradicted")
                    continue
                }
                let read = (places.isEmpty ? Endpoint.allCases : places).map { endpoint in
                    Self.reading(code: code.number, words: words, from: endpoint)
                }
                #expect(read.contains(meaning.meaning), "\(code.number) \"\(words)\" was read as \(read)")
            }
        }
    }

    @Test(
        "a code that hides others is known for them",
        arguments: [
            (
                40001,
                [
                    AnswerMeaning.permissionRefused, .noPermissionForPixel, .throttled, .advertiserNotFound,
                    .scopeMissing,
                ]
            ),
            (40002, [.requestRefused, .pixelNotFound, .eventSourceIDInvalid, .authorizationCodeSpent]),
            (40101, [.appMismatch, .unrelated, .authorizationCodeSpent]), (40105, [.tokenRejected]),
        ] as [(Int, [AnswerMeaning])]
    )
    func hidden(_ number: Int, _ expected: [AnswerMeaning]) throws {
        let code = try #require(ReturnCode.numbered(number))
        #expect(Set(code.meanings.map(\.meaning)).isSuperset(of: expected))
        if number == 40105 { #expect(code.meanings.count == 1) }
    }

    @Test("code 0 is proof only where nothing speaks against it")
    func success() {
        let meanings = ReturnCode.numbered(0)?.meanings ?? []
        #expect(meanings.map(\.meaning) == [.accepted, .contradictory])
        #expect(meanings.map(\.occasions) == [[.uncontradicted], [.contradicted]])
    }

    /// How an answer is read whose words have the sample's marks for what varies left out.
    private static func reading(code: Int, words: String, from endpoint: Endpoint) -> AnswerMeaning {
        let message = words.replacing("…", with: "")
        let body = #"{"code": \#(code), "message": "\#(message)", "request_id": "1"}"#
        let answer = APIAnswer(HTTPResponse(status: 200, body: Array(body.utf8)))
        return AnswerClassifier(answer, from: endpoint).meaning
    }
}
