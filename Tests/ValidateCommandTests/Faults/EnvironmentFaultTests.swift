import Foundation
import LocatedJSON
import TestSupport
import Testing

/// Faults of names, secret files and the environment of the process.
@Suite(.serialized) struct EnvironmentFaultTests {
    // MARK: - Names

    /// Out of the lists of strings that programs stumble over.
    private static let naughty = [
        "", " ", "undefined", "NULL", "true", "0", "1e400", "-1/0", "NaN", "0x0", "../../etc/passwd", "; rm -rf /",
        "$(touch /tmp/x)", "`id`", "${env:HOME}", "%s%n%d", "{{7*7}}", "' OR 1=1 --", "\"", "\\",
        "<script>alert(1)</script>",
        "\u{1B}[2J\u{1B}]0;title\u{7}", "\u{1B}]52;c;aGk=\u{7}", "\u{9B}31m", "\u{202E}txt.exe", "a\u{2028}b\u{2029}c",
        "\r\n::error::boo", "::add-mask::x", "##[error]x", "\u{200B}", "\u{FEFF}", "\u{0}", "\u{7F}\u{80}\u{9F}",
        "e\u{301}", "\u{E9}", "Z\u{361}\u{34F}\u{33A}A\u{325}L\u{331}G\u{321}O", "👩‍👩‍👧‍👦🏳️‍🌈", "\u{1F1EB}\u{1F1F7}", "田中さん",
        "العربية", "\u{FFFF}\u{FFFE}", "\u{E0041}\u{E007F}", "=cmd|' /C calc'!A0", "@here <!channel>",
        "![x](http://x/y)",
        "]]>", "&amp;", "a,b;c\td", "\u{AD}", "\u{10FFFF}", String(repeating: "x", count: 10_000),
        String(repeating: "\u{301}", count: 500),
    ]

    private static func quoted(_ text: String) -> String {
        let units = text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
        return "\"\(units.joined())\""
    }

