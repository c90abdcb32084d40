#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Testing

/// A file of expected output. A mismatch rewrites it and still fails, so that `git diff` is the review.
enum GoldenFile {
    static func expect(_ bytes: [UInt8], named name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation)
    {
        let folder = #filePath.utf8.split(separator: UInt8(ascii: "/")).dropLast().map {
            String(decoding: $0, as: UTF8.self)
        }
        let path = "/" + folder.joined(separator: "/") + "/Golden/" + name
        guard contents(of: path) != bytes else { return }
        let isWritten = write(bytes, to: path)
        Issue.record(
            "\(name) differs and was \(isWritten ? "rewritten" : "not writable"); review it with git diff",
            sourceLocation: sourceLocation
        )
    }

    static func contents(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&part, 1, part.count, file)
            guard count > 0 else { return bytes }
            bytes += part[..<count]
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) -> Bool {
        guard let file = fopen(path, "wb") else { return false }
        let count = fwrite(bytes, 1, bytes.count, file)
        return fclose(file) == 0 && count == bytes.count
    }
}
