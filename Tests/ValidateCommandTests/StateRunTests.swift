import Foundation
import LocatedJSON
import TestSupport
import Testing

/// `--state`: what is remembered from run to run, and what becomes of it when something goes wrong.
@Suite struct StateRunTests {
    static let good = "900d18305cee759b483db4704e1a46080624e88b"
    static let revoked = "401052a62decc4c2664d8b02245a2e65ba66a9a8"
    static let throttled = "401001384fc2ea3e7158f88cae34a4329803f4cd"

    static func config(_ tokens: String...) -> String {
        let destinations = tokens.enumerated().map { number, token in
            let pixel = token == good ? "COH98PBC77U2GA5OQKK0" : "CFLFN9BC77UEUNENBHO0"
            return
                #"{"name": "d\#(number)", "pixel_id": "\#(pixel)", "access_token": "\#(token)", "test_event_code": "TEST12345"}"#
        }
        return "{\"destinations\": [\(destinations.joined(separator: ","))]}"
    }

    /// A directory with a config and a state.
    final class Place {
        let directory: TemporaryDirectory

        init(_ tokens: String...) throws {
            directory = try TemporaryDirectory()
            try set(tokens)
        }

        func set(_ tokens: [String]) throws {
            var config = StateRunTests.config()
            if let first = tokens.first { config = StateRunTests.config(first) }
            if tokens.count > 1 { config = StateRunTests.config(tokens[0], tokens[1]) }
            _ = try directory.write(config, to: "c.json")
        }

        func path(_ name: String) -> String { directory.url.appending(path: name).path }

        func run(_ arguments: String...) async throws -> ProgramRun {
            try await ProgramRun.of(
                ["c.json", "--state", "s.json", "--simulate"] + arguments,
                directory: directory.url
            )
        }

        /// A run and the history of its first destination.
        func history(_ arguments: String...) async throws -> (run: ProgramRun, history: JSONValue?) {
            let run = try await ProgramRun.of(
                ["c.json", "--state", "s.json", "--simulate", "--format", "json"] + arguments,
                directory: directory.url
            )
            return (run, try run.report()["destinations"]?.elements.first { _ in true }?["history"])
        }

        func state() throws -> JSONValue {
            try JSONDocument(parsing: [UInt8](Data(contentsOf: URL(fileURLWithPath: path("s.json"))))).root
        }

        func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

