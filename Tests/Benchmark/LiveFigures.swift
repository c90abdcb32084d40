import Foundation

/// What it costs to ask the API, against servers on this machine.
struct LiveFigures {
    let laboratory: BenchmarkRunner

    /// A measured fact of the Events API: 1,000 calls a second ("TikTok API for Business, rate limits", v1.3).
    private static let eventsPerSecond = 1000.0
    private static let connections = 16

    func measure(into results: inout Results) throws(BenchmarkFailure) {
        if let server = try LoopbackServer.nginx(laboratory) {
            try besideCurl(server, into: &results)
            try besidePython(server, into: &results)
            try memory(server, into: &results)
        } else {
            results.leaveOut(
                "live",
                because: "nginx or openssl is not installed, and a slower server would be the bound"
            )
        }
        try latency(into: &results)
    }

    private func arguments(_ config: String, _ server: LoopbackServer) -> [String] {
        [laboratory.program, config, "--base-url", server.origin, "--concurrency", "\(Self.connections)"]
            + (server.certificate.map { ["--ca-file", $0] } ?? [])
    }

    private func besideCurl(_ server: LoopbackServer, into results: inout Results) throws(BenchmarkFailure) {
        let count = laboratory.isQuick ? 2_000 : 10_000
        let config = try laboratory.config(destinations: count, "live.json")
        guard let curl = BenchmarkRunner.find("curl") else {
            return results.leaveOut("live beside curl", because: "curl is not installed")
        }
        let requests = try laboratory.write(Self.curlRequests(count, to: server), to: "requests")
        let pairs = try laboratory.pairs(
            rounds: 3,
            arguments(config, server),
            beside: [curl, "--silent", "--parallel", "--parallel-max", "\(Self.connections)", "--config", requests]
        )
        results.add(
            Figure(
                name: "live-processor",
                title: "processor time of an exchange, of \(count) over \(Self.connections) connections with TLS",
                subject: "validate",
                reference: "curl --parallel",
                unit: .microseconds,
                limit: 1,
                pairs: pairs.values { $0.processor / Double(count) * 1e6 }
            )
        )
        let allowed = Double(count) / Self.eventsPerSecond
        results.add(
            Figure(
                name: "live-rate",
                title: "\(count) exchanges beside what TikTok's rate allows",
                subject: "validate",
                reference: "1,000 events a second",
                unit: .seconds,
                limit: 1.05,
                pairs: pairs.map { (subject: $0.0.wall, reference: allowed) }
            )
        )
    }

    private static func curlRequests(_ count: Int, to server: LoopbackServer) -> String {
        let trust = server.trust.map { "cacert = \"\($0)\"\n" } ?? ""
        var text = ""
        for index in 0..<count {
            text += """
                \(index > 0 ? "next\n" : "")\(trust)url = "\(server.origin)/open_api/v1.3/event/track/"
                header = "Content-Type: application/json"
                header = "Access-Token: \(String(repeating: "7c1f0b9e52", count: 4))"
                data = "{\\"event_source\\":\\"web\\",\\"event_source_id\\":\\"CB1234567890ABCDEF0G\\",\\"test_event_code\\":\\"TEST\(index)\\",\
                \\"data\\":[{\\"event\\":\\"ValidateHealthCheck\\",\\"event_time\\":1795255200,\\"event_id\\":\\"validate-health-check-\(index)\\",\
                \\"user\\":{\\"ip\\":\\"203.0.113.7\\",\\"user_agent\\":\\"validate\\"},\\"page\\":{\\"url\\":\\"https://example.com/\\"}}]}"
                output = "/dev/null"

                """
        }
        return text
    }

