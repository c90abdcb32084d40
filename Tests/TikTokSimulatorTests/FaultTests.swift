import LocatedJSON
import Testing
import TikTokAPI

@testable import TikTokSimulator

@Suite struct FaultTests {
    static func token(for kind: Fault.Kind) -> String? {
        World.builtIn.faults.first { $0.kind == kind && $0.route == nil && $0.times == nil }?.token?.unmasked
    }

    @Test(arguments: Fault.Kind.allCases)
    func `has a token for every fault`(_ kind: Fault.Kind) {
        #expect(Self.token(for: kind) != nil)
    }

    @Test(arguments: [
        (Fault.Kind.throttled, 200, 40100), (.pixelThrottled, 200, 40132), (.maintenance, 200, 60001),
        (.serverError, 200, 50000), (.bannedRegion, 200, 41000), (.unknownCode, 200, 49999), (.partial, 200, 20001),
        (.codeZeroHTTP500, 500, 0), (.clockSkew, 200, 0), (.reply, 200, 40001),
    ])
    func `answers with a code`(kind: Fault.Kind, status: Int, code: Int) async throws {
        let token = try #require(Self.token(for: kind))
        let response = try await simulator().send(request(event(Known.labPixel), token: token))
        #expect(response.status == status)
        #expect(response.code == code)
    }

    @Test(arguments: [
        (Fault.Kind.gateway502, 502, ForeignAnswer.Kind.html), (.http429, 429, .html), (.captivePortal, 200, .html),
        (.redirect, 302, .redirect), (.emptyBody, 200, .empty), (.truncatedJSON, 200, .brokenJSON),
        (.duplicateCode, 200, .brokenJSON),
    ])
    func `answers as something else would`(kind: Fault.Kind, status: Int, expected: ForeignAnswer.Kind) async throws {
        let token = try #require(Self.token(for: kind))
        let response = try await simulator().send(request(event(Known.labPixel), token: token))
        guard case .foreign(let answer) = APIAnswer(response) else {
            Issue.record("taken for the API's")
            return
        }
        #expect(answer.kind == expected)
        #expect(answer.httpStatus == status)
        #expect((answer.redirectHost == "login.guest-wifi.example") == (kind == .redirect))
    }

    @Test func `writes a code that is no number`() async throws {
        let token = try #require(Self.token(for: .contradictoryCode))
        let response = try await simulator().send(request(event(Known.labPixel), token: token))
        #expect(response.root?["code"]?.string == "0")
    }

    @Test func `shows a wrong clock`() async throws {
        let token = try #require(Self.token(for: .clockSkew))
        let response = try await simulator().send(request(event(Known.labPixel), token: token))
        #expect(response.header("date") == "Sat, 21 Nov 2026 10:15:00 GMT")
    }

    @Test(arguments: [
        (Fault.Kind.timeout, TransportFailure.Kind.timedOut, TransportFailure.Phase.wait, true),
        (.connectionRefused, .connectionRefused, .connect, false),
        (.connectionClosed, .connectionClosed, .receive, true),
        (.certificateExpired, .certificateDate, .tls, false), (.certificateUntrusted, .certificateIssuer, .tls, false),
        (.nameNotFound, .nameNotFound, .resolve, false), (.proxyAuthentication, .proxyAuthentication, .connect, false),
    ])
    func `gives no answer`(
        kind: Fault.Kind,
        expected: TransportFailure.Kind,
        phase: TransportFailure.Phase,
        mayHaveBeenSent: Bool
    ) async throws {
        let token = try #require(Self.token(for: kind))
        let failure = try await #require(throws: TransportFailure.self) {
            _ = try await simulator().send(request(event(Known.labPixel), token: token))
        }
        #expect(failure.kind == expected)
        #expect(failure.phase == phase)
        #expect(failure.mayHaveBeenSent == mayHaveBeenSent)
        #expect(!failure.detail.isEmpty)
        if kind == .timeout { #expect(failure.detail == "no answer within 10 s") }
    }

    @Test func `lets a retry through`() async throws {
        let simulator = simulator()
        var codes: [Int?] = []
        for nonce: UInt64 in 1...4 {
            let question = request(event(Known.labPixel), token: Known.retried, nonce: nonce)
            codes.append(try await simulator.send(question).code)
        }
        #expect(codes == [40100, 40100, 0, 0])
    }

    @Test(arguments: [
        (#"{}"#, true, true), (#"{"token":"a"}"#, true, false), (#"{"pixel":"P"}"#, true, false),
        (#"{"endpoint":"/user/info/"}"#, false, true), (#"{"endpoint":"/event/track/","token":"a"}"#, true, false),
    ])
    func `befalls what it names`(selector: String, hitsEvent: Bool, hitsUser: Bool) async throws {
        let rest = selector == "{}" ? "}" : "," + selector.dropFirst()
        let world = try World(
            parsing: Array(
                #"""
                {"advertisers":{"1":{"name":"n"}},"apps":{"2":{"secret":"s"}},
                 "pixels":{"P":{"pixel_id":"3","advertiser":"1"}},
                 "tokens":{"a":{"kind":"marketing","app":"2"},"b":{"kind":"marketing","app":"2"}},
                 "faults":[{"fault":"maintenance"\#(rest)]}
                """#.utf8
            )
        )
        let tracked = try await simulator(world).send(request(event("P"), token: "a"))
        #expect((tracked.code == 60001) == hitsEvent)
        let user = try await simulator(world).send(request(.userInfo, token: "b"))
        #expect((user.code == 60001) == hitsUser)
    }

    @Test func `stops when it is cancelled`() async throws {
        let failure = await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(TransportFailure) {
                _ = try await simulator().send(request(.userInfo, token: Known.marketing))
                return TransportFailure.Kind?.none
            } catch {
                return error.kind
            }
        }.value
        #expect(failure == .cancelled)
    }
}
