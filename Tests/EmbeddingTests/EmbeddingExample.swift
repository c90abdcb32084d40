import DestinationHealth
import TikTokAPI

func verdicts(on path: String, from client: any HTTPClient) async throws -> [String] {
    let config = try ConfigLoader().load(contentsOf: path)
    let check = HealthCheck(api: APIClient(http: client))
    let reports = await check.reports(on: config.destinations)
    return config.problems.map(\.message) + reports.map { "\($0.name) is \($0.status): \($0.findings.map(\.message))" }
}
