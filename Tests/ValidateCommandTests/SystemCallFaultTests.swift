import Foundation
import LocatedJSON
import TestSupport
import Testing

/// Files on a system that fails, as `strace` lets it, and on a disk that is full.
@Suite struct SystemCallFaultTests {
    /// Whether this machine lets one process trace another.
    private static let canTrace: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
        process.arguments = ["-f", "-o", "/dev/null", "/bin/true"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    private static let why: Comment = "strace is not installed, or may not trace here"

    /// A directory with a config, an old report and an old state.
    private static func directory() async throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        _ = try directory.write(StateRunTests.config(StateRunTests.good), to: "c.json")
        let run = try await ProgramRun.shell(
            "$VALIDATE c.json --simulate --state s.json && echo old >r.json",
            directory: directory.url
        )
        try #require(run.status == 0)
        return directory
    }

    private static func traced(_ options: String, _ rest: String, in directory: TemporaryDirectory) async throws
        -> ProgramRun
    {
        try await ProgramRun.shell(
            "exec strace -f -qq -o trace \(options) $VALIDATE c.json --simulate \(rest)",
            directory: directory.url
        )
    }

    @Test(
        "a file is durable before it gets its name, and the name before the run ends",
        .faults("C15", "T23"),
        .enabled(if: canTrace, why)
    )
    func order() async throws {
        let directory = try await Self.directory()
        let run = try await Self.traced(
            "-y -e trace=fsync,fdatasync,rename,renameat,renameat2",
            "--state s.json --format json=r.json",
            in: directory
        )
        #expect(run.status == 0, "\(run.errorText)")
        let trace = try String(contentsOf: directory.url.appending(path: "trace"), encoding: .utf8)
        let calls = trace.split(separator: "\n").filter { $0.contains("fsync(") || $0.contains("rename") }.map(
            String.init
        )
        let place = directory.url.lastPathComponent
        for (index, name) in ["s.json", "r.json"].enumerated() {
            let three = Array(calls.dropFirst(3 * index).prefix(3))
            try #require(three.count == 3, "\(trace)")
            #expect(three[0].contains("fsync(") && three[0].contains("/.\(name)."), "the file: \(three)")
            #expect(three[1].contains("rename") && three[1].contains("\"\(name)\""), "then its name: \(three)")
            #expect(three[2].contains("fsync(") && three[2].contains("\(place)>"), "then the directory: \(three)")
        }
        #expect(calls.count == 6)
    }

    struct Fault: CustomTestStringConvertible {
        let injection: String
        let words: String
        /// Whether the old files are still there.
        var keepsOld = true
        var testDescription: String { injection }
    }

    @Test(
        "a call that fails is status 4 with the system's words, and the old file stays",
        .faults("C16"),
        .enabled(if: canTrace, why),
        arguments: [
            Fault(injection: "fsync:error=EIO", words: "input/output error"),
            Fault(injection: "fsync:error=ENOSPC", words: "no space left on device"),
            Fault(injection: "fsync:error=EDQUOT", words: "quota"),
            Fault(injection: "/rename.*:error=ENOSPC", words: "no space left on device"),
            Fault(injection: "/rename.*:error=EACCES", words: "permission denied"),
            Fault(injection: "/rename.*:error=EBUSY", words: "resource busy"),
            // The first of a report is for its file, the second for its directory.
            Fault(injection: "fsync:error=EIO:when=2", words: "may not outlive a loss of power", keepsOld: false),
        ]
    )
    func faults(_ fault: Fault) async throws {
        for (option, name) in [("--format json=r.json", "r.json"), ("--state s.json", "s.json")] {
            let directory = try await Self.directory()
            let file = directory.url.appending(path: name)
            let old = try Data(contentsOf: file)
            let run = try await Self.traced("-e inject=\(fault.injection)", option, in: directory)
            #expect(run.status == 4, "\(run.text)\(run.errorText)")
            let words = run.errorText.replacing("\n    ", with: " ")
            #expect(words.contains("\(name) could not be written: "), "\(words)")
            #expect(words.contains(fault.words), "\(words)")
            #expect(try (Data(contentsOf: file) == old) == fault.keepsOld)
            let names = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
            #expect(!names.contains { $0.hasSuffix(".tmp") }, "nothing is left beside it")
            #expect(run.text.contains("1 healthy"), "it was checked all the same")
        }
    }

    @Test("a write that fails half way is status 4, and the old file stays", .faults("C7"), .enabled(if: canTrace, why))
    func failingWrite() async throws {
        let directory = try await Self.directory()
        // Standard output goes to the same place, so that all writes of some length may fail.
        let run = try await Self.traced("-e inject=write:error=ENOSPC", "--format json=r.json", in: directory)
        #expect(run.status == 4)
        #expect(try String(contentsOf: directory.url.appending(path: "r.json"), encoding: .utf8) == "old\n")
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
        #expect(!names.contains { $0.hasSuffix(".tmp") })
    }

