import Foundation

/// What every measurement works with: the program, a folder of its own, and how often to repeat.
struct BenchmarkRunner: Sendable {
    /// The release binary under test.
    let program: String
    /// Where configs and servers' files lie; removed in the end.
    let folder: URL
    /// Whether to measure less often, and less work.
    let isQuick: Bool

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Writes a file that only this user may read, as configs should be.
    func write(_ text: String, to name: String) throws(BenchmarkFailure) -> String {
        let path = path(name)
        let isWritten = FileManager.default.createFile(
            atPath: path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else { throw BenchmarkFailure("\(path) cannot be written") }
        return path
    }

    /// Writes a config of so many destinations.
    func config(destinations count: Int, _ name: String) throws(BenchmarkFailure) -> String {
        let path = try write("", to: name)
        guard let file = FileHandle(forWritingAtPath: path) else { throw BenchmarkFailure("\(path) cannot be written") }
        do {
            var piece = Data()
            try BenchmarkConfig.make(destinations: count) { text in
                piece.append(contentsOf: text.utf8)
                guard piece.count > 1 << 20 else { return }
                try file.write(contentsOf: piece)
                piece.removeAll(keepingCapacity: true)
            }
            try file.write(contentsOf: piece)
            try file.close()
        } catch {
            throw BenchmarkFailure("\(path) cannot be written")
        }
        return path
    }

    /// Runs a command that must do its work: a program that fails is fast, and proves nothing.
    func measure(_ command: [String], expecting status: Int32 = 0) throws(BenchmarkFailure) -> MeasuredProcess {
        let run = try MeasuredProcess.of(command)
        guard run.status == status else {
            throw BenchmarkFailure("\(command.prefix(4).joined(separator: " ")) ended with status \(run.status)")
        }
        return run
    }

    /// Runs two commands in turn, once for warming up and then so many times.
    func pairs(
        rounds: Int,
        _ subject: [String],
        beside reference: [String],
        referenceStatus: Int32 = 0
    ) throws(BenchmarkFailure) -> [(MeasuredProcess, MeasuredProcess)] {
        var pairs: [(MeasuredProcess, MeasuredProcess)] = []
        for round in 0...(isQuick ? min(rounds, 3) : rounds) {
            let pair = (try measure(subject), try measure(reference, expecting: referenceStatus))
            if round > 0 { pairs.append(pair) }
        }
        return pairs
    }

    /// Where a program lies; nil where it is not installed.
    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return (path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"])
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether Python has a module.
    static func hasPython(module: String) -> Bool {
        (try? MeasuredProcess.of(["python3", "-c", "import \(module)"]))?.status == 0
    }
}

extension [(MeasuredProcess, MeasuredProcess)] {
    func values(_ value: (MeasuredProcess) -> Double) -> [(subject: Double, reference: Double)] {
        map { (subject: value($0.0), reference: value($0.1)) }
    }
}
