import Foundation
import Testing

@Suite struct FaultTagTests {
    @Test("every fault tag is on a test that runs")
    func everyTagIsUsed() throws {
        let tests = ProgramRun.root.appending(path: "Tests")
        let table = try String(contentsOf: tests.appending(path: "TestSupport/FaultTags.swift"), encoding: .utf8)
        let declared = Set(table.matches(of: /static var ([A-Z][0-9]+): Tag/).map { String($0.output.1) })
        #expect(declared.count > 150)
        var used: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: tests.path)
        where path.hasSuffix(".swift") && !path.hasPrefix("TestSupport/") {
            let text = try String(contentsOf: tests.appending(path: path), encoding: .utf8)
            for line in text.split(separator: "\n") where !line.contains("//") && !line.contains(".disabled(") {
                used.formUnion(line.matches(of: /[(\[ ]\.([A-Z][0-9]+)\b/).map { String($0.output.1) })
            }
        }
        #expect(declared.subtracting(used).sorted() == [])
    }
}
