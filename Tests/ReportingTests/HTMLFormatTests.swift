import DestinationHealth
import LocatedJSON
import Reporting
import TestSupport
import Testing
import TikTokAPI

@Suite("The HTML page")
struct HTMLFormatTests {
    private static func page(_ report: Report, secrets: [Secret] = SampleReport.secrets) -> String {
        String(decoding: HTMLFormat(masker: SecretMasker(secrets)).bytes(of: report), as: UTF8.self)
    }

    private static func count(_ part: String, in page: String) -> Int { page.ranges(of: part).count }

    @Test("is the golden file, byte by byte")
    func golden() throws {
        GoldenFile.expect(Array(Self.page(try HTMLSample.all()).utf8), named: "report.html")
    }

    struct Verdict: CustomTestStringConvertible {
        let statuses: [HealthStatus]
        let words: String
        var testDescription: String { words }
    }

    @Test(
        "says in its title what is the matter",
        arguments: [
            Verdict(statuses: [.unhealthy, .healthy, .unknown, .skipped], words: "1 of 3 destinations is unhealthy"),
            Verdict(statuses: [.unhealthy, .unhealthy], words: "All 2 destinations are unhealthy"),
            Verdict(statuses: [.unknown, .healthy], words: "1 of 2 destinations could not be judged"),
            Verdict(statuses: [.healthy, .healthy, .skipped], words: "All 2 destinations are healthy"),
            Verdict(statuses: [.healthy], words: "The destination is healthy"),
            Verdict(statuses: [.skipped], words: "No destination was checked"),
            Verdict(statuses: [], words: "No destination was checked"),
        ]
    )
    func title(_ test: Verdict) {
        let report = SampleReport.report(test.statuses.map { HTMLSample.destination("shop", $0) })
        let page = Self.page(report)
        #expect(page.contains("<title>\(test.words) – validate</title>"))
        #expect(page.contains("</span>\(test.words)</h1>"))
    }

    @Test("says what is special about the run, and nothing of it otherwise")
    func notes() {
        let plain = HTMLSample.many(1, .healthy)
        let usual = Self.page(plain)
        var offline = plain
        offline.metadata.isOffline = true
        var simulated = plain
        simulated.metadata.isSimulated = true
        var interrupted = plain
        interrupted.isInterrupted = true
        var alike = plain
        alike.headline = "no network"
        var wrong = plain
        wrong.problems = [Problem("b.json: not readable"), Problem("state is damaged", severity: .warning)]
        let cases = [
            (offline, ["<strong>Offline</strong>: nothing was asked of TikTok"]),
            (simulated, ["<strong>Simulated</strong>: nothing was sent to TikTok", "simulated API calls"]),
            (interrupted, ["<strong>Interrupted</strong>: not everything was checked"]),
            (alike, ["<strong>All destinations</strong>: no network"]),
            (wrong, ["<strong>error</strong>: b.json: not readable", "<strong>warning</strong>: state is damaged"]),
        ]
        for (report, parts) in cases {
            let page = Self.page(report)
            for part in parts {
                #expect(page.contains(part))
                #expect(!usual.contains(part))
            }
        }
    }