    private func besidePython(_ server: LoopbackServer, into results: inout Results) throws(BenchmarkFailure) {
        guard BenchmarkRunner.hasPython(module: "requests"), let trust = server.trust else {
            return results.leaveOut("live beside Python", because: "python3 with requests is not installed")
        }
        let count = 1_000
        let config = try laboratory.config(destinations: count, "python.json")
        let script = """
            import concurrent.futures, json, sys, threading, requests
            local = threading.local()
            def check(destination):
                if not hasattr(local, "session"): local.session = requests.Session()
                answer = local.session.post(sys.argv[2] + "/open_api/v1.3/event/track/", verify=sys.argv[3], timeout=10,
                    headers={"Access-Token": destination["access_token"]}, json={"event_source": "web",
                    "event_source_id": destination["pixel_id"], "test_event_code": destination["test_event_code"],
                    "data": [{"event": "HealthCheck", "event_time": 1795255200, "user": {"ip": "203.0.113.7"}}]}).json()
                return answer["code"] == 0
            with concurrent.futures.ThreadPoolExecutor(\(Self.connections)) as pool:
                sys.exit(0 if all(pool.map(check, json.load(open(sys.argv[1]))["destinations"])) else 1)
            """
        let pairs = try laboratory.pairs(
            rounds: 2,
            arguments(config, server),
            beside: ["python3", "-c", script, config, server.origin, trust]
        )
        results.add(
            Figure(
                name: "live-python",
                title: "processor time of an exchange beside a checker in Python",
                subject: "validate",
                reference: "Python with requests, 16 threads",
                unit: .microseconds,
                limit: nil,
                pairs: pairs.values { $0.processor / Double(count) * 1e6 }
            )
        )
    }

    /// Ten times the destinations may take 60 MiB more.
    private func memory(_ server: LoopbackServer, into results: inout Results) throws(BenchmarkFailure) {
        let counts = laboratory.isQuick ? (few: 200, many: 2_000) : (few: 1_000, many: 10_000)
        let few = try laboratory.config(destinations: counts.few, "few.json")
        let many = try laboratory.config(destinations: counts.many, "many.json")
        let pairs = try laboratory.pairs(rounds: 2, arguments(many, server), beside: arguments(few, server))
        results.add(
            Figure(
                name: "live-memory",
                title: "memory that \(counts.many) live destinations take beyond \(counts.few)",
                subject: "\(counts.many) less \(counts.few)",
                reference: "60 MiB",
                unit: .mebibytes,
                limit: 1,
                pairs: pairs.map { (subject: ($0.0.memory - $0.1.memory) / 1_048_576, reference: 60) }
            )
        )
    }

    private func latency(into results: inout Results) throws(BenchmarkFailure) {
        let (count, milliseconds) = (400, 150)
        let record = laboratory.path("answers")
        guard let server = try LoopbackServer.slow(laboratory, milliseconds: milliseconds, record: record) else {
            return results.leaveOut("latency", because: "python3 or openssl is not installed")
        }
        let config = try laboratory.config(destinations: count, "slow.json")
        let command = arguments(config, server)
        var totals: [(subject: Double, reference: Double)] = []
        var firsts: [(subject: Double, reference: Double)] = []
        var told = 0
        for _ in 0..<(laboratory.isQuick ? 1 : 3) {
            let run = try TerminalRun.of(command, until: "✓ shop-0 ")
            // No server answers to the microsecond: what its answers really took is what there was to wait for.
            let lines = ((try? String(contentsOfFile: record, encoding: .utf8)) ?? "").split(separator: "\n")
            let seconds = lines.dropFirst(told).compactMap { Double($0) }
            guard seconds.count == count else {
                throw BenchmarkFailure("\(seconds.count) answers for \(count) destinations")
            }
            told = lines.count
            totals.append((subject: run.total, reference: seconds.reduce(0, +) / Double(Self.connections)))
            firsts.append((subject: run.first * 1000, reference: Double(milliseconds)))
        }
        results.add(
            Figure(
                name: "latency",
                title: "\(count) destinations, \(milliseconds) ms an answer, \(Self.connections) connections",
                subject: "validate",
                reference: "the sum of all answers by the connections",
                unit: .seconds,
                limit: 1.05,
                pairs: totals
            )
        )
        results.add(
            Figure(
                name: "first-verdict",
                title: "the first verdict in a terminal, of that run",
                subject: "validate",
                reference: "one answer",
                unit: .milliseconds,
                limit: nil,
                pairs: firsts
            )
        )
    }
}
