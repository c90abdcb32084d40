import Foundation
import FuzzTargets
import TestSupport
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
    func properties(_ file: CorpusFile) async throws {
        let bytes = [UInt8](try Data(contentsOf: file.url))
        let broken = try await violation(file.target, bytes)
        #expect(broken == nil, "\(broken ?? "")")
    }

    /// The targets block until a check is done, which none of the few threads that all tests share may do.
    private func violation(_ target: FuzzTarget, _ bytes: [UInt8]) async throws -> String? {
        try await OwnThread.block { target.violation(of: bytes) }
    }

    @Test("cut off, without its beginning, or with a part twice, too", arguments: files)
    func mutations(_ file: CorpusFile) async throws {
        let bytes = [UInt8](try Data(contentsOf: file.url))
        let (third, half) = (bytes.count / 3, bytes.count / 2)
        for mutant in [bytes[..<half], bytes[third...], bytes[..<half] + bytes[third...]] {
            let broken = try await violation(file.target, Array(mutant))
            #expect(broken == nil, "\(broken ?? "")")
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
