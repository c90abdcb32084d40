import Foundation

/// Which test proves which row of the fault table, read from the tests' own sources.
///
/// An annotation belongs to the test, or to the suite, in whose attribute it stands. Anywhere else it is one of a table of
/// cases, and belongs to the next test of that file. A test that is switched off with `.disabled` proves nothing.
public struct FaultAnnotations: Sendable {
    /// A test that names a row.
    public struct Place: Hashable, Comparable, Sendable {
        /// The file, from the folder of the tests on.
        public let file: String
        /// The suite, and the function where one test is meant.
        public let test: String

        /// By file, then by test.
        public static func < (left: Place, right: Place) -> Bool {
            (left.file, left.test) < (right.file, right.test)
        }
    }

    /// The places of each row.
    public private(set) var places: [String: Set<Place>] = [:]

    /// Reads every Swift file below a folder.
    ///
    /// - Throws: What the system says of the folder or of a file.
    public init(readingTestsIn folder: String) throws {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
        // The trait itself stands in this target, with examples in its comments.
        for path in paths.sorted() where path.hasSuffix(".swift") && !path.hasPrefix("TestSupport/") {
            add(try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8), file: path)
        }
    }

    /// Reads one text.
    public init(text: String, file: String) {
        add(text, file: file)
    }

    private mutating func add(_ text: String, file: String) {
        for mark in text.ranges(of: ".faults(") where !Self.isComment(text, at: mark.lowerBound) {
            guard let end = text[mark.upperBound...].firstIndex(of: ")"),
                let test = Self.test(in: text, at: mark.lowerBound)
            else { continue }
            for (index, part) in text[mark.upperBound..<end].split(separator: "\"", omittingEmptySubsequences: false)
                .enumerated() where index % 2 == 1
            {
                places[String(part), default: []].insert(Place(file: file, test: test))
            }
        }
    }

    private static func isComment(_ text: String, at index: String.Index) -> Bool {
        let line = text[..<index].split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
        return line.trimmingPrefix { $0 == " " }.hasPrefix("//")
    }

    /// The name of the suite or test that an annotation belongs to; nil for one that is switched off.
    private static func test(in text: String, at index: String.Index) -> String? {
        let before = text[..<index]
        if let suite = before.ranges(of: "@Suite").last, !before[suite.upperBound...].contains("{") {
            return text[index...].firstMatch(of: declaration).map { String($0.output.1) }
        }
        var start = before.ranges(of: "@Test").last?.lowerBound
        if let attribute = start, before[attribute...].contains(" func ") { start = nil }
        start = start ?? text[index...].ranges(of: "@Test").first?.lowerBound
        guard let start, let function = text[max(start, index)...].firstMatch(of: function) else { return nil }
        if text[start..<function.range.lowerBound].contains(".disabled(") { return nil }
        let suite = before.matches(of: declaration).last.map { String($0.output.1) }
        return [suite, String(function.output.1)].compactMap { $0 }.joined(separator: ".")
    }

    private static var declaration: Regex<(Substring, Substring)> {
        /(?m)^(?:@Suite(?:\(.*\))? )?(?:final |private )*(?:struct|class|enum|actor|extension) (\w+)/
    }

    private static var function: Regex<(Substring, Substring)> { /func (\w+)/ }
}
