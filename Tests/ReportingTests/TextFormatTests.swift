import DestinationHealth
import Reporting
import Testing
import TikTokAPI

@Suite("Text output")
struct TextFormatTests {
    static let masker = SecretMasker(SampleReport.secrets)

    static func text(_ report: Report, _ change: (inout TextFormat.Options) -> Void = { _ in }) -> [UInt8] {
        var options = TextFormat.Options()
        options.plainKeys = SampleReport.plainKeys
        options.masker = masker
        options.nameWidth = report.destinations.map { TextFormat.nameWidth(of: $0.name) }.max() ?? 0
        options.isOffline = report.metadata.isOffline
        options.isSimulated = report.metadata.isSimulated
        change(&options)
        var format = TextFormat(options)
        var bytes = report.problems.flatMap { format.problem($0) }
        bytes += format.header(destinations: report.destinations.count, files: ["fixtures/demo.json"])
        for destination in report.destinations { bytes += format.destination(destination) }
        return bytes + format.summary(report)
    }

    @Test("looks as the golden files show", arguments: [40, 80, 120, 200])
    func width(_ width: Int) throws {
        let bytes = Self.text(try SampleReport.all()) { $0.width = width }
        GoldenFile.expect(bytes, named: "text-\(width).txt")
    }

    @Test("looks as the golden files show in colour, quiet, verbose, ASCII and simulated")
    func variants() throws {
        let report = try SampleReport.all()
        GoldenFile.expect(Self.text(report) { $0.usesColor = true }, named: "text-color.txt")
        GoldenFile.expect(Self.text(report) { $0.verbosity = .quiet }, named: "text-quiet.txt")
        GoldenFile.expect(Self.text(report) { $0.verbosity = .verbose }, named: "text-verbose.txt")
        GoldenFile.expect(Self.text(report) { $0.usesUnicode = false }, named: "text-ascii.txt")
        var simulated = report
        simulated.metadata.isSimulated = true
        GoldenFile.expect(Self.text(simulated), named: "text-simulated.txt")
    }

    @Test("rows whose words only look the same keep their own")
    func lookalikeWords() throws {
        let place = SampleReport.place("\"shop-eu\"", in: try SampleReport.source())
        let reasons = ["caf\u{E9}", "cafe\u{301}"]
        var format = TextFormat(TextFormat.Options())
        for reason in reasons {
            let report = DestinationReport(
                name: "shop",
                type: .events,
                status: .skipped,
                isVerified: false,
                tokenKind: nil,
                source: place,
                durationMilliseconds: 0,
                checks: [CheckResult(rule: "token-accepted", outcome: .skipped, reason: reason)],
                findings: []
            )
            let row = format.destination(report)
            #expect(row.firstRange(of: Array(reason.utf8)) != nil, "\(String(decoding: row, as: UTF8.self))")
        }
    }

    @Test("an outage is told once, and counted in the end")
    func outage() throws {
        let file = try SampleReport.source()
        let destinations = ["shop-eu", "shop-us", "shop-fr", "shop-jp"].map { name in
            let place = SampleReport.place("\"\(name)\"", in: file)
            let finding = Finding(
                rule: "token-accepted",
                severity: .unknown,
                cause: .network,
                field: nil,
                message: "business-api.tiktok.com could not be reached: name not found",
                source: place,
                evidence: ResponseSummary(
                    endpoint: "/event/track/",
                    httpStatus: nil,
                    code: nil,
                    message: nil,
                    requestID: nil
                ),
                remediation: Remediation(
                    actor: .networkTeam,
                    steps: ["let this machine resolve and reach business-api.tiktok.com, port 443"]
                )
            )
            return SampleReport.destination(name, .unknown, at: place, findings: [finding])
        }
        let place = SampleReport.place("\"parked\"", in: file)
        let unreached = SampleReport.destination(
            "parked-long-name-of-a-family-of-names-de",
            .unknown,
            at: place,
            checks: [
                CheckResult(rule: "token-accepted", outcome: .unknown, reason: "not checked: the deadline has passed")
            ]
        )
        let offline = SampleReport.destination("reports", .healthy, at: place)
        var report = SampleReport.report(destinations + [unreached, offline])
        report.isInterrupted = true
        GoldenFile.expect(Self.text(report), named: "text-outage.txt")
        GoldenFile.expect(Self.text(report) { $0.width = 40 }, named: "text-outage-40.txt")
    }

    @Test("no secret of the config is ever shown")
    func secrets() throws {
        let report = try SampleReport.all()
        for verbosity in TextFormat.Verbosity.allCases {
            // The excerpt hides values by their place alone, whether the masker knows them or not.
            let bytes = Self.text(report) {
                $0.verbosity = verbosity
                $0.masker = .none
                $0.width = 200
            }
            for secret in SampleReport.secrets {
                let beginning = Array(secret.unmasked.utf8.prefix(12))
                #expect(!bytes.indices.contains { bytes[$0...].starts(with: beginning) })
            }
        }
    }
}
