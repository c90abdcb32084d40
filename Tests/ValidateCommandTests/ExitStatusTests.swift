import Foundation
import LocatedJSON
import TestSupport
import Testing

/// What the process tells its caller, and what lies in the files afterwards.
@Suite struct ExitStatusTests {
    private static let healthy =
        #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345"}"#
    private static let throttled =
        #"{"pixel_id": "CFLFN9BC77UEUNENBHO0", "access_token": "401001384fc2ea3e7158f88cae34a4329803f4cd", "test_event_code": "TEST12345"}"#
    private static let revoked =
        #"{"pixel_id": "CFLFN9BC77UEUNENBHO0", "access_token": "401052a62decc4c2664d8b02245a2e65ba66a9a8", "test_event_code": "TEST12345"}"#
    private static let oddToken = #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "odd"}"#
    private static let disabled = #"{"pixel_id": "P", "access_token": "x", "enabled": false}"#

    struct Case: CustomTestStringConvertible {
        let arguments: [String]
        let config: String
        let status: Int32
        var testDescription: String { "\(arguments.joined(separator: " ")) <<< \(config.prefix(60)) is \(status)" }

        init(_ config: String, _ arguments: String..., is status: Int32) {
            self.config = config
            self.arguments = arguments
            self.status = status
        }

        static func list(_ destinations: String...) -> String {
            "{\"destinations\": [\(destinations.joined(separator: ", "))]}"
        }
    }

