import Testing

@testable import TikTokAPI

@Suite("Return codes")
struct ReturnCodeTests {
    /// The numbers of TikTok's return-code page and of its SDK, typed again.
    static let published: [Int] = [
        0, 20001, 40000, 40001, 40002, 40003, 40006, 40007, 40008, 40009, 40010, 40011, 40012, 40013, 40014, 40016,
        40050,
        40051, 40052, 40053, 40061, 40062, 40063, 40064, 40065, 40067, 40100, 40101, 40102, 40103, 40104, 40105, 40106,
        40107, 40108, 40109, 40110, 40112, 40113, 40114, 40115, 40116, 40117, 40118, 40119, 40120, 40121, 40122, 40124,
        40125, 40126, 40127, 40128, 40129, 40130, 40131, 40132, 40133, 40200, 40201, 40202, 40300, 40301, 40302, 40309,
        40400, 40502, 40700, 40900, 40901, 40902, 40903, 40904, 40905, 40906, 40907, 40908, 40909, 40910, 40911, 40912,
        40913, 40914, 40915, 40916, 41000, 41001, 41002, 41013, 50000, 50002, 51000, 51001, 51002, 51003, 51004, 51005,
        51006, 51007, 51008, 51009, 51010, 51011, 51012, 51014, 51015, 51016, 51017, 51018, 51019, 51020, 51030, 51031,
        51032, 51033, 51034, 51035, 51036, 51037, 51038, 51039, 51040, 51041, 51042, 51043, 51044, 51045, 51046, 51047,
        51048, 51049, 51050, 51051, 51052, 51053, 51054, 51055, 51056, 51057, 51058, 51059, 51060, 51061, 51062, 51063,
        51064, 51065, 51066, 51067, 51099, 51305, 52000, 52001, 52002, 52003, 52100, 52101, 52102, 52103, 52201, 52202,
        52203, 52204, 53102, 53103, 60001, 61000, 70001,
    ]

    @Test("every published code is in the table, and only -1 beside them")
    func complete() {
        #expect(Self.published.count == 168)
        #expect(Set(ReturnCode.all.map(\.number)) == Set(Self.published).union([-1]))
    }

    @Test("a code is found by its number", arguments: published + [-1])
    func found(number: Int) throws {
        let code = try #require(ReturnCode.numbered(number))
        #expect(code.number == number)
        #expect(!code.summary.isEmpty)
        #expect(code.name?.isEmpty != true)
    }

    @Test(
        "a code that nobody wrote down is not found",
        arguments: [-2, 1, 200, 19999, 40004, 40111, 49999, 70002, .max, .min]
    )
    func missing(number: Int) {
        #expect(ReturnCode.numbered(number) == nil)
    }

    @Test("the table is in ascending order, each number and name once")
    func order() {
        let numbers = ReturnCode.all.map(\.number)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
        let names = ReturnCode.all.compactMap(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test("only 0 is accepted, and codes of TikTok's own side accuse nobody")
    func meanings() {
        for code in ReturnCode.all {
            #expect((code.meaning == .accepted) == (code.number == 0), "\(code.number)")
            if code.number >= 50000 { #expect(code.meaning.traits.verdict == .undecided, "\(code.number)") }
            if code.meaning.traits.token == .refused {
                #expect([40102, 40104, 40105].contains(code.number), "\(code.number)")
            }
        }
    }

    @Test("without words, a code means what its row says, whatever was asked")
    func withoutWords() {
        for code in ReturnCode.all where ![40007, 40101].contains(code.number) {
            for endpoint in Endpoint.allCases {
                AnswerCase(code.number, "", at: endpoint, code.meaning).verify()
            }
        }
    }
}
