import DestinationHealth
import Reporting
import TikTokAPI

/// What `--state` does in one run: adds to each report since when the destination has had its verdict, and saves the new
/// verdicts.
///
/// Without a usable state, destinations are checked and reported all the same, only without history; the exit status is
/// that for something that could not be written.
struct StateSession {
    /// What is wrong with the state.
    private(set) var problems: [Problem] = []
    /// Whether the state cannot be written.
    private(set) var hasFailed = false

    private let path: String
    private let unixTime: Int
    private let masker: SecretMasker
    private let configs: ConfigKeys
    private var file: StateFile?
    private var seen: [VerdictRecord.Key: Int] = [:]
    private let confirmations: Int
    /// For how many seconds a proof makes a test event unnecessary; 0 for never.
    private let reuseLimit: Int
    private let live: LiveOptions
    /// How many verdicts changed with this run.
    private(set) var changes = 0

    /// Opens the state; nil if none is asked for.
    ///
    /// - Parameters:
    ///   - options: The path of the state, and who answers.
    ///   - inputs: The files that the run reads.
    ///   - taken: The places of the reports.
    ///   - unixTime: When the run began. It is used for the whole run, so that a clock that is set meanwhile does no harm.
    ///   - masker: What finds secrets in names.
    init?(
        options: CheckOptions,
        inputs: [FileIdentity],
        taken: Set<FilePlace.Identity>,
        unixTime: Int,
        masker: SecretMasker
    ) {
        guard let path = options.stateFile else { return nil }
        self.path = path
        self.unixTime = unixTime
        self.masker = masker
        confirmations = options.confirmations
        reuseLimit = Int(options.reuseHealthy / .seconds(1))
        live = options.live
        configs = ConfigKeys(statePath: path, workingDirectory: ConfigKeys.workingDirectory)
        do throws(FileFailure) {
            let file = try StateFile(
                path: path,
                world: Self.world(options),
                inputs: inputs,
                taken: taken,
                unixTime: unixTime
            )
            self.file = file
            if let warning = file.warning {
                problems.append(Problem("--state: \(path) \(warning)", severity: .warning))
            }
        } catch {
            fail("--state: \(path) cannot be used: \(error.words); this run leaves it alone and knows no history")
        }
    }

    /// The proofs of earlier runs that are recent enough for `--reuse-healthy`, by the place of the destination.
    func earlierProofs(of destinations: [Destination]) -> [Int: EarlierProof] {
        guard let file, reuseLimit > 0 else { return [:] }
        var proofs: [Int: EarlierProof] = [:]
        var counts: [VerdictRecord.Key: Int] = [:]
        for (index, destination) in destinations.enumerated() {
            guard let key = key(destination.range.location.file, destination.name, &counts) else { continue }
            proofs[index] = file.history.earlierProof(
                of: key,
                destination,
                options: live,
                limit: reuseLimit,
                at: unixTime
            )
        }
        return proofs
    }

    /// Remembers the verdict of a destination.
    ///
    /// - Returns: The report with its history.
    mutating func remember(_ report: DestinationReport, of destination: Destination) -> DestinationReport {
        guard let file, let key = key(report.source.file, report.name, &seen) else { return report }
        var report = report
        let history = file.history.add(
            report,
            as: key,
            at: unixTime,
            confirmations: confirmations,
            proof: report.isVerified && reuseLimit > 0
                ? ProofMark(of: destination, options: live, time: unixTime) : nil
        )
        if history.isChange { changes += 1 }
        report.history = history
        return report
    }

    /// The key of a destination in the state; nil for one that must not be remembered.
    private func key(_ path: String, _ name: String, _ counts: inout [VerdictRecord.Key: Int]) -> VerdictRecord.Key? {
        var key = VerdictRecord.Key(config: configs.key(for: path), name: name)
        // A name with a secret in it is not kept, not even masked: the last characters would help to test a guess.
        guard isHarmless(key.name), isHarmless(key.config) else { return nil }
        let ordinal = counts[key, default: 0]
        counts[key] = ordinal + 1
        key.ordinal = ordinal
        return key
    }

    /// Saves what was found and releases the lock.
    ///
    /// - Returns: What went wrong, which is also added to ``problems``.
    mutating func close() -> [Problem] {
        guard let file else { return [] }
        self.file = nil
        do throws(FileFailure) {
            try file.save(unixTime: unixTime)
            return []
        } catch {
            return [fail("--state: \(path) could not be written: \(error.words)")]
        }
    }

    @discardableResult private mutating func fail(_ message: String) -> Problem {
        let problem = Problem(message)
        hasFailed = true
        problems.append(problem)
        return problem
    }

    private func isHarmless(_ text: String) -> Bool {
        masker.mask(field: text).utf8.elementsEqual(text.utf8)
            && TokenShape.maskingCredentials(in: text).utf8.elementsEqual(text.utf8)
    }

    private static func world(_ options: CheckOptions) -> String {
        switch options.simulation {
        case .builtIn: "the built-in simulator"
        case .world: "a simulated world"
        case nil: options.baseURL.flatMap { $0 == .production ? nil : "\($0)" } ?? "TikTok"
        }
    }
}
