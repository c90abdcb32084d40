import Foundation
import FuzzTargets
import TestSupport
import Testing

@testable import DestinationHealth

/// Indexes that git itself has written, and what an attacker might make of them.
@Suite struct GitIndexTests {
    /// Fills a new checkout; `$ID` is the id of an object.
    struct Checkout: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var format = "sha1"
        let commands: String
        var listed: [String] = ["a.json", "folder/config.json", "folder/configs.json", "ü.json"]
        var absent: [String] = []

        init(_ words: String, _ commands: String) {
            testDescription = words
            self.commands = commands
        }

        func with(_ change: (inout Self) -> Void) -> Self {
            var copy = self
            change(&copy)
            return copy
        }
    }

    private static let files =
        "mkdir folder; for f in a.json folder/config.json folder/configs.json ü.json; do echo x > $f; done; git add .; "

    private static let longName = String(repeating: "deep/", count: 900) + "config.json"

    static let checkouts: [Checkout] = [2, 3, 4].flatMap { (version: Int) -> [Checkout] in
        let rewrite = "\ngit update-index --force-write-index --index-version \(version)"
        return [
            Checkout("version \(version)", files + rewrite),
            Checkout("version \(version) with SHA-256", files + rewrite).with { $0.format = "sha256" },
            Checkout(
                "version \(version) with a name to be added later",
                files + "echo x > new; git add -N new" + rewrite
            )
            .with { $0.listed += ["new"] },
            Checkout("version \(version) with a long name", files + add([(0, longName)]) + rewrite)
                .with {
                    $0.listed += [longName]
                    $0.absent = [String(longName.dropLast()), String(longName.dropFirst())]
                },
            Checkout(
                "version \(version) with a conflict",
                files + add([(1, "both"), (2, "both"), (3, "both"), (2, "both/ours")]) + rewrite
            )
            .with { $0.listed += ["both", "both/ours"] },
            Checkout(
                "version \(version) with a tree and a file that is not looked for",
                files + "git -c user.name=a -c user.email=a@b commit -qm x; git update-index --skip-worktree a.json"
                    + rewrite
            ),
            Checkout("version \(version), empty", "git read-tree --empty" + rewrite).with { $0.listed = [] },
        ]
    }

    private static func add(_ entries: [(stage: Int, name: String)]) -> String {
        "printf '" + entries.map { "100644 %s \($0.stage)\\t\($0.name)\\n" }.joined() + "'"
            + String(repeating: " $ID", count: entries.count) + " | git update-index --index-info"
    }

    /// Runs a shell line in a new folder and returns the folder.
    private static func folder(_ line: String, format: String = "sha1") async throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "validate-git-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        let start = "set -e; git init -q --object-format=\(format) .; ID=$(echo x | git hash-object -w --stdin); "
        shell.arguments = ["-c", start + line]
        shell.currentDirectoryURL = folder
        shell.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder.path]
        let status = try await OwnThread.block {
            try shell.run()
            shell.waitUntilExit()
            return shell.terminationStatus
        }
        try #require(status == 0)
        return folder
    }

    private static func index(_ checkout: Checkout) async throws -> [UInt8] {
        let folder = try await folder(checkout.commands, format: checkout.format)
        defer { try? FileManager.default.removeItem(at: folder) }
        return [UInt8](try Data(contentsOf: folder.appending(path: ".git/index")))
    }

    private static func lists(_ path: String, _ index: [UInt8]) -> Bool { GitIndex.lists(Array(path.utf8), in: index) }

    @Test("what git lists is listed, byte for byte, and nothing else", arguments: checkouts)
    func listed(_ checkout: Checkout) async throws {
        let index = try await Self.index(checkout)
        for path in checkout.listed { #expect(Self.lists(path, index), "\(path)") }
        let others = ["", "a", "a.jso", "A.json", "folder", "folder/", "/a.json", "config.json", "u\u{308}.json"]
        for path in others + checkout.absent { #expect(!Self.lists(path, index), "\(path)") }
    }

    @Test("an index that is cut off, changed or made up lists nothing and crashes nothing", arguments: checkouts)
    func hostile(_ checkout: Checkout) async throws {
        let index = try await Self.index(checkout)
        for count in stride(from: 0, to: index.count, by: index.count > 1000 ? 13 : 1) {
            #expect(!Self.lists("no such file", Array(index[..<count])))
        }
        for count in [0, 3, 11, 12, 40, index.count / 2] where count < index.count - 40 && !checkout.listed.isEmpty {
            #expect(!Self.lists("a.json", Array(index[..<count])), "\(count)")
        }
        var random = SeededRandom(seed: UInt64(index.count))
        for _ in 0..<500 {
            var changed = index
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<changed.count, using: &random)
                changed[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
            }
            #expect(!Self.lists("no such file", changed))
        }
    }

    /// An index of version 4 whose only entry is `name`, written after this prefix.
    private static func version4(count: [UInt8] = [0, 0, 0, 1], prefix: [UInt8], name: String = "a") -> [UInt8] {
        let flags: [UInt8] = [0, UInt8(name.utf8.count)]
        let entry = [UInt8](repeating: 1, count: 60) + flags + prefix + Array(name.utf8) + [0]
        return Array("DIRC".utf8) + [0, 0, 0, 4] + count + entry + [UInt8](repeating: 7, count: 20)
    }

    @Test("numbers beyond the file are no way out of it")
    func numbers() {
        #expect(Self.lists("a", Self.version4(prefix: [0])))
        for prefix: [UInt8] in [
            [1], [0x7F], [0x80, 0x00], [0xFF, 0x7F], [UInt8](repeating: 0xFF, count: 40),
            [UInt8](repeating: 0x80, count: 40),
        ] {
            #expect(!Self.lists("a", Self.version4(prefix: prefix)), "\(prefix)")
        }
        for count: [UInt8] in [[0, 0, 0, 0], [0, 0, 0, 2], [0xFF, 0xFF, 0xFF, 0xFF]] {
            #expect(!Self.lists("a", Self.version4(count: count, prefix: [0])), "\(count)")
        }
        let whole = Self.version4(prefix: [0])
        for size: [UInt8] in [[0, 0, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF]] {
            let extended = Array(whole.dropLast(20)) + Array("TREE".utf8) + size + [UInt8](repeating: 7, count: 20)
            #expect(!Self.lists("a", extended), "\(size)")
        }
        for version: UInt8 in [0, 1, 5, 255] {
            var other = whole
            other[7] = version
            #expect(!Self.lists("a", other), "\(version)")
        }
    }

    // MARK: - Where the index is

    struct Place: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let commands: String
        let path: String
        let isListed: Bool

        init(_ words: String, _ commands: String, _ path: String, _ isListed: Bool) {
            testDescription = words
            self.commands = commands
            self.path = path
            self.isListed = isListed
        }
    }

    private static let commit = "git -c user.name=a -c user.email=a@b commit -qm x; "

    static let places: [Place] = [
        Place("at the top", files, "a.json", true),
        Place("in a folder", files, "folder/config.json", true),
        Place("not added", files + "echo x > new", "new", false),
        Place("a link to a listed file", files + "mkdir out; ln -s ../a.json out/link", "out/link", true),
        Place("a listed link to a file that is not", "echo x > new; ln -s new link; git add link", "link", false),
        Place("no such file", files, "missing", false),
        Place("a worktree", files + commit + "git worktree add -q tree", "tree/folder/config.json", true),
        Place(
            "a submodule",
            "git init -q sub; (cd sub; \(files)\(commit)); git -c protocol.file.allow=always submodule -q add ./sub mod",
            "mod/folder/config.json",
            true
        ),
        Place(
            "a checkout in a checkout",
            files + "cd folder; git init -q .; git add config.json",
            "folder/config.json",
            true
        ),
        Place("an empty .git below a checkout", files + "mkdir folder/.git", "folder/config.json", true),
        Place("a pipe for an index", files + "rm .git/index; mkfifo .git/index", "a.json", false),
        Place("a folder for an index", files + "rm .git/index; mkdir .git/index", "a.json", false),
        Place("a device for an index", files + "ln -sf /dev/zero .git/index", "a.json", false),
        Place("a pipe for .git", files + "rm -rf .git; mkfifo .git", "a.json", false),
        Place("a .git that leads to itself", files + "rm -rf .git; echo 'gitdir: .git' > .git", "a.json", false),
        Place("a .git that leads nowhere", files + "rm -rf .git; echo 'gitdir: ' > .git", "a.json", false),
        Place("a .git of other text", files + "mv .git g; echo g > .git", "a.json", false),
        Place("a .git that names another folder", files + "mv .git g; echo 'gitdir: g' > .git", "a.json", true),
        Place("a split index", files + "git update-index --split-index", "a.json", false),
        Place("an index too large", files + "truncate -s 65M .git/index", "a.json", false),
    ]

    @Test("the index of the nearest checkout decides, wherever it is, and is only read", arguments: places)
    func place(_ place: Place) async throws {
        let folder = try await Self.folder(place.commands)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: place.path).path
        let (isListed, duration) = await OwnThread.run {
            let start = ContinuousClock.now
            return (GitIndex.lists(fileAt: path), start.duration(to: .now))
        }
        #expect(isListed == place.isListed)
        #expect(duration < .seconds(5), "a pipe is waited for for ten seconds")
    }
}