    @Test(
        "a directory that cannot be synchronized is none of the run's business",
        .faults("C16"),
        .enabled(if: canTrace, why),
        arguments: ["EINVAL", "EOPNOTSUPP"]
    )
    func directoryWithoutSync(_ error: String) async throws {
        let directory = try await Self.directory()
        let run = try await Self.traced("-e inject=fsync:error=\(error):when=2", "--format json=r.json", in: directory)
        #expect(run.status == 0, "\(run.errorText)")
    }

    @Test(
        "a file system without locks: reports as ever, the state left alone",
        .faults("C19"),
        .enabled(if: canTrace, why),
        arguments: ["ENOLCK", "EOPNOTSUPP", "EINVAL"]
    )
    func withoutLocks(_ error: String) async throws {
        let directory = try await Self.directory()
        let state = directory.url.appending(path: "s.json")
        let old = try Data(contentsOf: state)
        let run = try await Self.traced(
            "-e inject=flock:error=\(error)",
            "--state s.json --format json=r.json",
            in: directory
        )
        #expect(run.status == 4)
        #expect(
            run.errorText.replacing("\n    ", with: " ").contains("its file system gives no locks"),
            "\(run.errorText)"
        )
        let report = try JSONDocument(parsing: [UInt8](Data(contentsOf: directory.url.appending(path: "r.json")))).root
        #expect(report["summary"]?["healthy"]?.number == "1")
        #expect(try Data(contentsOf: state) == old)
    }

    struct Refusal: CustomTestStringConvertible {
        let file: String
        let error: String
        let words: String
        var testDescription: String { "\(error) for \(file)" }
    }

    @Test(
        "a state that the system does not let be opened is left alone, and the run checks",
        .faults("C19"),
        .enabled(if: canTrace, why),
        arguments: [
            // As root no permission stands in the way; the system's refusal is put in by hand.
            Refusal(file: "s.json.lock", error: "EROFS", words: "read-only file system"),
            Refusal(file: "s.json.lock", error: "EACCES", words: "permission denied"),
            Refusal(file: "s.json", error: "EACCES", words: "permission denied"),
            Refusal(file: "s.json", error: "EIO", words: "input/output error"),
        ]
    )
    func refused(_ refusal: Refusal) async throws {
        let directory = try await Self.directory()
        let state = directory.url.appending(path: "s.json")
        let old = try Data(contentsOf: state)
        let run = try await Self.traced(
            "-P \(refusal.file) -e inject=openat:error=\(refusal.error)",
            "--state s.json",
            in: directory
        )
        #expect(run.status == 4)
        #expect(run.errorText.replacing("\n    ", with: " ").contains(refusal.words), "\(run.errorText)")
        #expect(run.text.contains("1 healthy"))
        #expect(try Data(contentsOf: state) == old)
    }

    @Test(
        "a state that cannot be read to its end is left alone, and the run checks",
        .faults("C19"),
        .enabled(if: canTrace, why)
    )
    func unreadable() async throws {
        let directory = try await Self.directory()
        let state = directory.url.appending(path: "s.json")
        let old = try Data(contentsOf: state)
        let run = try await Self.traced("-P s.json -e inject=read:error=EIO", "--state s.json", in: directory)
        #expect(run.status == 4)
        #expect(run.errorText.replacing("\n    ", with: " ").contains("input/output error"), "\(run.errorText)")
        #expect(try Data(contentsOf: state) == old)
    }

    /// Whether this process may mount a small disk.
    private static let canMount: Bool = {
        guard geteuid() == 0, let directory = try? TemporaryDirectory() else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "mount -t tmpfs -o size=64k tmpfs \"$0\" && umount \"$0\"", directory.url.path]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(
        "a full disk is status 4, and the old files stay",
        .faults("C7"),
        .enabled(if: canMount, "nothing may be mounted here")
    )
    func fullDisk() async throws {
        let directory = try await Self.directory()
        let disk = directory.url.appending(path: "disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        let run = try await ProgramRun.shell(
            """
            mount -t tmpfs -o size=64k tmpfs disk || exit 98
            echo old >disk/r.json
            $VALIDATE c.json --simulate --state disk/s.json >/dev/null && cp disk/s.json s-old.json
            dd if=/dev/zero of=disk/filler bs=1k 2>/dev/null
            $VALIDATE c.json --simulate --state disk/s.json --format json=disk/r.json
            status=$?
            cp disk/r.json r-new.json
            cmp disk/s.json s-old.json || status=99
            ls -A disk >left
            umount disk
            exit $status
            """,
            directory: directory.url
        )
        #expect(run.status == 4, "\(run.text)\(run.errorText)")
        let words = run.errorText.replacing("\n    ", with: " ").lowercased()
        #expect(words.contains("disk/r.json could not be written: no space left on device"), "\(words)")
        #expect(words.contains("disk/s.json could not be written: no space left on device"), "\(words)")
        #expect(try String(contentsOf: directory.url.appending(path: "r-new.json"), encoding: .utf8) == "old\n")
        let left = try String(contentsOf: directory.url.appending(path: "left"), encoding: .utf8)
        #expect(left == "filler\nr.json\ns.json\ns.json.lock\n")
    }
}
