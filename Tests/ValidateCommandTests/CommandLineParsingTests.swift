import Testing
import Reporting
import TikTokAPI

@testable import ValidateCommand

// Swift Testing has one too.
private typealias ExitStatus = ValidateCommand.ExitStatus

@Suite("Command line: arguments that are right")
struct CommandLineParsingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let expected: CheckOptions

        /// The arguments are split at spaces; the options expected differ from the defaults by `change`.
        init(
            _ line: String,
            configs: [ConfigSource] = [.file("c.json")],
            _ change: (inout CheckOptions) -> Void = { _ in }
        ) {
            arguments = line.utf8.split(separator: 0x20).map { String(Substring($0)) }
            var options = CheckOptions()
            options.configs = configs
            change(&options)
            expected = options
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let cases: [Case] = [
        Case("c.json"),
        Case("check c.json"),
        Case("c.json d.json", configs: [.file("c.json"), .file("d.json")]),
        Case("c.json c.json", configs: [.file("c.json"), .file("c.json")]),
        Case("-", configs: [.standardInput]),
        Case("check - c.json", configs: [.standardInput, .file("c.json")]),
        Case("-- -", configs: [.standardInput]),
        Case("-- --offline", configs: [.file("--offline")]),
        Case("-- check", configs: [.file("check")]),
        Case("check check", configs: [.file("check")]),
        Case("check -- --help", configs: [.file("--help")]),
        Case("c.json --", configs: [.file("c.json")]),
        Case("c.json -- -- -q", configs: [.file("c.json"), .file("--"), .file("-q")]),
        Case("./rules", configs: [.file("./rules")]),
        Case("./check", configs: [.file("./check")]),
        Case("help", configs: [.file("help")]),
        Case("chekc", configs: [.file("chekc")]),
        Case("c.json rules", configs: [.file("c.json"), .file("rules")]),
        Case("--offline c.json") { $0.isOffline = true },
        Case("c.json --offline") { $0.isOffline = true },
        Case("--offline check c.json") { $0.isOffline = true },
        Case("check --offline c.json --strict d.json", configs: [.file("c.json"), .file("d.json")]) {
            $0.isOffline = true
            $0.isStrict = true
        },
        Case("--only token-accepted c.json") {
            $0.only = [RuleReference(id: "token-accepted", option: "only", position: 1)]
        },
        Case("--only=a,b --skip b c.json") {
            $0.only = [
                RuleReference(id: "a", option: "only", position: 1),
                RuleReference(id: "b", option: "only", position: 2),
            ]
            $0.skip = [RuleReference(id: "b", option: "skip", position: 1)]
        },
        Case("--destination shop-* c.json --destination=eu") { $0.destinationPatterns = ["shop-*", "eu"] },
        Case("--destination=-x c.json") { $0.destinationPatterns = ["-x"] },
        Case("--destination=a=b c.json") { $0.destinationPatterns = ["a=b"] },
        Case("--destination - c.json") { $0.destinationPatterns = ["-"] },
        Case("--destination check c.json") { $0.destinationPatterns = ["check"] },
        Case("--format json c.json") { $0.reports = [ReportRequest(.json)] },
        Case("--format=json=r.json c.json") { $0.reports = [ReportRequest(.json, path: "r.json")] },
        Case("--format json=a=b --format text c.json") {
            $0.reports = [ReportRequest(.json, path: "a=b"), ReportRequest(.text)]
        },
        Case("--on-unknown pass c.json") { $0.unknownPolicy = .pass },
        Case("--on-unknown=fail c.json"),
        Case("--strict c.json") { $0.isStrict = true },
        Case("--dry-run c.json") { $0.isDryRun = true },
        Case("--simulate c.json") { $0.simulation = .builtIn },
        Case("--simulate=world.json c.json") { $0.simulation = .world(path: "world.json") },
        Case("--base-url https://Proxy.Example:8443/ c.json") {
            $0.baseURL = APIOrigin(scheme: "https", host: "proxy.example", port: 8443)
        },
        Case("--timeout 2.5 --deadline=60 c.json") {
            $0.timeout = .milliseconds(2_500)
            $0.deadline = .seconds(60)
        },
        Case("--timeout 0.1 c.json") { $0.timeout = .milliseconds(100) },
        Case("--timeout 0.000000001 c.json") { $0.timeout = .nanoseconds(1) },
        Case("--timeout 007.250 c.json") { $0.timeout = .milliseconds(7_250) },
        Case("--deadline 86400 c.json") { $0.deadline = .seconds(86_400) },
        Case("--deadline 86400.000 c.json") { $0.deadline = .seconds(86_400) },
        Case("--concurrency 1 c.json") { $0.concurrency = 1 },
        Case("--concurrency=256 c.json") { $0.concurrency = 256 },
        Case("--allow-production-event c.json") { $0.allowsProductionEvent = true },
        Case("--color always c.json") { $0.color = .always },
        Case("--color=never c.json") { $0.color = .never },
        Case("--ca-file ca.pem c.json") { $0.certificateFile = "ca.pem" },
        Case("-q c.json") { $0.verbosity = .quiet },
        Case("--quiet c.json") { $0.verbosity = .quiet },
        Case("c.json -v") { $0.verbosity = .verbose },
        Case("--verbose c.json") { $0.verbosity = .verbose },
    ]

    @Test(arguments: cases)
    func check(_ example: Case) throws {
        #expect(try Invocation.parse(example.arguments) == .check(example.expected))
    }

    @Test
    func aListOfRulesMayHaveSpaces() throws {
        guard case .check(let options) = try Invocation.parse(["--only", "a, b ", "c.json"]) else {
            Issue.record("no check")
            return
        }
        #expect(options.only.map(\.id) == ["a", "b"])
    }

    @Test(
        arguments: [
            ["--help"], ["-h"], ["--help", "c.json"], ["c.json", "-qh"], ["--ofline", "--help"], ["--only", "--help"],
            ["--access-token", "x", "-h"], ["--version", "--help"],
        ]
    )
    func mainHelp(_ arguments: [String]) throws {
        #expect(try Invocation.parse(arguments) == .help(nil))
    }

    @Test(arguments: [["check", "--help"], ["check", "-h"], ["check", "c.json", "--nonsense", "-h"]])
    func checkHelp(_ arguments: [String]) throws {
        #expect(try Invocation.parse(arguments) == .help(.check))
    }

    @Test(arguments: [["--version"], ["check", "--version"], ["c.json", "--version"]])
    func version(_ arguments: [String]) throws {
        #expect(try Invocation.parse(arguments) == .version)
    }

    @Test
    func optionsThatBelongTogether() throws {
        let arguments = [
            "--state", "s.json", "--baseline=old.json", "--shard", "2/8", "--confirm=3", "--reuse-healthy", "6h",
            "--notify-command", "mail -s down ops", "--tier", "premium", "c.json",
        ]
        let options = try CheckOptions(reading: arguments, isNamed: false)
        var expected = CheckOptions()
        expected.configs = [.file("c.json")]
        expected.stateFile = "s.json"
        expected.baselineFile = "old.json"
        expected.shard = Shard(index: 2, count: 8)
        expected.confirmations = 3
        expected.reuseHealthy = .seconds(21_600)
        expected.notifyCommand = "mail -s down ops"
        expected.tier = .premium
        #expect(options == expected)

        let error = #expect(throws: UsageError.self) {
            try CheckOptions(reading: ["--confirm", "3", "c.json"], isNamed: false)
        }
        #expect(error?.message == "--confirm needs --state")
        for wrong in [
            "--shard=0/1", "--shard=3/2", "--shard=1", "--shard=1/2/3", "--shard=1/", "--reuse-healthy=6",
            "--reuse-healthy=h", "--reuse-healthy=366d", "--reuse-healthy=-1h", "--confirm=0", "--tier=gold",
        ] {
            #expect(throws: UsageError.self, "\(wrong)") {
                try CheckOptions(reading: ["--state=s", wrong, "c.json"], isNamed: false)
            }
        }
    }

    @Test(arguments: [
        ("timeout", "10"), ("deadline", "300"), ("concurrency", "16"), ("on-unknown", "fail"), ("color", "auto"),
        ("tier", "basic"), ("shard", "1/1"), ("confirm", "1"), ("reuse-healthy", "0"),
    ])
    func documentedDefaultIsTheDefault(name: String, text: String) throws {
        let row = try #require(CheckOptions.table.first { $0.option.name == name })
        #expect(row.option.defaultText == text)
        var options = CheckOptions()
        try row.assign(&options, text)
        #expect(options == CheckOptions())
    }

    @Test
    func standardOutputAlwaysGetsAReport() throws {
        var options = CheckOptions()
        #expect(options.standardOutputFormat == .text)
        options.reports = [ReportRequest(.json, path: "r.json")]
        #expect(options.standardOutputFormat == .text)
        #expect(options.reportFiles.map(\.path) == ["r.json"])
        options.reports = [ReportRequest(.text, path: "r.txt"), ReportRequest(.json)]
        #expect(options.standardOutputFormat == .json)
        #expect(options.reportFiles.map(\.format) == [.text])
    }
}

@Suite("Command line: exit status")
struct CommandLineExitStatusTests {
    @Test
    func codes() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 130, 143])
        #expect(ExitStatus.allCases.allSatisfy { !$0.meaning.isEmpty })
    }

    @Test
    func theGravestWins() {
        let order: [ExitStatus] = [
            .healthy, .undetermined, .unhealthy, .unusable, .notWritten, .interrupted, .terminated,
        ]
        #expect(ExitStatus.allCases.shuffled().sorted() == order)
        #expect(ExitStatus.combined([]) == .healthy)
        for (index, status) in order.enumerated() {
            #expect(ExitStatus.combined(order[...index].reversed()) == status)
        }
    }
}
