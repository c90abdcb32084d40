import DestinationHealth
import Reporting
import TikTokAPI

/// `validate merge`: joins the reports of a run's shards into one.
struct MergeCommand {
    let options: MergeOptions
    let context: CommandContext

    /// Runs to the end.
    ///
    /// - Returns: The exit status.
    func run() -> Int32 {
        let output = options.output
        let inputs = options.parts + [output.baselineFile].compactMap { $0 }
        var writers = ReportWriters(
            options: output,
            inputs: inputs.compactMap(FileIdentity.init(path:)),
            standardOutput: context.standardOutput,
            masker: .none
        )
        let merged = merge()
        var (report, outcome) = (merged.report, merged.outcome)
        report.problems += writers.problems
        context.report(report.problems, color: output.color)
        outcome.isNotWritten = outcome.isNotWritten || writers.hasFailed
        outcome.isForMonitoring = output.standardOutputFormat == .nagios
        outcome.hasWarning =
            report.problems.contains { $0.severity == .warning }
            || report.destinations.contains { $0.findings.contains { $0.severity == .warning } }
        report.exitCode = Int(outcome.exitCode)

        let subject = ReportSubject(report.destinations.map(\.name), files: merged.files, isWritten: merged.isUsable)
        writers.begin(report.metadata, subject, problems: report.problems, isUsable: merged.isUsable)
        for destination in report.destinations { writers.add(destination) }
        for failure in writers.finish(report, outcome) { context.report(failure) }
        outcome.isNotWritten = outcome.isNotWritten || writers.hasFailed
        return outcome.exitCode
    }

    /// The result of joining.
    private struct Merged {
        let report: Report
        let outcome: RunOutcome
        let files: [String]
        var isUsable = true
    }

    private func merge() -> Merged {
        var parts: [ReportFile] = []
        var problems: [Problem] = []
        for path in options.parts {
            do throws(ReportFile.Fault) {
                parts.append(try ReportFile(path))
            } catch {
                problems.append(error.problem)
            }
        }
        guard problems.isEmpty else { return refused(problems) }
        if options.output.baselineFile == nil, let part = parts.first(where: { $0.baseline != nil }) {
            return refused([
                Problem("\(part.path): was compared with a baseline: give it to merge as well, with --baseline")
            ])
        }
        do throws(MergeFault) {
            let report = try Report(merging: parts.map(\.report))
            return judged(report, parts.map(\.report))
        } catch {
            let path = error.report.map { "\(parts[$0].path): " } ?? ""
            return refused([Problem(path + error.message)])
        }
    }

    /// The merged report, with the status that one run would have had.
    private func judged(_ merged: Report, _ parts: [Report]) -> Merged {
        var report = merged
        let files = parts.first?.metadata.shard?.ofFiles ?? report.destinationFiles
        do throws(UsageError) {
            var comparer = try BaselineFile(options.output, isSimulated: report.metadata.isSimulated)
                .comparer(files: files, masker: .none)
            for destination in report.destinations { comparer?.add(destination) }
            report.comparison = comparer?.finished()
        } catch {
            return refused([Problem(error.message)])
        }
        let outcome = RunOutcome(
            summary: report.summary,
            unknownPolicy: options.output.unknownPolicy,
            comparison: report.comparison,
            hasProblem: report.problems.contains { $0.severity == .error }
                || parts.contains { $0.exitCode == ExitStatus.unusable.rawValue && !$0.problems.isEmpty },
            isNotWritten: parts.contains { $0.exitCode == ExitStatus.notWritten.rawValue },
            signal: parts.compactMap { $0.isInterrupted ? ExitStatus.signal(of: $0.exitCode) : nil }.max()
        )
        return Merged(report: report, outcome: outcome, files: files)
    }

    /// A report with nothing but problems; it is still written, so that no earlier report is taken for this one.
    private func refused(_ problems: [Problem]) -> Merged {
        let summary = ReportSummary()
        let outcome = RunOutcome(summary: summary, unknownPolicy: options.output.unknownPolicy, hasProblem: true)
        let report = Report(
            metadata: RunMetadata(toolVersion: Program.version, startedAt: WallClock.unixTime),
            durationMilliseconds: 0,
            isInterrupted: false,
            exitCode: Int(outcome.exitCode),
            status: summary.status,
            summary: summary,
            problems: problems,
            destinations: []
        )
        return Merged(report: report, outcome: outcome, files: [], isUsable: false)
    }
}
