import DestinationHealth
import Foundation
import TestSupport
import Testing

@testable import ValidateCommand

/// What is told in the repository's pages is what the program does.
@Suite("Pages")
struct ReadmeTests {
    private static func page(_ path: String) throws -> String {
        try String(contentsOf: ProgramRun.root.appending(path: path), encoding: .utf8)
    }

    @Test("the reference page of the rules is what the rules say")
    func rules() throws {
        let page = try Self.page("Sources/DestinationHealth/Rules/README.md")
        #expect(page == RulesPage.markdown(), "the page is out of date; renew it with .ci/renew")
    }

    @Test("the README names every field of the config, by each of its names")
    func fields() throws {
        let readme = try Self.page("README.md")
        for field in ConfigField.all {
            for name in [field.name] + field.aliases { #expect(readme.contains("`\(name)`"), "\(name)") }
        }
    }

    @Test("every command line of the README can be carried out")
    func commandLines() throws {
        var isInside = false
        var commandLines: [String] = []
        for line in try Self.page("README.md").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isInside = line == "```sh"
            } else if isInside, line.hasPrefix("validate ") {
                commandLines.append(String(line))
            }
        }
        #expect(commandLines.count >= 10)
        for line in commandLines {
            let words = line.components(separatedBy: " #")[0].components(separatedBy: " > ")[0].split(separator: " ")
                .map { $0.filter { $0 != "'" } }
            #expect(throws: Never.self, "\(line)") { try Invocation.parse(Array(words.dropFirst())) }
        }
    }

    @Test(
        "a program that is built to be installed looks for no library in its own folder",
        .faults("T28"),
        arguments: [
            "README.md", ".ci/release", ".ci/run", ".github/actions/validate/build-program",
            "Tests/Benchmark/main.swift",
        ]
    )
    func buildLines(_ path: String) throws {
        let page = try Self.page(path)
        #expect(page.contains("--static-swift-stdlib") && page.contains("--disable-local-rpath"))
    }

    @Test("the README links to the reference of the rules")
    func link() throws {
        #expect(try Self.page("README.md").contains("(Sources/DestinationHealth/Rules/README.md)"))
    }
}
