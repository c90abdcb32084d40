import Foundation
import LocatedJSON
import Synchronization
import TestSupport
import Testing

/// Faults of the run as a whole: how much, how long, and where its reports go.
@Suite(.serialized) struct RuntimeFaultTests {
    private static func many(_ count: Int) -> [String] {
        (0..<count).map { index in
            let token = "act.test-\(index)-\(String(index &* 7919, radix: 16))-token"
            return #"{"name": "d\#(index)", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\#(token)"}"#
        }
    }

    @Test(
        "no more of thousands of destinations are checked at once than allowed, and each is reported in its place",
        .tags(.C1)
    )
    func manyDestinations() async throws {
        struct Load {
            var now = 0
            var most = 0
        }
        let load = Mutex(Load())
        let server = try FaultServer { _ in
            load.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            usleep(500)
            load.withLock { $0.now -= 1 }
            return .reply(body: FaultRun.accepted)
        }
        let count = 2000
        let run = try await ProgramRun.of(
            [
                "-", "--base-url", "\(server.origin)", "--concurrency", "8", "--format", "json",
                "--only", "token-accepted", "--timeout", "30",
            ],
            input: "{\"destinations\": [\(Self.many(count).joined(separator: ","))]}"
        )
        FaultRules.expect(run, status: 0, within: 60)
        let report = try FaultRules.report(of: run, .json, at: "", names: (0..<count).map { "d\($0)" })
        #expect(report["summary"]?["healthy"]?.number == "\(count)")
        #expect(server.requests.count == count)
        #expect(load.withLock(\.most) <= 8)
    }

    @Test(
        "at the deadline unreached destinations are unknown, and reached ones keep their verdicts",
        .tags(.C2, .C5)
    )
    func deadlineHalfWay() async throws {
        let server = try FaultServer { request in
            FaultRun.isControl(request) ? .reply(body: FaultRun.accepted) : ServerAction([.stall])
        }
        for presentation in Presentation.allCases {
            let directory = try TemporaryDirectory()
            let path = directory.url.appending(path: "report.json").path
            let hanging = Self.many(30)
            let run = try await ProgramRun.of(
                ["-", "--base-url", "\(server.origin)", "--deadline", "1.5", "--timeout", "60", "--concurrency", "64"]
                    + presentation.arguments(reportAt: path),
                input: "{\"destinations\": [\(([FaultRun.control(0)] + hanging).joined(separator: ","))]}"
            )
            FaultRules.expect(run, status: 3, within: 1.5)
            let names = ["control-0"] + (0..<30).map { "d\($0)" }
            let report = try FaultRules.report(of: run, presentation, at: path, names: names)
            #expect(report.destination("control-0")?["status"]?.string == "healthy")
            #expect(report["summary"]?["unknown"]?.number == "30")
            #expect(report.destination("d29")?.said.contains("not checked: deadline") == true)
        }
    }

    @Test(
        "a report that cannot be written is reported before anything is asked, with status 4",
        .tags(.C11, .C12),
        arguments: [
            ("missing/r.json", "no such file or directory"), ("file/r.json", "not a directory"),
            ("folder", "is a directory"), ("folder/", "names no file"), ("link", "symbolic link"),
            ("/dev/full", "not a regular file"), ("pipe", "not a regular file"), ("/proc/r.json", "cannot be written"),
        ]
    )
    func earlyReportFailure(_ path: String, _ words: String) async throws {
        let server = try FaultServer { _ in .reply(body: FaultRun.accepted) }
        let directory = try TemporaryDirectory()
        let made = try await ProgramRun.shell(
            "touch file; mkdir folder; ln -s file link; mkfifo pipe",
            directory: directory.url
        )
        #expect(made.status == 0)
        let before = try Self.contents(directory)
        let run = try await ProgramRun.of(
            ["-", "--base-url", "\(server.origin)", "--format", "json", "--format", "text=\(path)"],
            input: FaultRun.config([]),
            directory: directory.url
        )
        FaultRules.expect(run, status: 4, within: 5)
        let report = try FaultRules.report(of: run, .json, at: "", names: ["control-0", "control-1"])
        #expect(report["destinations"]?.elements.allSatisfy { $0["status"]?.string == "unknown" } == true)
        let problems = report["problems"]?.elements.map { $0["message"]?.string ?? "" } ?? []
        #expect(problems.contains { $0.contains(words) }, "\(problems)")
        #expect(run.errorText.contains(path))
        #expect(server.connectionCount == 0)
        #expect(try Self.contents(directory) == before)
    }

