import Foundation
import LocatedJSON
import TestSupport
import Testing

/// Faults of configs, of the files they name and of the environment, in real files.
@Suite(.serialized) struct ConfigFaultTests {
    // MARK: - A file that cannot be used

    /// A config beside a good one.
    struct BadFile: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let faults: [Tag]
        /// Run by a shell in the folder; it makes `bad.json`.
        let shell: String
        let bytes: [UInt8]?
        let words: [String]
        /// How long its reading may take.
        var seconds = 0.0

        init(_ description: String, _ faults: [Tag], _ text: String, says words: String...) {
            testDescription = description
            self.faults = faults
            bytes = Array(text.utf8)
            shell = ""
            self.words = words
        }

        init(_ description: String, _ faults: [Tag], bytes: [UInt8], says words: String...) {
            testDescription = description
            self.faults = faults
            self.bytes = bytes
            shell = ""
            self.words = words
        }

        init(_ description: String, _ faults: [Tag], shell: String, seconds: Double = 0, says words: String...) {
            testDescription = description
            self.faults = faults
            bytes = nil
            self.shell = shell
            self.words = words
            self.seconds = seconds
        }
    }

    private static let token = FaultRun.token
    private static let planted = #""access_token": "\#(token)", "pixel_id": "COH98PBC77U2GA5OQKK0""#
    private static let utf16 = "{\(planted)}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    private static let utf32 = "{\(planted)}".unicodeScalars.flatMap { [UInt8($0.value & 0xFF), 0, 0, 0] }
    private static let deep = String(repeating: "[", count: 100_000)

    static let unreadable: [BadFile] = [
        BadFile("no JSON", [.F1], "access_token = \(token)", says: ":1:1", "not valid JSON"),
        BadFile("an empty file", [.F1], "", says: "empty"),
        BadFile("white space", [.F1], " \n\t\n", says: "nothing but white space"),
        BadFile("a comma too many", [.F1, .F8], "{\(planted),\n}", says: "a comma is not allowed before"),
        BadFile("a word after the end", [.F1], "{\(planted)} \(token)", says: "not valid JSON"),
        BadFile("UTF-16 with its mark", [.F3], bytes: [0xFF, 0xFE] + utf16, says: "UTF-16; save it as UTF-8"),
        BadFile("UTF-16 without", [.F3], bytes: utf16, says: "UTF-16; save it as UTF-8"),
        BadFile("UTF-32", [.F3], bytes: utf32, says: "UTF-32; save it as UTF-8"),
        BadFile(
            "a stray byte",
            [.F4],
            bytes: Array("{\(planted), \"a\": \"".utf8) + [0xC3, 0x28],
            says: "UTF-8"
        ),
        BadFile("half a surrogate", [.F4], "{\(planted), \"a\": \"\\ud800\"}", says: "surrogate"),
        BadFile("a key twice", [.F5], "{\(planted),\n\"pixel_id\": \"x\"}", says: ":2:1", "line 1"),
        BadFile("a key twice, escaped", [.F5], "{\(planted),\n\"pixel\\u005fid\": \"x\"}", says: ":2:1"),
        BadFile("a key twice, composed", [.F5], "{\"caf\u{E9}\": 1,\n\"cafe\u{301}\": 2}", says: ":2:1"),
        BadFile("100,000 brackets", [.F6], deep, says: "128 levels"),
        BadFile("a comment", [.F8], "{\(planted) // \(token)\n}", says: "no comments"),
        BadFile("NaN", [.F8], "{\(planted), \"a\": NaN}", says: "NaN"),
        BadFile("a hexadecimal number", [.F8], "{\(planted), \"a\": 0x1F}", says: "decimal"),
        BadFile("no destination", [.F12], #"{"destinations": []}"#, says: "is empty"),
        BadFile("a file without end", [.F7], shell: "ln -s /dev/zero bad.json", says: "larger than 64 MiB"),
        BadFile("100 MB", [.F7, .T16], shell: "truncate -s 100M bad.json", says: "larger than 64 MiB"),
        BadFile(
            "a pipe nobody holds",
            [.F7],
            shell: "mkfifo bad.json",
            seconds: 10,
            says: "nothing came for 10 seconds"
        ),
        BadFile("a folder without a config", [.F22], shell: "mkdir bad.json", says: "holds no *.json"),
        BadFile("no file", [.F22], shell: ":", says: "no such file or directory"),
        BadFile("a dead link", [.F22], shell: "ln -s nowhere bad.json", says: "no such file or directory"),
        BadFile("a link to itself", [.F22], shell: "ln -s bad.json bad.json", says: "too many levels"),
        BadFile("a socket's device", [.F22], shell: "ln -s /proc/self/mem bad.json", says: "cannot be read"),
    ]

    @Test(
        "a config that cannot be used is status 2 with place and reason, and the others are checked",
        arguments: unreadable
    )
    func cannotBeUsed(_ test: BadFile) async throws {
        let server = try FaultServer { _ in .reply(body: FaultRun.accepted) }
        let directory = try TemporaryDirectory()
        _ = try directory.write(FaultRun.config([]), to: "good.json")
        if let bytes = test.bytes {
            try Data(bytes).write(to: directory.url.appending(path: "bad.json"))
        } else {
            #expect(try await ProgramRun.shell(test.shell, directory: directory.url).status == 0)
        }
        let presentation = Presentation.of(test.testDescription)
        let path = directory.url.appending(path: "report.json").path
        let run = try await ProgramRun.of(
            ["bad.json", "good.json", "--base-url", "\(server.origin)"] + presentation.arguments(reportAt: path),
            directory: directory.url
        )
        FaultRules.expect(run, status: 2, within: 5 + test.seconds)
        let report = try FaultRules.report(of: run, presentation, at: path, names: ["control-0", "control-1"])
        #expect(report["destinations"]?.elements.allSatisfy { $0["status"]?.string == "healthy" } == true)
        let problem = report["problems"]?.elements.first { _ in true }
        let source = problem?["source"]
        let place = source?["line"]?.number.map { ":\($0):\(source?["column"]?.number ?? "")" } ?? ""
        let said = (problem?["message"]?.string ?? "") + place
        #expect(said.hasPrefix("bad.json: "))
        for word in test.words { #expect(said.contains(word), "no \"\(word)\" in: \(said)") }
        #expect(run.errorText.contains("bad.json"))
        #expect(server.requests.allSatisfy(FaultRun.isControl))
    }

    @Test(
        "standard input that is closed, empty or silent is status 2",
        .tags(.F7, .F22),
        arguments: [
            ("<&-", "cannot be read"), ("</dev/null", "empty"), ("</tmp", "is a directory"),
            ("<held", "nothing came for 10 seconds"),
        ]
    )
    func standardInput(_ redirection: String, _ words: String) async throws {
        let directory = try TemporaryDirectory()
        let run = try await ProgramRun.shell(
            "mkfifo held && exec 3<>held && exec $VALIDATE - --offline \(redirection)",
            directory: directory.url
        )
        FaultRules.expect(run, status: 2, within: 10)
        #expect(run.errorText.contains(words), "\(run.errorText)")
    }

    // MARK: - A destination that cannot be used

    private static func unsent(_ description: String, _ faults: [Tag], _ members: String, _ words: String...)
        -> FaultRun
    {
        var run = FaultRun(description, faults, .unhealthy, does: .reply(body: FaultRun.accepted))
            .of(members).atOnce(requests: 0)
        run.words = words
        return run
    }

    private static let pixel = #""pixel_id": "COH98PBC77U2GA5OQKK0""#
    private static let code = #""test_event_code": "TEST12345""#

    private static func withToken(_ token: String) -> String { #"\#(pixel), "access_token": "\#(token)", \#(code)"# }

    static let unsent: [FaultRun] = [
        unsent(
            "a pixel id that is a number",
            [.F9, .T15],
            #""pixel_id": 7034567890123456789, "access_token": "\#(token)""#,
            "a string, found a number"
        ),
        unsent("a token that is null", [.F10], #"\#(pixel), "access_token": null"#, "access_token"),
        unsent(
            "a token that is a list",
            [.F10],
            #"\#(pixel), "access_token": ["\#(token)"]"#,
            "must be a string, found an array"
        ),
        unsent("a token that is empty", [.F10], #"\#(pixel), "access_token": """#, "access_token"),
        unsent(
            "a variable that is not set",
            [.F15],
            withToken("${env:NOT_SET_AT_ALL}"),
            "NOT_SET_AT_ALL",
            "not set"
        ),
        unsent("a variable that is empty", [.F15], withToken("${env:EMPTY}"), "EMPTY", "is empty"),
        unsent(
            "a reference inside a reference",
            [.F15],
            withToken("${env:A:-${env:PLANTED}}"),
            "cannot be nested"
        ),
        unsent("a reference that is not closed", [.F15], withToken("${env:PLANTED"), "never closed"),
        unsent("a variable that holds JSON", [.F15], withToken("${env:JSON}"), "access_token"),
        unsent(
            "a secret's file that is missing",
            [.F16],
            withToken("${file:nowhere}"),
            "nowhere",
            "no such file"
        ),
        unsent("a secret's file that is a folder", [.F16], withToken("${file:/tmp}"), "/tmp", "is a directory"),
        unsent(
            "a secret's file that is empty",
            [.F16],
            withToken("${file:/dev/null}"),
            "/dev/null",
            "is empty"
        ),
        unsent(
            "a secret's file without end",
            [.F16, .F17],
            withToken("${file:/dev/zero}"),
            "larger than 64 KiB"
        ),
        unsent(
            "a token with a line break inside",
            [.F18, .T2],
            withToken(#"3f8a1c5e\n7b9d2f4a"#),
            "access_token"
        ),
        unsent(
            "a token with a null inside",
            [.F4, .F18, .T5],
            withToken(#"3f8a1c5e\u00007b9d2f4a"#),
            "U+0000"
        ),
        unsent("a token with a Cyrillic letter", [.F18, .T5], withToken(#"3f8a1c5e\u04307b9d2f4a"#), "U+0430"),
        unsent("a token with a space inside", [.F18], withToken("3f8a1c5e 7b9d2f4a"), "access_token"),
        unsent("YOUR_ACCESS_TOKEN", [.F19], withToken("YOUR_ACCESS_TOKEN"), "placeholder"),
        unsent("a token of stars", [.F19], withToken("****************"), "placeholder"),
        unsent("<token>", [.F19], withToken("<token>"), "placeholder"),
        unsent("a token of x", [.F19], withToken("xxxxxxxxxxxx"), "placeholder"),
    ]

    /// What is sent without what came along; the config is at fault all the same.
    private static func cleaned(_ description: String, _ value: String) -> FaultRun {
        FaultRun(description, [.F18, .T4, .T5], .unhealthy) { moment in
            let isClean = moment.request.header("Access-Token") == token
            return .reply(body: isClean ? FaultRun.accepted : #"{"code": 40105, "message": "WRONG TOKEN SENT"}"#)
        }
        .of(withToken(value)).never("WRONG TOKEN SENT").saying("access_token")
    }

    static let cleaned: [FaultRun] = [
        cleaned("a space before", " \(token)"), cleaned("a line end behind", "\(token)\\r\\n"),
        cleaned("a zero-width space", "\(token)\\u200b"), cleaned("a byte order mark", "\\ufeff\(token)"),
        cleaned("no-break spaces", "\\u00a0\(token)\\u00a0"), cleaned("smart quotes", "\\u201c\(token)\\u201d"),
        cleaned("Bearer", "Bearer \(token)"), cleaned("a variable's line end", "${env:LINE}"),
    ]

    /// The call about the app names no ad account, and goes out.
    static let numbers: [FaultRun] = [
        FaultRun("an ad account beyond 2^53", [.F9, .T15], .unhealthy) { moment in
            #expect(!moment.request.target.contains("7034567890123456"))
            return .reply(body: FaultRun.accepted)
        }
        .of(
            #""access_token": "\#(token)", \#(FaultRun.app), "advertiser_ids": [7034567890123456789]"#
        )
        .saying("advertiser_ids[0] must be a string, found a number")
    ]

    @Test("an invalid value is not sent, and the destination is unhealthy", arguments: unsent + numbers)
    func isNotSent(_ test: FaultRun) async throws { try await test.verify() }

    @Test("pasted characters are removed before sending, and reported", arguments: cleaned)
    func isCleaned(_ test: FaultRun) async throws { try await test.verify() }

    static let accepted: [FaultRun] = [
        FaultRun("a misspelt key beside", [.F11], .healthy, json: FaultRun.accepted)
            .of(FaultRun.events + #", "test_evnt_code": "x""#).saying("test_evnt_code", "did you mean"),
        FaultRun("the token of other destinations", [.F20], .healthy, json: FaultRun.accepted)
            .of(FaultRun.events).atOnce(requests: 1),
        FaultRun("escaped letters in the keys", [.F5], .healthy, json: FaultRun.accepted)
            .of(FaultRun.events.replacing("pixel_id", with: "pixel\\u005fid")),
        FaultRun("line ends and tabs of another system", [.F26], .healthy, json: FaultRun.accepted)
            .of(FaultRun.events.replacing(", ", with: ",\r\n\t")),
    ]

    @Test("a value that only looks odd is healthy", arguments: accepted)
    func isAccepted(_ test: FaultRun) async throws { try await test.verify() }
}
