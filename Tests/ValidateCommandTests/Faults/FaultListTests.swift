import Foundation
import TestSupport
import Testing

/// What the tests say they prove, held against the fault table.
@Suite struct FaultListTests {
    private static let tests = ProgramRun.root.appending(path: "Tests")

    @Test("every row of the fault table has a test or a reason, and FAULTS.md says which")
    func list() throws {
        let list = FaultList(try FaultAnnotations(readingTestsIn: Self.tests.path))
        #expect(list.contradictions.isEmpty, "\(list.contradictions.joined(separator: "\n"))")
        let file = Self.tests.appending(path: "FAULTS.md")
        guard (try? Data(contentsOf: file)) != Data(list.text.utf8) else { return }
        let isWritten = (try? Data(list.text.utf8).write(to: file)) != nil
        Issue.record(
            "FAULTS.md differs and was \(isWritten ? "rewritten" : "not writable"); review it with git diff and commit it"
        )
    }

    @Test("an annotation belongs to the test that it stands at, or to the next one after a table of cases")
    func annotations() {
        let mark = ".fau" + "lts("
        let text = """
            @Suite(\(mark)"N1"))
            struct Some {
                // \(mark)"N2")
                static let cases = [Case("a", \(mark)"N3", "N4"), Case("b", \(mark)"N5"))]
                func help() {}
                @Test(arguments: cases)
                func first(_ test: Case) {}
                @Test("x", \(mark)"N6"), arguments: [1])
                func second(_ number: Int) {}
                static let later = [Case("c", \(mark)"N7"))]
                @Test(.disabled("not yet"), arguments: later)
                func third() {}
            }
            """
        let places = FaultAnnotations(text: text, file: "F.swift").places
        #expect(
            places.mapValues { $0.map(\.test) } == [
                "N1": ["Some"], "N3": ["Some.first"], "N4": ["Some.first"], "N5": ["Some.first"], "N6": ["Some.second"],
            ]
        )
    }

    @Test("a row without test or reason, one with both, and a number that is none are found")
    func contradictions() {
        let nothing = FaultAnnotations(text: "", file: "")
        #expect(FaultList(nothing, reasons: [:]).contradictions.count == FaultRow.all.count)
        let reasons = Dictionary(uniqueKeysWithValues: FaultRow.all.map { ($0.id, FaultReason.cannotHappen("x")) })
        #expect(FaultList(nothing, reasons: reasons).contradictions.isEmpty)
        let mark = ".fau" + "lts("
        let some = FaultAnnotations(text: "@Test(\(mark)\"N1\", \"N99\")) func f() {}", file: "F.swift")
        #expect(FaultList(some, reasons: reasons).contradictions.count == 2)
        let open = reasons.mapValues { _ in FaultReason.open("x") }
        #expect(FaultList(some, reasons: open).contradictions.count == 1)
    }

    @Test("the table has every number once")
    func table() {
        #expect(FaultRow.sections.map(\.rows.count) == [49, 26, 30, 9, 30, 28])
        #expect(Set(FaultRow.all.map(\.id)).count == 172)
    }
}
