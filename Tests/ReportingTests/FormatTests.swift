import DestinationHealth
import Foundation
import LocatedJSON
import TestSupport
import Testing
import TikTokAPI

@testable import Reporting

/// The formats for programs and services, each a pure function of the report.
@Suite("Formats for other programs")
struct FormatTests {
    private static let masker = SecretMasker(SampleReport.secrets)
    static let formats: [(name: String, format: any ReportDocument)] = [
        ("report.sarif", SARIFFormat(masker: masker)), ("report.junit.xml", JUnitFormat(masker: masker)),
        ("report.github.txt", GitHubFormat(masker: masker)), ("report.gitlab.json", GitLabFormat(masker: masker)),
        ("report.md", MarkdownFormat(masker: masker)), ("report.prom", PrometheusFormat(masker: masker)),
        ("report.nagios.txt", NagiosFormat(masker: masker)),
    ]

    private func text(_ format: any ReportDocument, _ report: Report) -> String {
        String(decoding: format.bytes(of: report), as: UTF8.self)
    }

    private func report(
        _ names: [String],
        severity: Severity = .error,
        path: String = "config.json",
        line: String = ""
    ) throws -> Report {
        try SampleReport.hostile(names, severity: severity, path: path, line: line)
    }

    @Test("each looks as its golden file shows", arguments: formats.indices)
    func golden(_ number: Int) throws {
        let (name, format) = Self.formats[number]
        GoldenFile.expect(format.bytes(of: try SampleReport.all()), named: name)
    }

    @Test(
        "two runs of the same give the same bytes, and no secret is in them",
        .tags(.C30),
        arguments: formats.indices
    )
    func same(_ number: Int) throws {
        let (_, format) = Self.formats[number]
        let bytes = format.bytes(of: try SampleReport.all())
        #expect(bytes == format.bytes(of: try SampleReport.all()))
        #expect(bytes.last == 0x0A)
        for secret in ["8f1c0d9a7b3e4f5a", "0a1b2c3d4e5f6071", "5e884898da280471"] {
            #expect(Data(bytes).range(of: Data(secret.utf8)) == nil)
        }
    }

    @Test("a secret is masked wherever it stands, before anything is cut or escaped", arguments: formats.indices)
    func masked(_ number: Int) throws {
        let secret = "8f1c0d9a7b3e4f5a6b7c8d9e0f1a2b3c4d5e9f2c"
        let (_, format) = Self.formats[number]
        for name in [secret, "x \(secret)", String(repeating: "x", count: 480) + secret] {
            var report = try report([name], path: "\(secret).json")
            report.headline = name
            report.problems = [Problem(name)]
            #expect(!text(format, report).contains(secret.prefix(8)))
        }
    }

    // MARK: Fingerprints

    @Test("fingerprints are unique, and stay when lines move, words change and others join")
    func fingerprints() throws {
        func prints(_ report: Report) throws -> [String] {
            let bytes = GitLabFormat(masker: Self.masker).bytes(of: report)
            return try JSONDocument(parsing: bytes).root.elements.compactMap { $0["fingerprint"]?.string }
        }
        let first = try prints(report(["a", "b", "a", ""]))
        #expect(Set(first).count == 4)
        #expect(try prints(report(["a", "b", "a", ""], path: "./config.json", line: "\n\n\n")) == first)
        #expect(try prints(report(["b"])) == [first[1]])
        #expect(try prints(report(["b"], path: "other.json")) != [first[1]])
        let sarif = text(SARIFFormat(masker: Self.masker), try report(["a", "b", "a", ""]))
        for print in first { #expect(sarif.contains("\"primaryLocationLineHash\": \"\(print):1\"")) }
    }

    // MARK: SARIF

    @Test("SARIF: what could not be told is a notification, and no result")
    func sarifUnknown() throws {
        let bytes = SARIFFormat(masker: Self.masker).bytes(of: try report(["a"], severity: .unknown))
        let run = try #require(try JSONDocument(parsing: bytes).root["runs"]?.elements.first { _ in true })
        #expect(run["results"]?.elements.isEmpty == true)
        let invocation = try #require(run["invocations"]?.elements.first { _ in true })
        let notes = invocation["toolExecutionNotifications"].map { Array($0.elements) } ?? []
        #expect(notes.count == 1)
        #expect(notes.first?["associatedRule"]?["id"]?.string == "token-accepted")
        #expect(invocation["executionSuccessful"]?.boolean == true)
    }

    @Test("SARIF: GitHub's limit keeps the grave ones, and says how many were left out")
    func sarifLimit() throws {
        var report = try report(["a"])
        let warned = try self.report(["b"], severity: .warning).destinations
        report.destinations =
            Array(repeating: warned[0], count: 5000) + Array(repeating: report.destinations[0], count: 7)
        let bytes = SARIFFormat(masker: Self.masker).bytes(of: report)
        let run = try #require(try JSONDocument(parsing: bytes).root["runs"]?.elements.first { _ in true })
        let results = run["results"].map { Array($0.elements) } ?? []
        #expect(results.count == 5000)
        #expect(results.prefix(7).allSatisfy { $0["level"]?.string == "error" })
        #expect(String(decoding: bytes, as: UTF8.self).contains("7 results of the least weight are left out"))
    }

    @Test(
        "SARIF: paths become URIs",
        arguments: [
            ("config.json", "config.json"), ("./a/b.json", "a/b.json"), ("/etc/x y.json", "file:///etc/x%20y.json"),
            ("-", "stdin"), ("é%.json", "%C3%A9%25.json"), ("a:b", "a%3Ab"), ("../c.json", "../c.json"),
        ]
    )
    func uris(path: String, uri: String) throws {
        let bytes = SARIFFormat(masker: Self.masker).bytes(of: try report(["a"], path: path))
        #expect(String(decoding: bytes, as: UTF8.self).contains("\"uri\": \"\(uri)\""))
    }

    // MARK: JUnit

    @Test("JUnit: suites of one name get numbers, also where a number is taken already or names only look alike")
    func junitNames() throws {
        let names = ["a", "a (2)", "a", "a", "b\u{200B}", "b\\u{200B}", "validate", "", ""]
        let page = text(JUnitFormat(masker: Self.masker), try report(names))
        let suites = page.components(separatedBy: "<testsuite name=\"").dropFirst().map {
            $0.components(separatedBy: "\"")[0]
        }
        #expect(
            suites == [
                "a", "a (2)", "a (3)", "a (4)", "b\\u{200B}", "b\\u{200B} (2)", "validate (2)", "", " (2)",
            ]
        )
    }

