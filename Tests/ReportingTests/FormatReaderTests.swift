import Foundation
import TestSupport
import Testing

@testable import Reporting

/// Reports that go through programs which somebody else wrote; `.ci/check-reports` takes more of them.
@Suite("Formats, read by outside programs")
struct FormatReaderTests {
    private static func program(_ name: String) -> String? {
        ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static let xmllint = program("xmllint")
    private static let promtool = program("promtool")

    private static let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "../../fixtures/schemas/junit.xsd"
    ).standardizedFileURL.path

    /// Gives a program a report and tells what it says against it; nil if nothing.
    private static func complaint(_ program: String, _ arguments: [String], _ report: [UInt8]) throws -> String? {
        let file = FileManager.default.temporaryDirectory.appending(path: "validate-report-\(UUID().uuidString)")
        try Data(report).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let words = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : String(decoding: words.prefix(500), as: UTF8.self)
    }

    @Test(
        "JUnit is valid, with every hostile text twice",
        .tags(.R4),
        .enabled(if: xmllint != nil, "xmllint (libxml2-utils) validates it")
    )
    func junit() throws {
        let program = try #require(Self.xmllint)
        let names = HostileTexts.all + HostileTexts.all
        let reports = [try SampleReport.all(), SampleReport.report([]), try SampleReport.hostile(names)]
        for report in reports {
            let bytes = JUnitFormat(masker: .none).bytes(of: report)
            #expect(try Self.complaint(program, ["--noout", "--schema", Self.schema, "-"], bytes) == nil)
        }
        let twice = JUnitFormat(masker: .none).bytes(of: try SampleReport.all())
        let text = String(decoding: twice, as: UTF8.self).replacingOccurrences(of: "shop-us", with: "shop-eu")
        let answer = try Self.complaint(program, ["--noout", "--schema", Self.schema, "-"], Array(text.utf8))
        #expect(answer != nil, "the schema finds two of one name")
    }

    @Test(
        "Prometheus reads the metrics, with every hostile text twice",
        .tags(.R8),
        .enabled(if: promtool != nil, "promtool (Debian's prometheus) reads them")
    )
    func prometheus() throws {
        let program = try #require(Self.promtool)
        let reports = [try SampleReport.all(), try SampleReport.hostile(HostileTexts.all + HostileTexts.all)]
        for report in reports {
            let bytes = PrometheusFormat(masker: .none).bytes(of: report)
            #expect(try Self.complaint(program, ["check", "metrics"], bytes) == nil)
        }
    }
}
