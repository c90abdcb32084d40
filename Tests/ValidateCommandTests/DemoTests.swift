import LocatedJSON
import TikTokAPI
import Testing

/// The demo shows what it says it shows.
@Suite struct DemoTests {
    @Test("the demo has every verdict and every cause, and its clean destinations are clean")
    func demo() async throws {
        let run = try await ProgramRun.of(["fixtures/demo.json", "--simulate", "--format", "json"])
        #expect(run.status == 1)
        let report = try run.report()
        let destinations = report["destinations"]?.elements.map { $0 } ?? []
        let counts = ["destinations", "healthy", "unhealthy", "unknown", "skipped"].map {
            report["summary"]?[$0]?.number
        }
        #expect(counts == ["33", "4", "18", "10", "1"], "the README names these numbers")
        let causes = destinations.flatMap { $0["findings"]?.elements.map { $0["cause"]?.string ?? "" } ?? [] }
        #expect(Set(causes) == Set(Cause.allCases.map(\.rawValue)))
        for destination in destinations {
            let name = destination["name"]?.string ?? ""
            let status = destination["status"]?.string
            #expect((status == "healthy") == name.hasPrefix("healthy"), "\(name) is \(status ?? "")")
            let weights = destination["findings"]?.elements.map { $0["severity"]?.string } ?? []
            if name == "healthy" || name == "healthy-ads-account" { #expect(weights.isEmpty) }
            if status == "unknown" { #expect(!weights.contains("error") && weights.contains("unknown")) }
        }
    }
}
