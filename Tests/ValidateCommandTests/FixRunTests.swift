import Foundation
import TestSupport
import Testing

/// `validate fix` as a process.
@Suite struct FixRunTests {
    private static let token = "3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f70"
    private static let secret = "q7Wz-Kp4.Xn9_Lt2VbR5yHc8"

    /// Indentation, line ends and the end of the file as an editor on Windows leaves them.
    private static let dirty = config(" D2L6U03C77U3E3CU4PIG", "Bearer \(token)", "'\(secret)'\\u200b")
    private static let fixed = config("D2L6U03C77U3E3CU4PIG", token, secret)

    private static func config(_ pixel: String, _ token: String, _ secret: String) -> String {
        let lines = [
            "{", "\t\"destinations\": [", "\t\t{", "\t\t\t\"name\": \"shop-eu\",", "\t\t\t\"pixel_id\": \"\(pixel)\",",
            "\t\t\t\"access_token\" :\"\(token)\",",
            "\t\t\t\"app\": { \"app_id\": \"7000000000000000001\", \"secret\": \"\(secret)\" }", "\t\t}", "\t]", "}",
        ]
        return lines.joined(separator: "\r\n")
    }

    private func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    private func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

    /// What a file is besides its content: another one in its place has another number.
    private func identity(_ path: String) throws -> [Int] {
        var status = stat()
        try #require(lstat(path, &status) == 0)
        return [Int(status.st_ino), Int(status.st_size)]
    }

    private func showsNoSecret(_ run: ProgramRun) {
        let detector = SecretDetector([Self.token, Self.secret])
        #expect(detector.first(in: run.output) == nil)
        #expect(detector.first(in: run.errors) == nil)
    }