        func names() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted()
        }
    }

    @Test("verdicts are remembered, changes are reported, and only the owner may read the file")
    func remembering() async throws {
        let place = try Place(Self.good)
        var (run, history) = try await place.history()
        #expect(run.status == 0, "\(run.errorText)")
        #expect(history?["runs"]?.number == "1")
        #expect(history?["changed_from"]?.kind == .null)
        (run, history) = try await place.history()
        #expect(history?["runs"]?.number == "2")
        let since = history?["since"]?.string

        try place.set([Self.revoked])
        (run, history) = try await place.history()
        #expect(run.status == 1)
        #expect(history?["runs"]?.number == "1")
        #expect(history?["changed_from"]?.string == "healthy")
        let changed = history?["since"]?.string
        #expect(changed ?? "" >= since ?? "?")

        // What cannot be told leaves it as it was.
        try place.set([Self.throttled])
        (run, history) = try await place.history()
        #expect(run.status == 3)
        #expect(history?["status"]?.string == "unhealthy")
        #expect(history?["since"]?.string == changed)
        #expect(history?["runs"]?.number == "1")

        try place.set([Self.good])
        let text = try await place.run()
        #expect(text.status == 0)
        #expect(text.text.contains("was unhealthy; "), "\(text.text)")
        #expect(text.text.contains("healthy again: d0"))

        var status = stat()
        try #require(stat(place.path("s.json"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(try place.names() == ["c.json", "s.json", "s.json.lock"])
        for secret in [Self.good, Self.revoked, Self.throttled, "e88b", "TEST12345"] {
            #expect(try !place.text("s.json").contains(secret))
        }
    }

    @Test("a run of some destinations or rules changes only what it checked")
    func narrowed() async throws {
        let place = try Place(Self.good, Self.revoked)
        _ = try await place.run()
        let before = try place.state()
        func runs(_ state: JSONValue) -> [String?] { state["destinations"]?.elements.map { $0["runs"]?.number } ?? [] }
        #expect(runs(before) == ["1", "1"])
        let some = try await place.run("--destination", "d0")
        #expect(some.status == 0, "\(some.errorText)")
        #expect(runs(try place.state()) == ["2", "1"])
        // The token is not asked about, so this healthy clears nothing.
        let offline = try await place.run("--destination", "d1", "--only", "surrounding-whitespace")
        #expect(offline.status == 0)
        #expect(offline.text.contains("last known unhealthy"))
        let after = try place.state()
        #expect(runs(after) == ["2", "1"])
        #expect(after["destinations"]?.elements.map { $0["status"]?.string } == ["healthy", "unhealthy"])
    }

    @Test("a run that asks nothing remembers nothing", arguments: ["--offline", "--dry-run"])
    func withoutProof(_ option: String) async throws {
        let place = try Place(Self.good)
        let run = try await place.run(option)
        #expect(run.status == 2)
        #expect(run.errorText.contains("--state cannot be used with \(option)"))
        #expect(try place.names() == ["c.json"])
    }

    @Test("the simulator's answers and TikTok's are not mixed in one state")
    func worlds() async throws {
        let place = try Place(Self.good)
        _ = try await place.run()
        let real = try place.text("s.json").replacing("the built-in simulator", with: "TikTok")
        _ = try place.directory.write(real, to: "s.json")
        let (run, history) = try await place.history()
        #expect(run.status == 4)
        #expect(history?.kind == .null)
        #expect(run.errorText.replacing("\n    ", with: " ").contains("it remembers what TikTok answered"))
        #expect(try place.text("s.json") == real)
    }

    @Test(
        "a file that is not a state is set aside with a warning, and changes nothing else",
        .tags(.C17),
        arguments: [
            "", "{", "{\"format\": \"validate-state\", \"version\"", "not json", "[]", "{\"a\": 1}", "\u{0}\u{0}\u{0}",
            #"{"format": "validate-state", "version": 99}"#, #"{"format": "validate-state", "version": 1}"#,
            #"{"format": "validate-state", "version": 1, "world": "the built-in simulator", "destinations": [{"status": "healthy"}]}"#,
        ]
    )
    func damaged(_ content: String) async throws {
        let place = try Place(Self.revoked)
        _ = try place.directory.write(content, to: "s.json")
        let (run, history) = try await place.history("--strict")
        #expect(run.status == 1, "\(run.errorText)")
        #expect(history?["runs"]?.number == "1")
        let problem = try run.report()["problems"]?.elements.first { _ in true }
        #expect(problem?["severity"]?.string == "warning")
        #expect(problem?["message"]?.string?.contains("set aside as s.json.damaged") == true)
        #expect(try place.text("s.json.damaged") == content)
        #expect(try place.state()["version"]?.number == "1")

        // A healthy run stays one, --strict or not.
        try place.set([Self.good])
        _ = try place.directory.write(content, to: "s.json")
        let healthy = try await place.run()
        #expect(healthy.status == 0)
        #expect(try place.names().contains("s.json.damaged-2"))
    }

    @Test("damaged files do not fill the disk", .tags(.C17))
    func manyDamaged() async throws {
        let place = try Place(Self.good)
        for number in 0..<12 {
            _ = try place.directory.write("damaged \(number)", to: "s.json")
            #expect(try await place.run().status == 0)
        }
        #expect(try place.names().filter { $0.contains("damaged") }.count == 9)
        #expect(try place.text("s.json.damaged") == "damaged 0")
        #expect(try place.text("s.json.damaged-9") == "damaged 11")
    }

    @Test(
        "with a state that cannot be used the run checks, and ends with status 4",
        .tags(.C12),
        arguments: [
            ("ln -s target s.json", "symbolic link"), ("mkdir s.json", "it is a directory"),
            ("mkfifo s.json", "not a regular file"), ("ln -s target s.json.lock", "s.json.lock beside it"),
            ("mkdir s.json.lock", "s.json.lock beside it"), ("chmod 0777 .", "every user may write to its directory"),
        ]
    )
    func unusable(_ preparation: String, _ words: String) async throws {
        let place = try Place(Self.revoked)
        _ = try place.directory.write("precious", to: "target")
        #expect(try await ProgramRun.shell(preparation, directory: place.directory.url).status == 0)
        let (run, history) = try await place.history()
        #expect(run.status == 4)
        #expect(run.errorText.replacing("\n    ", with: " ").contains(words), "\(run.errorText)")
        #expect(history?.kind == .null)
        let report = try run.report()
        #expect(report["summary"]?["unhealthy"]?.number == "1", "it is checked all the same")
        #expect(report["exit_code"]?.number == "4")
        #expect(try place.text("target") == "precious")
    }

    @Test("the state replaces no file that the run reads or reports to")
    func places() async throws {
        let place = try Place(Self.good)
        let before = try place.text("c.json")
        for (state, words) in [("./c.json", "the run reads that file"), ("no/such/s.json", "no such file")] {
            let run = try await ProgramRun.of(
                ["c.json", "--state", state, "--simulate"],
                directory: place.directory.url
            )
            #expect(run.status == 4)
            #expect(run.errorText.replacing("\n    ", with: " ").contains(words), "\(run.errorText)")
        }
        let run = try await place.run("--format", "json=./s.json")
        #expect(run.status == 4)
        #expect(run.errorText.replacing("\n    ", with: " ").contains("a report is written there"))
        #expect(try place.text("c.json") == before)
        let twice = try await ProgramRun.of(
            ["c.json", "--simulate", "--format", "json=r", "--format", "text=./r"],
            directory: place.directory.url
        )
        #expect(twice.status == 4)
        #expect(twice.errorText.contains("another report is written there"))
    }

    @Test("the state is saved even if standard output cannot be written", .tags(.C9))
    func lostOutput() async throws {
        let place = try Place(Self.good)
        for (number, redirection) in [">/dev/full", ">&-", "| true"].enumerated() {
            let line = "exec bash -c '$VALIDATE c.json --simulate --state s.json \(redirection); exit ${PIPESTATUS[0]}'"
            let run = try await ProgramRun.shell(line, directory: place.directory.url)
            #expect(run.status == 4 || redirection == "| true", "\(run.status)")
            let runs = try place.state()["destinations"]?.elements.first { _ in true }?["runs"]?.number
            #expect(runs == "\(number + 1)", "\(redirection)")
        }
    }

    @Test("an overlapping run checks and reports, leaves the state alone and says who has it", .tags(.C18))
    func overlapping() async throws {
        let place = try Place(Self.good)
        let asked = DispatchSemaphore(value: 0)
        let answers = Answers()
        let server = try FaultServer { _ in
            asked.signal()
            return answers.next() ? ServerAction([.stall]) : .reply(body: #"{"code": 0, "message": "OK", "data": {}}"#)
        }
        // Limits that no busy machine reaches: the first run must still be waiting when the second one ends.
        let arguments = [
            "c.json", "--state", "s.json", "--base-url", "\(server.origin)", "--timeout", "900", "--deadline", "900",
        ]
        for (signal, status): (Int32, Int32) in [(15, 143), (9, -9)] {
            answers.stallNext()
            let first = try ProgramRun.Running(arguments, directory: place.directory.url)
            #expect(try await OwnThread.block { asked.wait(timeout: .now() + 30) } == .success)
            let before = try? place.text("s.json")
            let second = try await ProgramRun.of(arguments, directory: place.directory.url)
            #expect(second.status == 4)
            #expect(second.text.contains("healthy"), "it is checked all the same")
            let words = second.errorText.replacing("\n    ", with: " ")
            #expect(words.contains("another run holds it: process \(first.processIdentifier)"), "\(words)")
            #expect(words.contains(", since 2"))
            #expect((try? place.text("s.json")) == before)
            try await OwnThread.block { asked.wait() }

            // However the first one ends, the next has the state again.
            first.send(signal: signal)
            #expect(try await first.finish().status == status)
            let third = try await ProgramRun.of(arguments, directory: place.directory.url)
            #expect(third.status == 0, "\(third.errorText)")
            try await OwnThread.block { asked.wait() }
        }
    }

    private final class Answers: @unchecked Sendable {
        private let lock = NSLock()
        private var stalls = false

        func stallNext() { lock.withLock { stalls = true } }

        /// Whether to stall this time.
        func next() -> Bool {
            lock.withLock {
                defer { stalls = false }
                return stalls
            }
        }
    }

    @Test("an interrupted run remembers the destinations that it finished, and no others", .tags(.C20, .T26))
    func interrupted() async throws {
        let place = try Place(Self.good, Self.revoked)
        let asked = DispatchSemaphore(value: 0)
        let server = try FaultServer { request in
            let isFirst = String(decoding: request.body, as: UTF8.self).contains("COH98PBC77U2GA5OQKK0")
            if !isFirst { asked.signal() }
            return isFirst ? .reply(body: #"{"code": 0, "message": "OK", "data": {}}"#) : ServerAction([.stall])
        }
        let running = try ProgramRun.Running(
            [
                "c.json", "--state", "s.json", "--base-url", "\(server.origin)", "--concurrency", "1", "--timeout",
                "900", "--deadline", "900",
                "--format", "json=r.json",
            ],
            directory: place.directory.url
        )
        #expect(try await OwnThread.block { asked.wait(timeout: .now() + 30) } == .success)
        running.send(signal: SIGHUP)
        #expect(try await running.finish().status == 129)
        let records = try place.state()["destinations"]?.elements.map { $0["name"]?.string }
        #expect(records == ["d0"])
        let report = try JSONDocument(
            parsing: [UInt8](Data(contentsOf: URL(fileURLWithPath: place.path("r.json"))))
        ).root
        #expect(report["interrupted"]?.boolean == true)
        #expect(report["exit_code"]?.number == "129")
        #expect(report["destinations"]?.elements.map { $0["status"]?.string } == ["healthy", "unknown"])
    }

    @Test("a destination whose name is a secret is not remembered, masked or not")
    func secretName() async throws {
        let directory = try TemporaryDirectory()
        let config = Self.config(Self.good).replacing("\"d0\"", with: "\"\(Self.revoked)\"")
        _ = try directory.write(config, to: "c.json")
        let run = try await ProgramRun.of(["c.json", "--state", "s.json", "--simulate"], directory: directory.url)
        #expect(run.status == 0 || run.status == 1)
        let state = try? String(contentsOf: directory.url.appending(path: "s.json"), encoding: .utf8)
        #expect(state?.contains(Self.revoked.suffix(4)) != true)
    }

    @Test("a clock that was wrong in an earlier run does no harm", .tags(.C22))
    func wrongClock() async throws {
        let place = try Place(Self.revoked)
        _ = try await place.run()
        let text = try place.text("s.json")
        let year = 31_556_952
        let saved = try #require(try place.state()["saved_at"]?.number.flatMap { Int($0) })
        let later = text.replacing("\(saved)", with: "\(saved + year)")
        _ = try place.directory.write(later, to: "s.json")
        let (run, history) = try await place.history()
        #expect(run.status == 1)
        #expect(history?["runs"]?.number == "2")
        let startedAt = try run.report()["started_at"]?.string ?? ""
        #expect(history?["since"]?.string == startedAt, "never after the run itself")
        let words = try await place.run()
        #expect(words.text.contains("for 0 s, 3 runs"))
    }
}
