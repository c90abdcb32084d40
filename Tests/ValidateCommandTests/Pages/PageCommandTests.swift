import Foundation
import TestSupport
import Testing

@testable import ValidateCommand

/// The commands of the pages can be carried out as they are written.
@Suite("Pages: commands")
struct PageCommandTests {
    /// Lines that are not carried out here, each with the file that runs it word for word, or with the reason why none does.
    private static let elsewhere: [(line: String, runBy: Runner)] = [
        ("swift test --disable-xctest", .none("this test is a part of it; .ci/run takes it from the README")),
        ("swift test --disable-xctest --filter RuleExampleTests", .none("it is a part of the same run")),
        (
            "swift build -c release --static-swift-stdlib --disable-local-rpath --product validate",
            .file(".ci/run")
        ),
        ("sudo cp .build/release/validate /usr/local/bin/", .none("it changes the machine")),
        (".ci/renew", .none("it writes into the checkout")),
        (".ci/release dist", .file(".github/workflows/ci.yml")),
        (".ci/fuzz all 10", .file(".ci/run")),
        (".ci/fuzz config 600", .none("it takes ten minutes, and .ci/run fuzzes every target for a shorter time")),
        (".ci/soak", .none("it takes minutes, and .ci/run runs the same program on fewer destinations")),
        (".ci/soak --destinations 500", .none(".ci/run runs the same from its own build")),
        (".ci/soak --seed 7", .none("it takes minutes, and differs from the default in its numbers alone")),
        (".ci/instructions .build-release/release/validate", .file(".ci/run")),
        (".ci/instructions .build-release/release/validate --accept", .none("it writes into the checkout")),
        ("swift run -c release benchmark --quick", .none("times are no good on a busy machine")),
        ("swift run -c release benchmark --write", .none("it writes into the checkout")),
        ("swift run -c release benchmark --only scale --write", .none("it writes into the checkout")),
    ]

    /// What runs a line.
    private enum Runner {
        case file(String)
        case none(String)
    }

    /// Blocks whose last command ends with another status than 0.
    private static let statuses: [String: Int32] = [
        // The demo is unhealthy on purpose.
        "swift run validate fixtures/demo.json --simulate": 1,
        // The example's world does not have the config's token.
        "validate --simulate=fixtures/worlds/example.json config.json": 1,
    ]

    @Test(
        "the commands of a page are carried out one after the other",
        arguments: Page.written.filter { page in page.blocks.contains { $0.language == "sh" } }
    )
    func commands(_ page: Page) async throws {
        let stage = try PageStage()
        try await stage.writeReports()
        for block in page.blocks where block.language == "sh" {
            let lines = block.lines.filter { line in
                !Self.elsewhere.contains { $0.line == Self.command(in: line) }
            }
            let expected = lines.last.flatMap { Self.statuses[Self.command(in: $0)] } ?? 0
            let script = "set -eu\n" + lines.joined(separator: "\n")
            let run = try await stage.run(script, directory: stage.directory.url)
            #expect(
                run.status == expected,
                "\(page.path):\(block.line + 1): status \(run.status): \(run.text.suffix(2000))\(run.errorText)"
            )
        }
    }

    /// A line without its remark.
    private static func command(in line: String) -> String {
        line.components(separatedBy: " #")[0].trimmingCharacters(in: .whitespaces)
    }

    @Test("a line that is not carried out here exists, and the file that is named runs it")
    func exceptions() throws {
        let lines = Set(
            Page.written.flatMap(\.blocks).filter { $0.language == "sh" }.flatMap(\.lines).map(Self.command)
        )
        for (line, runner) in Self.elsewhere {
            #expect(lines.contains(line), "no page has this line: \(line)")
            guard case .file(let file) = runner else { continue }
            let text = try String(contentsOf: ProgramRun.root.appending(path: file), encoding: .utf8)
            #expect(text.contains(line), "\(file) does not run: \(line)")
        }
        for line in Self.statuses.keys { #expect(lines.contains(line), "no page has this line: \(line)") }
    }

    @Test(
        "a program that is built to be installed looks for no library in its own folder",
        .tags(.T28),
        arguments: [
            "README.md", ".ci/release", ".ci/run", ".github/actions/validate/build-program",
            "Tests/Benchmark/main.swift",
        ]
    )
    func buildLines(_ path: String) throws {
        let text = try String(contentsOf: ProgramRun.root.appending(path: path), encoding: .utf8)
        #expect(text.contains("--static-swift-stdlib") && text.contains("--disable-local-rpath"))
    }
}
