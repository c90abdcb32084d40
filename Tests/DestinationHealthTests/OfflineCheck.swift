import DestinationHealth
import LocatedJSON
import TikTokAPI

/// Variables and files that exist only in a test.
struct FixedEnvironment: ConfigEnvironment {
    var variables: [String: String] = [:]
    var files: [String: [UInt8]] = [:]
    /// Who may read the config and each of the files.
    var exposure: FileExposure?

    func variable(_ name: String) -> String? { variables[name] }

    func contents(
        ofFile path: String,
        relativeTo directory: String?,
        maximumBytes: Int
    ) throws(FileReadError) -> [UInt8] {
        guard let bytes = files[path] else { throw FileReadError("no such file") }
        guard bytes.count <= maximumBytes else { throw FileReadError("it is larger than \(maximumBytes) bytes") }
        return bytes
    }

    func exposure(ofFile path: String, relativeTo directory: String?, asksGit: Bool) -> FileExposure? {
        exposure.map { FileExposure(permissions: $0.permissions, isTrackedByGit: asksGit && $0.isTrackedByGit) }
    }
}

/// An HTTP client that must not be used.
struct NoNetwork: HTTPClient {
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        throw TransportFailure(.unreachable, "a test without a network asked for \(request.path)")
    }
}

/// 2026-11-21T10:00:00Z.
let testTime = 1_795_255_200

extension LoadedConfig {
    static func load(_ text: String, environment: FixedEnvironment = FixedEnvironment()) -> LoadedConfig {
        ConfigLoader(environment: environment).load(Array(text.utf8), path: "config.json")
    }
}

/// Checks a config with some rules.
func check(
    _ config: LoadedConfig,
    rules: [any Rule.Type] = RuleRegistry.all,
    offline: Bool = true,
    strict: Bool = false,
    live: LiveOptions = LiveOptions(),
    http: any HTTPClient = NoNetwork()
) async -> [DestinationReport] {
    let client = APIClient(http: http, options: askingAtOnce, unixTime: { testTime })
    let check = HealthCheck(
        options: CheckOptions(rules: rules, isOffline: offline, isStrict: strict, live: live),
        api: client,
        unixTime: { testTime }
    )
    var reports: [DestinationReport] = []
    await check.run(config.destinations, index: DestinationIndex(config.destinations)) { reports.append($0) }
    return reports
}

/// How tests ask: as a run against the simulator does, without waiting.
var askingAtOnce: APIClient.Options {
    var options = APIClient.Options(timeout: .seconds(5))
    options.clock = SimulatedClock()
    return options
}
