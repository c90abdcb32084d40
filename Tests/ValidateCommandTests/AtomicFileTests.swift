import Foundation
import Reporting
import TestSupport
import Testing

@testable import ValidateCommand

/// Files that are there whole or not at all.
@Suite struct AtomicFileTests {
    private func write(_ text: String, to file: AtomicFile) throws {
        let sink = file.sink(masker: .none)
        sink.write(text)
        try sink.flush()
        try file.commit()
    }

    private func names(in directory: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted()
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test(
        "a new file has the permissions asked for, an old one keeps its own",
        .tags(.C13, .T23),
        arguments: [0o600, 0o640, 0o644, 0o666]
    )
    func permissions(_ mode: Int) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("old", to: "report")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        try write("new", to: AtomicFile(path: path))
        #expect(try text(path) == "new")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == mode)
        let state = directory.url.appending(path: "state").path
        try write("new", to: AtomicFile(path: state, newMode: 0o600))
        #expect(try FileManager.default.attributesOfItem(atPath: state)[.posixPermissions] as? Int == 0o600)
    }

    @Test(
        "the owner is kept where the process has the right",
        .tags(.C13),
        .enabled(if: geteuid() == 0, "needs root")
    )
    func owner() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("old", to: "report")
        try #require(chown(path, 4321, 1234) == 0 && chmod(path, 0o640) == 0)
        try write("new", to: AtomicFile(path: path))
        var status = stat()
        try #require(stat(path, &status) == 0)
        #expect(status.st_uid == 4321 && status.st_gid == 1234 && status.st_mode & 0o7777 == 0o640)
    }

    @Test("the old content stays until the new one is whole")
    func wholeOrNot() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("old", to: "report")
        let file = try AtomicFile(path: path)
        let sink = file.sink(masker: .none)
        sink.write("half of the ne")
        try sink.flush()
        #expect(try text(path) == "old")
        file.discard()
        #expect(try text(path) == "old")
        #expect(try names(in: directory) == ["report"])
    }

    struct Place: CustomTestStringConvertible {
        let path: String
        let words: String
        var testDescription: String { path.debugDescription }
    }

    @Test(
        "a path that cannot be written is reported before anything else is done",
        .tags(.C11),
        arguments: [
            Place(path: "no/report", words: "no such file or directory"),
            Place(path: "file/report", words: "not a directory"),
            Place(path: "directory", words: "it is a directory"),
            Place(path: "directory/", words: "it names no file"),
            Place(path: "directory/..", words: "it names no file"),
            Place(path: "pipe", words: "it is not a regular file"),
            Place(path: "link", words: "it is a symbolic link, which is not written through"),
            Place(path: "dangling", words: "it is a symbolic link, which is not written through"),
            Place(path: "a\u{0}b", words: "its path has a null character in it"),
            Place(path: "", words: "it names no file"),
            Place(path: String(repeating: "n", count: 300), words: "file name too long"),
        ]
    )
    func unwritable(_ test: Place) throws {
        let directory = try TemporaryDirectory()
        let precious = try directory.write("precious", to: "file")
        try #require(mkdir(directory.url.appending(path: "directory").path, 0o755) == 0)
        try #require(mkfifo(directory.url.appending(path: "pipe").path, 0o644) == 0)
        try #require(symlink("file", directory.url.appending(path: "link").path) == 0)
        try #require(symlink("nothing", directory.url.appending(path: "dangling").path) == 0)
        let before = try names(in: directory)
        let path = test.path.isEmpty ? "" : directory.url.path + "/" + test.path
        let error = #expect(throws: FileFailure.self) { try AtomicFile(path: path) }
        #expect(error?.words == test.words)
        #expect(try text(precious) == "precious")
        #expect(try names(in: directory) == before)
    }

    #if os(Linux)
        @Test(
            "the reason is given for a directory in which no file can be created",
            .tags(.C11),
            arguments: ["/sys/report", "/proc/report"]
        )
        func readOnly(_ path: String) {
            let error = #expect(throws: FileFailure.self) { try AtomicFile(path: path) }
            #expect(error?.words.isEmpty == false)
        }
    #endif

    @Test("a link that is created during the writing is not written through", .tags(.C12))
    func lateLink() throws {
        let directory = try TemporaryDirectory()
        let target = try directory.write("precious", to: "target")
        let path = directory.url.appending(path: "report").path
        let file = try AtomicFile(path: path)
        try #require(symlink("target", path) == 0)
        #expect(throws: FileFailure.self) { try write("new", to: file) }
        #expect(try text(target) == "precious")
        #expect(try names(in: directory) == ["report", "target"])
    }

    @Test("a directory that is replaced during the writing does not change where the file goes", .tags(.C12))
    func swappedDirectory() throws {
        let directory = try TemporaryDirectory()
        let inner = directory.url.appending(path: "inner").path
        let other = directory.url.appending(path: "other").path
        try #require(mkdir(inner, 0o755) == 0 && mkdir(other, 0o755) == 0)
        let file = try AtomicFile(path: inner + "/report")
        try #require(rename(inner, inner + "-old") == 0 && symlink("other", inner) == 0)
        try write("new", to: file)
        #expect(try text(inner + "-old/report") == "new")
        #expect(try FileManager.default.contentsOfDirectory(atPath: other).isEmpty)
    }

    @Test("the temporary file of a killed run is deleted, that of a running one is not", .tags(.C14))
    func sweeping() throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "report").path
        let living = try AtomicFile(path: path)
        let livingName = try #require(try names(in: directory).first)
        let hex = "0123456789abcdef"
        let abandoned = try directory.write("half", to: ".report.\(hex).tmp")
        let others = [
            ".report.\(hex)0.tmp", ".report.tmp", ".report2.\(hex).tmp", "report.\(hex).tmp", ".report.\(hex).bak",
        ]
        for name in others { _ = try directory.write("not ours", to: name) }
        let precious = try directory.write("precious", to: "precious")
        try #require(symlink("precious", directory.url.appending(path: ".report.fedcba9876543210.tmp").path) == 0)

        let file = try AtomicFile(path: path)
        #expect(!FileManager.default.fileExists(atPath: abandoned))
        #expect(try text(precious) == "precious")
        file.discard()
        #expect(
            Set(try names(in: directory))
                == Set(others + [livingName, "precious", ".report.fedcba9876543210.tmp"])
        )
        try write("new", to: living)
        #expect(try text(path) == "new")
    }

    @Test("a temporary name fits beside a name of the greatest length")
    func longName() throws {
        let directory = try TemporaryDirectory()
        for name in [String(repeating: "n", count: 255), String(repeating: "é", count: 127)] {
            let path = directory.url.appending(path: name).path
            try write("new", to: AtomicFile(path: path))
            #expect(try text(path) == "new")
        }
        #expect(try names(in: directory).count == 2)
    }

    @Test("with several writers at a time, the file is always whole and that of one of them", .tags(.C14))
    func concurrent() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "report").path
        let texts = (0..<4).map { String(repeating: String($0), count: 50_000) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for text in texts {
                group.addTask {
                    // Each waits for the disk, which the pool of tasks must not.
                    try await OwnThread.block {
                        for _ in 0..<25 { try write(text, to: AtomicFile(path: path)) }
                    }
                }
            }
            group.addTask {
                for _ in 0..<200 {
                    guard let content = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
                    #expect(texts.contains(content))
                }
            }
            try await group.waitForAll()
        }
        #expect(try names(in: directory) == ["report"])
    }
}
