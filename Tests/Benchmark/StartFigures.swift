/// What it costs to start the program.
struct StartFigures {
    let laboratory: BenchmarkRunner

    func measure(into results: inout Results) throws(BenchmarkFailure) {
        guard let curl = BenchmarkRunner.find("curl") else {
            return results.leaveOut("start", because: "curl is not installed")
        }
        let config = try laboratory.config(destinations: 3, "three.json")
        let cases: [(name: String, title: String, arguments: [String], limit: Double)] = [
            ("start", "start", ["--version"], 0.5),
            ("start-offline", "offline check of 3 destinations", ["--offline", config], 0.7),
        ]
        for entry in cases {
            let pairs = try laboratory.pairs(
                rounds: 40,
                [laboratory.program] + entry.arguments,
                beside: [curl, "--version"]
            )
            results.add(
                Figure(
                    name: entry.name,
                    title: entry.title,
                    subject: "validate \(entry.name == "start" ? "--version" : "--offline")",
                    reference: "curl --version",
                    unit: .milliseconds,
                    limit: entry.limit,
                    pairs: pairs.values { $0.wall * 1000 }
                )
            )
        }
    }
}
