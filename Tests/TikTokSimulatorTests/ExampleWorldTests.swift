import LocatedJSON
import Testing
import TikTokAPI

@testable import TikTokSimulator

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct ExampleWorldTests {
    private func example() throws -> World {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try World(parsing: Array(try Data(contentsOf: root.appending(path: "fixtures/worlds/example.json"))))
    }

    private func token(_ world: World, _ beginning: String) throws -> String {
        try #require(world.tokens.keys.map(\.unmasked).first { $0.utf8.starts(with: beginning.utf8) })
    }

    @Test func `shows a healthy pixel and a foreign one`() async throws {
        let world = try example()
        let pixel = try #require(world.pixels.keys.first)
        let healthy = try await simulator(world).send(request(event(pixel), token: try token(world, "900d")))
        #expect(healthy.code == 0)
        let refused = try await simulator(world).send(request(event(pixel), token: try token(world, "4000")))
        #expect(refused.status == 400)
        #expect(refused.code == 40002)
    }

    @Test func `throttles the list of pixels twice`() async throws {
        let world = try example()
        let pixel = try #require(world.pixels.values.first)
        let question = APICall.Operation.findPixel(code: pixel.code, advertiserID: pixel.advertiser)
        let simulator = simulator(world)
        var codes: [Int?] = []
        for _ in 1...3 {
            codes.append(try await simulator.send(request(question, token: try token(world, "a001"))).code)
        }
        #expect(codes == [40100, 40100, 0])
    }

    @Test func `shares nothing with the built-in world`() throws {
        #expect(Set(try example().tokens.keys).isDisjoint(with: World.builtIn.tokens.keys))
    }
}
