import LocatedJSON
import Testing

@testable import DestinationHealth

/// What destinations share, as rules ask for it.
@Suite("The index of destinations")
struct DestinationIndexTests {
    private static let tokens = [
        "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70", "9c1e7b3d5f703f8a1c5e7b9d2f4a6c8e0b1d3f5a",
    ]
    private static let pixels = ["D2L6U03C77U3E3CU4PIG", "C4G8U03C77U3E3CU4PI0"]

    private static func load(_ destinations: [String]) -> [Destination] {
        LoadedConfig.load("{\"destinations\": [\(destinations.joined(separator: ","))]}").destinations
    }

    private static func destination(_ name: String, pixel: Int?, token: Int?, _ more: String = "") -> String {
        let members = [
            pixel.map { #""pixel_id": "\#(pixels[$0])""# }, token.map { #""access_token": "\#(tokens[$0])""# },
        ]
        return "{" + ([#""name": "\#(name)""#] + members.compactMap { $0 }).joined(separator: ", ") + more + "}"
    }

    @Test("others are found by any field, by two fields, and by one field where another differs or is missing")
    func fields() throws {
        let destinations = Self.load([
            Self.destination("a", pixel: 0, token: 0, #", "test_event_code": "TEST12345""#),
            Self.destination("b", pixel: 0, token: 0),
            Self.destination("c", pixel: 0, token: 1),
            Self.destination("d", pixel: 0, token: nil),
            Self.destination("e", pixel: 1, token: 1, #", "test_event_code": "TEST12345""#),
            Self.destination("f", pixel: 0, token: 0, #", "enabled": false"#),
        ])
        let index = DestinationIndex(destinations)
        func names(_ others: OtherDestinations?) -> String? { others?.summary }
        let (a, c, d, e) = (destinations[0], destinations[2], destinations[3], destinations[4])
        #expect(names(index.others(with: .pixelID, as: a)) == "b, c, d")
        #expect(names(index.others(with: .testEventCode, as: a)) == "e")
        #expect(names(index.others(with: .pixelID, as: e)) == nil)
        #expect(names(index.others(with: .pixelID, and: .accessToken, as: a)) == "b")
        #expect(names(index.others(with: .pixelID, and: .accessToken, as: c)) == nil)
        #expect(names(index.others(with: .pixelID, without: .accessToken, as: c)) == "d")
        #expect(names(index.others(with: .pixelID, without: .accessToken, as: d)) == nil)
        #expect(names(index.others(with: .pixelID, differingIn: .accessToken, as: destinations[1])) == "c")
        #expect(names(index.others(with: .pixelID, differingIn: .accessToken, as: d)) == "a, c")
        #expect(names(index.others(with: .pixelID, as: destinations[5])) == nil, "a disabled one shares nothing")
        let firsts = destinations[0...3].map { index.others(with: .pixelID, as: $0)?.isFirst }
        #expect(firsts == [true, false, false, false])
        #expect(index.others(with: .accessToken, differingIn: .pixelID, as: c)?.isFirst == true)
        #expect(index.others(with: .accessToken, differingIn: .pixelID, as: e)?.isFirst == false)
    }

    @Test("names are compared byte for byte, and those that look the same in a file are found once each")
    func names() {
        let destinations = Self.load(
            ["shop", "Shop", "sh\u{43E}p", "shop", "caf\u{E9}", "cafe\u{301}", "other"]
                .map { Self.destination($0, pixel: nil, token: nil) }
        )
        let index = DestinationIndex(destinations)
        let sameName = destinations.map { index.sameName(as: $0)?.firstThree.map(\.range.bytes) }
        #expect(sameName[0] == [destinations[3].range.bytes])
        #expect(sameName[3] == [destinations[0].range.bytes])
        #expect(sameName.count { $0 != nil } == 2)
        let confusable = destinations.map { destination in
            index.confusableName(with: destination).flatMap { other in destinations.firstIndex { $0.id == other.id } }
        }
        #expect(confusable == [1, 0, 0, nil, nil, nil, nil])
    }

    @Test("a name in another file is another name")
    func files() {
        let one = Self.load([Self.destination("shop", pixel: 0, token: 0)])
        let other = ConfigLoader(environment: FixedEnvironment())
            .load(Array(Self.destination("shop", pixel: 0, token: 0).utf8), path: "other.json").destinations
        let index = DestinationIndex(one + other)
        #expect(index.sameName(as: one[0]) == nil)
        #expect(index.others(with: .pixelID, as: one[0])?.firstThree.map(\.range.file.path) == ["other.json"])
    }

    @Test("the nearest destinations come first, on either side")
    func nearby() {
        let destinations = Self.load((0..<30).map { Self.destination("\($0)", pixel: nil, token: nil) })
        let index = DestinationIndex(destinations)
        #expect(index.nearby(destinations[1]).map(\.name).prefix(4) == ["2", "0", "3", "4"])
        #expect(index.nearby(destinations[15]).count == 16)
        #expect(index.nearby(Self.load([Self.destination("x", pixel: 0, token: 0)])[0]).isEmpty)
    }

    struct Shape: CustomTestStringConvertible {
        let words: String
        let pixel: Int?
        let token: Int?
        var testDescription: String { words }
    }

    /// A look-up that goes through all of them would take hours.
    @Test(
        "thirty thousand that share all they have name three and count the rest",
        arguments: [
            Shape(words: "pixel and token", pixel: 0, token: 0), Shape(words: "a pixel", pixel: 0, token: nil),
            Shape(words: "a token", pixel: nil, token: 0), Shape(words: "a name alone", pixel: nil, token: nil),
        ]
    )
    func hostile(_ shape: Shape) {
        let some = Self.load(
            (0..<1_000).map { _ in Self.destination("shop", pixel: shape.pixel, token: shape.token) }
        )
        // Copies are made much faster than they are read.
        let destinations = (0..<30).flatMap { _ in some.qualified(byFile: "all") }
        let index = DestinationIndex(destinations)
        let isRight = destinations.map { destination in
            let answers = [
                index.sameName(as: destination),
                index.others(with: .pixelID, as: destination),
                index.others(with: .accessToken, as: destination),
                index.others(with: .pixelID, and: .accessToken, as: destination),
                index.others(with: .accessToken, and: .pixelID, as: destination),
            ].compactMap { $0 }
            let isAlike = [(Field.pixelID, Field.accessToken), (.accessToken, .pixelID)].allSatisfy {
                index.others(with: $0, differingIn: $1, as: destination) == nil
                    && index.others(with: $0, without: $1, as: destination)?.count ?? 29_999 == 29_999
            }
            return isAlike && !answers.isEmpty && index.confusableName(with: destination) == nil
                && answers.allSatisfy { $0.count == 29_999 && $0.firstThree.count == 3 }
        }
        #expect(isRight.count { $0 } == 30_000)
    }

    @Test("a thousand tokens of one pixel, thirty times each, name three others and count the rest")
    func manyValues() {
        let objects = (0..<1_000).map { number in
            let digits = String(4_096 + number, radix: 16)
            let token = Self.tokens[0].dropLast(digits.utf8.count) + digits
            return #"{"pixel_id": "\#(Self.pixels[0])", "access_token": "\#(token)"}"#
        }
        let destinations = (0..<30).flatMap { _ in Self.load(objects) }
        let index = DestinationIndex(destinations)
        let answers = destinations.compactMap { index.others(with: .pixelID, differingIn: .accessToken, as: $0) }
        #expect(answers.count == 30_000)
        #expect(answers.allSatisfy { $0.count == 999 && $0.firstThree.count == 3 })
    }
}
