import DestinationHealth
import Reporting

/// `validate diff`: what became better and worse from one report to another.
struct DiffCommand {
    let options: DiffOptions
    let standardOutput: OutputSink
    let standardError: OutputSink

    /// Runs to the end.
    ///
    /// - Returns: The status to exit with.
    func run() -> Int32 {
        let notices = ProblemNotices(color: options.color, masker: .none)
        let old: Report
        let new: Report
        do throws(ReportFile.Fault) {
            old = try ReportFile(options.old).report
            new = try ReportFile(options.new).report
        } catch {
            notices.tell([error.problem], to: standardError)
            return ExitStatus.unusable.rawValue
        }
        guard old.metadata.isSimulated == new.metadata.isSimulated else {
            let simulated = old.metadata.isSimulated ? options.old : options.new
            notices.tell([Problem("\(simulated): is of a simulated run, and the other is not")], to: standardError)
            return ExitStatus.unusable.rawValue
        }
        var files: [String] = []
        var known: Set<[UInt8]> = []
        for file in new.destinations.map(\.source.file) where known.insert(Array(file.utf8)).inserted {
            files.append(file)
        }
        var comparer = ReportComparer(with: old, path: options.old, files: files)
        for destination in new.destinations { comparer.add(destination) }
        let comparison = comparer.finished()

        // Destinations of a config that could not be read are in no list: nobody knows whether they got worse.
        let gaps = new.problems.filter { $0.severity == .error }
        notices.tell(gaps, to: standardError)
        var statuses: [ExitStatus] = gaps.isEmpty ? [] : [.unusable]
        if !comparison.worse.isEmpty { statuses.append(.unhealthy) }
        let status = ExitStatus.combined(statuses)
        switch options.format {
        case .text: standardOutput.write(TextFormat(style).comparison(comparison))
        case .json:
            standardOutput.write(
                ComparisonFormat.bytes(of: comparison, toolVersion: Program.version, exitCode: Int(status.rawValue))
            )
        }
        do throws(OutputFailure) {
            try standardOutput.flush()
            return status.rawValue
        } catch {
            if !error.isBrokenPipe {
                standardError.write("validate: standard output could not be written: \(error)\n")
            }
            return ExitStatus.notWritten.rawValue
        }
    }

    private var style: TextFormat.Options {
        let terminal = Terminal(descriptor: 1)
        var style = TextFormat.Options()
        style.width = terminal.width
        style.usesColor = terminal.usesColor(options.color, SystemEnvironment().variable)
        style.usesUnicode = Terminal.usesUnicode(SystemEnvironment().variable)
        return style
    }
}
