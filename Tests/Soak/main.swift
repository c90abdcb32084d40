import Foundation

/// Checks very many destinations against a server that misbehaves as a seed says; see `.ci/soak`.
func soak() throws -> Int32 {
    var destinations = 20_000
    var seed: UInt64 = 1
    var program: String?
    var timeout = "3"
    var kept: String?
    var arguments = CommandLine.arguments.dropFirst()
    while let option = arguments.popFirst() {
        guard let value = arguments.popFirst() else { throw SoakFailure("\(option) needs a value") }
        switch option {
        case "--destinations": destinations = Int(value) ?? 0
        case "--seed": seed = UInt64(value) ?? 0
        case "--timeout": timeout = value
        case "--program": program = value
        case "--keep": kept = value
        default: throw SoakFailure("no such option: \(option)")
        }
    }
    guard destinations > 0, let program else {
        throw SoakFailure(
            "usage: soak --program PATH [--destinations N] [--seed N] [--timeout SECONDS] [--keep FOLDER]"
        )
    }

    let plan = SoakPlan(destinations: destinations, seed: seed)
    let decoy = try SoakServer { _ in [.close] }
    let desk = SoakDesk(plan, decoy: decoy.port)
    let server = try SoakServer { desk.answer($0) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("soak-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
        at: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
    )
    defer { try? FileManager.default.removeItem(at: folder) }
    let config = folder.appendingPathComponent("config.json").path
    let report = folder.appendingPathComponent("report.json").path
    guard
        FileManager.default.createFile(
            atPath: config,
            contents: Data(plan.config),
            attributes: [.posixPermissions: 0o600]
        )
    else { throw SoakFailure("the config cannot be written to \(folder.path)") }

    print("\(destinations) destinations, seed \(seed)")
    fflush(nil)
    let run = try WatchedRun.of(
        program,
        [
            "--base-url", "http://127.0.0.1:\(server.port)", "--timeout", timeout, "--deadline", "1800",
            "--concurrency", "64", "--format", "json=\(report)", "--format", "text", config,
        ]
    )
    let json = [UInt8](FileManager.default.contents(atPath: report) ?? Data())
    let judgement = SoakJudgement(
        plan,
        run,
        json: json,
        desk: desk.counts,
        decoyConnections: decoy.connectionCount
    )
    show(judgement, run, connections: server.connectionCount)
    if let kept {
        try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
        for (name, bytes) in [("config.json", plan.config), ("report.json", json), ("output.txt", run.output)] {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(kept)/\(name)"))
        }
    }
    return judgement.differences.isEmpty ? 0 : 1
}

func show(_ judgement: SoakJudgement, _ run: WatchedRun, connections: Int) {
    func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.utf8.count))
    }
    print(
        column("answers in turn", 36) + column("count", 8) + column("healthy", 9) + column("unhealthy", 11)
            + column("unknown", 9) + "wrong"
    )
    for (name, row) in judgement.rows.sorted(by: { $0.key < $1.key }) {
        let said = ["healthy", "unhealthy", "unknown"].map { row.said[$0].map(String.init) ?? "-" }
        print(
            column(name, 36) + column("\(row.expected)", 8) + column(said[0], 9) + column(said[1], 11)
                + column(said[2], 9)
                + "\(row.wrong)"
        )
    }
    for note in judgement.notes { print(note) }
    let seconds = (run.duration / .milliseconds(100)).rounded() / 10
    print("\(connections) connections, \(seconds) s, exit status \(run.status)")
    for difference in judgement.differences.prefix(10) { print("DIFFERENT: \(difference)") }
    print(
        judgement.differences.isEmpty ? "everything is as the seed says" : "\(judgement.differences.count) differences"
    )
    if !run.errors.isEmpty, !judgement.differences.isEmpty {
        print("standard error: \(String(decoding: run.errors.prefix(1000), as: UTF8.self))")
    }
}

do {
    exit(try soak())
} catch let failure as SoakFailure {
    FileHandle.standardError.write(Data("\(failure.words)\n".utf8))
    exit(2)
}
