import Foundation

/// Measures the program beside what people would use instead; see `swift run -c release benchmark --help`.
struct Benchmark {
    private static let help = """
        usage: benchmark [--quick] [--only start,offline,live,scale] [--program PATH] [--json PATH] [--write]

          --quick         less work and fewer rounds
          --only NAMES    some of the groups
          --program PATH  the binary to measure; without it one is built in .build-benchmark
          --json PATH     where the results go (.build-benchmark/benchmark.json)
          --write         renew the tables of Tests/Benchmark/README.md

        Ends with status 1 where a figure does not stand where it must.
        """

    private var isQuick = false
    private var groups: Set<String> = ["start", "offline", "live", "scale"]
    private var program: String?
    private var json = ".build-benchmark/benchmark.json"
    private var writes = false

    init(_ arguments: [String]) throws(BenchmarkFailure) {
        var arguments = arguments[...]
        while let option = arguments.popFirst() {
            if option == "--quick" {
                isQuick = true
            } else if option == "--write" {
                writes = true
            } else if option == "--help" {
                throw BenchmarkFailure(Self.help)
            } else if let value = arguments.popFirst() {
                switch option {
                case "--only": groups = Set(value.split(separator: ",").map(String.init))
                case "--program": program = value
                case "--json": json = value
                default: throw BenchmarkFailure("no such option: \(option)\n\n\(Self.help)")
                }
            } else {
                throw BenchmarkFailure("\(option) is no option, or has no value\n\n\(Self.help)")
            }
        }
    }

    /// Runs to the end; whether every figure stands where it must.
    func run() async throws -> Bool {
        try FileManager.default.createDirectory(atPath: ".build-benchmark", withIntermediateDirectories: true)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let laboratory = BenchmarkRunner(program: try program ?? Self.build(), folder: folder, isQuick: isQuick)

        print(Figure.heading)
        var results = Results { figure in
            print(figure.line)
            fflush(nil)
        }
        if groups.contains("start") { try StartFigures(laboratory: laboratory).measure(into: &results) }
        if groups.contains("offline") { try OfflineFigures(laboratory: laboratory).measure(into: &results) }
        if groups.contains("live") { try LiveFigures(laboratory: laboratory).measure(into: &results) }
        let simulation = groups.contains("scale") ? await ScaleSimulation.rows() : []
        for row in simulation {
            print(
                "\(row.destinations) destinations, \(row.title), parts: \(row.shards): \(ResultText.time(row.seconds))"
            )
        }
        for omission in results.omissions { print(omission) }

        let text = ResultText(results: results, simulation: simulation, machine: Self.machine)
        try text.json().write(to: URL(fileURLWithPath: json))
        let page = "Tests/Benchmark/README.md"
        if writes, !results.figures.isEmpty {
            try GeneratedPart.replace("benchmark", inFile: page, by: text.markdown)
        }
        if writes, !simulation.isEmpty {
            try GeneratedPart.replace("simulation", inFile: page, by: text.scaleTable)
        }
        return !results.figures.contains { $0.isMet == false }
    }

    /// Builds the program as it is handed out: optimised, the standard library inside.
    private static func build() throws(BenchmarkFailure) -> String {
        let scratch = ".build-benchmark/build"
        let run = try MeasuredProcess.of([
            "swift", "build", "-c", "release", "--static-swift-stdlib", "--disable-local-rpath",
            "--product", "validate", "--scratch-path", scratch,
        ])
        guard run.status == 0 else { throw BenchmarkFailure("the program cannot be built") }
        return "\(scratch)/release/validate"
    }

    private static var machine: String {
        let model = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
        let system = ProcessInfo.processInfo
        return "\(system.activeProcessorCount) processors\(model.map { " (\($0))" } ?? ""), "
            + system.operatingSystemVersionString
    }
}

do {
    let benchmark = try Benchmark(Array(CommandLine.arguments.dropFirst()))
    exit(try await benchmark.run() ? 0 : 1)
} catch let failure as BenchmarkFailure {
    FileHandle.standardError.write(Data("\(failure.words)\n".utf8))
    exit(2)
}
