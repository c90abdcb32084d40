import Foundation
import LocatedJSON
import TestSupport
import Testing

/// How a run ends when its streams, its files or its user do not let it end by itself.
@Suite struct ProcessEndTests {
    private static let config = StateRunTests.config(StateRunTests.good)
    private static let large = { (count: Int) in
        let destinations = (0..<count).map {
            #"{"name": "shop \#($0)", "pixel_id": "COH98PBC77U2GA5OQKK0", "access_token": "\#(StateRunTests.good)", "test_event_code": "TEST12345"}"#
        }
        return "{\"destinations\": [\(destinations.joined(separator: ","))]}"
    }(600)

    /// A program that writes to a pipe which is full and which nobody reads.
    private final class Stuck: @unchecked Sendable {
        let process = Process()
        let errors = Pipe()
        private var ends: [Int32] = [-1, -1]

        init(_ arguments: [String], directory: URL, errorsToo: Bool = false) throws {
            try #require(pipe(&ends) == 0)
            let flags = fcntl(ends[1], F_GETFL)
            _ = fcntl(ends[1], F_SETFL, flags | O_NONBLOCK)
            var byte: UInt8 = 0
            while Foundation.write(ends[1], &byte, 1) == 1 {}
            _ = fcntl(ends[1], F_SETFL, flags)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            process.executableURL = ProgramRun.executable
            process.arguments = arguments
            process.currentDirectoryURL = directory
            process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle(fileDescriptor: ends[1])
            process.standardError = errorsToo ? FileHandle(fileDescriptor: ends[1]) : errors
            try process.run()
        }

        deinit {
            for end in ends { close(end) }
        }

        /// Whether the flags of the shared pipe are as they were.
        var isUntouched: Bool { fcntl(ends[1], F_GETFL) & O_NONBLOCK == 0 }

        /// Waits for the end.
        func status() async throws -> Int32 {
            try await OwnThread.block { self.statusBlocking() }
        }

        func statusBlocking() -> Int32 {
            process.waitUntilExit()
            return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        }
    }

    private static func wait(for file: URL) async throws {
        for _ in 0..<600 where !FileManager.default.fileExists(atPath: file.path) {
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test(
        "a reader that stopped reading delays neither the first signal nor the report files",
        .tags(.C20, .T26),
        arguments: [(Int32(2), Int32(130)), (15, 143), (1, 129)]
    )
    func unreadAtSignal(_ signal: Int32, _ status: Int32) async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.config, to: "c.json")
        let stuck = try Stuck(
            ["c.json", "--simulate", "--state", "s.json", "--format", "json=r.json"],
            directory: directory.url
        )
        try await Self.wait(for: directory.url.appending(path: "r.json"))
        let (ended, duration) = try await OwnThread.block {
            let began = ContinuousClock.now
            kill(stuck.process.processIdentifier, signal)
            return (stuck.statusBlocking(), began.duration(to: .now))
        }
        #expect(ended == status)
        #expect(duration < .seconds(15), "took \(duration)")
        #expect(stuck.isUntouched)
        let errors = String(decoding: stuck.errors.fileHandleForReading.availableData, as: UTF8.self)
        #expect(errors.contains("standard output could not be written: its reader does not read"), "\(errors)")
        let report = try JSONDocument(parsing: [UInt8](Data(contentsOf: directory.url.appending(path: "r.json")))).root
        #expect(report["status"]?.string == "healthy")
        #expect(FileManager.default.fileExists(atPath: directory.url.appending(path: "s.json").path))
    }