    @Test("if one report cannot be written, the others stay as they were", .tags(.C11))
    func otherReport() async throws {
        let directory = try TemporaryDirectory()
        let good = try directory.write("old", to: "good.json")
        let run = try await ProgramRun.of(
            ["-", "--simulate", "--format", "json=\(good)", "--format", "text=missing/r.txt"],
            input: FaultRun.config([]),
            directory: directory.url
        )
        FaultRules.expect(run, status: 4, within: 5)
        #expect(try String(contentsOfFile: good, encoding: .utf8) == "old")
        #expect(try Self.contents(directory) == ["good.json"])
    }

    private static func contents(_ directory: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted()
    }

    struct Signal: Sendable {
        let number: Int32
        let status: Int32
    }

    static let signals = [
        Signal(number: SIGINT, status: 130), Signal(number: SIGTERM, status: 143), Signal(number: SIGHUP, status: 129),
    ]

    @Test(
        "the first signal gives a report marked interrupted, with files in their places",
        .tags(.C20, .T26),
        arguments: signals,
        Presentation.allCases
    )
    func firstSignal(_ signal: Signal, _ presentation: Presentation) async throws {
        let asked = DispatchSemaphore(value: 0)
        let server = try FaultServer { request in
            if FaultRun.isControl(request) { return .reply(body: FaultRun.accepted) }
            asked.signal()
            return ServerAction([.stall])
        }
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "report.json").path
        let running = try ProgramRun.Running(
            ["-", "--base-url", "\(server.origin)", "--timeout", "250"] + presentation.arguments(reportAt: path),
            input: FaultRun.config(["{\"name\": \"hanging\", \(FaultRun.events)}"])
        )
        // At once and here: the pool of tasks may be busy for longer than the run's limit.
        let isAsked = try await OwnThread.block {
            defer { running.send(signal: signal.number) }
            return asked.wait(timeout: .now() + 30)
        }
        #expect(isAsked == .success)
        let run = try await running.finish()
        #expect(run.status == signal.status, "\(run.errorText)")
        FaultRules.expectNoSecret(in: run.output + run.errors, FaultRun.secrets)
        let report = try FaultRules.report(
            of: run,
            presentation,
            at: path,
            names: ["control-0", "hanging", "control-1"]
        )
        #expect(report["interrupted"]?.boolean == true)
        #expect(report.destination("hanging")?["status"]?.string == "unknown")
    }

    @Test("a second signal ends the run at once", .tags(.C20), arguments: signals)
    func secondSignal(_ signal: Signal) async throws {
        let asked = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            asked.signal()
            return ServerAction([.stall])
        }
        let running = try ProgramRun.Running(
            ["-", "--base-url", "\(server.origin)", "--timeout", "250", "--format", "json"],
            input: "{\"destinations\": [\(Self.many(500).joined(separator: ","))]}"
        )
        let isAsked = try await OwnThread.block {
            defer {
                // Nobody reads the pipe yet, and it does not hold the report that the first signal asks for.
                running.send(signal: signal.number)
                sleep(2)
                running.send(signal: signal.number)
                sleep(2)
            }
            return asked.wait(timeout: .now() + 30)
        }
        #expect(isAsked == .success)
        let run = try await running.finish()
        #expect(run.status == signal.status, "\(run.errorText)")
        #expect(throws: JSONError.self) { try run.report() }
    }
}
