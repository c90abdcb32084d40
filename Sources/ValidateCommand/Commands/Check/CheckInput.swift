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
    /// The destinations of all readable configs.
    private(set) var all: [Destination] = []
    /// Those to be checked.
    private(set) var selected: [Destination] = []
    /// Which part of the destinations is to be checked; nil for all.
    private(set) var shard: ReportShard?
    /// What is wrong with the configs, or with the choice of destinations.
    private(set) var problems: [Problem] = []
    /// What the configs that are not ours were recognised as.
    private(set) var recognised: [RecognisedConfig] = []
    /// The secrets of all configs, to be masked in all output.
    private(set) var secrets: [Secret] = []
    /// The paths of the configs that were read.
    private(set) var files: [String] = []
    /// The paths of the files that references name.
    private(set) var secretFiles: [String] = []

    /// Reads every config; one that cannot be read does not keep the others from being checked.
    ///
    /// - Parameters:
    ///   - options: Which configs, and which of their destinations.
    ///   - environment: What references are resolved with.
    ///   - deadline: How long to wait for a config that comes slowly.
    init(_ options: CheckOptions, environment: any ConfigEnvironment, deadline: ReadDeadline) {
        let loader = ConfigLoader(environment: environment)
        let paths = ConfigPaths(options.configs)
        problems = paths.problems
        for entry in paths.entries {
            guard let bytes = entry.read(deadline, &problems) else { continue }
            let path = entry.source.path
            files.append(path)
            let config = loader.load(bytes, path: path)
            all += entry.qualified(config.destinations)
            problems += config.problems
            if let other = config.recognised { recognised.append(other) }
            secrets += config.secrets
            secretFiles += config.secretFiles
        }
        select(options.destinationPatterns)
        if options.shard.count > 1 { keep(options.shard) }
    }

    /// Keeps one shard of the selected destinations. Rules that compare destinations still look at all.
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
