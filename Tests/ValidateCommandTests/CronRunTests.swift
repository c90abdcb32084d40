import Foundation
import LocatedJSON
import Synchronization
import TestSupport
import Testing

/// What a run every few minutes needs: no alarm for a hiccup, no flood of test events.
@Suite struct CronRunTests {
    typealias Place = StateRunTests.Place
    private static let good = StateRunTests.good
    private static let revoked = StateRunTests.revoked
    private static let throttled = StateRunTests.throttled

    @Test("a change counts after --confirm runs in a row, and is reported as pending until then", .tags(.C25))
    func confirmation() async throws {
        let place = try Place(Self.good)
        var (run, history) = try await place.history("--confirm", "3")
        #expect(run.status == 0, "\(run.errorText)")
        #expect(history?["status"]?.string == "healthy")
        #expect(history?["pending"]?.kind == .null)

        try place.set([Self.revoked])
        (run, history) = try await place.history("--confirm", "3")
        #expect(run.status == 1, "a gate goes by what this run found")
        #expect(history?["status"]?.string == "healthy")
        #expect(history?["changed_from"]?.kind == .null)
        #expect(history?["pending"]?["status"]?.string == "unhealthy")
        #expect(history?["pending"]?["runs"]?.number == "1")
        #expect(history?["pending"]?["of"]?.number == "3")
        let since = history?["pending"]?["since"]?.string

        let text = try await place.run("--confirm", "3")
        #expect(text.status == 1)
        let words = text.text.replacing("\n", with: " ").replacing(#/ +/#, with: " ")
        #expect(words.contains("unhealthy now, 2 of 3; healthy for"), "\(text.text)")
        #expect(words.contains("1 change not confirmed yet"))
        #expect(!words.contains("newly unhealthy"))

        try place.set([Self.throttled])
        (run, history) = try await place.history("--confirm", "3")
        #expect(run.status == 3)
        #expect(history?["pending"]?["runs"]?.number == "2", "what could not be told changes nothing")

        try place.set([Self.revoked])
        (run, history) = try await place.history("--confirm", "3")
        #expect(history?["status"]?.string == "unhealthy")
        #expect(history?["changed_from"]?.string == "healthy")
        #expect(history?["since"]?.string == since)
        #expect(history?["pending"]?.kind == .null)
    }

    @Test(
        "options for runs in sequence need a state",
        arguments: ["--confirm=2", "--reuse-healthy=6h", "--notify-command=x"]
    )
    func needsState(_ option: String) async throws {
        let run = try await ProgramRun.of(["c.json", option])
        #expect(run.status == 2)
        #expect(run.errorText.contains("needs --state"))
    }

    /// A server that counts test events, and refuses the token when told.
    private final class Counter: Sendable {
        let events = Mutex(0)
        let calls = Mutex(0)
        let answer = Mutex(#"{"code": 0, "message": "OK", "data": {}}"#)

        func server() throws -> FaultServer {
            try FaultServer { request in
                self.calls.withLock { $0 += 1 }
                if String(decoding: request.body, as: UTF8.self).contains("ValidateHealthCheck") {
                    self.events.withLock { $0 += 1 }
                }
                return .reply(body: self.answer.withLock { $0 })
            }
        }
    }

    private func reuse(_ place: Place, _ server: FaultServer, _ duration: String = "6h") async throws -> (
        run: ProgramRun, destination: JSONValue?
    ) {
        let run = try await ProgramRun.of(
            [
                "c.json", "--state", "s.json", "--base-url", "\(server.origin)", "--reuse-healthy", duration,
                "--format", "json",
            ],
            directory: place.directory.url
        )
        return (run, try run.report()["destinations"]?.elements.first { _ in true })
    }

    @Test(
        "a recent proof makes test events unnecessary and is reported, and a revoked token is still found",
        .tags(.C26)
    )
    func reusing() async throws {
        let place = try Place(Self.good)
        let counter = Counter()
        let server = try counter.server()
        var (run, destination) = try await reuse(place, server)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(destination?["verified"]?.boolean == true)
        #expect(destination?["reused"]?.kind == .null)
        for _ in 0..<3 {
            (run, destination) = try await reuse(place, server)
            #expect(run.status == 0, "\(run.errorText)")
            #expect(destination?["status"]?.string == "healthy")
            #expect(destination?["verified"]?.boolean == false)
            #expect(destination?["reused"]?["proven_at"]?.string?.hasPrefix("2") == true)
            let check = destination?["checks"]?.elements.first { $0["rule"]?.string == "pixel-ownership" }
            #expect(check?["outcome"]?.string == "skipped")
            #expect(check?["reason"]?.string?.hasSuffix("ago, not asked again") == true)
            #expect(try run.report()["summary"]?["events_sent"]?.number == "0")
        }
        #expect(counter.events.withLock { $0 } == 1)
        #expect(counter.calls.withLock { $0 } == 4, "an empty list still asks whether the token lives")
        #expect(destination?["history"]?["runs"]?.number == "4")

        let text = try await ProgramRun.of(
            ["c.json", "--state", "s.json", "--base-url", "\(server.origin)", "--reuse-healthy", "6h"],
            directory: place.directory.url
        )
        #expect(text.text.contains("ago, not asked again"), "\(text.text)")
        #expect(text.text.contains("1 healthy (not verified)"))

        // The token is revoked: found by the next run, not six hours later, and after that everything is asked again.
        counter.answer.withLock {
            $0 = #"{"code": 40105, "message": "Access token is incorrect or has been revoked."}"#
        }
        (run, destination) = try await reuse(place, server)
        #expect(run.status == 1, "\(run.text)")
        #expect(counter.events.withLock { $0 } == 1)
        counter.answer.withLock { $0 = #"{"code": 0, "message": "OK", "data": {}}"# }
        (run, destination) = try await reuse(place, server)
        #expect(run.status == 0)
        #expect(destination?["verified"]?.boolean == true)
        #expect(counter.events.withLock { $0 } == 2)
    }

    @Test("a destination that changed, or whose proof is too old or in the future, is proven again", .tags(.C26))
    func notReusing() async throws {
        let place = try Place(Self.good)
        let counter = Counter()
        let server = try counter.server()
        func proves(_ words: Comment, _ duration: String = "6h") async throws {
            let before = counter.events.withLock { $0 }
            let (run, destination) = try await reuse(place, server, duration)
            #expect(run.status == 0, "\(run.errorText)")
            #expect(destination?["verified"]?.boolean == true, words)
            #expect(counter.events.withLock { $0 } == before + 1, words)
        }
        try await proves("first")
        for (old, new) in [("900d18", "900d19"), ("COH98PBC", "COH98PBD"), ("TEST12345", "TEST12346")] {
            let config = try place.text("c.json")
            _ = try place.directory.write(config.replacing(old, with: new), to: "c.json")
            try await proves("\(old) has changed")
        }
        try await proves("nothing is to be reused", "0")
        // Seven hours pass; or the clock is set back by one.
        for shift in [-25_200, 3_600] {
            let state = try place.text("s.json")
            let time = try #require(
                try place.state()["destinations"]?.elements.first { _ in true }?["proof"]?["time"]?.number
            )
            let moved = try #require(Int(time)) + shift
            _ = try place.directory.write(
                state.replacing("\"time\":\(time)", with: "\"time\":\(moved)"),
                to: "s.json"
            )
            try await proves("moved by \(shift) s")
        }
        // Nothing is kept of a proof by a run that is not asked to reuse any.
        let other = try Place(Self.good)
        _ = try await other.run()
        #expect(try !other.text("s.json").contains("proof\""))
        for secret in [Self.good, "900d19", "TEST12346"] { #expect(try !place.text("s.json").contains(secret)) }
    }
}
