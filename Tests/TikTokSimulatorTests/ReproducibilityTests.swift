import LocatedJSON
import Testing
import TikTokAPI

@testable import TikTokSimulator

@Suite struct ReproducibilityTests {
    private func requestIDs(seed: UInt64 = 0, nonce: UInt64 = 1) async throws -> [String] {
        let simulator = simulator(seed: seed)
        var ids: [String] = []
        for operation in [event(Known.northPixel), .userInfo, .userInfo, .listAdvertisers(Known.app)] {
            let response = try await simulator.send(request(operation, token: Known.marketing, nonce: nonce))
            ids.append(response.root?["request_id"]?.string ?? "")
        }
        return ids
    }

    @Test func `answers alike every time`() async throws {
        let first = try await requestIDs()
        #expect(try await requestIDs() == first)
        #expect(try await requestIDs(nonce: 99) == first)
        #expect(Set(first).count == first.count)
        #expect(try await requestIDs(seed: 1) != first)
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT", "19700101000000"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT", "19691231235959"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT", "20000229000000"),
        (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT", "20240229235959"),
        (1_709_251_200, "Fri, 01 Mar 2024 00:00:00 GMT", "20240301000000"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT", "21000301000000"),
    ])
    func `knows the calendar`(unixTime: Int, date: String, digits: String) {
        #expect(CivilDate(unixTime: unixTime).httpDate == date)
        #expect(CivilDate(unixTime: unixTime).compactDigits == digits)
    }
}