    @Test("JUnit: an error fails, an unknown is an error, a warning passes unless it made the destination unhealthy")
    func junitOutcomes() throws {
        func page(_ severity: Severity, _ status: HealthStatus? = nil) throws -> String {
            var report = try report(["a"], severity: severity)
            if let status {
                let old = report.destinations[0]
                report.destinations = [
                    SampleReport.destination("a", status, at: old.source, findings: old.findings)
                ]
            }
            return text(JUnitFormat(masker: Self.masker), report)
        }
        #expect(try page(.error).contains("<failure message=\"a\" type=\"credential\">config.json:10:15"))
        #expect(try page(.unknown).contains("<error message=\"a\""))
        #expect(try page(.warning).contains("<system-out>"))
        #expect(try page(.warning, .unhealthy).contains("<failure message=\"a\""))
        #expect(try page(.note).contains("failures=\"0\" errors=\"0\""))
    }

    // MARK: The run itself

    @Test("an interrupted run, a headline, a problem and a simulation are told")
    func runs() throws {
        var report = try report(["a"])
        report.isInterrupted = true
        report.metadata.isSimulated = true
        report.headline = "TikTok is down"
        report.problems = [Problem("c.json: cannot be read")]
        for (name, format) in Self.formats where !["report.gitlab.json", "report.prom"].contains(name) {
            let page = text(format, report)
            #expect(page.contains("nterrupted"), "\(name)")
            #expect(page.contains("TikTok is down"), "\(name)")
            #expect(page.contains("cannot be read") || page.contains("c\\.json: cannot"), "\(name)")
            if [".md", "s.txt", "b.txt"].contains(where: name.hasSuffix) {
                #expect(page.lowercased().contains("simulated"), "\(name)")
            }
        }
        #expect(text(PrometheusFormat(masker: Self.masker), report).contains("validate_run_success 0\n"))
        report = try self.report(["a"])
        #expect(text(PrometheusFormat(masker: Self.masker), report).contains("validate_run_success 1\n"))
    }

