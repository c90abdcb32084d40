import Foundation
import TestSupport
import Testing
import ValidateCommand

/// What the runner of GitHub Actions finds in the program's output: the commands that are meant for it, and no others.
@Suite struct ActionsTests {
    private static let token = "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9"
    private static let secret = "e91b5d7f2a4c6083b1d9f7e5c3a18264907fbd35"

    private static let config = #"""
        {"destinations": [
          {"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": " \#(token)\n", "refresh_token": "rft.a%b:c,dEfGh123456789",
           "app": {"app_id": "7196993655622416073", "secret": "${file:secret}"}},
          {"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "${env:LINES}"},
          {"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "${env:SHORT}"},
          {"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "access_token"}
        ]}
        """#
    private static let environment = [
        "GITHUB_ACTIONS": "true", "LINES": "first-line-0123\r\n}\nsecond-line-4567", "SHORT": "abc",
    ]

    private func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.config, to: "config.json")
        _ = try directory.write(Self.secret + "\n", to: "secret")
        return directory
    }

    @Test("every secret is announced to the runner before anything else, one a line, and only in a log", .tags(.C30))
    func masks() async throws {
        let directory = try directory()
        let expected = [
            " \(Self.token)", Self.token, "rft.a%25b:c,dEfGh123456789", Self.secret, "first-line-0123",
            "second-line-4567",
        ].map { "::add-mask::\($0)" }
        for arguments in [["--offline"], ["--simulate", "-v"], ["--dry-run"], ["--only", "nonsense"]] {
            let run = try await ProgramRun.of(
                ["config.json"] + arguments,
                environment: Self.environment,
                directory: directory.url
            )
            let lines = run.errorText.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
            #expect(Set(lines.prefix(expected.count)) == Set(expected))
            #expect(!lines.dropFirst(expected.count).contains { $0.hasPrefix("::") })
            #expect(!run.text.contains("::add-mask::"))
        }
    }

    @Test("secrets are announced only to GitHub Actions")
    func noMasks() async throws {
        let directory = try directory()
        for environment in [[:], ["GITHUB_ACTIONS": "false"], ["GITHUB_ACTIONS": ""]] {
            let run = try await ProgramRun.of(
                ["config.json", "--offline"],
                environment: Self.environment.merging(environment.isEmpty ? ["GITHUB_ACTIONS": "1"] : environment) {
                    $1
                },
                directory: directory.url
            )
            #expect(!run.errorText.contains("::add-mask::"))
        }
    }

    @Test("secrets are not announced where standard error is a file or closed")
    func files() async throws {
        let directory = try directory()
        let line = "GITHUB_ACTIONS=true LINES=abcdefgh SHORT=abc $VALIDATE config.json --offline"
        var run = try await ProgramRun.shell("\(line) >out 2>err; cat out err", directory: directory.url)
        #expect(!run.output.isEmpty)
        #expect(!run.text.contains("add-mask") && !run.text.contains(Self.token) && !run.text.contains(Self.secret))
        run = try await ProgramRun.shell("\(line) >all 2>&1; cat all", directory: directory.url)
        #expect(!run.text.contains("add-mask") && !run.text.contains(Self.token) && !run.text.contains(Self.secret))
        run = try await ProgramRun.shell("\(line) 2>&-", directory: directory.url)
        #expect(!run.text.contains("add-mask") && !run.text.contains(Self.token) && !run.text.contains(Self.secret))
    }

    // MARK: Nothing from outside acts

    /// Each hostile text in every place that a config can hold one.
    private static func hostileConfig() throws -> Data {
        var destinations: [[String: Any]] = []
        // Wherever a line is broken, a command could come to stand at its start.
        for text in HostileWords.long {
            destinations.append(["name": text, "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": token])
        }
        for text in HostileWords.all {
            destinations.append([
                "name": text, "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": token, "test_event_code": "TEST12345",
                "suppress": [["rule": text, "reason": text, "until": "2099-01-01"]], text + "_": text,
            ])
            destinations.append([
                "name": text + "\u{3000}2", "pixel_id": text, "access_token": text, "test_event_code": text,
                "app": ["app_id": text, "secret": text], "advertiser_ids": [text], "managed_by": text,
                "token_kind": text,
                "type": text, "event_source": text, "event_source_id": text,
            ])
            destinations.append([
                "name": "references" + text, "pixel_id": "${\(text)}", "access_token": "${env:\(text)}",
                "refresh_token": "${file:\(text)}",
            ])
        }
        return try JSONSerialization.data(withJSONObject: ["destinations": destinations], options: .prettyPrinted)
    }

    /// A file of a hostile name in a directory of one.
    private static let path = "##[group]\n::error::d/\u{3000}::error::c ::error:: ##[error].json"

    private func hostileDirectory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            at: directory.url.appending(path: "##[group]\n::error::d"),
            withIntermediateDirectories: true
        )
        try Self.hostileConfig().write(to: directory.url.appending(path: Self.path))
        let broken = HostileWords.all.map { "{\"a\": \"\($0)" }.joined()
        _ = try directory.write(
            "{\"::error::\": \"##[error]\",\n::error::x\n##[error]" + broken,
            to: "::error::broken.json"
        )
        return directory
    }

    private func server() throws -> FaultServer {
        let number = Shared(0)
        return try FaultServer { _ in
            number.value += 1
            let all = HostileWords.all + HostileWords.long
            let words = all[number.value % all.count]
            let answer: [String: Any] = [
                "code": [40001, 40002, 40105, 49999, 0][number.value % 5], "message": words, "request_id": words,
            ]
            let body = (try? JSONSerialization.data(withJSONObject: answer)) ?? Data()
            return .reply(body: String(decoding: body, as: UTF8.self))
        }
    }

    @Test(
        "no line of a text is a workflow command, whatever the config and the answers hold",
        .tags(.R2),
        arguments: [["--offline"], ["--dry-run"], ["live"]],
        [["-q"], [], ["-v"]]
    )
    func commands(mode: [String], verbosity: [String]) async throws {
        let directory = try hostileDirectory()
        let server = try server()
        let arguments = mode == ["live"] ? ["--base-url", "\(server.origin)"] : mode
        // How long a line is matters to nothing that a dry run says.
        let widths = mode == ["--dry-run"] ? [] : verbosity == ["-q"] ? [57] : verbosity == ["-v"] ? [40] : []
        for columns in [nil] + widths {
            let all = [Self.path, "./::error::broken.json", "::error::broken.json"] + arguments + verbosity
            // On a terminal both streams go to one place.
            if let columns {
                let run = try await PseudoTerminal.run(
                    all + (columns == 40 ? ["--color", "never"] : []),
                    columns: columns,
                    directory: directory.url
                )
                #expect(run.status == 2)
                Self.expectNoCommand(in: run.output, "\(columns) columns")
            } else {
                let run = try await ProgramRun.of(all, directory: directory.url)
                #expect(run.status == 2)
                #expect(run.output.count > 1000)
                Self.expectNoCommand(in: run.output, "standard output")
                Self.expectNoCommand(in: run.errors, "standard error")
            }
        }
    }

    @Test("neither the JSON report nor a usage error holds a workflow command", .tags(.R2))
    func elsewhere() async throws {
        let directory = try hostileDirectory()
        let server = try server()
        let word = "a\n::error::x ##[error]"
        let runs: [[String]] = [
            [Self.path, "--base-url", "\(server.origin)", "--format", "json"], [word], ["::error::x"], ["--\(word)"],
            ["--only", word, "c"], ["--destination", word, Self.path], ["--ca-file", word, "c"],
            ["--simulate=\(word)", "c"],
            ["--format", "json=\(word)/x", "c", "--offline"], ["--format", word, "c"], ["--base-url", word, "c"],
            ["explain", word], ["explain", "::error::"], ["--timeout", word, "c"], ["-\(word)"],
            ["--format", "json=::error::d/##[x]/y", Self.path, "--offline"],
        ]
        for arguments in runs {
            let run = try await ProgramRun.of(arguments, directory: directory.url)
            Self.expectNoCommand(in: run.output, "\(arguments.first ?? ""): standard output")
            Self.expectNoCommand(in: run.errors, "\(arguments.first ?? ""): standard error")
        }
    }

    @Test("no report holds a workflow command, except GitHub's, which holds only annotations", .tags(.R2))
    func formats() async throws {
        let directory = try hostileDirectory()
        let server = try server()
        let formats = ReportFormat.allCases.filter { $0 != .text }
        let run = try await ProgramRun.of(
            [Self.path, "--base-url", "\(server.origin)"]
                + formats.flatMap { ["--format", "\($0.rawValue)=\($0.rawValue)"] },
            directory: directory.url
        )
        Self.expectNoCommand(in: run.errors, "standard error")
        for format in formats {
            let report = [UInt8](try Data(contentsOf: directory.url.appending(path: format.rawValue)))
            #expect(report.count > 1000, "\(format)")
            guard format == .github else {
                Self.expectNoCommand(in: report, "\(format)")
                continue
            }
            // What follows the name of a command of ours is its own, up to the end of the line.
            let lines = report.split(separator: 0x0A).map { line in
                let own = ["::error ", "::warning ", "::notice "].first { line.starts(with: $0.utf8) }
                return own == nil ? Array(line) : Array("command ".utf8 + line.dropFirst(2))
            }
            Self.expectNoCommand(in: Array(lines.joined(separator: [0x0A])), "\(format)")
        }
    }

    /// As the runner looks for commands: `::` at the start of a line behind blanks of any kind, `##[` anywhere.
    private static func expectNoCommand(in output: [UInt8], _ label: String) {
        for (number, line) in output.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).enumerated() {
            // Most lines need no closer look.
            guard line.contains(UInt8(ascii: ":")) else { continue }
            var start = String(decoding: line, as: UTF8.self).unicodeScalars[...]
            while start.first?.properties.isWhitespace == true { start.removeFirst() }
            if start.starts(with: "::".unicodeScalars) {
                Issue.record("\(label): line \(number + 1) begins with a command")
            }
        }
        if let old = Data(output).range(of: Data("##[".utf8)) {
            Issue.record("\(label): a command of the old form at byte \(old.lowerBound)")
        }
    }
}

/// Texts that the runner would take for commands in one place or another.
private enum HostileWords {
    static let all: [String] =
        [
            "::error::boo", " ::error::boo", "\u{A0}::error::boo", "\u{3000}::error::boo", "\t::x", "a\r\n::error::boo",
            "x\n::add-mask::y", "::", ":::", "::\u{301}x", ":\u{200B}:error::x", "##[error]z", "a##[group]b", "###[x]",
            "#", "##",
            "#\u{301}#[x]", "##vso[task.setvariable variable=a]b", "%0A::error::x", String(repeating: ":", count: 200),
            "a " + String(repeating: "::", count: 60), String(repeating: "\u{3000}", count: 45) + "::error::x",
            String(repeating: "x ::error:: ", count: 20), String(repeating: "##[", count: 60),
        ]

    static let long = (14...78).map {
        String(repeating: "y", count: $0) + "::error::" + String(repeating: "z", count: 40)
    }
}
