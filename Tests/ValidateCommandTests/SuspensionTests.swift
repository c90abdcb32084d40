import Foundation
import LocatedJSON
import TestSupport
import Testing

/// The whole program, stopped and continued.
@Suite struct SuspensionTests {
    private static let one =
        #"{"pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "900d18305cee759b483db4704e1a46080624e88b", "test_event_code": "TEST12345"}"#

    /// The answer comes when the limit has long passed on every clock, but not in the time in which the program ran.
    @Test(
        "a program that was stopped for longer than its limits still uses the answer",
        .tags(.C21)
    )
    func stopped() async throws {
        let hasArrived = DispatchSemaphore(value: 0)
        let mayAnswer = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            hasArrived.signal()
            mayAnswer.wait()
            return .reply(body: #"{"code": 0, "message": "OK", "request_id": "1", "data": {}}"#)
        }
        // In one go on one thread: between its steps the pool of tasks may keep anyone waiting for long.
        let run = try await OwnThread.block {
            let running = try ProgramRun.Running(
                ["-", "--base-url", "\(server.origin)", "--timeout", "8", "--deadline", "9", "--format", "json"],
                input: Self.one
            )
            #expect(hasArrived.wait(timeout: .now() + 60) == .success)
            running.send(signal: SIGSTOP)
            Thread.sleep(forTimeInterval: 10)
            running.send(signal: SIGCONT)
            Thread.sleep(forTimeInterval: 0.5)
            mayAnswer.signal()
            return running.finishBlocking()
        }
        mayAnswer.signal()
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        #expect(try run.report()["status"]?.string == "healthy")
        #expect(server.requests.count == 1)
    }

    /// Given back is the time in which the program did not run, and no more.
    @Test("a program that was stopped does not wait for ever afterwards", .tags(.C21))
    func stoppedAndStalled() async throws {
        let hasArrived = DispatchSemaphore(value: 0)
        let server = try FaultServer { _ in
            hasArrived.signal()
            return ServerAction([.stall])
        }
        let (run, duration) = try await OwnThread.block {
            let running = try ProgramRun.Running(
                ["-", "--base-url", "\(server.origin)", "--timeout", "2", "--deadline", "120", "--format", "json"],
                input: Self.one
            )
            #expect(hasArrived.wait(timeout: .now() + 60) == .success)
            running.send(signal: SIGSTOP)
            Thread.sleep(forTimeInterval: 3)
            running.send(signal: SIGCONT)
            let start = ContinuousClock.now
            return (running.finishBlocking(), start.duration(to: .now))
        }
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(duration < .seconds(40), "took \(duration)")
    }
}
