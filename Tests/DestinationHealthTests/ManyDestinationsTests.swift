import Foundation
import LocatedJSON
import TestSupport
import Testing
import TikTokAPI

@testable import DestinationHealth

/// Configs with thousands of destinations.
@Suite("Many destinations")
struct ManyDestinationsTests {
    private static let count = 3_000

    /// A token of its own for each, but one for every hundredth; every seventh destination has a fault.
    private static func config() -> String {
        let destinations = (0..<count).map { number in
            let token = number % 100 == 0 ? String(repeating: "5", count: 39) + "a" : token(number)
            let fault =
                switch number % 70 {
                case 7: #", "acces_token": "\#(token)x""#
                case 14: #", "scopes": {"a": "secret-\#(number)-in-the-wrong-place"}"#
                case 21: #", "test_event_code": "${env:NOWHERE}""#
                default: ""
                }
            return
                #"{"name": "shop-\#(number)", "pixel_id": "\#(pixel(number))", "access_token": "\#(token)"\#(fault)}"#
        }
        return "{\"defaults\": {\"app\": {\"secret\": \"\(Self.token(-1))\"}}, \"destinations\": [\n"
            + destinations.joined(separator: ",\n") + "]}"
    }

    private static func token(_ number: Int) -> String {
        String(format: "%040lx", (number &+ 7) &* 0x1E37_79B9_7F4A_7C15)
    }

    private static func pixel(_ number: Int) -> String { "C" + String(format: "%018d", number) + "G" }

    @Test("they come in the order of the file, each with its own name, place and faults")
    func order() throws {
        let config = LoadedConfig.load(Self.config())
        try #require(config.destinations.count == Self.count)
        for (number, destination) in config.destinations.enumerated() {
            #expect(destination.name == "shop-\(number)")
            #expect(destination.range.location.position.line == number + 2)
            let fields = destination.defects.map(\.field)
            let expected: [String] =
                switch number % 70 {
                case 7: ["acces_token"]
                case 14: ["scopes"]
                case 21: ["test_event_code"]
                default: []
                }
            #expect(fields == expected)
        }
    }

    @Test("every secret is known, even a misplaced one")
    func secrets() {
        let config = LoadedConfig.load(Self.config())
        let known = Set(config.secrets.map(\.unmasked))
        for number in 0..<Self.count {
            if number % 100 != 0 { #expect(known.contains(Self.token(number))) }
            if number % 70 == 7, number % 100 != 0 { #expect(known.contains(Self.token(number) + "x")) }
        }
        #expect(known.contains(Self.token(-1)))
    }

    @Test("what many share is found, and reports come in order")
    func shared() async {
        let config = LoadedConfig.load(Self.config())
        let reports = await check(config)
        #expect(reports.map(\.name) == (0..<Self.count).map { "shop-\($0)" })
        let sharing = reports.indices.filter { reports[$0].findings.contains { $0.rule == "shared-credential" } }
        #expect(sharing == [0])
        let words = reports[0].findings.first { $0.rule == "shared-credential" }?.message ?? ""
        #expect(words.contains("29 other pixels, in shop-100, shop-200, shop-300 and 26 more"), "\(words)")
        for report in reports { #expect(report.checks.map(\.rule) == reports[0].checks.map(\.rule)) }
    }
}
