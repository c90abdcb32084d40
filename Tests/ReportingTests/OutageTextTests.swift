import DestinationHealth
import Reporting
import TestSupport
import Testing
import TikTokAPI

@Suite("Text of an outage that befalls many")
struct OutageTextTests {
    private static func report(count: Int, headline: String? = nil, healthy: Set<Int> = []) throws -> Report {
        let file = try SampleReport.source()
        let place = SampleReport.place("\"shop-eu\"", in: file)
        let finding = Finding(
            rule: "token-accepted",
            severity: .unknown,
            cause: .network,
            field: nil,
            message: "could not tell: host name not found",
            source: place,
            remediation: Remediation(actor: .networkTeam, steps: ["let this machine reach TikTok"])
        )
        let destinations = (0..<count).map { number in
            healthy.contains(number)
                ? SampleReport.destination("d\(number)", .healthy, at: place)
                : SampleReport.destination("d\(number)", .unknown, at: place, findings: [finding])
        }
        var report = SampleReport.report(destinations)
        report.headline = headline
        return report
    }

    private static func lines(_ report: Report, _ change: (inout TextFormat.Options) -> Void = { _ in }) -> [String] {
        let text = String(decoding: TextFormatTests.text(report, change), as: UTF8.self)
        return text.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("ten thousand that suffer alike take no more lines than ten", .tags(.C4), arguments: [10, 10_000])
    func folded(_ count: Int) throws {
        let lines = Self.lines(try Self.report(count: count, headline: "no network: host name not found"))
        #expect(lines.count < 30)
        #expect(lines.contains { $0.hasSuffix("… \(count - 4) more: could not tell, as for d0") })
        #expect(lines.contains("no network: host name not found"))
        #expect(!lines.contains { $0.contains("×") }, "the headline has said it")
    }

    @Test("a destination between them that is not alike is shown, and the count begins anew")
    func between() throws {
        let lines = Self.lines(try Self.report(count: 20, healthy: [10]))
        #expect(lines.contains { $0.contains("… 6 more") })
        #expect(lines.contains { $0.contains("d10") && $0.contains("healthy") })
        #expect(lines.count { $0.contains("… 6 more") } == 2)
    }

    @Test("whoever wants every destination gets every one")
    func verbose() throws {
        let lines = Self.lines(try Self.report(count: 50)) { $0.verbosity = .verbose }
        for number in 0..<50 { #expect(lines.contains { $0.contains("d\(number) ") }) }
    }

    @Test("no line is too long", arguments: [40, 60, 80])
    func narrow(_ width: Int) throws {
        let headline = "no network path to the API: host name not found: business-api.tiktok.com (all 10 destinations)"
        for line in Self.lines(try Self.report(count: 10, headline: headline), { $0.width = width }) {
            #expect(line.unicodeScalars.count <= width, "\(line)")
        }
    }
}