    @Test(
        "any name is reported once, exactly, and without control characters",
        .tags(.F24, .F25, .R1),
        arguments: Presentation.allCases
    )
    func names(_ presentation: Presentation) async throws {
        // The empty one is an error of its own.
        let names = Self.naughty.filter { !$0.utf8.isEmpty }
        let server = try FaultServer { _ in .reply(body: FaultRun.accepted) }
        let destinations = names.map { "{\"name\": \(Self.quoted($0)), \(FaultRun.events)}" }
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "report.json").path
        let run = try await ProgramRun.of(
            ["-", "--base-url", "\(server.origin)", "--only", "token-accepted,pixel-ownership"]
                + presentation.arguments(reportAt: path),
            input: FaultRun.config(destinations)
        )
        FaultRules.expect(run, status: 0, within: 5)
        _ = try FaultRules.report(of: run, presentation, at: path, names: ["control-0"] + names + ["control-1"])
        #expect(server.requests.count == 3, "one for each token")
        Self.expectHarmless(run, hasColour: presentation == .colour)
    }

    @Test(
        "with any value the run ends, sends nothing invisible, and breaks nothing",
        .tags(.F24, .T5),
        arguments: Presentation.allCases
    )
    func values(_ presentation: Presentation) async throws {
        let server = try FaultServer { _ in .reply(body: FaultRun.accepted) }
        let fields = ["pixel_id", "access_token", "test_event_code", "event_source_id", "managed_by", "type"]
        let field = fields[presentation.rawValue]
        let destinations = Self.naughty.map { text in
            var members = [
                "pixel_id": Self.quoted("COH98PBC77U2GA5OQKK0"), "access_token": Self.quoted(FaultRun.token),
                "test_event_code": Self.quoted("TEST12345"),
            ]
            members[field] = Self.quoted(text)
            return "{\(members.map { "\"\($0)\": \($1)" }.joined(separator: ", "))}"
        }
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "report.json").path
        let run = try await ProgramRun.of(
            ["-", "--base-url", "\(server.origin)"] + presentation.arguments(reportAt: path),
            input: FaultRun.config(destinations)
        )
        FaultRules.expect(run, status: 1, within: 10)
        let names = ["control-0"] + destinations.indices.map { "destination-\($0 + 2)" } + ["control-1"]
        let report = try FaultRules.report(of: run, presentation, at: path, names: names)
        for control in 0...1 {
            #expect(report.destination("control-\(control)")?["status"]?.string == "healthy")
        }
        Self.expectHarmless(run, hasColour: presentation == .colour)
        for request in server.requests {
            let token = request.header("Access-Token") ?? ""
            #expect(!token.utf8.isEmpty && token.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        }
    }

    /// Nothing on the streams acts on a terminal or on GitHub Actions.
    private static func expectHarmless(_ run: ProgramRun, hasColour: Bool) {
        for stream in [run.output, run.errors] {
            let text = String(decoding: stream, as: UTF8.self)
            #expect(stream.elementsEqual(text.utf8), "no UTF-8")
            let acting: [ClosedRange<UInt32>] = [
                0x00...0x09, 0x0B...0x1A, 0x1C...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069,
                0xE0000...0xE007F,
            ]
            // Each sign once: there are many, and an expectation costs more than a look.
            let found = Set(text.unicodeScalars.map(\.value)).filter { value in
                acting.contains { $0.contains(value) } || (value == 0x1B && !hasColour)
            }
            #expect(found.isEmpty, "\(found.map { String($0, radix: 16) })")
            let afterEscapes = Set(stream.split(separator: 0x1B).dropFirst().map { $0.first ?? 0 })
            #expect(afterEscapes.subtracting([UInt8(ascii: "[")]).isEmpty, "an escape that is no colour")
            let lines = stream.split(separator: 0x0A)
            #expect(!lines.contains { $0.drop { $0 == 0x20 }.starts(with: "::".utf8) })
            let acts = FaultRules.contains(Array("##[".utf8), in: stream)
            #expect(!acts)
        }
    }

    @Test("destinations of the same name, or of names that look alike, are kept apart", .tags(.F13))
    func equalNames() async throws {
        let server = try FaultServer { _ in .reply(body: FaultRun.accepted) }
        let names = ["shop", "shop", "Caf\u{E9}", "Cafe\u{301}", "admin", "\u{430}dmin", "a\u{200B}b", "ab"]
        let run = try await ProgramRun.of(
            ["-", "--base-url", "\(server.origin)", "--format", "json"],
            input: FaultRun.config(names.map { "{\"name\": \(Self.quoted($0)), \(FaultRun.events)}" })
        )
        FaultRules.expect(run, status: 1, within: 5)
        let report = try FaultRules.report(
            of: run,
            .json,
            at: "",
            names: ["control-0"] + names + ["control-1"]
        )
        let told = (report["destinations"]?.elements.map { $0 } ?? []).map { $0["status"]?.string ?? "" }
        #expect(told[1...2] == ["unhealthy", "unhealthy"], "\(told)")
        for index in [3, 4, 5, 6, 7, 8] {
            let said = report["destinations"]?.elements.map { $0 }[index].said ?? ""
            #expect(said.contains("duplicate-destination"), "\(names[index - 1]): \(said)")
        }
    }

    // MARK: - Secret files

    @Test(
        "a secret's file is opened once and read unchanged",
        .tags(.F16, .F17),
        arguments: [
            ("printf %s TOKEN > real; ln -s real secret", "healthy", ""),
            ("printf '%s\\r\\n' TOKEN > secret", "healthy", ""),
            ("printf '%s\\n\\n' TOKEN > secret", "unhealthy", "white"),
            ("mkfifo secret", "healthy", ""),
            ("ln -s secret secret", "unhealthy", "symbolic links"),
            ("head -c 65537 /dev/zero | tr '\\0' a > secret", "unhealthy", "larger than 64 KiB"),
            ("printf '\\377\\376' > secret", "unhealthy", "UTF-8"),
            ("printf %s TOKEN > secret; chmod 644 secret", "healthy", "mode 0644"),
        ]
    )
    func secretFile(_ shell: String, _ status: String, _ words: String) async throws {
        let server = try FaultServer { _ in .reply(body: FaultRun.accepted) }
        let directory = try TemporaryDirectory()
        let made = try await ProgramRun.shell(
            "umask 077; " + shell.replacing("TOKEN", with: FaultRun.oddToken),
            directory: directory.url
        )
        #expect(made.status == 0, "\(made.errorText)")
        if shell.hasPrefix("mkfifo") { Self.feed(directory.url.appending(path: "secret").path) }
        let faulty = #"{"name": "faulty", \#(FaultRun.events("${file:secret}"))}"#
        _ = try directory.write(FaultRun.config([faulty]), to: "c.json")
        let run = try await ProgramRun.of(
            ["c.json", "--base-url", "\(server.origin)", "--format", "json"],
            directory: directory.url
        )
        FaultRules.expect(run, status: status == "healthy" ? 0 : 1, within: 5)
        let report = try FaultRules.report(of: run, .json, at: "", names: ["control-0", "faulty", "control-1"])
        let destination = try #require(report.destination("faulty"))
        #expect(destination["status"]?.string == status, "\(destination.said)")
        #expect(words.isEmpty || destination.said.contains(words), "\(destination.said)")
    }

    /// Gives a pipe's reader the token, once there is one. Not by a child: one that outlives its shell is waited for.
    private static func feed(_ pipe: String) {
        Thread.detachNewThread {
            let descriptor = open(pipe, O_WRONLY | O_CLOEXEC)
            _ = write(descriptor, FaultRun.oddToken, FaultRun.oddToken.utf8.count)
            close(descriptor)
        }
    }

    // MARK: - The environment

    @Test(
        "an odd environment changes no verdict",
        .tags(.F28),
        arguments: [
            [:], ["LANG": "C"], ["LC_ALL": "xx_YY.nonsense"], ["TZ": "Nowhere/Else"], ["TZ": ":/dev/full"],
            ["HOME": ""],
            ["HOME": "/nonexistent"], ["PATH": ""], ["TMPDIR": "/nonexistent"], ["TERM": "\u{1B}[2J"],
            ["COLUMNS": "-1"], ["COLUMNS": "99999999999999999999"], ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"],
        ]
    )
    func environment(_ variables: [String: String]) async throws {
        let server = try FaultServer { _ in .reply(body: FaultRun.accepted) }
        for arguments in [["--format", "json"], ["-v"]] {
            let run = try await ProgramRun.of(
                ["-", "--base-url", "\(server.origin)"] + arguments,
                input: FaultRun.config([]),
                environment: ["LANG": ""].merging(variables) { $1 }
            )
            FaultRules.expect(run, status: 0, within: 5)
        }
    }

    @Test(
        "disguised hosts in a base URL are refused before anything is sent",
        .tags(.F21, .T22),
        arguments: [
            "http://business-api.tiktok.com", "https://business-api.tiktok.com@evil.example", "https://169.254.169.254",
            "https://evil.example\\@business-api.tiktok.com", "http://2130706433", "https://business-api.tiktok.com.",
            "https://business-\u{430}pi.tiktok.com", "https://[::ffff:169.254.169.254]",
            "https://user:\(FaultRun.oddToken)@h.example",
        ]
    )
    func baseURL(_ url: String) async throws {
        for option in [["--base-url", url], ["--base-url=\(url)"]] {
            let run = try await ProgramRun.of(["-"] + option, input: FaultRun.config([]))
            FaultRules.expect(run, status: 2, within: 5)
            #expect(run.errorText.contains("--base-url"))
            #expect(run.output.isEmpty)
        }
    }
}
