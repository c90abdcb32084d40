import Foundation
import LocatedJSON
import TestSupport
import Testing

/// Calls of the system that fail, one kind after another.
@Suite(.serialized, .enabled(if: FaultInjection.isAvailable, "strace must be installed and may trace"))
struct SystemCallFaultTests {
    private static let good =
        #"{"name": "one", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345"}"#
    private static let secrets = ["900d18305cee759b483db4704e1a46080624e88b"]

    /// A folder with a config and an old report.
    private static func folder() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        _ = try directory.write(good, to: "c.json")
        _ = try directory.write("old", to: "r.json")
        return directory
    }

    private static func report(_ directory: TemporaryDirectory) throws -> String {
        try String(contentsOf: directory.url.appending(path: "r.json"), encoding: .utf8)
    }

    private static func names(_ directory: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted()
    }

    private static let simulated = ["c.json", "--simulate", "--format", "json", "--format", "json=r.json"]

    struct Failure: Sendable, CustomTestStringConvertible {
        let calls: String
        let words: String
        let faults: [Tag]
        var testDescription: String { calls }

        init(_ calls: String, _ faults: [Tag], says words: String) {
            self.calls = calls
            self.faults = faults
            self.words = words
        }
    }

    @Test(
        "a report that cannot be written is status 4, and the old one stays",
        .tags(.C7),
        arguments: [
            "write:error=ENOSPC", "write:error=EIO", "write:error=EDQUOT", "write,writev,pwrite64:error=ENOSPC",
        ]
    )
    func everyWriteFails(_ calls: String) async throws {
        let directory = try Self.folder()
        let traced = try await FaultInjection.run(failing: calls, Self.simulated, directory: directory)
        FaultRules.expect(traced.run, status: 4, within: 10, secrets: Self.secrets)
        #expect(traced.injected > 0)
        #expect(try Self.report(directory) == "old")
        #expect(try Self.names(directory) == ["c.json", "r.json"])
    }

    @Test("a file that exceeds ulimit -f is status 4 with the reason, and the old report stays", .tags(.C7))
    func limitedFile() async throws {
        let directory = try Self.folder()
        let run = try await ProgramRun.shell(
            "trap '' XFSZ; ulimit -f 1; exec $VALIDATE c.json --simulate --format json=r.json",
            directory: directory.url
        )
        FaultRules.expect(run, status: 4, within: 5, secrets: Self.secrets)
        #expect(run.errorText.contains("r.json could not be written: File too large"), "\(run.errorText)")
        #expect(try Self.report(directory) == "old")
        #expect(try Self.names(directory) == ["c.json", "r.json"])
    }

    @Test(
        "no failing write leaves a partial report, and the exit status is 4",
        .tags(.C7),
        arguments: 1...8
    )
    func eachWriteFails(_ number: Int) async throws {
        let directory = try Self.folder()
        let traced = try await FaultInjection.run(
            failing: "write:error=ENOSPC:when=\(number)",
            Self.simulated,
            directory: directory
        )
        let isWhole = (try? JSONDocument(parsing: Array(Self.report(directory).utf8))) != nil
        let isTold = (try? traced.run.report()) != nil
        FaultRules.expect(traced.run, status: isWhole && isTold ? 0 : 4, within: 10, secrets: Self.secrets)
        let report = try Self.report(directory)
        #expect(isWhole || report == "old")
        #expect(try Self.names(directory) == ["c.json", "r.json"])
    }

    @Test(
        "standard output that cannot be written is status 4, whatever the reason",
        .tags(.C8, .C9, .T24),
        arguments: [("ENOSPC", "No space left on device"), ("EIO", "Input/output error"), ("EPIPE", "")]
    )
    func outputFails(_ error: String, _ words: String) async throws {
        for format in ["json", "text"] {
            let directory = try Self.folder()
            let traced = try await FaultInjection.run(
                failing: "write:error=\(error)",
                on: directory.url.appending(path: "out").path,
                ["c.json", "--simulate", "--format", format],
                directory: directory,
                redirection: ">\(directory.url.path)/out"
            )
            FaultRules.expect(traced.run, status: 4, within: 10, secrets: Self.secrets)
            #expect(traced.injected > 0)
            #expect(words.isEmpty ? traced.run.errors.isEmpty : traced.run.errorText.contains(words))
        }
    }

    static let unreachable: [Failure] = [
        Failure("connect:error=ENETUNREACH", [.N5], says: "cannot be reached"),
        Failure("connect:error=EHOSTUNREACH", [.N5], says: "cannot be reached"),
        Failure("connect:error=ECONNREFUSED", [.N4], says: "refused"),
        Failure("connect:error=ETIMEDOUT", [.N6], says: "127.0.0.1"),
        Failure("connect:error=EADDRNOTAVAIL", [.N5], says: "127.0.0.1"),
        Failure("socket:error=EMFILE", [], says: "127.0.0.1"),
        Failure("socket:error=ENOBUFS", [], says: "127.0.0.1"),
        Failure("socket:error=EAFNOSUPPORT", [], says: "127.0.0.1"),
        Failure("sendto,sendmsg:error=ECONNRESET", [], says: "127.0.0.1"),
        Failure("recvfrom,recvmsg:error=ETIMEDOUT", [], says: "127.0.0.1"),
    ]

    @Test("a socket that fails leaves every destination unknown, within the limit", arguments: unreachable)
    func socketFails(_ test: Failure) async throws {
        let server = try FaultServer { _ in .reply(body: FaultRun.accepted) }
        let directory = try Self.folder()
        let traced = try await FaultInjection.run(
            failing: test.calls,
            ["c.json", "--base-url", "\(server.origin)", "--timeout", "3", "--format", "json"],
            directory: directory
        )
        FaultRules.expect(traced.run, status: 3, within: 6, secrets: Self.secrets)
        #expect(traced.injected > 0)
        let said = try traced.run.report().destination("one")?.said ?? ""
        #expect(said.contains(test.words), "\(said)")
    }

    @Test(
        "a config that cannot be opened or read to its end is status 2 with the reason",
        .tags(.F22, .F23),
        arguments: [
            ("openat:error=EACCES", "permission denied"), ("openat:error=EMFILE", "too many open files"),
            ("openat:error=ESTALE", "stale file handle"), ("openat:error=ELOOP", "symbolic links"),
            ("read:error=EIO", "input/output error"), ("read:error=ESTALE", "stale file handle"),
            ("read:error=EIO:when=2", "input/output error"), ("fstat,newfstatat,statx:error=EIO", "input/output error"),
        ]
    )
    func configFails(_ calls: String, _ words: String) async throws {
        let directory = try Self.folder()
        let config = directory.url.appending(path: "c.json").path
        let traced = try await FaultInjection.run(
            failing: calls,
            on: config,
            [config, "--offline", "--format", "json"],
            directory: directory
        )
        FaultRules.expect(traced.run, status: 2, within: 10, secrets: Self.secrets)
        #expect(traced.injected > 0)
        let problem = try traced.run.report()["problems"]?.elements.first { _ in true }?["message"]?.string ?? ""
        #expect(problem.contains(words), "\(problem)")
    }

    private static let authorities = "/etc/ssl/certs/ca-certificates.crt"

    @Test(
        "a machine without certificates is distinguished from a server that is not trusted",
        .tags(.F28),
        .enabled(if: TLSFixture.unavailable == nil && FileManager.default.fileExists(atPath: authorities))
    )
    func noCertificates() async throws {
        let server = try await TLSFixture.make().serve(.good)
        let directory = try Self.folder()
        let traced = try await FaultInjection.run(
            failing: "openat,open:error=ENOENT",
            on: Self.authorities,
            ["c.json", "--base-url", "https://127.0.0.1:\(server.port)", "--timeout", "3", "--format", "json"],
            directory: directory
        )
        FaultRules.expect(traced.run, status: 3, within: 3, secrets: Self.secrets)
        let said = try traced.run.report().destination("one")?.said ?? ""
        #expect(said.contains("tls") && said.contains("the trusted certificates of this machine"), "\(said)")
        #expect(said.contains(Self.authorities), "where to look: \(said)")
    }

    @Test("an interrupted system call is repeated", .tags(.F23), arguments: ["read", "write"])
    func interruptedCall(_ call: String) async throws {
        let directory = try Self.folder()
        let path = directory.url.appending(path: call == "read" ? "c.json" : "out").path
        let traced = try await FaultInjection.run(
            failing: "\(call):error=EINTR:when=1..3",
            on: path,
            [directory.url.appending(path: "c.json").path, "--simulate", "--format", "json"],
            directory: directory,
            redirection: ">\(directory.url.path)/out"
        )
        FaultRules.expect(traced.run, status: 0, within: 10, secrets: Self.secrets)
        let output = try Data(contentsOf: directory.url.appending(path: "out"))
        #expect(try JSONDocument(parsing: [UInt8](output)).root["status"]?.string == "healthy")
    }

    @Test(
        "without random numbers the run succeeds or fails, but is never wrong",
        .tags(.C27),
        arguments: ["EAGAIN", "ENOSYS", "EINTR"]
    )
    func noRandomNumbers(_ error: String) async throws {
        let directory = try Self.folder()
        let call = error == "EINTR" ? "getrandom:error=EINTR:when=1..5" : "getrandom:error=\(error)"
        let traced = try await FaultInjection.run(failing: call, Self.simulated, directory: directory)
        try Self.expectClosed(traced.run, directory)
    }

    @Test(
        "without memory the run never ends green without its whole report",
        .tags(.C27),
        arguments: [46, 52, 54, 58, 66, 80]
    )
    func noMemory(_ number: Int) async throws {
        let server = try FaultServer { _ in .reply(body: FaultRun.accepted) }
        let directory = try Self.folder()
        let traced = try await FaultInjection.run(
            failing: "mmap,brk,mremap:error=ENOMEM:when=\(number)+",
            [
                "c.json", "--base-url", "\(server.origin)", "--timeout", "2", "--deadline", "3", "--format", "json",
                "--format", "json=r.json",
            ],
            directory: directory,
            killedAfter: 8
        )
        try Self.expectClosed(traced.run, directory)
    }

    @Test(
        "with little memory the run never ends green without its whole report",
        .tags(.C27),
        arguments: [60, 90, 120, 200]
    )
    func littleMemory(_ mebibytes: Int) async throws {
        let directory = try Self.folder()
        let list = (0..<100).map { Self.good.replacing("\"one\"", with: "\"d\($0)\"") }
        _ = try directory.write("{\"destinations\": [\(list.joined(separator: ","))]}", to: "c.json")
        let run = try await ProgramRun.shell(
            "ulimit -v \(mebibytes << 10); exec timeout -s KILL 8 $VALIDATE c.json --offline --deadline 3 --format json --format json=r.json",
            directory: directory.url
        )
        try Self.expectClosed(run, directory)
    }

    /// Green only with whole reports; an old report is there otherwise, or the new one; and no secret in what is left.
    private static func expectClosed(_ run: ProgramRun, _ directory: TemporaryDirectory) throws {
        FaultRules.expectNoSecret(in: run.output + run.errors, secrets)
        let text = try report(directory)
        let whole = try? JSONDocument(parsing: Array(text.utf8)).root
        #expect(whole != nil || text == "old")
        guard run.status == 0 else { return }
        #expect(whole?["status"]?.string == "healthy")
        #expect(try run.report()["status"]?.string == "healthy")
    }
}
