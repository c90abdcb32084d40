import DestinationHealth
import TestSupport
import Testing
import TikTokAPI
import TikTokSimulator

@Suite("One headline where all suffer from the same") struct CommonOutageTests {
    private static let destinations = (0..<6).map {
        #"{"name": "d\#($0)", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88\#($0)", "test_event_code": "TEST1"}"#
    }

    private static func headline(_ faults: String, _ destinations: [String] = destinations) async throws -> String? {
        let world = #"{"faults": [\#(faults)]}"#
        let simulator = SimulatedTikTok(world: try World(parsing: Array(world.utf8)), unixTime: { testTime })
        let config = LoadedConfig.load("{\"destinations\": [\(destinations.joined(separator: ","))]}")
        var outage = CommonOutage()
        for report in await check(config, offline: false, http: simulator) { outage.add(report) }
        return outage.headline
    }

    @Test(
        "what befalls every destination is said once",
        .tags(.C4, .N48),
        arguments: [
            ("name_not_found", "no network"), ("connection_refused", "no network"), ("captive_portal", "no network"),
            ("server_error", "TikTok is down"), ("gateway_502", "TikTok is down"), ("maintenance", "TikTok is down"),
            ("throttled", "TikTok is throttling"), ("certificate_untrusted", "no trusted connection"),
            ("proxy_authentication", "the proxy fails"), ("banned_region", "the region is refused"),
        ]
    )
    func common(_ fault: String, _ words: String) async throws {
        let headline = try await Self.headline(#"{"fault": "\#(fault)"}"#)
        #expect(headline?.hasPrefix(words) == true, "\(headline ?? "none")")
        #expect(headline?.contains("all 6 destinations") == true)
    }

    @Test("nothing is said of all where one was judged, where it is but one, or where the answers are about the config")
    func notCommon() async throws {
        #expect(try await Self.headline(#"{"fault": "server_error"}"#, Array(Self.destinations.prefix(1))) == nil)
        // An empty world refuses every token.
        #expect(try await Self.headline("") == nil)
        let tokens = ["e50208b1ec43b53f509852859f1375886ed1545a", "900d18305cee759b483db4704e1a46080624e88b"].map {
            #"{"name": "\#($0.prefix(4))", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\#($0)", "test_event_code": "TEST1"}"#
        }
        let config = LoadedConfig.load("{\"destinations\": [\(tokens.joined(separator: ","))]}")
        var outage = CommonOutage()
        let simulator = SimulatedTikTok(world: .builtIn, unixTime: { testTime })
        for report in await check(config, offline: false, http: simulator) { outage.add(report) }
        #expect(outage.headline == nil, "one was judged")
        #expect(try await Self.headline(#"{"fault": "unknown_code"}"#) == nil)
    }

    @Test("a destination that nothing was asked about does not count")
    func notAsked() async throws {
        let broken = #"{"name": "broken", "pixel_id": "COH98PBC77U2GA5OQKK0"}"#
        let disabled = Self.destinations[0].replacing(#""name""#, with: #""enabled": false, "name""#)
        let headline = try await Self.headline(
            #"{"fault": "name_not_found"}"#,
            [broken, disabled] + Self.destinations.suffix(2)
        )
        #expect(headline?.contains("all 2 destinations") == true, "\(headline ?? "none")")
    }
}
