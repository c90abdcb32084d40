import Foundation
import LocatedJSON

/// Compares what a run reported with what its plan makes true.
struct SoakJudgement {
    /// How much larger the resident memory may be in the last quarter of a run than in the second, in KiB: what was found of
    /// each destination is kept until the report is written, and nothing else may grow.
    static func residentGrowth(destinations: Int) -> Int { (16 << 10) + destinations / 2 * 8 }
    /// How many descriptors more may be open.
    static let descriptorSlack = 8
    /// Events that may come within a second: 1,000 are sent, and on a busy machine some crowd together on the way.
    static let eventsPerSecond = 1_500

    private(set) var differences: [String] = []
    /// By the first answer that a destination got: how many were served, and what was said of them.
    private(set) var rows: [String: (expected: Int, said: [String: Int], wrong: Int)] = [:]
    private(set) var notes: [String] = []

    private let plan: SoakPlan
    private let run: WatchedRun

    init(_ plan: SoakPlan, _ run: WatchedRun, json: [UInt8], desk: SoakDesk.Counts, decoyConnections: Int) {
        self.plan = plan
        self.run = run
        judgeReport(json, desk)
        judgeText()
        judgeRequests(desk, decoyConnections)
        judgeResources()
        judgeSecrets([("the JSON report", json), ("standard output", run.output), ("standard error", run.errors)])
    }

    private mutating func differ(_ words: String) { differences.append(words) }

    private mutating func judgeReport(_ json: [UInt8], _ desk: SoakDesk.Counts) {
        guard let root = try? JSONDocument(parsing: json, limits: JSONLimits(maximumBytes: 1 << 30)).root,
            let list = root["destinations"], list.kind == .array
        else { return differ("the JSON report cannot be read (\(json.count) bytes)") }
        if list.count != plan.destinations.count {
            differ("\(list.count) destinations are reported, \(plan.destinations.count) were to be checked")
        }
        var expectedCode = 0
        for (reported, planned) in zip(list.elements, plan.destinations) {
            let name = reported["name"]?.string ?? ""
            guard name == planned.name else {
                differ("\(name) is reported where \(planned.name) was to be")
                continue
            }
            let status = reported["status"]?.string ?? ""
            let expected = plan.expected(planned)
            let row = plan.questions[planned.question].script.map(\.rawValue).joined(separator: ", ")
            rows[row, default: (0, [:], 0)].expected += 1
            rows[row, default: (0, [:], 0)].said[status, default: 0] += 1
            if !expected.contains(status) {
                rows[row, default: (0, [:], 0)].wrong += 1
                let message = reported["findings"]?.elements.first { _ in true }?["message"]?.string ?? "nothing"
                differ("\(name) (\(row)) is \(status), not \(expected.joined(separator: " or ")): \(message)")
            }
            if (status == "healthy") != (reported["verified"]?.boolean == true) {
                differ("\(name) is \(status), and verified: \(reported["verified"]?.boolean == true)")
            }
            if status == "unhealthy" { expectedCode = 1 }
            if status == "unknown", expectedCode == 0 { expectedCode = 3 }
        }
        if Int(run.status) != expectedCode || root["exit_code"]?.number != "\(expectedCode)" {
            differ(
                "the exit status is \(run.status), in the report \(root["exit_code"]?.number ?? "none"), not \(expectedCode)"
            )
        }
        if root["interrupted"]?.boolean != false { differ("the report says that the run was interrupted") }
        let calls = root["summary"]?["api_calls"]?.number ?? ""
        if calls != "\(desk.requests)" { differ("\(calls) calls are reported, \(desk.requests) requests came") }
    }

    /// Each destination has exactly one row in the text, in order.
    private mutating func judgeText() {
        let text = run.output.split(separator: UInt8(ascii: "\n"))
        let names = text.compactMap { line -> String? in
            // A row begins with a mark and the name; everything about it is indented.
            guard let first = line.first, first != UInt8(ascii: " ") else { return nil }
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
            guard words.count > 1, words[1].starts(with: "shop-".utf8), words[0].count <= 4 else { return nil }
            return String(decoding: words[1], as: UTF8.self)
        }
        let planned = plan.destinations.map(\.name)
        if names.count != planned.count { differ("the text has \(names.count) rows for \(planned.count) destinations") }
        if let wrong = zip(names, planned).first(where: { $0 != $1 }) {
            differ("the text has \(wrong.0) where \(wrong.1) was to be")
        }
    }

    private mutating func judgeRequests(_ desk: SoakDesk.Counts, _ decoyConnections: Int) {
        if decoyConnections != 0 { differ("\(decoyConnections) connections followed a redirect") }
        if desk.strangers != 0 { differ("\(desk.strangers) requests came that nobody should have made") }
        for (question, attempts) in desk.attempts.enumerated() {
            let script = plan.questions[question].script
            // Each attempt may have been sent twice where the first connection was a kept one.
            let limit = SoakPlan.maximumAttempts * (script.contains(where: \.mayBeSentAgainUnasked) ? 2 : 1)
            if attempts > limit { differ("question \(question) (\(script[0].rawValue)) was asked \(attempts) times") }
            if attempts == 0 { differ("question \(question) (\(script[0].rawValue)) was never asked") }
            if desk.eventIDs[question].count > 1 { differ("question \(question) came with different event ids") }
        }
        var (start, most) = (0, 0)
        for (end, time) in desk.eventTimes.enumerated() {
            while desk.eventTimes[start].duration(to: time) >= .seconds(1) { start += 1 }
            most = max(most, end - start + 1)
        }
        notes.append(
            "\(desk.requests) requests, \(desk.probes) of them to look for swaps; at most \(most) events in a second"
        )
        if most > Self.eventsPerSecond { differ("\(most) events came within a second") }
    }

    private mutating func judgeResources() {
        guard let resident = run.quarters(\.residentKilobytes), let descriptors = run.quarters(\.descriptors) else {
            notes.append("too few samples of memory and descriptors (\(run.samples.count))")
            return
        }
        let peak = run.samples.map(\.residentKilobytes).max() ?? 0
        let bound = resident.second + Self.residentGrowth(destinations: plan.destinations.count)
        notes.append(
            "resident memory: median \(resident.second >> 10) MiB in the second quarter, \(resident.last >> 10) MiB in the "
                + "last (bound \(bound >> 10) MiB), peak \(peak >> 10) MiB"
        )
        notes.append("descriptors: median \(descriptors.second) in the second quarter, \(descriptors.last) in the last")
        if resident.last > bound { differ("resident memory grew from \(resident.second) to \(resident.last) KiB") }
        if descriptors.last > descriptors.second + Self.descriptorSlack {
            differ("open descriptors grew from \(descriptors.second) to \(descriptors.last)")
        }
    }

    private mutating func judgeSecrets(_ outputs: [(name: String, bytes: [UInt8])]) {
        let search = SecretSearch(plan.secrets)
        for (name, bytes) in outputs {
            for place in search.places(in: bytes, atMost: 10) {
                let line = bytes[..<place].count { $0 == 0x0A } + 1
                differ("part of a secret stands in \(name), line \(line)")
            }
        }
        notes.append(
            "\(plan.secrets.count) secrets looked for in \(outputs.map { $0.bytes.count }.reduce(0, +) >> 10) KiB"
        )
    }
}