    @Test("has TikTok's words, the place, the steps and who must act")
    func findings() {
        let finding = HTMLSample.finding("refused", words: "Access token is incorrect.", requestID: "R1")
        let page = Self.page(HTMLSample.many(1, .unhealthy, findings: [finding]))
        for part in [
            "<span class=\"severity\">error</span> refused</h4>",
            "<blockquote>Access token is incorrect.</blockquote>",
            "code 40105 · HTTP 200 · /event/track/ · asked 2 times · request R1",
            "To fix it – <strong>A Business Center admin</strong>",
            "<ol class=\"steps\"><li>make a new one</li><li>put it in</li></ol>",
            "<code>shops.json:4:21</code> · <code>access_token</code> · rule <code>token-accepted</code>",
        ] { #expect(page.contains(part), "\(part)") }
    }

    @Test("tells the gravest finding first")
    func order() {
        let findings = [
            HTMLSample.finding("small", .note), HTMLSample.finding("middling", .warning), HTMLSample.finding("grave"),
        ]
        let page = Self.page(HTMLSample.many(1, .unhealthy, findings: findings))
        #expect(page.contains("<span class=\"folded\">grave</span>"))
        let order = page.split(separator: "\n").filter { $0.contains("<h4>") }.map { line in
            ["small", "middling", "grave"].first { line.contains($0) } ?? ""
        }
        #expect(order == ["grave", "middling", "small"])
    }

    @Test("holds no secret, whole or in part, wherever it may come from")
    func secrets() throws {
        let secret = "8f1c0d9a7b3e4f5a6b7c8d9e0f1a2b3c4d5e9f2c"
        let cut = String(secret.prefix(30))
        let finding = HTMLSample.finding(
            "bad \(secret)",
            words: "the token \(cut)",
            requestID: secret,
            field: secret,
            steps: ["replace \(secret)", "and \(secret)"],
            path: "\(secret).json"
        )
        var report = SampleReport.report(
            [
                HTMLSample.destination(
                    secret,
                    .unhealthy,
                    findings: [finding],
                    expiries: [CredentialExpiry(credential: "access_token", unixTime: HTMLSample.now)],
                    history: HTMLSample.history([(HTMLSample.now, .unhealthy)], isChange: true),
                    path: "\(secret).json"
                ), HTMLSample.destination("b \(secret)", .healthy),
            ],
            problems: [
                Problem(
                    "cannot read \(secret)",
                    source: SourceLocation(file: secret, position: SourcePosition(line: 1, column: 1))
                )
            ]
        )
        report.headline = "all of \(secret)"
        report.metadata.remembersVerdicts = true
        let page = Self.page(report)
        #expect(!page.contains(secret.prefix(12)))
        #expect(!page.contains(secret.suffix(12)))
    }

    @Test("draws a credential's end by how soon it is, however far off")
    func expiries() {
        let now = HTMLSample.now
        func row(_ time: Int) -> String {
            let expiry = CredentialExpiry(credential: "access_token", unixTime: time)
            let report = SampleReport.report([HTMLSample.destination("shop", .healthy, expiries: [expiry])])
            let line = Self.page(report).split(separator: "\n").first { $0.contains("<div class=\"lane\">") }
            return String(line ?? "")
        }
        let cases = [
            (now - 3 * 86_400, "<rect class=\"over\" x=\"90\" y=\"2\" width=\"10\"", "ended 3 d ago"),
            (now, "<rect class=\"over\" x=\"100\" y=\"2\" width=\"4\"", "ended 0 s ago"),
            (now + 43_200, "<rect class=\"near\" x=\"100\" y=\"2\" width=\"50\"", "in 12 h"),
            (now + 86_400, "<rect class=\"near\" x=\"100\" y=\"2\" width=\"100\"", "in 1 d"),
            (now + 30 * 86_400, "<rect class=\"far\" x=\"100\" y=\"2\" width=\"300\"", "in 30 d"),
            (now + 400 * 86_400, "<rect class=\"far\" x=\"100\" y=\"2\" width=\"500\"", "in 400 d"),
            (Int.max, "<rect class=\"far\" x=\"100\" y=\"2\" width=\"500\"", "in "),
            (Int.min, "<rect class=\"over\" x=\"0\" y=\"2\" width=\"100\"", "ended "),
        ]
        for (time, drawing, words) in cases {
            let row = row(time)
            #expect(row.contains(drawing), "\(row)")
            #expect(row.contains(">\(words)"), "\(row)")
        }
    }

    @Test("draws past verdicts on one scale, and what is new so that it is seen")
    func timeline() {
        let now = HTMLSample.now
        let day = 86_400
        func strip(_ timeline: [(Int, HealthStatus)]) -> [String] {
            var report = SampleReport.report([
                HTMLSample.destination(
                    "shop",
                    .unhealthy,
                    findings: [HTMLSample.finding("refused")],
                    history: HTMLSample.history(timeline)
                )
            ])
            report.metadata.remembersVerdicts = true
            let page = Self.page(report)
            guard let line = page.split(separator: "\n").first(where: { $0.contains("class=\"strip\"") }) else {
                return []
            }
            return line.split(separator: "<").filter { $0.hasPrefix("rect") }.map(String.init)
        }
        #expect(
            strip([(now - 20 * day, .healthy), (now - 10 * day, .unknown), (now, .unhealthy)]) == [
                "rect class=\"healthy\" x=\"0\" y=\"12\" width=\"500\" height=\"8\">",
                "rect class=\"unknown\" x=\"500\" y=\"6\" width=\"500\" height=\"14\">",
                "rect class=\"unhealthy\" x=\"992\" y=\"0\" width=\"8\" height=\"20\">",
            ]
        )
        // What was over more than 30 days ago is in the table alone.
        #expect(strip([(now - 90 * day, .healthy), (now - 40 * day, .unhealthy)]).count == 1)
        #expect(strip([(now, .unhealthy)]).isEmpty, "this run alone is no past")
        #expect(strip([]).isEmpty)
        // A clock that was set back.
        #expect(strip([(now + day, .healthy), (now + 2 * day, .unhealthy)]).isEmpty)
    }

    @Test("says what changed, and who has how much to do")
    func changes() throws {
        let page = Self.page(try HTMLSample.all())
        #expect(page.contains("<strong>Newly unhealthy</strong>: <bdi>flapping</bdi>"))
        #expect(page.contains("<strong>A Business Center admin</strong><span>3 findings, 3 destinations</span>"))
        #expect(page.contains("1 error, was healthy before"))
    }

    @Test("of ten thousand destinations it stays small, and says what it left out")
    func many() {
        let finding = HTMLSample.finding("refused", words: "No.", steps: ["do this", "and that"])
        let wrong = Self.page(HTMLSample.many(10_000, .unhealthy, findings: [finding]))
        #expect(wrong.utf8.count < 2_200_000)
        #expect(Self.count("<details open=\"\">", in: wrong) == 10)
        let shown = Self.count("<article ", in: wrong)
        #expect(shown > 500)
        #expect(wrong.contains("\(10_000 - shown) more destinations are left out here"))
        #expect(wrong.contains("<summary>Show 9950 more</summary>"))
        let remarked = HTMLSample.many(60, .healthy, findings: [HTMLSample.finding("old", .warning)])
        #expect(Self.page(remarked).contains("<summary>Show 50 more</summary>"))
        #expect(!Self.page(HTMLSample.many(50, .unhealthy, findings: [finding])).contains(" more</summary>"))
        let well = Self.page(HTMLSample.many(10_000, .healthy))
        #expect(well.utf8.count < 1_000_000)
        #expect(Self.count("<tbody>", in: well) == 1)
        #expect(!well.contains("open=\"\""))
        #expect(well.contains("8000 more destinations are left out here"))
        #expect(!well.contains("class=\"dot"))
        #expect(Self.count("class=\"dot", in: Self.page(HTMLSample.many(600, .healthy))) == 600)
    }

    @Test("one in ten thousand is seen in the bar")
    func bar() throws {
        var report = HTMLSample.many(10_000, .healthy)
        report.summary.unhealthy = 1
        let line = try #require(Self.page(report).split(separator: "\n").first { $0.contains("class=\"bar\"") })
        #expect(line.contains("<rect class=\"unhealthy\" x=\"0\" y=\"0\" width=\"9\""))
    }
}
