import TikTokAPI

/// Where secrets stand in plain text, so that one open file is told once and not for each of its destinations.
struct PlaintextSecrets: Sendable {
    private struct Config {
        let first: Range<Int>
        var places: Set<Range<Int>>
    }

    private struct SecretFile: Hashable {
        let config: String
        let path: Secret
    }

    private var configs: [String: Config] = [:]
    private var firstReaders: [SecretFile: Range<Int>] = [:]

    mutating func add(_ destination: Destination) {
        guard destination.isEnabled else { return }
        let config = destination.range.file.path
        for text in destination.plaintextSecrets {
            configs[config, default: Config(first: destination.range.bytes, places: [])].places.insert(text.range.bytes)
        }
        for path in destination.secretTexts.flatMap(\.files) {
            let file = SecretFile(config: config, path: Secret(path))
            if firstReaders[file] == nil { firstReaders[file] = destination.range.bytes }
        }
    }

    /// How many secrets stand in the config of a destination, if it is the first with one; nil if it is not.
    func count(toldBy destination: Destination) -> Int? {
        guard let config = configs[destination.range.file.path], config.first == destination.range.bytes else {
            return nil
        }
        return config.places.count
    }

    /// Whether a destination is the first of its config that reads a secret file.
    func isFirst(_ destination: Destination, toRead path: String) -> Bool {
        let file = SecretFile(config: destination.range.file.path, path: Secret(path))
        return firstReaders[file] == destination.range.bytes
    }
}
