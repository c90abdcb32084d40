import Foundation
import LocatedJSON
import TestSupport
import TikTokAPI
import TikTokSimulator
import Testing

/// The whole program against the simulator and against loopback servers, through real sockets and libcurl.
@Suite struct LiveRunTests {
    /// All cases as one config, each under its own name.
    private static let config: String = {
        let destinations = LiveCase.all.map { test in
            test.destination.replacing("\"name\": \"case\"", with: "\"name\": \"\(test.description)\"")
        }
        return "{\"destinations\": [\(destinations.joined(separator: ",\n"))]}"
    }()

    private func expectCases(in run: ProgramRun) throws {
        let report = try run.report()
        let destinations = Array(report["destinations"]?.elements.map { $0 } ?? [])
        try #require(destinations.count == LiveCase.all.count, "\(run.errorText)")
        for (test, destination) in zip(LiveCase.all, destinations) {
            #expect(destination["name"]?.string == test.description)
            #expect(destination["status"]?.string == test.status, "\(test)")
            #expect(destination["verified"]?.boolean == test.isVerified, "\(test)")
            let findings = destination["findings"]?.elements.map { $0 } ?? []
            let deciding = findings.first { ["error", "unknown"].contains($0["severity"]?.string) }
            #expect(deciding?["rule"]?.string == test.rule, "\(test)")
            #expect(deciding?["cause"]?.string == test.cause, "\(test)")
            #expect(deciding?["evidence"]?["code"]?.number == test.code.map(String.init), "\(test)")
        }
        #expect(run.status == 1)
    }

    @Test("every case gets its verdict from the simulator")
    func simulated() async throws {
        try await expectCases(in: ProgramRun.of(["-", "--simulate", "--format", "json"], input: Self.config))
    }

    @Test(
        "a loopback server that speaks the API gives every case the same verdict",
        .tags(.P1, .P2, .P3, .P4, .P6, .P7, .P8)
    )
    func loopback() async throws {
        let server = try FaultServer(answering: SimulatedTikTok(world: .builtIn, unixTime: { 1_795_255_200 }))
        let run = try await ProgramRun.of(
            ["-", "--base-url", "\(server.origin)", "--format", "json", "--timeout", "20"],
            input: Self.config
        )
        try expectCases(in: run)
        let asked = server.requests
        #expect(asked.allSatisfy { $0.path.hasPrefix("/open_api/v1.3/") && $0.path.hasSuffix("/") })
        #expect(asked.allSatisfy { !$0.target.contains("900d18305cee759b483db4704e1a46080624e88b") })
        #expect(try run.report()["summary"]?["api_calls"]?.number == "\(asked.count)")
    }

    @Test("a single destination decides the exit status", arguments: LiveCase.all)
    func exitStatus(_ test: LiveCase) async throws {
        let run = try await ProgramRun.of(["-", "--simulate"], input: "{\"destinations\": [\(test.destination)]}")
        #expect(run.status == test.exitCode, "\(run.text)\(run.errorText)")
    }

    private static let one =
        #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345"}"#
    private static let accepted = #"{"code": 0, "message": "OK", "request_id": "1", "data": {}}"#

    struct Misbehaviour: CustomTestStringConvertible {
        let testDescription: String
        let action: ServerAction

        init(_ description: String, _ action: ServerAction) {
            testDescription = description
            self.action = action
        }
    }

    @Test(
        "a server that misbehaves leaves the verdict unknown, within the time limit",
        .tags(.N16, .N17, .N18, .N20, .N21, .N24, .N25, .N28, .N29, .N30, .N32, .P13),
        arguments: [
            Misbehaviour("stalls before answering", ServerAction([.stall])),
            Misbehaviour("stalls in the headers", .textThenStall("HTTP/1.1 200 OK\r\nContent-Type: appl")),
            Misbehaviour(
                "stalls in the body",
                .textThenStall("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"code\": 0")
            ),
            Misbehaviour(
                "drips the body",
                ServerAction([
                    .bytes(Array("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n".utf8)),
                    .drip(Array(repeating: 0x20, count: 4000), count: 1, every: .milliseconds(100)),
                ])
            ),
            Misbehaviour(
                "never ends the body",
                ServerAction([
                    .bytes(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)),
                    .endless(Array(repeating: 0x20, count: 65_536), every: .zero),
                ])
            ),
            Misbehaviour(
                "never ends the headers",
                ServerAction([
                    .bytes(Array("HTTP/1.1 200 OK\r\n".utf8)),
                    .endless(Array("X-Filler: filler\r\n".utf8), every: .zero),
                ])
            ),
            Misbehaviour(
                "sends 1xx for ever",
                ServerAction([.endless(Array("HTTP/1.1 102 Processing\r\n\r\n".utf8), every: .zero)])
            ),
            Misbehaviour(
                "cuts the body off",
                .textThenClose("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n\(accepted)")
            ),
            Misbehaviour(
                "cuts a chunked body off",
                .textThenClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cod")
            ),
            Misbehaviour("resets", .textThenReset("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{")),
            Misbehaviour("closes at once", ServerAction([.close])),
            Misbehaviour(
                "answers with a page",
                .reply(200, headers: [("Content-Type", "text/html")], body: "<html>Welcome</html>")
            ),
            Misbehaviour("answers 500", .reply(500, body: "oops")),
            Misbehaviour("answers 503 with code 0", .reply(503, body: accepted)),
            Misbehaviour("answers nothing under 200", .reply(200, body: "")),
            Misbehaviour("answers 204", .reply(204, body: "")),
            Misbehaviour(
                "answers with compressed bytes",
                .reply(200, headers: [("Content-Encoding", "gzip")], body: accepted)
            ),
            Misbehaviour("is throttling", .reply(200, body: #"{"code": 40100, "message": "Too many requests"}"#)),
            Misbehaviour("speaks no HTTP", .textThenClose("220 smtp.example.com ESMTP\r\n")),
        ]
    )
    func misbehaving(_ test: Misbehaviour) async throws {
        let server = try FaultServer { _ in test.action }
        let run = try await ProgramRun.of(
            ["-", "--base-url", "\(server.origin)", "--timeout", "1.5", "--format", "json"],
            input: Self.one
        )
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.duration < .seconds(60), "1.5 s and much for a busy machine, took \(run.duration)")
        let report = try run.report()
        #expect(report["status"]?.string == "unknown")
        #expect(!run.text.contains("900d18305cee759b483db4704e1a46080624e88b"))
    }

