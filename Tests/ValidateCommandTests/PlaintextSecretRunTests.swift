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
        .tags(.F16),
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

    @Test("standard input is no file of a checkout, and a tracked file is known as one without git")
    func nothingKnown() async throws {
        let text = #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\#(Self.token)"}"#
        let piped = try await ProgramRun.of(["-", "--offline", "--strict"], input: text)
        #expect(piped.status == 0, "\(piped.text)")
        let directory = try TemporaryDirectory()
        let config = try directory.write(text, to: "config.json")
        _ = try await ProgramRun.shell("chmod 600 config.json; git init -q . && git add .", directory: directory.url)
        let arguments = [config, "--offline", "--strict"]
        #expect(try await ProgramRun.of(arguments).status == 1)
        #expect(try await ProgramRun.of(arguments, environment: ["PATH": "/nowhere"]).status == 1)
    }

    /// A partial clone whose index has a folder for one entry. Git asks its remote for that folder's files, here with a
    /// command of the checkout's own configuration.
    private static let hostileCheckout = """
        set -e
        git init -q . && mkdir folder && echo x > folder/a && git add .
        git -c user.name=a -c user.email=a@b commit -qm x
        tree=$(git rev-parse HEAD:folder)
        git sparse-checkout set --cone --sparse-index
        rm .git/objects/$(echo $tree | cut -c 1-2)/$(echo $tree | cut -c 3-)
        git config core.repositoryFormatVersion 1
        git config extensions.partialClone origin
        git config remote.origin.url .
        git config remote.origin.uploadpack "echo uploadpack >> '$PWD/ran'; git-upload-pack"
        git config core.fsmonitor "echo fsmonitor >> '$PWD/ran'; false"
        git config core.sshCommand "echo ssh >> '$PWD/ran'; false"
        mkdir bin && printf '#!/bin/sh\necho git >> "%s/ran"\nexec /usr/bin/git "$@"\n' "$PWD" > bin/git
        chmod 755 bin/git; chmod 600 *.json; rm -f ran
        """

    @Test(
        "a checkout whose configuration names commands has none of them run, nor git",
        .tags(.F30),
        arguments: [
            ["check", "config.json", "--offline"], ["config.json", "--dry-run"], ["config.json", "--simulate"],
            ["config.json", "--offline", "--only", "plaintext-secret"], ["import", "foreign.json"],
            ["fix", "config.json"],
        ],
        [false, true]
    )
    func hostileCheckout(_ arguments: [String], hasFirstGitInPath: Bool) async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(
            #"{"name": "shop-eu", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\#(Self.token)"}"#,
            to: "config.json"
        )
        try FileManager.default.copyItem(
            at: ProgramRun.root.appending(path: "fixtures/foreign/airbyte.json"),
            to: directory.url.appending(path: "foreign.json")
        )
        let prepared = try await ProgramRun.shell(Self.hostileCheckout, directory: directory.url)
        try #require(prepared.status == 0, "\(prepared.errorText)")
        let path = (hasFirstGitInPath ? directory.url.path + "/bin:" : "") + "/usr/bin:/bin"
        let run = try await ProgramRun.of(arguments, environment: ["PATH": path], directory: directory.url)
        let ran = try? String(contentsOfFile: directory.url.appending(path: "ran").path, encoding: .utf8)
        #expect(ran == nil, "\(ran ?? "") was run; \(run.errorText)")
    }
}
