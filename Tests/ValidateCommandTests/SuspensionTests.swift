import Foundation
import LocatedJSON
import TestSupport
import Testing

/// The whole program, stopped and continued.
@Suite struct SuspensionTests {
    private static let one =
        #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345"}"#

    /// The answer comes when the limit has long passed on every clock, but not in the time in which the program ran.
    @Test("a program that was stopped for longer than the limit of an exchange still takes its answer")
    func stopped() async throws {
        let hasArrived = DispatchSemaphore(value: 0)
        let mayAnswer = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            hasArrived.signal()
            mayAnswer.wait()
            return .reply(body: #"{"code": 0, "message": "OK", "request_id": "1", "data": {}}"#)
        }
        let running = try ProgramRun.Running(
            ["-", "--base-url", "\(server.origin)", "--timeout", "4", "--deadline", "120", "--format", "json"],
            input: Self.one
        )
        try await OwnThread.block {
            #expect(hasArrived.wait(timeout: .now() + 20) == .success)
            running.send(signal: SIGSTOP)
            Thread.sleep(forTimeInterval: 6)
            running.send(signal: SIGCONT)
            Thread.sleep(forTimeInterval: 0.5)
            mayAnswer.signal()
        }
        let run = try await running.finish()
        mayAnswer.signal()
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        #expect(try run.report()["status"]?.string == "healthy")
        #expect(server.requests.count == 1)
    }

    /// Given back is the time in which the program did not run, and no more.
    @Test("a program that was stopped does not wait for ever afterwards")
    func stoppedAndStalled() async throws {
        let hasArrived = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            hasArrived.signal()
            return ServerAction([.stall])
        }
        let running = try ProgramRun.Running(
            ["-", "--base-url", "\(server.origin)", "--timeout", "2", "--deadline", "120", "--format", "json"],
            input: Self.one
        )
        try await OwnThread.block {
            #expect(hasArrived.wait(timeout: .now() + 20) == .success)
            running.send(signal: SIGSTOP)
            Thread.sleep(forTimeInterval: 3)
            running.send(signal: SIGCONT)
        }
        let run = try await running.finish()
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.duration < .seconds(14), "took \(run.duration)")
    }
}
