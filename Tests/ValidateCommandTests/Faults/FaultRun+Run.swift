import Foundation
import LocatedJSON
import TestSupport
import Testing

extension FaultRun {
    private static let limit = 1.5

    /// Runs the program with the faulty destination among two healthy ones of the same server, and holds it to the rules.
    func verify() async throws {
        let elsewhere = try FaultServer { _ in .reply(body: Self.accepted) }
        let away = "\(elsewhere.origin)"
        let own = Shared("")
        let count = Shared(0)
        let answer = answer
        let server = try FaultServer { request in
            if Self.isControl(request) { return .reply(body: Self.accepted) }
            let earlier = count.value
            count.value += 1
            return answer(Timestamp(request: request, here: own.value, elsewhere: away, earlier: earlier))
        }
        own.value = "\(server.origin)"

        let presentation = Presentation.of(testDescription)
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "report.json").path
        let timeout = isImmediate ? 30 : Self.limit
        let run = try await ProgramRun.of(
            ["-", "--base-url", own.value, "--timeout", "\(timeout)"] + options
                + presentation.arguments(reportAt: path),
            input: Self.config(["{\"name\": \"faulty\", \(members)}"]),
            environment: Self.environment
        )

        FaultRules.expect(run, status: verdict.exitStatus, within: Self.limit)
        let report = try FaultRules.report(
            of: run,
            presentation,
            at: path,
            names: ["control-0", "faulty", "control-1"]
        )
        for control in 0...1 {
            #expect(report.destination("control-\(control)")?["status"]?.string == "healthy")
            #expect(report.destination("control-\(control)")?["verified"]?.boolean == true)
        }
        let faulty = try #require(report.destination("faulty"))
        #expect(faulty["status"]?.string == verdict.rawValue, "\(faulty.said)")
        if verdict != .healthy { #expect(faulty["verified"]?.boolean != true || verdict == .unhealthy) }
        for word in words { #expect(faulty.said.contains(word), "no \"\(word)\" in: \(faulty.said)") }
        let file = try? String(contentsOfFile: path, encoding: .utf8)
        let shown = run.text + run.errorText + (file ?? "")
        for word in absent { #expect(!shown.contains(word), "\(word)") }
        #expect(elsewhere.connectionCount == 0)
        if let maximumRequests { #expect(count.value <= maximumRequests) }
    }

    private static let environment = [
        "EMPTY": "", "PLANTED": oddToken, "LINE": token + "\n", "JSON": #"{"access_token": "\#(oddToken)"}"#,
    ]

    static func isControl(_ request: ReceivedRequest) -> Bool {
        controlTokens.contains(request.header("Access-Token") ?? "")
    }
}