    @Test(
        "a reader that stopped reading does not delay the deadline, even if standard error is full as well",
        .tags(.C5),
        arguments: [false, true]
    )
    func unreadAtDeadline(_ errorsToo: Bool) async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.large, to: "c.json")
        // On a thread of its own, so that other tests do not count.
        let place = directory.url
        let (status, duration) = try await OwnThread.block {
            let began = ContinuousClock.now
            let stuck = try Stuck(
                ["c.json", "--simulate", "--only", "pixel-ownership", "-v", "--deadline", "3"],
                directory: place,
                errorsToo: errorsToo
            )
            return (stuck.statusBlocking(), began.duration(to: .now))
        }
        #expect(status == 4)
        #expect(duration < .seconds(30), "took \(duration)")
    }

    @Test("the second signal ends it at once", .tags(.C20))
    func secondSignal() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.config, to: "c.json")
        let stuck = try Stuck(["c.json", "--simulate", "--format", "json=r.json"], directory: directory.url)
        try await Self.wait(for: directory.url.appending(path: "r.json"))
        let (status, wasInTime) = try await OwnThread.block {
            let first = ContinuousClock.now
            kill(stuck.process.processIdentifier, SIGINT)
            usleep(300_000)
            kill(stuck.process.processIdentifier, SIGTERM)
            return (stuck.statusBlocking(), first.duration(to: .now) < .milliseconds(1500))
        }
        // The second one names the status; the first would have left the reader 2 seconds.
        #expect(status == 143 || !wasInTime)
    }

    @Test("other commands end on a signal as well")
    func otherCommands() async throws {
        let stuck = try Stuck(["rules"], directory: ProgramRun.root)
        try await Task.sleep(for: .seconds(2))
        kill(stuck.process.processIdentifier, SIGTERM)
        let status = try await stuck.status()
        #expect(status == 143 || status == -15, "on a busy machine it may not have come to listen")
    }

    @Test("a signal ends the wait for a config", .tags(.C20), arguments: ["fifo", "-"])
    func silentConfig(_ config: String) async throws {
        let directory = try TemporaryDirectory()
        let fifo = directory.url.appending(path: "fifo").path
        try #require(mkfifo(fifo, 0o600) == 0)
        let process = Process()
        let output = Pipe()
        let input = Pipe()
        process.executableURL = ProgramRun.executable
        process.arguments = [config, "--simulate", "--format", "json", "--format", "text=r.txt"]
        process.currentDirectoryURL = directory.url
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        // On a thread of its own: the program waits for 10 seconds only, and other tests may take the pool for as long.
        let (bytes, duration, writer) = try await OwnThread.block {
            try process.run()
            var writer: Int32 = -1
            if config == "fifo" {
                // A FIFO can be opened for writing like this only when somebody reads.
                for _ in 0..<600 where writer < 0 {
                    writer = open(fifo, O_WRONLY | O_NONBLOCK)
                    if writer < 0 { usleep(50_000) }
                }
            } else {
                sleep(2)
            }
            let began = ContinuousClock.now
            kill(process.processIdentifier, SIGTERM)
            let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
            process.waitUntilExit()
            return (bytes, began.duration(to: .now), writer)
        }
        #expect(process.terminationStatus == 143)
        #expect(duration < .seconds(7), "the wait itself is 10 seconds long, took \(duration)")
        let report = try JSONDocument(parsing: bytes).root
        #expect(report["interrupted"]?.boolean == true)
        #expect(FileManager.default.fileExists(atPath: directory.url.appending(path: "r.txt").path))
        close(writer)
    }

    @Test(
        "a config that comes slowly, or not at all, is waited for until the deadline",
        .tags(.F7, .F22),
        arguments: [true, false]
    )
    func slowConfig(_ drips: Bool) async throws {
        let directory = try TemporaryDirectory()
        let fifo = directory.url.appending(path: "fifo").path
        try #require(mkfifo(fifo, 0o600) == 0)
        // For both directions, so that it is open before anybody reads.
        let writer = open(fifo, O_RDWR | O_CLOEXEC)
        defer { close(writer) }
        let dripping = Task.detached {
            while drips, !Task.isCancelled {
                _ = write(writer, " ", 1)
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        let run = try await ProgramRun.of([fifo, "--simulate", "--deadline", "1", "--format", "json"], input: "")
        dripping.cancel()
        #expect(run.status == 2, "\(run.errorText)")
        #expect(run.text.contains("before the deadline of the run"), "\(run.text)\(run.errorText)")
        #expect(run.duration < .seconds(30), "took \(run.duration)")
    }

    @Test("closed standard streams do no harm", .tags(.C10, .T25), arguments: 0..<8)
    func closedStreams(_ closed: Int) async throws {
        let directory = try TemporaryDirectory()
        let config = try directory.write(Self.config, to: "c.json")
        let redirections = ["<&-", ">&-", "2>&-"].enumerated().filter { closed & 1 << $0.offset != 0 }.map(\.element)
        for number in 1...2 {
            let run = try await ProgramRun.shell(
                "$VALIDATE c.json --simulate --state s.json --format json=r.json --format text=r.txt "
                    + redirections.joined(separator: " "),
                directory: directory.url
            )
            #expect(run.status == (closed & 2 != 0 ? 4 : 0), "\(redirections): \(run.errorText)")
            #expect(try String(contentsOfFile: config, encoding: .utf8) == Self.config)
            func json(_ name: String) throws -> JSONValue {
                try JSONDocument(parsing: [UInt8](Data(contentsOf: directory.url.appending(path: name)))).root
            }
            #expect(try json("r.json")["summary"]?["healthy"]?.number == "1")
            #expect(try json("s.json")["destinations"]?.elements.first { _ in true }?["runs"]?.number == "\(number)")
            let text = try String(contentsOf: directory.url.appending(path: "r.txt"), encoding: .utf8)
            #expect(text.hasPrefix("checking 1 destination") && !text.contains("could not be written"))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted()
        #expect(names == ["c.json", "r.json", "r.txt", "s.json", "s.json.lock"])
    }

    @Test("kill -9 in the middle of writing leaves the old files or the new ones, whole", .tags(.C14, .C28))
    func killed() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.large, to: "c.json")
        let arguments = [
            "c.json", "--simulate", "-q", "--only", "pixel-ownership", "--state", "s.json", "--format", "json=r.json",
        ]
        #expect(try await ProgramRun.of(arguments, directory: directory.url).status == 0)
        let names = ["c.json", "r.json", "s.json", "s.json.lock"]
        func isWhole() throws {
            let report = try JSONDocument(parsing: [UInt8](Data(contentsOf: directory.url.appending(path: "r.json"))))
                .root
            #expect(report["destinations"]?.count == 600)
            let state = try JSONDocument(parsing: [UInt8](Data(contentsOf: directory.url.appending(path: "s.json"))))
                .root
            #expect(state["destinations"]?.count == 600)
        }
        try isWhole()
        let size = try Data(contentsOf: directory.url.appending(path: "r.json")).count
        var midway = 0
        for round in 0..<20 {
            let running = try ProgramRun.Running(arguments, directory: directory.url)
            // The moment when so much of the state, or of the report, lies in a temporary file.
            let wanted = round.isMultiple(of: 4) ? "s.json" : "r.json"
            let amount = round.isMultiple(of: 4) ? 1 : size * (round % 10) / 10 + 1
            let path = directory.url.path
            let pid = running.processIdentifier
            midway += try await OwnThread.block {
                let end = ContinuousClock.now + .seconds(20)
                while ContinuousClock.now < end, kill(pid, 0) == 0 {
                    usleep(300)
                    for name in try FileManager.default.contentsOfDirectory(atPath: path)
                    where name.hasPrefix(".\(wanted).") {
                        var status = stat()
                        guard stat("\(path)/\(name)", &status) == 0, status.st_size >= amount else { continue }
                        kill(pid, SIGKILL)
                        return 1
                    }
                }
                return 0
            }
            let status = try await running.finish().status
            #expect(status == -9 || status == 0, "\(status)")
            try isWhole()
        }
        #expect(midway >= 10, "the program was hit while writing")
        // The next run takes away what the killed ones left.
        #expect(try await ProgramRun.of(arguments, directory: directory.url).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted() == names)
        try isWhole()
    }

    @Test("a file that may not get large is status 4, and the old one stays", .tags(.C7))
    func fileSizeLimit() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.config, to: "c.json")
        _ = try directory.write("old", to: "r.json")
        let limited = try await ProgramRun.shell(
            "ulimit -f 1; exec $VALIDATE c.json --simulate -v --format json=r.json",
            directory: directory.url
        )
        #expect(limited.status == 4, "\(limited.status) \(limited.errorText)")
        #expect(limited.errorText.lowercased().contains("r.json could not be written: file too large"))
        #expect(try String(contentsOf: directory.url.appending(path: "r.json"), encoding: .utf8) == "old")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted() == ["c.json", "r.json"]
        )
    }

    @Test("in a world-writable directory no planted link redirects a report", .tags(.C12))
    func openDirectory() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.config, to: "c.json")
        let target = try directory.write("precious", to: "target")
        let open = directory.url.appending(path: "open")
        try FileManager.default.createDirectory(at: open, withIntermediateDirectories: true)
        try #require(chmod(open.path, 0o777) == 0)
        for name in [".r.json.tmp", ".r.json.0000000000000000.tmp", "r.json.tmp"] {
            try #require(symlink(target, open.appending(path: name).path) == 0)
        }
        let run = try await ProgramRun.of(
            ["c.json", "--simulate", "--format", "json=open/r.json"],
            directory: directory.url
        )
        #expect(run.status == 0, "\(run.errorText)")
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
    }

    @Test("permissions of a new report follow the umask", .tags(.C13, .T23))
    func umasks() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write(Self.config, to: "c.json")
        for (mask, mode): (String, mode_t) in [("022", 0o644), ("077", 0o600), ("0", 0o644), ("027", 0o640)] {
            let line = "umask \(mask); $VALIDATE c.json --simulate --format json=r\(mask).json --state s\(mask).json"
            #expect(try await ProgramRun.shell(line, directory: directory.url).status == 0)
            var status = stat()
            try #require(stat(directory.url.appending(path: "r\(mask).json").path, &status) == 0)
            #expect(status.st_mode & 0o777 == mode, "umask \(mask)")
            try #require(stat(directory.url.appending(path: "s\(mask).json").path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "umask \(mask)")
        }
    }
}
