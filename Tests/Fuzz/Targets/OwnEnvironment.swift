import DestinationHealth
import Dispatch
import Synchronization
import TikTokAPI

/// Variables and files for references, the same in every run.
struct OwnEnvironment: ConfigEnvironment {
    /// Stands in a variable and a file, and so never in a config.
    static let planted = "5be1c09d7f3a4862e0d1b7c95a48f36e2d90cb17"

    func variable(_ name: String) -> String? {
        switch name {
        case "TOKEN": Self.planted
        case "EMPTY": ""
        case "DIRTY": "\u{200B}\(Self.planted) \n"
        case "CODE": "TEST12345"
        default: nil
        }
    }

    func contents(
        ofFile path: String,
        relativeTo directory: String?,
        maximumBytes: Int
    ) throws(FileReadError) -> [UInt8] {
        switch path {
        case "token": Array("\(Self.planted)\n".utf8)
        case "dirty": Array("\u{FEFF}Bearer \(Self.planted)\r\n\r\n".utf8)
        default: throw FileReadError("no such file")
        }
    }

    func exposure(ofFile path: String, relativeTo directory: String?, asksGit: Bool) -> FileExposure? {
        FileExposure(permissions: 0o644, isTrackedByGit: asksGit)
    }
}

/// Answers every request with one response, or fails where there is none.
struct OwnAnswer: HTTPClient {
    var response: HTTPResponse?

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        guard let response else { throw TransportFailure(.unreachable, "nobody may be asked") }
        return response
    }
}

/// Runs a whole check and waits for it: what drives the targets is no task.
func runCheck(_ config: LoadedConfig, isOffline: Bool, http: OwnAnswer) -> [DestinationReport] {
    let collected = Mutex<[DestinationReport]>([])
    let done = DispatchSemaphore(value: 0)
    // Waits pass at once, so that answers which are asked for again cost no more than others.
    var options = APIClient.Options(timeout: .seconds(5))
    options.clock = SimulatedClock()
    let api = APIClient(http: http, options: options, unixTime: { fuzzTime })
    let check = HealthCheck(
        options: CheckOptions(isOffline: isOffline, concurrency: 1),
        api: api,
        unixTime: { fuzzTime }
    )
    withExtendedLifetime(collected) {
        Task { @Sendable in
            var reports: [DestinationReport] = []
            await check.run(config.destinations, index: DestinationIndex(config.destinations)) { reports.append($0) }
            let all = reports
            collected.withLock { $0 = all }
            done.signal()
        }
        done.wait()
    }
    return collected.withLock { $0 }
}
