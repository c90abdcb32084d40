import TikTokAPI

/// Where secrets stand in plain text, so that one open file is told once and not for each of its destinations.
struct PlaintextSecrets: Sendable {
    private struct Config {
        let first: Range<Int>
        /// Where the secrets begin, in the order in which they were read; one of the defaults as often as it was taken.
        var places: [Int]
    }

    private struct SecretFile: Hashable {
        let config: String
        let path: Secret
    }

    private var configs: [String: Config] = [:]
    private var firstReaders: [SecretFile: Range<Int>] = [:]

    /// Notes the secrets of some destinations.
    init(_ destinations: some Sequence<Destination>) {
        // Those of one config stand together.
        var last: (file: SourceFile, config: Config)?
        for destination in destinations where destination.isEnabled {
            let file = destination.range.file
            destination.forEachSecretText { text in
                if text.isPlaintextSecret {
                    let place = text.range.bytes.lowerBound
                    if last?.file === file {
                        last?.config.places.append(place)
                    } else {
                        if let last { add(last.config, of: last.file.path) }
                        last = (file, Config(first: destination.range.bytes, places: [place]))
                    }
                }
                for path in text.files {
                    let file = SecretFile(config: file.path, path: Secret(path))
                    if firstReaders[file] == nil { firstReaders[file] = destination.range.bytes }
                }
            }
        }
        if let last { add(last.config, of: last.file.path) }
    }

    private mutating func add(_ later: Config, of path: String) {
        configs[path, default: Config(first: later.first, places: [])].places += later.places
    }

    /// Adds what was noted of later destinations.
    mutating func add(_ later: PlaintextSecrets) {
        for (path, config) in later.configs { add(config, of: path) }
        firstReaders.merge(later.firstReaders) { first, _ in first }
    }

    /// How many secrets stand in the config of a destination, if it is the first with one; nil if it is not.
    func count(toldBy destination: Destination) -> Int? {
        guard let config = configs[destination.range.file.path], config.first == destination.range.bytes else {
            return nil
        }
        return Set(config.places).count
    }

    /// Whether a destination is the first of its config that reads a secret file.
    func isFirst(_ destination: Destination, toRead path: String) -> Bool {
        let file = SecretFile(config: destination.range.file.path, path: Secret(path))
        return firstReaders[file] == destination.range.bytes
    }
}
