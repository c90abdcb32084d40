import Foundation
import TestSupport
import Testing

/// No run prints any part of a secret longer than its last four characters.
@Suite struct SecretTests {
    private static let token = "7c1f0b9e52d84a6f3e7a9c0d1b2e4f68a5c3d7e9"
    private static let appSecret = "e91b5d7f2a4c6083b1d9f7e5c3a18264907fbd35"
    private static let refreshToken = "rft.Qw3rTy9uIoPaSdFgHjKlZxCvBnM5678"

    /// Secrets in every place that a config has for them, and in some that it has not.
    private static let configs = [
        """
        {"destinations": [
          {"name": "plain", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\(token)", "test_event_code": "TEST12345",
           "refresh_token": "\(refreshToken)", "app": {"app_id": "7196993655622416073", "secret": "\(appSecret)"}},
          {"name": "ads", "access_token": "\(token)", "app": {"app_id": "7196993655622416073", "secret": "\(appSecret)"}},
          {"name": "spaced", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": " \(token)\\n"},
          {"name": "decorated", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "Bearer \(token)"},
          {"name": "hidden", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\(token)\\u200b"},
          {"name": "in the pixel", "pixel_id": "\(token)", "access_token": "COH98PBC77U2GA5OQKK0"},
          {"name": "misspelt", "pixel_id": "COH98PBC77U2GA5OQKK0", "acces_token": "\(token)", "App": {"Secret": "\(appSecret)"}},
          {"name": "\(token)", "pixel_id": 5, "access_token": ["\(token)"], "managed_by": "\(appSecret)"},
          {"name": "as a key", "pixel_id": "COH98PBC77U2GA5OQKK0", "\(token)": 1},
          {"name": "as a variable", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "${x\(token)}"},
          {"name": "from a variable", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "${env:PLANTED}"}
        ]}
        """,
        #"{"destinations":[{"pixel_id":"COH98PBC77U2GA5OQKK0","access_token":"\#(token)","refresh_token":"\#(refreshToken)"},{"app":{"secret":"\#(appSecret)"},"acess_token":"\#(token)"}]}"#,
        #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\#(token)" "refresh_token": "\#(refreshToken)"}"#,
        #"{"access_token": "\#(token)", "access_token": "\#(appSecret)"}"#,
        #"{"access_token": \#(token)}"#,
        #"{"\#(token)": {"\#(appSecret)": "\#(refreshToken)"}}"#,
        #"{"destinations":[{"pixel_id":5,"access_token":{"name":"\#(wordlike)"},"app":{"secret":{"reason":"\#(wordlike)"}}}]}"#,
        #"{"creds":{"a":{"b":{"type":"\#(wordlike)"}}},"destinations":[{"pixel_id":5,"creds":[{"name":"\#(wordlike)"}],"reason":"\#(wordlike)"}]}"#,
        #"{"pixel_id":"\#(first) \#(second)","access_token":"\#(appSecret)","test_event_code":"\#(token);"}"#,
        #"{"pixel_id":"\#(first)\n\#(second)","access_token":"\#(appSecret)","test_event_code":"'\#(token)',"}"#,
        #"{"pixel_id":"COH98PBC77U2GA5OQKK0","access_token":"\#(appSecret)","test_event_code":"\#(first)\u200b\#(second)"}"#,
        #"{"advertiser_ids":["\#(first)-\#(second)"],"access_token":"\#(appSecret)","event_source_id":"\#(first), \#(second)"}"#,
    ]

    /// A secret that no shape gives away.
    private static let wordlike = "ZQ02kWvTpLmXyRbNcJdHfGs"
    private static let first = "7c1f0b9e52d84a6f3e7a"
    private static let second = "9c0d1b2e4f68a5c3d7e9"

    private func expectNoSecret(in run: ProgramRun, _ label: String) {
        for secret in [Self.token, Self.appSecret, Self.refreshToken, Self.wordlike] {
            // Seven characters in a row are more than the four that may be shown, and more than chance brings together.
            let bytes = Array(secret.utf8)
            let shown = run.output + run.errors
            for start in 0...(bytes.count - 7) {
                let piece = Array(bytes[start..<(start + 7)])
                guard !shown.contains(piece) else {
                    Issue.record("\(label): characters \(start) to \(start + 6) of a secret are shown")
                    break
                }
            }
        }
    }

    @Test("in no format, at no verbosity, whoever answers", arguments: configs)
    func everywhere(_ config: String) async throws {
        // What a server may send back at worst: the request's own secrets, in several spellings.
        let echo = try FaultServer { request in
            let token = request.header("Access-Token") ?? ""
            let secret = request.queryValue("secret") ?? ""
            let base64 = Data(token.utf8).base64EncodedString()
            return .reply(
                body:
                    #"{"code": 40002, "message": "bad token \#(token), secret=\#(secret), basic \#(base64)", "request_id": "\#(token)"}"#
            )
        }
        let modes: [[String]] = [
            ["--offline"], ["--dry-run"], ["--simulate"], ["--base-url", "\(echo.origin)"],
            ["--base-url", "http://127.0.0.1:9", "--timeout", "2"], ["--only", "no-such-rule"],
        ]
        for mode in modes {
            for arguments in [
                ["--format", "text"], ["--format", "json"], ["-v"], ["-q"], ["-v", "--color", "always"],
            ] {
                let run = try await ProgramRun.of(
                    ["-"] + mode + arguments,
                    input: config,
                    environment: ["PLANTED": Self.token + "\n"]
                )
                expectNoSecret(in: run, (mode + arguments).joined(separator: " "))
                #expect(run.status >= 1 && run.status <= 4, "\(mode) \(arguments): \(run.status)")
            }
        }
    }

    @Test("a name that looks like a token is masked for people, and exact for machines")
    func name() async throws {
        let config = #"{"name":"\#(Self.token)","pixel_id":5,"access_token":"\#(Self.appSecret)"}"#
        for arguments in [["--offline"], ["--offline", "-v"], ["--dry-run"], ["--simulate"]] {
            let run = try await ProgramRun.of(["-"] + arguments, input: config)
            expectNoSecret(in: run, arguments.joined(separator: " "))
        }
        let run = try await ProgramRun.of(["-", "--offline", "--format", "json"], input: config)
        #expect(run.output.contains(Array(Self.token.utf8)))
    }

    @Test("not on the command line either: an option that would take one is refused without repeating it")
    func arguments() async throws {
        for option in ["--access-token", "--token", "--secret", "--app-secret"] {
            for arguments in [[option, Self.token], ["\(option)=\(Self.token)"]] {
                let run = try await ProgramRun.of(arguments + ["config.json"])
                #expect(run.status == 2)
                expectNoSecret(in: run, option)
            }
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ piece: [UInt8]) -> Bool {
        guard let first = piece.first, count >= piece.count else { return false }
        var index = startIndex
        while let found = self[index...].firstIndex(of: first), found + piece.count <= endIndex {
            if self[found..<(found + piece.count)].elementsEqual(piece) { return true }
            index = found + 1
        }
        return false
    }
}
