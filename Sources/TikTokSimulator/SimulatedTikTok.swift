import Synchronization
public import TikTokAPI

/// Answers as TikTok's API for Business v1.3 does, without a network.
///
/// What exists is described by a ``World``. A run is reproducible: an answer depends on nothing but the world, the clock,
/// the seed, the request (save the time and id of its events) and how often it was asked before. Nothing is stored but
/// those counts, and nothing is sent anywhere.
public final class SimulatedTikTok: HTTPClient {
    private let world: World
    private let unixTime: @Sendable () -> Int
    private let seed: UInt64
    private let attempts = Mutex<[UInt64: Int]>([:])

    /// Makes a simulator of the API.
    ///
    /// - Parameters:
    ///   - world: What exists in it.
    ///   - unixTime: The server's clock, in seconds since 1970 UTC.
    ///   - seed: Varies the request ids.
    public init(
        world: World = .builtIn,
        unixTime: @escaping @Sendable () -> Int = { WallClock.unixTime },
        seed: UInt64 = 0
    ) {
        self.world = world
        self.unixTime = unixTime
        self.seed = seed
    }

    /// Answers a request at once.
    public func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        guard !Task.isCancelled else { throw TransportFailure(.cancelled, "the exchange was cancelled") }
        let question = Question(request)
        let fingerprint = question.fingerprint
        let attempt = attempts.withLock { attempts in
            attempts[fingerprint, default: 0] += 1
            return attempts[fingerprint, default: 1]
        }
        let fault = world.fault(for: question, attempt: attempt)
        let skew = fault?.kind == .clockSkew ? fault?.seconds ?? 0 : 0
        let stamp = Stamp(
            unixTime: unixTime() + skew,
            number: fingerprint &+ seed &* 0x9E37_79B9 &+ UInt64(attempt)
        )
        if let fault,
            let response = try FaultyAnswer(fault: fault, question: question, stamp: stamp, world: world).response()
        {
            return response
        }
        return answer(question, stamp)
    }

    private func answer(_ question: Question, _ stamp: Stamp) -> HTTPResponse {
        guard let route = question.route else { return Self.notFound(question, stamp) }
        guard question.request.method == route.method else { return stamp.response(status: 405, html: .notAllowed) }
        do throws(Refusal) {
            guard !question.isInSandbox || route.isInSandbox else { throw .notInSandbox(route) }
            return stamp.response(try RequestHandler(world: world, question: question, route: route).reply())
        } catch {
            return stamp.response(Reply(code: error.code, message: error.message))
        }
    }

    private static func notFound(_ question: Question, _ stamp: Stamp) -> HTTPResponse {
        // The router and the gateway before it say it differently ("conventions", 2026-08).
        let lacksSlash = question.request.path.utf8.last != UInt8(ascii: "/")
        let text = lacksSlash ? "404 page not found" : "Not Found"
        return stamp.response(status: 404, type: "text/plain; charset=utf-8", body: Array(text.utf8))
    }
}