    @Test("a refused connection leaves the verdict unknown, and nothing counts as sent", .tags(.N4))
    func refused() async throws {
        let server = try FaultServer { _ in .reply() }
        let origin = server.origin
        server.stop()
        let run = try await ProgramRun.of(["-", "--base-url", "\(origin)", "--format", "json"], input: Self.one)
        #expect(run.status == 3)
        let report = try run.report()
        #expect(report["summary"]?["api_calls"]?.number == "0")
        let finding = report["destinations"]?.elements.first { _ in true }?["findings"]?.elements.first { _ in true }
        #expect(finding?["message"]?.string?.contains("refused") == true)
    }

    @Test("a redirect is not followed: the other host sees nothing", .tags(.N33, .T1))
    func redirect() async throws {
        let other = try FaultServer { _ in .reply(body: Self.accepted) }
        for status in [301, 302, 303, 307, 308] {
            let server = try FaultServer { _ in
                .reply(status, headers: [("Location", "\(other.origin)/open_api/v1.3/event/track/")], body: "")
            }
            let run = try await ProgramRun.of(["-", "--base-url", "\(server.origin)"], input: Self.one)
            #expect(run.status == 3)
            #expect(run.text.contains("redirect"))
        }
        #expect(other.connectionCount == 0)
    }

    @Test("the deadline holds, and destinations that were not reached are unknown", .tags(.C5))
    func deadline() async throws {
        let server = try FaultServer { _ in ServerAction([.stall]) }
        let destinations = (0..<40).map {
            #"{"name": "d\#($0)", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "token-number-\#($0)"}"#
        }
        let run = try await ProgramRun.of(
            [
                "-", "--base-url", "\(server.origin)", "--deadline", "1", "--timeout", "60", "--concurrency", "4",
                "--format", "json",
            ],
            input: "{\"destinations\": [\(destinations.joined(separator: ","))]}"
        )
        #expect(run.duration < .seconds(30))
        #expect(run.status == 3)
        let report = try run.report()
        #expect(report["summary"]?["unknown"]?.number == "40")
        #expect(run.text.contains("not checked: deadline"))
    }

    @Test("a destination that hangs does not delay the others", .tags(.C2))
    func oneHangs() async throws {
        let server = try FaultServer { request in
            String(decoding: request.body, as: UTF8.self).contains("CFLFN9BC77UEUNENBHO0")
                ? ServerAction([.stall]) : .reply(body: Self.accepted)
        }
        let hanging = Self.one.replacing("COH98PBC77U2GA5OQKK0", with: "CFLFN9BC77UEUNENBHO0")
        let run = try await ProgramRun.of(
            ["-", "--base-url", "\(server.origin)", "--timeout", "1.5", "--format", "json"],
            input: "{\"destinations\": [\(hanging), \(Self.one)]}"
        )
        let statuses = try run.report()["destinations"]?.elements.map { $0["status"]?.string }
        #expect(statuses == ["unknown", "healthy"])
    }

    @Test(
        "a signal gives the report of what was finished, marked interrupted",
        .tags(.C20, .T26),
        arguments: [(Int32(2), Int32(130)), (15, 143)]
    )
    func signals(_ signal: Int32, _ status: Int32) async throws {
        let asked = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            asked.signal()
            return ServerAction([.stall])
        }
        // In one go on one thread: between its steps the pool of tasks may keep anyone waiting for long.
        let run = try await OwnThread.block {
            let running = try ProgramRun.Running(
                ["-", "--base-url", "\(server.origin)", "--timeout", "250", "--format", "json"],
                input: Self.one
            )
            #expect(asked.wait(timeout: .now() + 20) == .success)
            running.send(signal: signal)
            return running.finishBlocking()
        }
        #expect(run.status == status)
        let report = try run.report()
        #expect(report["interrupted"]?.boolean == true)
        #expect(report["exit_code"]?.number == "\(status)")
        #expect(report["summary"]?["unknown"]?.number == "1")
    }
}
