/// What it costs to check very many destinations without the network.
struct OfflineFigures {
    let laboratory: BenchmarkRunner

    private var largest: Int { laboratory.isQuick ? 10_000 : 100_000 }

    func measure(into results: inout Results) throws(BenchmarkFailure) {
        let config = try laboratory.config(destinations: largest, "large.json")
        try besideJQ(config, destinations: largest, timeLimit: 0.8, memoryLimit: 1, into: &results)
        let usual = try laboratory.config(destinations: 1_000, "usual.json")
        try besideJQ(usual, destinations: 1_000, timeLimit: 0.5, memoryLimit: nil, into: &results)
        try besidePython(config, into: &results)
        try growth(into: &results)
    }

    private func besideJQ(
        _ config: String,
        destinations: Int,
        timeLimit: Double,
        memoryLimit: Double?,
        into results: inout Results
    ) throws(BenchmarkFailure) {
        guard let jq = BenchmarkRunner.find("jq") else {
            return results.leaveOut("offline beside jq", because: "jq is not installed")
        }
        let pairs = try laboratory.pairs(
            rounds: 5,
            [laboratory.program, "--offline", config],
            beside: [jq, ".", config]
        )
        let measures: [(String, String, Figure.Unit, Double?, (MeasuredProcess) -> Double)] = [
            ("offline-time-\(destinations)", "time", .seconds, timeLimit, { $0.wall }),
            ("offline-memory-\(destinations)", "memory", .mebibytes, memoryLimit, { $0.memory / 1_048_576 }),
        ]
        for (name, what, unit, limit, value) in measures {
            results.add(
                Figure(
                    name: name,
                    title: "\(what) of an offline check of \(destinations) destinations",
                    subject: "validate --offline",
                    reference: "jq .",
                    unit: unit,
                    limit: limit,
                    pairs: pairs.values(value)
                )
            )
        }
    }

    private func besidePython(_ config: String, into results: inout Results) throws(BenchmarkFailure) {
        guard BenchmarkRunner.hasPython(module: "jsonschema") else {
            return results.leaveOut("offline beside Python", because: "python3 with jsonschema is not installed")
        }
        let schema = """
            {"type": "object", "required": ["destinations"], "properties": {"destinations": {"type": "array", "items": {
            "type": "object", "required": ["pixel_id", "access_token"], "properties": {
            "pixel_id": {"type": "string", "pattern": "^[0-9A-V]{20}$"},
            "access_token": {"type": "string", "pattern": "^[0-9a-f]{40}$"},
            "advertiser_ids": {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{15,20}$"}}}}}}}
            """
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            for _ in jsonschema.Draft7Validator(schema).iter_errors(json.load(open(sys.argv[2]))): sys.exit(1)
            """
        let schemaPath = try laboratory.write(schema, to: "schema.json")
        let pairs = try laboratory.pairs(
            rounds: 1,
            [laboratory.program, "--offline", config],
            beside: ["python3", "-c", script, schemaPath, config]
        )
        results.add(
            Figure(
                name: "offline-python",
                title: "the same beside four patterns in Python",
                subject: "validate --offline",
                reference: "Python, json and jsonschema",
                unit: .seconds,
                limit: nil,
                pairs: pairs.values { $0.wall }
            )
        )
    }

    /// Ten times the destinations must cost hardly more than ten times the time.
    private func growth(into results: inout Results) throws(BenchmarkFailure) {
        let counts = [1_000, 10_000, 100_000].filter { $0 <= largest }
        var configs: [String] = []
        for count in counts {
            configs.append(try laboratory.config(destinations: count, "\(count).json"))
        }
        for (index, count) in counts.enumerated().dropFirst() {
            let pairs = try laboratory.pairs(
                rounds: 5,
                [laboratory.program, "--offline", configs[index]],
                beside: [laboratory.program, "--offline", configs[index - 1]]
            )
            results.add(
                Figure(
                    name: "offline-growth-\(count)",
                    title: "\(count) destinations beside \(counts[index - 1])",
                    subject: "\(count) destinations",
                    reference: "\(counts[index - 1]) destinations",
                    unit: .seconds,
                    limit: 10.5,
                    pairs: pairs.values { $0.wall }
                )
            )
        }
    }
}