    @Test("no destinations at all give a report all the same", arguments: formats.indices)
    func nothing(_ number: Int) throws {
        let (name, format) = Self.formats[number]
        let report = SampleReport.report([])
        let page = text(format, report)
        if name == "report.sarif" { #expect(page.contains("\"executionSuccessful\": false")) }
        if name == "report.gitlab.json" { #expect(page == "[]\n") }
        if name == "report.prom" { #expect(page.contains("validate_run_success 0\n")) }
        if name == "report.nagios.txt" { #expect(page.hasPrefix("VALIDATE")) }
        #expect(page.hasSuffix("\n"))
    }

    // MARK: Prometheus

    @Test("Prometheus: destinations of one name stay apart, and ends are absolute")
    func prometheus() throws {
        let page = text(PrometheusFormat(masker: Self.masker), try report(["a", "a", "b\n\"\\"]))
        let lines = page.split(separator: "\n").map(String.init)
        #expect(Set(lines).count == lines.count)
        #expect(
            lines.contains(
                #"validate_destination_status{config="config.json",destination="a",number="2",status="unhealthy"} 1"#
            )
        )
        #expect(page.contains(#"destination="b\n\"\\""#))
    }

    // MARK: Nagios

    @Test(
        "Nagios: the status follows the run's",
        arguments: [
            (0, 0, false, NagiosFormat.Status.ok), (0, 0, true, .warning), (1, 1, false, .critical),
            (2, 0, true, .unknown), (2, 1, false, .critical), (3, 0, true, .unknown), (4, 1, true, .unknown),
            (130, 1, false, .unknown), (143, 0, false, .unknown), (0, 1, false, .ok),
        ]
    )
    func nagiosStatus(code: Int32, unhealthy: Int, hasWarning: Bool, status: NagiosFormat.Status) {
        var summary = ReportSummary()
        summary.unhealthy = unhealthy
        #expect(NagiosFormat.Status(exitCode: code, summary: summary, hasWarning: hasWarning) == status)
    }

    @Test("Nagios: the output stays below 8 KiB, the gravest first, and says what is left out")
    func nagiosLimit() throws {
        let names = (0..<3000).map { "shop-\($0)" }
        var report = try report(names, severity: .warning)
        report.destinations += try self.report(["broken"]).destinations
        let bytes = NagiosFormat(masker: Self.masker).bytes(of: report)
        #expect(bytes.count <= 8192)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines[1] == "[CRITICAL] broken: token-accepted: broken")
        #expect(lines.last?.hasSuffix(" more left out here") == true)
    }

    // MARK: Markdown

    @Test("Markdown: a page stays in its room and says what is left out", arguments: [2_000, 20_000, 60_000])
    func markdownLimit(_ maximum: Int) throws {
        let names = (0..<400).map { "shop-\($0) " + String(repeating: "|*@", count: 160) }
        var report = try report(names)
        report.problems = names.map { Problem($0) }
        let page = MarkdownFormat(masker: Self.masker, maximumBytes: maximum).bytes(of: report)
        #expect(page.count <= maximum)
        let text = String(decoding: page, as: UTF8.self)
        #expect(text.contains("more remarks are left out here"))
        #expect(text.contains("destinations are not in this table"))
        #expect(text.contains("destinations are left out here, for want of room"))
    }

    // MARK: Nothing from outside acts

    @Test(
        "hostile texts: JSON parses, one line a record, no command",
        .tags(.R2, .R4, .R6, .R7, .R8, .T17, .T18)
    )
    func hostile() throws {
        var report = try report(HostileTexts.all, path: "d/\u{3000}::error::c\n##[x].json")
        report.problems = HostileTexts.all.map { Problem($0, source: report.destinations.first?.source) }
        report.headline = HostileTexts.all.joined()
        #expect(throws: Never.self) {
            _ = try JSONDocument(parsing: SARIFFormat(masker: Self.masker).bytes(of: report))
            _ = try JSONDocument(parsing: GitLabFormat(masker: Self.masker).bytes(of: report))
        }
        let commands = text(GitHubFormat(masker: Self.masker), report).split(separator: "\n")
        #expect(commands.count == 2 * HostileTexts.all.count + 2)
        #expect(commands.dropLast().allSatisfy { $0.hasPrefix("::error ") || $0.hasPrefix("::warning ") })
        for (name, format) in Self.formats {
            let bytes = format.bytes(of: report)
            #expect(Data(bytes).range(of: Data("##[".utf8)) == nil, "\(name)")
            #expect(!bytes.contains(0x0D) || name == "report.prom", "\(name)")
        }
        let monitoring = text(NagiosFormat(masker: Self.masker), report).split(separator: "\n")
        #expect(monitoring.dropFirst().dropLast().allSatisfy { $0.hasPrefix("[") && !$0.contains("|") })
        #expect(monitoring.first?.split(separator: "|").count == 2)
        let samples = text(PrometheusFormat(masker: Self.masker), report).utf8.split(separator: 0x0A)
        #expect(samples.allSatisfy { $0.starts(with: "# ".utf8) || $0.starts(with: "validate_".utf8) })
    }
}

extension SampleReport {
    /// A report of one finding each of these names.
    static func hostile(
        _ names: [String],
        severity: Severity = .error,
        path: String = "config.json",
        line: String = ""
    ) throws -> Report {
        let file = try source(line + config, path: path)
        let place = SampleReport.place("\"shop-us\"", in: file)
        let status: HealthStatus = severity == .error ? .unhealthy : severity == .unknown ? .unknown : .healthy
        return SampleReport.report(
            names.map { name in
                let finding = Finding(
                    rule: "token-accepted",
                    severity: severity,
                    cause: .credential,
                    field: "access_token",
                    message: name,
                    source: place,
                    evidence: ResponseSummary(
                        endpoint: "/event/track/",
                        httpStatus: 200,
                        code: 40105,
                        message: name,
                        requestID: name
                    ),
                    remediation: Remediation(actor: .you, steps: [name, name])
                )
                return SampleReport.destination(name, status, at: place, findings: [finding])
            }
        )
    }
}
