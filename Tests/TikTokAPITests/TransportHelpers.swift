import TestSupport
import TikTokAPI

/// Sends, and gives back either end of it.
func outcome(_ client: CurlHTTPClient, _ request: HTTPRequest) async -> Result<HTTPResponse, TransportFailure> {
    do throws(TransportFailure) {
        return .success(try await client.send(request))
    } catch {
        return .failure(error)
    }
}

/// Sends what should fail.
func failing(_ client: CurlHTTPClient, _ request: HTTPRequest) async -> TransportFailure? {
    switch await outcome(client, request) {
    case .success: nil
    case .failure(let failure): failure
    }
}

/// How long something takes, on a thread of its own.
func timed<Answer: Sendable>(_ work: @escaping @Sendable () async -> Answer) async -> (Answer, Duration) {
    await OwnThread.run {
        let clock = ContinuousClock()
        let start = clock.now
        let answer = await work()
        return (answer, clock.now - start)
    }
}

func get(_ origin: APIOrigin, _ path: String = "/open_api/v1.3/x/", limit: Duration = .seconds(5)) -> HTTPRequest {
    HTTPRequest(method: .get, origin: origin, path: path, timeout: limit)
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Sends requests one right after the other. On a thread of its own: libcurl drops a connection that was idle for two
/// minutes, and other tests may hold the pool for as long.
func texts(_ client: CurlHTTPClient, _ requests: [HTTPRequest]) async -> [String?] {
    await OwnThread.run {
        var texts: [String?] = []
        for request in requests { texts.append(try? await client.send(request).text) }
        return texts
    }
}
