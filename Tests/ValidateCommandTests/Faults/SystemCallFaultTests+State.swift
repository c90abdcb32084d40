import Foundation
import LocatedJSON
import TestSupport
import Testing

/// Files that are replaced, on a system whose calls fail and on a disk that is full.
extension SystemCallFaultTests {
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

    private static func traced(
        _ calls: String?,
        on path: String? = nil,
        tracing: String = "none",
        _ options: [String],
        in directory: TemporaryDirectory
    ) async throws -> FaultInjection.Traced {
        try await FaultInjection.run(
            failing: calls,
            on: path,
            tracing: tracing,
            ["c.json", "--simulate"] + options,
            directory: directory
        )
    }

    private static let state = ["--state", "s.json"]
    private static let report = ["--format", "json=r.json"]

    @Test(
        "a file is durable before it gets its name, and the name before the run ends",
        .tags(.C15, .T23),
    )
    func order() async throws {
        let directory = try await Self.directory()
        let traced = try await Self.traced(
            nil,
            tracing: "fsync,fdatasync,rename,renameat,renameat2",
            Self.state + Self.report,
            in: directory
        )
        #expect(traced.run.status == 0, "\(traced.run.errorText)")
        let calls = traced.log.filter { $0.contains("fsync(") || $0.contains("rename") }.map(String.init)
        let place = directory.url.lastPathComponent
        for (index, name) in ["s.json", "r.json"].enumerated() {
            let three = Array(calls.dropFirst(3 * index).prefix(3))
            try #require(three.count == 3, "\(traced.log)")
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
        .tags(.C16),
        arguments: [
            Fault(injection: "fsync:error=EIO:when=1", words: "input/output error"),
            Fault(injection: "fsync:error=ENOSPC:when=1", words: "no space left on device"),
            Fault(injection: "fsync:error=EDQUOT:when=1", words: "quota"),
            Fault(injection: "rename,renameat,renameat2:error=ENOSPC", words: "no space left on device"),
            Fault(injection: "rename,renameat,renameat2:error=EACCES", words: "permission denied"),
            Fault(injection: "rename,renameat,renameat2:error=EBUSY", words: "resource busy"),
            Fault(injection: "rename,renameat,renameat2:error=EROFS", words: "read-only"),
            Fault(injection: "rename,renameat,renameat2:error=EXDEV", words: "cross-device"),
            // The first of a report is for its file, the second for its directory.
            Fault(injection: "fsync:error=EIO:when=2", words: "may not outlive a loss of power", keepsOld: false),
        ]
    )
    func replacingFails(_ fault: Fault) async throws {
        for (options, name) in [(Self.report, "r.json"), (Self.state, "s.json")] {
            let directory = try await Self.directory()
            let file = directory.url.appending(path: name)
            let old = try Data(contentsOf: file)
            let traced = try await Self.traced(fault.injection, options, in: directory)
            FaultRules.expect(traced.run, status: 4, within: 10, secrets: [StateRunTests.good])
            #expect(traced.injected == 1)
            let words = traced.run.errorText.replacing("\n    ", with: " ").lowercased()
            #expect(words.contains("\(name) could not be written: ") && words.contains(fault.words), "\(words)")
            #expect(try (Data(contentsOf: file) == old) == fault.keepsOld)
            let names = try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted()
            #expect(names == ["c.json", "r.json", "s.json", "s.json.lock"], "nothing is left beside them")
            #expect(traced.run.text.contains("1 healthy"), "it was checked all the same")
        }
    }

    @Test(
        "a directory that cannot be synchronised changes nothing",
        .tags(.C16),
        arguments: ["EINVAL", "EOPNOTSUPP"]
    )
    func directoryWithoutSync(_ error: String) async throws {
        let directory = try await Self.directory()
        let run = try await Self.traced("fsync:error=\(error):when=2", Self.report, in: directory).run
        #expect(run.status == 0, "\(run.errorText)")
    }

    @Test(
        "on a file system without locks the run reports as usual and leaves the state alone",
        .tags(.C19),
        arguments: ["ENOLCK", "EOPNOTSUPP", "EINVAL"]
    )
    func withoutLocks(_ error: String) async throws {
        let directory = try await Self.directory()
        let state = directory.url.appending(path: "s.json")
        let old = try Data(contentsOf: state)
        let run = try await Self.traced("flock:error=\(error)", Self.state + Self.report, in: directory).run
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
        "a state that cannot be opened is left alone, and the run checks",
        .tags(.C19),
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
        let run = try await Self.traced("openat:error=\(refusal.error)", on: refusal.file, Self.state, in: directory)
            .run
        #expect(run.status == 4)
        #expect(run.errorText.replacing("\n    ", with: " ").contains(refusal.words), "\(run.errorText)")
        #expect(run.text.contains("1 healthy"))
        #expect(try Data(contentsOf: state) == old)
    }

    @Test(
        "a state that cannot be read to its end is left alone, and the run checks",
        .tags(.C19),
    )
    func unreadable() async throws {
        let directory = try await Self.directory()
        let state = directory.url.appending(path: "s.json")
        let old = try Data(contentsOf: state)
        let run = try await Self.traced("read:error=EIO", on: "s.json", Self.state, in: directory).run
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
        .tags(.C7),
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
