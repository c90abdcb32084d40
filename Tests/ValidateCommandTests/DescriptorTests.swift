import Foundation
import LocatedJSON
import TestSupport
import Testing

/// The whole program where few files may be open.
@Suite struct DescriptorTests {
    private static let accepted = #"{"code": 0, "message": "OK", "request_id": "1", "data": {}}"#

    /// The first half of them is asked about in the same moment: each answer takes a little.
    private func server() throws -> FaultServer {
        try FaultServer { _ in ServerAction([.pause(.milliseconds(20))] + ServerAction.reply(body: Self.accepted).steps)
        }
    }

    private func config(in directory: TemporaryDirectory, count: Int) throws -> String {
        let destinations = (0..<count).map {
            #"{"name": "d\#($0)", "pixel_id": "COH98PBC77U2GA5OQKK0", "test_event_code": "TEST12345", "#
                + #""access_token": "900d18305cee759b483db4704e1a46080624e8\#($0 + 10)"}"#
        }
        return try directory.write("{\"destinations\": [\(destinations.joined(separator: ","))]}", to: "config.json")
    }

    @Test("few descriptors lower the concurrency, and nothing else", .tags(.C6), arguments: [24, 64, 1024])
    func fewDescriptors(limit: Int) async throws {
        let server = try server()
        let directory = try TemporaryDirectory()
        let path = try config(in: directory, count: 40)
        let run = try await ProgramRun.shell(
            "ulimit -n \(limit); exec \"$VALIDATE\" check '\(path)' --base-url '\(server.origin)' --concurrency 32 "
                + "--timeout 30 --format json"
        )
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        #expect(try run.report()["summary"]?["healthy"]?.number == "40")
        let said = run.errorText.contains("no more than \(limit) files may be open (ulimit -n)")
        #expect(said == (limit < 1024), "\(run.errorText)")
        #expect(run.errorText.split(separator: "\n").count <= 1, "\(run.errorText)")
    }

    @Test("a low limit that may be raised is no skipReason", .tags(.C6))
    func softLimit() async throws {
        let server = try server()
        let directory = try TemporaryDirectory()
        let path = try config(in: directory, count: 40)
        let run = try await ProgramRun.shell(
            "ulimit -S -n 32; exec \"$VALIDATE\" check '\(path)' --base-url '\(server.origin)' --concurrency 32 "
                + "--timeout 30 --format json"
        )
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        #expect(run.errorText.isEmpty, "\(run.errorText)")
        #expect(try run.report()["summary"]?["healthy"]?.number == "40")
    }

    private func traced(_ injection: String, count: Int, concurrency: Int = 16) async throws -> ProgramRun {
        let server = try server()
        let directory = try TemporaryDirectory()
        let path = try config(in: directory, count: count)
        return try await ProgramRun.shell(
            "exec strace -f -o /dev/null -e trace=socket -e inject=\(injection) \"$VALIDATE\" check '\(path)' "
                + "--base-url '\(server.origin)' --timeout 30 --concurrency \(concurrency) --format json"
        )
    }

    /// Every other socket cannot be opened once there are a few, also where no other exchange runs at the time.
    @Test(
        "an exchange without a socket waits for another one to end, or a moment",
        .tags(.C6),
        .enabled(if: Tool.isUsable("strace -o /dev/null true"), "strace makes socket() fail"),
        arguments: [1, 2, 16]
    )
    func noSocketForSome(concurrency: Int) async throws {
        let run = try await traced("socket:error=EMFILE:when=3+2", count: 40, concurrency: concurrency)
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        let summary = try run.report()["summary"]
        #expect(summary?["healthy"]?.number == "40")
        #expect(summary?["api_calls"]?.number == "40")
    }

    @Test(
        "without any socket nothing is sent, and the reason is told",
        .tags(.C6),
        .enabled(if: Tool.isUsable("strace -o /dev/null true"), "strace makes socket() fail"),
        arguments: ["EMFILE", "ENFILE"]
    )
    func noSocketAtAll(error: String) async throws {
        let run = try await traced("socket:error=\(error)", count: 3)
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.text.contains("cannot be reached: too many files are open (the limit is ulimit -n)"))
        #expect(try run.report()["summary"]?["api_calls"]?.number == "0")
    }
}