    @Test(
        "the verdicts fold into one status",
        .tags(.F1, .F2, .F12),
        arguments: [
            Case(healthy, "--simulate", is: 0),
            Case(revoked, "--simulate", is: 1),
            Case(throttled, "--simulate", is: 3),
            Case(throttled, "--simulate", "--on-unknown", "pass", is: 0),
            Case(Case.list(healthy, throttled, revoked), "--simulate", is: 1),
            Case(Case.list(healthy, throttled), "--simulate", is: 3),
            Case(Case.list(healthy, disabled), "--simulate", is: 0),
            Case(Case.list(disabled), "--simulate", is: 2),
            Case("{\"destinations\": []}", "--simulate", is: 2),
            Case("not json", "--simulate", is: 2),
            Case("", "--simulate", is: 2),
            Case("\u{FEFF}" + healthy, "--simulate", is: 0),
            Case(healthy, "--offline", is: 0),
            Case(oddToken, "--offline", is: 0),
            Case(oddToken, "--offline", "--strict", is: 1),
            Case(healthy, "--dry-run", is: 0),
            Case(oddToken, "--offline", "--strict", "--skip", "access-token-format", is: 0),
            Case(oddToken, "--offline", "--strict", "--only", "pixel-id-format", is: 0),
            Case(Case.list(healthy, revoked), "--simulate", "--destination", "destination-1", is: 0),
            Case(Case.list(healthy, revoked), "--simulate", "--destination", "*-2", is: 1),
            Case(healthy, "--simulate", "--destination", "nobody", is: 2),
            Case(healthy, "--simulate", "--only", "no-such-rule", is: 2),
            Case(healthy, "--simulate=no/such/world.json", is: 2),
            Case(healthy, "--ca-file", "no/such/file.pem", is: 2),
            Case(healthy, "--ca-file", "Package.swift", is: 2),
            Case(healthy, "--simulate", "--format", "json=/no/such/directory/r.json", is: 4),
        ]
    )
    func folding(_ test: Case) async throws {
        for format in ["text", "json"] {
            let run = try await ProgramRun.of(["-", "--format", format] + test.arguments, input: test.config)
            #expect(run.status == test.status, "\(run.text)\(run.errorText)")
            if format == "json" {
                let report = try run.report()
                #expect(report["exit_code"]?.number == "\(test.status)")
                let isGreen = report["destinations"]?.elements.contains { $0["status"]?.string == "healthy" } ?? false
                if test.status == 2 { #expect(!isGreen, "what was not checked is never healthy") }
            }
        }
    }

    @Test("one unreadable config does not keep the others from being checked", .tags(.F22))
    func severalConfigs() async throws {
        let directory = try TemporaryDirectory()
        let good = try directory.write(Self.healthy, to: "good.json")
        let bad = try directory.write("{\n  \"destinations\": [,]\n}", to: "bad.json")
        let run = try await ProgramRun.of([
            bad, good, "\(directory.url.path)/none.json", "--simulate", "--format", "json",
        ])
        #expect(run.status == 2)
        let report = try run.report()
        #expect(report["destinations"]?.elements.map { $0["status"]?.string } == ["healthy"])
        let problems = report["problems"]?.elements.map { $0["message"]?.string ?? "" } ?? []
        #expect(problems.count == 2)
        #expect(problems.first?.hasPrefix("\(bad): not valid JSON: ") == true)
        #expect(run.errorText.contains("\(bad):2:"))
        #expect(run.errorText.contains("no such file or directory"))
    }

    @Test(
        "a config that is no file of text says what it is",
        .tags(.F7, .F22, .T16),
        arguments: [("/dev/zero", "larger than 64 MiB"), ("Sources", "holds no *.json"), ("/dev/null", "empty")]
    )
    func strangeFiles(_ path: String, _ words: String) async throws {
        let run = try await ProgramRun.of([path, "--offline"])
        #expect(run.status == 2)
        #expect(run.errorText.contains(words), "\(run.errorText)")
    }

    @Test("a config may come through a pipe of the shell")
    func processSubstitution() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.healthy, to: "c.json")
        let run = try await ProgramRun.shell("cat c.json | $VALIDATE /dev/stdin --simulate", directory: directory.url)
        #expect(run.status == 0, "\(run.errorText)")
    }

    @Test(
        "standard output that cannot be written is status 4, and a reader that left is not argued with",
        .tags(.C8, .C9, .C10, .T24),
        arguments: [
            (">/dev/full", "No space left on device"), (">&-", "Bad file descriptor"),
            ("| head -c 10 >/dev/null; exit ${PIPESTATUS[0]}", ""),
        ]
    )
    func unwritableOutput(_ redirection: String, _ words: String) async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.healthy, to: "c.json")
        for format in ["text", "json"] {
            let line = "exec bash -c '$VALIDATE c.json --simulate -v --format \(format) \(redirection)'"
            let run = try await ProgramRun.shell(line, directory: directory.url)
            // A fast writer is done before a pipe's reader leaves.
            #expect(run.status == 4 || (words.isEmpty && run.status == 0), "\(run.status) \(run.errorText)")
            #expect(words.isEmpty ? run.errors.isEmpty : run.errorText.contains(words), "\(run.errorText)")
        }
    }

    @Test("a closed standard stream does not turn a file into that stream", .tags(.C10, .T25))
    func closedStreams() async throws {
        let directory = try TemporaryDirectory()
        let config = try directory.write(Self.healthy, to: "c.json")
        let run = try await ProgramRun.shell(
            "$VALIDATE c.json --simulate --format json=report.json <&- >&- 2>&-",
            directory: directory.url
        )
        #expect(run.status == 4)
        #expect(try String(contentsOfFile: config, encoding: .utf8) == Self.healthy)
        // Standard output gets text, which failed; the file's report is whole all the same or not there.
        let report = try? Data(contentsOf: directory.url.appending(path: "report.json"))
        if let report { _ = try JSONDocument(parsing: [UInt8](report)) }
    }

    @Test(
        "reports in files are whole, keep the mode of the old one, and leave nothing beside them",
        .tags(.C13, .T23)
    )
    func reportFiles() async throws {
        let directory = try TemporaryDirectory()
        let config = try directory.write(Self.revoked, to: "c.json")
        let path = try directory.write("old", to: "report.json")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let run = try await ProgramRun.of([
            config, "--simulate", "--format", "json=\(path)", "--format", "text=\(directory.url.path)/report.txt",
        ])
        #expect(run.status == 1)
        #expect(run.text.contains("unhealthy"), "standard output still gets text")
        let json = try JSONDocument(parsing: [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))).root
        #expect(json["status"]?.string == "unhealthy")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted()
        #expect(names == ["c.json", "report.json", "report.txt"])
    }

    @Test("a report never takes the place of a file that the run reads, by whatever path")
    func reportOverInput() async throws {
        let directory = try TemporaryDirectory()
        let token = "900d18305cee759b483db4704e1a46080624e88b"
        _ = try directory.write(token, to: "token")
        let config = try directory.write(
            #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "${file:token}", "test_event_code": "TEST12345"}"#,
            to: "c.json"
        )
        _ = try directory.write("{}", to: "world.json")
        _ = try directory.write("-----BEGIN CERTIFICATE-----", to: "ca.pem")
        let before = try String(contentsOfFile: config, encoding: .utf8)
        let files = ["./c.json", "../\(directory.url.lastPathComponent)/c.json", "token", "world.json", "ca.pem"]
        for file in files {
            let run = try await ProgramRun.of(
                ["c.json", "--offline", "--simulate=world.json", "--ca-file", "ca.pem", "--format", "json=\(file)"],
                directory: directory.url
            )
            #expect(run.status == 4, "\(file): \(run.text)\(run.errorText)")
            #expect(run.errorText.contains("the run reads that file"))
        }
        #expect(try String(contentsOfFile: config, encoding: .utf8) == before)
        #expect(try String(contentsOf: directory.url.appending(path: "token"), encoding: .utf8) == token)
    }

    @Test("a config that is given twice is checked once")
    func givenTwice() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.healthy, to: "c.json")
        let run = try await ProgramRun.of(
            ["c.json", "./c.json", "--simulate", "--format", "json"],
            directory: directory.url
        )
        #expect(run.status == 0, "\(run.errorText)")
        #expect(try run.report()["summary"]?["destinations"]?.number == "1")
        #expect(run.errorText.contains("the same file as one before"))
    }

    @Test("a report is never written through a symbolic link", .tags(.C12, .T23))
    func symbolicLink() async throws {
        let directory = try TemporaryDirectory()
        let config = try directory.write(Self.healthy, to: "c.json")
        let target = try directory.write("precious", to: "target")
        let link = directory.url.appending(path: "report.json")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: URL(fileURLWithPath: target))
        let run = try await ProgramRun.of([config, "--simulate", "--format", "json=\(link.path)"])
        #expect(run.status == 4)
        #expect(run.errorText.contains("symbolic link"))
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
    }

    @Test("references are relative to the config's own directory", .tags(.F16))
    func secretFiles() async throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            at: directory.url.appending(path: "sub"),
            withIntermediateDirectories: true
        )
        _ = try directory.write("900d18305cee759b483db4704e1a46080624e88b\n", to: "sub/token")
        let config = try directory.write(
            #"{"pixel_id": "${env:PIXEL}", "access_token": "${file:token}", "test_event_code": "TEST12345"}"#,
            to: "sub/c.json"
        )
        let run = try await ProgramRun.of([config, "--simulate"], environment: ["PIXEL": "COH98PBC77U2GA5OQKK0"])
        #expect(run.status == 0, "\(run.text)")
    }

    @Test("a dry run shows what would be sent, masked, and sends nothing")
    func dryRun() async throws {
        let run = try await ProgramRun.of(["-", "--dry-run", "--base-url", "http://127.0.0.1:9"], input: Self.healthy)
        #expect(run.status == 0)
        #expect(run.text.contains("POST http://127.0.0.1:9/open_api/v1.3/event/track/"))
        #expect(run.text.contains("Access-Token: ****e88b"))
        #expect(run.text.contains("0 API calls") || run.text.contains("offline"))
        let json = try await ProgramRun.of(["-", "--dry-run", "--format", "json"], input: Self.healthy)
        #expect(try json.report()["offline"]?.boolean == true)
        #expect(json.errorText.contains("POST https://business-api.tiktok.com/open_api/v1.3/event/track/"))
    }

    @Test("version and help end well, on standard output")
    func versionAndHelp() async throws {
        let version = try await ProgramRun.of(["--version"])
        #expect(version.status == 0)
        #expect(version.text == "validate 0.1.0\n")
        for arguments in [["--help"], ["check", "--help"], ["-h"]] {
            let help = try await ProgramRun.of(arguments)
            #expect(help.status == 0)
            #expect(help.text.contains("--simulate"))
            #expect(help.errors.isEmpty)
        }
        let nothing = try await ProgramRun.of([])
        #expect(nothing.status == 2)
        #expect(nothing.output.isEmpty)
    }
}
