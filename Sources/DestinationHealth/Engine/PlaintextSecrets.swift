import TikTokAPI

/// Which destinations tell of secrets in plain text, so that one open file is told once and not for each of its destinations.
struct PlaintextSecrets: Sendable {
    private struct SecretFile: Hashable {
        let config: String
        let path: Secret
    }

    /// The first destination of each config with a secret in it, by the config's path.
    private var firsts: [String: Range<Int>] = [:]
    private var firstReaders: [SecretFile: Range<Int>] = [:]
    /// Behind this byte of its config no destination is the first with a secret; -1 where none is.
    private(set) var lastFirst = -1

    /// Notes the secrets of some destinations.
    init(_ destinations: some Sequence<Destination>) {
        // Those of one config stand together.
        var file: SourceFile?
        for destination in destinations where destination.isEnabled {
            if destination.range.file !== file, destination.firstPlaintextSecret != nil {
                file = destination.range.file
                noteFirst(destination.range.bytes, of: destination.range.file.path)
            }
            // What is written out is read from no file.
            guard destination.hasRemarkableText else { continue }
            destination.forEachSecretText { text in
                for path in text.files {
                    let file = SecretFile(config: destination.range.file.path, path: Secret(path))
                    if firstReaders[file] == nil { firstReaders[file] = destination.range.bytes }
                }
            }
        }
    }

    private mutating func noteFirst(_ bytes: Range<Int>, of path: String) {
        guard firsts[path] == nil else { return }
        firsts[path] = bytes
        lastFirst = max(lastFirst, bytes.lowerBound)
    }

    /// Adds what was noted of later destinations.
    mutating func add(_ later: PlaintextSecrets) {
        for (path, bytes) in later.firsts { noteFirst(bytes, of: path) }
        firstReaders.merge(later.firstReaders) { first, _ in first }
    }

    /// Whether a destination is the first of its config with a secret in it.
    func isFirst(_ destination: Destination) -> Bool {
        firsts[destination.range.file.path] == destination.range.bytes
    }

    /// Whether a destination is the first of its config that reads a secret file.
    func isFirst(_ destination: Destination, toRead path: String) -> Bool {
        let file = SecretFile(config: destination.range.file.path, path: Secret(path))
        return firstReaders[file] == destination.range.bytes
    }
}
