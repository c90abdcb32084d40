import DestinationHealth
import TikTokAPI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The configs of a run, read and narrowed down to what is to be checked.
struct CheckInput {
    /// All destinations of all readable configs.
    private(set) var all: [Destination] = []
    /// Those to be checked.
    private(set) var selected: [Destination] = []
    /// Which part of the destinations is to be checked; nil for all.
    private(set) var shard: ReportShard?
    private(set) var problems: [Problem] = []
    /// What the configs that are not ours were recognised as.
    private(set) var recognised: [RecognisedConfig] = []
    private(set) var secrets: [Secret] = []
    private(set) var files: [String] = []
    private(set) var secretFiles: [String] = []

    /// Reads every config; one that cannot be read does not keep the others from being checked.
    ///
    /// - Parameters:
    ///   - options: Which ones.
    ///   - environment: Where references lead to.
    ///   - interruption: A descriptor that becomes readable when nothing is to be waited for any more; -1 for none.
    init(_ options: CheckOptions, environment: any ConfigEnvironment, patience: ReadDeadline = ReadDeadline()) {
        let loader = ConfigLoader(environment: environment)
        let paths = ConfigPaths(options.configs)
        problems = paths.problems
        for entry in paths.entries {
            let path = entry.source.path
            let bytes: [UInt8]
            do throws(FileReadError) {
                bytes = try entry.source.read(patience)
            } catch {
                problems.append(Problem("\(path): cannot be read: \(error.words)"))
                continue
            }
            if entry.isLeftOut(bytes) { continue }
            files.append(path)
            let config = loader.load(bytes, path: path)
            let destinations = entry.qualifier.map { config.destinations.qualified(byFile: $0) } ?? config.destinations
            // Most runs have one config, whose list need not be copied.
            if all.isEmpty { all = destinations } else { all += destinations }
            problems += config.problems
            if let other = config.recognised { recognised.append(other) }
            if secrets.isEmpty { secrets = config.secrets } else { secrets += config.secrets }
            secretFiles += config.secretFiles
        }
        select(options.destinationPatterns)
        if options.shard.count > 1 { keep(options.shard) }
    }

    /// Narrows down to a part. What the destinations have in common is still looked for among all.
    private mutating func keep(_ part: Shard) {
        shard = ReportShard(
            index: part.index,
            count: part.count,
            ofDestinations: selected.count,
            ofFiles: files
        )
        selected = selected.filter { ReportShard.index(ofName: $0.name, among: part.count) == part.index }
    }

    private mutating func select(_ patterns: [String]) {
        selected = patterns.isEmpty ? all : all.filter { destination in patterns.contains { destination.matches($0) } }
        if !all.isEmpty, selected.isEmpty {
            let words =
                patterns.count == 1 ? "the pattern of --destination matches" : "the patterns of --destination match"
            problems.append(Problem("\(words) no destination"))
        } else if !selected.isEmpty, !selected.contains(where: \.isEnabled) {
            problems.append(Problem("there is nothing to check: every destination is disabled"))
        }
    }
}

extension Destination {
    /// Whether the name matches a shell pattern (`*`, `?`, `[...]`).
    fileprivate func matches(_ pattern: String) -> Bool {
        fnmatch(pattern, name, 0) == 0
    }
}
