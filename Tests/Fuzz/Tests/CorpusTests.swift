import Foundation
import FuzzTargets
import Testing

/// What fuzzing starts from and what it once found, run through the same properties.
@Suite("Fuzz corpus", .timeLimit(.minutes(5)))
struct CorpusTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus")

    static let files = FuzzTarget.allCases.flatMap { target in
        let folder = folder.appendingPathComponent(target.rawValue)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { CorpusFile(target: target, url: folder.appendingPathComponent($0)) }
    }

    struct CorpusFile: CustomTestStringConvertible {
        let target: FuzzTarget
        let url: URL
        var testDescription: String { "\(target.rawValue)/\(url.lastPathComponent)" }
    }

    @Test("everything that must hold does", arguments: files)
    func properties(_ file: CorpusFile) throws {
        let bytes = [UInt8](try Data(contentsOf: file.url))
        #expect(file.target.violation(of: bytes) == nil)
    }

    @Test("cut off, without its beginning, or with a part twice, too", arguments: files)
    func mutations(_ file: CorpusFile) throws {
        let bytes = [UInt8](try Data(contentsOf: file.url))
        for eighth in 1..<8 {
            let place = bytes.count * eighth / 8
            let half = bytes.count / 2
            for mutant in [bytes[..<place], bytes[place...], bytes[..<max(place, half)] + bytes[min(place, half)...]] {
                #expect(file.target.violation(of: Array(mutant)) == nil, "at \(place)")
            }
        }
    }

    @Test("every target has a corpus, of small files", arguments: FuzzTarget.allCases)
    func corpus(_ target: FuzzTarget) throws {
        let files = Self.files.filter { $0.target == target }
        #expect(files.count >= 5)
        for file in files {
            let size = try #require(try file.url.resourceValues(forKeys: [.fileSizeKey]).fileSize)
            #expect(size < 4096, "\(file.testDescription)")
        }
    }
}
