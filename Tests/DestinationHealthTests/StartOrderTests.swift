import TestSupport
import TikTokAPI
import Testing

@testable import DestinationHealth

@Suite("The order in which destinations are begun")
struct StartOrderTests {
    @Test("in a fleet of one kind they are begun as they stand")
    func plain() {
        var order = StartOrder(repeatElement(.events, count: 5))
        var begun: [Int] = []
        while let next = order.next() {
            begun.append(next)
            if next == 1 { order.end(0) }
        }
        #expect(begun == [0, 1, 2, 3, 4])
    }

    @Test("whoever waits for one app's rate leaves room for the others", .faults("C2"))
    func rateLimitKeys() {
        let slow = repeatElement(RateLimitKey.app(id: "1"), count: 300)
        var order = StartOrder(Array(slow) + repeatElement(.events, count: 20) + [.app(id: "2")])
        let begun = (0..<256).compactMap { _ in order.next() }
        #expect(Set(begun).count == 256)
        #expect(Set(300...320).isSubset(of: begun))
    }

    @Test("no kind has more under way than it may, and none holds another up")
    func limited() {
        var order = StartOrder((0..<30).map { RateLimitKey.app(id: "\($0 % 3)") })
        let begun = (0..<30).compactMap { _ in order.next(atMost: 4) }
        #expect(begun == Array(0..<12))
        order.end(2)
        #expect(order.next(atMost: 4) == 14)
        #expect(order.next(atMost: 4) == nil)
    }

    @Test("each is begun once, whatever has ended", arguments: [1, 3, 200])
    func once(count: Int) {
        var order = StartOrder((0..<1000).map { RateLimitKey.app(id: "\($0 % count)") })
        var begun: [Int] = []
        var underWay: [Int] = []
        while let next = order.next() {
            begun.append(next)
            underWay.append(next)
            if underWay.count > 16 { order.end(underWay.removeFirst()) }
        }
        #expect(begun.sorted() == Array(0..<1000))
    }
}
