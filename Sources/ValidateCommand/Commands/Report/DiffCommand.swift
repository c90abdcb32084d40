import DestinationHealth
import Reporting

/// `validate diff`: what got better and worse from one report to another.
struct DiffCommand {
    let options: DiffOptions
    let context: CommandContext

    /// Runs to the end.
    ///
    /// - Returns: The exit status.
    func run() -> Int32 {
        let (old, new): (Report, Report)
        do throws(ReportFile.Fault) {
            (old, new) = (try ReportFile(options.old).report, try ReportFile(options.new).report)
        } catch {
            return refuse(error.problem)
        }
        guard old.metadata.isSimulated == new.metadata.isSimulated else {
            let simulated = old.metadata.isSimulated ? options.old : options.new
            return refuse(Problem("\(simulated): is of a simulated run, and the other is not"))
        }
        var comparer = ReportComparer(with: old, path: options.old, files: new.destinationFiles)
        for destination in new.destinations { comparer.add(destination) }
        let comparison = comparer.finished()

        // Destinations of a config that could not be read are in no list: whether they got worse is unknown.
        let errors = new.problems.filter { $0.severity == .error }
        context.report(errors, color: options.color)
        var statuses: [ExitStatus] = errors.isEmpty ? [] : [.unusable]
        if !comparison.worse.isEmpty { statuses.append(.unhealthy) }
        let status = ExitStatus.combined(statuses)

        context.standardOutput.write(bytes(of: comparison, status))
        return context.flushOutput() ? status.rawValue : ExitStatus.notWritten.rawValue
    }

    private func refuse(_ problem: Problem) -> Int32 {
        context.report([problem], color: options.color)
        return ExitStatus.unusable.rawValue
    }

    private func bytes(of comparison: ReportComparison, _ status: ExitStatus) -> [UInt8] {
        switch options.format {
        case .text:
            let style = TextFormat.Options(for: Terminal(descriptor: 1), color: options.color, masker: .none)
            return TextFormat(style).comparison(comparison)
        case .json:
            let exitCode = Int(status.rawValue)
            return ComparisonFormat.bytes(of: comparison, toolVersion: Program.version, exitCode: exitCode)
        }
    }
}
