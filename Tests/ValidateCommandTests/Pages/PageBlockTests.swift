import Foundation
import Testing

/// What a page shows in a block is what the program does: commands are carried out, output and source are compared.
///
/// A block is one of these:
/// - `sh`: carried out by ``PageCommandTests``.
/// - any language below `<!-- output of: COMMAND -->`: what the command prints in the top folder. A mismatch rewrites the
///   block and fails, so that `git diff` is the review.
/// - any language below `<!-- from: PATH -->`: a part of that file, word for word.
/// - `json`: a config without an error.
/// - one of ``PageBlockTests/unchecked``, each with a reason.
@Suite("Pages: blocks", .serialized)
struct PageBlockTests {
    struct Case: CustomTestStringConvertible {
        let page: Page
        let block: Page.Block

        var place: String { "\(page.path):\(block.line + 1)" }
        var testDescription: String { place }
    }

    private static let all = Page.written.flatMap { page in page.blocks.map { Case(page: page, block: $0) } }

    private static func cases(_ isWanted: (Page.Block) -> Bool) -> [Case] { all.filter { isWanted($0.block) } }

    /// Blocks that nothing can be compared with, by the page and the first line.
    private static let unchecked: [(page: String, line: String, reason: String)] = [
        (
            "Sources/DestinationHealth/DestinationHealth.docc/Architecture.md", "config text",
            "a picture of the data flow"
        )
    ]

    private static func isUnchecked(_ test: Case) -> Bool {
        unchecked.contains { $0.page == test.page.path && test.block.lines.first?.hasPrefix($0.line) == true }
    }

    @Test("every block is carried out or compared with something")
    func kinds() {
        for test in Self.all {
            let isChecked =
                test.block.marker(after: "output of: ") != nil || test.block.marker(after: "from: ") != nil
                || ["sh", "json"].contains(test.block.language) || Self.isUnchecked(test)
            #expect(isChecked, "\(test.place): nothing checks this \(test.block.language) block")
        }
        for page in Page.written {
            for (number, line) in page.prose {
                let isHidden = line.hasPrefix(" ") && line.trimmingCharacters(in: .whitespaces).hasPrefix("```")
                #expect(!isHidden, "\(page.path):\(number + 1): an indented block is not seen by these tests")
            }
        }
        for (page, line, _) in Self.unchecked {
            #expect(Self.all.contains { $0.page.path == page && Self.isUnchecked($0) }, "no block: \(page): \(line)")
        }
    }

    @Test("a sample of output is what the program prints", arguments: cases { $0.marker(after: "output of: ") != nil })
    func output(_ test: Case) async throws {
        let command = try #require(test.block.marker(after: "output of: "))
        let run = try await PageStage().run(command, directory: ProgramRun.root)
        try #require(run.errors.isEmpty, "\(run.errorText)")
        guard Self.comparable(run.text) != Self.comparable(test.block.text) else { return }
        // Another block above may have been renewed since the page was read.
        let page = try Page(path: test.page.path)
        let block = try #require(page.blocks.first { $0.marker == test.block.marker })
        try page.replace(block, by: run.text)
        Issue.record("\(test.place) differed from '\(command)' and was rewritten; review it with git diff")
    }

    /// Text without what differs from run to run: request ids and durations.
    private static func comparable(_ text: String) -> String {
        text.replacing(#/request [0-9A-F]{30,}/#, with: "request ID").replacing(#/\b[0-9.]+ m?s\b/#, with: "TIME")
    }

    @Test("a quoted source is in its file, word for word", arguments: cases { $0.marker(after: "from: ") != nil })
    func quotation(_ test: Case) throws {
        let path = try #require(test.block.marker(after: "from: "))
        let source = try String(contentsOf: ProgramRun.root.appending(path: path), encoding: .utf8)
        #expect(source.contains(test.block.text), "\(test.place) is not in \(path); copy it from there")
    }

    @Test("a config has no error", arguments: cases { $0.language == "json" && $0.marker == nil })
    func config(_ test: Case) async throws {
        // The variables and files that it refers to are not set here.
        let run = try await ProgramRun.of(["--offline", "--skip", "value-reference", "-"], input: test.block.text)
        #expect(run.status == 0, "\(test.place): \(run.text)\(run.errorText)")
    }
}
