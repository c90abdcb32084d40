import TestSupport
import TikTokAPI
import Testing

@testable import DestinationHealth

@Suite("The order in which destinations are started")
struct StartOrderTests {
    @Test("destinations of one kind are started in their order")
    func plain() {
        var order = StartOrder(repeatElement(.events, count: 5))
        var started: [Int] = []
        while let next = order.next() {
            started.append(next)
            if next == 1 { order.end(0) }
        }
        #expect(started == [0, 1, 2, 3, 4])
    }

    @Test("those that wait for one app's rate leave room for the others", .tags(.C2))
    func rateLimitKeys() {
        let slow = repeatElement(RateLimitKey.app(id: "1"), count: 300)
        var order = StartOrder(Array(slow) + repeatElement(.events, count: 20) + [.app(id: "2")])
        let started = (0..<256).compactMap { _ in order.next() }
        #expect(Set(started).count == 256)
        #expect(Set(300...320).isSubset(of: started))
    }

    @Test("no kind has more running than it may, and none delays another")
    func limited() {
        var order = StartOrder((0..<30).map { RateLimitKey.app(id: "\($0 % 3)") })
        let started = (0..<30).compactMap { _ in order.next(atMost: 4) }
        #expect(started == Array(0..<12))
        order.end(2)
        #expect(order.next(atMost: 4) == 14)
        #expect(order.next(atMost: 4) == nil)
    }

    @Test("each is started once, whichever ends first", arguments: [1, 3, 200])
    func once(count: Int) {
        var order = StartOrder((0..<1000).map { RateLimitKey.app(id: "\($0 % count)") })
        var started: [Int] = []
        var running: [Int] = []
        while let next = order.next() {
            started.append(next)
            running.append(next)
            if running.count > 16 { order.end(running.removeFirst()) }
        }
        #expect(started.sorted() == Array(0..<1000))
    }
}
