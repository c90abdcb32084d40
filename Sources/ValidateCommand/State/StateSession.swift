import DestinationHealth
import Reporting
import TikTokAPI

/// What `--state` does in one run: tells of each destination how long it has been so, and saves what was found.
///
/// A state that cannot be used keeps nobody from checking. The run is reported as ever, without history, and ends with
/// the status for something that could not be written.
struct StateSession {
    /// What to tell about the state.
    private(set) var problems: [Problem] = []
    /// Whether the state cannot be written.
    private(set) var hasFailed = false

    private let path: String
    private let unixTime: Int
    private let masker: SecretMasker
    private let configs: ConfigKeys
    private var file: StateFile?
    private var seen: [VerdictRecord.Key: Int] = [:]

    /// Opens the state; nil if none is asked for.
    ///
    /// - Parameters:
    ///   - options: Where it lies, and who answers.
    ///   - inputs: The files that the run reads.
    ///   - taken: The places where reports go.
    ///   - unixTime: When the run began. The one time of the whole run: a clock that is set meanwhile does no harm.
    ///   - masker: What finds secrets that stand in a name.
    init?(
        options: CheckOptions,
        inputs: Set<FileIdentity>,
        taken: Set<FilePlace.Identity>,
        unixTime: Int,
        masker: SecretMasker
    ) {
        guard let path = options.stateFile else { return nil }
        self.path = path
        self.unixTime = unixTime
        self.masker = masker
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

    /// Adds what was found of a destination.
    ///
    /// - Returns: The same with its history.
    mutating func remember(_ report: DestinationReport) -> DestinationReport {
        guard let file else { return report }
        var report = report
        var key = VerdictRecord.Key(config: configs.key(for: report.source.file), name: report.name)
        // A name that holds a secret is not kept, masked or not: the last characters would help to test a guess.
        guard isHarmless(key.name), isHarmless(key.config) else { return report }
        key.ordinal = seen[key, default: 0]
        seen[VerdictRecord.Key(config: key.config, name: key.name), default: 0] += 1
        report.history = file.history.add(report, as: key, at: unixTime)
        return report
    }

    /// Saves what was found and lets go of the lock.
    mutating func close() {
        guard let file else { return }
        self.file = nil
        do throws(FileFailure) {
            try file.save(unixTime: unixTime)
        } catch {
            fail("--state: \(path) could not be written: \(error.words)")
        }
    }

    private mutating func fail(_ message: String) {
        hasFailed = true
        problems.append(Problem(message))
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