    @Test("a config is fixed in place, keeps its mode and all other bytes, and is not touched a second time")
    func fixing() async throws {
        for mode in [0o600, 0o640] {
            let directory = try TemporaryDirectory()
            let path = try directory.write(Self.dirty, to: "config.json")
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let run = try await ProgramRun.of(["fix", "config.json"], directory: directory.url)
            #expect(run.status == 0)
            #expect(
                run.text == """
                    config.json:5:17: shop-eu: pixel_id: taken off: U+0020 space before the first character
                    config.json:6:21: shop-eu: access_token: taken off: "Bearer "
                    config.json:7:57: shop-eu: app.secret: taken off: quotation marks
                    config.json:7:83: shop-eu: app.secret: taken off: U+200B zero width space after character 26
                    config.json: 3 values fixed

                    """
            )
            #expect(run.errorText.isEmpty)
            showsNoSecret(run)
            #expect(try bytes(path) == Array(Self.fixed.utf8))
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == mode)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.url.path) == ["config.json"])

            let before = try identity(path)
            let again = try await ProgramRun.of(["fix", "config.json"], directory: directory.url)
            #expect(again.status == 0)
            #expect(again.text == "config.json: nothing to fix\n")
            #expect(try identity(path) == before)
        }
    }

    struct Request: CustomTestStringConvertible {
        let arguments: [String]
        let config: String
        let status: Int32
        let output: String
        var testDescription: String { "\(arguments) \(status)" }
    }

    private static let diff = """
        --- config.json
        +++ config.json
        @@ -2,9 +2,9 @@
             "destinations": [
                 {
                     "name": "shop-eu",
        -            "pixel_id": " D2L6U03C77U3E3CU4PIG",
        -            "access_token" :"Bearer ****5f70",
        -            "app": { "app_id": "7000000000000000001", "secret": "'****yHc8'\\u200b" }
        +            "pixel_id": "D2L6U03C77U3E3CU4PIG",
        +            "access_token" :"****5f70",
        +            "app": { "app_id": "7000000000000000001", "secret": "****yHc8" }
                 }
             ]
         }
        \\ No newline at end of file

        """

    @Test(
        "--diff and --check write nothing, and tell by status and diff what would change",
        arguments: [
            Request(arguments: ["--check"], config: dirty, status: 1, output: "config.json: 3 values to fix\n"),
            Request(arguments: ["--check"], config: fixed, status: 0, output: "config.json: nothing to fix\n"),
            Request(arguments: ["--diff"], config: dirty, status: 0, output: diff),
            Request(arguments: ["--diff", "--check"], config: dirty, status: 1, output: diff),
            Request(arguments: ["--diff", "--check"], config: fixed, status: 0, output: ""),
        ]
    )
    func looking(_ request: Request) async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(request.config, to: "config.json")
        let before = try identity(path)
        let run = try await ProgramRun.of(["fix", "config.json"] + request.arguments, directory: directory.url)
        #expect(run.status == request.status)
        if request.arguments.contains("--diff") {
            #expect(run.text == request.output)
        } else {
            #expect(run.text.hasSuffix(request.output))
        }
        showsNoSecret(run)
        #expect(try text(path) == request.config)
        #expect(try identity(path) == before)
    }

    @Test("in a diff hidden characters are seen, lines far apart stand apart, and nothing of a secret is shown")
    func diffs() async throws {
        let directory = try TemporaryDirectory()
        let rest = (1...12).map { "    \"note\($0)\": \"x\"," }.joined(separator: "\n")
        let config = """
            {
                "pixel_id": "D2L6\u{200B}U03C77U3E3CU4PIG",
            \(rest)
                "refresh_token":
                    9876543210987654,
                "access_token": "{\\"app\\": \\"\(Self.secret)\\", \\"access_token\\": \\"\(Self.token)\\"}",
                "test_event_code": "TEST12345\u{202E}"
            }

            """
        _ = try directory.write(config, to: "config.json")
        let run = try await ProgramRun.of(["fix", "config.json", "--diff"], directory: directory.url)
        #expect(run.status == 0)
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.filter { $0.hasPrefix("@@") } == ["@@ -1,5 +1,5 @@", "@@ -14,6 +14,6 @@"])
        #expect(
            lines.filter { $0.hasPrefix("-") || $0.hasPrefix("+") }.dropFirst(2) == [
                "-    \"pixel_id\": \"D2L6\\u{200B}U03C77U3E3CU4PIG\",", "+    \"pixel_id\": \"D2L6U03C77U3E3CU4PIG\",",
                "-    \"access_token\": \"****\",", "-    \"test_event_code\": \"TEST12345\\u{202E}\"",
                "+    \"access_token\": \"****5f70\",", "+    \"test_event_code\": \"TEST12345\"",
            ]
        )
        #expect(!run.text.contains("98765"))
        showsNoSecret(run)
    }

    @Test("a file that must not or cannot be written stays as it is, with status 4")
    func unwritable() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Self.dirty, to: "config.json")
        let link = directory.url.appending(path: "link.json").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "config.json")
        let linked = try await ProgramRun.of(["fix", "link.json"], directory: directory.url)
        #expect(linked.status == 4)
        #expect(linked.errorText.contains("link.json could not be written: it is a symbolic link"))
        #expect(linked.text.contains("not taken off") && linked.text.contains("3 values not fixed"))
        showsNoSecret(linked)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "config.json")
        #expect(try text(path) == Self.dirty)

        let piped = try await ProgramRun.shell("cat '\(path)' | \"$VALIDATE\" fix /dev/stdin", directory: directory.url)
        #expect(piped.status == 4)
        #expect(try text(path) == Self.dirty)

        // Full: the file beside the config cannot be written.
        let limited = try await ProgramRun.shell(
            "trap '' XFSZ; ulimit -f 0; \"$VALIDATE\" fix config.json",
            directory: directory.url
        )
        #expect(limited.status == 4)
        #expect(try text(path) == Self.dirty)

        let output = try await ProgramRun.shell("\"$VALIDATE\" fix config.json > /dev/full", directory: directory.url)
        #expect(output.status == 4)
        #expect(output.errorText.contains("standard output could not be written"))
    }

    @Test("a directory that nobody may write to", .enabled(if: geteuid() != 0, "root may write everywhere"))
    func readOnlyDirectory() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Self.dirty, to: "config.json")
        try #require(chmod(directory.url.path, 0o500) == 0)
        defer { chmod(directory.url.path, 0o700) }
        let run = try await ProgramRun.of(["fix", "config.json"], directory: directory.url)
        #expect(run.status == 4)
        #expect(try text(path) == Self.dirty)
    }

    @Test("one config that cannot be read does not keep the others from being fixed, and each is fixed once")
    func several() async throws {
        let directory = try TemporaryDirectory()
        let first = try directory.write(Self.dirty, to: "a.json")
        let broken = try directory.write("{\"destinations\": [}", to: "b.json")
        let empty = try directory.write("{}", to: "e.json")
        let last = try directory.write(Self.dirty, to: "c.json")
        let run = try await ProgramRun.of(
            ["fix", "a.json", "b.json", "none.json", "e.json", "./a.json", "c.json"],
            directory: directory.url
        )
        #expect(run.status == 2)
        #expect(run.errorText.contains("b.json:1:19: not valid JSON"))
        #expect(run.errorText.contains("none.json: cannot be read: no such file or directory"))
        #expect(run.errorText.contains("./a.json: is the same file as one before"))
        #expect(run.text.split(separator: "\n").filter { $0.hasSuffix("fixed") }.count == 2)
        #expect(try text(first) == Self.fixed && text(last) == Self.fixed)
        #expect(try text(broken) == "{\"destinations\": [}" && text(empty) == "{}")
        let link = directory.url.appending(path: "link.json").path
        _ = try directory.write(Self.dirty, to: "a.json")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "a.json")
        let both = try await ProgramRun.of(["fix", "link.json", "b.json"], directory: directory.url)
        #expect(both.status == 4)
        let check = try await ProgramRun.of(["fix", "--check", "a.json", "b.json"], directory: directory.url)
        #expect(check.status == 2)
    }

    @Test("a value from a variable or a file is left, and it is said where to fix it")
    func references() async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("\(Self.token)\n\n", to: "token")
        let config = """
            {"destinations": [
            {"name": "::error::a\\u001b[31m", "pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "${file:token}"},
            {"name": "b", "pixel_id": "D2L6U03C77U3E3CU4PIG", "access_token": "${env:SHOP_TOKEN}"}]}
            """
        let path = try directory.write(config, to: "config.json")
        let run = try await ProgramRun.of(
            ["fix", "config.json"],
            environment: ["SHOP_TOKEN": "\"\(Self.token)\"", "GITHUB_ACTIONS": "true"],
            directory: directory.url
        )
        #expect(run.status == 0)
        #expect(
            run.text == """
                config.json:2:86: ::error::a\\u{1B}[31m: access_token: left: U+000A line feed after character 40: it comes \
                from file token, so fix it there
                config.json:3:67: b: access_token: left: quotation marks: it comes from environment variable SHOP_TOKEN, so \
                fix it there
                config.json: nothing to fix, 2 left

                """
        )
        // The runner of GitHub is told, and nobody else.
        #expect(run.errorText.contains("::add-mask::\(Self.token)\n"))
        #expect(SecretDetector([Self.token]).first(in: run.output) == nil)
        #expect(try text(path) == config && text(file) == "\(Self.token)\n\n")
    }

    /// Starts a run that has read the config and waits for a secret file, and does something meanwhile with the end of the
    /// pipe that this is. On a thread of its own: the run waits for ten seconds, and other tests may hold the pool for longer.
    private func waitingRun(
        in directory: TemporaryDirectory,
        _ meanwhile: @escaping @Sendable (ProgramRun.Running, Int32) throws -> Void
    ) async throws -> ProgramRun {
        let folder = directory.url
        let pipe = folder.appending(path: "pipe").path
        try #require(mkfifo(pipe, 0o600) == 0)
        let run = try await OwnThread.block {
            let run = try ProgramRun.Running(["fix", "config.json"], directory: folder)
            for _ in 0..<3_000 {
                // Without a reader there is nothing to open.
                let descriptor = open(pipe, O_WRONLY | O_NONBLOCK)
                guard descriptor < 0 else {
                    defer { close(descriptor) }
                    try meanwhile(run, descriptor)
                    return run
                }
                usleep(10_000)
            }
            throw CocoaError(.fileReadUnknown)
        }
        return try await run.finish()
    }

    private static let waiting = """
        {"pixel_id": " D2L6U03C77U3E3CU4PIG", "access_token": "${file:pipe}"}
        """

    @Test("a config that somebody changes meanwhile is not written over", arguments: [false, true])
    func meanwhile(_ isReplaced: Bool) async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Self.waiting, to: "config.json")
        let end = try await waitingRun(in: directory) { _, pipe in
            if isReplaced {
                try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
                try Data(Self.waiting.utf8).write(to: URL(fileURLWithPath: path))
            } else {
                let file = try #require(FileHandle(forWritingAtPath: path))
                try file.seekToEnd()
                try file.write(contentsOf: Data(" ".utf8))
                try file.close()
            }
            #expect(write(pipe, Self.token, Self.token.utf8.count) == Self.token.utf8.count)
        }
        #expect(end.status == 4)
        #expect(end.errorText.contains("config.json could not be written: another program changed it meanwhile"))
        #expect(try text(path) == Self.waiting + (isReplaced ? "" : " "))
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
        #expect(!files.contains { $0.hasSuffix(".tmp") })
    }

    @Test("a signal leaves every file as it is or fixed", arguments: [SIGINT, SIGTERM])
    func signals(_ signal: Int32) async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Self.waiting, to: "config.json")
        let end = try await waitingRun(in: directory) { run, _ in
            run.send(signal: signal)
            run.waitUntilExit()
        }
        #expect(end.status == 128 + signal)
        #expect(try text(path) == Self.waiting)
    }

    @Test(
        "what cannot be meant is a usage error with a hint",
        arguments: [
            (["-"], "standard input (-) cannot be fixed in place"),
            ([], "no config is given\ngive the path of at least one config file"),
            ([""], "the path of a config is empty"), (["--offline", "c"], "unknown option --offline"),
        ]
    )
    func usage(_ arguments: [String], _ message: String) async throws {
        let run = try await ProgramRun.of(["fix"] + arguments)
        #expect(run.status == 2)
        #expect(run.errorText.hasPrefix("validate: \(message)\n"))
        #expect(run.text.isEmpty)
    }

    @Test("the findings recommend it where it helps, and only there")
    func recommendation() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.dirty, to: "config.json")
        _ = try directory.write(Self.dirty, to: "my config.json")
        let run = try await ProgramRun.of(["--offline", "config.json"], directory: directory.url)
        let told = run.text.split { " \n│".contains($0) }.joined(separator: " ")
        #expect(told.contains("Run 'validate fix config.json', or by hand: remove the whitespace around pixel_id in"))
        #expect(told.contains("Run 'validate fix config.json', or by hand: keep only the value itself in"))
        let spaced = try await ProgramRun.of(["--offline", "my config.json"], directory: directory.url)
        let input = try await ProgramRun.of(["--offline", "-"], input: Self.dirty, directory: directory.url)
        let referring = try await ProgramRun.of(
            ["--offline", "-"],
            input: "{\"pixel_id\": \"${P}\", \"access_token\": \"\(Self.token)\"}",
            environment: ["P": " D2L6U03C77U3E3CU4PIG"],
            directory: directory.url
        )
        for other in [spaced, input, referring] {
            #expect(other.text.contains("surrounding-whitespace") && !other.text.contains("validate fix"))
        }
    }
}
