import DestinationHealth
import Foundation
import Testing

@testable import ValidateCommand

/// Reference pages are complete.
@Suite("Pages: reference")
struct ReferencePageTests {
    private static func page(_ path: String) throws -> String {
        try String(contentsOf: ProgramRun.root.appending(path: path), encoding: .utf8)
    }

    @Test("the reference page of the rules is what the rules say")
    func rules() throws {
        let page = try Self.page("Sources/DestinationHealth/Rules/README.md")
        #expect(page == RulesPage.markdown(), "the page is out of date; renew it with .ci/renew")
    }

    @Test("a page names every field of the config, by each of its names")
    func fields() throws {
        let page = try Self.page("Sources/ValidateCommand/ValidateCommand.docc/Config.md")
        for field in Field.ofDestination {
            for name in field.keys { #expect(page.contains("`\(name)`"), "\(name)") }
        }
    }
}
