import Foundation
import LocatedJSON
import TestSupport
import Testing

/// What the program finds out about the files of a real directory.
@Suite struct PlaintextSecretRunTests {
    private static let token = "900d18305cee759b483db4704e1a46080624e88b"

    struct Case: CustomTestStringConvertible {
        let words: String
        /// Run by a shell in an empty directory that holds `config.json` and, beside it, `token`.
        let preparation: String
        let accessToken: String
        /// Words of the finding; nil for none.
        let says: String?
        var testDescription: String { words }
    }

    @Test(
        "a secret that lies open is told from the file's mode and from git",
        .faults("F16"),
        arguments: [
            Case(words: "open", preparation: "chmod 644 config.json", accessToken: token, says: "mode 0644"),
            Case(words: "private", preparation: "chmod 600 config.json", accessToken: token, says: nil),
            Case(words: "group", preparation: "chmod 640 config.json", accessToken: token, says: nil),
            Case(
                words: "tracked",
                preparation: "chmod 600 config.json; git init -q . && git add config.json",
                accessToken: token,
                says: "which git keeps"
            ),
            Case(
                words: "in a checkout, not tracked",
                preparation: "chmod 600 config.json; git init -q . && git add token",
                accessToken: token,
                says: nil
            ),
            Case(
                words: "a broken checkout",
                preparation: "chmod 600 config.json; mkdir .git",
                accessToken: token,
                says: nil
            ),
            Case(
                words: "open secret file",
                preparation: "chmod 644 config.json token",
                accessToken: "${file:token}",
                says: "lies in a file"
            ),
            Case(
                words: "private secret file",
                preparation: "chmod 644 config.json; chmod 600 token",
                accessToken: "${file:token}",
                says: nil
            ),
        ]
    )
    func exposure(_ test: Case) async throws {
        let directory = try TemporaryDirectory()
        let config = try directory.write(
            #"{"name": "shop-eu", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\#(test.accessToken)"}"#,
            to: "config.json"
        )
        _ = try directory.write(Self.token + "\n", to: "token")
        let prepared = try await ProgramRun.shell(test.preparation, directory: directory.url)
        try #require(prepared.status == 0, "\(prepared.errorText)")

        for path in [config, "config.json"] {
            let run = try await ProgramRun.of(
                [path, "--offline", "--strict", "--format", "json"],
                directory: directory.url
            )
            let findings = try run.report()["destinations"].flatMap { Array($0.elements).first }?["findings"]?.elements
                .map {
                    "\($0["rule"]?.string ?? ""): \($0["message"]?.string ?? "")"
                }
            if let says = test.says {
                #expect(findings?.count == 1)
                #expect(findings?.first?.hasPrefix("plaintext-secret: access_token") == true)
                #expect(findings?.first?.contains(says) == true, "\(findings ?? [])")
                #expect(run.status == 1)
            } else {
                #expect(findings == [])
                #expect(run.status == 0)
            }
            #expect(!run.text.contains(Self.token))
        }
    }

    @Test("standard input lies nowhere, and without git a tracked file is not known as one")
    func nothingKnown() async throws {
        let text = #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\#(Self.token)"}"#
        let piped = try await ProgramRun.of(["-", "--offline", "--strict"], input: text)
        #expect(piped.status == 0, "\(piped.text)")
        let directory = try TemporaryDirectory()
        let config = try directory.write(text, to: "config.json")
        _ = try await ProgramRun.shell("chmod 600 config.json; git init -q . && git add .", directory: directory.url)
        let arguments = [config, "--offline", "--strict"]
        #expect(try await ProgramRun.of(arguments).status == 1)
        #expect(try await ProgramRun.of(arguments, environment: ["PATH": "/nowhere"]).status == 0)
    }
}
